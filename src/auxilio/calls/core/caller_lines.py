"""Which of a caller's written lines a call keeps for those who are sent: the first and the latest, within bounds (decision 0304)."""

from collections.abc import Sequence

from auxilio.calls.core.model import Call, CallerLine, CallState, LeftCase
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Conflict

LINES_KEPT = 12
"""Lines of one call that travel to centres and crews (ours); the log has every one, and how many are left out is counted."""
LETTERS_KEPT = 8_000
"""Characters of them together: two lines of the longest kind (ours)."""
CASES_KEPT = 20
"""Cases that a call is known to have been in: the newest."""
WRITTEN_LATE_S = 300
"""For how long after its end a caller's line is still of the call (ours): so far may the clock of a telephone be off."""


def must_be_of_call(call: Call, line: CommandId) -> None:
    """What was written before the end is kept, whenever it arrives: the page names a line by an id of the moment at which it was
    written. What is written long after the end is read by nobody. Raises `Conflict("call_is_over")`."""
    if call.state is not CallState.ENDED or call.ended_at is None or line.version != 7:
        return
    written_s = (line.int >> 80) / 1000  # RFC 9562, 5.7: milliseconds
    if written_s > call.ended_at.timestamp() + WRITTEN_LATE_S:
        raise Conflict("call_is_over", call=str(call.id))


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


def known_cases(call: Call, left: CaseId | None) -> tuple[CaseId, ...]:
    """The cases that a call was in when it has left one more: `left`, or the one that it is in. The newest `CASES_KEPT`."""
    case = left or call.case
    if case is None or case in call.was_in:
        return call.was_in
    return (*call.was_in, case)[-CASES_KEPT:]
