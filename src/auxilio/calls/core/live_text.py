"""What somebody is typing just now, as it goes from one end of a call to the other (decision 0187). Pure.

The whole unfinished line travels each time, not what was added: what is lost on the way is mended by the next letter,
and who joins late sees what the old hand sees. It is no fact; lines are.
"""

import unicodedata

import msgspec

from auxilio.calls.core.model import LineSide
from auxilio.kernel.ids import CallId, CommandId

LETTERS_MAX = 800
"""Of an unfinished line, its end: more than is said in one breath, and small enough for one notice of PostgreSQL."""
TYPING_IDLE_S = 5.0
"""Who has typed nothing for so long has finished, or never will: what stands there becomes durable."""
_CUT = "…"
_JOINERS = frozenset("\u200c\u200d")


class UnfinishedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stands. `line` is the command that will finish it; no text: nothing is being typed any more."""

    call: CallId
    side: LineSide
    line: CommandId
    text: str


def is_readable(letter: str) -> bool:
    """Whether a character is something to read: no control, and nothing that turns the direction of what stands by."""
    return letter.isprintable() or letter in _JOINERS or unicodedata.category(letter) == "Zs"


def clip_line(text: str) -> str:
    """As much of a line as travels: its end, without what is no letter."""
    letters = "".join(letter for letter in text if is_readable(letter) or letter == "\n")
    return letters if len(letters) <= LETTERS_MAX else _CUT + letters[1 - LETTERS_MAX :]
