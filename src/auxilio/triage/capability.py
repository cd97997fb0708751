"""Protocol runs, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.triage import api, service
from auxilio.triage.core.narrative import NARRATIVE
from auxilio.triage.core.ports import ProtocolLibrary
from auxilio.triage.ports import CaseRuns, InterviewableCase, SendQuestionToCaller, SettleQuestion


class TriageEnvironment(Protocol):
    """What commands to protocol runs need."""

    work: UnitOfWork
    protocols: ProtocolLibrary
    interviewable_case: InterviewableCase
    case_runs: CaseRuns
    send_question: SendQuestionToCaller
    settle_question: SettleQuestion
    zone: str


def _handler(env: TriageEnvironment) -> CommandHandler:
    return service.TriageService(
        env.work,
        env.protocols,
        env.interviewable_case,
        env.case_runs,
        env.send_question,
        env.settle_question,
        env.zone,
    ).handle


CAPABILITY: Capability[TriageEnvironment, object, object] = Capability(
    name="triage",
    aggregates=(service.RUN,),
    handlers=((service.COMMANDS, _handler),),
    narratives=(NARRATIVE,),
    routes=(api.suggest_types,),
    permissions=(
        Permission.TRIAGE_ASK,
        Permission.TRIAGE_RECLASSIFY,
    ),
)
