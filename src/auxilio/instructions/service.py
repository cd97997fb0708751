"""Commands to dictations: load, decide, commit."""

from collections.abc import Awaitable, Callable

from auxilio.identity.gate import require
from auxilio.instructions import machine
from auxilio.instructions.messages import InstructionCommand, InstructionEvent, OpenCard, PlayStep
from auxilio.instructions.model import InstructionRun
from auxilio.instructions.ports import Cards, CaseFacts, Lines, Listener, Recorded
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

DICTATION = Noun("dictation", InstructionRun, InstructionEvent, machine.evolve, machine.links, machine.live)
COMMANDS: tuple[type[Command], ...] = members(InstructionCommand)

ModeOf = Callable[[CaseId], Awaitable[Mode]]
"""The mode of a case: a dictation belongs to the same world for ever."""


class Instructions:
    """The shell of stage 3."""

    def __init__(
        self,
        work: UnitOfWork,
        cards: Cards,
        facts: CaseFacts,
        mode_of: ModeOf | None = None,
        recorded: Recorded | None = None,
        lines: Lines | None = None,
    ) -> None:
        """Without `recorded` and `lines` nothing can be played."""
        self._work, self._cards, self._facts, self._mode_of = work, cards, facts, mode_of
        self._recorded, self._lines = recorded, lines

    async def handle(self, command_id: CommandId, command: InstructionCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)
        opens = isinstance(command, OpenCard)
        mode = await self._mode_of(command.case) if self._mode_of and isinstance(command, OpenCard) else None

        async def decide(attempt: Attempt) -> None:
            run = await (attempt.find if opens else attempt.get)(DICTATION, command.run)
            case = command.case if isinstance(command, OpenCard) else run.case if run else None
            known = await self._facts.facts(case) if case is not None else {}
            listener = Listener.NOBODY
            if isinstance(command, PlayStep) and self._lines and case is not None:
                listener = await self._lines.listener(command.call, case, actor.desk)
            facts = machine.decide(
                run, command, actor, attempt.at, self._cards, known, mode, self._recorded, listener
            )
            attempt.record(DICTATION, command.run, facts)

        return await self._work.run(command_id, command, actor, decide)
