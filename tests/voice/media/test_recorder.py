"""The recorder alone: places in time, crashes, disks that are full."""

import asyncio
import errno
import io
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest

from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.keys.fakes import MemoryCaseKeys
from auxilio.voice.media import g711
from auxilio.voice.media.recorder.service import FinishedRecording, RecordingService
from auxilio.voice.media.recorder.spool import SpoolWriter
from auxilio.voice.media.recorder.track import AudioTrack
from tests.voice.media.peers import CALLER, DESK, TARGET, tone, tones_in

CASE, ONE = UUID(int=7), UUID(int=1)


class Hand:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.at_s = 1000.0

    def __call__(self) -> float:
        return self.at_s


class RecorderSetup:
    def __init__(self, folder: Path, keys: MemoryCaseKeys | None = None) -> None:
        self.folder, self.hand, self.keys = folder, Hand(), keys or MemoryCaseKeys()
        self.blobs = FolderBlobs(folder / "blobs", self.keys)
        self.recorder = RecordingService(folder / "spool", self.blobs, self.keys, SimulatedClock(), self.hand)

    async def samples(self, done: FinishedRecording) -> np.ndarray:
        """As somebody else's player reads the file: time × channel."""
        data = b"".join([piece async for piece in self.blobs.get(done.digest, CASE)])
        with av.open(io.BytesIO(data)) as file:
            channels = file.streams.audio[0].channels
            return np.concatenate(
                [frame.to_ndarray().reshape(-1, channels) for frame in file.decode(audio=0)]
            )


@pytest.fixture
def setup(tmp_path: Path) -> RecorderSetup:
    return RecorderSetup(tmp_path)


def _speak(track, hand: Hand, hertz: int, frames: int, ssrc: int = 1, stamp: int = 4_294_960_000) -> None:
    for frame in range(frames):
        alaw = bytes(g711.encode(tone(hertz, 160, frame * 160)))
        track.receive_rtp(ssrc, (stamp + frame * 160) % 2**32, alaw, hand.at_s + frame * 0.02)


def test_packets_find_their_place_however_they_arrive() -> None:
    track = AudioTrack(0)
    for frame, at_s in ((0, 1.0), (2, 1.05), (1, 1.06), (4, 1.08)):
        track.receive_rtp(1, 500 + frame * 160, bytes([frame]) * 160, at_s)
    taken = track.take(8000 + 5 * 160)[8000:]
    assert [taken[start] for start in range(0, 800, 160)] == [0, 1, 2, 0xD5, 4]


def test_a_sender_that_stood_still_goes_on_where_the_wall_is() -> None:
    track = AudioTrack(0)
    track.receive_rtp(1, 0, b"a" * 160, 0.0)
    track.receive_rtp(1, 160, b"b" * 160, 5.0)
    track.receive_rtp(2, 9999, b"c" * 160, 6.0)
    taken = track.take(8000 * 7)
    assert [taken.index(letter) for letter in (b"a", b"b", b"c")] == [0, 40_000, 48_000]


def test_what_comes_after_its_place_was_written_is_counted_and_harms_nothing() -> None:
    track = AudioTrack(0)
    track.receive_rtp(1, 0, b"a" * 160, 0.0)
    track.take(8000)
    track.receive_rtp(1, 160, b"b" * 160, 0.02)
    assert track.late == 1
    assert track.take(16000) == g711.SILENCE[:1] * 8000


async def test_each_party_is_alone_on_its_channel_and_in_its_time(setup: RecorderSetup) -> None:
    await setup.recorder.start()
    recording = await setup.recorder.begin(ONE, CASE)
    _speak(recording.party("caller"), setup.hand, CALLER, 200)
    setup.hand.at_s += 2
    _speak(recording.party("desk"), setup.hand, DESK, 100, ssrc=2)
    setup.hand.at_s += 2
    done = await setup.recorder.finish(ONE)
    assert done is not None
    assert (done.channels, done.span_s, done.cut_short) == (("caller", "desk"), 4.0, False)
    samples = await setup.samples(done)
    assert samples.shape == (32_000, 2)
    assert tones_in(samples[8000:24000, 0]) == {CALLER}
    assert tones_in(samples[:15900, 1]) == set()
    assert tones_in(samples[16000:, 1]) == {DESK}
    await setup.recorder.settle(ONE)
    assert not list((setup.folder / "spool").iterdir())
    await setup.recorder.close()


async def test_a_party_that_joins_late_is_silent_before(setup: RecorderSetup) -> None:
    await setup.recorder.start()
    recording = await setup.recorder.begin(ONE, CASE)
    recording.party("caller")
    setup.hand.at_s += 60
    recording.write(recording.due())
    _speak(recording.party("target"), setup.hand, TARGET, 50)
    setup.hand.at_s += 1
    done = await setup.recorder.finish(ONE)
    samples = await setup.samples(done)
    assert tones_in(samples[60 * 8000 :, 1]) == {TARGET}
    assert not samples[: 60 * 8000 - 10, 1].astype(int).clip(-9, 9).max() > 8
    await setup.recorder.close()


async def test_after_a_crash_all_but_the_last_second_is_there_and_is_told_until_it_is_settled(
    setup: RecorderSetup,
) -> None:
    await setup.recorder.start()
    recording = await setup.recorder.begin(ONE, CASE)
    ear = recording.party("caller")
    _speak(ear, setup.hand, CALLER, 500)
    setup.hand.at_s += 10
    written = recording.due()
    await asyncio.to_thread(recording.write, written)
    path = next((setup.folder / "spool").iterdir())
    path.write_bytes(path.read_bytes() + b"\0\0\1\0half a block")
    again = RecorderSetup(setup.folder, setup.keys)
    first = await again.recorder.start()
    second = await RecorderSetup(setup.folder, setup.keys).recorder.start()
    assert first == second
    (done,) = first
    assert done.cut_short
    assert done.span_s >= 9
    samples = await again.samples(done)
    assert tones_in(samples[:64_000, 0]) == {CALLER}
    await again.recorder.settle(ONE)
    assert await RecorderSetup(setup.folder, setup.keys).recorder.start() == []


async def test_nothing_of_a_voice_can_be_read_on_the_disk(setup: RecorderSetup) -> None:
    await setup.recorder.start()
    recording = await setup.recorder.begin(ONE, CASE)
    recording.party("caller").receive_rtp(1, 0, b"a very recognisable sound" * 40, setup.hand.at_s)
    setup.hand.at_s += 2
    await setup.recorder.finish(ONE)
    for path in setup.folder.rglob("*"):
        assert not path.is_file() or b"recognisable" not in path.read_bytes()
    await setup.recorder.close()


async def test_a_full_disk_costs_sound_and_not_the_call(
    setup: RecorderSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    await setup.recorder.start()
    recording = await setup.recorder.begin(ONE, CASE)
    _speak(recording.party("caller"), setup.hand, CALLER, 300)
    setup.hand.at_s += 2
    recording.write(recording.due())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(SpoolWriter, "add", full)
        setup.hand.at_s += 2
        recording.write(recording.due())
    setup.hand.at_s += 2
    done = await setup.recorder.finish(ONE)
    assert done.missing_s == 2.0
    assert done.span_s == 6.0
    samples = await setup.samples(done)
    assert tones_in(samples[16_000:28_000, 0]) == set()
    assert tones_in(samples[:12_000, 0]) == {CALLER} == tones_in(samples[32_000:, 0])
    await setup.recorder.close()


async def test_a_recording_in_which_nobody_was_heard_is_none(setup: RecorderSetup) -> None:
    await setup.recorder.start()
    await setup.recorder.begin(ONE, CASE)
    setup.hand.at_s += 2
    assert await setup.recorder.finish(ONE) is None
    assert not list((setup.folder / "spool").iterdir())
    await setup.recorder.close()
