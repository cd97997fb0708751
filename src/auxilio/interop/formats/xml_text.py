"""Text and numbers for XML that is sent. Pure; the writers of formats call it."""

import math
import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from auxilio.interop.formats.not_writable import NotWritable

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


def xml_text(text: str, what: str = "text") -> str:
    """A text as the content of an element. Raises `NotWritable(what)` for characters that XML 1.0 has not."""
    if _NOT_XML.search(text):
        raise NotWritable(what)
    return escape(text)


def xml_attribute(text: str, what: str = "text") -> str:
    """A text as the value of an attribute, with its quotes. Raises `NotWritable(what)`, as for the content of an element."""
    if _NOT_XML.search(text):
        raise NotWritable(what)
    return quoteattr(text)


def xml_number(value: float) -> str:
    """A decimal number without an exponent, which reads back as the same one from 1e-15 upwards.

    Raises `NotWritable("number")` when it is not finite.
    """
    if not math.isfinite(value):
        raise NotWritable("number")
    plain = repr(float(value))
    return (f"{value:.15f}".rstrip("0").rstrip(".") if "e" in plain else plain.removesuffix(".0")) or "0"


def xml_moment(at: datetime) -> str:
    """`2026-11-24T03:12:45Z`, with the fraction of a second where there is one (xs:dateTime)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_xml_name(text: str) -> bool:
    """Whether it may be an id or the name of an element: ASCII, no colon, 64 characters at most."""
    return _NAME.fullmatch(text) is not None
