"""Parties of plain RTP that speak all the time, all out of one socket: cheap enough to share a small machine with what is
measured. They speak SDP through a pipe, as the other end of a call does.

The system calls `sendmmsg` and `recvmmsg` take many packets at once; Python's own would cost more than the relay.
"""

import ctypes
import os
import socket
import time
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from auxilio.voice.media import g711, sdp
from auxilio.voice.media.sdp import DEFAULT_CODEC, Address, MediaSection

_FIRST_SSRC = 100_000
_SIZE = 172
_SLICES = 10
"""Who speaks is spread over the 20 ms of a packet: parties do not begin to speak in one moment."""
_TICK_S = 0.02 / _SLICES
_AT_ONCE = 1024
_ROOM = 64 * 1024 * 1024
_SO_RCVBUFFORCE = 33
_DONTWAIT = 0x40

_libc = ctypes.CDLL(None, use_errno=True)


class _Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Header(ctypes.Structure):
    """`struct msghdr` of Linux, 64 bits."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint32),
        ("pieces", ctypes.POINTER(_Piece)),
        ("count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    """`struct mmsghdr`."""

    _fields_ = (("header", _Header), ("length", ctypes.c_uint32))


class _Batch:
    """Packets that one system call sends or receives: a row each in `rows`."""

    def __init__(self, size: int, towards: list[Address] | None = None) -> None:
        self.rows = np.zeros((size, _SIZE), np.uint8)
        self._pieces = (_Piece * size)()
        self._messages = (_Message * size)()
        self._names = [_name(one) for one in towards or []]
        for number in range(size):
            self._pieces[number] = _Piece(self.rows.ctypes.data + number * _SIZE, _SIZE)
            header = self._messages[number].header
            header.pieces, header.count = ctypes.pointer(self._pieces[number]), 1
            if self._names:
                header.name = ctypes.addressof(self._names[number])
                header.name_length = len(self._names[number])

    def send(self, to: socket.socket) -> None:
        """All of them."""
        taken = _libc.sendmmsg(to.fileno(), self._messages, len(self._messages), 0)
        if taken != len(self._messages):
            raise OSError(ctypes.get_errno(), f"{taken} of {len(self._messages)} were sent")

    def receive(self, of: socket.socket) -> int:
        """How many have come; none while nothing waits."""
        return max(0, _libc.recvmmsg(of.fileno(), self._messages, len(self._messages), _DONTWAIT, None))


def _name(address: Address) -> Any:
    host, port = address
    raw = socket.AF_INET.to_bytes(2, "little") + port.to_bytes(2) + socket.inet_aton(host) + bytes(8)
    return ctypes.create_string_buffer(raw, len(raw))


class _Speakers:
    """Those of one slice."""

    def __init__(self, numbers: range, far: list[Address]) -> None:
        self._batch = _Batch(len(numbers), [far[number] for number in numbers])
        rows = self._batch.rows
        rows[:, 0], rows[:, 1] = 0x80, 8
        rows[:, 8:12] = (
            np.array([_FIRST_SSRC + number for number in numbers], ">u4").view(np.uint8).reshape(-1, 4)
        )
        rows[:, 12:] = g711.encode(8000 * np.sin(np.arange(160) * 0.5))

    def speak(self, turn: int, to: socket.socket) -> None:
        """Their packets of this turn."""
        self._batch.rows[:, 2:4] = np.frombuffer((turn & 0xFFFF).to_bytes(2), np.uint8)
        self._batch.rows[:, 4:8] = np.frombuffer((turn * 160 & 0xFFFFFFFF).to_bytes(4), np.uint8)
        self._batch.send(to)


class _Hearers:
    """Counts what comes."""

    def __init__(self) -> None:
        self._batch = _Batch(_AT_ONCE)
        self.heard = 0

    def hear(self, of: socket.socket) -> None:
        """Everything that waits."""
        while came := self._batch.receive(of):
            self.heard += came
            if came < _AT_ONCE:
                return


def other_ends(pipe: Connection, legs: int) -> None:
    """Offer each leg, take the answer, and speak. Asked to `count`, say how many packets each has sent and how many have
    come in all; until told that it is enough."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    room = _SO_RCVBUFFORCE if os.geteuid() == 0 else socket.SO_RCVBUF
    line.setsockopt(socket.SOL_SOCKET, room, _ROOM)
    port = line.getsockname()[1]
    offer = MediaSection(
        "audio", port, "RTP/AVP", DEFAULT_CODEC.formats, "127.0.0.1", [*DEFAULT_CODEC.lines(), "a=sendrecv"]
    )
    far = []
    for _ in range(legs):
        pipe.send(sdp.description("127.0.0.1", [offer], 1).render())
        address = sdp.parse(pipe.recv()).audio.address
        assert address is not None, "every answer says where to speak to"
        far.append(address)
    slices = [_Speakers(range(first, legs, _SLICES), far) for first in range(min(_SLICES, legs))]
    hearers = _Hearers()
    begin, tick = time.monotonic(), 0
    while not (pipe.poll() and _asked(pipe, tick // _SLICES, hearers)):
        if tick % _SLICES < len(slices):
            slices[tick % _SLICES].speak(tick // _SLICES, line)
        hearers.hear(line)
        tick += 1
        time.sleep(max(0.0, begin + tick * _TICK_S - time.monotonic()))


def _asked(pipe: Connection, turns: int, hearers: _Hearers) -> bool:
    """Whether it is enough."""
    asked = pipe.recv()
    if asked == "count":
        pipe.send((turns, hearers.heard))
    return bool(asked == "enough")
