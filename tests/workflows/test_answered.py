"""Aim: stage 1 as the reactions carry it out: offers, promises, call-backs, retries."""

from uuid import uuid4

import msgspec

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import (
    AgentState,
    AudioDirection,
    CallChannel,
    CallDisposition,
    CallRejection,
    CallRejectionReason,
    CallState,
    NumberSource,
)
from auxilio.calls.service import CALL, DESK
from auxilio.cases.core.messages import LinkCall, MergeCase, OpenCase, UnlinkCall
from auxilio.cases.service import CASE
from auxilio.followup.core.messages import AnswerWatch
from auxilio.followup.core.model import EscalationLevel, FollowupParty, WatchKind, WatchState
from auxilio.identity.core.seats import ABANDONED_S, TakeSeat
from auxilio.identity.log_service import SeatService
from auxilio.kernel.ids import CallId, CaseId, CommandId, DeskId, PersonId
from auxilio.kernel.shared_types import CallBackPolicy
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.workflows.conftest import WorkflowSetup

MOBILE = "+34600111222"


async def ring(room: WorkflowSetup, phone: str | None = None, **more) -> CallId:
    call = CallId(new_id())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.CHAT, phone=phone, **more))
    return call


async def dial(room: WorkflowSetup, phone: str, **more) -> CallId:
    """A telephone call whose number a trusted network asserts."""
    call = CallId(new_id())
    asserted = NumberSource.NETWORK_ASSERTED
    ring = calls.ReceiveCall(
        call=call, channel=CallChannel.VOICE, phone=phone, phone_known_by=asserted, **more
    )
    await room.do(system(), ring)
    return call


async def sit(room: WorkflowSetup, desk: str):
    someone = person("call_taker", desk)
    await room.do(someone, calls.SetDeskReady())
    return someone


async def test_a_call_rings_at_the_ready_desk_and_its_promise_is_kept_by_a_human_voice(room: WorkflowSetup):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    assert (await room.states.state(CALL, call)).offered_to == "desk-1"
    (watch,) = await room.watches()
    assert (watch.kind, watch.call) == (WatchKind.ANSWER, call)
    await room.do(operator, calls.AnswerCall(call=call))
    assert await room.watches() == []


async def test_whoever_sits_down_next_is_offered_no_call_because_the_one_before_was_ready(
    room: WorkflowSetup,
):
    operator = await sit(room, "desk-1")
    newcomer = TakeSeat(
        desk=DeskId("desk-1"),
        person=PersonId(new_id()),
        name="Pau",
        mode=operator.mode,
        roles=("call_taker",),
    )
    first = msgspec.structs.replace(newcomer, person=PersonId(operator.id), name=operator.name)
    seats = SeatService(CommandExecutor(room.database.pool, room.clock, room.database.wakeups))
    await seats.handle(CommandId(new_id()), first, system())
    await room.wait(ABANDONED_S + 1)
    await seats.handle(CommandId(new_id()), newcomer, system())
    await room.runner.catch_up()
    desk = await room.states.state(DESK, "desk-1")
    assert (desk.stand, desk.person) == (AgentState.OFF, None)
    call = await ring(room)
    assert (await room.states.state(CALL, call)).state == CallState.QUEUED


async def test_a_call_that_waited_is_offered_when_a_desk_becomes_ready(room: WorkflowSetup):
    call = await ring(room)
    assert (await room.states.state(CALL, call)).state == CallState.QUEUED
    await sit(room, "desk-1")
    assert (await room.states.state(CALL, call)).offered_to == "desk-1"


async def test_an_empty_chair_loses_the_call_after_eight_seconds_and_the_next_desk_rings(room: WorkflowSetup):
    await sit(room, "desk-1")
    call = await ring(room)
    await sit(room, "desk-2")
    await room.wait(7.9)
    assert (await room.states.state(CALL, call)).offered_to == "desk-1"
    await room.wait(0.2)
    assert (await room.states.state(CALL, call)).offered_to == "desk-2"
    left = await room.states.state(DESK, "desk-1")
    assert (left.stand, left.reason) == (AgentState.PAUSE, "did_not_answer")
    assert len(await room.watches(kind="answer")) == 1, "the promise goes on from the first moment"


async def test_a_caller_whose_operator_is_lost_rings_first_at_the_next_desk_that_can_hear(
    room: WorkflowSetup,
):
    lost = await sit(room, "desk-1")
    await room.do(system(), calls.ReportLine(desk="desk-1", up=True))
    call, written = CallId(new_id()), CallId(new_id())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.VOICE))
    await room.do(lost, calls.AnswerCall(call=call))
    await room.do(citizen(written), calls.ReceiveCall(call=written, channel=CallChannel.CHAT))
    await room.do(system(), calls.LoseDeskLine(call=call, desk="desk-1"))
    assert len(await room.watches(kind="answer")) == 2, "whoever was lost is promised an answer again"
    await sit(room, "desk-2")
    assert (await room.states.state(CALL, written)).offered_to == "desk-2", "nobody hears a voice there"
    await sit(room, "desk-3")
    assert (await room.states.state(CALL, call)).state == CallState.QUEUED
    await room.do(system(), calls.ReportLine(desk="desk-3", up=True))
    assert (await room.states.state(CALL, call)).offered_to == "desk-3"


async def test_an_unanswered_call_turns_amber_red_and_reaches_the_room_at_fifteen_seconds(
    room: WorkflowSetup,
):
    await ring(room)
    seen = []
    for span_s in (5.9, 0.2, 4.0, 4.8, 0.2):
        await room.wait(span_s)
        (watch,) = await room.watches()
        seen.append((watch.state, watch.level))
    assert seen == [
        (WatchState.SET, EscalationLevel.DESK),
        (WatchState.AMBER, EscalationLevel.DESK),
        (WatchState.FIRED, EscalationLevel.DESK),
        (WatchState.FIRED, EscalationLevel.DESK),
        (WatchState.ESCALATED, EscalationLevel.ROOM),
    ]


async def test_a_caller_who_gave_up_waits_to_be_called_back_twice_and_then_by_hand(room: WorkflowSetup):
    call = await ring(room, MOBILE)
    await room.do(citizen(call), calls.EndByCaller(call=call))
    (watch,) = await room.watches()
    assert watch.kind == WatchKind.CALL_BACK
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.LogCallBackAttempt(call=call, reached=False))
    (second,) = await room.watches()
    assert second.id != watch.id
    await room.do(operator, calls.LogCallBackAttempt(call=call, reached=False))
    assert await room.watches() == []
    kept = await room.states.state(CALL, call)
    assert (kept.state, kept.messaged_at is not None) == (CallState.ABANDONED, True), "and it stays in sight"
    await room.do(operator, calls.LogCallBackAttempt(call=call, reached=True))
    assert (await room.states.state(CALL, call)).state == CallState.CALLED_BACK, (
        "and whoever tries again may reach them"
    )


async def test_where_a_ring_can_kill_nobody_is_hurried_to_ring(room: WorkflowSetup):
    call = await ring(room, MOBILE)
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.IdentifyCaller(call=call, call_back=CallBackPolicy.NEVER))
    await room.do(citizen(call), calls.EndByCaller(call=call))
    assert await room.watches() == []
    assert (await room.states.state(CALL, call)).state == CallState.ABANDONED


async def test_saying_what_an_unanswered_call_was_ends_its_promise_and_its_place_on_the_boards(
    room: WorkflowSetup,
):
    call = await ring(room, MOBILE)
    await room.do(citizen(call), calls.EndByCaller(call=call))
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]
    assert CALL.live(await room.states.state(CALL, call))
    operator = person("call_taker", "desk-1")
    await room.do(operator, calls.SetDisposition(call=call, disposition=CallDisposition.POCKET))
    assert await room.watches() == []
    assert not CALL.live(await room.states.state(CALL, call))


async def test_the_same_mobile_again_is_one_person_waiting_and_a_hotel_is_not(room: WorkflowSetup):
    for phone, joined in ((MOBILE, CallState.CALLED_BACK), ("+34960000000", CallState.ABANDONED)):
        first = await dial(room, phone)
        await room.do(system(), calls.EndByCaller(call=first))
        await room.wait(60)
        await dial(room, phone)
        assert (await room.states.state(CALL, first)).state == joined


async def test_who_lost_the_network_and_rang_again_is_one_person_although_the_first_call_ends_last(
    room: WorkflowSetup,
):
    first, again = await dial(room, MOBILE), await dial(room, MOBILE)
    assert {(await room.states.state(CALL, one)).state for one in (first, again)} == {CallState.QUEUED}
    await room.do(citizen(first), calls.EndByCaller(call=first, lost=True))
    assert (await room.states.state(CALL, first)).state == CallState.CALLED_BACK
    assert (await room.states.state(CALL, again)).state == CallState.QUEUED
    assert [watch.subject for watch in await room.watches()] == [f"call:{again}"]


async def test_who_states_somebodys_number_on_a_page_takes_no_call_back_from_them(room: WorkflowSetup):
    first = await dial(room, MOBILE)
    await room.do(system(), calls.EndByCaller(call=first))
    stated = await ring(room, MOBILE)
    assert (await room.states.state(CALL, first)).state == CallState.ABANDONED
    assert {watch.kind for watch in await room.watches()} == {WatchKind.CALL_BACK, WatchKind.ANSWER}
    await room.do(citizen(stated), calls.EndByCaller(call=stated))
    await dial(room, MOBILE)
    assert (await room.states.state(CALL, stated)).state == CallState.ABANDONED, "nor the other way round"
    assert (await room.states.state(CALL, first)).state == CallState.CALLED_BACK


async def test_a_number_that_an_operator_types_takes_no_call_back_from_anybody(room: WorkflowSetup):
    first = await dial(room, MOBILE)
    await room.do(system(), calls.EndByCaller(call=first))
    await room.do(person("call_taker", "desk-1"), calls.LogManualCall(call=CallId(new_id()), phone=MOBILE))
    assert (await room.states.state(CALL, first)).state == CallState.ABANDONED


async def test_a_page_that_shows_the_token_of_its_own_unanswered_call_is_one_person_waiting(
    room: WorkflowSetup,
):
    first, stranger = await ring(room), await ring(room)
    for call in (first, stranger):
        await room.do(citizen(call), calls.EndByCaller(call=call))
    await ring(room, earlier=first)
    assert (await room.states.state(CALL, first)).state == CallState.CALLED_BACK
    assert (await room.states.state(CALL, stranger)).state == CallState.ABANDONED


async def test_a_page_that_rang_again_before_it_was_known_as_lost_is_one_person_waiting(room: WorkflowSetup):
    first = await ring(room)
    again = await ring(room, earlier=first)
    await room.do(citizen(first), calls.EndByCaller(call=first, lost=True))
    assert (await room.states.state(CALL, first)).state == CallState.CALLED_BACK
    assert (await room.states.state(CALL, again)).state == CallState.QUEUED


async def test_a_person_at_the_desk_joins_by_hand_what_a_said_number_may_not(room: WorkflowSetup):
    operator = await sit(room, "desk-1")
    first = await dial(room, MOBILE)
    await room.do(system(), calls.EndByCaller(call=first))
    again = await ring(room, MOBILE)
    await room.do(operator, calls.AnswerCall(call=again))
    await room.do(operator, calls.ConfirmRetry(call=first, by=again))
    await room.do(operator, calls.ConfirmRetry(call=first, by=again))
    assert (await room.states.state(CALL, first)).state == CallState.CALLED_BACK
    assert await room.watches() == [], "the promise to call back is over"


async def test_a_line_is_a_house_and_not_a_person(room: WorkflowSetup):
    for phone in ("+34963000000", "+34900123456"):
        first = await dial(room, phone)
        await room.do(system(), calls.EndByCaller(call=first))
        await dial(room, phone)
        assert (await room.states.state(CALL, first)).state == CallState.ABANDONED


async def test_who_was_sent_to_a_neighbour_on_the_second_try_still_waits_for_our_call_back(
    room: WorkflowSetup,
):
    first = await dial(room, MOBILE)
    await room.do(system(), calls.EndByCaller(call=first))
    sent = CallRejection(reason=CallRejectionReason.HOLD_MAX, code=302, sent_to="sip:112@neighbour.example")
    await dial(room, MOBILE, refused=sent)
    assert (await room.states.state(CALL, first)).state == CallState.ABANDONED
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]


async def test_a_call_that_we_could_not_carry_is_promised_a_call_back(room: WorkflowSetup):
    call = await ring(room, MOBILE)
    await room.do(system(), calls.RejectCall(call=call, reason=CallRejectionReason.NO_MEDIA, code=503))
    assert [watch.kind for watch in await room.watches()] == [WatchKind.CALL_BACK]


async def test_a_retry_after_an_hour_is_another_call(room: WorkflowSetup):
    first = await dial(room, MOBILE)
    await room.do(system(), calls.EndByCaller(call=first))
    await room.clock.advance(3600, settle=0)
    await dial(room, MOBILE)
    assert (await room.states.state(CALL, first)).state == CallState.ABANDONED


async def test_opening_a_case_from_a_call_joins_them(room: WorkflowSetup):
    operator = person("call_taker", "desk-1")
    call, case = CallId(new_id()), CaseId(new_id())
    await room.do(operator, calls.LogManualCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    assert (await room.states.state(CALL, call)).case == case


async def test_the_silent_key_reaches_the_room_and_ends_with_an_answer(room: WorkflowSetup):
    from auxilio.followup.core.messages import AnswerWatch

    operator = await sit(room, "desk-1")
    await room.do(operator, calls.RequestHelp())
    await room.do(operator, calls.RequestHelp())
    await room.wait(0.1)
    (watch,) = await room.watches()
    assert (watch.kind, watch.state, watch.level) == (
        WatchKind.DESK_HELP,
        WatchState.FIRED,
        EscalationLevel.ROOM,
    )
    await room.do(person("supervisor"), AnswerWatch(watch=watch.id))
    assert await room.watches() == []


async def test_a_desk_and_a_call_that_an_unlucky_moment_left_apart_are_found_by_the_next_look(
    room: WorkflowSetup,
):
    call = CallId(new_id())
    await sit(room, "desk-1")
    await room.commands.handle(
        new_id(), calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call)
    )
    assert (await room.states.state(CALL, call)).state == CallState.QUEUED, "no reaction has run"
    await room.timers.tick()
    assert (await room.states.state(CALL, call)).offered_to == "desk-1"
    await room.runner.catch_up()


async def test_a_second_call_joins_a_case_and_leaves_it_again(room: WorkflowSetup):
    operator = await sit(room, "desk-1")
    first, case = await ring(room), CaseId(new_id())
    await room.do(operator, OpenCase(case=case, call=first))
    second = await ring(room)
    await room.do(operator, LinkCall(case=case, call=second))
    assert (await room.states.state(CALL, second)).case == case
    assert (await room.states.state(CASE, case)).calls == (first, second)
    await room.do(operator, UnlinkCall(case=case, call=second))
    assert (await room.states.state(CALL, second)).case is None
    assert (await room.states.state(CALL, first)).case == case, "the other one stays"


async def test_of_two_cases_that_are_the_same_the_calls_tell_of_the_one_that_lives_on(room: WorkflowSetup):
    operator = await sit(room, "desk-1")
    calls_, cases_ = [await ring(room), await ring(room)], [CaseId(new_id()), CaseId(new_id())]
    for call, case in zip(calls_, cases_, strict=True):
        await room.do(operator, OpenCase(case=case, call=call))
    await room.do(operator, MergeCase(case=cases_[1], into=cases_[0]))
    assert (await room.states.state(CALL, calls_[1])).case == cases_[0]
    assert set((await room.states.state(CASE, cases_[0])).calls) == set(calls_)


async def test_a_line_that_is_dead_needs_somebody_until_all_of_it_is_back_and_is_one_alarm(
    room: WorkflowSetup,
):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    await room.do(operator, calls.AnswerCall(call=call))

    async def audio(way: AudioDirection, *, dead: bool) -> None:
        await room.do(system(), calls.ReportAudio(call=call, way=way, dead=dead))

    await audio(AudioDirection.FROM, dead=True)
    await audio(AudioDirection.TO, dead=True)
    (watch,) = await room.watches()
    assert (watch.kind, watch.call) == (WatchKind.SILENT_LEG, call)
    await audio(AudioDirection.FROM, dead=False)
    assert len(await room.watches()) == 1
    await audio(AudioDirection.TO, dead=False)
    assert await room.watches() == []
    await audio(AudioDirection.TO, dead=True)
    await room.do(operator, calls.HangUp(call=call))
    assert await room.watches() == []


async def test_the_alarm_of_a_desk_that_heard_nothing_is_over_when_another_has_the_caller(
    room: WorkflowSetup,
):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(
        system(), calls.ReportAudio(call=call, desk=DeskId("desk-1"), way=AudioDirection.TO, dead=True)
    )
    await room.do(system(), calls.LoseDeskLine(call=call, desk=DeskId("desk-1")))
    await room.do(await sit(room, "desk-2"), calls.AnswerCall(call=call))
    assert await room.watches() == []


async def says(room: WorkflowSetup, call: CallId, words: str) -> None:
    """By an id that names no moment: the clock of these tests is not that of the ids."""
    line = calls.SendCallerText(call=call, words=words)
    await room.commands.handle(CommandId(uuid4()), line, citizen(call))
    await room.runner.catch_up()


async def test_what_a_caller_writes_after_the_end_rings_where_the_case_is_and_in_the_room(
    room: WorkflowSetup,
):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    case = CaseId(new_id())
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    await says(room, call, "se ha ido")
    await room.wait(1)
    await room.do(operator, calls.HangUp(call=call))
    assert await room.watches(kind="caller_wrote") == [], "on the line it stands before the desk"
    await room.wait(1)
    for words in ("ha vuelto", "tiene una pistola"):
        await says(room, call, words)
    await room.wait(1)
    (watch,) = await room.watches(kind="caller_wrote")
    assert (watch.call, watch.state, watch.level) == (call, WatchState.FIRED, EscalationLevel.ROOM)
    assert watch.to == (FollowupParty(desk=DeskId("desk-1")),)
    await room.do(operator, AnswerWatch(watch=watch.id))
    assert await room.watches(kind="caller_wrote") == []
    await says(room, call, "sube")
    assert len(await room.watches(kind="caller_wrote")) == 1, "what comes after is news again"


async def test_words_after_the_end_of_a_call_without_a_case_are_the_rooms(room: WorkflowSetup):
    operator = await sit(room, "desk-1")
    call = await ring(room)
    await room.do(operator, calls.AnswerCall(call=call))
    await room.wait(1)
    await room.do(operator, calls.HangUp(call=call))
    await room.wait(1)
    await says(room, call, "ayuda")
    (watch,) = await room.watches(kind="caller_wrote")
    assert (watch.call, watch.case, watch.to) == (call, None, ())
