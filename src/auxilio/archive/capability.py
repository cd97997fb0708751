"""Case files, reports sent by e-mail and searches by telephone number, for the composition root."""

from typing import Protocol

from auxilio.archive import api, phone_search, ports, service
from auxilio.archive.core.case_page import CaseFileProof, CasePage
from auxilio.archive.core.case_search import Page
from auxilio.archive.core.narrative import NARRATIVE
from auxilio.archive.report_mail import service as report_mail
from auxilio.archive.report_mail.api import ReportMailController
from auxilio.archive.report_mail.core.boards import ReportMailRow
from auxilio.archive.report_mail.core.model import MailedReport, ReportOrder
from auxilio.archive.report_mail.core.narrative import NARRATIVE as REPORT_MAIL_NARRATIVE
from auxilio.archive.report_mail.ports import FindMailableCase
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Mode
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.keys.ports import Signer


class ArchiveEnvironment(Protocol):
    """What commands to case files need."""

    work: UnitOfWork
    signer: Signer
    sealable_case: ports.SealableCase
    mode: Mode
    mailable_case: FindMailableCase


CAPABILITY: Capability[ArchiveEnvironment, object, object] = Capability(
    name="archive",
    aggregates=(service.CASE_FILE, phone_search.SEARCH, report_mail.REPORT_MAIL),
    handlers=(
        (service.COMMANDS, lambda env: service.Archive(env.work, env.signer, env.sealable_case).handle),
        (phone_search.COMMANDS, lambda env: phone_search.PhoneSearchService(env.work).handle),
    ),
    routed_handlers=(
        (
            report_mail.COMMANDS,
            lambda env: report_mail.ReportMailService(env.work, env.mode, env.mailable_case).handle,
        ),
    ),
    narratives=(NARRATIVE, REPORT_MAIL_NARRATIVE),
    schemas=(
        CasePage,
        CaseFileProof,
        Page,
        ReportOrder,
        MailedReport,
        ReportMailRow,
    ),
    routes=(api.ArchiveController, api.CaseFileController, ReportMailController),
    permissions=(
        Permission.CASE_FILE_SEAL,
        Permission.CASE_FILE_READ,
        Permission.CASE_FILE_ADD,
        Permission.CASE_FILE_EXPORT,
        Permission.CASE_FILE_REOPEN,
        Permission.CASE_FILE_SEARCH_PHONE,
    ),
)
