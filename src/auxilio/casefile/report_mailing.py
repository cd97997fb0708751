"""Sends the report of a case outside: made as its reader sees it, encrypted, kept as a blob of the case, and put into the outbox.

Implements `archive.report_mail.ports.ReportMailing`. `casefile.report_mail_delivery` carries it out.
"""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from math import ceil

from auxilio.archive.report_mail.core.boards import ReportMailRow, report_mail_row
from auxilio.archive.report_mail.core.machine import check_address, must_leave
from auxilio.archive.report_mail.core.messages import SendReport
from auxilio.archive.report_mail.core.model import REPORT_BYTES_MAX, MailedReport, ReportMailId, ReportOrder
from auxilio.archive.report_mail.service import REPORT_MAIL
from auxilio.casefile.assembly import CaseFileService
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.kernel.written_words import must_say_something
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.pdf_encryption import encrypt_pdf, new_spoken_password

SENT_PER_HOUR = 30
"""Reports of one person over all processes (ours): an archive answers some courts a day, and a stolen session sends no archive
away."""
OF_PERSON = RateAllowance("report_mail", SENT_PER_HOUR, 3600.0)


class ReportMailer:
    """One for each process. `mode`: of the installation; `has_server`: whether a mail server is set."""

    def __init__(
        self,
        files: CaseFileService,
        blobs: Blobs,
        commands: CommandPort,
        limits: SharedRateLimiter,
        mode: Mode,
        *,
        has_server: bool,
    ) -> None:
        self._files, self._blobs, self._commands = files, blobs, commands
        self._mode, self._has_server = mode, has_server
        self._limits = limits

    async def send(
        self, command_id: CommandId, case: CaseId, actor: Actor, order: ReportOrder
    ) -> MailedReport:
        """See `ReportMailing`. What can be refused is refused before the report is made."""
        require(actor, Permission.CASE_FILE_EXPORT)
        if not self._has_server:
            raise Refused("no_mail_server")
        must_leave(actor.mode, self._mode)
        check_address(order.to)
        must_say_something(order.reason)
        wait_s = await self._limits.take((OF_PERSON, str(actor.id)))
        if wait_s > 0:
            raise Refused("too_many_requests", retry_after_s=ceil(wait_s))
        made = await self._files.export_report(case, actor, order.language, working_copy=order.working_copy)
        password = new_spoken_password()
        attachment = await self._keep(case, made.report, password)
        mail = ReportMailId(command_id)
        command = SendReport(
            mail=mail,
            case=case,
            to=order.to,
            language=order.language,
            reason=order.reason,
            report=sha256(made.report).hexdigest(),
            attachment=attachment,
            sealed=made.sealed,
        )
        try:
            await self._commands.handle(command_id, command, actor)
        except Refused:
            await self._blobs.delete(attachment, case)
            raise
        return MailedReport(mail=mail, password=password)

    async def _keep(self, case: CaseId, report: bytes, password: str) -> Digest:
        _must_fit(report)  # encrypting makes it larger, and takes a second for ten pages
        encrypted = await asyncio.to_thread(encrypt_pdf, report, password)
        _must_fit(encrypted)
        return await self._blobs.put(_in_one_piece(encrypted), case)

    async def mails(self, case: CaseId, actor: Actor) -> list[ReportMailRow]:
        """See `ReportMailing`."""
        require(actor, Permission.CASE_FILE_EXPORT)
        others = await self._files.admission.admit(case, actor)
        found = [one.state for one in others.of_case(case) if one.aggregate is REPORT_MAIL]
        return [report_mail_row(one) for one in sorted(found, key=lambda one: one.asked_at, reverse=True)]


def _must_fit(pdf: bytes) -> None:
    if len(pdf) > REPORT_BYTES_MAX:
        raise Refused("report_too_large", size=len(pdf), most=REPORT_BYTES_MAX)


async def _in_one_piece(data: bytes) -> AsyncIterator[bytes]:
    yield data
