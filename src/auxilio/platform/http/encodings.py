"""Which encoding of a precompressed body a client is sent, and its entity tag (RFC 9110, 12.5.3 and 8.8.3). Pure."""

from collections.abc import Collection

PREFERRED = ("br", "gzip")
"""The smaller first."""
HEADER_MAX = 200
"""Characters of `Accept-Encoding` that are read: a browser sends thirty."""
NOT_MODIFIED = 304


def chosen_encoding(accepted: str, ready: Collection[str]) -> str | None:
    """The first of `PREFERRED` that is ready and accepted; None: as it is. A weight of 0 refuses an encoding."""
    weights: dict[str, float] = {}
    for part in accepted[:HEADER_MAX].lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    others = weights.get("*", 0.0)
    return next((each for each in PREFERRED if each in ready and weights.get(each, others) > 0), None)


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def entity_tag(digest: str, encoding: str | None) -> str:
    """The tag of one encoding of a version (RFC 9110, 8.8.3): each encoding has its own."""
    return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


def knows_tag(if_none_match: str, tag: str) -> bool:
    """Whether a client has this version already (RFC 9110, 13.1.2)."""
    known = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return tag in known or "*" in known
