"""What pages see of a report mail. Pure."""

import msgspec

from auxilio.archive.core.model import Sha256
from auxilio.archive.report_mail.core.model import ReportMail, ReportMailId, ReportMailState
from auxilio.kernel.instant import Instant


class ReportMailRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report mail of a case."""

    id: ReportMailId
    to: str
    reason: str
    report: Sha256
    sealed: bool
    by_name: str
    asked_at: Instant
    state: ReportMailState
    code: str
    settled_at: Instant | None


def report_mail_row(mail: ReportMail) -> ReportMailRow:
    """The row of a report mail."""
    return msgspec.convert(mail, ReportMailRow, from_attributes=True)
