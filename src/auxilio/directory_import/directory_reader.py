"""The directory as it is, in the form that a file is compared with and that an export writes."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

import msgspec

from auxilio.directory_import.core.comparison import DirectoryState, KnownEntry, plain_name
from auxilio.directory_import.core.entry_commands import (
    hospital_entry,
    qualification_entry,
    qualification_id,
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
from auxilio.triage.core.model import Catalog


class DirectoryReader:
    """Reads alone. Units and hospitals are those of the actor's mode that are not retired."""

    def __init__(
        self,
        pool: Pool,
        batch: DirectoryBatch,
        units: UnitDirectory,
        catalog: Callable[[], Catalog],
        qualifications: CurrentQualifications,
    ) -> None:
        self._pool, self._batch, self._units, self._catalog = pool, batch, units, catalog
        self._qualifications = qualifications

    async def state(self, kind: ImportKind, actor: Actor) -> DirectoryState:
        """What a file of this kind is compared with."""
        directory, catalog = await self._batch.directory(), self._catalog()
        entries = await self._entries(kind, directory, actor)
        people = await self._batch.people() if kind is ImportKind.QUALIFICATIONS else []
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
        )

    def _names_of_qualifications(self) -> dict[str, str]:
        kinds = self._qualifications().kinds
        named = {plain_name(name): one.code for one in kinds for name in one.words.values()}
        return named | {one.code: one.code for one in kinds}

    async def callsigns(self) -> dict[UUID, str]:
        """Of every unit, also of those that are retired and of other modes."""
        return {one.id: one.callsign for one in await self._units.units()}

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


def _known(places: Iterable[Agency | Centre | Desk | Contact]) -> list[KnownEntry]:
    return [KnownEntry(id=one.id, entry=place_entry(one), source=one) for one in places]


def place_entry(place: Agency | Centre | Desk | Contact) -> Agency | Centre | Desk | Contact:
    """The row of a place: the order of a desk's roles says nothing."""
    return (
        msgspec.structs.replace(place, roles=tuple(sorted(place.roles))) if isinstance(place, Desk) else place
    )


def _person(person: Person) -> KnownEntry:
    return KnownEntry(id=str(person.id), entry=data_of(person), source=person)
