"""A late joiner sees what the old hand sees: for every board and every kind of fact.

The old hand opens a board, and folds what comes as a screen does. The late joiner opens it afterwards.
Whatever happened, and wherever the cut was, both hold the same rows.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auxilio.app.capabilities import aggregates, all_aggregates, tables
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope, Event, union_members
from auxilio.kernel.ids import EventId, StreamId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.model import Board
from tests import strategies
from tests.actors import citizen, person, system
from tests.realtime.board_client import Screen

BOARDS = boards_for({"san": ("HEALTH",), "pol": ("POLICE",)}, tables())
START = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
KEYS = [UUID(int=n) for n in range(1, 4)]


def kinds_of(aggregate: Aggregate[Any]) -> list[type[Event]]:
    return list(union_members(aggregate.events))


class World:
    """A hub without a database: facts are given to it as the log would."""

    def __init__(self) -> None:
        self.clock = SimulatedClock(START)
        self.hub = Hub(None, all_aggregates(), None, self.clock, BOARDS)  # type: ignore[arg-type]  # nothing is read
        self.hub.ready.set()
        self.versions: dict[StreamId, int] = {}
        self.states: dict[StreamId, Any] = {}
        self.seq = 0

    async def happens(self, aggregate: Aggregate[Any], key: str, event: Event) -> None:
        stream = stream_id(aggregate.name, key)
        at = START + timedelta(seconds=self.seq + 1)
        try:
            state = aggregate.evolve(self.states.get(stream), event, at)
        except (AssertionError, ValueError):
            return  # no command could have made this fact here
        self.seq += 1
        self.states[stream] = state
        version = self.versions[stream] = self.versions.get(stream, 0) + 1
        links = aggregate.links(state)
        envelope = Envelope(
            position=Cursor(1, self.seq, self.seq),
            id=EventId(new_id()),
            stream=stream,
            version=version,
            kind=event.kind(),
            schema=1,
            happened_at=at,
            recorded_at=at,
            actor=UUID(int=9),
            actor_name="Lucía Ferrer",
            desk="desk-1",
            cause=UUID(int=8),
            case=links.case,
            call=links.call,
            mode=Mode.REAL,
            body=msgspec.json.encode(event).decode(),
            salt=b"",
            digest=b"",
        )
        await self.hub._fold([envelope])

    def live(self, stream: StreamId) -> bool:
        aggregate = next(n for n in aggregates() if n.name == stream.partition(":")[0])
        return stream not in self.states or aggregate.live(self.states[stream])


def viewers(board: Board) -> list[Actor]:
    if board.name == "call":
        return [citizen(KEYS[0])]
    people = [person("supervisor", "desk-9"), person("call_taker", "desk-1"), system()]
    people += [person("dispatcher", f"{a}-desk", agency=a, centre=f"{a}-1") for a in ("san", "pol")]
    people += [person("crew", agency="san"), person("crew", str(KEYS[0]), agency="san", centre="san-1")]
    return [p for p in people if board.permission in p.permissions]


@st.composite
def histories(draw: st.DrawFn, aggregate: Aggregate[Any]) -> list[tuple[str, Event]]:
    """Lives of up to three aggregates: each begins with its first kind of fact, then anything."""
    kinds = kinds_of(aggregate)
    lives: list[tuple[str, Event]] = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)):
        lives.append((str(key), _of(key, draw(strategies.of(kinds[0])))))
        for event in draw(
            st.lists(st.one_of([strategies.of(kind) for kind in kinds[1:] or kinds]), max_size=4)
        ):
            lives.append((str(key), _of(key, event)))
    return lives


def _of(key: Any, event: Event) -> Event:
    """The event told of this aggregate, which is its first field, where that is an id and no record."""
    owner = type(event).__struct_fields__[0]
    if not isinstance(getattr(event, owner), UUID | str):
        return event
    return msgspec.structs.replace(event, **{owner: key})


async def look(hub: Hub, board: Board, actor: Actor) -> Screen:
    screen = Screen()
    params = {"call": str(KEYS[0])} if board.of == "call" else {}
    await hub.open(board.name, params, actor, None, screen.take)
    return screen


LIVE_BOARDS = [board for board in BOARDS if board.of is None]


@pytest.mark.slow
@pytest.mark.parametrize("aggregate", aggregates(), ids=lambda n: n.name)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_late_joiner_sees_what_the_old_hand_sees(aggregate: Aggregate[Any], data: st.DataObject) -> None:
    history = data.draw(histories(aggregate))
    cut = data.draw(st.integers(0, len(history)))

    async def play() -> None:
        world = World()

        async def go_on(part: list[tuple[str, Event]]) -> None:
            for key, event in part:
                # An aggregate that is no longer live is read again from the database; that is shown on PostgreSQL.
                if world.live(stream_id(aggregate.name, key)):
                    await world.happens(aggregate, key, event)

        await go_on(history[:cut])
        old = [(b, a, await look(world.hub, b, a)) for b in LIVE_BOARDS for a in viewers(b)]
        await go_on(history[cut:])
        for board, actor, screen in old:
            assert screen.seen() == (await look(world.hub, board, actor)).seen(), board.name

    asyncio.run(play())


@pytest.mark.parametrize("kind", [k for n in aggregates() for k in kinds_of(n)], ids=lambda k: k.kind())
def test_every_kind_of_fact_belongs_to_an_aggregate_that_folds_it(kind: type[Event]) -> None:
    assert sum(kind in kinds_of(aggregate) for aggregate in aggregates()) == 1
