"""Numbers that are never called from here: by a person for a case, nor by the installation. Pure."""

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType as Kind

from auxilio.kernel.shared_types import Phone

_CALLED = frozenset(
    {Kind.FIXED_LINE, Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE, Kind.VOIP, Kind.TOLL_FREE}
)  # fmt: skip
_SATELLITE = frozenset({870, 878, 881, 882, 883})
"""Country codes of networks of no country, which the plan counts as mobile or VoIP: several euros a minute (ITU-T E.164)."""


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
