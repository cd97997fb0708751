"""Commands to dictations: load, decide, commit."""

from auxilio.instructions.core import machine
from auxilio.instructions.core.messages import InstructionCommand, InstructionEvent, OpenCard, PlayStep
from auxilio.instructions.core.model import InstructionRun
from auxilio.instructions.core.ports import (
    AudienceLookup,
    CardLibrary,
    CaseFacts,
    PlaybackAudience,
    RecordingLibrary,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.event import Command, CommandResult, union_members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

DICTATION = Aggregate(
    "dictation", InstructionRun, InstructionEvent, machine.evolve, machine.links, machine.live
)
COMMANDS: tuple[type[Command], ...] = union_members(InstructionCommand)


class InstructionService:
    """The service of stage 3: instructions."""

    def __init__(
        self,
        work: UnitOfWork,
        cards: CardLibrary,
        facts: CaseFacts,
        mode_of: ModeOf | None = None,
        recorded: RecordingLibrary | None = None,
        lines: AudienceLookup | None = None,
    ) -> None:
        """Without `recorded` and `lines` nothing can be played."""
        self._work, self._cards, self._facts, self._mode_of = work, cards, facts, mode_of
        self._recorded, self._lines = recorded, lines

    async def handle(self, command_id: CommandId, command: InstructionCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        opens = isinstance(command, OpenCard)
        mode = await self._mode_of(command.case) if self._mode_of and isinstance(command, OpenCard) else None

        async def decide(attempt: CommandContext) -> None:
            run = await (attempt.find if opens else attempt.get)(DICTATION, command.run)
            case = command.case if isinstance(command, OpenCard) else run.case if run else None
            known = await self._facts.facts(case) if case is not None else {}
            listener = PlaybackAudience.NOBODY
            if isinstance(command, PlayStep) and self._lines and case is not None:
                listener = await self._lines.listener(command.call, case, actor.desk)
            facts = machine.decide(
                run, command, actor, attempt.at, self._cards, known, mode, self._recorded, listener
            )
            attempt.record(DICTATION, command.run, facts)

        return await self._work.run(command_id, command, actor, decide)
