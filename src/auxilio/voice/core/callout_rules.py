"""Rules of calls that speak a notification: which numbers are never called, and how a text is read aloud. Pure."""

import re
from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType as Kind

from auxilio.kernel.shared_types import Phone

SPOKEN_MAX = 1_200
"""Characters that one call reads at most: about a minute and a half."""
_CALLED = frozenset(
    {Kind.FIXED_LINE, Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE, Kind.VOIP, Kind.TOLL_FREE}
)  # fmt: skip
_DIGITS = re.compile(r"\d(?=\d)")
_MARKUP = re.compile(r"[\[\]<>]+")


def is_barred(number: Phone, own: Collection[Phone]) -> bool:
    """Whether a number (E.164) is never called: one of ours, or by its country's plan no person's line.

    Emergency and other short numbers, premium rate, shared cost, personal numbers and what is no number are not (decision 0411).
    """
    if number in own:
        return True
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return True
    return phonenumbers.number_type(parsed) not in _CALLED


def read_aloud(text: str) -> str:
    """The text as it is spoken: each digit by itself, and no marks that a speech program takes for commands."""
    return _DIGITS.sub(r"\g<0> ", _MARKUP.sub(" ", text))[:SPOKEN_MAX]
