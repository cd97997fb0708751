"""What report mails need of cases and of case files."""

from typing import Protocol, runtime_checkable

from auxilio.archive.report_mail.core.boards import ReportMailRow
from auxilio.archive.report_mail.core.model import MailableCase, MailedReport, ReportOrder
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.platform.database.command_executor import CommandContext


class FindMailableCase(Protocol):
    """Cases belong to `cases`."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> MailableCase:
        """What a report mail must know of a case. Raises `Refused("unknown_case")`."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class ReportMailing(Protocol):
    """Makes the report, encrypts it and sends it (`casefile.report_mailing`)."""

    async def send(
        self, command_id: CommandId, case: CaseId, actor: Actor, order: ReportOrder
    ) -> MailedReport:
        """Put it on its way. Raises `Refused`: `not_permitted`, `no_mail_server`, `report_stays_inside`,
        `report_address_malformed`, `too_many_requests`, `report_too_large`, and as the report of a case file does."""
        ...

    async def mails(self, case: CaseId, actor: Actor) -> list[ReportMailRow]:
        """Those of a case, the newest first. Raises `Refused`: `not_permitted`, and as opening the case does."""
        ...
