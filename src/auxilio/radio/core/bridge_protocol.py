"""The protocol between this installation and the bridge of a gateway: one JSON object on each line (docs/operations/radio.md).

Version `auxilio-radio/1`. The bridge listens and we come: whichever of our processes has the radio calls it, so that a
bridge need not know which one that is. Both prove that they know the secret before anything is said. What the bridge says
has a number in its epoch; we acknowledge once it is durable, and after a break it begins after the last number that we
have. What we order has an id, and the bridge does an id once.
"""

import hashlib
import hmac
from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.tsi import Tsi
from auxilio.radio.core.model import GatewayId, StatusCode

PROTOCOL = "auxilio-radio/1"
LINE_MAX = 64 * 1024
"""Bytes of a line. An SDS text has 140 octets on the air; this is for whatever else a bridge may say."""
KEEPALIVE_S = 5.0
"""Whoever has had nothing to say for so long says that it lives."""
SILENCE_TIMEOUT_S = 15.0
"""After three of these are missing the other is taken for gone."""
Nonce = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32,64}$")]
Mac = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Epoch = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.:-]{1,60}$")]
Seq = Annotated[int, msgspec.Meta(ge=1)]
Network = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}-(0|[1-9][0-9]{0,4})$")]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

# --- what radios say ------------------------------------------------------------------------------


class AirStatus(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="status"):
    """A pre-coded status (SDS-STATUS) from a radio."""

    radio: Tsi
    code: StatusCode


class AirText(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="text"):
    """A text message (SDS type 4, or SDS-TL text) from a radio; `to` when it was to a group."""

    radio: Tsi
    words: Annotated[str, msgspec.Meta(max_length=1_000)]
    to: Tsi | None = None


class AirAlarm(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="alarm"):
    """The emergency button. `group` is where its microphone is open, if the network opens one; `lip` its place, if known."""

    radio: Tsi
    group: Tsi | None = None
    lip: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class AirCallBegan(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="call_began"):
    """Somebody pressed to talk, or called one radio. `call` is the gateway's own reference, once in its epoch."""

    call: Ref
    radio: Tsi
    to: Tsi


class AirCallEnded(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="call_ended"):
    """The end of that call."""

    call: Ref


class AirRegistered(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="registered"):
    """A radio is on the network (ITSI attach)."""

    radio: Tsi


class AirLost(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="lost"):
    """A radio is gone: detached, out of reach, or disabled."""

    radio: Tsi


class AirGap(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gap"):
    """The bridge could not keep so many messages for us: they are gone, and we must know it."""

    count: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]


class AirUnreadable(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="unread"):
    """Ours, and on no wire: a message with a number that says nothing we understand, as it came."""

    raw: Annotated[str, msgspec.Meta(max_length=1_000)]


class AirPosition(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="position"):
    """A short location report (ETSI TS 100 392-18-1, 6.2.1) in hexadecimal: telemetry, no fact."""

    radio: Tsi
    lip: Annotated[str, msgspec.Meta(max_length=64)]


type RadioMessage = (
    AirStatus
    | AirText
    | AirAlarm
    | AirCallBegan
    | AirCallEnded
    | AirRegistered
    | AirLost
    | AirGap
    | AirUnreadable
)
"""What becomes a fact."""
type AirMessage = (
    AirStatus
    | AirText
    | AirAlarm
    | AirCallBegan
    | AirCallEnded
    | AirRegistered
    | AirLost
    | AirGap
    | AirPosition
)

# --- what we order --------------------------------------------------------------------------------


class SendText(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="text"):
    """A text to a radio or a group."""

    to: Tsi
    words: str


class SendCallOut(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="call_out"):
    """A call-out: a text that wakes the crew's radio until they answer (ETSI EN 300 392-2, call-out), where it has one."""

    to: Tsi
    words: str


class SendStatus(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="status"):
    """A pre-coded status to a radio."""

    to: Tsi
    code: StatusCode


type Order = SendText | SendCallOut | SendStatus

# --- lines ----------------------------------------------------------------------------------------


class BridgeHello(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="hello"):
    """The bridge, first."""

    protocol: str
    gateway: GatewayId
    nonce: Nonce


class CentreAuth(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="prove"):
    """We know the secret; and this is the last that we have of you."""

    nonce: Nonce
    mac: Mac
    epoch: Epoch | None = None
    seq: int = 0


class BridgeWelcome(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="welcome"):
    """So does the bridge; and its messages are numbered in this epoch. A bridge that lost its numbers begins a new one."""

    mac: Mac
    epoch: Epoch
    networks: Annotated[tuple[Network, ...], msgspec.Meta(max_length=50)] = ()
    """Which networks it reaches, `214-1`; none named: every address is tried by it."""


class AuthFailed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="refused"):
    """The bridge does not believe us, or cannot."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}$")]


class BridgeMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="event"):
    """Something that was said on the air."""

    seq: Seq
    at: Instant
    said: AirMessage


class MessageAck(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ack"):
    """Everything up to this number is durable here."""

    seq: Seq


class KeepAlive(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="alive"):
    """Nothing new."""


class PlaceOrder(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="order"):
    """Send this. The same id again is the same order."""

    id: UUID
    order: Order


class OrderDone(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="done"):
    """What became of an order; `why` a code of the bridge's."""

    id: UUID
    delivered: bool
    why: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}$")] | None = None


type FromBridge = BridgeHello | BridgeWelcome | AuthFailed | BridgeMessage | KeepAlive | OrderDone
type FromCentre = CentreAuth | MessageAck | KeepAlive | PlaceOrder

_from_bridge: msgspec.json.Decoder[FromBridge] = msgspec.json.Decoder(FromBridge)


class _Numbered(msgspec.Struct, kw_only=True):
    seq: Seq
    at: Instant


_numbered = msgspec.json.Decoder(_Numbered)


class UnreadableLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line with a number, and with nothing that we understand."""

    seq: int
    at: Instant
    raw: str


def read_line(line: bytes) -> FromBridge | UnreadableLine:
    """A line of the bridge. Raises `msgspec.MsgspecError` for one that has not even a number."""
    try:
        return _from_bridge.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        known = _numbered.decode(line)
        return UnreadableLine(seq=known.seq, at=known.at, raw=line.decode("utf-8", "replace").strip()[:1_000])


def write_line(said: FromCentre) -> bytes:
    """A line of ours."""
    return msgspec.json.encode(said) + b"\n"


def mac(secret: bytes, whose: str, gateway: str, bridge_nonce: str, centre_nonce: str) -> str:
    """The proof of `whose` ("house" or "bridge") that it knows the secret: HMAC-SHA-256 (RFC 2104) over both nonces."""
    text = "\n".join((PROTOCOL, whose, gateway, bridge_nonce, centre_nonce))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
