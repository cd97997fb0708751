"""What screens see of operations: everybody at work knows them, and there is nothing of any case in them. Pure."""

import msgspec

from auxilio.kernel.ids import OperationId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode
from auxilio.planned_events.core.model import Loan, Operation, OperationDetails, OperationState


class OperationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One operation on a map, in its list, and for whoever lends to it."""

    id: OperationId
    mode: Mode
    state: OperationState
    details: OperationDetails
    planned_by_name: str
    planned_at: Instant
    changed_at: Instant
    changed_by: str
    loans: tuple[Loan, ...]
    began_at: Instant | None
    ending_at: Instant | None
    over_by: str | None
    reason: str


def operation_row(operation: Operation) -> OperationRow:
    """The row of an operation."""
    return msgspec.convert(operation, OperationRow, from_attributes=True)
