"""Numbers that are called from here, and those that never are: by a person for a case, and by the installation. Pure."""

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType as Kind

from auxilio.kernel.shared_types import Phone

_CALLED = frozenset(
    {Kind.FIXED_LINE, Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE, Kind.VOIP, Kind.TOLL_FREE}
)  # fmt: skip
_COSTLY = frozenset({Kind.PREMIUM_RATE, Kind.SHARED_COST, Kind.PERSONAL_NUMBER})
_SATELLITE = frozenset({870, 878, 881, 882, 883})
"""Country codes of networks of no country, which the plan counts as mobile or VoIP: several euros a minute (ITU-T E.164)."""


def is_barred(number: Phone, own: Collection[Phone]) -> bool:
    """Whether the installation never calls a number (E.164) by itself: one of `own`, or by its country's plan no person's line.

    Emergency and other short numbers, premium rate, shared cost, personal numbers, satellites and what is no number are not
    (decision 0411).
    """
    parsed = _parsed(number)
    return number in own or parsed is None or _is_satellite(parsed) or _kind(parsed) not in _CALLED


def is_barred_to_desks(number: Phone, own: Collection[Phone]) -> bool:
    """Whether a person never calls a number (E.164) from here: one of `own`, or one that costs more than a call (decision 0413).

    A number that the plan does not know is called: plans change, and whoever dials has it from somebody.
    """
    parsed = _parsed(number)
    return number in own or parsed is None or _is_satellite(parsed) or _kind(parsed) in _COSTLY


def number_to_call(typed: str, country: str) -> Phone | None:
    """A number as E.164, read as it is dialled in this country (ISO 3166); None for one of no possible length, and for emergency
    and other short numbers."""
    parsed = _parsed(typed, country)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return None
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    if phonenumbers.is_possible_short_number_for_region(parsed, region):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _parsed(number: str, country: str | None = None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None


def _kind(parsed: phonenumbers.PhoneNumber) -> int:
    return phonenumbers.number_type(parsed)


def _is_satellite(parsed: phonenumbers.PhoneNumber) -> bool:
    return parsed.country_code in _SATELLITE
