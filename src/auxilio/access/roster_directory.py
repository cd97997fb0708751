"""People and units as `rosters` needs to know them, from `identity` and `dispatch`."""

from collections.abc import Sequence

from auxilio.dispatch.service import UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.units.core.model import Unit, own_centre
from auxilio.identity.core.model import Person
from auxilio.identity.store import IdentityStore
from auxilio.kernel.ids import AgencyId, CentreId, PersonId, UnitId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import states_of
from auxilio.rosters.core.shift_model import RosterPerson, RosterUnit
from auxilio.rosters.ports import (
    AgencyOfCentre,
    PeopleOfRosters,
    PersonOfRoster,
    UnitOfRoster,
    UnitsOfRosters,
)


def agency_of_centre(people: IdentityStore) -> AgencyOfCentre:
    """Whose a centre is, by the directory."""

    async def read(centre: CentreId) -> AgencyId | None:
        found = await people.directory()
        return next((AgencyId(one.agency) for one in found.centres if one.id == centre), None)

    return read


def person_of_roster(people: IdentityStore) -> PersonOfRoster:
    """One person, also one who has left."""

    async def read(person: PersonId) -> RosterPerson | None:
        found = await people.person(person)
        return roster_person(found) if found is not None else None

    return read


def people_of_rosters(people: IdentityStore) -> PeopleOfRosters:
    """Everybody, also those who have left."""

    async def read() -> Sequence[RosterPerson]:
        return [roster_person(one) for one in await people.people()]

    return read


def roster_person(one: Person) -> RosterPerson:
    """As rosters know a person."""
    # Who works at a centre is of its agency (`identity.core.policy.check_centre`).
    agency = AgencyId(one.agency) if one.agency else None
    return RosterPerson(
        id=one.id, name=one.name, agency=agency, centre=one.centre, roles=one.roles, active=one.active
    )


def unit_of_roster(pool: Pool, mode: Mode) -> UnitOfRoster:
    """One unit of the mode of the installation."""

    async def read(unit: UnitId) -> RosterUnit | None:
        for _, state in (await states_of(pool, [stream_id(UNIT.name, unit)])).values():
            found = UNIT.read_state(state)
            return roster_unit(found) if is_planned_on(found, mode) else None
        return None

    return read


def units_of_rosters(units: DispatchStore) -> UnitsOfRosters:
    """Those of a mode that are not retired."""

    async def read(mode: Mode) -> Sequence[RosterUnit]:
        return [roster_unit(one) for one in await units.units() if is_planned_on(one, mode)]

    return read


def is_planned_on(unit: Unit, mode: Mode) -> bool:
    """Whether a crew can be planned on it."""
    return unit.mode is mode and not unit.retired


def roster_unit(unit: Unit) -> RosterUnit:
    """As rosters know a unit."""
    return RosterUnit(id=unit.id, callsign=unit.callsign, agency=unit.agency, centre=own_centre(unit))
