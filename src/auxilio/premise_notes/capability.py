"""Premise notes, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.command_port import CommandPort
from auxilio.platform.capability import Capability, CommandHandler, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.premise_notes import api, service
from auxilio.premise_notes.core.narrative import NARRATIVE
from auxilio.premise_notes.core.views import CasePremiseNotes, PremiseNoteList, PremiseNoteRecord
from auxilio.premise_notes.ports import FindCasePremises
from auxilio.premise_notes.queries import PremiseNoteQueries


class PremiseNoteEnvironment(Protocol):
    """What commands to premise notes need."""

    work: UnitOfWork
    mode_of: ModeOf


class PremiseNoteSystem(RunningSystem, Protocol):
    """What routes of premise notes need."""

    @property
    def commands(self) -> CommandPort:
        """The command bus."""
        ...

    @property
    def premises_of(self) -> FindCasePremises:
        """Where a case is, for who works on it."""
        ...


def _handler(env: PremiseNoteEnvironment) -> CommandHandler:
    return service.PremiseNoteService(env.work, env.mode_of).handle


CAPABILITY: Capability[PremiseNoteEnvironment, PremiseNoteSystem, object] = Capability(
    name="premise_notes",
    aggregates=(service.PREMISE_NOTE, service.PREMISE_LOOKS),
    handlers=((service.COMMANDS, _handler),),
    routed_handlers=((service.LOOK_COMMANDS, _handler),),
    narratives=(NARRATIVE,),
    schemas=(CasePremiseNotes, PremiseNoteList, PremiseNoteRecord),
    routes=api.HANDLERS,
    dependencies=lambda running: {
        "premise_notes_": PremiseNoteQueries(
            running.pool, running.clock, running.commands, running.premises_of
        )
    },
    permissions=(Permission.PREMISE_NOTE_READ, Permission.PREMISE_NOTE_WRITE),
)
