"""What the archive reads of the log and its proof."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.archive.core import case_search
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, EventId, stream_id
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import PROVISIONAL_PRIORITY, Mode
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.log import of_stream, streams_of_case


class ClosedCase(msgspec.Struct, frozen=True):
    """A case that is closed and not sealed."""

    id: CaseId
    mode: Mode
    closed_at: Instant


class ArchiveReads:
    """Reads only; a case's facts are written by the capability that owns them."""

    def __init__(self, pool: Pool | Connection) -> None:
        self._pool = pool

    async def streams(self, case: CaseId) -> list[list[Envelope]]:
        """Every stream that has a fact in the case, whole."""
        return [await of_stream(self._pool, stream) for stream in await streams_of_case(self._pool, case)]

    async def commitments(self, events: Sequence[EventId]) -> dict[EventId, bytes]:
        """Those of them that were redacted in the log itself, with what was kept of their bodies."""
        rows = await self._pool.fetch(
            "select id, commitment from event where id = any($1::uuid[]) and commitment is not null", events
        )
        return {EventId(row["id"]): row["commitment"] for row in rows}

    async def leaves(self, events: Sequence[EventId]) -> dict[EventId, int]:
        """Where each sealed one of them stands in the log's tree."""
        rows = await self._pool.fetch(
            "select event, index from seal_leaf where event = any($1::uuid[])", events
        )
        return {EventId(row["event"]): row["index"] for row in rows}

    async def case_of(self, number: int) -> CaseId | None:
        """The case with this number for people."""
        found = await self._pool.fetchval(
            "select case_id from stream where noun = 'case' and (state->>'number')::int = $1", number
        )
        return None if found is None else CaseId(found)

    async def owners(self, case: CaseId) -> list[UUID]:
        """Under whose keys bytes of a case lie: its own, those of cases that were merged into it, those of its calls."""
        rows = await self._pool.fetch(
            "with recursive same(id) as (select $1::uuid union select (s.state->>'id')::uuid from stream s join same"
            " on s.state->>'merged_into' = same.id::text where s.noun = 'case')"
            " select id from same union select split_part(s.id, ':', 2)::uuid from stream s"
            " where s.noun = 'call' and s.case_id in (select id from same) order by id",
            case,
        )
        return [row["id"] for row in rows]

    async def closed_before(self, moment: datetime) -> list[ClosedCase]:
        """Cases that were closed before this moment and are not sealed, the longest waiting first."""
        rows = await self._pool.fetch(
            "select jsonb_build_object('id', state -> 'id', 'mode', state -> 'mode',"
            " 'closed_at', state -> 'closed_at')::text as closed from stream"
            " where noun = 'case' and live and state ->> 'state' = 'closed'"
            " and (state ->> 'closed_at')::timestamptz < $1 order by (state ->> 'closed_at')::timestamptz",
            moment,
        )
        return [msgspec.json.decode(row["closed"], type=ClosedCase) for row in rows]

    async def redacted(self) -> dict[EventId, bytes]:
        """Every fact of the whole log whose body was removed by right, with what was kept of it."""
        rows = await self._pool.fetch("select id, commitment from event where commitment is not null")
        return {EventId(row["id"]): row["commitment"] for row in rows}


_OPENED = """((state ->> 'opened_at') collate "C")"""
# Who is named in a reserved case stands in the case itself (cases.core.reservation).
_HIDDEN = """(coalesce((state ->> 'reserved')::boolean, false) and not $1
  and state ->> 'owner_person' is distinct from $2
  and not coalesce(state -> 'named' @> jsonb_build_array(jsonb_build_object('person', $2::text)), false))"""
_REVERSED = """(reverse(state ->> 'number') collate "C")"""
_HAS_TASK = "exists (select from stream t where t.case_id = stream.case_id and t.noun = 'task'"
_CALLED_BY = """case_id in (select case_id from stream where noun = 'call' and case_id is not null
  and archive_phone(coalesce(state ->> 'phone', state ->> 'phone_said'))"""
# `kernel.shared_types.effective_priority` for a search: tests/archive compares the two.
_COUNTS_AS = f"coalesce((state ->> 'priority')::int, {PROVISIONAL_PRIORITY:d})"
_CELLS = f"""id, {_OPENED} as opened, {_HIDDEN} as hidden, jsonb_build_object(
  'id', state -> 'id', 'number', state -> 'number', 'mode', state -> 'mode', 'state', state -> 'state',
  'opened_at', state -> 'opened_at', 'closed_at', state -> 'closed_at', 'sealed_at', state -> 'sealed_at',
  'priority', {_COUNTS_AS}, 'provisional', state ->> 'priority' is null, 'type', state -> 'type', 'place', state #> '{{location,words}}',
  'municipality', state #> '{{location,municipality}}', 'summary', state -> 'summary',
  'disposition', state #> '{{closing,disposition}}', 'reserved', state -> 'reserved')::text as cells"""


class ArchiveSearch:
    """The port `archive.ports.CaseFinder` over the log's own table of states."""

    def __init__(self, pool: Pool, zone: str) -> None:
        self._pool, self._zone = pool, ZoneInfo(zone)

    async def find(
        self, wanted: case_search.CaseQuery, reader: case_search.ArchiveReader, phone: str | None = None
    ) -> case_search.Page:
        """A page of cases, newest first; `phone`: the digits that `case_search.phone_digits` gives.

        Raises `Refused("unknown_case")` when the page before ended with a case that is not there.
        """
        works_here = reader.centre or reader.agency
        given: list[object] = [reader.all_reserved, reader.person]
        where = ["noun = 'case'", *self._conditions(wanted, phone, given)]
        if reader.mode is not None:
            given.append(reader.mode)
            where.append(f"state ->> 'mode' = ${len(given)}")
        if works_here is not None:
            given.append(works_here)
            whose = "centre" if reader.centre else "agency"
            where.append(f"{_HAS_TASK} and t.state ->> '{whose}' = ${len(given)})")
        if wanted.after is not None:
            given.extend(await self._end_of_page(wanted.after))
            where.append(f"({_OPENED}, id) < (${len(given) - 1}, ${len(given)})")
        order = f"{_OPENED} desc, id desc"
        if wanted.ending is not None:
            given.append(wanted.ending)
            order = f"((state ->> 'number') = ${len(given)}) desc, {order}"
        rows = await self._pool.fetch(
            f"select {_CELLS} from stream where {' and '.join(where)}"  # noqa: S608  constant text and placeholders
            f" order by {order} limit {wanted.limit + 1}",
            *given,
        )
        found = [
            msgspec.json.decode(row["cells"], type=case_search.FoundCase) for row in rows[: wanted.limit]
        ]
        shown = tuple(
            case_search.hidden(case) if row["hidden"] else case
            for case, row in zip(found, rows, strict=False)
        )
        more = len(rows) > wanted.limit and wanted.ending is None
        return case_search.Page(cases=shown, next=shown[-1].id if more else None)

    def _conditions(
        self, wanted: case_search.CaseQuery, phone: str | None, given: list[object]
    ) -> Iterator[str]:
        def place(value: object) -> str:
            given.append(value)
            return f"${len(given)}"

        if wanted.number is not None:
            yield f"(state ->> 'number')::bigint = {place(wanted.number)}"
        if wanted.ending is not None:
            end = place(wanted.ending)
            whole = len(wanted.ending) < case_search.ENDING_MIN
            until = "" if whole else " || ':'"  # «:» follows «9»
            yield f"{_REVERSED} >= reverse({end}) and {_REVERSED} {'<=' if whole else '<'} reverse({end}){until}"
        if wanted.words is not None:
            yield f"archive_words(state) @@ archive_query({place(wanted.words)})"
        if wanted.since is not None:
            yield f"{_OPENED} >= {place(self._midnight(wanted.since))}"
        if wanted.until is not None and wanted.until < date.max:
            yield f"{_OPENED} < {place(self._midnight(wanted.until + timedelta(days=1)))}"
        for path, value in (
            ("{type}", wanted.type),
            ("{state}", wanted.state),
            ("{mode}", wanted.mode),
            ("{closing,disposition}", wanted.disposition),
        ):
            if value is not None:
                yield f"state #>> '{path}' = {place(value)}"
        if wanted.priority is not None:
            yield f"{_COUNTS_AS} = {place(int(wanted.priority))}"
        if phone is not None:
            yield f"{_CALLED_BY} = {place(phone)})"
        if case_search.asks_content(wanted, phone):
            yield f"not {_HIDDEN}"

    def _midnight(self, day: date) -> str:
        """When a day begins at the centre, as text that is less than every moment of it."""
        begins = datetime.combine(day, time(), self._zone).astimezone(UTC)
        return begins.strftime("%Y-%m-%dT%H:%M:%S")

    async def _end_of_page(self, case: CaseId) -> tuple[str, str]:
        stream = stream_id("case", case)
        opened = await self._pool.fetchval(
            f"select {_OPENED} from stream where id = $1 and noun = 'case'",  # noqa: S608  constant text
            stream,
        )
        if opened is None:
            raise Refused("unknown_case", id=str(case))
        return opened, stream
