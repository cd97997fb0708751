"""Numbers, language tags and links as strangers write them: one rule for all readers of this folder. Pure."""

import re
from collections.abc import Iterable

from auxilio.interop.formats.decoded import Flag

NUMBER_PATTERN = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,24})?|\.[0-9]{1,24})(?:[eE][-+]?[0-9]{1,2})?")
"""A decimal number (xs:double, and as Java writes them): `.5`, `5.`, `1.0E-5`. No NaN, no INF."""
LANGUAGE_TAG_PATTERN = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
"""The form of a BCP 47 tag; whether its parts are registered is not looked at."""
LINK_MAX = 2_000
"""Characters of a link that is kept."""
LINK_SCHEMES = frozenset({"http", "https", "sip", "sips", "pres", "cid"})
"""Of what may be asked for: locations (RFC 6442, RFC 6753) and additional data (RFC 7852, 6)."""
CONTACT_SCHEMES = LINK_SCHEMES | {"tel", "mailto"}
"""Of where people are reached."""
_NOT_IN_LINK = re.compile(r"[\x00-\x20\x7f<>\"]")


def read_number(text: str) -> float | None:
    """The number that a text is, in the unit of its field; None for any other text."""
    return float(text) if NUMBER_PATTERN.fullmatch(text) else None


def is_link(text: str, schemes: frozenset[str] = LINK_SCHEMES) -> bool:
    """Whether a text is a URI that may be kept: of one of these schemes, bounded, without space or control characters."""
    scheme, colon, rest = text.partition(":")
    return (
        bool(colon and rest)
        and len(text) <= LINK_MAX
        and scheme.lower() in schemes
        and not _NOT_IN_LINK.search(text)
    )


def keep_links(said: Iterable[str], most: int, flag: Flag) -> tuple[str, ...]:
    """Those that are links, each once and at most so many; `reference_left_out` for any other."""
    said = tuple(said)
    known = [one for one in said if is_link(one)]
    if len(known) < len(said) or len(known) > most:
        flag("reference_left_out")
    return tuple(dict.fromkeys(known))[:most]
