"""The objects of a case as the database has them, for read routes and the first picture of a board."""

from collections.abc import Mapping
from datetime import datetime

from auxilio.access.case_entities import BoardEntity, CaseEntities
from auxilio.access.case_visibility import is_hidden
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, StreamId, aggregate_name
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import Connection, Pool


async def read_entities(
    reader: Connection | Pool, aggregates: AggregateRegistry, case: CaseId, now: datetime
) -> list[tuple[StreamId, BoardEntity]]:
    """Everything of a case that these aggregates read, over or not."""
    held = list[tuple[StreamId, BoardEntity]]()
    for stream, version, text in await log.case_states(reader, case):
        if (name := aggregate_name(stream)) in aggregates:
            aggregate = aggregates[name]
            held.append((stream, BoardEntity(aggregate, version, aggregate.read_state(text), case, now)))
    return held


async def entities_of(
    reader: Connection | Pool, aggregates: AggregateRegistry, case: CaseId, now: datetime
) -> CaseEntities:
    """Every aggregate of the case as it stands."""
    held = [one for _, one in await read_entities(reader, aggregates, case, now)]
    return CaseEntities(lambda _: held, now)


async def withheld_calls(
    reader: Connection | Pool, aggregates: AggregateRegistry, case: CaseId, actor: Actor, now: datetime
) -> Mapping[CallId, CaseId]:
    """The calls that were of this case and are now of a reserved one that is not open to this person, each with that one
    (decision 0353)."""
    gone = await log.calls_gone_from(reader, case)
    hidden = dict[CaseId, bool]()
    for home in {CaseId(home) for _, home in gone}:
        hidden[home] = is_hidden(actor, home, await entities_of(reader, aggregates, home, now))
    return {CallId(call): CaseId(home) for call, home in gone if hidden[CaseId(home)]}
