"""Which opening rules stand, from the log's own table of states."""

from datetime import datetime

from auxilio.kernel.instant import iso_us
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.model import OpeningRule, OpeningRuleScope
from auxilio.opening_rules.service import OPENING_RULE
from auxilio.platform.database.connection import Pool

LISTED_MAX = 200
_STANDING = """
select state::text as state from stream
where noun = 'opening_rule' and live and mode = $1 and (state ->> 'expires_at') collate "C" > $2 {}
order by (state ->> 'set_at') collate "C" desc, id limit {}
"""
_ABOUT = _STANDING.format(
    "and (state ->> 'scope', state ->> 'subject') in (select * from unnest($3::text[], $4::text[]))", "1"
)
_LISTED = _STANDING.format("", "$3")


class OpeningRuleStore:
    """Reads alone: those that were not ended are few, and found by the index of what is live."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def about(
        self, mode: Mode, subjects: dict[OpeningRuleScope, str], at: datetime
    ) -> OpeningRule | None:
        """Of the rules about these subjects the one that was set last and has not expired at this moment."""
        row = await self._pool.fetchrow(
            _ABOUT, mode.value, iso_us(at), [scope.value for scope in subjects], list(subjects.values())
        )
        rule = OPENING_RULE.read_state(row["state"]) if row else None
        return rule if rule is not None and not rule.has_expired(at) else None

    async def listed(self, mode: Mode, expired_since: datetime) -> list[OpeningRule]:
        """The newest `LISTED_MAX` that were not ended and had not expired before this moment."""
        rows = await self._pool.fetch(_LISTED, mode.value, iso_us(expired_since), LISTED_MAX)
        return [OPENING_RULE.read_state(row["state"]) for row in rows]
