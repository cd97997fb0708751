"""Connections whose client we wait for: how many there may be, how long each may take, and which one gives way.

`ConnectionRegistry` is one registry for each process of `serve`; `BoundedHttpProtocol` (protocol.py) tells it what a connection
waits for. A limit never refuses who comes: over it the connection that has waited longest is closed, so that somebody
who asks at once is served, also from an address from which thousands of half requests come (decision 0241).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

import msgspec

from auxilio.platform.http.rate_limit import network_of

SWEEP_S = 0.5


class ConnectionPhase(StrEnum):
    """What we wait for from a client."""

    HEAD = "head"
    """The head of a request, or the TLS handshake before the first."""
    IDLE = "idle"
    """The next request on a connection that was answered."""
    BODY = "body"
    """The rest of a body."""
    TAKE = "take"
    """That it takes an answer which is ready."""


EACH_NETWORK = MappingProxyType(
    {
        ConnectionPhase.HEAD: 128,
        ConnectionPhase.IDLE: 512,
        ConnectionPhase.BODY: 256,
        ConnectionPhase.TAKE: 256,
    }
)
ALL_NETWORKS = MappingProxyType(
    {
        ConnectionPhase.HEAD: 2_048,
        ConnectionPhase.IDLE: 2_048,
        ConnectionPhase.BODY: 1_024,
        ConnectionPhase.TAKE: 1_024,
    }
)


class ConnectionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one process gives to clients that it waits for."""

    head_bytes_max: int = 16 * 1024
    """Request line and headers together; a browser's have less than 2 KiB."""
    headers_max: int = 100
    line_bytes_max: int = 8_000
    """One line of a head: below what the WebSocket library reads (8,192)."""
    head_s: float = 10.0
    """From the first byte of a head, or from the start of a connection, to its end; a TLS handshake is in it."""
    body_s: float = 30.0
    """For a body of no length. Each byte that has come adds time, by `body_bytes_per_s`."""
    body_bytes_per_s: int = 2_048
    """A telephone at the edge of a GPRS cell sends more; 12 MiB may take 100 minutes."""
    linger_s: float = 2.0
    """How long a client whose body nobody reads may go on sending it, so that it can read the answer (RFC 9112, 9.6)."""
    linger_bytes_per_s: int = 1_048_576
    """A client that sends such a body faster may finish it, within `linger_most_s`."""
    linger_most_s: float = 30.0
    """The longest time for that. What it sends is read and thrown away."""
    stall_s: float = 60.0
    """How long a client may take nothing of an answer that is ready."""
    pipelined_max: int = 16
    """Requests that wait behind the one that is being answered."""
    each_network: Mapping[ConnectionPhase, int] = EACH_NETWORK
    """Connections from one address (IPv6: /64), by what they wait for. Thousands share one at a mobile carrier."""
    all_networks: Mapping[ConnectionPhase, int] = ALL_NETWORKS


class WaitingConnection(Protocol):
    """A connection as the registry needs it."""

    network: str | None
    """Whom it is counted for (`ConnectionRegistry.network_of`)."""

    def overdue(self, at_s: float) -> None:
        """Asked every half second while something is waited for: end what took too long by the loop's clock."""

    def give_way(self) -> None:
        """Close now, without an answer: somebody else needs the place."""


class ConnectionRegistry:
    """The registry. `trusts` says of which addresses proxies come: their clients are many, so only totals count."""

    def __init__(self, limits: ConnectionLimits, trusts: Callable[[str], bool] = lambda _: False) -> None:
        self.limits, self._trusts = limits, trusts
        self._open: set[WaitingConnection] = set()
        self._waits: dict[WaitingConnection, ConnectionPhase] = {}
        self._all: dict[ConnectionPhase, OrderedDict[WaitingConnection, None]] = {
            wait: OrderedDict() for wait in ConnectionPhase
        }
        self._each: dict[tuple[ConnectionPhase, str], OrderedDict[WaitingConnection, None]] = {}
        self._sweeping = False

    def network_of(self, peer: str) -> str | None:
        """Whom a peer's connections are counted for; None for a proxy of ours."""
        return None if self._trusts(peer) else network_of(peer)

    def count(self, wait: ConnectionPhase, network: str | None = None) -> int:
        """How many wait for this, from everywhere or from one network."""
        return len(self._all[wait] if network is None else self._each.get((wait, network), ()))

    def wait(self, connection: WaitingConnection, wait: ConnectionPhase) -> None:
        """From now on this connection waits for this. Whoever has waited longest gives way where there are too many."""
        self.rest(connection)
        self._open.add(connection)
        self._waits[connection] = wait
        self._all[wait][connection] = None
        crowded = [(self._all[wait], self.limits.all_networks[wait])]
        if connection.network is not None:
            own = self._each.setdefault((wait, connection.network), OrderedDict())
            own[connection] = None
            crowded.insert(0, (own, self.limits.each_network[wait]))
        for queue, most in crowded:
            while len(queue) > most:
                oldest = next(iter(queue))
                self.leave(oldest)
                oldest.give_way()
        self._sweep_soon()

    def rest(self, connection: WaitingConnection) -> None:
        """Nothing is waited for: it is being answered. It is still looked at, for an answer that the client does not read."""
        wait = self._waits.pop(connection, None)
        if wait is None:
            return
        del self._all[wait][connection]
        if connection.network is not None:
            own = self._each[wait, connection.network]
            del own[connection]
            if not own:
                del self._each[wait, connection.network]

    def leave(self, connection: WaitingConnection) -> None:
        """It is closed, or a WebSocket now."""
        self.rest(connection)
        self._open.discard(connection)

    def _sweep_soon(self) -> None:
        if not self._sweeping and self._open:
            self._sweeping = True
            asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)

    def _sweep(self) -> None:
        self._sweeping = False
        at_s = asyncio.get_running_loop().time()
        try:
            for connection in list(self._open):
                connection.overdue(at_s)
        finally:
            self._sweep_soon()
