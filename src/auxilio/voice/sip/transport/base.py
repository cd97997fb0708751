"""What a transport is, where a message came from, and who may stand behind it."""

import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import Request, Response

type Name = Literal["udp", "tcp", "tls", "ws", "wss"]
RELIABLE: frozenset[Name] = frozenset({"tcp", "tls", "ws", "wss"})

_flows = itertools.count(1)


def new_flow() -> int:
    """A number that no other connection of this process has."""
    return next(_flows)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind a connection: known before the first message."""

    name: str
    """For a desk its person's id, for a citizen's page its token's id: never a telephone number."""
    kind: str = ""
    """What the door says of it: `desk`, `citizen`, `trunk`."""
    aors: frozenset[str] = frozenset()
    """The addresses of record it may register; empty: none."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message came from, and the way back: a flow is one connection, or one peer address of UDP."""

    transport: Name
    host: str
    port: int
    flow: int = 0
    """The connection's number in this process; 0 for UDP, and for a connection that is yet to be made."""
    identity: Identity | None = None

    @property
    def reliable(self) -> bool:
        """Whether the network repeats what it loses."""
        return self.transport in RELIABLE


type Admit = Callable[[str, Mapping[str, str]], Awaitable[Identity | None]]
"""Path with its query, and the headers (names in lower case) of a WebSocket that wants in. `None`: not admitted."""


class Unreachable(Exception):
    """There is no way to that target (its connection is closed, its address is none)."""


class Receiver(Protocol):
    """Who is told what the wire brings. Nothing here may wait."""

    def admits(self, data: bytes, source: Source) -> bool:
        """Whether to read this message at all."""
        ...

    def received(self, message: Request | Response, source: Source) -> None:
        """A message that parsed."""
        ...

    def malformed(self, malformed: Malformed, source: Source) -> None:
        """A message that did not."""
        ...

    def closed(self, source: Source) -> None:
        """A connection has gone, or could not be made; `source` is what was sent to."""
        ...


class Transport(Protocol):
    """One way for messages. `port` is where it listens, once started; 0 before."""

    name: Name
    port: int

    async def start(self, receiver: Receiver) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        ...

    async def stop(self) -> None:
        """Close all sockets."""
        ...

    def send(self, data: bytes, target: Source) -> None:
        """Send one message; never waits. Raises `Unreachable` when that is known at once, else `closed` tells."""
        ...

    def has(self, flow: int) -> bool:
        """Whether a connection still stands."""
        ...
