"""Aim: a case with several interviews: what counts of their answers, what the case is called, and when it is asked again (decision 0351)."""

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, CaseEnding, ClosingData
from auxilio.cases.service import CASE
from auxilio.followup.core.model import Watch, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.instructions.core import messages as instructions
from auxilio.instructions.core.machine import CARDS_MAX
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.fakes import MemoryCommandExecutor, MemoryLog
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.triage.core.machine import RUNS_MAX
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.service import RUN
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import triage_results as evaluated
from auxilio.workflows.runner import Reaction
from tests.actors import citizen, person, system
from tests.days.backends import (
    AGGREGATES,
    MemoryLooks,
    MemoryRunner,
    MemoryStateReader,
    MemoryStore,
    command_bus_of,
)

LUCIA, PAU = person("call_taker", "desk-1"), person("call_taker", "desk-2")
PACE_S = {"san-dolor-toracico": 120.0, "san-pcr": 60.0, "gen-reiterada": 600.0}


class InterviewRoom:
    """A centre in memory, with the reactions to interviews."""

    def __init__(self, *more: Reaction) -> None:
        log, self.clock = MemoryLog(), SimulatedClock()
        self.states = MemoryStateReader(log)
        self.looks = MemoryLooks(self.states)
        executor = MemoryCommandExecutor(log, self.clock)
        self.commands = command_bus_of(executor, MemoryStore(log), self.looks, self.states, self.clock)
        told = (*evaluated.reactions(), *followed.reactions(every_s=lambda id, digest: PACE_S.get(id)), *more)
        self.runner = MemoryRunner(None, AGGREGATES, None, self.clock, self.commands, told)
        self.runner.states, self.runner.saved, self.runner.memory = self.states, {}, log

    async def do(self, command: Command, actor: Actor = LUCIA, *, follows: bool = True) -> None:
        await self.clock.advance(1, settle=0)
        await self.commands.handle(CommandId(new_id()), command, actor)
        while follows and await self.runner.step():
            pass

    async def opens(self, type: str | None = None) -> CaseId:
        case = CaseId(new_id())
        await self.do(cases.OpenCase(case=case, type=type))
        return case

    async def begins(self, case: CaseId, protocol: str, call: CallId | None = None, **facts: str) -> RunId:
        run = RunId(new_id())
        await self.do(triage.StartRun(run=run, case=case, protocol=protocol, facts=facts, call=call))
        return run

    async def joins(self, case: CaseId) -> CallId:
        """One more caller of this case, at the other desk, who has hung up since."""
        call = CallId(new_id())
        await self.do(calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call))
        await self.do(calls.AnswerCall(call=call), PAU)
        await self.do(cases.LinkCall(case=case, call=call), PAU)
        await self.do(calls.JoinCase(call=call, case=case), system())
        await self.do(calls.HangUp(call=call), PAU)
        return call

    async def hears(self, run: RunId, **answers: str) -> None:
        for question, answer in answers.items():
            await self.do(triage.AnswerQuestion(run=run, question=question, answer=answer))

    async def case(self, case: CaseId) -> Case:
        found = await self.states.state(CASE, case)
        assert isinstance(found, Case)
        return found

    async def runs(self, case: CaseId) -> list[ProtocolRun]:
        return await self.states.in_case(RUN, case)

    async def reassessments(self, case: CaseId) -> list[Watch]:
        found = await self.states.in_case(WATCH, case)
        return [one for one in found if one.kind is WatchKind.REASSESS and one.state is WatchState.SET]


@pytest.fixture
def room() -> InterviewRoom:
    return InterviewRoom()


async def refused(room: InterviewRoom, command: Command) -> str:
    with pytest.raises(Refused) as refusal:
        await room.do(command)
    return refusal.value.code


async def test_a_correction_counts_and_not_the_copy_of_the_slip_in_a_later_interview(
    room: InterviewRoom,
) -> None:
    case = await room.opens()
    first = await room.begins(case, "san-dolor-toracico")
    await room.hears(first, consciente="N")
    later = await room.begins(case, "san-pcr", consciente="N")
    await room.do(triage.UndoAnswer(run=first))
    await room.hears(first, consciente="Y")
    assert (await room.looks.facts(case, None))["consciente"] == "Y"
    again = triage.AnswerQuestion(run=later, question="consciente", answer="N", words="preguntado otra vez")
    await room.do(again)
    assert (await room.looks.facts(case, None))["consciente"] == "N"
    await room.hears(first, consciente="altered")
    assert (await room.looks.facts(case, None))["consciente"] == "altered"


async def test_what_the_caller_of_another_desk_says_of_themselves_changes_no_card_here(
    room: InterviewRoom,
) -> None:
    case, call = await room.opens(), CallId(new_id())
    await room.hears(await room.begins(case, "san-pcr"), consciente="N", edad="adult")
    await room.do(calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call))
    await room.do(calls.AnswerCall(call=call), PAU)
    await room.do(cases.LinkCall(case=case, call=call), PAU)
    await room.do(calls.JoinCase(call=call, case=case), system())
    await room.hears(await room.begins(case, "san-pcr", call), consciente="N", edad="infant")
    assert (await room.looks.facts(case, LUCIA.desk))["edad"] == "adult"
    assert (await room.looks.facts(case, None))["edad"] == "adult"
    assert (await room.looks.facts(case, PAU.desk))["edad"] == "infant"


async def test_no_interview_begins_in_a_case_that_is_not_open(room: InterviewRoom) -> None:
    case, other = await room.opens(), await room.opens()
    await room.do(cases.MergeCase(case=other, into=case))
    await room.do(
        cases.CloseCase(case=case, closing=ClosingData(disposition=CaseEnding.FALSE_ALARM, outcomes=()))
    )
    for gone in (case, other):
        assert (
            await refused(room, triage.StartRun(run=RunId(new_id()), case=gone, protocol="san-pcr"))
            == "case_not_open"
        )


async def test_the_same_interview_begun_by_two_windows_is_one(room: InterviewRoom) -> None:
    case = await room.opens()
    first = await room.begins(case, "san-pcr", edad="child")
    with pytest.raises(Refused, match="run_exists") as caught:
        await room.begins(case, "san-pcr", edad="child")
    assert caught.value.facts == {"run": str(first)}
    assert [run.id for run in await room.runs(case)] == [first]
    await room.begins(case, "san-pcr", consciente="Y")
    await room.begins(case, "san-pcr", await room.joins(case), edad="child")
    await room.hears(first, consciente="N")
    await room.begins(case, "san-pcr", edad="child")
    assert len(await room.runs(case)) == 4


async def test_a_case_has_a_bounded_number_of_open_interviews(room: InterviewRoom) -> None:
    case = await room.opens()
    for _ in range(RUNS_MAX):
        await room.hears(await room.begins(case, "san-pcr"), edad="adult")
    assert (
        await refused(room, triage.StartRun(run=RunId(new_id()), case=case, protocol="san-pcr"))
        == "too_many_runs"
    )
    await room.do(triage.CloseRun(run=(await room.runs(case))[0].id))
    await room.begins(case, "san-pcr")


async def test_a_case_has_a_bounded_number_of_open_cards(room: InterviewRoom) -> None:
    case = await room.opens()
    opened = [instructions.OpenCard(run=RunId(new_id()), case=case, card="dea") for _ in range(CARDS_MAX)]
    for one in opened:
        await room.do(one)
    again = instructions.OpenCard(run=RunId(new_id()), case=case, card="dea")
    assert await refused(room, again) == "too_many_cards"
    await room.do(instructions.CloseCard(run=opened[0].run))
    await room.do(again)


async def test_interviews_of_other_callers_do_not_count_toward_the_bound_of_one(room: InterviewRoom) -> None:
    case = await room.opens()
    for _ in range(RUNS_MAX):
        await room.begins(case, "gen-reiterada", await room.joins(case))
    await room.begins(case, "san-pcr")
    assert len(await room.runs(case)) == RUNS_MAX + 1


async def test_an_interview_is_held_with_no_call_that_is_not_of_its_case(room: InterviewRoom) -> None:
    case, other = await room.opens(), await room.opens()
    elsewhere, here = await room.joins(other), await room.joins(case)

    def start(call: CallId) -> triage.StartRun:
        return triage.StartRun(run=RunId(new_id()), case=case, protocol="gen-reiterada", call=call)

    assert await refused(room, start(CallId(new_id()))) == "unknown_call"
    assert await refused(room, start(elsewhere)) == "call_of_another_case"
    await room.do(start(here))
    assert [run.call for run in await room.runs(case)] == [here]


async def test_no_interview_changes_to_the_protocol_of_another_of_the_same_caller(
    room: InterviewRoom,
) -> None:
    case = await room.opens()
    await room.begins(case, "san-pcr")
    second = await room.begins(case, "san-dolor-toracico")
    assert await refused(room, triage.ChangeProtocol(run=second, protocol="san-pcr")) == "same_protocol"
    of_another = await room.begins(case, "gen-reiterada", await room.joins(case))
    await room.do(triage.ChangeProtocol(run=of_another, protocol="san-pcr"))


async def test_a_case_is_called_by_the_more_severe_of_its_interviews(room: InterviewRoom) -> None:
    case = await room.opens()
    accident = await room.begins(case, "tra-accidente")
    await room.hears(accident, peligro="N", heridos="1-2")
    arrest = await room.begins(case, "san-pcr")
    await room.hears(arrest, consciente="N", respira="N")
    assert ((await room.case(case)).type, (await room.case(case)).priority) == ("SAN-01", Priority.P0)
    await room.hears(accident, noresp="N", atrapado="N", quien="cars", via="Y")
    assert (await room.states.state(RUN, accident)).standing.priority is not Priority.P0
    assert (await room.case(case)).type == "SAN-01"


async def test_what_protects_crews_reaches_the_case_into_which_theirs_was_merged(room: InterviewRoom) -> None:
    lives, case = await room.opens("SAN-40"), await room.opens("INC-08")
    run = await room.begins(case, "fue-gas")
    await room.do(triage.AnswerQuestion(run=run, question="fuente", answer="well"), follows=False)
    await room.do(cases.MergeCase(case=case, into=lives))
    assert [one.code for one in (await room.case(lives)).hazards] == ["nobody_enters"]
    assert (await room.case(lives)).priority == (await room.states.state(RUN, run)).standing.priority
    assert (await room.case(lives)).type == "SAN-40"


async def test_a_case_is_asked_again_once_for_all_its_interviews_at_the_shortest_interval(
    room: InterviewRoom,
) -> None:
    case = await room.opens()
    first = await room.begins(case, "san-dolor-toracico")
    await room.begins(case, "san-pcr")
    await room.begins(case, "gen-reiterada", await room.joins(case))
    (alarm,) = await room.reassessments(case)
    assert alarm.amber_at is not None
    assert (alarm.amber_at - room.clock.now()).total_seconds() == 60
    await room.clock.advance(61, settle=0)
    await room.hears(first, consciente="Y")  # an answer in whichever interview is the reassessment
    (again,) = await room.reassessments(case)
    assert again.id != alarm.id
    assert (await room.states.state(WATCH, alarm.id)).state is WatchState.KEPT
