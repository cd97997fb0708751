"""What screens see of a case. Pure. What is shown of a reserved case is for `realtime.reserved_rows` to say."""

from auxilio.cases.core.model import Case, CaseView
from auxilio.kernel.shared_types import PROVISIONAL_PRIORITY, Priority, effective_priority


class CaseRow(CaseView, frozen=True, kw_only=True):
    """One case as desks, centres, room and archive show it."""

    priority: Priority = PROVISIONAL_PRIORITY
    """As what it counts (`kernel.shared_types.effective_priority`)."""
    provisional: bool = True
    """Its priority is neither proved nor set by a person."""
    hidden: bool = False
    """It is reserved and not open to the viewer: every field that is not named in `realtime.reserved_rows` is empty."""


def case_row(case: Case) -> CaseRow:
    """The row of a case, for those who may see all of it."""
    counts = effective_priority(case.priority)
    seen = {name: getattr(case, name) for name in CaseView.__struct_fields__}
    return CaseRow(**seen | {"priority": counts.level, "provisional": counts.provisional})
