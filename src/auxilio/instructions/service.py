"""Commands to dictations: load, decide, commit."""

import asyncio
from collections.abc import Mapping, Sequence
from weakref import WeakValueDictionary

from auxilio.instructions.core import machine
from auxilio.instructions.core.card_steps import CIRCULATION_BACK
from auxilio.instructions.core.messages import (
    AuthoriseStep,
    CompressionsResumed,
    CompressionsStopped,
    InstructionCommand,
    InstructionEvent,
    MarkMoment,
    OpenCard,
    PlayStep,
    RepeatStep,
    RequestAuthorisation,
    ResumeCompressions,
    SayStep,
    SendStep,
)
from auxilio.instructions.core.model import InstructionRun
from auxilio.instructions.core.ports import (
    AudienceLookup,
    CardLibrary,
    CaseFacts,
    PlaybackAudience,
    RecordingLibrary,
)
from auxilio.instructions.core.written_steps import step_text
from auxilio.instructions.ports import CardCaseCheck, CaseCards, SendStepToCaller, SupersedeStep
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, union_members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Conflict
from auxilio.kernel.shared_types import Mode
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
        open_case: CardCaseCheck | None = None,
        recorded: RecordingLibrary | None = None,
        lines: AudienceLookup | None = None,
        send_to_caller: SendStepToCaller | None = None,
        supersede: SupersedeStep | None = None,
        cards_of: CaseCards | None = None,
    ) -> None:
        """Without `recorded` and `lines` nothing can be played, without `send_to_caller` nothing sent, without `supersede` no caller is
        told that compressions stop, without `cards_of` a case has no other cards."""
        self._work, self._cards, self._facts, self._open_case = work, cards, facts, open_case
        self._recorded, self._lines, self._send = recorded, lines, send_to_caller
        self._supersede, self._cards_of = supersede, cards_of
        self._opening = WeakValueDictionary[CaseId, asyncio.Lock]()
        """In each process one card opens at a time in a case: the next counts it."""

    async def handle(self, command_id: CommandId, command: InstructionCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        opens = isinstance(command, OpenCard)

        async def decide(attempt: CommandContext) -> None:
            run = await (attempt.find if opens else attempt.get)(DICTATION, command.run)
            mode: Mode | None = None
            before: InstructionRun | None = None
            open_cards = 0
            if isinstance(command, OpenCard):
                before = await attempt.find(DICTATION, command.after) if command.after else None
                mode = await self._open_case(attempt, command.case) if self._open_case else None
                open_cards = await self._open_cards(command.case)
            case = command.case if isinstance(command, OpenCard) else run.case if run else None
            known = await self._facts.facts(case, actor.desk) if case is not None else {}
            listener = PlaybackAudience.NOBODY
            if isinstance(command, PlayStep) and self._lines and case is not None:
                listener = await self._lines.listener(command.call, case, actor.desk)
            only_reads = False
            if isinstance(command, SayStep | RepeatStep) and self._lines and case is not None:
                only_reads = await self._lines.only_reads(case, actor.desk)
            if case is not None:
                await self._check_callers(command, case, actor)
            facts = machine.decide(
                run,
                command,
                actor,
                attempt.at,
                self._cards,
                known,
                mode,
                self._recorded,
                listener,
                only_reads,
                before,
                open_cards,
            )
            if isinstance(command, SendStep):
                await self._send_step(attempt, command_id, command, run, known, actor)
            if run is not None:
                await self._tell_of_compressions(attempt, run, facts)
            attempt.record(DICTATION, command.run, facts)

        if not isinstance(command, OpenCard):
            return await self._work.run(command_id, command, actor, decide)
        async with self._opening.setdefault(command.case, asyncio.Lock()):
            return await self._work.run(command_id, command, actor, decide)

    async def _open_cards(self, case: CaseId) -> int:
        found = await self._cards_of(case) if self._cards_of is not None else ()
        return sum(one.closed_at is None for one in found)

    async def _tell_of_compressions(
        self, attempt: CommandContext, run: InstructionRun, facts: Sequence[InstructionEvent]
    ) -> None:
        """Whose page has a step of compressions that stop, or go on, is told that it changes."""
        if self._supersede is None or self._lines is None:
            return
        for fact in facts:
            if isinstance(fact, CompressionsStopped | CompressionsResumed):
                for call in await self._lines.connected_calls(run.case):
                    await self._supersede(attempt, call, run.id, isinstance(fact, CompressionsStopped))

    async def _check_callers(self, command: InstructionCommand, case: CaseId, actor: Actor) -> None:
        """Raises `Conflict`: `nobody_to_give_it`, the last caller has hung up and no crew has the case; `caller_with_another_desk`,
        the caller would wait for a step that this desk cannot send."""
        if self._lines is None:
            return
        if isinstance(command, RequestAuthorisation | AuthoriseStep):
            if not await self._lines.has_caller_or_crew(case):
                raise Conflict("nobody_to_give_it", step=command.step)
            return
        by_person = _changes_compressions(command) and actor.kind != "system"
        if by_person and await self._lines.with_another_desk(case, actor.desk):
            raise Conflict("caller_with_another_desk", case=str(case))

    async def _send_step(
        self,
        attempt: CommandContext,
        command_id: CommandId,
        command: SendStep,
        run: InstructionRun | None,
        known: Mapping[str, str],
        actor: Actor,
    ) -> None:
        """The same step in the call, in the same transaction."""
        card = self._cards.card_of(run.digest) if run is not None else None
        assert run is not None, "the machine has decided on it"
        assert card is not None, "the machine has decided on it"
        assert self._send is not None, "the composition root gives a way to callers"
        text = step_text(
            card, run, command.step, known, command.language, self._cards.easy(card), self._cards.partial
        )
        await self._send(attempt, command_id, command.call, text, actor)


def _changes_compressions(command: InstructionCommand) -> bool:
    marks = isinstance(command, MarkMoment) and command.mark == CIRCULATION_BACK
    return marks or isinstance(command, ResumeCompressions)
