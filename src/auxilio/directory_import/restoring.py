"""What becomes of people and places when a file is applied, and when it is taken back.

Fields that a file has no column for stay as they are.
"""

from collections.abc import Mapping

import msgspec

from auxilio.directory_import.core.model import (
    AgencyEntry,
    CentreEntry,
    DeskEntry,
    Entry,
    PersonEntry,
)
from auxilio.directory_import.core.plan import KnownEntry, PlannedEntry
from auxilio.identity.core.imports import ImportRecord
from auxilio.identity.core.model import Agency, Centre, Desk, Person, PersonData
from auxilio.identity.directory_batch import AccountChange, PlaceChange
from auxilio.identity.store import DirectoryPlace

_ENTRY_OF: dict[type[DirectoryPlace], type[Entry]] = {
    Agency: AgencyEntry,
    Centre: CentreEntry,
    Desk: DeskEntry,
}


def stated_account(entry: PersonEntry, before: Person | None) -> PersonData:
    """What an administrator states who applies this row."""
    stated = msgspec.structs.asdict(entry)
    if before is None:
        return PersonData(**stated)
    kept = {name: getattr(before, name) for name in PersonData.__struct_fields__}
    return PersonData(**(kept | stated))


def stated_place(one: PlannedEntry) -> PlaceChange:
    """The change of a place that a row states."""
    before = one.before.source if one.before else None
    assert before is None or isinstance(before, Agency | Centre | Desk), "a place is compared with a place"
    return PlaceChange(before=before, after=_place(one.after, before))


def _place(entry: Entry, before: DirectoryPlace | None) -> DirectoryPlace:
    stated = msgspec.structs.asdict(entry)
    if before is not None:
        return msgspec.structs.replace(before, **stated)
    match entry:
        case AgencyEntry():
            return Agency(**stated)
        case CentreEntry():
            return Centre(**stated)
        case DeskEntry():
            return Desk(**stated)
        case _:
            raise TypeError(f"not a place: {type(entry).__name__}")


def restored_accounts(record: ImportRecord, now: Mapping[str, KnownEntry]) -> list[AccountChange]:
    """People as they were before this import; those that it made can do nothing and belong to no agency or centre."""
    changes = list[AccountChange]()
    for change in record.changes:
        known = now[change.id].source
        assert isinstance(known, Person), "an import of people"
        if change.before is not None:
            entry = msgspec.json.decode(change.before, type=PersonEntry)
        else:
            entry = PersonEntry(login=known.login, name=known.name, languages=known.languages, active=False)
        changes.append(AccountChange(id=known.id, before=known, after=stated_account(entry, known)))
    return changes


def restored_places(record: ImportRecord, now: Mapping[str, KnownEntry]) -> list[PlaceChange]:
    """Places as they were before this import; those that it made are removed."""
    changes = list[PlaceChange]()
    for change in record.changes:
        known = now[change.id].source
        assert isinstance(known, Agency | Centre | Desk), "an import of places"
        kind = _ENTRY_OF[type(known)]
        after = _place(msgspec.json.decode(change.before, type=kind), known) if change.before else None
        changes.append(PlaceChange(before=known, after=after))
    return changes
