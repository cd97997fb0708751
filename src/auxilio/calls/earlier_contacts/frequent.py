"""Who rings often, and of whom many calls were closed as false: for who sets opening rules (decision 0403)."""

from auxilio.calls.core.earlier_contacts import FrequentCallers
from auxilio.calls.earlier_contacts.store import EarlierContactStore
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool


class FrequentCallerQueries:
    """Reads of who leads the room."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._store, self._clock = EarlierContactStore(pool), clock

    async def list(self, actor: Actor) -> FrequentCallers:
        """Of the session's mode. Raises `Refused("not_permitted")`."""
        require(actor, Permission.OPENING_RULE_WRITE)
        return await self._store.frequent(actor.mode, self._clock.now())
