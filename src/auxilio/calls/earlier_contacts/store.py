"""Reads earlier calls and cases from the log's own table of states (decision 0402). Used by `realtime.earlier_contacts`."""

from datetime import datetime

from auxilio.calls.core.earlier_contacts import (
    CLOSED_FALSE,
    COUNTED_MAX,
    DAY,
    FREQUENT_MAX,
    FREQUENT_MIN,
    LOOKED_BACK,
    MONTH,
    AskedContacts,
    CallCounts,
    FrequentCaller,
    FrequentCallers,
)
from auxilio.calls.service import CALL
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool

_HIDDEN = """(coalesce((k.state ->> 'reserved')::boolean, false) and not {all}
  and k.state ->> 'owner_person' is distinct from {person}
  and not coalesce(k.state -> 'named' @> jsonb_build_array(jsonb_build_object('person', {person}::text)), false))"""
_EARLIER = f"""
from stream c
where c.noun = 'call' and c.state ->> '{{key}}' = {{value}} and (c.state ->> 'rang_at') collate "C" >= $1
  and c.state ->> 'mode' = $2 and c.state ->> 'meant_for' is not distinct from $3 and c.id <> $4
  and not exists (
    select from stream k where k.noun = 'case' and {_HIDDEN.format(all="$5", person="$6")} and k.id = any(array(
      select 'case:' || (c.state ->> 'case')
      union all select 'case:' || w from jsonb_array_elements_text(coalesce(c.state -> 'was_in', '[]')) w)))
order by (c.state ->> 'rang_at') collate "C" desc limit $7
"""  # noqa: S608  constant text and placeholders
_CALLS = f"""
select c.state::text as call, (select k.state::text from stream k where k.id = 'case:' || (c.state ->> 'case')) as case
{_EARLIER.format(key="phone", value="$8")}
"""  # noqa: S608
_COUNTED = "select c.id, c.state ->> 'rang_at' as rang_at, c.state ->> 'disposition' as disposition"
_REPEATED = f"""
select count(*) filter (where is_day) as day, count(*) as month,
  count(*) filter (where is_day and is_false) as false_day, count(*) filter (where is_false) as false_month
from (
  select rang_at collate "C" >= $9 as is_day, coalesce(disposition = any($10::text[]), false) as is_false from (
    ({_COUNTED} {_EARLIER.format(key="phone", value="$8")})
    union ({_COUNTED} {_EARLIER.format(key="imei", value="$11")})
  ) of_caller order by rang_at collate "C" desc limit $7
) newest
"""  # noqa: S608
_CASES = f"""
select k.state::text as case from stream k
where k.noun = 'case' and (
    archive_fold(k.state #>> '{{location,words}}') = archive_fold($1)
    or case_point(k.state) <@ box(point($2, $3), point($4, $5)))
  and (k.state ->> 'opened_at') collate "C" >= $6 and k.state ->> 'mode' = $7
  and k.state ->> 'state' <> 'merged' and k.id <> $8 and not {_HIDDEN.format(all="$9", person="$10")}
  and not exists (select from stream c where c.noun = 'call' and c.case_id = k.case_id
    and c.state ->> 'meant_for' is distinct from $11)
order by (k.state ->> 'opened_at') collate "C" desc limit $12
"""  # noqa: S608  constant text and placeholders
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
READ_MAX = 2 * COUNTED_MAX
"""Of the corners of the box some are farther than `NEAR_M`."""
type Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, as `case_point` has them."""


def _sortable(at: datetime) -> str:
    """A moment in UTC as the log keeps moments, to the second: what begins with it comes after it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _reader(asked: AskedContacts) -> tuple[str, str | None, str, bool, str]:
    """Which calls are of the reader's kind, and which of them this person may see: `$2` to `$6`."""
    assert asked.call is not None, "calls are looked for beside a call"
    call = stream_id(CALL.name, asked.call)
    return asked.mode.value, asked.practice_of, call, asked.all_reserved, asked.person


class EarlierContactStore:
    """What is not open to the reader never leaves the database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def calls(self, asked: AskedContacts) -> list[tuple[str, str | None]]:
        """Earlier calls of the number, the newest first, each with its case, as their states are kept."""
        rows = await self._pool.fetch(
            _CALLS, _sortable(asked.at - LOOKED_BACK), *_reader(asked), COUNTED_MAX, asked.phone
        )
        return [(row["call"], row["case"]) for row in rows]

    async def repeated(self, asked: AskedContacts) -> tuple[CallCounts, CallCounts]:
        """The newest `COUNTED_MAX` calls of the number or the telephone, and those of them that were closed as false."""
        row = await self._pool.fetchrow(
            _REPEATED,
            _sortable(asked.at - MONTH),
            *_reader(asked),
            COUNTED_MAX,
            asked.phone,
            _sortable(asked.at - DAY),
            [each.value for each in CLOSED_FALSE],
            asked.imei,
        )
        assert row is not None, "a count has a row"
        return (
            CallCounts(day=row["day"], month=row["month"]),
            CallCounts(day=row["false_day"], month=row["false_month"]),
        )

    async def cases(self, asked: AskedContacts, but: CaseId, words: str | None, box: Box | None) -> list[str]:
        """Earlier cases with an address of these words or a point in the box, the newest first, as their states are kept. `words`:
        None where the address has none."""
        rows = await self._pool.fetch(
            _CASES,
            words,
            *(box or (None,) * 4),
            _sortable(asked.at - LOOKED_BACK),
            asked.mode,
            f"case:{but}",
            asked.all_reserved,
            asked.person,
            asked.practice_of,
            READ_MAX,
        )
        return [row["case"] for row in rows]

    async def frequent(self, mode: Mode, at: datetime) -> FrequentCallers:
        """Who rings often. Calls that are or were of a case are in no line, nor are those of a practice without a trainer."""
        month, day = _sortable(at - MONTH), _sortable(at - DAY)
        rows = await self._pool.fetch(
            _FREQUENT, month, day, mode.value, CLOSED_READ_MAX, FREQUENT_MIN, FREQUENT_MAX, COUNTED_MAX
        )
        total = await self._pool.fetchrow(_WITHOUT_SIM, month, day, mode.value, COUNTED_MAX)
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
