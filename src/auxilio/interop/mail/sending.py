"""Sends e-mail, and says what becomes of it. The deliverer of the outbox's channel `email`.

Delivery is at least once; the Message-ID is the id of the outbox, which is the same at every attempt. That a mail was read, or
has reached its box, is promised by nothing: `sent` says that the server took it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.interop.mail.message import MailAttachment, MailFrom, write_mail
from auxilio.interop.mail.smtp import MailNotSent, MailRefused, MailServer
from auxilio.kernel.email_address import EmailAddress, is_email_address
from auxilio.platform.clock import Clock
from auxilio.platform.database.outbox import ATTEMPTS_MAX, OutboxMessage

CHANNEL = "email"
_log = logging.getLogger(__name__)


class OutgoingMail(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox."""

    id: UUID
    """Of whoever sends it: what is reported of it has the same."""
    to: EmailAddress
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]


class MailState(StrEnum):
    """What became of a mail. Both are final for us."""

    SENT = "sent"
    """The server took it."""
    FAILED = "failed"


class MailReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a mail, and the code of a failure. The same may be told twice."""

    id: UUID
    state: MailState
    code: str = ""


type TakeMailReport = Callable[[MailReport], Awaitable[None]]
"""Takes reports of every mail, its own or not."""


@dataclass(frozen=True)
class MailSender:
    """Carries mail of the outbox to one server."""

    server: MailServer
    sender: MailFrom
    clock: Clock
    reports: Sequence[TakeMailReport] = ()

    async def deliver(self, parcel: OutboxMessage) -> None:
        """Carry one; with its last attempt a failure is reported too. Raises `MailNotSent`, and what the database raises."""
        mail = msgspec.json.decode(parcel.body, type=OutgoingMail)
        try:
            await self.send(parcel.id, mail.to, mail.subject, mail.text)
        except MailRefused as refused:
            await self._report(MailReport(id=mail.id, state=MailState.FAILED, code=refused.code))
        except MailNotSent as failed:
            if parcel.attempts >= ATTEMPTS_MAX:
                await self._report(MailReport(id=mail.id, state=MailState.FAILED, code=failed.code))
            raise
        else:
            await self._report(MailReport(id=mail.id, state=MailState.SENT))

    async def send(
        self, id: UUID, to: str, subject: str, text: str, attachment: MailAttachment | None = None
    ) -> None:
        """Write a mail (`write_mail`) and hand it to the server. Raises `MailRefused`, `MailNotSent`."""
        if not is_email_address(self.sender.address):
            raise MailRefused(
                "no_mail_server"
            )  # with a server the settings have an address, without one mostly none
        if not is_email_address(to):
            raise MailRefused("address_malformed")
        written = write_mail(id, self.sender, to, subject, text, self.clock.now(), attachment)
        await self.server.send(self.sender, to, written)

    async def _report(self, report: MailReport) -> None:
        if report.state is MailState.FAILED:
            _log.warning("mail_failed", extra={"code": report.code})
        for take in self.reports:
            await take(report)
