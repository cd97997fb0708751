"""Commands to premise notes, and the looks at them: load, decide, commit."""

from auxilio.kernel.actor import Actor
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.premise_notes.core import machine
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import PremiseLooks, PremiseNote, PremiseNoteState

PREMISE_NOTE = Aggregate(
    "premise_note",
    PremiseNote,
    m.PremiseNoteEvent,
    machine.evolve,
    links=lambda note: Links(mode=note.mode),
    live=lambda note: note.state is PremiseNoteState.STANDING,
)
PREMISE_LOOKS = Aggregate(
    "premise_looks",
    PremiseLooks,
    m.PremiseLookEvent,
    machine.evolve_looks,
    links=lambda looks: Links(case=looks.case, mode=looks.mode),
    live=lambda _: False,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.PremiseNoteCommand)
LOOK_COMMANDS: tuple[type[Command], ...] = union_members(m.PremiseLookCommand)


class PremiseNoteService:
    """The service of premise notes."""

    def __init__(self, work: UnitOfWork, mode_of: ModeOf) -> None:
        self._work, self._mode_of = work, mode_of

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.EnterPremiseNote():
                    known = await attempt.find(PREMISE_NOTE, command.note)
                    entered = machine.enter(known, command, actor, attempt.at)
                    attempt.record(PREMISE_NOTE, command.note, entered)
                case m.ChangePremiseNote() | m.RenewPremiseNote() | m.EndPremiseNote() | m.OpenPremiseNote():
                    note = await attempt.get(PREMISE_NOTE, command.note)
                    attempt.record(PREMISE_NOTE, note.id, machine.decide(note, command, actor, attempt.at))
                case m.RecordPremiseLook():
                    looks = await attempt.find(PREMISE_LOOKS, command.case)
                    mode = looks.mode if looks else await self._mode_of(command.case)
                    shown = machine.record_look(looks, command, actor, mode)
                    attempt.record(PREMISE_LOOKS, command.case, shown)
                case _:
                    raise TypeError(f"not a command of premise notes: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)
