"""Routes of report mails: send the report of a case, and see what became of those that were sent."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from auxilio.archive.report_mail.core.boards import ReportMailRow
from auxilio.archive.report_mail.core.model import MailedReport, ReportOrder
from auxilio.archive.report_mail.ports import ReportMailing
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, CommandId

NOT_KEPT = {"cache-control": "no-store"}
ORDER_BYTES_MAX = 4_096


class ReportMailController(Controller):
    """`/api/case-files/{case}/mails`."""

    path = "/api/case-files/{case:uuid}/mails"

    @post(
        "/",
        status_code=200,
        request_max_body_size=ORDER_BYTES_MAX,
        summary="Send the report of a case by e-mail",
    )
    async def send(
        self,
        case: FromPath[UUID],
        data: JSONBody[ReportOrder],
        actor: NamedDependency[Actor],
        report_mailing: NamedDependency[ReportMailing],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> Response[MailedReport]:
        """Encrypted with a password that is told by telephone. A repeat of the command id is refused: the first answer had it."""
        sent = await report_mailing.send(command_id, CaseId(case), actor, data)
        return Response(sent, headers=NOT_KEPT)

    @get("/", summary="Reports of a case that were sent by e-mail")
    async def mails(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        report_mailing: NamedDependency[ReportMailing],
    ) -> Response[list[ReportMailRow]]:
        """The newest first, each with what became of it."""
        return Response(await report_mailing.mails(CaseId(case), actor), headers=NOT_KEPT)
