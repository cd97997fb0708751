"""Aim: a call that tells of what is known already, as the reactions carry it out: joined, asked what is new, and parted again."""

from collections.abc import AsyncIterator

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.followup.core.model import WatchKind
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows import call_answering as answered
from auxilio.workflows import case_merging as merged
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import triage_results as evaluated
from tests.actors import citizen, person
from tests.database import Database
from tests.workflows.conftest import WorkflowSetup, replayed_room

LUCIA, PAU = person("call_taker", "desk-1"), person("call_taker", "desk-2")


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    told = (
        *answered.reactions(shared_numbers=frozenset()),
        *evaluated.reactions(),
        *merged.reactions(),
        *followed.reactions(),
    )
    async for it in replayed_room(database, clock, told):
        yield it


async def rings(room: WorkflowSetup) -> CallId:
    call = CallId(new_id())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.CHAT))
    return call


async def tells(room: WorkflowSetup, call: CallId, **known: str) -> CaseId:
    case = CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, call=call, **known))
    return case


async def state(room: WorkflowSetup, case: CaseId) -> Case:
    found = await room.states.state(CASE, case)
    assert found is not None
    return found


async def asks_what_is_new(room: WorkflowSetup, case: CaseId, call: CallId, **answers: str) -> None:
    run = RunId(new_id())
    start = triage.StartRun(run=run, case=case, protocol="gen-reiterada", language="es", call=call)
    await room.do(PAU, start)
    for question, answer in answers.items():
        await room.do(PAU, triage.AnswerQuestion(run=run, question=question, answer=answer))


async def test_that_nothing_is_new_changes_nothing_of_the_case(room: WorkflowSetup) -> None:
    case, again = await tells(room, await rings(room), type="TRA-01"), await rings(room)
    await room.do(PAU, cases.LinkCall(case=case, call=again))
    before = await state(room, case)
    await asks_what_is_new(room, case, again, peligro="N", mismo="Y", nuevo="N")
    assert await state(room, case) == before


async def test_nor_does_it_name_a_case_whose_kind_nobody_knows_yet(room: WorkflowSetup) -> None:
    case, again = await tells(room, await rings(room)), await rings(room)
    await room.do(PAU, cases.LinkCall(case=case, call=again))
    await asks_what_is_new(room, case, again, peligro="N", mismo="Y", nuevo="Y")
    assert ((await state(room, case)).type, (await state(room, case)).priority) == (None, None)


async def test_who_is_in_danger_themselves_raises_it_and_what_is_worse_too(room: WorkflowSetup) -> None:
    case, again = await tells(room, await rings(room), type="TRA-06"), await rings(room)
    await room.do(PAU, cases.LinkCall(case=case, call=again))
    await asks_what_is_new(room, case, again, peligro="Y")
    assert ((await state(room, case)).type, (await state(room, case)).priority) == ("TRA-06", Priority.P1)


async def test_two_cases_that_were_merged_by_mistake_are_two_again_with_all_that_was_known(
    room: WorkflowSetup,
) -> None:
    first, second = await rings(room), await rings(room)
    case, own = await tells(room, first, type="TRA-01"), await tells(room, second, type="SAN-23")
    await room.do(LUCIA, cases.SetPriority(case=own, priority=Priority.P2))
    before = await state(room, own)
    await room.do(LUCIA, cases.MergeCase(case=own, into=case))
    assert set((await state(room, case)).calls) == {first, second}

    await room.do(LUCIA, cases.UnmergeCase(case=own))
    assert await state(room, own) == before
    assert (await state(room, case)).calls == (first,)
    call = await room.states.state(CALL, second)
    assert call is not None
    assert call.case == own
    promised = {watch.kind for watch in await room.watches() if watch.case == own}
    assert {WatchKind.LOCATION, WatchKind.OFFER, WatchKind.FIRST_UNIT} <= promised


async def test_only_what_was_merged_is_parted_and_it_is_never_reopened(room: WorkflowSetup) -> None:
    case, own = await tells(room, await rings(room)), await tells(room, await rings(room))
    with pytest.raises(Refused, match="no_such_transition"):
        await room.do(LUCIA, cases.UnmergeCase(case=own))
    await room.do(LUCIA, cases.MergeCase(case=own, into=case))
    with pytest.raises(Refused, match="no_such_transition"):
        await room.do(LUCIA, cases.ReopenCase(case=own, reason="era otro"))
    assert (await state(room, own)).state is CaseState.MERGED


async def test_what_protects_crews_is_a_hazard_of_the_case_once_and_stays(room: WorkflowSetup) -> None:
    case, run = await tells(room, await rings(room), type="INC-08"), RunId(new_id())
    await room.do(LUCIA, triage.StartRun(run=run, case=case, protocol="fue-gas", language="es"))
    for question, answer in (("fuente", "well"), ("fuente", "bottle"), ("fuente", "well")):
        await room.do(LUCIA, triage.AnswerQuestion(run=run, question=question, answer=answer))
    assert [one.code for one in (await state(room, case)).hazards] == ["nobody_enters"]
    await room.do(LUCIA, triage.ChangeProtocol(run=run, protocol="san-agitacion"))
    for question in ("arma", "dano"):
        await room.do(LUCIA, triage.AnswerQuestion(run=run, question=question, answer="Y"))
    assert [one.code for one in (await state(room, case)).hazards] == [
        "nobody_enters",
        "no_sirens_near",
        "wait_for_police",
    ]
    standing = await room.states.state(RUN, run)
    assert standing is not None
    assert standing.standing.safety == ("nobody_enters", "no_sirens_near", "stage_until_police")
