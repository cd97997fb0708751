"""Commands to interviews: load, decide, commit."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, union_members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.triage.core import machine
from auxilio.triage.core.messages import (
    AnswerQuestion,
    ChangeProtocol,
    SendQuestion,
    StartRun,
    TriageCommand,
    TriageEvent,
)
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.core.ports import ProtocolLibrary
from auxilio.triage.core.written_questions import question_text
from auxilio.triage.ports import CaseRuns, InterviewableCase, SendQuestionToCaller, SettleQuestion

RUN = Aggregate("run", ProtocolRun, TriageEvent, machine.evolve, machine.links, machine.live)
COMMANDS: tuple[type[Command], ...] = union_members(TriageCommand)


class TriageService:
    """The service of stage 2: triage."""

    def __init__(
        self,
        work: UnitOfWork,
        library: ProtocolLibrary,
        open_case: InterviewableCase | None = None,
        runs_of: CaseRuns | None = None,
        send_to_caller: SendQuestionToCaller | None = None,
        settle: SettleQuestion | None = None,
        zone: str | None = None,
    ) -> None:
        """For tests: without `open_case` no case is checked, without `runs_of` a case has no other interviews, without
        `send_to_caller` no question can be sent, without `settle` no caller is told of an answer, without `zone` (the centre's) every protocol is in force."""
        self._work, self._library, self._open_case, self._runs_of = work, library, open_case, runs_of
        self._send, self._settle = send_to_caller, settle
        self._zone = ZoneInfo(zone) if zone is not None else None
        self._starting = WeakValueDictionary[CaseId, asyncio.Lock]()
        """One start at a time in each case: a second sees the interview that the first has begun, and is refused."""

    async def handle(self, command_id: CommandId, command: TriageCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        starts = isinstance(command, StartRun)

        async def decide(attempt: CommandContext) -> None:
            run = await (attempt.find if starts else attempt.get)(RUN, command.run)
            if isinstance(command, SendQuestion):
                assert self._send is not None, "the composition root gives a way to callers"
                text = question_text(run, command, self._library)
                await self._send(attempt, command_id, command.call, text, actor)
                return
            mode: Mode | None = None
            others: Sequence[ProtocolRun] = ()
            if isinstance(command, StartRun):
                mode, others = await self._of_case(attempt, command)
            elif isinstance(command, ChangeProtocol) and run is not None and self._runs_of:
                others = await self._runs_of(run.case)
            day = attempt.at.astimezone(self._zone).date() if self._zone is not None else None
            facts = machine.decide(run, command, actor, attempt.at, self._library, mode, others, day)
            attempt.record(RUN, command.run, facts)
            if isinstance(command, AnswerQuestion) and command.call and run and self._settle:
                gone = await self._disproved(run, facts, attempt.at)
                await self._settle(
                    attempt, command.call, run.case, run.id, command.question, command.answer, gone
                )

        if not isinstance(command, StartRun):
            return await self._work.run(command_id, command, actor, decide)
        async with self._starting.setdefault(command.case, asyncio.Lock()):
            return await self._work.run(command_id, command, actor, decide)

    async def _disproved(
        self, run: ProtocolRun, facts: Sequence[TriageEvent], at: datetime
    ) -> frozenset[str]:
        """The cards that these facts prove no longer, and that no other interview of the case proves."""
        after = run
        for fact in facts:
            after = machine.evolve(after, fact, at)
        gone = set(run.standing.say) - set(after.standing.say)
        others = await self._runs_of(run.case) if gone and self._runs_of else ()
        return frozenset(gone.difference(*(each.standing.say for each in others if each.id != run.id)))

    async def _of_case(
        self, attempt: CommandContext, command: StartRun
    ) -> tuple[Mode | None, Sequence[ProtocolRun]]:
        """The mode of the case in which an interview begins, and the interviews that it has."""
        mode = await self._open_case(attempt, command.case, command.call) if self._open_case else None
        return mode, await self._runs_of(command.case) if self._runs_of else ()
