"""Whether what was typed says anything that can be seen. Used by the machines that keep words of people."""

import unicodedata

from auxilio.kernel.refusal import Refused

SEEN = frozenset("LNPS")
"""First letters of the categories with a glyph: letters, numbers, punctuation, symbols (Unicode 16, table 4-4)."""
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Of these categories and drawn as nothing: the Hangul fillers and the empty braille pattern."""


def must_say_something(words: str) -> None:
    """Raises `Refused("words_missing")` for blanks and control characters alone, those of direction among them."""
    if not any(unicodedata.category(one)[0] in SEEN and one not in BLANK_LETTERS for one in words):
        raise Refused("words_missing")
