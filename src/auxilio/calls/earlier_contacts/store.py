"""Reads earlier calls and cases from the log's own table of states (decision 0402). Used by `realtime.earlier_contacts`."""

from auxilio.calls.core.earlier_contacts import COUNTED_MAX, AskedContacts
from auxilio.calls.service import CALL
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.platform.database.connection import Pool

_HIDDEN = """(coalesce((k.state ->> 'reserved')::boolean, false) and not {all}
  and k.state ->> 'owner_person' is distinct from {person}
  and not coalesce(k.state -> 'named' @> jsonb_build_array(jsonb_build_object('person', {person}::text)), false))"""
_CALLS = f"""
select c.state::text as call, (select k.state::text from stream k where k.id = 'case:' || (c.state ->> 'case')) as case
from stream c
where c.noun = 'call' and c.state ->> 'phone' = $1 and (c.state ->> 'rang_at') collate "C" >= $2
  and c.state ->> 'mode' = $3 and c.state ->> 'meant_for' is not distinct from $4 and c.id <> $5
  and not exists (
    select from stream k where k.noun = 'case' and {_HIDDEN.format(all="$6", person="$7")} and k.id in (
      select 'case:' || (c.state ->> 'case')
      union all select 'case:' || w from jsonb_array_elements_text(coalesce(c.state -> 'was_in', '[]')) w))
order by (c.state ->> 'rang_at') collate "C" desc limit $8
"""  # noqa: S608  constant text and placeholders
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
READ_MAX = 2 * COUNTED_MAX
"""Of the corners of the box some are farther than `NEAR_M`."""
type Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, as `case_point` has them."""


class EarlierContactStore:
    """What is not open to the reader never leaves the database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def calls(self, asked: AskedContacts) -> list[tuple[str, str | None]]:
        """Earlier calls of the number, the newest first, each with its case, as their states are kept."""
        rows = await self._pool.fetch(
            _CALLS,
            asked.phone,
            asked.since,
            asked.mode,
            asked.practice_of,
            stream_id(CALL.name, asked.call),
            asked.all_reserved,
            asked.person,
            COUNTED_MAX,
        )
        return [(row["call"], row["case"]) for row in rows]

    async def cases(self, asked: AskedContacts, but: CaseId, words: str, box: Box | None) -> list[str]:
        """Earlier cases with an address of these words or a point in the box, the newest first, as their states are kept."""
        rows = await self._pool.fetch(
            _CASES,
            words,
            *(box or (None,) * 4),
            asked.since,
            asked.mode,
            f"case:{but}",
            asked.all_reserved,
            asked.person,
            asked.practice_of,
            READ_MAX,
        )
        return [row["case"] for row in rows]
