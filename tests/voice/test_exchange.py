"""Who hears whom, from the first ring to the last: by legs that come and go, and by what the log says."""

import asyncio

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import (
    CallChannel,
    CallRejection,
    CallRejectionReason,
    CallState,
    EndReason,
    NumberSource,
)
from auxilio.calls.core.policy import URGENCY_ORDINARY
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.voice.control.absent_desks import DESK_BACK_S
from auxilio.voice.control.caller_legs import CALLER_BACK_S
from auxilio.voice.control.media_monitor import INFO_BODIES_MAX, PACKET_COUNT_TYPE
from auxilio.voice.media.ports import LegEvent, LegEventKind
from auxilio.voice.sip.agent import Part
from tests.actors import citizen
from tests.calls.factories import LUCIA
from tests.voice.factories import AT, DESK, PAU, PIDF, FakeRecording, Invite, VoiceSetup, answered, settle


async def test_an_invite_is_a_call_with_number_position_agent_and_everything_that_came_with_it() -> None:
    voice = VoiceSetup()
    invite = Invite(
        parts=(
            Part(content_type="application/sdp", content=b"v=0"),
            Part(content_type="application/pidf+xml", content_id="here@phone", content=PIDF),
            Part(content_type="application/x-nobody-knows", content=b"\xff\x00"),
        ),
        service_urn="urn:service:sos.fire",
        headers={"accept-language": ("ca-ES, es;q=0.5",)},
        user_agent="Telèfon 1.0",
    )
    call, _ = await voice.calls(invite)
    kept = voice.log.calls[call]
    assert kept.channel is CallChannel.VOICE
    assert kept.phone == "+34600100200"
    assert (kept.language, kept.line, kept.user_agent) == ("ca-ES", "urn:service:sos.fire", "Telèfon 1.0")
    assert [(p.point, p.uncertainty_m) for p in kept.positions] == [(Point(lat=41.61, lon=0.62), 35)]
    assert [(a.media_type, a.read_as) for a in kept.attachments] == [
        ("application/pidf+xml", "pidf-lo"),
        ("application/x-nobody-knows", None),
    ]
    assert voice.bytes.kept == [PIDF, b"\xff\x00"], "raw and whole, understood or not"


async def test_an_automatic_call_of_a_vehicle_is_one_from_its_first_fact() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(service_urn="urn:service:sos.ecall.automatic"))
    assert voice.log.calls[call].channel is CallChannel.ECALL


async def test_a_stranger_who_writes_that_a_car_calls_is_a_voice_that_goes_before_nobody() -> None:
    voice = VoiceSetup()
    urn = "urn:service:sos.ecall.automatic"
    call, _ = await voice.calls(Invite(service_urn=urn, asserted=False))
    kept = voice.log.calls[call]
    assert (kept.channel, kept.urgency, kept.line) == (CallChannel.VOICE, URGENCY_ORDINARY, urn)


@pytest.mark.parametrize(
    ("asserted", "basis"), [(True, NumberSource.NETWORK_ASSERTED), (False, NumberSource.SAID)]
)
async def test_a_number_is_known_by_the_network_only_where_the_network_is_trusted(
    asserted: bool, basis: NumberSource
) -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(asserted=asserted))
    kept = voice.log.calls[call]
    assert (kept.phone, kept.phone_known_by) == ("+34600100200", basis)


MSD = bytes.fromhex("0324101A01C614A2873C52ABA870010010089AF166285C59A4C86408FE29C16C01054010F010")
ECALL = "application/emergencycalldata.ecall.msd"


async def test_what_comes_by_info_is_kept_raw_with_the_call() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    parts = (
        Part(ECALL, content_id="msd@vehicle", content=MSD),
        Part("application/x-unknown", content=b"\x00"),
    )
    assert caller.takes_info(parts)
    await caller.on_info(parts, {})
    await settle()
    kept = voice.log.calls[call].attachments
    assert [(one.media_type, one.name, one.read_as) for one in kept] == [
        (ECALL, "msd@vehicle", "msd"),
        ("application/x-unknown", "info", None),
    ]
    assert voice.bytes.kept[-2:] == [MSD, b"\x00"]


async def test_what_came_by_info_before_the_answer_is_kept_too() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(early=[Part(ECALL, content=MSD)]))
    assert [one.media_type for one in voice.log.calls[call].attachments] == [ECALL]


async def test_bodies_by_info_have_an_end_and_beyond_it_nobody_is_told_that_they_are_kept() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    taken = 0
    for nth in range(INFO_BODIES_MAX * 3):
        parts = (Part("application/x-flood", content_id=f"{nth}", content=b"%d" % nth),)
        if caller.takes_info(parts):
            taken += 1
            await caller.on_info(parts, {})
    await settle()
    assert taken == INFO_BODIES_MAX
    assert len(voice.log.calls[call].attachments) == INFO_BODIES_MAX


async def test_a_pages_own_count_is_no_body_to_keep() -> None:
    voice = VoiceSetup()
    _, _, desk = await answered(voice)
    for nth in range(INFO_BODIES_MAX * 2):
        parts = (Part(PACKET_COUNT_TYPE, content=b"%d" % nth),)
        assert desk.takes_info(parts)
        await desk.on_info(parts, {})
    assert voice.bytes.kept == []


async def test_who_waits_hears_that_they_are_heard_and_no_machine_counts_as_an_answer() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    assert voice.hears(caller) == "waiting"
    assert voice.log.calls[call].state is CallState.QUEUED
    assert voice.log.calls[call].answered_at is None


async def test_an_answer_joins_caller_and_desk_without_a_word_to_either_telephone() -> None:
    voice = VoiceSetup()
    _, caller, desk = await answered(voice)
    assert voice.hears(caller) == DESK
    assert voice.hears(desk) == "caller"
    assert caller.said == desk.said == []


async def test_held_the_caller_hears_so_and_the_desk_nothing_and_then_both_again() -> None:
    voice = VoiceSetup()
    call, caller, desk = await answered(voice)
    await voice.does(m.Hold(call=call), PAU)
    assert (voice.hears(caller), voice.hears(desk)) == ("held", "nothing")
    await voice.does(m.Resume(call=call), PAU)
    assert (voice.hears(caller), voice.hears(desk)) == (DESK, "caller")


async def test_when_the_desk_hangs_up_the_callers_leg_ends_and_the_desks_stays() -> None:
    voice = VoiceSetup()
    call, caller, desk = await answered(voice)
    await voice.does(m.HangUp(call=call), PAU)
    assert caller.said == ["bye"]
    assert voice.hears(desk) == "nothing"
    assert desk.said == []


async def test_a_caller_who_hangs_up_leaves_and_before_an_answer_waits_to_be_called_back() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    await caller.hangs_up()
    kept = voice.log.calls[call]
    assert kept.state is CallState.ABANDONED
    assert kept.phone == "+34600100200"


async def test_a_caller_who_gives_up_while_it_rings_is_a_call_all_the_same() -> None:
    voice = VoiceSetup()
    invite = Invite()
    invite.cancelled.set()
    call, _ = await voice.calls(invite)
    assert voice.log.calls[call].state is CallState.ABANDONED


async def test_a_caller_who_hangs_up_while_they_are_being_joined_is_a_call_and_leaves_nothing_behind() -> (
    None
):
    voice = VoiceSetup()
    invite, begin, began = Invite(), asyncio.Event(), voice.tapes.begin

    async def slowly(call: CallId) -> FakeRecording:
        await begin.wait()
        return await began(call)

    voice.tapes.begin = slowly
    coming = asyncio.create_task(voice.exchange.incoming(invite))
    await settle()
    await invite.leg.hangs_up()
    [call] = voice.log.calls
    assert voice.log.calls[call].state is CallState.ABANDONED
    await voice.follows(call)
    begin.set()
    await coming
    await settle()
    assert voice.tapes.of[call].settled, "no recording is begun and left lying"
    assert (voice.media.legs, voice.exchange.states.calls) == ({}, {})


async def test_a_call_that_we_cannot_carry_is_refused_on_the_line_and_kept_in_the_log() -> None:
    voice = VoiceSetup()
    voice.media.refuses = "no_codec_in_common"
    invite = Invite()
    call, _ = await voice.calls(invite)
    assert invite.refused == 488
    kept = voice.log.calls[call]
    assert (kept.state, kept.end_reason) == (CallState.ABANDONED, EndReason.REFUSED)
    assert kept.refusal == CallRejection(reason=CallRejectionReason.NOT_UNDERSTOOD, code=488)


async def test_a_desk_that_dies_leaves_its_caller_a_tone_and_gives_them_back_to_the_head_of_the_queue() -> (
    None
):
    voice = VoiceSetup()
    call, caller, desk = await answered(voice)
    await desk.hangs_up("lost")
    assert voice.hears(caller) == "lost"
    assert voice.log.told_of(m.LoseDeskLine) == [], "a page that is opened anew comes back"
    await voice.pass_s(DESK_BACK_S)
    assert voice.log.told_of(m.LoseDeskLine) == [m.LoseDeskLine(call=call, desk=DESK)]
    assert voice.log.calls[call].state is CallState.QUEUED
    await voice.follows(call)
    assert voice.hears(caller) == "waiting"


async def test_a_desk_that_opens_its_page_anew_goes_on_where_it_was() -> None:
    voice = VoiceSetup()
    call, caller, desk = await answered(voice)
    await desk.hangs_up("lost")
    again = await voice.sits_down(DESK)
    assert (voice.hears(caller), voice.hears(again)) == (DESK, "caller")
    await voice.pass_s(DESK_BACK_S * 2)
    assert voice.log.told_of(m.LoseDeskLine) == []
    assert voice.tapes.of[call].parties == ["caller", DESK]


async def test_an_answer_from_a_desk_without_a_line_does_not_leave_the_caller_to_silence() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    await voice.does(m.AnswerCall(call=call), PAU)
    assert voice.hears(caller) == "lost"
    await voice.pass_s(DESK_BACK_S)
    assert [one.desk for one in voice.log.told_of(m.LoseDeskLine)] == [DESK]


async def test_a_second_window_of_a_desk_takes_its_line_and_the_first_is_told_so() -> None:
    voice = VoiceSetup()
    first = await voice.sits_down(DESK)
    second = await voice.sits_down(DESK)
    await settle()
    assert first.said == ['bye SIP;cause=410;text="replaced"']
    assert voice.hears(second) == "nothing"
    assert voice.log.told_of(m.ReportLine) == [m.ReportLine(desk=DESK, up=True)] * 2


async def test_a_page_of_a_call_that_rang_is_joined_where_the_call_stands_by_then() -> None:
    voice = VoiceSetup()
    call = CallId(new_id())
    voice.log.do(m.ReceiveCall(call=call, channel=CallChannel.VOICE), citizen(call))
    desk = await voice.sits_down(DESK)
    await voice.does(m.AnswerCall(call=call), LUCIA)
    page = await voice.page(call)
    assert voice.hears(page.leg) == "lost", (
        "desk-01 answered and has no line; desk-07 has nothing to do with it"
    )
    assert voice.hears(desk) == "nothing"
    await voice.sits_down("desk-01")
    assert voice.hears(page.leg) == "desk-01"


async def test_a_page_finds_no_line_for_a_call_that_never_rang_or_is_over() -> None:
    voice = VoiceSetup()
    assert (await voice.page(CallId(new_id()))).refused == 404
    call, caller = await voice.calls()
    await caller.hangs_up()
    assert (await voice.page(call)).refused == 410


async def test_a_page_that_dies_is_waited_for_and_then_its_call_is_lost() -> None:
    voice = VoiceSetup()
    call = CallId(new_id())
    voice.log.do(m.ReceiveCall(call=call, channel=CallChannel.VOICE), citizen(call))
    await voice.page(call)
    await voice.exchange.on_page_gone(str(call))
    await voice.pass_s(CALLER_BACK_S - 1)
    again = await voice.page(call)
    assert voice.hears(again.leg) == "waiting", "a reload is the same call"
    await voice.exchange.on_page_gone(str(call))
    await voice.pass_s(CALLER_BACK_S)
    assert voice.log.told_of(m.EndByCaller) == [m.EndByCaller(call=call, lost=True)]


async def test_media_that_are_gone_for_good_end_the_leg_as_a_hang_up_would() -> None:
    voice = VoiceSetup()
    _, caller, _ = await answered(voice)

    async def facts():
        for desk, leg in list(voice.exchange.states.desks.items()):
            assert desk == DESK
            yield LegEvent(leg=leg.id, kind=LegEventKind.LOST, at=AT)

    await voice.exchange.handle_media_events(facts())
    assert voice.hears(caller) == "lost"


async def test_each_party_is_taken_down_from_its_first_second_and_the_digest_is_a_fact() -> None:
    voice = VoiceSetup()
    call, _, _ = await answered(voice)
    assert set(voice.media.taps.values()) == {"caller", DESK}
    await voice.does(m.HangUp(call=call), PAU)
    assert voice.tapes.of[call].settled
    assert [one.recording.parties for one in voice.log.told_of(m.KeepRecording)] == [("caller", DESK)]
    assert voice.media.taps == {}, "between calls nobody listens at a desk"


async def test_a_lost_database_costs_no_call_and_what_happened_meanwhile_is_told_in_order() -> None:
    voice = VoiceSetup()
    voice.log.loses = 3
    invite = Invite()
    coming = asyncio.create_task(voice.exchange.incoming(invite))
    await settle()
    assert voice.hears(invite.leg) == "waiting", "answered and heard, while the log is away"
    going = asyncio.create_task(invite.leg.hangs_up())
    await voice.pass_s(5)
    await asyncio.gather(coming, going)
    assert [type(one) for one in voice.log.told] == [m.ReceiveCall, m.EndByCaller]


async def test_a_caller_who_leaves_while_others_are_quicker_has_left_all_the_same() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls()
    voice.log.loses, voice.log.weather = 2, Refused("too_busy")
    leaving = asyncio.create_task(caller.hangs_up())
    await voice.pass_s(5)
    await leaving
    assert voice.log.calls[call].state is CallState.ABANDONED


async def test_a_desk_that_came_back_while_the_database_was_away_is_told_as_it_is() -> None:
    voice = VoiceSetup()
    first = await voice.sits_down(DESK)
    voice.log.loses = 1
    going = asyncio.create_task(first.hangs_up("lost"))
    await settle()
    coming = asyncio.create_task(voice.sits_down(DESK))
    await voice.pass_s(5)
    await asyncio.gather(going, coming)
    assert voice.log.told_of(m.ReportLine)[-1] == m.ReportLine(desk=DESK, up=True)


async def test_a_full_disk_costs_what_came_with_a_call_and_never_the_call() -> None:
    voice = VoiceSetup()
    voice.bytes.full = True
    invite = Invite(parts=(Part(content_type="application/pidf+xml", content=PIDF),))
    call, caller = await voice.calls(invite)
    assert voice.hears(caller) == "waiting"
    assert len(voice.log.calls[call].positions) == 1
    assert voice.log.calls[call].attachments == ()
