"""HELD: a location server is asked where a telephone is (RFC 5985, 6155), or what a location link stands for (RFC 6753).

The request is written strictly, the answer is read tolerantly. Pure: who sends and waits is not here.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.interop.formats.bounded_xml import XmlElement, read_xml
from auxilio.interop.formats.decoded import Decoded, Flag
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.pidf import PidfLo, read_presence
from auxilio.interop.formats.scalars import keep_links
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Phone

KIND = "held"
HELD = "urn:ietf:params:xml:ns:geopriv:held"
HELD_ID = "urn:ietf:params:xml:ns:geopriv:held:id"
URIS_MAX = 8
MESSAGES_MAX = 8
TEXT_MAX = 200
RESPONSE_MS_MAX = 60_000
ERROR_CODES = frozenset(
    {
        "requestError",
        "xmlError",
        "generalLocationError",
        "locationUnknown",
        "unsupportedMessage",
        "timeout",
        "cannotProvideLiType",
        "notLocatable",
        "badIdentifier",
    }
)
"""RFC 5985, 6.3 and RFC 6155, 5."""


class HeldPhoneForm(StrEnum):
    """How the telephone is named to the server; which it takes is agreed with its operator. Never by an IMSI."""

    TEL = "tel"
    """As a `tel:` URI."""
    MSISDN = "msisdn"


class HeldLocationType(StrEnum):
    """What is asked for."""

    ANY = "any"
    CIVIC = "civic"
    GEODETIC = "geodetic"
    LOCATION_URI = "locationURI"


class HeldPurpose(StrEnum):
    """How long the server may look: as routing bears, or as sending help bears (RFC 5985, 6.1)."""

    ROUTING = "emergencyRouting"
    DISPATCH = "emergencyDispatch"


class HeldRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One `locationRequest`. Without a telephone it asks for what the link stands for to which it is sent."""

    phone: Phone | None = None
    phone_form: HeldPhoneForm = HeldPhoneForm.TEL
    location_types: tuple[HeldLocationType, ...] = (HeldLocationType.ANY,)
    exact: bool = False
    """Only these types: without any of them the server answers `cannotProvideLiType`."""
    response_time: HeldPurpose | Annotated[int, msgspec.Meta(ge=0, le=RESPONSE_MS_MAX)] = HeldPurpose.DISPATCH
    """A purpose, or milliseconds."""


class HeldLocation(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="answer", tag="location"
):
    """A `locationResponse`: a document, links to be asked later (until `expires`), or both."""

    presence: PidfLo | None = None
    uris: tuple[str, ...] = ()
    expires: datetime | None = None


class HeldError(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="answer", tag="error"
):
    """An `error`; `code` is one of `ERROR_CODES`, or flagged."""

    code: str
    messages: tuple[str, ...] = ()


def write_location_request(request: HeldRequest) -> bytes:
    """The body of the POST, in UTF-8, valid by the schemas of RFC 5985 and 6155.

    Raises `NotWritable` when a field is not what its type says, such as a number that is not E.164.
    """
    try:
        request = msgspec.convert(msgspec.to_builtins(request), HeldRequest)
    except msgspec.ValidationError as wrong:
        raise NotWritable(str(wrong)) from wrong
    wanted = dict.fromkeys(request.location_types or (HeldLocationType.ANY,))
    if HeldLocationType.ANY in wanted:
        wanted = {HeldLocationType.ANY: None}
    exact = ' exact="true"' if request.exact else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<locationRequest xmlns="{HELD}" responseTime="{request.response_time}">'
        f"<locationType{exact}>{' '.join(wanted)}</locationType>{_device(request)}</locationRequest>"
    ).encode()


def _device(request: HeldRequest) -> str:
    if request.phone is None:
        return ""
    if request.phone_form is HeldPhoneForm.TEL:
        named = f"<uri>tel:{request.phone}</uri>"
    else:
        named = f"<msisdn>{request.phone.removeprefix('+')}</msisdn>"
    return f'<device xmlns="{HELD_ID}">{named}</device>'


def decode_held(content: bytes) -> Decoded[HeldLocation | HeldError]:
    """What a location server answered. Never raises.

    The value is None when the XML was refused (the first flag is its flaw) or is no answer of HELD (`not_held`). A bare
    PIDF-LO, which some servers answer a link with, is read too and flagged `presence_without_held`.
    """
    document = read_xml(content)
    flags: dict[str, None] = dict.fromkeys(document.flags)
    value: HeldLocation | HeldError | None = None
    if document.root is None:
        flags[document.flaw or "not_well_formed"] = None
    else:
        value = _answer(document.root, flags.setdefault)
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def _answer(root: XmlElement, flag: Flag) -> HeldLocation | HeldError | None:
    if root.name == "presence":
        flag("presence_without_held")
        return HeldLocation(presence=read_presence(root, flag))
    if root.name not in ("locationResponse", "error"):
        flag("not_held")
        return None
    if root.namespace != HELD:
        flag("namespace_unexpected")
    return _location(root, flag) if root.name == "locationResponse" else _error(root, flag)


def _location(root: XmlElement, flag: Flag) -> HeldLocation:
    documents = [child for child in root.children if child.name == "presence"]
    if len(documents) > 1:
        flag("several_presences")
    uri_set = next((child for child in root.children if child.name == "locationUriSet"), None)
    said = [one.text for one in uri_set.each("locationURI")] if uri_set else []
    uris = keep_links(said, URIS_MAX, flag)
    if not documents and not uris:
        flag("no_location")
    return HeldLocation(
        presence=read_presence(documents[0], flag) if documents else None,
        uris=uris,
        expires=_expires(uri_set, flag) if uri_set else None,
    )


def _expires(uri_set: XmlElement, flag: Flag) -> datetime | None:
    try:
        return msgspec.convert(uri_set.attributes.get("expires", ""), Instant).astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        flag("expires_unreadable")
        return None


def _error(root: XmlElement, flag: Flag) -> HeldError:
    code = root.attributes.get("code", "")[:TEXT_MAX]
    if code not in ERROR_CODES:
        flag("error_code_unknown")
    said = [" ".join(one.text.split())[:TEXT_MAX] for one in root.children if one.name == "message"]
    said += [root.attributes["message"][:TEXT_MAX]] if root.attributes.get("message") else []
    return HeldError(code=code, messages=tuple(one for one in said if one)[:MESSAGES_MAX])
