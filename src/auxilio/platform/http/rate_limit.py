"""Slows strangers down: so many within a span for each key, kept in this process and bounded in size."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock

KEYS_MAX = 20_000


def network_of(address: str) -> str:
    """Whom to count an address as: itself for IPv4, its /64 for IPv6, of which one household holds 2^64.

    What is no address (a Unix socket, a test) is counted as it stands.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known.packed[:8] + bytes(8), 64)))


def network_of_client(scope: Mapping[str, Any]) -> str:
    """The network of who asks: of a request, or of a socket."""
    client = scope.get("client")
    return network_of(client[0]) if client else ""


class RateLimit:
    """`count` at once, refilled evenly within `span_s` (GCRA, the virtual scheduling of ITU-T I.371)."""

    def __init__(self, clock: Clock, count: int, span_s: float) -> None:
        assert count > 0, "a limit must allow something"
        self._clock, self._each_s, self._span_s = clock, span_s / count, span_s
        self._due: OrderedDict[str, datetime] = OrderedDict()

    def check(self, key: str) -> None:
        """Count one. Raises `Refused("too_many_requests", retry_after_s=…)`, and then does not count it."""
        at = self._clock.now()
        due = max(self._due.get(key, at), at)
        over_s = seconds_between(at, due) + self._each_s - self._span_s
        if over_s > 1e-6:
            raise Refused("too_many_requests", retry_after_s=int(over_s) + 1)
        self._due[key] = after_s(due, self._each_s)
        self._due.move_to_end(key)
        # The client that was quiet longest is forgotten first: that can only be to their good.
        if len(self._due) > KEYS_MAX:
            self._due.popitem(last=False)
