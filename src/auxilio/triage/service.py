"""Commands to interviews: load, decide, commit."""

from collections.abc import Awaitable, Callable

from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork
from auxilio.triage import machine
from auxilio.triage.messages import StartRun, TriageCommand, TriageEvent
from auxilio.triage.model import ProtocolRun
from auxilio.triage.ports import Library

RUN = Noun("run", ProtocolRun, TriageEvent, machine.evolve, machine.links, machine.live)
COMMANDS: tuple[type[Command], ...] = members(TriageCommand)

ModeOf = Callable[[CaseId], Awaitable[Mode]]
"""The mode of a case: an interview belongs to the same world for ever."""


class Triage:
    """The shell of stage 2."""

    def __init__(self, work: UnitOfWork, library: Library, mode_of: ModeOf | None = None) -> None:
        self._work, self._library, self._mode_of = work, library, mode_of

    async def handle(self, command_id: CommandId, command: TriageCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)
        starts = isinstance(command, StartRun)
        mode = await self._mode_of(command.case) if self._mode_of and isinstance(command, StartRun) else None

        async def decide(attempt: Attempt) -> None:
            run = await (attempt.find if starts else attempt.get)(RUN, command.run)
            facts = machine.decide(run, command, actor, attempt.at, self._library, mode)
            attempt.record(RUN, command.run, facts)

        return await self._work.run(command_id, command, actor, decide)
