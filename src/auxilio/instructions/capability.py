"""Dictated instruction cards, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.instructions import service
from auxilio.instructions.core import ports
from auxilio.instructions.core.narrative import NARRATIVE
from auxilio.instructions.ports import CardCaseCheck, CaseCards, SendStepToCaller, SupersedeStep
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import UnitOfWork


class InstructionEnvironment(Protocol):
    """What commands to instruction cards need."""

    work: UnitOfWork
    cards: ports.CardLibrary
    case_facts: ports.CaseFacts
    open_case: CardCaseCheck
    case_cards: CaseCards
    card_recordings: ports.RecordingLibrary
    audience: ports.AudienceLookup
    send_step: SendStepToCaller
    supersede_step: SupersedeStep


def _handler(env: InstructionEnvironment) -> CommandHandler:
    return service.InstructionService(
        env.work,
        env.cards,
        env.case_facts,
        env.open_case,
        env.card_recordings,
        env.audience,
        env.send_step,
        env.supersede_step,
        env.case_cards,
    ).handle


CAPABILITY: Capability[InstructionEnvironment, object, object] = Capability(
    name="instructions",
    aggregates=(service.DICTATION,),
    handlers=((service.COMMANDS, _handler),),
    narratives=(NARRATIVE,),
    permissions=(
        Permission.INSTRUCT,
        Permission.MEDICATION_AUTHORISE,
    ),
)
