"""Interviews through the database: what is answered is there once, and a repeat gets the first answer."""

import asyncio

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from auxilio.triage.core.messages import AnswerQuestion, ChooseType, StartRun, TriageCommand, UndoAnswer
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.service import COMMANDS, RUN, TriageService
from auxilio.workflows.runner import StateReader
from tests.actors import person
from tests.database import Database
from tests.triage.shipped_content import library

ANA = person("call_taker", "desk-1")


async def exercise(attempt: CommandContext, case: CaseId, call: CallId | None) -> Mode:
    del attempt, case, call
    return Mode.EXERCISE


class Desk:
    """One run, given commands as the command bus does."""

    def __init__(self, database: Database) -> None:
        self.triage = CommandBus((COMMANDS, TriageService(database.work, library(), exercise).handle))
        self.pool = database.pool
        self.run = RunId(new_id())

    async def do(self, command: TriageCommand, actor: Actor = ANA, id: CommandId | None = None) -> int:
        handled = await self.triage.handle(id or CommandId(new_id()), command, actor)
        return next(iter(handled.versions.values()), 0)

    async def start(self) -> None:
        await self.do(StartRun(run=self.run, case=CaseId(new_id()), protocol="gen-entrada"))

    async def stored(self) -> ProtocolRun:
        return RUN.read_state(
            await self.pool.fetchval("select state::text from stream where id = $1", f"run:{self.run}")
        )


async def test_an_interview_is_kept_as_it_was_given(database: Database) -> None:
    desk = Desk(database)
    await desk.start()
    for question, answer in (("tipo", "health"), ("consciente", "N"), ("respira", "qualified")):
        await desk.do(AnswerQuestion(run=desk.run, question=question, answer=answer))
    run = await desk.stored()
    assert run.standing.priority is Priority.P0
    assert run.standing.say == ("rcp-adulto",)
    assert [given.by for given in run.given] == [ANA.name] * 3
    assert run.mode is Mode.EXERCISE


async def test_the_same_command_twice_answers_once(database: Database) -> None:
    desk = Desk(database)
    await desk.start()
    id, answer = CommandId(new_id()), AnswerQuestion(run=desk.run, question="tipo", answer="fire")
    assert await desk.do(answer, id=id) == await desk.do(answer, id=id)
    assert len((await desk.stored()).given) == 1


async def test_an_answer_taken_back_is_taken_back_in_the_log_too(database: Database) -> None:
    desk = Desk(database)
    await desk.start()
    await desk.do(AnswerQuestion(run=desk.run, question="tipo", answer="health"))
    await desk.do(AnswerQuestion(run=desk.run, question="consciente", answer="N"))
    await desk.do(UndoAnswer(run=desk.run))
    assert (await desk.stored()).answers() == {"tipo": "health"}


async def test_who_may_not_ask_is_refused_before_anything_is_read(database: Database) -> None:
    desk = Desk(database)
    crew = person("crew")
    assert Permission.TRIAGE_ASK not in crew.permissions
    with pytest.raises(Refused, match="not_permitted"):
        await desk.do(StartRun(run=desk.run, case=CaseId(new_id()), protocol="gen-entrada"), crew)


async def test_a_run_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(Refused) as refusal:
        await Desk(database).do(ChooseType(run=RunId(new_id()), type="SAN-01"))
    assert refusal.value.code == "unknown_run"


async def test_the_page_of_a_caller_is_told_which_card_an_answer_proves_no_longer(database: Database) -> None:
    states = StateReader(database.pool, AggregateRegistry(RUN))
    told: list[tuple[str, frozenset[str]]] = []

    async def runs_of(case: CaseId) -> list[ProtocolRun]:
        return await states.in_case(RUN, case)

    async def settle(
        attempt: CommandContext,
        call: CallId,
        case: CaseId,
        run: RunId,
        question: str,
        answer: str,
        disproved: frozenset[str],
    ) -> None:
        del attempt, call, case, run
        told.append((f"{question} {answer}", disproved))

    service = TriageService(database.work, library(), exercise, runs_of, settle=settle)
    bus = CommandBus((COMMANDS, service.handle))
    case, runs = CaseId(new_id()), [RunId(new_id()) for _ in range(2)]

    async def answers(run: RunId, **given: str) -> None:
        for question, answer in given.items():
            command = AnswerQuestion(run=run, question=question, answer=answer, call=CallId(new_id()))
            await bus.handle(CommandId(new_id()), command, ANA)

    await bus.handle(CommandId(new_id()), StartRun(run=runs[0], case=case, protocol="san-pcr"), ANA)
    await answers(runs[0], consciente="N", respira="N", edad="infant")
    assert told == [
        ("consciente N", frozenset()),
        ("respira N", frozenset()),
        ("edad infant", frozenset({"rcp-adulto"})),
    ]
    told.clear()
    await bus.handle(CommandId(new_id()), StartRun(run=runs[1], case=case, protocol="gen-entrada"), ANA)
    await answers(runs[1], tipo="health", consciente="N", respira="N")
    await answers(runs[0], edad="adult")
    await answers(runs[0], edad="infant")
    assert told[-1] == ("edad infant", frozenset()), "another interview proves it still"


async def test_two_desks_that_begin_the_same_interview_at_once_begin_one(database: Database) -> None:
    states = StateReader(database.pool, AggregateRegistry(RUN))

    async def runs_of(case: CaseId) -> list[ProtocolRun]:
        return await states.in_case(RUN, case)

    service = TriageService(database.work, library(), exercise, runs_of)
    bus = CommandBus((COMMANDS, service.handle))
    for _ in range(10):
        case = CaseId(new_id())
        starts = [StartRun(run=RunId(new_id()), case=case, protocol="san-pcr") for _ in range(2)]
        told = await asyncio.gather(
            *(bus.handle(CommandId(new_id()), start, ANA) for start in starts), return_exceptions=True
        )
        refusals = [one.code for one in told if isinstance(one, Refused)]
        assert refusals == ["run_exists"], told
        assert len(await runs_of(case)) == 1
