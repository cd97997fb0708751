"""A flood from one source must not drown the others, and no guard may cost a first emergency call. Pure.

Two buckets for each host: messages of any kind before they are read, new requests after. A source that has run dry may
still place one emergency call; what belongs to a call that stands is never held back.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

SOURCES_MAX = 50_000
"""The longest silent are forgotten first: a forgotten source is a new one, and a new one is let through."""


@dataclass(frozen=True, slots=True)
class TokenBucketRate:
    """So many at once, and so many each second."""

    burst: float
    per_s: float


MESSAGE_LIMIT = TokenBucketRate(burst=2_000, per_s=500)
"""A telephone sends a dozen a call; reading one costs a tenth of a millisecond."""
REQUEST_LIMIT = TokenBucketRate(burst=40, per_s=5)
EMERGENCY_AGAIN_S = 30.0
"""After it, a source that still floods has one emergency call again."""


@dataclass(slots=True)
class _SourceState:
    at_s: float
    messages: float
    requests: float
    emergency_at_s: float | None = None


@dataclass(slots=True)
class FloodGuard:
    """`trusted` networks (trunks, the edge) are never slowed: they carry everybody's calls."""

    trusted: Iterable[str] = ()
    messages: TokenBucketRate = MESSAGE_LIMIT
    requests: TokenBucketRate = REQUEST_LIMIT
    sources_max: int = SOURCES_MAX
    dropped: int = 0
    """How many were held back, for the metrics."""
    _networks: list[IPv4Network | IPv6Network] = field(init=False)
    _seen: OrderedDict[str, _SourceState] = field(init=False, default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._networks = [ip_network(one, strict=False) for one in self.trusted]

    def __len__(self) -> int:
        return len(self._seen)

    def trusts(self, host: str) -> bool:
        """Whether a host belongs to the trusted networks."""
        if not self._networks:
            return False
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def reads(self, host: str, data: bytes, now_s: float) -> bool:
        """Whether to read a message at all. An INVITE is read while its source has its emergency call to place."""
        if self.trusts(host):
            return True
        seen = self._of(host, now_s)
        if seen.messages >= 1:
            seen.messages -= 1
            return True
        if data.startswith(b"INVITE ") and self._has_emergency(seen, now_s):
            return True
        self.dropped += 1
        return False

    def admits(self, host: str, *, emergency: bool, now_s: float) -> bool:
        """Whether to act on a request that is new to us and belongs to no call."""
        if self.trusts(host):
            return True
        seen = self._of(host, now_s)
        if emergency and self._has_emergency(seen, now_s):
            seen.emergency_at_s = now_s
            return True
        if seen.requests >= 1:
            seen.requests -= 1
            return True
        self.dropped += 1
        return False

    @staticmethod
    def _has_emergency(seen: _SourceState, now_s: float) -> bool:
        return seen.emergency_at_s is None or now_s - seen.emergency_at_s >= EMERGENCY_AGAIN_S

    def _of(self, host: str, now_s: float) -> _SourceState:
        seen = self._seen.get(host)
        if seen is None:
            seen = self._seen[host] = _SourceState(now_s, self.messages.burst, self.requests.burst)
            if len(self._seen) > self.sources_max:
                self._seen.popitem(last=False)
            return seen
        self._seen.move_to_end(host)
        passed_s = max(0.0, now_s - seen.at_s)
        seen.at_s = now_s
        seen.messages = min(self.messages.burst, seen.messages + passed_s * self.messages.per_s)
        seen.requests = min(self.requests.burst, seen.requests + passed_s * self.requests.per_s)
        return seen
