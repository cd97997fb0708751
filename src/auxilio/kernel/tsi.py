"""A radio's address, as dispatch writes it beside a unit and as a gateway says it.

A TETRA subscriber identity (TSI; ETSI EN 300 392-1, clause 7) is a country (MCC, 10 bits, three digits), a network (MNC,
14 bits) and a short identity (SSI, 24 bits): of one terminal an ITSI, of a talk group a GTSI. We write it with dashes and
without leading zeros but the country's: `214-1-2001`. People type `214-0001-02001` too.
"""

import re
from typing import Annotated

import msgspec

MNC_MAX = 2**14 - 1
SSI_MAX = 2**24 - 2
"""All ones addresses every radio, and nought none: neither is a radio or a group."""

Tsi = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}-(0|[1-9][0-9]{0,4})-[1-9][0-9]{0,7}$")]
"""The form; whether its numbers fit their bits says `tsi_of`."""

_TYPED = re.compile(r"\s*([0-9]{3})\s*-\s*([0-9]{1,5})\s*-\s*([0-9]{1,8})\s*", re.ASCII)


def tsi_of(text: str) -> str | None:
    """The identity as we write it; None when it is none."""
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    mcc, mnc, ssi = (int(part) for part in found.groups())
    return f"{mcc:03}-{mnc}-{ssi}" if mnc <= MNC_MAX and 0 < ssi <= SSI_MAX else None


def is_tsi(text: str) -> bool:
    """Whether this is an identity, written as we write it."""
    return tsi_of(text) == text
