"""Whether what was typed says anything that can be seen. Used by the machines that keep words of people."""

import unicodedata

from auxilio.kernel.refusal import Refused

SEEN = frozenset("LNPS")
"""First letters of the categories with a glyph: letters, numbers, punctuation, symbols (Unicode 16, table 4-4)."""
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Of these categories and drawn as nothing: the Hangul fillers and the empty braille pattern."""

_LINE_BREAKS = frozenset({"Cc", "Zl", "Zp"})
"""Categories of control characters, and of what separates lines and paragraphs."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round what stands after them (UAX 9): a name could look like another."""


def must_be_one_line(**fields: object) -> None:
    """Each of these texts is one line, which lists, letters and files can hold. What is stored is read as it is.

    Raises `Refused("malformed")` with the field.
    """
    for name, value in fields.items():
        if isinstance(value, str) and any(
            one in _DIRECTIONS or unicodedata.category(one) in _LINE_BREAKS for one in value
        ):
            raise Refused("malformed", field=f"$.{name}", reason="control_character")


def must_have_no_hidden_characters(**fields: object) -> None:
    """Each of these names is one line of characters that are drawn: none of category C, Zl or Zp (Unicode 16, table 4-4).

    For names that a person trusts by reading them: two that look alike are alike. Raises `Refused("malformed")` with the field.
    """
    for name, value in fields.items():
        categories = {unicodedata.category(one) for one in value} if isinstance(value, str) else set()
        if any(one[0] == "C" or one in _LINE_BREAKS for one in categories):
            raise Refused("malformed", field=f"$.{name}", reason="control_character")


def must_say_something(words: str) -> None:
    """Raises `Refused("words_missing")` for blanks and control characters alone, those of direction among them."""
    if not any(unicodedata.category(one)[0] in SEEN and one not in BLANK_LETTERS for one in words):
        raise Refused("words_missing")
