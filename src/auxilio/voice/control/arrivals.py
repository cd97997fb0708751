"""What an INVITE tells, as the words of `calls`: number, position, what came with it. Pure.

A body that cannot be read never costs the call: it is kept raw, and shown as not understood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.calls.model import Channel
from auxilio.kernel.position import Position
from auxilio.voice.control.pidf import positions
from auxilio.voice.media.sdp import speaks
from auxilio.voice.sip.multipart import Part

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ESCAPED = re.compile(r"%([2-7][0-9A-Fa-f])")
_NUMBER = re.compile(r"\+?[0-9][0-9().\- ]*")
_SDP = "application/sdp"
PIDF = "application/pidf+xml"
TEXT_MAX = 200
"""Of a word for people (`ShortText`): what is longer is cut, never refused."""


@dataclass(frozen=True)
class Raw:
    """A body as it came."""

    media_type: str
    name: str
    content: bytes
    read_as: str | None


@dataclass(frozen=True)
class Arrival:
    """Everything that an INVITE says of the person and the place."""

    channel: Channel
    phone: str | None
    caller_name: str | None
    language: str | None
    line: str
    user_agent: str | None
    positions: tuple[Position, ...]
    bodies: tuple[Raw, ...] = field(repr=False)


def read(
    *,
    caller: str,
    caller_name: str,
    called: str,
    service_urn: str,
    user_agent: str,
    headers: Mapping[str, tuple[str, ...]],
    parts: Sequence[Part],
    at: datetime,
) -> Arrival:
    """What came, understood as far as it goes."""
    bodies = tuple(_raw(part, nth, at) for nth, part in enumerate(parts, 1) if part.content_type != _SDP)
    found = [fix for part in parts if part.content_type == PIDF for fix in positions(part.content, at)]
    automatic = service_urn.lower().startswith("urn:service:sos.ecall")
    only_text = any(part.content_type == _SDP and speaks(part.content) == (False, True) for part in parts)
    user = _user(caller)
    return Arrival(
        channel=Channel.ECALL if automatic else Channel.RTT if only_text else Channel.VOICE,
        phone=user if user and _NUMBER.fullmatch(user) else None,
        caller_name=_short(caller_name) or (user if user and not _NUMBER.fullmatch(user) else None),
        language=_language(headers),
        line=_short(service_urn or _user(called) or called) or "",
        user_agent=_short(user_agent),
        positions=tuple(dict.fromkeys(found)),
        bodies=bodies,
    )


def _raw(part: Part, nth: int, at: datetime) -> Raw:
    understood = part.content_type == PIDF and positions(part.content, at)
    return Raw(
        media_type=part.content_type[:TEXT_MAX] or "application/octet-stream",
        name=_short(part.content_id) or str(nth),
        content=part.content,
        read_as="pidf-lo" if understood else None,
    )


def _user(uri: str) -> str | None:
    """`+34600100200` of `sip:+34600100200;x=y@host;user=phone` or `tel:+34-600`; None when there is none."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() == "tel":
        user = rest
    elif scheme.lower() in {"sip", "sips"} and "@" in rest:
        user = rest.rpartition("@")[0]
    else:
        return None
    plain = _short(_ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), user.partition(";")[0].partition(":")[0]))
    return None if plain is None or plain.lower() == "anonymous" else plain


def _short(text: str) -> str | None:
    return " ".join(text.split())[:TEXT_MAX] or None


def _language(headers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The first language that the caller's telephone asks to be spoken to in."""
    for value in headers.get("accept-language", ()):
        if found := _LANGUAGE.match(value.strip()):
            primary, _, rest = found[0].partition("-")
            return f"{primary.lower()}-{rest}" if rest else primary.lower()
    return None
