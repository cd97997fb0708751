"""The other end of a line: a telephone and a browser page, each with a tone of its own and an ear that knows tones."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from av import AudioFrame

from auxilio.voice.media import g711, rtp, sdp, t140
from auxilio.voice.media.ports import Sound

CALLER, DESK, TARGET, SUPERVISOR, MUSIC = 440, 650, 900, 1200, 1600
TONES = (CALLER, DESK, TARGET, SUPERVISOR, MUSIC)
WINDOW = 1600
"""Samples an ear listens to: 200 ms, a whole number of periods of every tone."""


def tone(hertz: int, samples: int, start: int = 0, loud: float = 8000.0) -> np.ndarray:
    return (loud * np.sin(2 * np.pi * hertz * (np.arange(samples) + start) / g711.RATE)).astype(np.float32)


def sound(hertz: int, seconds: float = 1.0, name: str = "tone") -> Sound:
    return Sound(name, bytes(g711.encode(tone(hertz, int(seconds * g711.RATE)))))


def tones_in(samples: np.ndarray) -> set[int]:
    """Which of our tones are in it (Goertzel, as a product with a wave): louder than −40 dBFS."""
    time_axis = np.arange(len(samples)) / g711.RATE
    found = set()
    for hertz in TONES:
        amplitude = 2 * abs(np.mean(samples * np.exp(-2j * np.pi * hertz * time_axis)))
        if amplitude > 327:
            found.add(hertz)
    return found


async def until(what: Callable[[], Any], within_s: float = 10.0) -> Any:
    """Wait for a condition; what it returned last is what the failure shows."""
    end = time.monotonic() + within_s
    while not (seen := what()):
        assert time.monotonic() < end, f"never came: {what}"
        await asyncio.sleep(0.02)
    return seen


class Ear:
    """The last moment of what was heard. Where nothing comes, nothing is heard."""

    def __init__(self) -> None:
        self._last: deque[np.ndarray] = deque(maxlen=WINDOW // 160)
        self._at_s = 0.0

    def hear(self, samples: np.ndarray) -> None:
        self._last.append(samples)
        self._at_s = time.monotonic()

    @property
    def tones(self) -> set[int] | None:
        if time.monotonic() - self._at_s > 0.4:
            return set()
        return tones_in(np.concatenate(self._last)) if len(self._last) == self._last.maxlen else None


class Phone(asyncio.DatagramProtocol):
    """A telephone over RTP. `deaf` and `dumb` cut its line one way; `quiet` sends silence.
    `spoken` counts frames, also those that a dumb line swallowed: a clock for tests. `missed` counts packets that the
    numbers of others say were sent."""

    def __init__(self, hertz: int, codec: int = rtp.PCMA, ptime_ms: int = 20) -> None:
        self.hertz, self.codec, self.step = hertz, codec, ptime_ms * 8
        self.ear, self.keys, self.read = Ear(), list[str](), ""
        self.deaf = self.dumb = self.quiet = self.reports = False
        self.received, self.spoken, self.sources, self.gaps, self.missed = 0, 0, set[int](), 0, 0
        self.direction = "sendrecv"
        self._far: sdp.Address | None = None
        self._highest, self._ssrc, self._far_ssrc = 0, id(self) & 0xFFFFFFFF, 0
        self._last_sequence: int | None = None
        self._key_at = -1
        self._press: list[tuple[bytes, bool, int] | None] = []
        self._sequence, self._stamp = 65_530, 4_294_960_000  # both counters wrap soon
        self._text: _TextEnd | None = None

    async def open(self) -> "Phone":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        _, self._text = await loop.create_datagram_endpoint(_TextEnd, local_addr=("127.0.0.1", 0))
        self._text.phone = self
        self._task = asyncio.create_task(self._talk())
        return self

    def description(self, *, text: bool = False, sound: bool = True) -> str:
        port = self._transport.get_extra_info("sockname")[1] if sound else 0
        lines = [
            "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0",
            f"m=audio {port} RTP/AVP {self.codec} 101",
            f"a=rtpmap:{self.codec} {'PCMA' if self.codec == rtp.PCMA else 'PCMU'}/8000",
            "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", f"a={self.direction}",
        ]  # fmt: skip
        if text:
            assert self._text is not None
            lines += [f"m=text {self._text.port} RTP/AVP 99 98", *t140.lines()]
        return "\r\n".join(lines) + "\r\n"

    def connect(self, description: str) -> None:
        far = sdp.parse(description)
        self._far = far.sound.address if far.sound is not None else None
        if far.text is not None and self._text is not None:
            self._text.far = far.text.address

    def press(self, keys: str) -> None:
        self._press = list(rtp.key_payloads(keys))

    def write(self, text: str) -> None:
        assert self._text is not None
        self._text.out.write(text)

    @property
    def text(self) -> "_TextEnd":
        assert self._text is not None
        return self._text

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        packet = rtp.parse(data)
        if self.deaf or packet is None or rtp.is_rtcp(data):
            return
        if packet.ssrc == self._far_ssrc and self._last_sequence is not None:
            self.gaps += packet.sequence != (self._last_sequence + 1) % rtp.WRAP16
            step = rtp.signed_difference(packet.sequence - self._last_sequence, rtp.WRAP16)
            self._highest, self.missed = self._highest + step, self.missed + max(0, step - 1)
        else:
            self._highest = packet.sequence
        self._last_sequence, self._far_ssrc = packet.sequence, packet.ssrc
        self.received += 1
        self.sources.add(packet.ssrc)
        if packet.payload_type == self.codec:
            alaw = packet.payload.translate(g711.ULAW_TO_ALAW) if self.codec == rtp.PCMU else packet.payload
            self.ear.hear(g711.decode(alaw).astype(np.float32))
        elif packet.payload_type == 101 and packet.timestamp != self._key_at:
            self._key_at = packet.timestamp
            self.keys.append(rtp.key_of(packet.payload) or "?")

    async def _talk(self) -> None:
        begin, frame = time.monotonic(), 0
        while True:
            frame += 1
            await asyncio.sleep(max(0.0, begin + frame * self.step / 8000 - time.monotonic()))
            self.spoken = frame
            if self._far is not None and not self.dumb:
                self._say(frame)
            if self.reports and frame % 50 == 0 and self._far is not None:
                about = (self._far_ssrc, self._highest, 0) if self._far_ssrc else None
                self._transport.sendto(
                    rtp.report(self._ssrc, time.time(), 0, frame, about), (self._far[0], self._far[1] + 1)
                )

    def _say(self, frame: int) -> None:
        pressed = self._press.pop(0) if self._press else None
        if pressed is not None:
            kind, (payload, marker, before) = 101, pressed
        else:
            loud = 0.0 if self.quiet else 8000.0
            payload = bytes(g711.encode(tone(self.hertz, self.step, frame * self.step, loud)))
            if self.codec == rtp.PCMU:
                payload = payload.translate(g711.ALAW_TO_ULAW)
            kind, marker, before = self.codec, frame == 1, 0
        self._sequence = (self._sequence + 1) % rtp.WRAP16
        self._stamp = (self._stamp + self.step) % rtp.WRAP32
        stamp = (self._stamp - before) % rtp.WRAP32
        self._transport.sendto(
            rtp.build(rtp.RtpPacket(kind, self._sequence, stamp, self._ssrc, payload, marker)), self._far
        )

    def close(self) -> None:
        self._task.cancel()
        self._transport.close()
        self.text.close()


class _TextEnd(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.phone: Phone | None = None
        self.far: sdp.Address | None = None
        self.out, self._in = t140.TextOut(7), t140.TextIn(t140.T140, t140.RED)
        self.lose = 0
        """So many packets are not sent."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        packet = rtp.parse(data)
        if packet is not None and self.phone is not None:
            self.phone.read += self._in.read(packet)

    def send(self, at_ms: int) -> None:
        packet = self.out.next_packet(at_ms)
        if packet is not None and self.lose:
            self.lose -= 1
        elif packet is not None:
            self._transport.sendto(packet, self.far)

    def close(self) -> None:
        self._transport.close()


class _ToneTrack(MediaStreamTrack):
    kind = "audio"

    def __init__(self, hertz: int) -> None:
        super().__init__()
        self._hertz, self._frame, self._begin = hertz, 0, time.monotonic()

    async def recv(self) -> AudioFrame:
        self._frame += 1
        await asyncio.sleep(max(0.0, self._begin + self._frame * 0.02 - time.monotonic()))
        samples = tone(self._hertz, 160, self._frame * 160).astype(np.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 8000, self._frame * 160, Fraction(1, 8000)
        return frame


class Page:
    """A browser's end: aiortc with its own codecs, so that the engine meets somebody else's code."""

    def __init__(self, hertz: int) -> None:
        self.ear = Ear()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._track = _ToneTrack(hertz)
        self._reading: asyncio.Task[None] | None = None
        self._pc.on("track", self._on_track)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._reading = asyncio.create_task(self._read(track))

    def _speak_g711(self) -> None:
        transceiver = self._pc.getTransceivers()[0] if self._pc.getTransceivers() else None
        transceiver = transceiver or self._pc.addTransceiver(self._track, direction="sendrecv")
        codecs = RTCRtpSender.getCapabilities("audio").codecs
        transceiver.setCodecPreferences([codec for codec in codecs if codec.mimeType == "audio/PCMA"])

    async def offer(self) -> str:
        self._speak_g711()
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return self._pc.localDescription.sdp

    async def connect(self, answer: str) -> None:
        await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def answer(self, offer: str) -> str:
        self._speak_g711()
        await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        return self._pc.localDescription.sdp

    async def _read(self, track: MediaStreamTrack) -> None:
        while True:
            frame = await track.recv()
            samples = frame.to_ndarray().reshape(-1).astype(np.float32)
            step = 160 * frame.sample_rate // 8000
            for start in range(0, len(samples) - step + 1, step):
                self.ear.hear(samples[start : start + step][:: step // 160])

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        await self._pc.close()


assert all(math.isclose(WINDOW * hertz / 8000 % 1, 0, abs_tol=1e-9) for hertz in TONES), (
    "a window of whole periods"
)
