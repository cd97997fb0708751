"""Says whose an API key is. Implements `identity.machine_keys.MachineKeys`; the guard of routes asks it for each request.

Nothing about a key is cached: what is revoked in one process is refused by the next request in every other.
"""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil

from auxilio.identity.core.scopes import KeyScope, machine_actor
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.partners.core.machine import REFUSALS_PER_HOUR
from auxilio.partners.core.messages import RecordRefusedKey
from auxilio.partners.core.model import ApiKey, ApiKeyId
from auxilio.partners.core.policy import refusal_of
from auxilio.partners.store import USE_EVERY, PartnerStore
from auxilio.partners.tokens import read_token
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.http.rate_limit import RateLimit, network_of
from auxilio.platform.ids import new_id

_log = logging.getLogger(__name__)
UNKNOWN = "unknown"
"""What refused uses of keys that there are not are recorded about."""
REFUSED_USES = RateAllowance("api_key_refused", 30, 60.0)
"""Refused keys of one network; over it the answer is to wait. A valid key of the same network goes on working."""
_ADDRESS_MAX = 64
_REMEMBERED_USES = 2_000


class KeyAuthentication:
    """One for each process."""

    def __init__(self, pool: Pool, clock: Clock, commands: CommandPort, system: Actor) -> None:
        """`system`: on whose behalf refused keys are recorded."""
        self._store, self._clock, self._commands = PartnerStore(pool), clock, commands
        self._system = system
        self._limits = SharedRateLimiter(pool, clock)
        # A flood is stopped here, before it asks the log whether the hour is full.
        self._recorded = RateLimit(clock, REFUSALS_PER_HOUR, 3600.0)
        self._used = OrderedDict[ApiKeyId, datetime]()

    async def actor_of(self, key: str, address: str, scope: KeyScope | None) -> Actor:
        """See `identity.machine_keys.MachineKeys`."""
        address = address[:_ADDRESS_MAX]
        known = await self._verified(key, address)
        allowance = RateAllowance("api_key", known.per_minute, 60.0)
        if (wait_s := await self._limits.take((allowance, str(known.id)))) > 0:
            raise Refused("too_many_requests", retry_after_s=ceil(wait_s))
        if scope is None:
            await self._record(str(known.id), "not_for_keys", address)
            raise Refused("not_for_keys")
        if scope not in known.scopes:
            await self._record(str(known.id), "scope_missing", address, scope)
            raise Refused("scope_missing", scope=scope)
        await self._note_use(known.id, address)
        partner = await self._store.partner(known.partner)
        return machine_actor(known.id, partner.name, partner.agency, known.scopes, known.mode)

    async def _verified(self, token: str, address: str) -> ApiKey:
        read = read_token(token)
        if read is None:
            raise await self._refusal(UNKNOWN, "key_refused", address)
        id, digest = read
        known = await self._store.key(id)
        if known is None:
            raise await self._refusal(UNKNOWN, "key_refused", address)
        if (code := refusal_of(known, digest, self._clock.now())) is not None:
            raise await self._refusal(str(id), code, address)
        return known

    async def _refusal(self, about: str, code: str, address: str) -> Refused:
        """Count and record a refused use; what is answered."""
        wait_s = await self._limits.take((REFUSED_USES, network_of(address)))
        await self._record(about, code, address)
        if wait_s > 0:
            return Refused("too_many_attempts", retry_after_s=ceil(wait_s))
        return Refused(code)

    async def _record(self, about: str, code: str, address: str, scope: KeyScope | None = None) -> None:
        """Record a refused use, unless the hour is full. `scope`: the one that the key lacks."""
        try:
            self._recorded.check(about)
        except Refused:
            return
        refused = RecordRefusedKey(about=about, code=code, address=address, scope=scope)
        try:
            await self._commands.handle(CommandId(new_id()), refused, self._system)
        except Refused as conflict:
            # Many at once: some are counted by the limit alone, and none gets another answer.
            _log.warning("refused_key_not_recorded", extra={"code": conflict.code})

    async def _note_use(self, key: ApiKeyId, address: str) -> None:
        at = self._clock.now()
        last = self._used.get(key)
        if last is not None and timedelta() <= at - last < USE_EVERY:
            return
        await self._store.note_use(key, address, at)
        self._used[key] = at
        self._used.move_to_end(key)
        if len(self._used) > _REMEMBERED_USES:
            self._used.popitem(last=False)
