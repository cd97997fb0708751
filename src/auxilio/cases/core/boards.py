"""What screens see of a case. Pure. What is shown of a reserved case is for `realtime.reserved_rows` to say."""

from auxilio.cases.core.model import Case, CaseView


class CaseRow(CaseView, frozen=True, kw_only=True):
    """One case as desks, centres, room and archive show it."""

    hidden: bool = False
    """It is reserved and not open to the viewer: every field that is not named in `realtime.reserved_rows` is empty."""


def case_row(case: Case) -> CaseRow:
    """The row of a case, for those who may see all of it."""
    return CaseRow(**{name: getattr(case, name) for name in CaseView.__struct_fields__})
