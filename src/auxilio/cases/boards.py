"""What screens see of a case. Pure. A reserved case shows that it is there, and nothing of what it is."""

import msgspec

from auxilio.cases.model import Case, CaseState, Closing, Goods, Hazard, Location, Wind
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.words import Mode, Priority


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case as desks, centres, room and archive show it."""

    id: CaseId
    number: int
    mode: Mode
    state: CaseState
    opened_at: Instant
    opened_by: str
    owner: DeskId | None
    owner_person: PersonId | None
    calls: tuple[CallId, ...]
    location: Location | None
    located_at: Instant | None
    corrected: int
    type: str | None
    type_by: str | None
    priority: Priority | None
    proved: Priority | None
    send: tuple[str, ...]
    hazards: tuple[Hazard, ...]
    goods: tuple[Goods, ...]
    wind: Wind | None
    summary: str | None
    reserved: bool
    help_sent_at: Instant | None
    acknowledged_at: Instant | None
    related: tuple[CaseId, ...]
    merged_into: CaseId | None
    closed_at: Instant | None
    closing: Closing | None
    sealed_at: Instant | None


def case_row(case: Case) -> CaseRow:
    """The row of a case, for those who may see all of it."""
    return CaseRow(**{name: getattr(case, name) for name in CaseRow.__struct_fields__})


def reserved_row(row: CaseRow) -> CaseRow:
    """What others see of a reserved case: a number, a priority, an owner; no type, address, words or caller."""
    return msgspec.structs.replace(
        row,
        calls=(),
        location=None,
        type=None,
        type_by=None,
        hazards=(),
        goods=(),
        wind=None,
        summary=None,
        related=(),
        closing=None,
        send=(),
    )
