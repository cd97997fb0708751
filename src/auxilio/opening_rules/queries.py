"""What is read of opening rules: the list of the room. `realtime.earlier_contacts` asks the store for the rule of a call."""

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.opening_rules.core.model import LONGEST_TERM
from auxilio.opening_rules.core.views import OpeningRuleList, listed
from auxilio.opening_rules.store import OpeningRuleStore
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool


class OpeningRuleQueries:
    """Reads of who leads the room."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._store, self._clock = OpeningRuleStore(pool), clock

    async def list(self, actor: Actor) -> OpeningRuleList:
        """The rules of the session's mode. Raises `Refused("not_permitted")`."""
        require(actor, Permission.OPENING_RULE_WRITE)
        return listed(await self._store.listed(actor.mode, self._clock.now() - LONGEST_TERM))
