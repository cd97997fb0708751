"""Sends short messages by a gateway over HTTPS, with one documented JSON (docs/how-to/send-and-receive-sms.md, decision 0405)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from auxilio.interop.sms.sending import CODE_MAX, SmsNotSent, SmsRefused
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.outward import (
    OutwardAnswer,
    OutwardClient,
    OutwardHost,
    OutwardLimits,
    OutwardRequest,
    parse_outward_url,
)

GATEWAY = "http"
KEY_BYTES_MAX = 1_024
SETTING = "sms_gateway"
_TRY_AGAIN = frozenset({401, 403, 404, 408, 425, 429})
"""Of 4xx, what says nothing of this message: our key, the address, or too much at once."""
_LIMITS = OutwardLimits(bytes_max=16 * 1024, at_once=32, host_at_once=16)
GatewayId = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class SmsGatewayAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages are posted."""

    url: str
    host: OutwardHost


class GatewaySms(msgspec.Struct, frozen=True, kw_only=True):
    """What is posted for a message."""

    id: UUID
    """Ours: a message with an id that the gateway knows is not sent again."""
    sender: str = msgspec.field(name="from")
    to: str
    text: str


class GatewayTook(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway answers."""

    id: GatewayId
    """Its own name for the message, by which its receipts come."""


class SmsGatewayReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message that the gateway took."""

    id: GatewayId
    """The gateway's own name for the message, as its answer had it."""
    state: Literal["delivered", "failed"]
    at: Instant | None = None
    """When; now, where it is not said."""
    code: Annotated[str, msgspec.Meta(max_length=CODE_MAX)] = ""
    """Why it failed, in the gateway's own words."""


def parse_sms_gateway(text: str) -> SmsGatewayAddress | None:
    """`https://sms.example/messages`, or with `;internal` and `;http` (`platform.http.outward`); None where it is empty.

    Raises `Refused("settings_malformed")`.
    """
    if not text:
        return None
    address, host = parse_outward_url(text, SETTING)
    return SmsGatewayAddress(url=address, host=host)


def sms_gateway_key_file(data: Path) -> Path:
    """Where the key is that the gateway knows us by: under the data folder, in no backup."""
    return data / "sms" / "gateway.key"


def read_sms_gateway_key(data: Path) -> str:
    """The key, as text without blanks around it. Raises `SmsNotSent("key_missing")`."""
    try:
        with sms_gateway_key_file(data).open("rb") as opened:
            found = opened.read(KEY_BYTES_MAX + 1).strip().decode("ascii")
    except (OSError, UnicodeDecodeError):
        found = ""
    if not 0 < len(found) <= KEY_BYTES_MAX or not found.isprintable() or " " in found:
        raise SmsNotSent("key_missing")
    return found


class HttpSmsGateway:
    """Implements `sending.SmsGateway`."""

    name = GATEWAY

    def __init__(
        self, address: SmsGatewayAddress, data: Path, number: str, client: OutwardClient | None = None
    ) -> None:
        """`number`: what our messages come from. `client`: by default one that asks this host alone."""
        self._address, self._data, self._number = address, data, number
        self._client = client or OutwardClient([address.host], _LIMITS)

    async def submit(self, id: UUID, to: str, text: str) -> Sequence[str]:
        """See `SmsGateway`."""
        message = GatewaySms(id=id, sender=self._number, to=to, text=text)
        request = OutwardRequest(
            url=self._address.url,
            accept="application/json",
            content=msgspec.json.encode(message),
            media_type="application/json",
            authorization=f"Bearer {read_sms_gateway_key(self._data)}",
        )
        try:
            return [_took(await self._client.ask(request))]
        except Refused as refused:
            raise SmsNotSent(refused.code) from None


def _took(answer: OutwardAnswer) -> str:
    if 200 <= answer.status < 300:
        try:
            return msgspec.json.decode(answer.content, type=GatewayTook).id
        except msgspec.MsgspecError:
            raise SmsNotSent("gateway_answer_unreadable") from None
    code = f"http_{answer.status}"
    if 400 <= answer.status < 500 and answer.status not in _TRY_AGAIN:
        raise SmsRefused(code)
    raise SmsNotSent(code)
