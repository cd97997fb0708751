"""Ports that nobody beside us uses, for programs that choose theirs out of a range."""

import os
import socket
from dataclasses import dataclass

SPAN = 250
BLOCKS = range(30_000, 32_750, SPAN)
"""Above those of our own engine, below those that the system gives out."""


@dataclass
class MediaPorts:
    """A block for one relay. Two relays that choose from one range may take the same port, and hear each other's calls."""

    first: int
    _held: socket.socket

    @property
    def last(self) -> int:
        """Of the block."""
        return self.first + SPAN - 1

    def free(self) -> None:
        """Nobody needs them any more."""
        self._held.close()


def media_ports() -> MediaPorts:
    """A block that is ours for as long as we hold it: a listener on its first port tells everybody on this machine."""
    for first in BLOCKS:
        held = socket.socket()
        try:
            held.bind(("127.0.0.1", first))
        except OSError:
            held.close()
        else:
            held.listen()
            return MediaPorts(first, held)
    raise AssertionError("every block is taken")


PORTS = range(10_000, 16_000, 100)
"""Blocks for one port at a time, below those of every engine: no connection of anybody's is given one by the system."""


class _Block:
    """The ports that this process gives out; a forked child takes a block of its own."""

    def __init__(self) -> None:
        self._process, self._held, self._left = 0, socket.socket(), iter(range(0))

    def one(self) -> int:
        """The next that is free for datagrams and for connections."""
        if self._process != os.getpid():
            self._take()
        for port in self._left:
            if is_free(port):
                return port
        self._take()
        return self.one()

    def _take(self) -> None:
        """A listener on the first port tells everybody on this machine that the rest is ours."""
        for first in PORTS:
            held = socket.socket()
            try:
                held.bind(("127.0.0.1", first))
            except OSError:
                held.close()
                continue
            held.listen()
            self._process, self._held = os.getpid(), held
            self._left = iter(range(first + 1, first + PORTS.step))
            return
        raise AssertionError("every block is taken")


def is_free(port: int) -> bool:
    """For datagrams and for connections."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connections,
    ):
        try:
            datagrams.bind(("127.0.0.1", port))
            connections.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_BLOCK = _Block()


def free_port() -> int:
    """A port for a server that a test starts, and starts again: nobody else takes it while the server is down.

    One that the system gives out (`bind` to 0) may be the end of somebody's connection before the server listens.
    """
    return _BLOCK.one()
