"""What every media engine does, heard at each ear. One tone for each party; real sockets on loopback."""

import asyncio
import socket
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.keys.fakes import MemoryCaseKeys
from auxilio.voice.media import g711, rtp
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import FaultDirection, LegEventKind, LegId, RoomId
from auxilio.voice.media.recorder.service import RecordingService
from tests.voice.media.engine_lines import Lines, hears
from tests.voice.media.peers import CALLER, DESK, MUSIC, SUPERVISOR, TARGET, sound, tones_in, until

pytestmark = pytest.mark.slow  # real time: a line is dead after a second and a half

A, B, C, S = LegId("a"), LegId("b"), LegId("c"), LegId("s")
ROOM = RoomId("room")
CASE = UUID(int=9)
WAIT = sound(MUSIC, name="wait")


async def test_two_who_are_bridged_hear_each_other_and_nothing_else(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.called("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)


async def test_one_who_waits_hears_the_announcement_over_and_over(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER)
    await lines.engine.park(A, sound(MUSIC, 0.3))
    await hears(caller, MUSIC)
    before = caller.spoken
    await until(lambda: caller.spoken > before + 40)
    await hears(caller, MUSIC)
    await lines.engine.park(A)
    await hears(caller)


async def test_one_on_hold_hears_music_the_other_silence_and_both_come_back(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    await hears(desk)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)


async def test_a_caller_is_consulted_about_and_handed_on_without_being_heard_meanwhile(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await lines.engine.park(A, WAIT)
    target = await lines.called("c", TARGET)
    await lines.engine.bridge(B, C)
    await hears(caller, MUSIC)
    await hears(desk, TARGET)
    await hears(target, DESK)
    await lines.engine.bridge(A, C)
    await lines.engine.detach(B)
    await hears(caller, TARGET)
    await hears(target, CALLER)


async def test_three_in_conference_hear_the_two_others(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    target = await lines.called("c", TARGET)
    await lines.engine.bridge(A, B)
    await lines.engine.mix(ROOM, {A: {B: 1, C: 1}, B: {A: 1, C: 1}, C: {A: 1, B: 1}})
    await hears(caller, DESK, TARGET)
    await hears(desk, CALLER, TARGET)
    await hears(target, CALLER, DESK)
    await lines.engine.bridge(A, C)
    await hears(caller, TARGET)
    await hears(desk)


async def test_a_supervisor_listens_then_whispers_then_joins(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    supervisor = await lines.phone("s", SUPERVISOR, group="supervisor")
    both, ears = {A: {B: 1.0}, B: {A: 1.0}}, {S: {A: 1.0, B: 1.0}}
    await lines.engine.mix(ROOM, both | ears)
    await hears(supervisor, CALLER, DESK)
    await hears(desk, CALLER)
    await lines.engine.mix(ROOM, both | ears | {B: {A: 1, S: 1}})
    await hears(desk, CALLER, SUPERVISOR)
    await hears(caller, DESK)
    await lines.engine.mix(ROOM, both | ears | {B: {A: 1, S: 1}, A: {B: 1, S: 1}})
    await hears(caller, DESK, SUPERVISOR)
    await lines.engine.mix(ROOM, both)
    await hears(caller, DESK)
    await hears(supervisor)


async def test_legs_of_two_groups_are_bridged_like_any(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER, group="call")
    desk = await lines.phone("b", DESK, group="desk")
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    await hears(desk)


async def test_one_who_is_muted_is_not_heard_and_hears(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await lines.engine.mute(B, True)
    await hears(caller)
    await hears(desk, CALLER)
    await lines.engine.mute(B, False)
    await hears(caller, DESK)


async def test_a_sound_is_played_once_and_the_conversation_goes_on(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await lines.engine.play(A, sound(MUSIC, 0.8))
    await until(lambda: MUSIC in (caller.ear.tones or ()))
    await hears(caller, DESK)
    await hears(desk, CALLER)
    await lines.engine.park(A)
    await hears(caller)
    await hears(desk)


async def test_one_source_without_a_gap_speaks_to_a_leg_through_every_change(lines: Lines) -> None:
    caller, _ = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    if isinstance(lines.engine, EmbeddedEngine):  # rtpengine speaks for itself when it plays (decision 0164)
        assert len(caller.sources) == 1
        assert caller.gaps == 0  # a busy machine makes rtpengine leave packets out


async def test_a_telephone_of_mu_law_and_long_packets_talks_with_one_of_a_law(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER, codec=rtp.PCMU, ptime_ms=30)
    desk = await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)


async def test_who_is_alone_in_a_room_hears_what_is_played_there_and_no_file_of_it_is_kept(
    lines: Lines, tmp_path: Path
) -> None:
    called, spoken = await lines.called("a", CALLER, group="a"), sound(MUSIC, 1.5)
    await lines.engine.mix(RoomId("a"), {A: {}})
    await hears(called)
    await lines.engine.play(A, spoken)
    await hears(called, MUSIC)
    called.press("1")
    await until(lambda: lines.seen("a", LegEventKind.DTMF))
    await hears(called)
    assert "".join(fact.said for fact in lines.seen("a", LegEventKind.DTMF)) == "1"
    assert sha256(spoken.alaw).hexdigest()[:32] not in {file.stem for file in tmp_path.rglob("*")}


async def test_keys_are_noticed_once_each_and_can_be_pressed_towards_a_party(lines: Lines) -> None:
    caller, _ = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    caller.press("1#1")
    await until(lambda: len(lines.seen("a", LegEventKind.DTMF)) >= 3)
    await lines.engine.dial(A, "42*")
    await until(lambda: len(caller.keys) >= 3)
    await hears(caller, DESK)
    assert "".join(fact.said for fact in lines.seen("a", LegEventKind.DTMF)) == "1#1"
    assert caller.keys == ["4", "2", "*"]


async def test_text_goes_both_ways_letter_by_letter_and_survives_a_lost_packet(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER, text=True)
    await lines.engine.park(A)
    await lines.engine.write(A, "¿Qué ocurre?")
    caller.write("fuego en casa 🔥")
    caller.text.send(1000)
    caller.text.lose = 2
    caller.write(" 3º")
    caller.text.send(1300)
    caller.text.send(1600)
    caller.text.send(1900)
    await until(lambda: "3" in "".join(fact.said for fact in lines.seen("a", LegEventKind.TEXT)))
    assert "".join(fact.said for fact in lines.seen("a", LegEventKind.TEXT)) == "fuego en casa 🔥 3º"
    await until(lambda: caller.read == "¿Qué ocurre?")


async def test_stray_sound_of_another_call_takes_no_line_of_text(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER, text=True)
    await lines.engine.park(A)
    assert caller.text.far is not None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stray:
        for number in range(5):
            packet = rtp.RtpPacket(rtp.PCMA, number, number * 160, 77, bytes(160), False)
            stray.sendto(rtp.build(packet), caller.text.far)
    begun = caller.spoken
    await until(lambda: caller.spoken > begun + 10)  # the stray packets are in
    await lines.engine.write(A, "¿Dónde?")
    await until(lambda: caller.read == "¿Dónde?")


async def test_who_has_only_text_is_read_and_written_to_and_their_missing_sound_is_no_fault(
    embedded: EmbeddedEngine,
) -> None:
    lines = Lines(embedded)
    mute, desk = await lines.phone("a", CALLER, text=True, sound=False), await lines.phone("b", DESK)
    await embedded.park(A, held=False)
    await embedded.bridge(A, B)
    mute.write("no oigo")
    mute.text.send(0)
    await embedded.write(A, "¿Dónde?")
    await until(lambda: mute.read == "¿Dónde?")
    begun = desk.spoken
    await until(lambda: desk.spoken > begun + 150)  # three seconds of its line, twice what makes one dead
    assert [fact.said for fact in lines.seen("a", LegEventKind.TEXT)] == ["no oigo"]
    assert not [fact for fact in lines.facts if (fact.leg, fact.kind) == (A, LegEventKind.DEAD)]
    assert mute.received == 0, "and nothing is sent to where nobody listens"
    await lines.close()


async def test_a_leg_without_text_refuses_it(lines: Lines) -> None:
    await lines.phone("a", CALLER)
    with pytest.raises(Refused, match="no_text_on_leg"):
        await lines.engine.write(A, "hola")


async def test_a_renewed_offer_gets_the_same_place_and_keeps_the_partner(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(desk, CALLER)
    before = caller._far
    caller.connect(await lines.engine.attach_in(A, caller.description()))
    assert caller._far == before
    await hears(caller, DESK)
    await hears(desk, CALLER)


async def test_what_is_unknown_or_not_understood_is_refused(lines: Lines) -> None:
    with pytest.raises(Refused, match="unknown_leg"):
        await lines.engine.bridge(A, B)
    with pytest.raises(Refused, match="sdp_not_understood"):
        await lines.engine.attach_in(A, "this is no description")
    opus = "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n"
    with pytest.raises(Refused, match="no_codec_in_common"):
        await lines.engine.attach_in(A, opus)
    await lines.engine.detach(A)


# what is noticed


async def test_a_line_that_stops_sending_is_noticed_and_its_return_too(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(desk, CALLER)
    caller.dumb = True
    await until(lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.FROM), 6)
    assert not lines.seen("b", LegEventKind.DEAD, FaultDirection.FROM)
    caller.dumb = False
    await until(lambda: lines.seen("a", LegEventKind.BACK, FaultDirection.FROM))


async def test_a_party_that_receives_nothing_is_noticed_by_its_own_reports(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    caller.reports = desk.reports = True
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    caller.deaf = True
    await until(lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.TO), 8)
    assert not [
        fact
        for fact in lines.facts
        if fact.kind is LegEventKind.DEAD and (fact.leg, fact.way) != ("a", FaultDirection.TO)
    ]
    caller.deaf = False
    await until(lambda: lines.seen("a", LegEventKind.BACK, FaultDirection.TO), 8)


async def test_a_page_that_counts_nothing_received_is_deaf(lines: Lines) -> None:
    await lines.phone("a", CALLER)
    await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await until(lambda: lines.seen("a", LegEventKind.CONNECTED))
    for _ in range(3):
        await lines.engine.note_receiver_report(A, 100)
        await asyncio.sleep(0.6)
    await until(lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.TO))
    await lines.engine.note_receiver_report(A, 101)
    await until(lambda: lines.seen("a", LegEventKind.BACK, FaultDirection.TO))


async def test_what_a_page_counts_is_believed_before_what_its_rtcp_says(lines: Lines) -> None:
    page = await lines.phone("a", CALLER)
    await lines.phone("b", DESK)
    page.reports = True
    await lines.engine.bridge(A, B)
    await hears(page, DESK)
    for _ in range(8):  # its RTCP goes on counting, as a page's does whose sound gets lost behind it
        await lines.engine.note_receiver_report(A, 100)
        await asyncio.sleep(0.5)
    await until(lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.TO))
    assert not lines.seen("a", LegEventKind.BACK, FaultDirection.TO)


async def test_neither_hold_nor_mute_nor_a_quiet_caller_is_a_fault(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    third = await lines.phone("c", TARGET)
    caller.quiet = True
    await lines.engine.bridge(A, B)
    await lines.engine.mute(B, True)
    await lines.engine.park(C, WAIT)
    await until(lambda: lines.seen("c", LegEventKind.CONNECTED))
    desk.dumb = third.dumb = True
    waited = caller.spoken
    await until(lambda: caller.spoken > waited + 150)  # three seconds of packets
    assert not [fact for fact in lines.facts if fact.kind is LegEventKind.DEAD]


async def test_a_telephone_that_holds_us_from_its_side_is_no_fault(lines: Lines) -> None:
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(desk, CALLER)
    caller.direction = "inactive"
    answer = await lines.engine.attach_in(A, caller.description())
    assert "a=inactive" in answer
    caller.dumb = True
    waited = desk.spoken
    await until(lambda: desk.spoken > waited + 150)
    assert not [fact for fact in lines.facts if fact.kind is LegEventKind.DEAD]


async def test_a_line_that_dies_while_it_waits_in_the_queue_is_noticed(lines: Lines) -> None:
    caller = await lines.phone("a", CALLER)
    await lines.engine.park(A, WAIT, held=False)
    await until(lambda: lines.seen("a", LegEventKind.CONNECTED))
    caller.dumb = True
    await until(lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.FROM), 6)


async def test_levels_and_counts_tell_who_speaks(lines: Lines) -> None:
    await lines.phone("a", CALLER)
    desk = await lines.phone("b", DESK)
    desk.quiet = True
    await lines.engine.bridge(A, B)
    await hears(desk, CALLER)
    await until(lambda: lines.engine.levels(A).said_db > -20)
    assert lines.engine.levels(B).heard_db > -20
    assert lines.engine.levels(B).said_db < -60
    stats = await lines.engine.stats(A)
    assert stats.received > 5
    assert stats.sent > 5
    assert stats.lost == 0


# browsers


async def test_a_page_that_calls_and_a_telephone_hear_each_other(lines: Lines) -> None:
    page, desk = await lines.page("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(page, DESK)
    await hears(desk, CALLER)
    await until(lambda: lines.seen("a", LegEventKind.CONNECTED))


async def test_a_page_that_is_called_can_be_held_and_joined_with_another(lines: Lines) -> None:
    caller, desk = await lines.page("a", CALLER), await lines.called_page("b", DESK, group="desk")
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    await hears(desk)
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)


async def test_a_page_that_goes_away_is_noticed(lines: Lines) -> None:
    page, _ = await lines.page("a", CALLER), await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await hears(page, DESK)
    await page.close()
    await until(
        lambda: lines.seen("a", LegEventKind.DEAD, FaultDirection.FROM) or lines.seen("a", LegEventKind.LOST)
    )


# recording


async def test_each_channel_of_a_recording_holds_its_party_through_hold_and_transfer(
    lines: Lines, tmp_path: Path
) -> None:
    keys = MemoryCaseKeys()
    blobs = FolderBlobs(tmp_path / "blobs", keys)
    recorder = RecordingService(tmp_path / "spool", blobs, keys, SystemClock())
    await recorder.start()
    caller = await lines.phone("a", CALLER)
    await lines.page("b", DESK)
    recording = await recorder.begin(UUID(int=1), CASE)
    await lines.engine.attach_sink(A, recording.party("caller"))
    await lines.engine.attach_sink(B, recording.party("desk"))
    await lines.engine.bridge(A, B)
    await hears(caller, DESK)
    await lines.engine.park(A, WAIT)
    await hears(caller, MUSIC)
    target = await lines.called("c", TARGET)
    await lines.engine.attach_sink(C, recording.party("target"))
    await lines.engine.bridge(A, C)
    await hears(target, CALLER)
    await lines.engine.attach_sink(B, None)
    waited = caller.received
    await until(lambda: caller.received > waited + 50)
    done = await recorder.finish(UUID(int=1))
    await recorder.close()
    assert done is not None
    assert done.channels == ("caller", "desk", "target")
    data = b"".join([piece async for piece in blobs.get(done.digest, CASE)])
    sound_of = np.frombuffer(data[58:], np.uint8)[: int(done.span_s * 8000) * 3].reshape(-1, 3)
    caller_said, desk_said, target_said = (g711.decode(sound_of[:, one].tobytes()) for one in range(3))
    assert tones_in(caller_said[-8000:].astype(np.float32)) == {CALLER}
    assert tones_in(desk_said.astype(np.float32)) == {DESK}
    assert tones_in(target_said.astype(np.float32)) == {TARGET}
    assert tones_in(desk_said[-3200:].astype(np.float32)) == set()
