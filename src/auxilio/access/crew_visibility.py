"""Whose crews an actor sees by name, and the people with whom they are compared: for the warnings of `rosters`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from auxilio.access.units import stands_on_board
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.rosters.core.qualification_model import CrewOnBoard, DirectoryPerson
from auxilio.rosters.ports import DirectoryPeople, PersonCheck, VisibleCrews


def is_known_person(people: IdentityStore) -> PersonCheck:
    """Whether somebody is in the directory."""

    async def check(person: PersonId) -> bool:
        return await people.person(person) is not None

    return check


def logins_of(people: IdentityStore) -> Callable[[], Awaitable[Mapping[PersonId, str]]]:
    """The login of everybody, also of those who have left."""

    async def read() -> Mapping[PersonId, str]:
        return {one.id: one.login for one in await people.people()}

    return read


def directory_people(people: IdentityStore) -> DirectoryPeople:
    """Everybody who may sign in, with the agency of their centre where they are of one."""

    async def read() -> Sequence[DirectoryPerson]:
        directory = await people.directory()
        agency_of = {one.id: AgencyId(one.agency) for one in directory.centres}
        return [
            DirectoryPerson(
                id=one.id,
                name=one.name,
                agency=one.agency or (agency_of.get(one.centre) if one.centre else None),
                centre=one.centre,
            )
            for one in await people.people()
            if one.active
        ]

    return read


def visible_crews(units: DispatchStore) -> VisibleCrews:
    """A crew sees its own; a centre those of its units; the room all. Without a crew there is nothing to compare."""

    async def read(actor: Actor) -> Sequence[CrewOnBoard]:
        return [
            CrewOnBoard(
                unit=unit.id,
                callsign=unit.callsign,
                agency=unit.agency,
                capabilities=unit.capabilities,
                members=tuple((one.name, one.person) for one in unit.crew),
            )
            for unit in await units.units()
            if unit.crew
            and not unit.retired
            and unit.mode is actor.mode
            and (is_own(unit, actor) if actor.kind == "crew" else stands_on_board(unit, actor))
        ]

    return read
