"""Aim: a desk that has a caller on the line keeps the case that they tell of, and a call tells of one case (decision 0358)."""

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, CaseState, ClosingData
from auxilio.cases.service import CASE
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.workflows.conftest import WorkflowSetup

LUCIA, PAU = person("call_taker", "desk-1"), person("call_taker", "desk-2")
LEAD = person("supervisor", "room")
RESOLVED = ClosingData(disposition=CaseEnding.RESOLVED)


async def answers(room: WorkflowSetup, who=LUCIA) -> CallId:
    """A caller rings, and this desk answers."""
    call = CallId(new_id())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.CHAT))
    await room.do(who, calls.SetDeskReady())
    await room.do(who, calls.AnswerCall(call=call))
    return call


async def opens(room: WorkflowSetup, call: CallId | None = None, who=LUCIA) -> CaseId:
    case = CaseId(new_id())
    await room.do(who, cases.OpenCase(case=case, call=call))
    return case


async def state_of(room: WorkflowSetup, case: CaseId) -> CaseState:
    return (await room.states.state(CASE, case)).state


async def case_of(room: WorkflowSetup, call: CallId) -> CaseId | None:
    return (await room.states.state(CALL, call)).case


async def lists(room: WorkflowSetup, *known: CaseId) -> list[tuple[CallId, ...]]:
    return [(await room.states.state(CASE, one)).calls for one in known]


# --- closing and merging while somebody speaks with the caller -------------------------------------


async def test_another_desk_neither_closes_nor_merges_a_case_whose_caller_is_on_the_line(
    room: WorkflowSetup,
) -> None:
    call = await answers(room)
    case, other = await opens(room, call), await opens(room, who=PAU)
    for who, command in (
        (PAU, cases.CloseCase(case=case, closing=RESOLVED)),
        (LEAD, cases.CloseCase(case=case, closing=RESOLVED)),
        (PAU, cases.MergeCase(case=case, into=other)),
    ):
        with pytest.raises(Refused, match="call_in_progress") as refused:
            await room.do(who, command)
        assert refused.value.facts["desk"] == "desk-1"
    await room.do(LUCIA, calls.Hold(call=call))
    with pytest.raises(Refused, match="call_in_progress"):  # who waits on hold is on the line too
        await room.do(PAU, cases.CloseCase(case=case, closing=RESOLVED))
    assert await state_of(room, case) is CaseState.OPEN


async def test_who_has_the_call_closes_its_case_and_so_does_everybody_once_it_is_over(
    room: WorkflowSetup,
) -> None:
    first, second = await opens(room, await answers(room)), await opens(room)
    await room.do(LUCIA, cases.CloseCase(case=first, closing=RESOLVED))
    call = (await room.states.state(CASE, first)).calls[0]
    await room.do(LUCIA, cases.LinkCall(case=second, call=call))
    await room.do(LUCIA, calls.HangUp(call=call))
    await room.do(PAU, cases.CloseCase(case=second, closing=RESOLVED))
    assert [await state_of(room, one) for one in (first, second)] == [CaseState.CLOSED] * 2


async def test_who_has_the_call_merges_its_case_into_that_of_another_caller(room: WorkflowSetup) -> None:
    hers, his = await answers(room), await answers(room, PAU)
    case, into = await opens(room, hers), await opens(room, his, PAU)
    await room.do(LUCIA, cases.MergeCase(case=case, into=into))
    assert await state_of(room, case) is CaseState.MERGED
    with pytest.raises(Refused, match="call_in_progress"):  # each keeps it from the other
        await room.do(PAU, cases.CloseCase(case=into, closing=RESOLVED))


async def test_what_was_merged_a_moment_ago_has_its_caller_still(room: WorkflowSetup) -> None:
    case, into = await opens(room, await answers(room)), await opens(room, who=PAU)
    await room.commands.handle(new_id(), cases.MergeCase(case=case, into=into), LUCIA)
    with pytest.raises(Refused, match="call_in_progress"):
        await room.commands.handle(new_id(), cases.CloseCase(case=into, closing=RESOLVED), PAU)
    await room.runner.catch_up()


async def test_the_room_lead_merges_over_a_desk_which_goes_on_in_the_case_that_lives(
    room: WorkflowSetup,
) -> None:
    call = await answers(room)
    case, into = await opens(room, call), await opens(room, who=PAU)
    await room.do(LEAD, cases.MergeCase(case=case, into=into))
    assert await case_of(room, call) == into
    assert await lists(room, into) == [(call,)]
    await room.do(LUCIA, cases.NoteCase(case=into, words="sigue al teléfono"))
    with pytest.raises(Refused, match="call_in_progress"):
        await room.do(PAU, cases.CloseCase(case=into, closing=RESOLVED))


async def test_what_the_system_closes_waits_for_nobody(room: WorkflowSetup) -> None:
    case = await opens(room, await answers(room))
    await room.do(system(), cases.CloseCase(case=case, closing=RESOLVED))
    assert await state_of(room, case) is CaseState.CLOSED
