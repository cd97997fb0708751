"""Which of a caller's written lines a call keeps for those who are sent: the first and the latest, within bounds (decision 0304)."""

from collections.abc import Sequence

from auxilio.calls.core.model import Call, CallerLine, LeftCase
from auxilio.kernel.ids import CaseId

LINES_KEPT = 12
"""Lines of one call that travel to centres and crews (ours); the log has every one, and how many are left out is counted."""
LETTERS_KEPT = 8_000
"""Characters of them together: two lines of the longest kind (ours)."""


def keep_line(kept: Sequence[CallerLine], new: CallerLine) -> tuple[CallerLine, ...]:
    """The lines with one more: the first stays, since it says what happened; then the oldest go first. No line is cut."""
    lines = [*kept, new]
    while len(lines) > 2 and (
        len(lines) > LINES_KEPT or sum(len(line.words) for line in lines) > LETTERS_KEPT
    ):
        del lines[1]
    return tuple(lines)


def cases_left(call: Call, case: CaseId, known: Sequence[CaseId]) -> tuple[LeftCase, ...]:
    """The cases that a call has left, with this one; of those that it is known to have been in."""
    others = (one for one in call.left if one.case in known and one.case != case)
    return (*others, LeftCase(case=case, said=call.said_count))


def said_in(call: Call, case: CaseId) -> int:
    """The last line that may be of a case which the call has left; every one, where it was not counted then."""
    return next((one.said for one in call.left if one.case == case), call.said_count)
