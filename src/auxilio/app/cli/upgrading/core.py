"""What an upgrade may do: whether it may begin, and whether it may go back. The caller measures and acts."""

from collections.abc import Collection, Iterator
from enum import StrEnum

import msgspec

from auxilio.kernel.event import Cursor
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused

ROOM_FACTOR = 2.0
"""Free disk that is wanted, in sizes of the database (ours): the copy is compressed and smaller than one, a migration may
rewrite its largest table, and a way back writes the tables anew."""
MB = 1_000_000


class UpgradeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured before anything is changed."""

    applied: Collection[int]
    """Numbers of the migrations that the database has had."""
    packaged: Collection[int]
    """Numbers of the migrations that this release knows."""
    sessions: int
    """Connections of others to the database."""
    database_bytes: int
    free_bytes: int
    """On the disk of the data folder."""

    @property
    def missing(self) -> frozenset[int]:
        """Migrations that are to be applied."""
        return frozenset(self.packaged) - frozenset(self.applied)


class UpgradeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An upgrade that has begun, as it lies in the data folder until the new release is accepted."""

    at: Instant
    release: str
    """To which release."""
    head: Cursor
    """The last event before the upgrade."""
    applied: tuple[int, ...]
    """Migrations that the database had had before."""
    bringing_back: bool = False
    """The tables are being replaced by the copy: a log that is empty says nothing (`is_cut_off`)."""


class WayBack(StrEnum):
    """How the release of before can work again."""

    START = "start"
    """The database is as it was: no migration was applied."""
    BRING_BACK = "bring_back"
    """From the copy, which holds every event that there is."""


def faults(facts: UpgradeFacts) -> Iterator[Refused]:
    """Why the upgrade may not begin; nothing where it may."""
    if unknown := frozenset(facts.applied) - frozenset(facts.packaged):
        yield Refused("database_newer", has=max(unknown), knows=max(facts.packaged))
    if facts.sessions:
        yield Refused("upgrade_in_use", count=facts.sessions)
    needed = facts.database_bytes * ROOM_FACTOR
    if facts.missing and facts.free_bytes < needed:
        yield Refused("upgrade_no_room", needed_mb=round(needed / MB), free_mb=facts.free_bytes // MB)


def keeps_copy(record: UpgradeRecord | None, head: Cursor | None) -> bool:
    """Whether the copy of an upgrade that was cut off still holds all that there is, so that it is not made again after half
    of the migrations. `head`: the last event now; None where the tables are being brought back."""
    return record is not None and (head is None or record.head == head)


def is_cut_off(record: UpgradeRecord | None, head: Cursor | None) -> bool:
    """Whether a way back ended between the old tables and the copy: the database is empty, and the copy holds everything.
    Whatever worked on it now would take an installation that lost its log for one that is new."""
    empty = head is None or head == Cursor()
    return record is not None and record.bringing_back and empty and record.head != Cursor()


def way_back(record: UpgradeRecord | None, applied: Collection[int], head: Cursor | None) -> WayBack:
    """How to go back. Raises `Refused`: `upgrade_unknown` when no upgrade waits to be accepted, `upgrade_log_went_on` when
    the new release has written an event: a call may be in it, and no copy is brought back over a call."""
    if record is None:
        raise Refused("upgrade_unknown")
    if is_cut_off(record, head):
        return WayBack.BRING_BACK
    if head != record.head:
        raise Refused("upgrade_log_went_on", release=record.release)
    return WayBack.START if set(applied) == set(record.applied) else WayBack.BRING_BACK
