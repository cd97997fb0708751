"""Aim: the story of stage 1 as the house lives it: offers, promises, call-backs, retries."""

from auxilio.calls import messages as calls
from auxilio.calls.model import CallBackRule, CallState, Channel, Stand
from auxilio.calls.service import CALL, DESK
from auxilio.cases.messages import OpenCase
from auxilio.followup.model import Level, WatchKind, WatchState
from auxilio.kernel.ids import CallId, CaseId
from auxilio.platform.ids import new_id
from tests.people import citizen, person
from tests.process.conftest import Room

MOBILE = "+34600111222"


async def ring(room: Room, phone: str | None = None, **more) -> CallId:
    call = CallId(new_id())
    await room.do(citizen(call), calls.Ring(call=call, channel=Channel.CHAT, phone=phone, **more))
    return call


async def sit(room: Room, desk: str):
    someone = person("call_taker", desk)
    await room.do(someone, calls.StandReady())
    return someone


async def test_a_call_rings_at_the_ready_desk_and_its_promise_is_kept_by_a_human_voice(room: Room):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    assert (await room.house.state(CALL, call)).offered_to == "desk-1"
    (watch,) = await room.watches()
    assert (watch.kind, watch.call) == (WatchKind.ANSWER, call)
    await room.do(operator, calls.Answer(call=call))
    assert await room.watches() == []


async def test_a_call_that_waited_is_offered_when_a_desk_becomes_ready(room: Room):
    call = await ring(room)
    assert (await room.house.state(CALL, call)).state == CallState.QUEUED
    await sit(room, "desk-1")
    assert (await room.house.state(CALL, call)).offered_to == "desk-1"


async def test_an_empty_chair_loses_the_call_after_eight_seconds_and_the_next_desk_rings(room: Room):
    await sit(room, "desk-1")
    call = await ring(room)
    await sit(room, "desk-2")
    await room.wait(7.9)
    assert (await room.house.state(CALL, call)).offered_to == "desk-1"
    await room.wait(0.2)
    assert (await room.house.state(CALL, call)).offered_to == "desk-2"
    left = await room.house.state(DESK, "desk-1")
    assert (left.stand, left.reason) == (Stand.PAUSE, "did_not_answer")
    assert len(await room.watches(kind="answer")) == 1, "the promise goes on from the first moment"


async def test_an_unanswered_call_turns_amber_red_and_reaches_the_room_at_fifteen_seconds(room: Room):
    await ring(room)
    seen = []
    for span_s in (5.9, 0.2, 4.0, 4.8, 0.2):
        await room.wait(span_s)
        (watch,) = await room.watches()
        seen.append((watch.state, watch.level))
    assert seen == [
        (WatchState.SET, Level.DESK),
        (WatchState.AMBER, Level.DESK),
        (WatchState.FIRED, Level.DESK),
        (WatchState.FIRED, Level.DESK),
        (WatchState.ESCALATED, Level.ROOM),
    ]


async def test_a_caller_who_gave_up_waits_to_be_called_back_twice_and_then_by_message(room: Room):
    call = await ring(room, MOBILE)
    await room.do(citizen(call), calls.Leave(call=call))
    (watch,) = await room.watches()
    assert watch.kind == WatchKind.CALL_BACK
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.TryCallBack(call=call, reached=False))
    (second,) = await room.watches()
    assert second.id != watch.id
    await room.do(operator, calls.TryCallBack(call=call, reached=False))
    assert await room.watches() == []
    assert (await room.house.state(CALL, call)).state == CallState.ABANDONED, "and it stays in sight"


async def test_where_a_ring_can_kill_nobody_is_hurried_to_ring(room: Room):
    call = await ring(room, MOBILE)
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.Identify(call=call, call_back=CallBackRule.NEVER))
    await room.do(citizen(call), calls.Leave(call=call))
    assert await room.watches() == []
    assert (await room.house.state(CALL, call)).state == CallState.ABANDONED


async def test_the_same_mobile_again_is_one_person_waiting_and_a_hotel_is_not(room: Room):
    for phone, joined in ((MOBILE, CallState.CALLED_BACK), ("+34960000000", CallState.ABANDONED)):
        first = await ring(room, phone)
        await room.do(citizen(first), calls.Leave(call=first))
        await room.wait(60)
        await ring(room, phone)
        assert (await room.house.state(CALL, first)).state == joined


async def test_a_retry_after_an_hour_is_another_call(room: Room):
    first = await ring(room, MOBILE)
    await room.do(citizen(first), calls.Leave(call=first))
    await room.clock.advance(3600, settle=0)
    await ring(room, MOBILE)
    assert (await room.house.state(CALL, first)).state == CallState.ABANDONED


async def test_opening_a_case_from_a_call_joins_them(room: Room):
    operator = person("call_taker", "desk-1")
    call, case = CallId(new_id()), CaseId(new_id())
    await room.do(operator, calls.RecordCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    assert (await room.house.state(CALL, call)).case == case


async def test_the_silent_key_reaches_the_room_and_ends_with_an_answer(room: Room):
    from auxilio.followup.messages import AnswerWatch

    operator = await sit(room, "desk-1")
    await room.do(operator, calls.AskHelp())
    await room.do(operator, calls.AskHelp())
    await room.wait(0.1)
    (watch,) = await room.watches()
    assert (watch.kind, watch.state, watch.level) == (WatchKind.DESK_HELP, WatchState.FIRED, Level.ROOM)
    await room.do(person("supervisor"), AnswerWatch(watch=watch.id))
    assert await room.watches() == []


async def test_a_desk_and_a_call_that_an_unlucky_moment_left_apart_are_found_by_the_next_look(room: Room):
    call = CallId(new_id())
    await sit(room, "desk-1")
    await room.door.handle(new_id(), calls.Ring(call=call, channel=Channel.CHAT), citizen(call))
    assert (await room.house.state(CALL, call)).state == CallState.QUEUED, "no reaction has run"
    await room.timers.tick()
    assert (await room.house.state(CALL, call)).offered_to == "desk-1"
    await room.runner.catch_up()
