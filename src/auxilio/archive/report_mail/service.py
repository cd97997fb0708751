"""Commands to report mails: load, decide, commit, and put the mail into the outbox with its fact."""

import msgspec

from auxilio.archive.report_mail.core import machine
from auxilio.archive.report_mail.core import messages as m
from auxilio.archive.report_mail.core.model import CHANNEL, ReportMail, ReportMailId, ReportMailState
from auxilio.archive.report_mail.ports import FindMailableCase
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

REPORT_MAIL = Aggregate(
    "report_mail",
    ReportMail,
    m.ReportMailEvent,
    machine.evolve,
    links=lambda mail: Links(case=mail.case, mode=mail.mode),
    live=lambda mail: mail.state is ReportMailState.QUEUED,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.ReportMailCommand)


class OutgoingReport(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox: neither the file nor its password."""

    mail: ReportMailId


class ReportMailService:
    """The service of report mails."""

    def __init__(self, work: UnitOfWork, installation: Mode, case_of: FindMailableCase) -> None:
        self._work, self._installation, self._case_of = work, installation, case_of

    async def handle(
        self, command_id: CommandId, command: m.ReportMailCommand, actor: Actor
    ) -> CommandResult:
        """Any command of report mails. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, m.SettleReportMail):
                settled = await attempt.get(REPORT_MAIL, command.mail)
                attempt.record(REPORT_MAIL, settled.id, machine.settle(settled, command))
                return
            known = await attempt.find(REPORT_MAIL, command.mail)
            case = await self._case_of(attempt, command.case)
            facts = machine.send(known, command, case, self._installation, actor)
            attempt.record(REPORT_MAIL, command.mail, facts)
            attempt.send(CHANNEL, OutgoingReport(mail=command.mail))

        return await self._work.run(command_id, command, actor, decide)
