"""Addresses of e-mail as Auxilio takes and writes them: what no header, envelope or log can be confused by."""

import re
from typing import Annotated

import msgspec

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
PATTERN = rf"^{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}$"
"""Dot-atom and domain name (RFC 5321, 4.1.2): no quoted part, no address literal, no script but ASCII."""
EMAIL_MAX = 254
"""Characters of an address that a mail server must take (RFC 5321, 4.5.3.1.3)."""
_LOCAL_PART_MAX = 64
_WHOLE = re.compile(PATTERN)
EmailAddress = Annotated[str, msgspec.Meta(pattern=PATTERN, max_length=EMAIL_MAX)]
"""`guardia@ejemplo.es`. A pattern's `$` lets a line break at the end pass: whoever takes one strips it."""


def is_email_address(text: str) -> bool:
    """Whether mail can be sent to this text, exactly as it is written."""
    local, _, _ = text.partition("@")
    fits = len(text) <= EMAIL_MAX and len(local) <= _LOCAL_PART_MAX
    return fits and not text.endswith("\n") and _WHOLE.match(text) is not None
