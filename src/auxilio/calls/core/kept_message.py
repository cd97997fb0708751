"""A message about a device's place as it is kept: with the id of its bytes, and as text. Pure; for whatever receives one."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from auxilio.calls.core.messages import LocationMessage
from auxilio.calls.core.messages.positions import MESSAGE_FLAGS_MAX, RAW_MAX
from auxilio.kernel.position import PositionSource

CUT = "raw_cut"
"""The flag of a message of which not everything is kept."""


def kept_message(
    content: bytes,
    source: PositionSource,
    received_at: datetime,
    flags: Sequence[str],
    known_by: bytes | None = None,
) -> LocationMessage:
    """What arrived; `known_by`: what is the same when it is sent again, where that is not `content`. Bytes beyond ASCII, and NUL, are written `\\xNN`; what is then longer than `RAW_MAX` is cut and flagged."""
    text = content.decode("ascii", "backslashreplace").replace("\0", "\\x00")
    odd = (*flags, CUT)[-MESSAGE_FLAGS_MAX:] if len(text) > RAW_MAX else tuple(flags)[:MESSAGE_FLAGS_MAX]
    return LocationMessage(
        id=UUID(bytes=hashlib.sha256(content if known_by is None else known_by).digest()[:16]),
        source=source,
        received_at=received_at,
        flags=odd,
        raw=text[:RAW_MAX],
    )
