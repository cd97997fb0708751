"""What an INVITE tells, as the words of `calls`: number, position, what came with it. Pure.

A body that cannot be read never costs the call: it is kept raw, and shown as not understood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.calls.core.additional_data import CallData
from auxilio.calls.core.model import CallChannel
from auxilio.interop.formats.languages import (
    CallerLanguages,
    Modality,
    decode_accept_language,
    decode_session_languages,
)
from auxilio.interop.formats.msd import BoundingBox
from auxilio.interop.formats.pidf import decode_pidf_lo
from auxilio.interop.pidf_positions import addresses, positions
from auxilio.kernel.civic_address import ADDRESSES_MAX, StatedAddress
from auxilio.kernel.position import Position
from auxilio.voice.core.additional_data import data_of_parts
from auxilio.voice.core.vehicle_data import SentMsd, sent_msd
from auxilio.voice.media.sdp import offered_media
from auxilio.voice.sip.multipart import Part

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?![A-Za-z0-9])")
"""As much of a tag as `kernel.shared_types.Language` takes."""
_ESCAPED = re.compile(r"%([2-7][0-9A-Fa-f])")
_NUMBER = re.compile(r"\+?[0-9][0-9().\- ]*")
_INSTANCE = re.compile(r"""\+sip\.instance="?<urn:gsma:imei:([0-9]{8})-([0-9]{6})-""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MODALITY_RANKS: dict[Modality | None, int] = {
    Modality.SPOKEN: 0,
    Modality.WRITTEN: 0,
    None: 1,
    Modality.SIGNED: 2,
}
_SDP = "application/sdp"
PIDF = "application/pidf+xml"
_PIDF_LO = "pidf-lo"
DOCUMENTS_MAX = 4
"""So many positions by value are read of one call; those of a fifth document stay raw with it."""
TEXT_MAX = 200
"""Of a word for people (`ShortText`): what is longer is cut, never refused."""


@dataclass(frozen=True)
class RawBody:
    """A body as it came."""

    media_type: str
    name: str
    content: bytes
    read_as: str | None
    flaw: str | None = None


@dataclass(frozen=True)
class CallerInfo:
    """Everything that an INVITE says of the person and the place."""

    at: datetime
    """When it came."""
    channel: CallChannel
    phone: str | None
    caller_name: str | None
    language: str | None
    line: str
    user_agent: str | None
    imei: str | None
    """Of the telephone, by the word of a trusted network."""
    asserted: bool
    """It came from a trusted network, which states the number."""
    positions: tuple[Position, ...]
    addresses: tuple[StatedAddress, ...]
    data: CallData | None = field(repr=False)
    """What its bodies say of line, device and subscriber; None: no body does."""
    bodies: tuple[RawBody, ...] = field(repr=False)
    is_ecall: bool = False
    """It asks for the service of eCall, whoever says so."""
    msd: SentMsd | None = field(default=None, repr=False)
    """The data of its vehicle."""


def read_caller_info(
    *,
    caller: str,
    caller_name: str,
    called: str,
    service_urn: str,
    user_agent: str,
    asserted: bool = False,
    headers: Mapping[str, tuple[str, ...]],
    parts: Sequence[Part],
    data_references: Sequence[str] = (),
    at: datetime,
    area: BoundingBox | None = None,
) -> CallerInfo:
    """What came, understood as far as it goes. `asserted`: it came from a trusted network; `data_references`: of Call-Info;
    `area`: where this centre's vehicles are.

    Anybody can write `urn:service:sos.ecall` into a request. Only from a trusted network it makes a call of the channel
    `ecall`, which goes before those who wait; else it is a voice, and its `line` shows what was asked for.
    """
    located = [part for part in parts if part.content_type == PIDF][:DOCUMENTS_MAX]
    documents = {id(part): decode_pidf_lo(part.content).value for part in located}
    places = {key: positions(document, at) for key, document in documents.items() if document}
    stated = {key: addresses(document, at) for key, document in documents.items() if document}
    msd = sent_msd(parts, area)
    within = [
        place.provider_data
        for document in documents.values()
        for place in (document.locations if document else ())
        if place.provider_data
    ]
    said = data_of_parts(parts, data_references, within=within, asserted=asserted, at=at)
    understood = said.read_as | {key: _PIDF_LO for key in documents if places.get(key) or stated.get(key)}
    bodies = tuple(
        raw_body(part, str(nth), understood.get(id(part)) or read_as(part, msd))
        for nth, part in enumerate(parts, 1)
        if part.content_type != _SDP or part.flaw
    )
    user = _user_part(caller)
    return CallerInfo(
        at=at,
        channel=_channel(service_urn, asserted, parts),
        phone=user if user and _NUMBER.fullmatch(user) else None,
        caller_name=_clean_line(caller_name) or (user if user and not _NUMBER.fullmatch(user) else None),
        language=_language(headers, parts),
        line=_clean_line(service_urn or _user_part(called) or called) or "",
        user_agent=_clean_line(user_agent),
        imei=_imei(headers) if asserted else None,
        asserted=asserted,
        positions=tuple(dict.fromkeys(fix for found in places.values() for fix in found)),
        addresses=tuple(one for found in stated.values() for one in found)[:ADDRESSES_MAX],
        data=said.data,
        bodies=bodies,
        is_ecall="ecall" in service_urn.lower(),
        msd=msd,
    )


def _channel(service_urn: str, asserted: bool, parts: Sequence[Part]) -> CallChannel:
    if asserted and service_urn.lower().startswith("urn:service:sos.ecall"):
        return CallChannel.ECALL
    only_text = any(
        part.content_type == _SDP and offered_media(part.content) == (False, True) for part in parts
    )
    return CallChannel.RTT if only_text else CallChannel.VOICE


def read_as(part: Part, msd: SentMsd | None) -> str | None:
    """How a body was understood besides as a location: `msd`, or not at all."""
    return "msd" if msd is not None and part is msd.part and msd.decoded.value is not None else None


def raw_body(part: Part, name: str, read: str | None = None) -> RawBody:
    """A body as it came, under the id that it gives itself or this name. `read`: as what it was understood."""
    return RawBody(
        media_type=_clean_line(part.content_type) or "application/octet-stream",
        name=_clean_line(part.content_id) or name,
        content=part.as_it_came,
        read_as=read,
        flaw=_clean_line(part.flaw),
    )


def _user_part(uri: str) -> str | None:
    """`+34600100200` of `sip:+34600100200;x=y@host;user=phone` or `tel:+34-600`; None when there is none."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() == "tel":
        user = rest
    elif scheme.lower() in {"sip", "sips"} and "@" in rest:
        user = rest.rpartition("@")[0]
    else:
        return None
    plain = _clean_line(
        _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), user.partition(";")[0].partition(":")[0])
    )
    return None if plain is None or plain.lower() == "anonymous" else plain


def _clean_line(text: str) -> str | None:
    """One line of printable text, or None."""
    return " ".join(_CONTROL.sub(" ", text).split())[:TEXT_MAX] or None


def _imei(headers: Mapping[str, tuple[str, ...]]) -> str | None:
    """Type and serial number of `+sip.instance="<urn:gsma:imei:90420156-025763-0>"` (RFC 7254) in Contact; None without."""
    found = (_INSTANCE.search(value) for value in headers.get("contact", ()))
    return next((hit[1] + hit[2] for hit in found if hit), None)


def _language(headers: Mapping[str, tuple[str, ...]], parts: Sequence[Part]) -> str | None:
    """The language that the caller prefers: by what the session offers to speak or write (RFC 8373), else by what their
    telephone asks to be spoken to in. A sign language only where no other is offered."""
    sessions = (decode_session_languages(part.content).value for part in parts if part.content_type == _SDP)
    asked = (decode_accept_language(value).value for value in headers.get("accept-language", ()))
    return next((tag for found in (*sessions, *asked) if found and (tag := _preferred(found))), None)


def _preferred(found: CallerLanguages) -> str | None:
    """A language of a video may be one that is signed and that no list of ours has: it goes after those of sound and text."""
    ordered = sorted(found.preferences, key=lambda one: _MODALITY_RANKS[one.modality])
    return next((known[0] for one in ordered if (known := _LANGUAGE.match(one.tag))), None)
