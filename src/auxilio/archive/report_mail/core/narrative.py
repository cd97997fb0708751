"""How the events of report mails are told."""

from auxilio.archive.report_mail.core.messages import ReportMailRequested, ReportMailSettled
from auxilio.kernel.narrative import Narrative

_BESIDE = "It stands beside the file for those who may give it out: a report tells no receiver of another."
NARRATIVE = Narrative("archive", untold={ReportMailRequested: _BESIDE, ReportMailSettled: _BESIDE})
