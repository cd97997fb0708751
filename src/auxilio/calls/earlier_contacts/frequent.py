"""Who rings often, and of whom many calls were closed as false: for who sets opening rules (decision 0403)."""

from auxilio.calls.core.earlier_contacts import (
    COUNTED_MAX,
    DAY,
    FREQUENT_MAX,
    FREQUENT_MIN,
    MONTH,
    CallCounts,
    FrequentCaller,
    FrequentCallers,
)
from auxilio.calls.earlier_contacts.store import sortable
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool

CLOSED_READ_MAX = 5_000
"""Calls closed as false of which the list is made, the newest (ours)."""
_NO_CASE = (
    "state ->> 'case' is null and coalesce(state -> 'was_in', '[]') = '[]' and state ->> 'meant_for' is null"
)
_FREQUENT = f"""
with closed as (
  select case when state ->> 'phone_known_by' in ('network_asserted', 'token') then state ->> 'phone' end as phone,
    case when state ->> 'phone' is null then state ->> 'imei' end as imei, (state ->> 'rang_at') collate "C" as rang_at
  from stream where noun = 'call' and state ->> 'disposition' in ('prank', 'pocket', 'silent')
    and (state ->> 'rang_at') collate "C" >= $1 and state ->> 'mode' = $3 and {_NO_CASE}
  order by (state ->> 'rang_at') collate "C" desc limit $4)
select phone, imei, least(count(*) filter (where rang_at >= $2), $7) as day, least(count(*), $7) as month
from closed where phone is not null or imei is not null
group by phone, imei having count(*) >= $5 order by count(*) desc, phone, imei limit $6
"""  # noqa: S608  constant text and placeholders
_WITHOUT_SIM = """
select count(*) filter (where rang_at >= $2) as day, count(*) as month from (
  select (state ->> 'rang_at') collate "C" as rang_at from stream
  where noun = 'call' and state ->> 'imei' is not null and state ->> 'phone' is null
    and (state ->> 'rang_at') collate "C" >= $1 and state ->> 'mode' = $3 and state ->> 'meant_for' is null
  order by (state ->> 'rang_at') collate "C" desc limit $4) newest
"""


class FrequentCallerQueries:
    """Reads of who leads the room. Calls that are or were of a case are in no line."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def list(self, actor: Actor) -> FrequentCallers:
        """Of the session's mode. Raises `Refused("not_permitted")`."""
        require(actor, Permission.OPENING_RULE_WRITE)
        now, mode = self._clock.now(), actor.mode.value
        month, day = sortable(now - MONTH), sortable(now - DAY)
        rows = await self._pool.fetch(
            _FREQUENT, month, day, mode, CLOSED_READ_MAX, FREQUENT_MIN, FREQUENT_MAX, COUNTED_MAX
        )
        total = await self._pool.fetchrow(_WITHOUT_SIM, month, day, mode, COUNTED_MAX)
        assert total is not None, "a count has a row"
        return FrequentCallers(
            callers=tuple(
                FrequentCaller(
                    phone=row["phone"],
                    imei=row["imei"],
                    closed_false=CallCounts(day=row["day"], month=row["month"]),
                )
                for row in rows
            ),
            without_sim=CallCounts(day=total["day"], month=total["month"]),
        )
