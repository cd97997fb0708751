"""Aim: the story of stage 1 as the house lives it: offers, promises, call-backs, retries."""

import msgspec

from auxilio.calls import messages as calls
from auxilio.calls.model import (
    CallBackRule,
    CallRefusalReason,
    CallState,
    Channel,
    Disposition,
    Refusal,
    Stand,
    Way,
)
from auxilio.calls.service import CALL, DESK
from auxilio.cases.messages import LinkCall, Merge, OpenCase, UnlinkCall
from auxilio.cases.service import CASE
from auxilio.followup.model import Level, WatchKind, WatchState
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.words import Mode
from auxilio.platform.ids import new_id
from tests.people import citizen, house, person
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


async def test_a_caller_whose_operator_is_lost_rings_first_at_the_next_desk_that_can_hear(room: Room):
    lost = await sit(room, "desk-1")
    await room.do(house(), calls.ReportLine(desk="desk-1", up=True))
    call, written = CallId(new_id()), CallId(new_id())
    await room.do(citizen(call), calls.Ring(call=call, channel=Channel.VOICE))
    await room.do(lost, calls.Answer(call=call))
    await room.do(citizen(written), calls.Ring(call=written, channel=Channel.CHAT))
    await room.do(house(), calls.LoseDesk(call=call, desk="desk-1"))
    assert len(await room.watches(kind="answer")) == 2, "whoever was lost is promised an answer again"
    await sit(room, "desk-2")
    assert (await room.house.state(CALL, written)).offered_to == "desk-2", "nobody hears a voice there"
    await sit(room, "desk-3")
    assert (await room.house.state(CALL, call)).state == CallState.QUEUED
    await room.do(house(), calls.ReportLine(desk="desk-3", up=True))
    assert (await room.house.state(CALL, call)).offered_to == "desk-3"


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
    assert await parcels(room) == []
    await room.do(operator, calls.TryCallBack(call=call, reached=False))
    assert await room.watches() == []
    assert await parcels(room) == [("caller", {"call": str(call), "code": "call_back"})]
    kept = await room.house.state(CALL, call)
    assert (kept.state, kept.messaged_at is not None) == (CallState.ABANDONED, True), "and it stays in sight"
    await room.do(operator, calls.TryCallBack(call=call, reached=False))
    assert len(await parcels(room)) == 1, "written to once"


async def test_from_an_exercise_no_message_reaches_a_real_telephone(room: Room):
    call = CallId(new_id())
    caller = msgspec.structs.replace(citizen(call), mode=Mode.EXERCISE)
    await room.do(caller, calls.Ring(call=call, channel=Channel.CHAT, phone=MOBILE))
    await room.do(caller, calls.Leave(call=call))
    for _ in range(2):
        await room.do(person("call_taker", "desk-1"), calls.TryCallBack(call=call, reached=False))
    assert (await room.house.state(CALL, call)).messaged_at is not None
    assert await parcels(room) == []


async def parcels(room: Room) -> list[tuple[str, dict[str, str]]]:
    """What waits to leave the house."""
    rows = await room.database.pool.fetch("select channel, body from outbox order by id")
    return [(row["channel"], msgspec.json.decode(row["body"])) for row in rows]


async def test_where_a_ring_can_kill_nobody_is_hurried_to_ring(room: Room):
    call = await ring(room, MOBILE)
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.Identify(call=call, call_back=CallBackRule.NEVER))
    await room.do(citizen(call), calls.Leave(call=call))
    assert await room.watches() == []
    assert (await room.house.state(CALL, call)).state == CallState.ABANDONED


async def test_saying_what_an_unanswered_call_was_ends_its_promise_and_its_place_on_the_boards(room: Room):
    call = await ring(room, MOBILE)
    await room.do(citizen(call), calls.Leave(call=call))
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]
    assert CALL.live(await room.house.state(CALL, call))
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.Dispose(call=call, disposition=Disposition.POCKET))
    assert await room.watches() == []
    assert not CALL.live(await room.house.state(CALL, call))


async def test_the_same_mobile_again_is_one_person_waiting_and_a_hotel_is_not(room: Room):
    for phone, joined in ((MOBILE, CallState.CALLED_BACK), ("+34960000000", CallState.ABANDONED)):
        first = await ring(room, phone)
        await room.do(citizen(first), calls.Leave(call=first))
        await room.wait(60)
        await ring(room, phone)
        assert (await room.house.state(CALL, first)).state == joined


async def test_who_lost_the_network_and_rang_again_is_one_person_although_the_first_call_ends_last(
    room: Room,
):
    first, again = await ring(room, MOBILE), await ring(room, MOBILE)
    assert {(await room.house.state(CALL, one)).state for one in (first, again)} == {CallState.QUEUED}
    await room.do(citizen(first), calls.Leave(call=first, lost=True))
    assert (await room.house.state(CALL, first)).state == CallState.CALLED_BACK
    assert (await room.house.state(CALL, again)).state == CallState.QUEUED
    assert [watch.subject for watch in await room.watches()] == [f"call:{again}"]


async def test_a_line_is_a_house_and_not_a_person(room: Room):
    for phone in ("+34963000000", "+34900123456"):
        first = await ring(room, phone)
        await room.do(citizen(first), calls.Leave(call=first))
        await ring(room, phone)
        assert (await room.house.state(CALL, first)).state == CallState.ABANDONED


async def test_who_was_sent_to_a_neighbour_on_the_second_try_still_waits_for_our_call_back(room: Room):
    first = await ring(room, MOBILE)
    await room.do(citizen(first), calls.Leave(call=first))
    sent = Refusal(reason=CallRefusalReason.HOLD_MAX, code=302, sent_to="sip:112@neighbour.example")
    await room.do(
        house(), calls.Ring(call=CallId(new_id()), channel=Channel.VOICE, phone=MOBILE, refused=sent)
    )
    assert (await room.house.state(CALL, first)).state == CallState.ABANDONED
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]


async def test_a_call_that_we_could_not_carry_is_promised_a_call_back(room: Room):
    call = await ring(room, MOBILE)
    await room.do(house(), calls.Refuse(call=call, reason=CallRefusalReason.NO_MEDIA, code=503))
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]


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


async def test_a_second_call_joins_a_case_and_leaves_it_again(room: Room):
    operator = await sit(room, "desk-1")
    first, case = await ring(room), CaseId(new_id())
    await room.do(operator, OpenCase(case=case, call=first))
    second = await ring(room)
    await room.do(operator, LinkCall(case=case, call=second))
    assert (await room.house.state(CALL, second)).case == case
    assert (await room.house.state(CASE, case)).calls == (first, second)
    await room.do(operator, UnlinkCall(case=case, call=second))
    assert (await room.house.state(CALL, second)).case is None
    assert (await room.house.state(CALL, first)).case == case, "the other one stays"


async def test_of_two_cases_that_are_the_same_the_calls_tell_of_the_one_that_lives_on(room: Room):
    operator = await sit(room, "desk-1")
    calls_, cases_ = [await ring(room), await ring(room)], [CaseId(new_id()), CaseId(new_id())]
    for call, case in zip(calls_, cases_, strict=True):
        await room.do(operator, OpenCase(case=case, call=call))
    await room.do(operator, Merge(case=cases_[1], into=cases_[0]))
    assert (await room.house.state(CALL, calls_[1])).case == cases_[0]
    assert set((await room.house.state(CASE, cases_[0])).calls) == set(calls_)


async def test_a_line_that_is_dead_needs_somebody_until_all_of_it_is_back_and_is_one_alarm(room: Room):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    await room.do(operator, calls.Answer(call=call))

    async def audio(way: Way, *, dead: bool) -> None:
        await room.do(house(), calls.ReportAudio(call=call, way=way, dead=dead))

    await audio(Way.FROM, dead=True)
    await audio(Way.TO, dead=True)
    (watch,) = await room.watches()
    assert (watch.kind, watch.call) == (WatchKind.SILENT_LEG, call)
    await audio(Way.FROM, dead=False)
    assert len(await room.watches()) == 1
    await audio(Way.TO, dead=False)
    assert await room.watches() == []
    await audio(Way.TO, dead=True)
    await room.do(operator, calls.HangUp(call=call))
    assert await room.watches() == []


async def test_the_alarm_of_a_desk_that_heard_nothing_is_over_when_another_has_the_caller(room: Room):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    await room.do(operator, calls.Answer(call=call))
    await room.do(house(), calls.ReportAudio(call=call, desk=DeskId("desk-1"), way=Way.TO, dead=True))
    await room.do(house(), calls.LoseDesk(call=call, desk=DeskId("desk-1")))
    await room.do(await sit(room, "desk-2"), calls.Answer(call=call))
    assert await room.watches() == []
