"""One party's media, however it is carried: what comes in becomes frames, frames become packets."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np

from auxilio.platform.ids import new_id
from auxilio.voice.media import g711, rtp
from auxilio.voice.media.g711 import FRAME, SILENCE
from auxilio.voice.media.jitter import JitterBuffer
from auxilio.voice.media.ports import (
    AudioLevels,
    AudioSink,
    FaultDirection,
    LegEventKind,
    LegId,
    LegProfile,
    LegStats,
    Sound,
)
from auxilio.voice.media.reception_monitor import AUDIBLE_DB, ReceptionMonitor
from auxilio.voice.media.sdp import DEFAULT_CODEC, Codec, Direction

OnLegEvent = Callable[["EmbeddedLeg", LegEventKind, FaultDirection | None, str], None]
_METER_FRAMES = 5


class EmbeddedLeg:
    """What every leg has. A carrier calls `receive` and offers `_transmit`."""

    profile: ClassVar[LegProfile]

    def __init__(self, name: LegId, group: str, notice: OnLegEvent) -> None:
        self.name, self.group = name, group
        self.codec: Codec = DEFAULT_CODEC
        self.far_direction = Direction.BOTH
        self.muted = False
        self.sink: AudioSink | None = None
        self.loop: SoundPlayer | None = None
        """What it hears while it is parked."""
        self.once: SoundPlayer | None = None
        """What it hears before anything else."""
        self._notice = notice
        self._reception = ReceptionMonitor()
        self._buffer = JitterBuffer()
        self._counter = rtp.SequenceCounter()
        self._lately_said: deque[bytes] = deque(maxlen=_METER_FRAMES)
        self._lately_heard: deque[bytes] = deque(maxlen=_METER_FRAMES)
        self._ssrc = new_id().int & 0xFFFFFFFF
        self._sequence, self._timestamp, self._sent = 1, 0, 0
        self._dialling: Iterator[tuple[bytes, bool, int] | None] = iter(())
        self._key_at: tuple[int, int] | None = None
        self._counts = False
        self._jitter, self._transit = 0.0, 0.0

    # in

    def receive(self, data: bytes, now: float) -> bool:
        """A packet from the party; False for what is none of its packets."""
        packet = rtp.parse(data)
        if packet is None:
            return False
        self._reception.note_packet(now)
        if packet.payload_type in (rtp.PCMA, rtp.PCMU):
            self._sound(packet, now)
        elif packet.payload_type == self.codec.events:
            self._key(packet)
        return True

    def _sound(self, packet: rtp.RtpPacket, now: float) -> None:
        alaw = packet.payload
        if packet.payload_type == rtp.PCMU:
            alaw = alaw.translate(g711.ULAW_TO_ALAW)
        self._measure(packet, now)
        if self.muted:
            return
        self._buffer.put(packet.ssrc, packet.timestamp, alaw)
        if self.sink is not None:
            self.sink.receive_rtp(packet.ssrc, packet.timestamp, alaw, now)

    def _measure(self, packet: rtp.RtpPacket, now: float) -> None:
        fresh = packet.ssrc != self._counter.ssrc
        self._counter.note_packet(packet.ssrc, packet.sequence)
        transit = now * g711.RATE - packet.timestamp
        wander = abs(transit - self._transit)
        self._transit = transit
        if not fresh and wander < g711.RATE:
            self._jitter += (wander - self._jitter) / 16

    def _key(self, packet: rtp.RtpPacket) -> None:
        press = (packet.ssrc, packet.timestamp)
        if press != self._key_at and (key := rtp.key_of(packet.payload)) is not None:
            self._key_at = press
            self._notice(self, LegEventKind.DTMF, None, key)

    def receive_report(self, data: bytes, now: float) -> None:
        """RTCP from the party: how much of ours it has received."""
        highest = rtp.highest_heard(data, self._ssrc)
        if highest is not None and not self._counts:
            self.note_receiver_count(highest, now)

    def counted(self, packets: int, now: float) -> None:
        """The party's own count. From now on its RTCP is not asked: it counts otherwise, and seldom."""
        self._counts = True
        self.note_receiver_count(packets, now)

    def note_receiver_count(self, packets: int, now: float) -> None:
        """The party counts."""
        self._reception.note_receiver_count(packets, now)

    # the tick

    def take(self) -> bytes:
        """What the party says in this frame."""
        said = self._buffer.pop()
        if self.muted or said is None:
            said = SILENCE
        self._lately_said.append(said)
        return said

    def give(self, frame: bytes) -> None:
        """What the party hears in this frame."""
        self._timestamp = (self._timestamp + FRAME) % rtp.WRAP32
        if self.far_direction in (Direction.SEND, Direction.NEITHER) or not self.ready:
            return
        self._lately_heard.append(frame)
        pressed = next(self._dialling, None)
        if pressed is not None:
            payload, begins, before = pressed
            assert self.codec.events is not None, "nothing is dialled where keys cannot be told"
            self._packet(self.codec.events, payload, begins, before)
        else:
            if self.codec.payload_type == rtp.PCMU:
                frame = frame.translate(g711.ALAW_TO_ULAW)
            self._packet(self.codec.payload_type, frame, self._sent == 0, 0)

    def _packet(self, payload_type: int, payload: bytes, marker: bool, before: int) -> None:
        timestamp = (self._timestamp - before) % rtp.WRAP32
        self._transmit(
            rtp.build(rtp.RtpPacket(payload_type, self._sequence, timestamp, self._ssrc, payload, marker))
        )
        self._sequence = (self._sequence + 1) % rtp.WRAP16
        self._sent += 1

    def dial(self, keys: str) -> None:
        """Press keys, after those that are being pressed."""
        if self.codec.events is not None:
            self._dialling = _after(self._dialling, rtp.key_payloads(keys))

    def report(self, at_s: float) -> None:
        """Tell the party how we hear it."""
        if not self.ready:
            return
        about = None
        if self._counter.ssrc is not None:
            about = (self._counter.ssrc, self._counter.highest, self._counter.lost)
        self._transmit_report(rtp.report(self._ssrc, at_s, self._timestamp, self._sent, about))

    # noticing

    def expect(self, joined: bool, now: float) -> None:
        """`joined`: with somebody, or waiting in the queue; not held."""
        reach = joined and self.far_direction in (Direction.BOTH, Direction.RECEIVE)
        hear = joined and not self.muted and self.far_direction in (Direction.BOTH, Direction.SEND)
        self._reception.expect_rtp(now, hear=hear, reach=reach)

    def look(self, now: float) -> None:
        """Say what is new on the line."""
        if self._lately_said and _power([self._lately_said[-1]]) > AUDIBLE_DB:
            self._reception.note_sound(now)
        self._reception.set_destination_known(self.ready, now)
        for kind, way in self._reception.poll(now):
            self._notice(self, kind, way, "")

    def levels(self) -> AudioLevels:
        """How loud it is."""
        return AudioLevels(said_db=_power(self._lately_said), heard_db=_power(self._lately_heard))

    def stats(self) -> LegStats:
        """Its counts."""
        return LegStats(
            received=self._counter.received,
            sent=self._sent,
            lost=self._counter.lost,
            late=self._buffer.late,
            jitter_ms=round(self._jitter / 8, 1),
        )

    # the carrier's part

    @property
    def ready(self) -> bool:
        """Is there a place to send to?"""
        raise NotImplementedError

    def write(self, text: str) -> bool:
        """Real-time text; False where there is no line for it."""
        return False

    async def close(self) -> None:
        """Let go of its sockets."""
        raise NotImplementedError

    def _transmit(self, data: bytes) -> None:
        raise NotImplementedError

    def _transmit_report(self, data: bytes) -> None:
        raise NotImplementedError


class SoundPlayer:
    """A sound, frame by frame."""

    def __init__(self, sound: Sound, *, again: bool) -> None:
        self._alaw, self._again, self._place = sound.alaw, again, 0

    def next(self) -> bytes | None:
        """The next frame; None at the end."""
        if self._place >= len(self._alaw):
            if not self._again or not self._alaw:
                return None
            self._place = 0
        frame = self._alaw[self._place : self._place + FRAME]
        self._place += FRAME
        return frame.ljust(FRAME, SILENCE[:1])


def _power(frames: "deque[bytes] | list[bytes]") -> float:
    if not frames:
        return -96.0
    samples = g711.FROM_ALAW[np.frombuffer(b"".join(frames), np.uint8)]
    samples = np.where(np.abs(samples) <= 8, 0, samples)  # A-law has no zero: its smallest step is nothing
    return g711.decibels(float(np.mean(np.square(samples))))


def _after[T](first: Iterator[T], second: Iterator[T]) -> Iterator[T]:
    yield from first
    yield from second


def monotonic_s() -> float:
    """The clock of media: seconds that never go back."""
    return time.monotonic()
