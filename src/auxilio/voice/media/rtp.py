"""RTP packets (RFC 3550) as far as a telephone needs them: header, telephone events (RFC 4733), short RTCP reports."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

WRAP16, WRAP32 = 1 << 16, 1 << 32
PCMU, PCMA, EVENTS = 0, 8, 101
"""Payload types; that of events is only what we propose."""

_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")
_KEYS = "0123456789*#ABCD"


class RtpPacket(NamedTuple):
    """A packet of sound, events or text."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False


def parse(data: bytes) -> RtpPacket | None:
    """The packet, or None for what is none."""
    if len(data) < 12 or data[0] >> 6 != 2:
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    start, end = 12 + 4 * (first & 15), len(data)
    if first & 0x10:
        if end < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    if first & 0x20:
        end -= data[-1]
    if start > end:
        return None
    return RtpPacket(second & 0x7F, sequence, timestamp, ssrc, data[start:end], bool(second & 0x80))


def build(packet: RtpPacket) -> bytes:
    """The bytes of a packet."""
    return (
        _HEADER.pack(
            0x80,
            packet.payload_type | (0x80 if packet.marker else 0),
            packet.sequence,
            packet.timestamp,
            packet.ssrc,
        )
        + packet.payload
    )


def is_rtcp(data: bytes) -> bool:
    """Packets of both kinds may share a port (RFC 5761)."""
    return len(data) >= 8 and data[0] >> 6 == 2 and 192 <= data[1] <= 223


def signed_difference(difference: int, wrap: int) -> int:
    """The shorter way from one counter to another that wraps."""
    difference %= wrap
    return difference - wrap if difference >= wrap // 2 else difference


class SequenceCounter:
    """Packets of one source, counted by their sequence numbers."""

    def __init__(self) -> None:
        self.received = 0
        self.highest = -1
        """Extended: 2³² cycles are longer than any call."""
        self._lost_before, self._first = 0, 0
        self._received_here = 0
        self._ssrc: int | None = None

    def note_packet(self, ssrc: int, sequence: int) -> None:
        """A packet came."""
        if ssrc != self._ssrc:
            self._lost_before = self.lost
            self._ssrc, self._first, self.highest, self._received_here = ssrc, sequence, sequence, 0
        else:
            ahead = signed_difference(sequence - self.highest, WRAP16)
            if ahead > 0:
                self.highest += ahead
        self.received += 1
        self._received_here += 1

    @property
    def lost(self) -> int:
        """Packets that never came, over all sources."""
        expected = self.highest - self._first + 1 if self._ssrc is not None else 0
        return self._lost_before + max(0, expected - self._received_here)

    @property
    def ssrc(self) -> int | None:
        """The source that speaks now."""
        return self._ssrc


# telephone events


def key_of(payload: bytes) -> str | None:
    """The key of a telephone event, or None (flash, tones, rubbish)."""
    return _KEYS[payload[0]] if len(payload) >= 4 and payload[0] < len(_KEYS) else None


def key_payloads(keys: str, tone_ms: int = 120, gap_ms: int = 80) -> Iterator[tuple[bytes, bool, int] | None]:
    """What to send in each frame of 20 ms: the payload, whether it begins a key, and by how many samples its
    timestamp lies before now; None in the pause between two keys. The end is said three times."""
    for key in keys:
        number = _KEYS.index(key)
        frames = tone_ms // 20
        for frame in range(1, frames + 1):
            yield _EVENT.pack(number, 10, frame * 160), frame == 1, (frame - 1) * 160
        for again in range(3):
            yield _EVENT.pack(number, 0x80 | 10, frames * 160), False, (frames + again) * 160
        for _ in range(gap_ms // 20):
            yield None


def is_key(key: str) -> bool:
    """Can it be dialled?"""
    return len(key) == 1 and key in _KEYS


# reports

_NTP_EPOCH_S = 2_208_988_800


def report(
    ssrc: int, at_s: float, timestamp: int, packets: int, about: tuple[int, int, int] | None = None
) -> bytes:
    """A sender's report and who we are. `about`: the source we hear, the highest sequence number and the packets lost."""
    ntp = int((at_s + _NTP_EPOCH_S) * WRAP32)
    blocks = b""
    if about is not None:
        heard, highest, lost = about
        blocks = struct.pack("!IIIIII", heard, min(lost, 0x7FFFFF) & 0xFFFFFF, highest & 0xFFFFFFFF, 0, 0, 0)
    sender = struct.pack(
        "!IQIII", ssrc, ntp & (WRAP32 * WRAP32 - 1), timestamp, packets, packets * 160 & 0xFFFFFFFF
    )
    name = b"\x01\x07auxilio\x00"  # CNAME, padded to whole words with its end
    words = struct.pack("!I", ssrc) + name + b"\x00" * (-len(name) % 4)
    return b"".join(
        (
            struct.pack("!BBH", 0x80 | bool(blocks), 200, (len(sender) + len(blocks)) // 4),
            sender,
            blocks,
            struct.pack("!BBH", 0x81, 202, len(words) // 4),
            words,
        )
    )


def highest_heard(data: bytes, ssrc: int) -> int | None:
    """What a report says of the source `ssrc`: the highest extended sequence number it has received."""
    while len(data) >= 8 and data[0] >> 6 == 2:
        end = 4 + 4 * int.from_bytes(data[2:4])
        if data[1] in (200, 201) and end <= len(data):
            start = 28 if data[1] == 200 else 8
            for place in range(start, min(end, start + 24 * (data[0] & 31)) - 23, 24):
                if int.from_bytes(data[place : place + 4]) == ssrc:
                    return int.from_bytes(data[place + 8 : place + 12])
        data = data[end:]
    return None
