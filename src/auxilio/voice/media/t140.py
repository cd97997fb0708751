"""Real-time text over RTP (RFC 4103): T.140 with redundancy, so that a lost packet loses no letter.

Each packet repeats the two before it (RFC 2198). Pure: packets in, text out, and the other way round; whoever owns the
socket asks `next_packet` every 300 ms.
"""

import codecs

from auxilio.voice.media.rtp import WRAP16, WRAP32, RtpPacket, build, signed_difference
from auxilio.voice.media.sdp import MediaSection

T140, RED = 98, 99
INTERVAL_S = 0.3
_GENERATIONS = 2
_LOST = "\ufffd"
_BOM = "\ufeff"
_MOST_BYTES = 300
"""A packet's share: with what it repeats it stays well below what any network carries, and below 1023."""


def lines(t140: int = T140, red: int | None = RED) -> list[str]:
    """The attributes of a text line."""
    said = [f"a=rtpmap:{t140} t140/1000"]
    if red is not None:
        said += [f"a=rtpmap:{red} red/1000", f"a=fmtp:{red} {t140}/{t140}/{t140}"]
    return said


def types(media: MediaSection) -> tuple[int, int | None]:
    """Payload types of text and of its redundancy."""
    t140 = media.payload_type("t140/1000")
    assert t140 is not None, "only a line that speaks T.140 is asked"
    return t140, media.payload_type("red/1000")


class TextOut:
    """Letters to packets."""

    def __init__(self, ssrc: int, t140: int = T140, red: int | None = RED) -> None:
        self._ssrc, self._t140, self._red = ssrc, t140, red
        self._waiting = b""
        self._before: list[tuple[int, bytes]] = []
        self._sequence = 0
        self._idle = True

    def write(self, text: str) -> None:
        """Put letters on their way."""
        self._waiting += text.encode()

    def next_packet(self, at_ms: int) -> bytes | None:
        """What to send now, if anything; afterwards what was said is repeated until it has been said thrice."""
        new, self._waiting = _cut(self._waiting)
        if not new and not any(payload for _, payload in self._before):
            self._before.clear()
            self._idle = True
            return None
        timestamp = at_ms % WRAP32
        packet = RtpPacket(
            self._t140 if self._red is None else self._red,
            self._sequence,
            timestamp,
            self._ssrc,
            new if self._red is None else self._redundant(new, timestamp),
            self._idle,
        )
        self._sequence = (self._sequence + 1) % WRAP16
        self._idle = False
        self._before = [*self._before, (timestamp, new)][-_GENERATIONS:]
        return build(packet)

    def _redundant(self, new: bytes, timestamp: int) -> bytes:
        heads, bodies = b"", b""
        for then, payload in self._before:
            offset = min(signed_difference(timestamp - then, WRAP32), 0x3FFF)
            heads += bytes([0x80 | self._t140]) + (offset << 10 | len(payload)).to_bytes(3)
            bodies += payload
        return heads + bytes([self._t140]) + bodies + new


class TextIn:
    """Packets to letters."""

    def __init__(self, t140: int, red: int | None) -> None:
        self._t140, self._red = t140, red
        self._expected = 0
        self._ssrc: int | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, packet: RtpPacket) -> str:
        """The letters that are new in a packet; U+FFFD where some are lost for good."""
        generations = self._generations(packet)
        if generations is None:
            return ""
        *older, newest = generations
        if packet.ssrc != self._ssrc:
            self._ssrc, missing = packet.ssrc, len(older)  # what came before the first that arrived
        else:
            missing = signed_difference(packet.sequence - self._expected, WRAP16)
        if missing < 0:
            return ""
        self._expected = (packet.sequence + 1) % WRAP16
        found = older[len(older) - min(missing, len(older)) :] if missing else []
        text = _LOST if missing > len(older) else ""
        for payload in (*found, newest):
            text += self._decoder.decode(payload)
        return text.replace(_BOM, "")

    def _generations(self, packet: RtpPacket) -> list[bytes] | None:
        if packet.payload_type == self._t140:
            return [packet.payload]
        if packet.payload_type != self._red:
            return None
        data, lengths = packet.payload, list[int]()
        while data and data[0] & 0x80:
            if len(data) < 4:
                return None
            lengths.append(int.from_bytes(data[1:4]) & 0x3FF)
            data = data[4:]
        data = data[1:]
        if sum(lengths) > len(data):
            return None
        generations = []
        for length in lengths:
            generations.append(data[:length])
            data = data[length:]
        return [*generations, data]


def _cut(waiting: bytes) -> tuple[bytes, bytes]:
    """As much as fits, never in the middle of a letter: each packet is read alone when its neighbours are lost."""
    if len(waiting) <= _MOST_BYTES:
        return waiting, b""
    end = _MOST_BYTES
    while waiting[end] & 0xC0 == 0x80:
        end -= 1
    return waiting[:end], waiting[end:]
