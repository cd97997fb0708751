"""Text and numbers for XML that is sent. Pure; the writers of formats call it."""

import math
import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from auxilio.kernel.refusal import Refused

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


def xml_text(text: str) -> str:
    """A text as the content of an element. Raises `Refused("text_not_for_xml")` for characters that XML 1.0 has not."""
    if _NOT_XML.search(text):
        raise Refused("text_not_for_xml")
    return escape(text)


def xml_attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotes. Raises `Refused("text_not_for_xml")`."""
    if _NOT_XML.search(text):
        raise Refused("text_not_for_xml")
    return quoteattr(text)


def xml_number(value: float) -> str:
    """A decimal number without an exponent, which reads back as the same one from 1e-15 upwards.

    Raises `Refused("number_not_for_xml")` when it is not finite.
    """
    if not math.isfinite(value):
        raise Refused("number_not_for_xml")
    plain = repr(float(value))
    return (f"{value:.15f}".rstrip("0").rstrip(".") if "e" in plain else plain.removesuffix(".0")) or "0"


def xml_moment(at: datetime) -> str:
    """`2026-11-24T03:12:45Z`, with the fraction of a second where there is one (xs:dateTime)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_xml_name(text: str) -> bool:
    """Whether it may be an id or the name of an element: ASCII, no colon, 64 characters at most."""
    return _NAME.fullmatch(text) is not None
