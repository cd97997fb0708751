"""What screens see of the radio: nets, lines that wait for somebody, gateways and terminals. Pure."""

import msgspec

from auxilio.kernel.ids import AgencyId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.radio.core.model import (
    EntryId,
    GatewayLink,
    GroupAssignment,
    Net,
    RadioEntry,
    RadioKind,
    RadioTerminal,
    RadioVerdict,
    SendOutcome,
    StatusMeaning,
)


class NetRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where everybody who works on one case speaks. Its `id` is the case's."""

    id: CaseId
    case: CaseId
    mode: Mode
    tasks: dict[TaskId, GroupAssignment]
    command: GroupAssignment | None


class RadioEntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the radio log."""

    id: EntryId
    mode: Mode
    kind: RadioKind
    at: Instant
    until: Instant | None
    gateway: str | None
    who: str
    who_radio: str | None
    to: str
    to_radio: str | None
    group: str | None
    unit: UnitId | None
    case: CaseId | None
    agency: AgencyId | None
    centre: CentreId | None
    shared: bool
    words: str | None
    code: int | None
    means: StatusMeaning | None
    point: Point | None
    by: str
    verdict: RadioVerdict | None
    sent: SendOutcome | None
    why: str | None
    seen_by: str | None
    seen_at: Instant | None


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """The line to one gateway."""

    id: str
    mode: Mode
    up: bool
    since: Instant
    why: str | None
    missed: int


class TerminalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One radio of a unit."""

    id: str
    mode: Mode
    unit: UnitId | None
    reachable: bool
    since: Instant
    gateway: str


def net_row(net: Net) -> NetRow:
    """The row of a net."""
    return msgspec.convert(net, NetRow, from_attributes=True)


def entry_row(entry: RadioEntry) -> RadioEntryRow:
    """The row of a line."""
    return RadioEntryRow(**{name: getattr(entry, name) for name in RadioEntryRow.__struct_fields__})


def link_row(link: GatewayLink) -> LinkRow:
    """The row of a gateway."""
    return msgspec.convert(link, LinkRow, from_attributes=True)


def terminal_row(terminal: RadioTerminal) -> TerminalRow:
    """The row of a terminal."""
    return msgspec.convert(terminal, TerminalRow, from_attributes=True)
