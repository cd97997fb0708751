"""Aim: a desk that has a caller on the line keeps the case that they tell of, and a call tells of one case (decision 0358)."""

import asyncio

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, CaseState, ClosingData
from auxilio.cases.service import CASE
from auxilio.instructions.core import messages as instructions
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
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
    await room.commands.handle(CommandId(new_id()), cases.MergeCase(case=case, into=into), LUCIA)
    with pytest.raises(Refused, match="call_in_progress"):
        await room.commands.handle(CommandId(new_id()), cases.CloseCase(case=into, closing=RESOLVED), PAU)
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


# --- one case for each call ------------------------------------------------------------------------


async def test_a_call_that_is_linked_to_another_case_leaves_the_first(room: WorkflowSetup) -> None:
    call = await answers(room)
    first, second = await opens(room, call), await opens(room, who=PAU)
    await room.do(LUCIA, cases.LinkCall(case=second, call=call))
    assert await lists(room, first, second) == [(), (call,)]
    assert await case_of(room, call) == second
    assert (await room.facts()).count("cases.case.call_unlinked") == 1, "the first says so in its story"
    await room.do(LUCIA, cases.LinkCall(case=first, call=call))
    assert (await lists(room, first, second), await case_of(room, call)) == ([(call,), ()], first)


async def test_a_case_that_is_opened_of_a_call_takes_it_off_the_one_before(room: WorkflowSetup) -> None:
    call = await answers(room)
    first = await opens(room, call)
    second = await opens(room, call)
    assert (await lists(room, first, second), await case_of(room, call)) == ([(), (call,)], second)


async def test_a_call_that_two_desks_take_into_two_cases_at_once_stands_in_one_of_them(
    room: WorkflowSetup,
) -> None:
    call, one, other = await answers(room), await opens(room), await opens(room, who=PAU)
    await asyncio.gather(
        room.commands.handle(CommandId(new_id()), cases.LinkCall(case=one, call=call), LUCIA),
        room.commands.handle(CommandId(new_id()), cases.LinkCall(case=other, call=call), PAU),
    )
    await room.runner.catch_up()
    home = await case_of(room, call)
    assert [one for one in (one, other) if call in (await room.states.state(CASE, one)).calls] == [home]


async def test_a_call_that_was_unlinked_before_anything_followed_is_not_brought_there(
    room: WorkflowSetup,
) -> None:
    call, one, other = await answers(room), await opens(room), await opens(room, who=PAU)
    for step in (
        cases.LinkCall(case=one, call=call),
        cases.UnlinkCall(case=one, call=call),
        cases.LinkCall(case=other, call=call),
    ):
        await room.commands.handle(CommandId(new_id()), step, LUCIA)
    await room.runner.catch_up()
    assert (await lists(room, one, other), await case_of(room, call)) == ([(), (call,)], other)
    assert "calls.call.left_case" not in await room.facts()


async def test_to_leave_a_case_takes_a_call_out_of_no_other(room: WorkflowSetup) -> None:
    call = await answers(room)
    case, before = await opens(room, call), await opens(room)
    await room.do(system(), calls.LeaveCase(call=call, case=before))
    assert await case_of(room, call) == case


async def test_a_call_that_was_moved_out_of_a_closed_case_is_listed_by_the_other_alone(
    room: WorkflowSetup,
) -> None:
    call = await answers(room)
    first, second = await opens(room, call), await opens(room)
    await room.do(LUCIA, cases.CloseCase(case=first, closing=RESOLVED))
    await room.do(LUCIA, cases.LinkCall(case=second, call=call))
    assert (await lists(room, first, second), await case_of(room, call)) == ([(), (call,)], second)
    with pytest.raises(Refused, match="case_not_open"):
        await room.do(LUCIA, cases.UnlinkCall(case=first, call=call))


async def test_a_call_that_was_moved_while_its_case_was_in_another_does_not_come_back(
    room: WorkflowSetup,
) -> None:
    call = await answers(room)
    case, into, third = await opens(room, call), await opens(room), await opens(room)
    await room.do(LUCIA, cases.MergeCase(case=case, into=into))
    await room.do(LUCIA, cases.LinkCall(case=third, call=call))
    await room.do(LUCIA, cases.UnmergeCase(case=case))
    assert (await lists(room, case, into, third), await case_of(room, call)) == ([(), (), (call,)], third)


async def test_a_caller_who_waits_or_speaks_is_put_into_no_closed_case_and_a_call_that_is_over_is(
    room: WorkflowSetup,
) -> None:
    first = await answers(room)
    case = await opens(room, first)
    await room.do(LUCIA, cases.CloseCase(case=case, closing=RESOLVED))
    await room.do(LUCIA, cases.LinkCall(case=case, call=first))  # it stands there already
    waiting = CallId(new_id())
    await room.do(citizen(waiting), calls.ReceiveCall(call=waiting, channel=CallChannel.CHAT))
    speaking = await answers(room, PAU)
    for call in (waiting, speaking):
        with pytest.raises(Refused, match="case_not_open"):
            await room.do(PAU, cases.LinkCall(case=case, call=call))
    await room.do(PAU, calls.HangUp(call=speaking))
    await room.do(PAU, cases.LinkCall(case=case, call=speaking))
    assert await lists(room, case) == [(first, speaking)]


async def test_only_a_desk_with_a_caller_of_the_case_stops_compressions_or_takes_them_up_again(
    room: WorkflowSetup,
) -> None:
    first = await answers(room)
    case, card = await opens(room, first), RunId(new_id())
    await room.do(LUCIA, instructions.OpenCard(run=card, case=case, card="rcp-adulto"))
    stop, go_on = instructions.MarkMoment(run=card, mark="rosc"), instructions.ResumeCompressions(run=card)
    await room.do(PAU, instructions.MarkMoment(run=card, mark="first_compression"))
    for command in (stop, go_on):
        with pytest.raises(Refused, match="caller_with_another_desk"):
            await room.do(PAU, command)
    await room.do(LUCIA, stop)
    await room.do(system(), go_on)
    second = await answers(room, PAU)
    await room.do(PAU, cases.LinkCall(case=case, call=second))
    await room.do(system(), calls.JoinCase(call=second, case=case))
    await room.do(PAU, stop)
    await room.do(PAU, calls.HangUp(call=second))
    await room.do(LUCIA, calls.HangUp(call=first))
    await room.do(PAU, go_on)
