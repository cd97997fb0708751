"""Short messages in the leading worker: the line to a message centre, the outbox's channel, and what waits too long."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from auxilio.interop.sms.http_gateway import GATEWAY as HTTP
from auxilio.interop.sms.http_gateway import HttpSmsGateway, parse_sms_gateway
from auxilio.interop.sms.sending import CHANNEL, SmsGateway, SmsRefused, SmsSender, TakeReport
from auxilio.interop.sms.smpp_client import SmppClient
from auxilio.interop.sms.smpp_connection import SmppAddress
from auxilio.interop.sms.smpp_receiver import SmppReceiver
from auxilio.interop.sms.store import GatewayLinks, MessageParts, SentMessages
from auxilio.interop.sms_receiver import SmsReceiver
from auxilio.platform.capability import RunningSystem
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.outbox import Deliver

TIDY_S = 10.0
"""Seconds between two looks at what waits."""


class SmsSettings(Protocol):
    """Settings of short messages."""

    @property
    def data(self) -> Path:
        """The data folder, with the password."""
        ...

    @property
    def sms_number(self) -> str:
        """What our messages come from."""
        ...

    @property
    def sms_gateway(self) -> str:
        """A gateway by HTTP; empty: none."""
        ...

    @property
    def smpp_host(self) -> str:
        """The message centre; empty: none."""
        ...

    @property
    def smpp_port(self) -> int:
        """Its port."""
        ...

    @property
    def smpp_tls(self) -> bool:
        """Whether it speaks TLS."""
        ...

    @property
    def smpp_ca(self) -> Path | None:
        """Who signs its certificate."""
        ...

    @property
    def smpp_system_id(self) -> str:
        """Our name there."""
        ...


@dataclass(frozen=True)
class NoGateway:
    """Where no gateway is set: each message is refused at once, so that who sends it takes another way."""

    name: str = "none"

    async def submit(self, id: UUID, to: str, text: str) -> Sequence[str]:
        """See `SmsGateway`."""
        raise SmsRefused("no_gateway")


@dataclass(frozen=True)
class ShortMessageService:
    """One for each worker process; it acts where the worker leads."""

    sender: SmsSender
    receiver: SmppReceiver
    smpp: SmppClient | None

    async def run(self) -> None:
        """Keep the line, until cancelled; without one it is done at once."""
        if self.smpp is not None:
            await self.smpp.run(self.receiver.take)

    def channels(self) -> Mapping[str, Deliver]:
        """What the outbox carries out by it."""
        return {CHANNEL: self.sender.deliver}


def short_message_service(
    settings: SmsSettings, pool: Pool, clock: Clock, messages: SmsReceiver, reports: Sequence[TakeReport] = ()
) -> ShortMessageService:
    """As the settings say. `messages` takes what comes in, `reports` what becomes of what goes out."""
    smpp = None
    if settings.smpp_host:
        address = SmppAddress(
            host=settings.smpp_host,
            port=settings.smpp_port,
            system_id=settings.smpp_system_id,
            tls=settings.smpp_tls,
            authority=settings.smpp_ca,
        )
        smpp = SmppClient(address, settings.data, settings.sms_number, GatewayLinks(pool), clock)
    sender = SmsSender(smpp or _other_gateway(settings), SentMessages(pool), clock, reports)
    return ShortMessageService(sender, SmppReceiver(messages, MessageParts(pool), sender, clock), smpp)


def _other_gateway(settings: SmsSettings) -> SmsGateway:
    address = parse_sms_gateway(settings.sms_gateway)
    return HttpSmsGateway(address, settings.data, settings.sms_number) if address else NoGateway()


def receipt_taker(pool: Pool, clock: Clock, reports: Sequence[TakeReport] = ()) -> SmsSender:
    """Takes receipts that a gateway posts, in a process that sends nothing."""
    return SmsSender(NoGateway(name=HTTP), SentMessages(pool), clock, reports)


class SmsWorker(RunningSystem, Protocol):
    """What the leading worker has of short messages."""

    @property
    def short_messages(self) -> ShortMessageService:
        """The service."""
        ...


def line_of(worker: SmsWorker) -> Callable[[], Awaitable[object]]:
    """The job that keeps the line."""
    return worker.short_messages.run


def tidying_of(worker: SmsWorker) -> Callable[[], Awaitable[object]]:
    """The job that takes what waits too long."""
    return worker.short_messages.receiver.tidy


def channels_of(worker: SmsWorker) -> Mapping[str, Deliver]:
    """What the outbox carries out."""
    return worker.short_messages.channels()
