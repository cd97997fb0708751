"""What becomes of people and places when an import is taken back."""

from collections.abc import Mapping

import msgspec

from auxilio.directory_import.core.comparison import ComparedEntry, KnownEntry
from auxilio.identity.core.imports import ImportRecord
from auxilio.identity.core.model import Agency, Centre, Contact, Desk, Person, PersonData
from auxilio.identity.directory_batch import AccountChange, PlaceChange

Place = Agency | Centre | Desk | Contact


def stated_place(one: ComparedEntry) -> PlaceChange:
    """The change of a place that a row states."""
    before = one.before.source if one.before else None
    assert before is None or isinstance(before, Place), "a place is compared with a place"
    assert isinstance(one.after, Place), "a row of places"
    return PlaceChange(before=before, after=one.after)


def restored_accounts(record: ImportRecord, now: Mapping[str, KnownEntry]) -> list[AccountChange]:
    """People as they were before this import; those that it made can do nothing and belong to no agency or centre."""
    changes = list[AccountChange]()
    for change in record.changes:
        known = now[change.id].source
        assert isinstance(known, Person), "an import of people"
        if change.before is not None:
            after = msgspec.json.decode(change.before, type=PersonData)
        else:
            after = PersonData(login=known.login, name=known.name, languages=known.languages, active=False)
        changes.append(AccountChange(id=known.id, before=known, after=after))
    return changes


def restored_places(record: ImportRecord, now: Mapping[str, KnownEntry]) -> list[PlaceChange]:
    """Places as they were before this import; those that it made are removed."""
    changes = list[PlaceChange]()
    for change in record.changes:
        known = now[change.id].source
        assert isinstance(known, Place), "an import of places"
        after = msgspec.json.decode(change.before, type=type(known)) if change.before else None
        changes.append(PlaceChange(before=known, after=after))
    return changes
