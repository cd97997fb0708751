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
_LONG_NUMBER = re.compile(r"(?<![\d,.:])\d{3,}(?![\d,.:]*\d)")
"""A code, an incident's or a telephone's number; a time, a decimal and a number of two digits are read as they are."""
_DIGIT = re.compile(r"\d(?=\d)")
_SATELLITE = frozenset({870, 878, 881, 882, 883})
"""Country codes of networks of no country, which the plan counts as mobile or VoIP: several euros a minute (ITU-T E.164)."""
_MARKUP = re.compile(r"[\[\]<>]+")


def is_barred(number: Phone, own: Collection[Phone]) -> bool:
    """Whether a number (E.164) is never called: one of ours, or by its country's plan no person's line.

    Emergency and other short numbers, premium rate, shared cost, personal numbers, satellites and what is no number are not
    (decision 0411).
    """
    if number in own:
        return True
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return True
    return parsed.country_code in _SATELLITE or phonenumbers.number_type(parsed) not in _CALLED


def read_aloud(text: str) -> str:
    """The text as it is spoken: long numbers digit by digit, and no marks that a speech program takes for commands."""
    said = _LONG_NUMBER.sub(lambda number: _DIGIT.sub(r"\g<0> ", number[0]), _MARKUP.sub(" ", text))
    return said[:SPOKEN_MAX]
