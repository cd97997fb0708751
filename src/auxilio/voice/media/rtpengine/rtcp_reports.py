"""What parties report of what they hear: rtpengine hands their RTCP to whoever it is told (`--homer=US:PORT`).

It comes as HEP version 3 (chunks of vendor, type, length) around a JSON of the report. Of it we need the call, the port of
the relay at which it came in, which names the party, and the highest sequence number received.
"""

import asyncio
import struct
from collections.abc import Callable
from typing import NamedTuple

import msgspec

_CHUNK = struct.Struct("!HHH")
_TO_PORT, _PAYLOAD, _CALL = 8, 15, 17


class _Block(msgspec.Struct):
    highest_seq_no: int


class _Payload(msgspec.Struct):
    report_blocks: list[_Block] = []


class RtcpReport(NamedTuple):
    """A party's word."""

    group: str
    port: int
    highest: int


def parse(data: bytes) -> RtcpReport | None:
    """The report in a datagram; None for anything else, or when it speaks of nothing heard."""
    if len(data) < 6 or data[:4] != b"HEP3":
        return None
    chunks: dict[int, bytes] = {}
    place = 6
    while place + _CHUNK.size <= len(data):
        _, kind, length = _CHUNK.unpack_from(data, place)
        if length < _CHUNK.size:
            return None
        chunks[kind] = data[place + _CHUNK.size : place + length]
        place += length
    try:
        told = msgspec.json.decode(chunks.get(_PAYLOAD, b""), type=_Payload)
        group = chunks.get(_CALL, b"").decode()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not told.report_blocks:
        return None
    return RtcpReport(group, int.from_bytes(chunks.get(_TO_PORT, b"")), told.report_blocks[0].highest_seq_no)


class RtcpReportSocket(asyncio.DatagramProtocol):
    """The socket at which they arrive."""

    def __init__(self, tell: Callable[[RtcpReport], None]) -> None:
        self._tell = tell

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """A report, or rubbish."""
        if (report := parse(data)) is not None:
            self._tell(report)
