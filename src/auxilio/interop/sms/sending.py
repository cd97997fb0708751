"""Sends a text by a gateway, and says what becomes of it. The deliverer of the outbox's channel `sms`.

Who sends one puts `{"id", "to", "text"}` into the outbox and takes `SmsReport`s of that id. Delivery is at least once: an id
of which we noted that a gateway took it is not sent again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Protocol
from uuid import UUID

import msgspec

from auxilio.interop.short_message import TEXT_MAX
from auxilio.interop.sms.store import SentMessages
from auxilio.kernel.shared_types import DialledNumber
from auxilio.platform.clock import Clock
from auxilio.platform.database.outbox import ATTEMPTS_MAX, OutboxMessage

CHANNEL = "sms"
CODE_MAX = 40
SEND_MAX_S = 13.0
"""For one attempt: less than the outbox allows (`DELIVERY_TIMEOUT_S`), so that its end can still be reported."""
_log = logging.getLogger(__name__)


class OutgoingSms(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox."""

    id: UUID
    to: DialledNumber
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)]


class _Named(msgspec.Struct, frozen=True):
    """A body of which nothing more can be read."""

    id: UUID


class SmsState(StrEnum):
    """How far a message came. The last two are final."""

    SENT = "sent"
    """A gateway took it."""
    DELIVERED = "delivered"
    FAILED = "failed"


class SmsReport(msgspec.Struct, frozen=True, kw_only=True):
    """How far a message came, when, and the gateway's code of a failure. The same may be told twice."""

    id: UUID
    state: SmsState
    at: datetime
    code: str = ""


_CODES: dict[type[Exception], str] = {TimeoutError: "silent", msgspec.ValidationError: "unreadable"}
"""Of failures that are no gateway's word."""
type TakeReport = Callable[[SmsReport], Awaitable[None]]
"""Takes reports of every message, its own or not."""


class SmsRefused(Exception):
    """The gateway takes this message never. `code`: its own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:CODE_MAX]


class SmsNotSent(Exception):
    """The gateway cannot be reached, or takes no message now: it is tried again. `code`: why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:CODE_MAX]


class SmsGateway(Protocol):
    """What carries texts out."""

    @property
    def name(self) -> str:
        """Its own name among the gateways."""
        ...

    async def submit(self, id: UUID, to: str, text: str) -> Sequence[str]:
        """The gateway's names for the parts of the message. Raises `SmsRefused`, `SmsNotSent`."""
        ...


class ShortMessageSender(Protocol):
    """Sends a text."""

    async def send(self, id: UUID, to: str, text: str) -> str:
        """The gateway's name for the message (of its first part); empty where it refused it, which is reported.

        Raises `SmsNotSent`, and what the database raises.
        """
        ...


@dataclass(frozen=True)
class SmsSender:
    """Implements `ShortMessageSender` over one gateway, and takes its receipts."""

    gateway: SmsGateway
    sent: SentMessages
    clock: Clock
    reports: Sequence[TakeReport] = ()

    async def send(self, id: UUID, to: str, text: str) -> str:
        """See `ShortMessageSender`."""
        if known := await self.sent.gateway_id(id):
            return known
        try:
            parts = await self.gateway.submit(id, to, text)
        except SmsRefused as refused:
            await self._report(
                SmsReport(id=id, state=SmsState.FAILED, at=self.clock.now(), code=refused.code)
            )
            return ""
        await self.sent.note(id, self.gateway.name, parts, self.clock.now())
        await self._report(SmsReport(id=id, state=SmsState.SENT, at=self.clock.now()))
        await self._tell_end(id)
        return parts[0]

    async def receipt(self, gateway_id: str, state: SmsState, at: datetime, code: str = "") -> None:
        """What the gateway says of one part. Of one that is not known yet it is kept. Raises what the database raises."""
        id = await self.sent.told(self.gateway.name, gateway_id, state.value, code[:CODE_MAX], at)
        if id is not None:
            await self._tell_end(id)

    async def _tell_end(self, id: UUID) -> None:
        """One part that failed fails the message; delivered it is when all are."""
        parts, rows = await self.sent.parts_of(id)
        failed = next((row for row in rows if row.state == SmsState.FAILED), None)
        if failed is not None:
            await self._report(SmsReport(id=id, state=SmsState.FAILED, at=failed.at, code=failed.code))
        elif rows and sum(row.state == SmsState.DELIVERED for row in rows) >= parts:
            await self._report(SmsReport(id=id, state=SmsState.DELIVERED, at=max(row.at for row in rows)))

    async def deliver(self, parcel: OutboxMessage) -> None:
        """Carry a message of the outbox; with its last attempt a failure is reported too, whatever it was."""
        try:
            message = msgspec.json.decode(parcel.body, type=OutgoingSms)
            async with asyncio.timeout(SEND_MAX_S):
                await self.send(message.id, message.to, message.text)
        except Exception as failed:
            if parcel.attempts >= ATTEMPTS_MAX:
                await self._report_last(parcel, failed)
            raise

    async def _report_last(self, parcel: OutboxMessage, failed: Exception) -> None:
        with contextlib.suppress(msgspec.MsgspecError):  # a body without an id is nobody's
            id = msgspec.json.decode(parcel.body, type=_Named).id
            code = failed.code if isinstance(failed, SmsNotSent) else _CODES.get(type(failed), "defect")
            await self._report(SmsReport(id=id, state=SmsState.FAILED, at=self.clock.now(), code=code))

    async def _report(self, report: SmsReport) -> None:
        if report.state is SmsState.FAILED:
            _log.warning("sms_failed", extra={"code": report.code})
        for take in self.reports:
            await take(report)
