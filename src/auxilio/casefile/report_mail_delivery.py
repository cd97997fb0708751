"""Carries out report mails: the deliverer of the outbox's channel `report_mail` (decision 0415)."""

import asyncio
import logging
from dataclasses import dataclass

import msgspec

from auxilio.archive.report_mail.core.messages import SettleReportMail
from auxilio.archive.report_mail.core.model import ReportMail, ReportMailState
from auxilio.archive.report_mail.service import REPORT_MAIL, OutgoingReport
from auxilio.casefile.documents import LOST
from auxilio.interop.mail.message import MailAttachment
from auxilio.interop.mail.sending import MailSender
from auxilio.interop.mail.smtp import MailRefused
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.database.outbox import ATTEMPTS_MAX, DELIVERY_TIMEOUT_S, OutboxMessage
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import derived_id
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.runner import StateReader, system_actor

SEND_S = DELIVERY_TIMEOUT_S - 1.5
"""A large report is read, written and sent within this long, so that what became of it is recorded before the outbox breaks off."""
RESERVED, GONE, NOT_DELIVERED = "case_reserved", "report_gone", "not_delivered"
_log = logging.getLogger(__name__)
_S = ReportMailState


@dataclass(frozen=True)
class ReportMailDelivery:
    """Delivery is at least once; the Message-ID is the id of the outbox, the same at every attempt."""

    states: StateReader
    blobs: Blobs
    commands: CommandPort
    mail: MailSender

    async def deliver(self, message: OutboxMessage) -> None:
        """Carry one; with its last attempt a failure is recorded too. Raises `MailNotSent`, what a disk and the database raise."""
        outgoing = msgspec.json.decode(message.body, type=OutgoingReport)
        known = await self.states.state(REPORT_MAIL, outgoing.mail)
        assert known is not None, "it was put here with its first fact"
        if known.state is not _S.QUEUED:
            await self._forget(known)
            return
        if not known.reserved and await self._reserved_meanwhile(known):
            await self._settle(known, _S.WITHDRAWN, RESERVED)
            return
        try:
            async with asyncio.timeout(SEND_S):
                await self._send(message, known)
        except MailRefused as refused:
            await self._settle(known, _S.FAILED, refused.code)
        except Exception as failed:
            if (
                message.attempts >= ATTEMPTS_MAX
            ):  # whatever it was: nobody waits for a mail that is not tried again
                await self._settle(known, _S.FAILED, getattr(failed, "code", NOT_DELIVERED))
            raise
        else:
            await self._settle(known, _S.SENT)

    async def _reserved_meanwhile(self, known: ReportMail) -> bool:
        """Of a case that was merged, the ones in which it goes on count too."""
        return any(case.reserved for case in await merge_chain(self.states, known.case))

    async def _send(self, message: OutboxMessage, known: ReportMail) -> None:
        try:
            pdf = b"".join([piece async for piece in self.blobs.get(Digest(known.attachment), known.case)])
        except Refused as refused:
            if refused.code not in LOST:
                raise
            raise MailRefused(GONE) from None
        words, about = catalogues(), {"mode": known.mode.value, "number": str(known.number)}

        def word(key: str) -> str:
            return words.text(f"archive.report_mail.{key}", known.language, **about)

        attachment = MailAttachment(name=f"{word('file')}.pdf", media_type="application/pdf", content=pdf)
        await self.mail.send(message.id, known.to, word("subject"), word("text"), attachment)

    async def _settle(self, known: ReportMail, state: ReportMailState, code: str = "") -> None:
        """Record it, and then keep the file no longer."""
        if state is _S.FAILED:
            _log.warning("mail_failed", extra={"code": code})
        command = SettleReportMail(mail=known.id, state=state, code=code)
        await self.commands.handle(
            CommandId(derived_id(known.id, "settled")), command, system_actor(known.mode)
        )
        await self._forget(known)

    async def _forget(self, known: ReportMail) -> None:
        await self.blobs.delete(Digest(known.attachment), known.case)
