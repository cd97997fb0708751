"""Our side of a line to a message centre, as the worker has it, and what it received and reported."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from auxilio.app.settings import Settings
from auxilio.interop.short_message import ShortMessage, SmsOutcome
from auxilio.interop.sms.sending import CHANNEL, SmsReport
from auxilio.interop.sms.service import ShortMessageService, short_message_service
from auxilio.interop.sms.smpp_client import smpp_password_file
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.outbox import OutboxMessage
from auxilio.platform.ids import new_id
from tests.database import Database
from tests.interop.message_centre import PASSWORD, SYSTEM_ID

PHONE = "34600000001"
OF_PHONE = {"source_addr": PHONE, "source_addr_ton": 1, "source_addr_npi": 1, "destination_addr": "112"}


@dataclass
class Received:
    """What the messages are handed to, in place of the receiver; `faults` are raised first."""

    messages: list[ShortMessage] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def receive(self, message: ShortMessage, gateway: str) -> SmsOutcome:
        if self.gate is not None:
            await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        self.messages.append(message)
        return SmsOutcome.TEXTS_NOT_TAKEN


@dataclass
class Line:
    """Our side: the service as the worker has it, with what it received and reported."""

    service: ShortMessageService
    received: Received
    reports: list[SmsReport]
    database: Database

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.01)

    async def bound(self) -> None:
        smpp = self.service.smpp
        assert smpp is not None
        await self.until(lambda: smpp._connection)

    def parcel(self, id: UUID, text: str, attempts: int = 1, to: str = "+34600000002") -> OutboxMessage:
        body = msgspec.json.encode({"id": id, "to": to, "text": text}).decode()
        return OutboxMessage(
            id=new_id(),
            version=1,
            cause=new_id(),
            channel=CHANNEL,
            body=body,
            attempts=attempts,
            mode=Mode.REAL,
        )

    async def state(self) -> str | None:
        found: str | None = await self.database.pool.fetchval("select code from sms_link")
        return found


def settings_of(folder: Path, port: int, **changed: Any) -> Settings:
    settings = Settings(
        data=folder, smpp_host="127.0.0.1", smpp_port=port, smpp_system_id=SYSTEM_ID, **changed
    )
    file = smpp_password_file(folder)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{PASSWORD}\n")
    return settings


@contextlib.asynccontextmanager
async def line_over(database: Database, settings: Settings, messages: Any = None) -> AsyncIterator[Line]:
    received, reports = Received(), list[SmsReport]()

    async def report(one: SmsReport) -> None:
        reports.append(one)

    service = short_message_service(settings, database.pool, SystemClock(), messages or received, [report])
    running = asyncio.create_task(service.run())
    try:
        yield Line(service, received, reports, database)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
