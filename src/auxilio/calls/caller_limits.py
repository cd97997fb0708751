"""What one citizen's page, and one network of citizens, may ask of us. Limits reduce service; none refuses a first ring.

One carrier address is shared by thousands of people, so limits by network are generous (decision 0246). Called by the
routes and the socket that a citizen's token opens.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.shared_limits import AllowanceRequest, RateAllowance, SharedRateLimiter

RINGS_OF_NETWORK = RateAllowance("ring", 30, 60.0)
"""At full speed. In the worst hour of Valencia's worst day all callers together rang 40 times a minute."""
RINGS_OF_CALL = RateAllowance("ring_again", 20, 10.0)
"""Of one call: a page rings again until it is answered, at most twice a second."""
COMMANDS_OF_CALL = RateAllowance("command", 60, 30.0)
"""A page that comes out of a tunnel sends all that it kept at once."""
COMMANDS_OF_NETWORK = RateAllowance("commands", 1_000, 10.0)
UPLOADS_OF_CALL = RateAllowance("upload", 12, 120.0)
UPLOADS_OF_NETWORK = RateAllowance("uploads", 120, 60.0)
SOCKETS_OF_CALL = RateAllowance("socket", 20, 40.0)
SOCKETS_OF_NETWORK = RateAllowance("sockets", 400, 20.0)
RING_DELAY_S, RING_DELAY_MAX_S, RING_SPACING_S = 1.0, 5.0, 0.05
"""A ring beyond what its network rings at full speed is held a second; when many are, up to five, 0.05 s apart."""
UPLOADS_AT_ONCE, UPLOADS_WAITING = 2, 8
"""Of one call: how many are read at once, and how many may be there in all."""
NETWORKS_MAX = 20_000


@dataclass
class _UploadQueue:
    there: int = 0
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_AT_ONCE))


class CallerLimits:
    """One for each process; what is counted is counted for all of them."""

    def __init__(self, limits: SharedRateLimiter, clock: Clock) -> None:
        self._limits, self._clock = limits, clock
        self._held_until = OrderedDict[str, datetime]()
        self._uploading = dict[UUID, _UploadQueue]()

    async def ring(self, call: CallId, network: str) -> None:
        """A page rings. Never refused for its network: at most held for a while.

        Raises `Refused("too_many_requests")` when one call rings again and again.
        """
        await self._take((RINGS_OF_CALL, str(call)))
        if await self._limits.take((RINGS_OF_NETWORK, network)) > 0:
            await self._clock.sleep(self._held_s(network))

    def _held_s(self, network: str) -> float:
        """How long a ring of a crowded network is held: one after another, and none for long."""
        now = self._clock.now()
        free_at = max(self._held_until.get(network, now), after_s(now, RING_DELAY_S))
        held_s = min(seconds_between(now, free_at), RING_DELAY_MAX_S)
        self._held_until[network] = after_s(now, held_s + RING_SPACING_S)
        self._held_until.move_to_end(network)
        if len(self._held_until) > NETWORKS_MAX:
            self._held_until.popitem(last=False)
        return held_s

    async def command(self, citizen: Actor, network: str) -> None:
        """A page sends a command, or asks for a line. Raises `Refused("too_many_requests")`: it asks again by itself."""
        await self._take((COMMANDS_OF_CALL, str(citizen.id)), (COMMANDS_OF_NETWORK, network))

    async def socket(self, citizen: Actor, network: str) -> None:
        """A page opens a socket. Raises `Refused("too_many_requests")`."""
        await self._take((SOCKETS_OF_CALL, str(citizen.id)), (SOCKETS_OF_NETWORK, network))

    @asynccontextmanager
    async def upload(self, citizen: Actor, network: str) -> AsyncIterator[None]:
        """A page sends a file; inside the block it is its turn. Raises `Refused("too_many_requests")`."""
        uploading = self._uploading.setdefault(citizen.id, _UploadQueue())
        if uploading.there >= UPLOADS_WAITING:
            raise Refused("too_many_requests", retry_after_s=1)
        uploading.there += 1
        try:
            await self._take((UPLOADS_OF_CALL, str(citizen.id)), (UPLOADS_OF_NETWORK, network))
            async with uploading.turn:
                yield
        finally:
            uploading.there -= 1
            if not uploading.there:
                del self._uploading[citizen.id]

    async def _take(self, *wanted: AllowanceRequest) -> None:
        wait_s = await self._limits.take(*wanted)
        if wait_s > 0:
            raise Refused("too_many_requests", retry_after_s=ceil(wait_s))
