"""What media notice on a line becomes a fact of its call: at once when it dies, once when it flaps, never of a silence."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AudioDirection, LineSide, PartyId
from auxilio.calls.core.policy import AUDIO_FAULTS_MAX, KEYS_MAX
from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.ids import new_id
from auxilio.voice.control.media_monitor import PACKET_COUNT_TYPE, RECOVERY_S
from auxilio.voice.media.ports import FaultDirection, LegEvent, LegEventKind, LegId
from auxilio.voice.media.reception_monitor import SILENT_AFTER_S
from auxilio.voice.sip.agent import Part
from tests.voice.factories import DESK, PAU, Telephone, VoiceSetup, settle


async def talking(voice: VoiceSetup) -> tuple[CallId, Telephone, Telephone]:
    """A call that a desk has answered, in the log and at the ears."""
    desk = await voice.sits_down(DESK)
    call, caller = await voice.calls()
    await voice.does(m.AnswerCall(call=call), PAU)
    return call, caller, desk


async def notices(
    voice: VoiceSetup, sip: Telephone, *kinds: tuple[LegEventKind, FaultDirection | None], said: str = ""
) -> None:
    leg = next(id for _, id, known in voice._legs() if known is sip)

    async def facts() -> AsyncIterator[LegEvent]:
        for kind, way in kinds:
            yield LegEvent(leg=leg, kind=kind, at=voice.clock.now(), way=way, said=said)

    await voice.exchange.handle_media_events(facts())
    await settle()


def faults(voice: VoiceSetup, call: CallId) -> list[tuple[LineSide, AudioDirection]]:
    return [(one.side, one.way) for one in voice.log.calls[call].dead]


async def test_a_line_that_dies_is_a_fact_at_once_with_whose_it_is_and_which_way() -> None:
    voice = VoiceSetup()
    call, caller, desk = await talking(voice)
    await notices(voice, caller, (LegEventKind.DEAD, FaultDirection.FROM))
    await notices(voice, desk, (LegEventKind.DEAD, FaultDirection.TO))
    assert faults(voice, call) == [(LineSide.CALLER, AudioDirection.FROM), (LineSide.DESK, AudioDirection.TO)]
    assert [one.desk for one in voice.log.told_of(m.ReportAudio)] == [None, DESK]


async def test_sound_is_back_when_it_has_stayed_and_a_line_that_flaps_is_one_fault() -> None:
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    for _ in range(20):
        await notices(voice, caller, (LegEventKind.DEAD, FaultDirection.FROM))
        await notices(voice, caller, (LegEventKind.BACK, FaultDirection.FROM))
        await voice.pass_s(RECOVERY_S - 1)
    assert voice.log.calls[call].deaths == 1
    assert faults(voice, call) == [(LineSide.CALLER, AudioDirection.FROM)]
    await voice.pass_s(1)
    assert faults(voice, call) == []
    assert [one.dead for one in voice.log.told_of(m.ReportAudio)] == [True] * 20 + [False]


async def test_a_line_that_never_rests_is_told_of_so_often_and_no_more() -> None:
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    for _ in range(AUDIO_FAULTS_MAX * 3):
        await notices(voice, caller, (LegEventKind.DEAD, FaultDirection.TO))
        await notices(voice, caller, (LegEventKind.BACK, FaultDirection.TO))
        await voice.pass_s(RECOVERY_S)
    assert voice.log.calls[call].deaths == AUDIO_FAULTS_MAX
    assert faults(voice, call) == [], "the last word is true: sound is back"
    assert sum(one.dead for one in voice.log.told_of(m.ReportAudio)) == 2 * AUDIO_FAULTS_MAX


async def test_a_desk_between_calls_has_nobody_to_tell_of_and_a_line_in_the_queue_has() -> None:
    voice = VoiceSetup()
    desk = await voice.sits_down(DESK)
    await notices(voice, desk, (LegEventKind.DEAD, FaultDirection.FROM), (LegEventKind.SILENT, None))
    assert voice.log.told_of(m.ReportAudio) == []
    call, caller = await voice.calls()
    await notices(voice, caller, (LegEventKind.DEAD, FaultDirection.FROM))
    assert faults(voice, call) == [(LineSide.CALLER, AudioDirection.FROM)]


async def test_a_silent_caller_is_shown_since_they_were_silent_and_no_alarm_and_a_silent_desk_not_at_all() -> (
    None
):
    voice = VoiceSetup()
    call, caller, desk = await talking(voice)
    await notices(voice, caller, (LegEventKind.SILENT, None))
    await notices(voice, desk, (LegEventKind.SILENT, None), (LegEventKind.SPEAKS, None))
    kept = voice.log.calls[call]
    assert kept.silent_since == voice.clock.now() - timedelta(seconds=SILENT_AFTER_S)
    assert kept.dead == ()
    await notices(voice, caller, (LegEventKind.SPEAKS, None))
    assert voice.log.calls[call].silent_since is None


async def test_a_callers_keys_are_taken_by_rtp_and_by_info_and_a_desks_are_nobodys_answer() -> None:
    voice = VoiceSetup()
    call, caller, desk = await talking(voice)
    await notices(voice, caller, (LegEventKind.DTMF, None), said="5")
    await caller.on_dtmf("#", 160)
    await notices(voice, desk, (LegEventKind.DTMF, None), said="1")
    await settle()
    assert [one.key for one in voice.log.calls[call].keys] == ["5", "#"]


async def test_a_telephone_that_presses_without_end_fills_neither_log_nor_memory() -> None:
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    voice.log.loses = 3  # and the database is away meanwhile
    for _ in range(KEYS_MAX * 3):
        await caller.on_dtmf("1", 40)
    assert len(voice.exchange._tasks) <= KEYS_MAX + 5
    await voice.pass_s(5)
    for _ in range(KEYS_MAX):
        await settle()
    assert voice.log.calls[call].keys_pressed == KEYS_MAX


async def test_a_line_that_comes_anew_ends_what_was_said_of_the_one_before_it_unless_it_is_dead_too() -> None:
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    await notices(
        voice, caller, (LegEventKind.DEAD, FaultDirection.FROM), (LegEventKind.DEAD, FaultDirection.TO)
    )
    after = VoiceSetup(voice)  # this exchange remembers nothing
    telephone = Telephone()
    legs = iter([Telephone(), telephone])  # the desk's, which opens its line anew by itself, and the caller's
    await after.exchange.recover_legs(lambda _: next(legs))  # type: ignore[arg-type,return-value]
    await settle()
    await notices(after, telephone, (LegEventKind.CONNECTED, None))
    await after.pass_s(RECOVERY_S - 1)
    await notices(after, telephone, (LegEventKind.DEAD, FaultDirection.TO))
    await after.pass_s(RECOVERY_S)
    assert faults(after, call) == [(LineSide.CALLER, AudioDirection.TO)]


async def test_who_was_silent_before_their_page_was_opened_anew_speaks_when_they_are_heard_and_not_before() -> (
    None
):
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    await notices(voice, caller, (LegEventKind.SILENT, None))
    again = await voice.page(call)
    await notices(voice, again.leg, (LegEventKind.CONNECTED, None))
    await voice.pass_s(5)
    assert voice.log.calls[call].silent_since is not None, "to come back is not to speak"
    voice.media.said_db = -20.0
    await voice.pass_s(1)
    assert voice.log.calls[call].silent_since is None


async def test_a_pages_own_count_is_heard_and_anything_else_it_says_is_not() -> None:
    voice = VoiceSetup()
    call, caller, desk = await talking(voice)
    for content in (b"1200", b" 1250\r\n", b"", b"-1", b"12e3", b"9" * 40, "١٢".encode()):
        await desk.on_info((Part(content_type=PACKET_COUNT_TYPE, content=content),), {})
    await desk.on_info((Part(content_type="text/plain", content=b"7"),), {})
    assert [packets for _, packets in voice.media.counts] == [1200, 1250]
    informed = caller.on_info
    await voice.does(m.HangUp(call=call), PAU)
    await informed((Part(content_type=PACKET_COUNT_TYPE, content=b"3"),), {})  # it was on its way


async def test_the_line_of_a_number_that_was_asked_in_is_minded_too_and_its_keys_are_nobodys_answer() -> None:
    voice = VoiceSetup()
    call, _, _ = await talking(voice)
    party = PartyId(new_id())
    await voice.does(m.Consult(call=call, whom="Intérprete", party=party, number="+34600700800"), PAU)
    outside = await voice.trunk.rung["+34600700800"].answers()
    await voice.follows(call)
    await notices(voice, outside, (LegEventKind.DEAD, FaultDirection.FROM), (LegEventKind.SILENT, None))
    await notices(voice, outside, (LegEventKind.DTMF, None), said="1")
    kept = voice.log.calls[call]
    assert [(one.side, one.party) for one in kept.dead] == [(LineSide.PARTY, party)]
    assert (kept.silent_since, kept.keys) == (None, ())


async def test_when_a_call_is_over_nothing_of_it_is_told_or_waited_for() -> None:
    voice = VoiceSetup()
    call, caller, _ = await talking(voice)
    await notices(voice, caller, (LegEventKind.DEAD, FaultDirection.FROM))
    await notices(voice, caller, (LegEventKind.BACK, FaultDirection.FROM))
    await voice.does(m.HangUp(call=call), PAU)
    before = len(voice.log.told)
    await voice.pass_s(RECOVERY_S * 2)
    assert [one for one in voice.log.told[before:] if isinstance(one, m.ReportAudio)] == []


async def test_what_nobodys_leg_says_is_nothing() -> None:
    voice = VoiceSetup()

    async def facts() -> AsyncIterator[LegEvent]:
        for kind in LegEventKind:
            yield LegEvent(
                leg=LegId("leg-of-nobody"), kind=kind, at=voice.clock.now(), way=FaultDirection.TO, said="1"
            )

    await voice.exchange.handle_media_events(facts())
    await asyncio.sleep(0)
    assert voice.log.told == []
    assert voice.exchange.states.calls_at(DeskId("desk-07")) == []
