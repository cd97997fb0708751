"""How the text of a notification is read aloud in a call. Pure."""

import re

SPOKEN_MAX = 1_200
"""Characters that one call reads at most: about a minute and a half."""
_LONG_NUMBER = re.compile(r"(?<![\d,.:])\d{3,}(?![\d,.:]*\d)")
"""A code, an incident's or a telephone's number; a time, a decimal and a number of two digits are read as they are."""
_DIGIT = re.compile(r"\d(?=\d)")
_MARKUP = re.compile(r"[\[\]<>]+")


def read_aloud(text: str) -> str:
    """The text as it is spoken: long numbers digit by digit, and no marks that a speech program takes for commands."""
    said = _LONG_NUMBER.sub(lambda number: _DIGIT.sub(r"\g<0> ", number[0]), _MARKUP.sub(" ", text))
    return said[:SPOKEN_MAX]
