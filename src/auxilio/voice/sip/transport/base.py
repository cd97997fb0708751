"""What a transport is, where a message came from, and who may stand behind it."""

import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from auxilio.platform.background_tasks import report_fault
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import Request, Response, parse

type TransportName = Literal["udp", "tcp", "tls", "ws", "wss"]
RELIABLE: frozenset[TransportName] = frozenset({"tcp", "tls", "ws", "wss"})

_flows = itertools.count(1)


def new_flow() -> int:
    """A number that no other connection of this process has."""
    return next(_flows)


@dataclass(frozen=True, slots=True)
class PeerIdentity:
    """Who stands behind a connection: known before the first message."""

    name: str
    """For a desk its person's id, for a citizen's page its token's id: never a telephone number."""
    kind: str = ""
    """The class that the listener gave it: `desk`, `citizen`, `trunk`."""
    aors: frozenset[str] = frozenset()
    """The addresses of record it may register; empty: none."""


@dataclass(frozen=True, slots=True)
class MessageSource:
    """Where a message came from, and the way back: a flow is one connection, or one peer address of UDP."""

    transport: TransportName
    host: str
    port: int
    flow: int = 0
    """The connection's number in this process; 0 for UDP, and for a connection that is yet to be made."""
    identity: PeerIdentity | None = None
    server_name: str = field(default="", compare=False)
    """The name that its certificate must state, where we open a TLS connection to it; empty: its address."""

    @property
    def reliable(self) -> bool:
        """Whether the network repeats what it loses."""
        return self.transport in RELIABLE


type AdmitConnection = Callable[[str, Mapping[str, str]], Awaitable[PeerIdentity | None]]
"""Path with its query, and the headers (names in lower case) of a WebSocket that wants in. `None`: not admitted."""


class Unreachable(Exception):
    """There is no way to that target (its connection is closed, its address is none)."""


class Receiver(Protocol):
    """Who is told what the wire brings. Nothing here may wait."""

    def admits(self, data: bytes, source: MessageSource) -> bool:
        """Whether to read this message at all."""
        ...

    def received(self, message: Request | Response, source: MessageSource) -> None:
        """A message that parsed."""
        ...

    def malformed(self, malformed: Malformed, source: MessageSource) -> None:
        """A message that did not."""
        ...

    def closed(self, source: MessageSource) -> None:
        """A connection has gone, or could not be made; `source` is what was sent to."""
        ...


def deliver(receiver: Receiver, data: bytes, source: MessageSource) -> None:
    """Read one whole message and hand it on. Never raises: on uvloop an exception in a protocol's callback closes the
    connection, and an edge's one connection carries everybody's calls."""
    try:
        if not receiver.admits(data, source):
            return
        try:
            message = parse(data)
        except Malformed as malformed:
            receiver.malformed(malformed, source)
        else:
            receiver.received(message, source)
    except Exception as defect:  # noqa: BLE001  reported as a fault of the process
        report_fault("sip_message", defect)


class Transport(Protocol):
    """One way for messages. `port` is where it listens, once started; 0 before."""

    name: TransportName
    port: int

    async def start(self, receiver: Receiver) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        ...

    async def stop(self) -> None:
        """Close all sockets."""
        ...

    def send(self, data: bytes, target: MessageSource) -> None:
        """Send one message; never waits. Raises `Unreachable` when that is known at once, else `closed` tells."""
        ...

    def has(self, flow: int) -> bool:
        """Whether a connection still stands."""
        ...
