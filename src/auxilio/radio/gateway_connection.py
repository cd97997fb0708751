"""Our end of the line to a gateway's bridge: JSON lines over TCP, in TLS where the address says so (core/bridge_protocol.py).

Connecting proves both sides to each other before anything is said. A line that falls silent is closed: whoever waits for a
status must know within a quarter of a minute that none can come.
"""

import asyncio
import contextlib
import hmac
import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.radio.core import bridge_protocol
from auxilio.radio.ports import GatewayDisconnected, GatewayEvent, OrderCompleted, ReceivedMark

CONNECT_TIMEOUT_S = 5.0
_ADDRESS = re.compile(r"([a-z0-9][a-z0-9-]{0,39})=(tcp|tls):(.+):([0-9]{1,5})", re.ASCII)


class GatewayAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bridge of a gateway listens."""

    gateway: str
    tls: bool
    host: str
    port: int


def parse_gateway_addresses(text: str) -> tuple[GatewayAddress, ...]:
    """`tetra-1=tls:10.0.0.5:7700`, commas between. Raises `Refused("settings_malformed")`."""
    found = []
    for one in (part.strip() for part in text.split(",") if part.strip()):
        match = _ADDRESS.fullmatch(one)
        if match is None or not 0 < int(match[4]) < 65_536:
            raise Refused("settings_malformed", detail="radio_gateways")
        found.append(
            GatewayAddress(
                gateway=match[1], tls=match[2] == "tls", host=match[3].strip("[]"), port=int(match[4])
            )
        )
    if len({one.gateway for one in found}) < len(found):
        raise Refused("settings_malformed", detail="radio_gateways")
    return tuple(found)


class GatewayConnection:
    """Implements `radio.ports.RadioGateway`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Clock, silent_s: float
    ) -> None:
        self._reader, self._writer, self._clock, self._silent_s = reader, writer, clock, silent_s
        self.epoch = ""
        self.networks: tuple[str, ...] = ()

    async def prove(self, gateway: str, secret: bytes, since: ReceivedMark | None) -> None:
        """Neither says anything before both know whom they speak with. Raises `GatewayDisconnected`."""
        hello = await self._read()
        if not isinstance(hello, bridge_protocol.BridgeHello) or hello.protocol != bridge_protocol.PROTOCOL:
            raise GatewayDisconnected("other_protocol")
        if hello.gateway != gateway:
            raise GatewayDisconnected("other_gateway")
        nonce = new_id().hex  # new each time, which is all that a proof by HMAC asks of it
        await self._write(
            bridge_protocol.CentreAuth(
                nonce=nonce,
                mac=bridge_protocol.mac(secret, "house", gateway, hello.nonce, nonce),
                epoch=since.epoch if since else None,
                seq=since.seq if since else 0,
            )
        )
        welcome = await self._read()
        if isinstance(welcome, bridge_protocol.AuthFailed):
            raise GatewayDisconnected(welcome.code)
        expected = bridge_protocol.mac(secret, "bridge", gateway, hello.nonce, nonce)
        if not isinstance(welcome, bridge_protocol.BridgeWelcome) or not hmac.compare_digest(
            welcome.mac, expected
        ):
            raise GatewayDisconnected("not_proved")
        self.epoch, self.networks = welcome.epoch, welcome.networks

    async def heard(self) -> AsyncIterator[GatewayEvent]:
        """See `radio.ports.RadioGateway`. While it is read, we say that we live."""
        living = asyncio.create_task(self._send_keepalives())
        try:
            while True:
                match await self._read():
                    case bridge_protocol.BridgeMessage() | bridge_protocol.UnreadableLine() as said:
                        yield said
                    case bridge_protocol.OrderDone(id=id, delivered=delivered, why=why):
                        yield OrderCompleted(id=id, delivered=delivered, why=why)
                    case bridge_protocol.KeepAlive():
                        yield bridge_protocol.KeepAlive()
                    case _:
                        raise GatewayDisconnected("out_of_turn")
        finally:
            living.cancel()

    async def acknowledge(self, seq: int) -> None:
        """See `radio.ports.RadioGateway`."""
        await self._write(bridge_protocol.MessageAck(seq=seq))

    async def send(self, id: UUID, order: bridge_protocol.Order) -> None:
        """See `radio.ports.RadioGateway`."""
        await self._write(bridge_protocol.PlaceOrder(id=id, order=order))

    async def close(self) -> None:
        """See `radio.ports.RadioGateway`."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _send_keepalives(self) -> None:
        while True:
            await self._clock.sleep(min(bridge_protocol.KEEPALIVE_S, self._silent_s / 3))
            try:
                await self._write(bridge_protocol.KeepAlive())
            except GatewayDisconnected:
                return  # the reader sees it too, and tells

    async def _read(self) -> bridge_protocol.FromBridge | bridge_protocol.UnreadableLine:
        try:
            async with asyncio.timeout(self._silent_s):
                line = await self._reader.readline()
        except TimeoutError:
            raise GatewayDisconnected("silent") from None
        except ValueError:
            raise GatewayDisconnected("line_too_long") from None
        except OSError:
            raise GatewayDisconnected("closed") from None
        if not line.endswith(b"\n"):
            raise GatewayDisconnected("closed")
        try:
            return bridge_protocol.read_line(line)
        except msgspec.MsgspecError:
            raise GatewayDisconnected("not_understood") from None

    async def _write(self, said: bridge_protocol.FromCentre) -> None:
        try:
            self._writer.write(bridge_protocol.write_line(said))
            await self._writer.drain()
        except OSError:
            raise GatewayDisconnected("closed") from None


async def connect(
    address: GatewayAddress,
    secret: bytes,
    since: ReceivedMark | None,
    *,
    clock: Clock,
    authority: Path | None = None,
    silent_s: float = bridge_protocol.SILENCE_TIMEOUT_S,
) -> GatewayConnection:
    """A proved connection. `authority`: certificates of who signs the bridge's, where the machine does not know them.

    Raises `GatewayDisconnected`.
    """
    context = ssl.create_default_context(cafile=authority) if address.tls else None
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            reader, writer = await asyncio.open_connection(
                address.host, address.port, ssl=context, limit=bridge_protocol.LINE_MAX
            )
    except ssl.SSLError:
        raise GatewayDisconnected("not_trusted") from None
    except (OSError, TimeoutError):
        raise GatewayDisconnected("unreachable") from None
    connection = GatewayConnection(reader, writer, clock, silent_s)
    try:
        await connection.prove(address.gateway, secret, since)
    except BaseException:
        await connection.close()
        raise
    return connection
