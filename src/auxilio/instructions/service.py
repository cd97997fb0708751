"""Commands to dictations: load, decide, commit."""

from collections.abc import Mapping, Sequence

from auxilio.instructions.core import machine
from auxilio.instructions.core.messages import (
    AuthoriseStep,
    CompressionsResumed,
    CompressionsStopped,
    InstructionCommand,
    InstructionEvent,
    OpenCard,
    PlayStep,
    RepeatStep,
    RequestAuthorisation,
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
from auxilio.instructions.ports import CardCaseCheck, SendStepToCaller, SupersedeStep
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, union_members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Conflict
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
    ) -> None:
        """Without `recorded` and `lines` nothing can be played, without `send_to_caller` nothing sent, without `supersede` no caller is
        told that compressions stop."""
        self._work, self._cards, self._facts, self._open_case = work, cards, facts, open_case
        self._recorded, self._lines, self._send = recorded, lines, send_to_caller
        self._supersede = supersede

    async def handle(self, command_id: CommandId, command: InstructionCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        opens = isinstance(command, OpenCard)

        async def decide(attempt: CommandContext) -> None:
            run = await (attempt.find if opens else attempt.get)(DICTATION, command.run)
            mode, before = None, None
            if isinstance(command, OpenCard) and command.after is not None:
                before = await attempt.find(DICTATION, command.after)
            if isinstance(command, OpenCard) and self._open_case is not None:
                mode = await self._open_case(attempt, command.case)
            case = command.case if isinstance(command, OpenCard) else run.case if run else None
            known = await self._facts.facts(case, actor.desk) if case is not None else {}
            listener = PlaybackAudience.NOBODY
            if isinstance(command, PlayStep) and self._lines and case is not None:
                listener = await self._lines.listener(command.call, case, actor.desk)
            only_reads = False
            if isinstance(command, SayStep | RepeatStep) and self._lines and case is not None:
                only_reads = await self._lines.only_reads(case, actor.desk)
            if isinstance(command, RequestAuthorisation | AuthoriseStep) and case is not None:
                await self._must_reach_somebody(command, case)
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
            )
            if isinstance(command, SendStep):
                await self._send_step(attempt, command_id, command, run, known, actor)
            if run is not None:
                await self._tell_of_compressions(attempt, run, facts)
            attempt.record(DICTATION, command.run, facts)

        return await self._work.run(command_id, command, actor, decide)

    async def _tell_of_compressions(
        self, attempt: CommandContext, run: InstructionRun, facts: Sequence[InstructionEvent]
    ) -> None:
        """Whose page has a step of compressions that stop, or go on, is told that it changes."""
        if self._supersede is None or self._lines is None:
            return
        for fact in facts:
            if isinstance(fact, CompressionsStopped | CompressionsResumed):
                for call in await self._lines.connected(run.case):
                    await self._supersede(attempt, call, run.id, isinstance(fact, CompressionsStopped))

    async def _must_reach_somebody(self, command: RequestAuthorisation | AuthoriseStep, case: CaseId) -> None:
        """Raises `Conflict("nobody_to_give_it")`: the last caller has hung up, and no crew is on its way."""
        if self._lines is not None and not await self._lines.reaches_somebody(case):
            raise Conflict("nobody_to_give_it", step=command.step)

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
