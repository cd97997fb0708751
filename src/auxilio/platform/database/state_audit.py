"""Are the states that stand beside the log what their facts fold to? And making them so again.

A state is derived data in the same database (decision 0002): changed by hand, every board shows what never happened,
while the chain of the facts holds. So the facts are folded again and everything that is kept of them compared.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import StreamId
from auxilio.platform.database.aggregates import Aggregate, AggregateRegistry
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.log import of_stream
from auxilio.platform.database.seal_store import PostgresSealStore
from auxilio.platform.proof.audit import StateFault, StateFaultKind
from auxilio.platform.proof.chain import verify_stream

BATCH = 200
_REPAIRABLE = frozenset({StateFaultKind.CHANGED, StateFaultKind.MISSING})
_ROWS = """select id, noun, version, head, state::text as state, live, case_id, call_id, mode, changed_at
  from stream where id = any($1::text[])"""
_WITHOUT_FACTS = """select id from stream s where version > 0
  and not exists (select from event e where e.stream = s.id) order by id"""


class FoldedRow(NamedTuple):
    """All that a row of `stream` says, as it follows from the facts; `state` None where words were removed by right."""

    noun: str
    version: int
    head: bytes
    changed_at: datetime
    state: Any = None
    live: bool | None = None
    case: UUID | None = None
    call: UUID | None = None
    mode: str | None = None


def fold_row(
    aggregate: Aggregate[Any], envelopes: Sequence[Envelope], *, redacted: bool = False
) -> FoldedRow:
    """What the row of a stream must be. Raises whatever the reading of a fact that was altered raises."""
    last = envelopes[-1]
    plain = FoldedRow(aggregate.name, last.version, last.digest, last.recorded_at)
    if redacted:
        return plain
    state: Any = None
    for envelope in envelopes:
        state = aggregate.apply(state, envelope)
    # By the way of JSON, as it is kept: what differs only in its Python type does not differ.
    state, links = aggregate.read_state(msgspec.json.encode(state)), aggregate.links(state)
    return plain._replace(
        state=state, live=aggregate.live(state), case=links.case, call=links.call, mode=links.mode.value
    )


def differences(aggregate: Aggregate[Any], folded: FoldedRow, row: Any) -> Iterator[str]:
    """Which columns of the row are not as they follow, and which fields of the state."""
    for name in ("noun", "version", "head", "changed_at"):
        if row[name] != getattr(folded, name):
            yield name
    if folded.state is None:
        return
    for name, wanted in (("live", folded.live), ("case_id", folded.case), ("call_id", folded.call), ("mode", folded.mode)):  # fmt: skip
        if row[name] != wanted:
            yield name
    try:
        kept = aggregate.read_state(row["state"])
    except msgspec.DecodeError:
        yield "state"
        return
    for name in folded.state.__struct_fields__:
        if getattr(kept, name) != getattr(folded.state, name):
            yield f"state.{name}"


class StateAudit:
    """Looks at states while the streams pass by on their way to the audit of the log; `faults` when they have passed."""

    def __init__(
        self, connection: Connection, aggregates: AggregateRegistry, redacted: frozenset[UUID]
    ) -> None:
        self._connection, self._aggregates, self._gone = connection, aggregates, redacted
        self.faults: list[StateFault] = []
        self.redacted: list[StreamId] = []
        self.folded = 0

    async def beside(self, streams: AsyncIterator[list[Envelope]]) -> AsyncIterator[list[Envelope]]:
        """The same streams again; each is compared with its row."""
        waiting: list[list[Envelope]] = []
        async for envelopes in streams:
            waiting.append(envelopes)
            yield envelopes
            if len(waiting) >= BATCH:
                await self._compare(waiting)
                waiting = []
        await self._compare(waiting)
        for row in await self._connection.fetch(_WITHOUT_FACTS):
            self._fault(StateFaultKind.UNFOUNDED, StreamId(row["id"]))

    async def _compare(self, streams: Sequence[list[Envelope]]) -> None:
        named = [envelopes[0].stream for envelopes in streams]
        rows = {row["id"]: row for row in await self._connection.fetch(_ROWS, named)}
        for envelopes in streams:
            self._judge(envelopes, rows.get(envelopes[0].stream))

    def _judge(self, envelopes: list[Envelope], row: Any) -> None:
        stream = envelopes[0].stream
        name = stream.partition(":")[0]
        if row is None:
            return self._fault(StateFaultKind.MISSING, stream)
        if name not in self._aggregates:
            return self._fault(StateFaultKind.UNFOLDABLE, stream)
        aggregate, gone = self._aggregates[name], any(envelope.id in self._gone for envelope in envelopes)
        try:
            folded = fold_row(aggregate, envelopes, redacted=gone)
        except Exception:  # noqa: BLE001  a fact that was altered may break any rule of the aggregate; the chain names the fact
            return self._fault(StateFaultKind.UNFOLDABLE, stream)
        if gone:
            self.redacted.append(stream)
        else:
            self.folded += 1
        if different := tuple(differences(aggregate, folded, row)):
            self._fault(StateFaultKind.CHANGED, stream, different)
        return None

    def _fault(self, kind: StateFaultKind, stream: StreamId, fields: tuple[str, ...] = ()) -> None:
        self.faults.append(StateFault(kind=kind, stream=stream, fields=fields))


class RefoldedStates(NamedTuple):
    """What `refold_states` did."""

    rewritten: list[StateFault]
    """States that were not what their facts fold to, and are now."""
    redacted: list[StreamId]
    """Streams that cannot be folded, because words were removed from them by right. Their states stay as they were."""


async def refold_states(
    pool: Pool, aggregates: AggregateRegistry, redacted: frozenset[UUID]
) -> RefoldedStates:
    """Write every state anew that is not what its facts fold to, as the owner of the tables.

    For states of a release that folded otherwise, and for those that a hand has changed. A stream whose chain does not hold
    is left alone: what it would fold to is not what was written. Nothing may run meanwhile.
    """
    rewritten: list[StateFault] = []
    async with pool.acquire() as connection, connection.transaction():
        audit = StateAudit(connection, aggregates, redacted)
        async for _ in audit.beside(PostgresSealStore(connection).streams()):
            pass
        for fault in audit.faults:
            if fault.kind not in _REPAIRABLE or fault.stream in audit.redacted:
                continue
            envelopes = await of_stream(connection, fault.stream)
            if verify_stream(envelopes) is None:
                await _write(
                    connection, fault.stream, fold_row(aggregates[fault.stream.partition(":")[0]], envelopes)
                )
                rewritten.append(fault)
        return RefoldedStates(rewritten, sorted(audit.redacted))


async def _write(connection: Connection, stream: StreamId, folded: FoldedRow) -> None:
    await connection.execute(
        "insert into stream (id, noun, version, head, state, live, case_id, call_id, mode, changed_at)"
        " values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10) on conflict (id) do update set noun = $2, version = $3,"
        " head = $4, state = $5::jsonb, live = $6, case_id = $7, call_id = $8, mode = $9, changed_at = $10",
        stream,
        folded.noun,
        folded.version,
        folded.head,
        msgspec.json.encode(folded.state).decode(),
        folded.live,
        folded.case,
        folded.call,
        folded.mode,
        folded.changed_at,
    )
