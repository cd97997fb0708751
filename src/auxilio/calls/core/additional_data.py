"""What networks and devices say beside a call (RFC 7852; docs/nouns/additional-data.md), in our words. Pure.

All of it is what somebody says: nothing here was checked, and nothing is decided by it.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import ShortText

DATA_KEPT = 6
"""Facts of one call (ours): its own bodies, four references, and that there were more."""
EACH_MAX = 4
"""Blocks of one kind in one fact (ours): what is more stays raw with the call."""
NAME_MAX = 100
"""Characters of a name that every desk holds in its row; longer ones are cut and marked."""
COMMENT_MAX = 500
SUBSCRIBER_BODY = "subscriber"
"""As what a body is kept (`Attachment.read_as`) that says whose line it is: it is read by a recorded look."""

NameText = Annotated[str, msgspec.Meta(max_length=NAME_MAX)]
Names = Annotated[tuple[NameText, ...], msgspec.Meta(max_length=EACH_MAX)]
ErrorCode = Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,64}$")]


class CallDataOrigin(StrEnum):
    """By what way it came, which is all that is known of who says it."""

    SERVER = "server"
    """A server that a setting names answered: the network says so."""
    TRUSTED_CALL = "trusted_call"
    """In the call, by a trusted network: that network or the device wrote it."""
    CALL = "call"
    """In a call that no trusted network vouches for: the device says so."""


class TextMark(StrEnum):
    """What was done to a text, or what it holds, so that its reader is warned."""

    HIDDEN_CHARACTERS = "hidden_characters"
    """Characters that are not drawn, or turn round what stands after them, were taken out."""
    LINK = "link"
    """It names an address. It is shown as text and never opened."""
    CUT = "cut"


class ProviderKind(StrEnum):
    """Who a provider says it is (IANA, Type of Provider)."""

    CLIENT = "client"
    """The device itself."""
    ACCESS_NETWORK = "access_network_provider"
    TELECOM = "telecom_provider"
    TELEMATICS = "telematics_provider"
    LANGUAGE_TRANSLATION = "language_translation_provider"
    EMERGENCY_SERVICE = "emergency_service_provider"
    MODALITY_CONVERSION = "emergency_modality_conversion_provider"
    RELAY = "relay_provider"
    OTHER = "other"


class LineEnvironment(StrEnum):
    """Whose line it is (IANA, Service Environment)."""

    BUSINESS = "business"
    RESIDENCE = "residence"
    UNKNOWN = "unknown"


class LineMobility(StrEnum):
    """Whether its place can change (IANA, Service Mobility)."""

    MOBILE = "mobile"
    FIXED = "fixed"
    NOMADIC = "nomadic"
    """It may be anywhere: the address that is registered for it says little."""
    UNKNOWN = "unknown"


class LineKind(StrEnum):
    """Of what kind the line is (IANA, Service Type)."""

    WIRELESS = "wireless"
    COIN = "coin"
    ONE_WAY = "one_way"
    """It cannot be called back."""
    TEMPORARY = "temp"
    """No service but emergency calls."""
    SWITCHBOARD_HOSTED = "mlts_hosted"
    SWITCHBOARD_LOCAL = "mlts_local"
    SENSOR_UNATTENDED = "sensor_unattended"
    """Data alone: nobody speaks."""
    SENSOR_ATTENDED = "sensor_attended"
    POTS = "pots"
    VOIP = "voip"
    OTT = "ott"
    """An application over the Internet."""
    DIGITAL = "digital"
    OFF_PREMISE = "opx"
    """An extension elsewhere than its switchboard."""
    RELAY = "relay"
    """Somebody speaks for the caller."""
    OTHER = "other"


class DeviceClass(StrEnum):
    """With what the call is made (IANA, Device Classification)."""

    CORDLESS = "cordless"
    FIXED = "fixed"
    SATELLITE = "satellite"
    SENSOR_FIXED = "sensor_fixed"
    DESKTOP = "desktop"
    LAPTOP = "laptop"
    TABLET = "tablet"
    ALARM_MONITORED = "alarm_monitored"
    SENSOR_MOBILE = "sensor_mobile"
    AIRCRAFT = "aircraft"
    AUTOMOBILE = "automobile"
    TRUCK = "truck"
    FARM = "farm"
    MARINE = "marine"
    PERSONAL = "personal"
    FEATURE_PHONE = "feature_phone"
    SMART_PHONE = "smart_phone"
    SMART_PHONE_APP = "smart_phone_app"
    GAME = "game"
    TEXT_ONLY = "text_only"
    UNKNOWN = "unknown_device"
    OTHER = "other"


class DataProvider(msgspec.Struct, frozen=True, kw_only=True):
    """Who says that it provides data or service for this call."""

    name: NameText | None = None
    kind: ProviderKind | None = None
    contact: NameText | None = None
    """How its people are reached day and night, as it was written."""


class LineService(msgspec.Struct, frozen=True, kw_only=True):
    """From what kind of line the call comes."""

    environment: LineEnvironment | None = None
    mobility: LineMobility | None = None
    kinds: Annotated[tuple[LineKind, ...], msgspec.Meta(max_length=EACH_MAX)] = ()


class CallDevice(msgspec.Struct, frozen=True, kw_only=True):
    """With what the call is made."""

    classification: DeviceClass | None = None
    manufacturer: NameText | None = None
    model: NameText | None = None


class DataComment(msgspec.Struct, frozen=True, kw_only=True):
    """A remark, on one line, of characters that are drawn."""

    text: Annotated[str, msgspec.Meta(max_length=COMMENT_MAX)]
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    marks: Annotated[tuple[TextMark, ...], msgspec.Meta(max_length=len(TextMark))] = ()


class Subscriber(msgspec.Struct, frozen=True, kw_only=True):
    """Whose line it is, who need not be the caller. On no board: it is asked for, and the look is a fact."""

    name: NameText | None = None
    organisation: NameText | None = None
    addresses: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    """Each on one line."""
    telephones: Names = ()
    emails: Names = ()
    languages: Names = ()
    """BCP 47, the most preferred first."""
    privacy_requested: bool | None = None


class CallData(msgspec.Struct, frozen=True, kw_only=True):
    """What one way has brought: the bodies of the call together, or the answer of one server."""

    origin: CallDataOrigin
    received_at: Instant
    server: ShortText | None = None
    """Host of the server that was, or was to be, asked. Never the whole reference, which opens the data to everybody."""
    failed: ErrorCode | None = None
    """Why a reference brought nothing: worded as `refusal.<code>`."""
    reason: ShortText | None = None
    """As the server said it: the status of HTTP."""
    unread: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Bodies that could not be read, and stand raw with the call."""
    unknown_blocks: Names = ()
    """Kinds of blocks that are not read, by name."""
    unlisted: Names = ()
    """Words that stand in no registry, as they came: what they say is `other`."""
    providers: Annotated[tuple[DataProvider, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    services: Annotated[tuple[LineService, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    devices: Annotated[tuple[CallDevice, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    comments: Annotated[tuple[DataComment, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    subscribers: Annotated[tuple[Subscriber, ...], msgspec.Meta(max_length=EACH_MAX)] = ()
    marks: Annotated[tuple[TextMark, ...], msgspec.Meta(max_length=len(TextMark))] = ()
    """Of its names."""
    flags: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=32)] = ()
    """Codes of what was odd about it, of its reader; for the record."""


class CallDataRow(msgspec.Struct, frozen=True, kw_only=True):
    """What screens show of it: everything but the subscribers, whose number alone is told."""

    origin: CallDataOrigin
    received_at: Instant
    server: str | None
    failed: str | None
    reason: str | None
    unread: int
    unknown_blocks: tuple[str, ...]
    unlisted: tuple[str, ...]
    providers: tuple[DataProvider, ...]
    services: tuple[LineService, ...]
    devices: tuple[CallDevice, ...]
    comments: tuple[DataComment, ...]
    subscribers: int
    marks: tuple[TextMark, ...]


def data_rows(data: tuple[CallData, ...]) -> tuple[CallDataRow, ...]:
    """The rows of what a call has brought, in the order in which it came."""
    return tuple(
        CallDataRow(
            origin=one.origin,
            received_at=one.received_at,
            server=one.server,
            failed=one.failed,
            reason=one.reason,
            unread=one.unread,
            unknown_blocks=one.unknown_blocks,
            unlisted=one.unlisted,
            providers=one.providers,
            services=one.services,
            devices=one.devices,
            comments=one.comments,
            subscribers=len(one.subscribers),
            marks=one.marks,
        )
        for one in data
    )


def subscribers_of(data: tuple[CallData, ...]) -> tuple[Subscriber, ...]:
    """Everybody whose line it is said to be, each once. Raises `Refused("no_subscriber")`."""
    found = tuple(dict.fromkeys(each for one in data for each in one.subscribers))
    if not found:
        raise Refused("no_subscriber")
    return found
