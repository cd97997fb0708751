"""What is read of opening rules: the one of a call, for `realtime.earlier_contacts`, and the list of the room."""

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.model import LONGEST_TERM, OpeningRule, OpeningRuleScope
from auxilio.opening_rules.core.views import OpeningRuleList, listed
from auxilio.opening_rules.store import OpeningRuleStore
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool


class OpeningRuleQueries:
    """One for each process."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._store, self._clock = OpeningRuleStore(pool), clock

    async def about(self, mode: Mode, subjects: dict[OpeningRuleScope, str]) -> OpeningRule | None:
        """Of the rules about these subjects the one that was set last and has not expired."""
        return await self._store.about(mode, subjects, self._clock.now())

    async def list(self, actor: Actor) -> OpeningRuleList:
        """The rules of the session's mode. Raises `Refused("not_permitted")`."""
        require(actor, Permission.OPENING_RULE_WRITE)
        return listed(await self._store.listed(actor.mode, self._clock.now() - LONGEST_TERM))
