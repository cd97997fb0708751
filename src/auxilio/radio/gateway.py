"""Our end of the line to a gateway's bridge: JSON lines over TCP, in TLS where the address says so (wire.py).

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
from auxilio.radio import wire
from auxilio.radio.ports import Completed, Heard, LinkGone, Since

CONNECTS_WITHIN_S = 5.0
_ADDRESS = re.compile(r"([a-z0-9][a-z0-9-]{0,39})=(tcp|tls):(.+):([0-9]{1,5})", re.ASCII)


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bridge of a gateway listens."""

    gateway: str
    tls: bool
    host: str
    port: int


def addresses(text: str) -> tuple[Address, ...]:
    """`tetra-1=tls:10.0.0.5:7700`, commas between. Raises `Refused("settings_malformed")`."""
    found = []
    for one in (part.strip() for part in text.split(",") if part.strip()):
        match = _ADDRESS.fullmatch(one)
        if match is None or not 0 < int(match[4]) < 65_536:
            raise Refused("settings_malformed", detail="radio_gateways")
        found.append(
            Address(gateway=match[1], tls=match[2] == "tls", host=match[3].strip("[]"), port=int(match[4]))
        )
    if len({one.gateway for one in found}) < len(found):
        raise Refused("settings_malformed", detail="radio_gateways")
    return tuple(found)


class Connection:
    """Implements `radio.ports.RadioGateway`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Clock, silent_s: float
    ) -> None:
        self._reader, self._writer, self._clock, self._silent_s = reader, writer, clock, silent_s
        self.epoch = ""
        self.networks: tuple[str, ...] = ()

    async def prove(self, gateway: str, secret: bytes, since: Since | None) -> None:
        """Neither says anything before both know whom they speak with. Raises `LinkGone`."""
        hello = await self._read()
        if not isinstance(hello, wire.Hello) or hello.protocol != wire.PROTOCOL:
            raise LinkGone("other_protocol")
        if hello.gateway != gateway:
            raise LinkGone("other_gateway")
        nonce = new_id().hex  # new each time, which is all that a proof by HMAC asks of it
        await self._write(
            wire.Prove(
                nonce=nonce,
                mac=wire.mac(secret, "house", gateway, hello.nonce, nonce),
                epoch=since.epoch if since else None,
                seq=since.seq if since else 0,
            )
        )
        welcome = await self._read()
        if isinstance(welcome, wire.NotProved):
            raise LinkGone(welcome.code)
        expected = wire.mac(secret, "bridge", gateway, hello.nonce, nonce)
        if not isinstance(welcome, wire.Welcome) or not hmac.compare_digest(welcome.mac, expected):
            raise LinkGone("not_proved")
        self.epoch, self.networks = welcome.epoch, welcome.networks

    async def heard(self) -> AsyncIterator[Heard]:
        """See the port. While it is read, we say that we live."""
        living = asyncio.create_task(self._live())
        try:
            while True:
                match await self._read():
                    case wire.Message() | wire.Misread() as said:
                        yield said
                    case wire.Done(id=id, delivered=delivered, why=why):
                        yield Completed(id=id, delivered=delivered, why=why)
                    case wire.Alive():
                        yield wire.Alive()
                    case _:
                        raise LinkGone("out_of_turn")
        finally:
            living.cancel()

    async def acknowledge(self, seq: int) -> None:
        """See the port."""
        await self._write(wire.Ack(seq=seq))

    async def send(self, id: UUID, order: wire.Order) -> None:
        """See the port."""
        await self._write(wire.Do(id=id, order=order))

    async def close(self) -> None:
        """See the port."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _live(self) -> None:
        while True:
            await self._clock.sleep(min(wire.ALIVE_S, self._silent_s / 3))
            try:
                await self._write(wire.Alive())
            except LinkGone:
                return  # the reader sees it too, and tells

    async def _read(self) -> wire.FromBridge | wire.Misread:
        try:
            async with asyncio.timeout(self._silent_s):
                line = await self._reader.readline()
        except TimeoutError:
            raise LinkGone("silent") from None
        except ValueError:
            raise LinkGone("line_too_long") from None
        except OSError:
            raise LinkGone("closed") from None
        if not line.endswith(b"\n"):
            raise LinkGone("closed")
        try:
            return wire.read(line)
        except msgspec.MsgspecError:
            raise LinkGone("not_understood") from None

    async def _write(self, said: wire.FromHouse) -> None:
        try:
            self._writer.write(wire.write(said))
            await self._writer.drain()
        except OSError:
            raise LinkGone("closed") from None


async def connect(
    address: Address,
    secret: bytes,
    since: Since | None,
    *,
    clock: Clock,
    authority: Path | None = None,
    silent_s: float = wire.SILENT_S,
) -> Connection:
    """A proved connection. `authority`: certificates of who signs the bridge's, where the machine does not know them.

    Raises `LinkGone`.
    """
    context = ssl.create_default_context(cafile=authority) if address.tls else None
    try:
        async with asyncio.timeout(CONNECTS_WITHIN_S):
            reader, writer = await asyncio.open_connection(
                address.host, address.port, ssl=context, limit=wire.LINE_MAX
            )
    except ssl.SSLError:
        raise LinkGone("not_trusted") from None
    except (OSError, TimeoutError):
        raise LinkGone("unreachable") from None
    connection = Connection(reader, writer, clock, silent_s)
    try:
        await connection.prove(address.gateway, secret, since)
    except BaseException:
        await connection.close()
        raise
    return connection
