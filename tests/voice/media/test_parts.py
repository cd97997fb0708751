"""The pure parts of the engines: tables, packets, buffer, reception, text, descriptions."""

import asyncio
import io
import socket

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.voice.media import g711, rtp, sdp, t140
from auxilio.voice.media.embedded.rtp_leg import open_socket
from auxilio.voice.media.jitter import JitterBuffer
from auxilio.voice.media.ports import FaultDirection, LegEventKind, LegProfile
from auxilio.voice.media.reception_monitor import ReceptionMonitor

# G.711


def _by_ffmpeg(data: bytes, container: str) -> np.ndarray:
    with av.open(io.BytesIO(data), format=container, options={"sample_rate": "8000"}) as file:
        return np.concatenate([frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)])


def test_a_law_and_mu_law_are_those_of_ffmpeg() -> None:
    codes = bytes(range(256))
    assert np.array_equal(g711.decode(codes), _by_ffmpeg(codes, "alaw"))
    mu = _by_ffmpeg(codes, "mulaw").astype(int)
    ours = g711.decode(codes.translate(g711.ULAW_TO_ALAW)).astype(int)
    assert np.all(np.abs(ours - mu) <= np.maximum(16, np.abs(mu) // 16))


def test_a_code_survives_decoding_and_encoding() -> None:
    codes = bytes(range(256))
    assert bytes(g711.encode(g711.decode(codes))) == codes
    there_and_back = codes.translate(g711.ALAW_TO_ULAW).translate(g711.ULAW_TO_ALAW)
    assert np.max(np.abs(g711.decode(there_and_back).astype(int) - g711.decode(codes))) <= 512


def test_every_sample_is_encoded_within_half_a_step() -> None:
    samples = np.arange(-32768, 32768).astype(np.int16)
    error = np.abs(g711.decode(bytes(g711.encode(samples))).astype(int) - samples)
    assert np.all(error <= np.maximum(8, np.abs(samples.astype(int)) // 32 + 1))


def test_too_loud_a_mix_is_cut_and_does_not_turn_over() -> None:
    assert g711.decode(bytes(g711.encode(np.array([60000.0, -60000.0], np.float32)))).tolist() == [
        32256,
        -32256,
    ]


# packets


@given(st.binary(max_size=60))
def test_no_datagram_harms_the_parsers(data: bytes) -> None:
    rtp.parse(data)
    rtp.highest_heard(data, 1)
    rtp.highest_heard(b"\x81\xc9" + data, 1)
    t140.TextIn(98, 99).read(rtp.RtpPacket(99, 0, 0, 0, data))


@given(
    st.integers(0, 127),
    st.integers(0, 65535),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=20),
    st.booleans(),
)
def test_a_packet_is_read_as_it_was_built(
    kind: int, number: int, stamp: int, payload: bytes, marker: bool
) -> None:
    packet = rtp.RtpPacket(kind, number, stamp, 7, payload, marker)
    assert rtp.parse(rtp.build(packet)) == packet


def test_extensions_sources_and_padding_are_not_sound() -> None:
    head = bytes.fromhex("b1080001000000a000000007") + b"\0\0\0\1" + bytes.fromhex("bede0001") + b"\0" * 4
    packet = rtp.parse(head + b"sound" + b"\0\0\3")
    assert packet is not None
    assert packet.payload == b"sound"


def test_losses_are_counted_over_the_end_of_the_counter_and_a_change_of_source() -> None:
    counter = rtp.SequenceCounter()
    for number in (65534, 65535, 1, 2):
        counter.note_packet(1, number)
    counter.note_packet(2, 10)
    counter.note_packet(2, 12)
    assert (counter.received, counter.lost) == (6, 2)


def test_a_report_is_understood_by_its_reader() -> None:
    report = rtp.report(5, 1_800_000_000.5, 160, 3, about=(7, 65_540, 2))
    assert rtp.highest_heard(report, 7) == 65_540
    assert rtp.highest_heard(report, 8) is None


# jitter


def _frame(number: int) -> bytes:
    return bytes([number % 256]) * 160


def test_frames_come_out_in_order_however_they_came_in() -> None:
    buffer = JitterBuffer()
    for number in (0, 2, 1, 3, 5, 4):
        buffer.put(1, (2**32 - 320 + number * 160) % 2**32, _frame(number))
    assert [buffer.pop() for _ in range(6)] == [_frame(number) for number in range(6)]
    assert buffer.pop() is None


def test_a_lost_frame_is_a_short_silence() -> None:
    buffer = JitterBuffer()
    for number in (0, 1, 3, 4):
        buffer.put(1, number * 160, _frame(number))
    assert [buffer.pop() for _ in range(4)] == [_frame(0), _frame(1), g711.SILENCE, _frame(3)]


def test_a_burst_after_a_stall_does_not_stay_as_delay() -> None:
    buffer = JitterBuffer()
    for number in range(60):
        buffer.put(1, number * 160, _frame(number))
    assert buffer.pop() >= _frame(48)


def test_a_sender_whose_clock_is_fast_is_not_heard_later_and_later() -> None:
    buffer, sent = JitterBuffer(), 0
    for tick in range(3000):
        while sent <= tick * 1.01:
            buffer.put(1, sent * 160, _frame(sent))
            sent += 1
        frame = buffer.pop()
    assert frame is not None
    assert (sent - frame[0]) % 256 <= 13


def test_a_new_source_and_a_jump_begin_anew() -> None:
    buffer = JitterBuffer()
    for number in range(3):
        buffer.put(1, number * 160, _frame(number))
    buffer.pop()
    for number in range(3):
        buffer.put(2, 9_000_000 + number * 160, _frame(100 + number))
    assert buffer.pop() == _frame(100)
    for number in range(3):
        buffer.put(2, 90_000_000 + number * 160, _frame(200 + number))
    assert buffer.pop() == _frame(200)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**32 - 1), st.integers(0, 400)), max_size=40))
def test_nothing_that_comes_makes_the_buffer_grow(packets: list[tuple[int, int, int]]) -> None:
    buffer = JitterBuffer()
    for ssrc, timestamp, length in packets:
        buffer.put(ssrc, timestamp, bytes(length))
        assert len(buffer._cells) <= 60
    while (frame := buffer.pop()) is not None:
        assert len(frame) == 160


# reception


def _looked(reception: ReceptionMonitor, *moments: float) -> list[tuple[LegEventKind, FaultDirection | None]]:
    return [noticed for now in moments for noticed in reception.poll(now)]


def test_a_line_is_dead_after_a_second_and_a_half_and_back_with_the_next_packet() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    reception.note_packet(0.1)
    assert _looked(reception, 0.2, 1.55) == [(LegEventKind.CONNECTED, None)]
    assert _looked(reception, 1.7, 3) == [(LegEventKind.DEAD, FaultDirection.FROM)]
    reception.note_packet(3.1)
    assert _looked(reception, 3.2) == [(LegEventKind.BACK, FaultDirection.FROM)]


def test_nothing_is_expected_of_a_line_on_hold_and_time_begins_anew_afterwards() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    reception.note_packet(0)
    reception.expect_rtp(1, hear=False, reach=False)
    assert _looked(reception, 1, 60) == [(LegEventKind.CONNECTED, None)]
    reception.expect_rtp(60, hear=True, reach=True)
    assert _looked(reception, 61) == []
    assert _looked(reception, 62) == [(LegEventKind.DEAD, FaultDirection.FROM)]


def test_a_dead_line_on_hold_is_not_said_to_be_back_and_is_said_again_when_it_should_speak() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    reception.note_packet(0.1)
    reception.note_receiver_count(50, 1)
    reception.note_receiver_count(50, 2)
    assert _looked(reception, 2) == [
        (LegEventKind.CONNECTED, None),
        (LegEventKind.DEAD, FaultDirection.FROM),
        (LegEventKind.DEAD, FaultDirection.TO),
    ]
    reception.expect_rtp(3, hear=False, reach=False)
    assert _looked(reception, 3, 60) == [], "nobody knows"
    reception.expect_rtp(60, hear=True, reach=True)
    reception.note_receiver_count(50, 60)
    reception.note_receiver_count(50, 61)
    assert _looked(reception, 60.5, 62) == [
        (LegEventKind.DEAD, FaultDirection.TO),
        (LegEventKind.DEAD, FaultDirection.FROM),
    ]
    reception.note_packet(63)
    reception.note_receiver_count(60, 63)
    assert _looked(reception, 63) == [
        (LegEventKind.BACK, FaultDirection.FROM),
        (LegEventKind.BACK, FaultDirection.TO),
    ]


def test_a_line_that_is_well_again_after_a_hold_is_back() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    assert _looked(reception, 2) == [(LegEventKind.DEAD, FaultDirection.FROM)]
    reception.expect_rtp(2, hear=False, reach=False)
    reception.note_packet(3)
    assert _looked(reception, 3) == [(LegEventKind.CONNECTED, None)]
    reception.expect_rtp(4, hear=True, reach=True)
    assert _looked(reception, 4) == [], "one packet from before says nothing of now"
    reception.note_packet(4.1)
    assert _looked(reception, 4.2) == [(LegEventKind.BACK, FaultDirection.FROM)]


def test_a_caller_who_falls_silent_and_is_held_or_dies_does_not_speak_again_by_that() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=False)
    reception.note_packet(21)
    assert _looked(reception, 21) == [(LegEventKind.CONNECTED, None), (LegEventKind.SILENT, None)]
    assert _looked(reception, 23) == [(LegEventKind.DEAD, FaultDirection.FROM)]
    reception.note_packet(24)
    reception.expect_rtp(24, hear=False, reach=False)
    reception.expect_rtp(30, hear=True, reach=False)
    reception.note_packet(31)
    assert _looked(reception, 31) == [(LegEventKind.BACK, FaultDirection.FROM)]
    reception.note_sound(32)
    reception.note_packet(32)
    assert _looked(reception, 32) == [(LegEventKind.SPEAKS, None)]


def test_a_page_that_is_still_connecting_is_not_deaf_and_one_that_cannot_is() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    reception.set_destination_known(False, 0)
    reception.note_packet(0.5)
    assert _looked(reception, 1) == [(LegEventKind.CONNECTED, None)]
    reception.set_destination_known(True, 1)
    assert _looked(reception, 1.9) == []
    reception.set_destination_known(False, 2)
    reception.note_packet(4)
    assert _looked(reception, 4) == [(LegEventKind.DEAD, FaultDirection.TO)]
    reception.set_destination_known(True, 5)
    reception.note_packet(5)
    assert _looked(reception, 5) == [(LegEventKind.BACK, FaultDirection.TO)]


def test_silence_with_packets_is_shown_once_and_is_never_a_fault() -> None:
    reception = ReceptionMonitor()
    reception.expect_rtp(0, hear=True, reach=True)
    seen = []
    for now in range(60):
        reception.note_packet(now)
        seen += reception.poll(now)
    reception.note_sound(60)
    reception.note_packet(60)
    seen += reception.poll(60)
    assert seen == [(LegEventKind.CONNECTED, None), (LegEventKind.SILENT, None), (LegEventKind.SPEAKS, None)]


def test_a_far_end_whose_count_stands_still_is_deaf_within_three_seconds() -> None:
    for phase in (0.0, 0.3, 0.6, 0.95):
        reception, stopped = ReceptionMonitor(), 10 + phase
        reception.expect_rtp(0, hear=True, reach=True)
        noticed_at = None
        for step in range(200):
            now = step / 10
            reception.note_packet(now)
            if step % 10 == 0:
                reception.note_receiver_count(int(50 * min(now, stopped)), now)
            if (LegEventKind.DEAD, FaultDirection.TO) in reception.poll(now):
                noticed_at = now
                break
        assert noticed_at is not None
        assert noticed_at - stopped <= 3


# text


def test_two_lost_packets_in_a_row_lose_no_letter_and_three_leave_a_mark() -> None:
    out, into = t140.TextOut(1), t140.TextIn(98, 99)
    packets = []
    for turn, letters in enumerate(["a", "b", "ñ", "c", "d", "e", ""]):
        out.write(letters)
        packets.append(out.next_packet(turn * 300))
    read = [into.read(rtp.parse(packet)) for packet in (packets[0], packets[3])]
    assert read == ["a", "bñc"]
    again = t140.TextIn(98, 99)
    assert [again.read(rtp.parse(packet)) for packet in (packets[0], packets[4])] == ["a", "\ufffdñcd"]


def test_a_repeated_or_late_packet_says_nothing_twice() -> None:
    out, into = t140.TextOut(1), t140.TextIn(98, 99)
    out.write("a")
    first = rtp.parse(out.next_packet(0))
    out.write("b")
    second = rtp.parse(out.next_packet(300))
    assert [into.read(packet) for packet in (first, second, first, second)] == ["a", "b", "", ""]


def test_what_has_been_said_three_times_is_not_said_again() -> None:
    out = t140.TextOut(1)
    out.write("a")
    assert [out.next_packet(turn * 300) is not None for turn in range(5)] == [True, True, True, False, False]


@given(st.text(max_size=900))
def test_a_long_text_arrives_whole(text: str) -> None:
    text = text.replace("\ufeff", "").encode("utf-8", "ignore").decode()
    out, into, read = t140.TextOut(1), t140.TextIn(98, 99), ""
    out.write(text)
    for turn in range(40):
        if (packet := out.next_packet(turn * 300)) is None:
            break
        assert len(packet) < 1200
        read += into.read(rtp.parse(packet))
    assert read == text


# descriptions

CHROMIUM = """v=0
o=- 4611 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
a=fingerprint:sha-256 AA:BB
a=setup:actpass
m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110
c=IN IP4 0.0.0.0
a=ice-ufrag:abcd
a=ice-pwd:0123456789012345678901
a=mid:0
a=sendrecv
a=rtpmap:111 opus/48000/2
a=rtpmap:110 telephone-event/48000
a=rtpmap:126 telephone-event/8000
"""


def test_what_stands_for_the_session_stands_for_each_media() -> None:
    found = sdp.parse(CHROMIUM)
    assert found.profile is LegProfile.WEB
    assert found.audio.first("setup") == "actpass"
    assert found.audio.every("fingerprint") == ["sha-256 AA:BB"]
    assert sdp.negotiate_codec(found.audio) == sdp.Codec(8, None)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "media"),
        ("v=0\r\nm=audio\r\n", "line"),
        ("v=0\r\nm=audio x RTP/AVP 8\r\n", "line"),
        ("v=0\r\nm=video 9 RTP/AVP 96\r\n", "audio"),
        ("v=0\r\nm=audio 0 RTP/AVP 8\r\n", "audio"),
        ("v=0\r\nm=audio 9 RTP/SAVP 8\r\n", "protocol"),
        ("v=0\r\nm=audio 70000 RTP/AVP 8\r\n", "line"),
    ],
)
def test_a_description_with_nothing_for_us_is_refused(text: str, what: str) -> None:
    with pytest.raises(Refused, match="sdp_not_understood") as refused:
        _ = sdp.parse(text).profile
    assert refused.value.facts["what"] == what


def test_a_name_instead_of_an_address_is_refused_and_not_looked_up() -> None:
    found = sdp.parse("v=0\r\nc=IN IP4 trunk.example\r\nm=audio 9 RTP/AVP 8\r\n")
    with pytest.raises(Refused, match="sdp_not_understood"):
        _ = found.audio.address


@given(st.text(alphabet="vomact=audio 9RTP/AVP8IN4.\r\n:-", max_size=120))
def test_no_description_is_a_defect(text: str) -> None:
    try:
        found = sdp.parse(text)
        sdp.negotiate_codec(found.audio)
        _ = (found.audio.address, found.text, found.render())
    except Refused:
        pass


@pytest.mark.parametrize(
    "text",
    [
        "v=0\r\n" + "m=audio 1 RTP/AVP 8\r\n" * (sdp.MEDIA_MAX + 1),
        "v=0\r\n" + "a=x\r\n" * (sdp.LINES_MAX + 1) + "m=audio 1 RTP/AVP 8\r\n",
    ],
    ids=["media", "lines"],
)
def test_a_description_without_end_is_not_understood(text: str) -> None:
    with pytest.raises(Refused, match="sdp_not_understood"):
        sdp.parse(text)


def test_what_a_session_says_for_its_media_is_written_once_into_those_that_lack_it() -> None:
    head = "v=0\r\n" + "a=fingerprint:sha-256 AA\r\na=sendonly\r\na=recvonly\r\n" * 300
    read = sdp.parse(head + "m=audio 1 RTP/AVP 8\r\nm=audio 3 RTP/AVP 8\r\na=inactive\r\n")
    assert [one.lines for one in read.media] == [
        ["a=fingerprint:sha-256 AA", "a=sendonly"],
        ["a=inactive", "a=fingerprint:sha-256 AA"],
    ]


async def test_the_stated_address_is_heard_before_a_stranger_who_is_quicker() -> None:
    """Nobody has spoken yet: neither a key nor the way of the sound is the stranger's."""
    heard: list[bytes] = []

    def hear(data: bytes, _now: float) -> bool:
        heard.append(data)
        return True

    loop = asyncio.get_running_loop()
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        for one in (far, other):
            one.bind(("127.0.0.1", 0))
            one.setblocking(False)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        line = await open_socket("127.0.0.1", port, hear)
        line.set_remote_address(far.getsockname())
        other.sendto(b"stranger", ("127.0.0.1", port))
        far.sendto(b"party", ("127.0.0.1", port))
        async with asyncio.timeout(5):
            while not heard:
                await asyncio.sleep(0.01)
            line.send(b"answer")
            assert await loop.sock_recv(far, 100) == b"answer"
        assert heard == [b"party"]
        line.close()
