"""One bound connection to a message centre by SMPP 3.4: requests in a window, deliveries in turn. Used by `smpp_client`."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from auxilio.interop.formats.smpp import (
    HEADER_BYTES,
    RESPONSE,
    SEQUENCE_MAX,
    WITHOUT_RESPONSE,
    DeliveredMessage,
    Pdu,
    SmppCommand,
    SmppStatus,
    SmppUnreadable,
    body_bytes,
    read_delivery,
    read_message_id,
    read_pdu,
    write_bind,
    write_pdu,
)
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.clock import Clock

CONNECT_S = 10.0
"""For the connection, TLS and the bind."""
ANSWER_S = 10.0
"""For the answer to one request."""
ENQUIRE_S = 30.0
"""Between two enquire_link."""
WINDOW = 10
"""Requests that wait for their answer at once."""
DELIVERIES_MAX = 100
"""Deliveries that wait to be taken; beyond it the message centre is asked to keep its own."""
_UNREADABLE_MAX = 20
"""Requests one after the other that cannot be read, before the connection is given up."""

type TakeDelivery = Callable[[DeliveredMessage], Awaitable[SmppStatus]]
"""Takes one message, and says what the message centre is answered."""


class SmppDisconnected(Exception):
    """There is no connection, or it ended. `code`: why, for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmppRefused(Exception):
    """The message centre refused a message."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:#x}")
        self.status = status


class SmppAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message centre is, and how we bind there."""

    host: str
    port: int
    system_id: str
    tls: bool = False
    authority: Path | None = None
    """Certificates of who signs the message centre's, where the machine does not know them."""


class SmppConnection:
    """A bound transceiver. Everything that waits is bounded in count and time."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, take: TakeDelivery, clock: Clock
    ) -> None:
        self._reader, self._writer, self._take, self._clock = reader, writer, take, clock
        self._sequence = 0
        self._asked = dict[int, asyncio.Future[Pdu]]()
        self._window = asyncio.Semaphore(WINDOW)
        self._deliveries = asyncio.Queue[Pdu](DELIVERIES_MAX)
        self._unreadable = 0

    async def bind(self, system_id: str, password: str) -> None:
        """Raises `SmppDisconnected`: `bind_refused`, or as `_read`."""
        bound = Pdu(
            command=SmppCommand.BIND_TRANSCEIVER, sequence=self._next(), body=write_bind(system_id, password)
        )
        await self._write(bound)
        answer = await self._read()
        if answer.command != SmppCommand.BIND_TRANSCEIVER | RESPONSE or answer.status != SmppStatus.OK:
            raise SmppDisconnected("bind_refused")

    async def serve(self, alive: Callable[[], Awaitable[None]]) -> None:
        """Read, answer and take until the connection ends; `alive` is called at the start and after each sign of life
        that was asked for. Raises `SmppDisconnected`, and what `take` and `alive` raise."""
        try:
            await wait_for_first([self._read_all(), self._take_all(), self._enquire(alive)])
        finally:
            for waiting in self._asked.values():
                if not waiting.done():
                    waiting.set_exception(SmppDisconnected("closed"))
                    waiting.exception()  # who waits for it may be gone
            await self.close()

    async def submit(self, body: bytes) -> str:
        """The message centre's name for a message that it took. Raises `SmppRefused`, `SmppDisconnected`."""
        answer = await self._ask(SmppCommand.SUBMIT_SM, body)
        if answer.status != SmppStatus.OK:
            raise SmppRefused(answer.status)
        return read_message_id(answer.body)

    async def close(self) -> None:
        """Say that we go, without waiting for an answer, and close."""
        with contextlib.suppress(OSError):
            self._writer.write(write_pdu(Pdu(command=SmppCommand.UNBIND, sequence=self._next())))
            self._writer.close()
            async with asyncio.timeout(1.0):
                await self._writer.wait_closed()

    async def _ask(self, command: SmppCommand, body: bytes = b"") -> Pdu:
        try:
            async with asyncio.timeout(ANSWER_S), self._window:
                sequence = self._next()
                answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
                self._asked[sequence] = answer
                try:
                    await self._write(Pdu(command=command, sequence=sequence, body=body))
                    return await answer
                finally:
                    self._asked.pop(sequence, None)
        except TimeoutError:
            raise SmppDisconnected("silent") from None

    def _next(self) -> int:
        self._sequence = self._sequence % SEQUENCE_MAX + 1
        return self._sequence

    async def _enquire(self, alive: Callable[[], Awaitable[None]]) -> None:
        while True:
            await alive()
            await self._clock.sleep(ENQUIRE_S)
            await self._ask(SmppCommand.ENQUIRE_LINK)

    async def _read_all(self) -> None:
        while True:
            pdu = await self._read()
            if pdu.command & RESPONSE:  # also generic_nack, which answers any request
                answered = self._asked.get(pdu.sequence)
                if answered is not None and not answered.done():
                    answered.set_result(pdu)
                continue
            match pdu.command:
                case SmppCommand.DELIVER_SM:
                    await self._queue(pdu)
                case SmppCommand.ENQUIRE_LINK:
                    await self._answer(pdu, SmppStatus.OK)
                case SmppCommand.UNBIND:
                    await self._answer(pdu, SmppStatus.OK)
                    raise SmppDisconnected("unbound")
                case command if command in WITHOUT_RESPONSE:
                    continue
                case _:
                    self._count_unreadable()
                    await self._answer(
                        msgspec.structs.replace(pdu, command=SmppCommand.GENERIC_NACK),
                        SmppStatus.INVALID_COMMAND,
                    )

    async def _queue(self, pdu: Pdu) -> None:
        try:
            self._deliveries.put_nowait(pdu)
        except asyncio.QueueFull:
            await self._answer(pdu, SmppStatus.QUEUE_FULL)

    async def _take_all(self) -> None:
        """One after the other, in the order of their arrival; answered once it is taken."""
        while True:
            pdu = await self._deliveries.get()
            try:
                message = read_delivery(pdu.body)
            except SmppUnreadable:
                self._count_unreadable()
                await self._answer(pdu, SmppStatus.PERMANENT)
                continue
            self._unreadable = 0
            await self._answer(pdu, await self._take(message))

    def _count_unreadable(self) -> None:
        self._unreadable += 1
        if self._unreadable > _UNREADABLE_MAX:
            raise SmppDisconnected("not_understood")

    async def _answer(self, asked: Pdu, status: SmppStatus) -> None:
        """A deliver_sm_resp has a message id, which is empty (4.6.2)."""
        body = b"\0" if asked.command == SmppCommand.DELIVER_SM else b""
        await self._write(
            Pdu(command=asked.command | RESPONSE, sequence=asked.sequence, status=status, body=body)
        )

    async def _read(self) -> Pdu:
        """Raises `SmppDisconnected`: `closed`, `not_understood`."""
        try:
            header = await self._reader.readexactly(HEADER_BYTES)
            return read_pdu(header, await self._reader.readexactly(body_bytes(header)))
        except SmppUnreadable:
            raise SmppDisconnected("not_understood") from None
        except (OSError, EOFError):
            raise SmppDisconnected("closed") from None

    async def _write(self, pdu: Pdu) -> None:
        try:
            self._writer.write(write_pdu(pdu))
            async with asyncio.timeout(ANSWER_S):
                await self._writer.drain()
        except (OSError, TimeoutError):
            raise SmppDisconnected("closed") from None


async def connect(address: SmppAddress, password: str, take: TakeDelivery, clock: Clock) -> SmppConnection:
    """A bound connection. Raises `SmppDisconnected`: `unreachable`, `not_trusted`, `bind_refused`, `closed`, `not_understood`,
    `silent`."""
    try:
        context = ssl.create_default_context(cafile=address.authority) if address.tls else None
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    except ssl.SSLError:
        raise SmppDisconnected("not_trusted") from None
    except (OSError, TimeoutError, UnicodeError):
        raise SmppDisconnected("unreachable") from None
    connection = SmppConnection(reader, writer, take, clock)
    try:
        async with asyncio.timeout(CONNECT_S):
            await connection.bind(address.system_id, password)
    except BaseException as failed:
        await connection.close()
        if isinstance(failed, TimeoutError):
            raise SmppDisconnected("silent") from None
        raise
    return connection
