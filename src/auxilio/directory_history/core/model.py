"""What the history of a row is made of."""

from enum import StrEnum

import msgspec

from auxilio.kernel.instant import Instant


class HistoryKind(StrEnum):
    """What has a history, by the names of the sections of `/admin`."""

    PEOPLE = "people"
    AGENCIES = "agencies"
    CENTRES = "centres"
    DESKS = "desks"
    CONTACTS = "contacts"
    UNITS = "units"
    HOSPITALS = "hospitals"
    ON_CALL = "on_call"
    QUALIFICATIONS = "qualifications"
    """Of a person."""
    SETTINGS = "settings"
    """What pages have saved."""


class RowAct(StrEnum):
    """What became of the row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    """It is not there any more, or is retired."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its value before and after as JSON; `null` where it had none."""

    field: str
    before: str
    after: str


class ImportOfChange(msgspec.Struct, frozen=True, kw_only=True):
    """The import that made a change, or that was taken back by it."""

    file: str
    taken_back: bool = False


class RowChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a row."""

    number: int
    """Grows with each change of this row."""
    at: Instant
    by_name: str
    """Empty: the installation itself."""
    act: RowAct
    fields: tuple[FieldChange, ...]
    confirmed_by_name: str | None = None
    """The second person, where two were needed."""
    password_changed: bool = False
    """A password was set, or the one within a setting is another. It is shown nowhere."""
    imported: ImportOfChange | None = None


class RowHistory(msgspec.Struct, frozen=True, kw_only=True):
    """A page of changes, the newest first. `next_before`: what the next page is asked with; None on the last one."""

    changes: tuple[RowChange, ...]
    next_before: int | None = None
