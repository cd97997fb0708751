"""Letters as a telephone sends them (ITU-T T.140), and a line as people see it: one made of the other. Pure."""

import re
import unicodedata

from auxilio.calls.core.live_text import is_readable

DELETE, NEW_LINE = "\x08", "\u2028"
ERASED_MARK = "⌫"
"""A deletion that reaches behind the beginning of a line. What stands there is durable and stays; that somebody took a
letter of it back must be seen all the same, for it may have been the number of a house."""
_ENDS = frozenset("\u2028\u2029\n\r")
_SILENT = re.compile(r"\x9b[^@-~]*[@-~]|\x98[^\x9c]*\x9c|\x1b.", re.DOTALL)
"""How letters look (CSI), what one program says to another (SOS to ST), and the interrupt (ESC a)."""
_UNFINISHED = re.compile(r"(?:\x9b[^@-~]*|\x98[^\x9c]*|\x1b)\Z", re.DOTALL)
_CONTROL_MAX = 64
"""A control function that does not end is none."""


def grapheme_cells(text: str) -> list[str]:
    """What a reader takes for one letter each, and one deletion takes away: with its accents and its joiners."""
    found: list[str] = []
    for letter in text:
        joined = bool(found) and (_is_combining(letter) or found[-1].endswith("\u200d"))
        if joined:
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _is_combining(letter: str) -> bool:
    skin = "\U0001f3fb" <= letter <= "\U0001f3ff"
    return letter == "\u200d" or skin or unicodedata.category(letter) in {"Mn", "Me"}


def edit_sequence(before: str, after: str) -> str:
    """What to send so that a reader who sees `before` sees `after`: deletions, then letters."""
    old, new = grapheme_cells(before), grapheme_cells(after)
    same = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    return DELETE * (len(old) - same) + "".join(new[same:])


class TextLineBuffer:
    """One telephone's letters, as they come."""

    def __init__(self) -> None:
        self.text = ""
        """The line that is not finished."""
        self._control = ""
        self._returned = False

    def read(self, said: str) -> list[str]:
        """Take letters; the lines that they finish, and none that is empty."""
        said = _SILENT.sub("", self._control + said)
        begun = _UNFINISHED.search(said)
        self._control = begun[0] if begun and len(begun[0]) <= _CONTROL_MAX else ""
        if begun:
            said = said[: begun.start()]
        return [line for letter in said if (line := self._take(letter))]

    def _take(self, letter: str) -> str:
        after_return, self._returned = self._returned, letter == "\r"
        if letter in _ENDS:
            return "" if letter == "\n" and after_return else self.finish()
        if letter == DELETE:
            whole = grapheme_cells(self.text)
            self.text = "".join(whole[:-1]) if whole and whole[-1] != ERASED_MARK else self.text + ERASED_MARK
        elif is_readable(letter):
            self.text += letter
        return ""

    def finish(self) -> str:
        """The line as it stands, and a new one begins."""
        line, self.text = self.text.strip(), ""
        return line
