"""The directory as it is, in the form that a file is compared with and that an export writes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.access.roster_directory import is_planned_on, roster_person, roster_unit
from auxilio.directory_import.core.comparison import DirectoryState, KnownEntry, RosterState, plain_name
from auxilio.directory_import.core.entry_commands import (
    hospital_entry,
    qualification_entry,
    qualification_id,
    shift_entry,
    shift_id,
    unit_entry,
)
from auxilio.directory_import.core.model import (
    ImportKind,
    key_of_entry,
)
from auxilio.dispatch.ports import UnitDirectory
from auxilio.hospitals.service import HOSPITAL, HOSPITALS_MAX
from auxilio.identity.core.model import Agency, Centre, Contact, Desk, Directory, Person
from auxilio.identity.core.persons import data_of
from auxilio.identity.directory_batch import DirectoryBatch
from auxilio.kernel.actor import Actor
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.rosters.ports import CurrentQualifications
from auxilio.rosters.qualification_service import qualifications_held
from auxilio.rosters.shift_service import rosters_kept
from auxilio.triage.core.model import Catalog

OF_SHIFTS = frozenset({ImportKind.ROSTERS, ImportKind.CREWS})
OF_PEOPLE = OF_SHIFTS | {ImportKind.QUALIFICATIONS}
"""Kinds whose rows name people by their logins."""


class DirectoryReader:
    """Reads alone. Units and hospitals are those of the actor's mode that are not retired."""

    def __init__(
        self,
        pool: Pool,
        batch: DirectoryBatch,
        units: UnitDirectory,
        catalog: Callable[[], Catalog],
        qualifications: CurrentQualifications,
        zone: str,
        function_names: Mapping[str, str],
    ) -> None:
        """`zone`: of the clock on the wall; `function_names`: as `function_names` of the service makes them."""
        self._zone, self._function_names = ZoneInfo(zone), function_names
        self._pool, self._batch, self._units, self._catalog = pool, batch, units, catalog
        self._qualifications = qualifications

    async def state(self, kind: ImportKind, actor: Actor) -> DirectoryState:
        """What a file of this kind is compared with."""
        directory, catalog = await self._batch.directory(), self._catalog()
        entries = await self._entries(kind, directory, actor)
        people = await self._batch.people() if kind in OF_PEOPLE else []
        counted = Counter(key_of_entry(one.entry) for one in entries)
        return DirectoryState(
            known={key_of_entry(one.entry): one for one in entries},
            ambiguous=frozenset(key for key, count in counted.items() if count > 1),
            agencies=frozenset(one.id for one in directory.agencies),
            centres={one.id: one.agency for one in directory.centres},
            services=frozenset(catalog.services),
            capabilities=frozenset(catalog.capabilities),
            people={one.login.casefold(): one.id for one in people},
            qualifications=self._names_of_qualifications(),
            functions=self._function_names,
            rosters=await self._rosters(people, actor) if kind in OF_SHIFTS else None,
        )

    async def _rosters(self, people: Sequence[Person], actor: Actor) -> RosterState:
        units = [roster_unit(one) for one in await self._units.units() if is_planned_on(one, actor.mode)]
        return RosterState(
            people={one.id: roster_person(one) for one in people},
            shifts={one.person: one for one in await rosters_kept(self._pool)},
            units={one.callsign: one for one in units},
            zone=self._zone,
        )

    def _names_of_qualifications(self) -> dict[str, str]:
        kinds = self._qualifications().kinds
        named = {plain_name(name): one.code for one in kinds for name in one.words.values()}
        return named | {one.code: one.code for one in kinds}

    async def callsigns(self) -> dict[UUID, str]:
        """Of every unit, also of those that are retired and of other modes."""
        return {one.id: one.callsign for one in await self._units.units()}

    async def units_of_crews(self, actor: Actor) -> dict[str, UUID]:
        """Those that a shift can be on, by callsign."""
        return {one.callsign: one.id for one in await self._units.units() if is_planned_on(one, actor.mode)}

    async def _entries(self, kind: ImportKind, directory: Directory, actor: Actor) -> list[KnownEntry]:
        match kind:
            case ImportKind.AGENCIES:
                return _known(directory.agencies)
            case ImportKind.CENTRES:
                return _known(directory.centres)
            case ImportKind.DESKS:
                return _known(directory.desks)
            case ImportKind.CONTACTS:
                return _known(await self._batch.contacts())
            case ImportKind.PEOPLE:
                return [_person(one) for one in await self._batch.people()]
            case ImportKind.UNITS:
                units = [
                    one for one in await self._units.units() if one.mode is actor.mode and not one.retired
                ]
                return [KnownEntry(id=str(one.id), entry=unit_entry(one), source=one) for one in units]
            case ImportKind.HOSPITALS:
                found = await live_where(self._pool, HOSPITAL, HOSPITALS_MAX, mode=actor.mode.value)
                found.sort(key=lambda one: one.name)
                return [KnownEntry(id=str(one.id), entry=hospital_entry(one), source=one) for one in found]
            case ImportKind.ROSTERS | ImportKind.CREWS:
                return await self._shifts(on_units=kind is ImportKind.CREWS)
            case ImportKind.QUALIFICATIONS:
                held = await qualifications_held(self._pool)
                return [
                    KnownEntry(
                        id=qualification_id(person.id, each.code),
                        entry=qualification_entry(person.login, each),
                    )
                    for person in await self._batch.people()
                    if person.id in held
                    for each in held[person.id].held
                ]

    async def _shifts(self, *, on_units: bool) -> list[KnownEntry]:
        rosters = {one.person: one for one in await rosters_kept(self._pool)}
        callsigns = await self.callsigns()
        return [
            KnownEntry(
                id=shift_id(person.id, shift.day, shift.starts),
                entry=shift_entry(person.login, shift, callsigns),
            )
            for person in await self._batch.people()
            if person.id in rosters
            for shift in rosters[person.id].shifts
            if (shift.unit is not None) is on_units
        ]


def _known(places: Iterable[Agency | Centre | Desk | Contact]) -> list[KnownEntry]:
    return [KnownEntry(id=one.id, entry=place_entry(one), source=one) for one in places]


def place_entry(place: Agency | Centre | Desk | Contact) -> Agency | Centre | Desk | Contact:
    """The row of a place: the order of a desk's roles says nothing."""
    return (
        msgspec.structs.replace(place, roles=tuple(sorted(place.roles))) if isinstance(place, Desk) else place
    )


def _person(person: Person) -> KnownEntry:
    return KnownEntry(id=str(person.id), entry=data_of(person), source=person)
