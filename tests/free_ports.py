"""Ports that nobody beside us uses, for programs that choose theirs out of a range."""

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
