"""A report mail as it stands (docs/nouns/report-mail.md)."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.archive.core.model import Sha256
from auxilio.kernel.email_address import EmailAddress
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language, Mode, ShortText

ReportMailId = NewType("ReportMailId", UUID)
CHANNEL = "report_mail"
"""The lane of the outbox: large mails delay no notification."""
REPORT_BYTES_MAX = 11 * 1024 * 1024
"""Of an encrypted report: written in base64 (RFC 2045) it has 15.1 MB, and a mail at most 16 (decision 0414)."""
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ReportMailState(StrEnum):
    """What became of a report mail. Every state but the first is final."""

    QUEUED = "queued"
    """Put into the outbox."""
    SENT = "sent"
    """The mail server took it: it is no word of the receiver."""
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Taken back while it waited: its case was reserved meanwhile."""


class MailableCase(msgspec.Struct, frozen=True, kw_only=True):
    """What a report mail must know of its case."""

    number: int
    mode: Mode
    reserved: bool


class ReportMail(msgspec.Struct, frozen=True, kw_only=True):
    """One report of one case, sent to one address."""

    id: ReportMailId
    case: CaseId
    number: int
    mode: Mode
    to: EmailAddress
    language: Language
    reason: ShortText
    report: Sha256
    """Of the PDF before it was encrypted: which version it is."""
    attachment: Sha256
    """Of the encrypted file that the receiver has; under it the file waits as a blob of the case."""
    sealed: bool
    """False: the report of a case that was not sealed."""
    reserved: bool
    """The case was reserved when it was asked for, by a person to whom it is open."""
    by_name: ShortText
    asked_at: Instant
    state: ReportMailState = ReportMailState.QUEUED
    code: ShortText = ""
    """Why it failed or was taken back."""
    settled_at: Instant | None = None


class ReportOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom the report goes, and why. `working_copy`: of a case that is not sealed, which its pages say."""

    to: EmailAddress
    reason: Reason
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")] = "es"
    working_copy: bool = False


class MailedReport(msgspec.Struct, frozen=True, kw_only=True):
    """The report is on its way. The password is in this answer alone: it is told by telephone, and nothing keeps it."""

    mail: ReportMailId
    password: str
