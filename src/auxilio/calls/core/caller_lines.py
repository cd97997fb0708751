"""Which of a caller's written lines a call keeps for those who are sent: the first and the latest, within bounds (decision 0304)."""

from collections.abc import Sequence

from auxilio.calls.core.model import CallerLine

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
