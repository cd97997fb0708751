"""What can be asked of a report mail, and what can have happened to one."""

from typing import ClassVar

from auxilio.archive.core.model import Sha256
from auxilio.archive.report_mail.core.model import Reason, ReportMailId, ReportMailState
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.email_address import EmailAddress
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.shared_types import Language, Mode, ShortText


class SendReport(Command, frozen=True, kw_only=True, tag="archive.send_report"):
    """Send this encrypted report, which was kept as a blob of the case (`POST /api/case-files/{case}/mails`)."""

    permission: ClassVar[str] = Permission.CASE_FILE_EXPORT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    mail: ReportMailId
    case: CaseId
    to: EmailAddress
    language: Language
    reason: Reason
    report: Sha256
    attachment: Sha256
    sealed: bool


class SettleReportMail(Command, frozen=True, kw_only=True, tag="archive.settle_report_mail"):
    """By Auxilio itself: what became of it. The same may be told twice."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    mail: ReportMailId
    state: ReportMailState
    code: ShortText = ""


type ReportMailCommand = SendReport | SettleReportMail


class ReportMailRequested(Event, frozen=True, kw_only=True, tag="archive.report_mail.requested"):
    """A person sent the report of a case outside: to whom, why, and which version. The password is not in it."""

    mail: ReportMailId
    case: CaseId
    number: int
    mode: Mode
    to: EmailAddress
    language: Language
    reason: ShortText
    report: Sha256
    attachment: Sha256
    sealed: bool
    reserved: bool
    by_name: ShortText


class ReportMailSettled(Event, frozen=True, kw_only=True, tag="archive.report_mail.settled"):
    """The mail server took it, or it failed, or it was taken back."""

    mail: ReportMailId
    state: ReportMailState
    code: ShortText


type ReportMailEvent = ReportMailRequested | ReportMailSettled
