"""A late joiner sees what the old hand sees: every kind of fact, every board, every kind of viewer, on PostgreSQL.

For each aggregate, a story in which each of its kinds of fact happens, in an order of chance, among the other aggregates of the
same case. Somewhere in it the old hands open every board there is; at the end a process that starts only now is asked
for the same boards. Whoever adds a kind of fact or a board is in this test by having added it to the wiring.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from auxilio.app.capabilities import aggregates, all_aggregates, tables
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Event
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.model import Board
from tests import strategies
from tests.actors import citizen, person, system
from tests.database import Database
from tests.realtime.board_client import Screen
from tests.realtime.test_late_joiner import kinds_of

BOARDS = boards_for({"san": ("HEALTH",), "pol": ("POLICE",)}, tables())
PLACES = {"agency": ("san", "pol"), "centre": ("san-1", "pol-1"), "desk": ("desk-1", "san-desk")}
PATIENCE_S = 60
EXAMPLES = 2
"""Each example is a story of every kind of fact of its aggregate, so a few say much."""
ROUNDS_MAX = 6
"""Of so many examples each: a fact may need that another was drawn as it wants it, which is not so in every round."""


class Anything(Command, frozen=True, kw_only=True, tag="test.anything"):
    """What a test may ask of an aggregate: that this fact has happened."""

    permission = "test"
    fact: int


class Cast:
    """Who plays in one story: one aggregate of each sort, all of one case and one call."""

    def __init__(self) -> None:
        self.ids = {aggregate.name: UUID(int=new_id().int) for aggregate in aggregates()}

    def key(self, aggregate: Aggregate[Any]) -> UUID | str:
        return "desk-1" if aggregate.name == "desk" else self.ids[aggregate.name]

    def aim(self, aggregate: Aggregate[Any], event: Event, draw: Any) -> Event:
        """This fact, told of the aggregates of the cast: its own aggregate is its first field."""
        fields = type(event).__struct_fields__
        told: dict[str, Any] = {}
        for name in fields[1:]:
            value = getattr(event, name)
            if isinstance(value, UUID) and name in self.ids:
                told[name] = self.ids[name]
            elif isinstance(value, str) and name in PLACES:
                told[name] = draw(st.sampled_from(PLACES[name]))
        if fields and isinstance(getattr(event, fields[0]), UUID | str):
            told[fields[0]] = self.key(aggregate)
        return msgspec.structs.replace(event, **told)


type Line = tuple[Aggregate[Any], list[Event]]
"""One fact of a story, drawn a few times: the first that its aggregate can have is the one that happens."""
TRIES = 2


@st.composite
def stories(draw: st.DrawFn, aggregate: Aggregate[Any]) -> tuple[Cast, list[Line], int]:
    """A beginning of every aggregate, each kind of this aggregate in any order, a few of others between; and where to cut."""
    cast = Cast()

    def line(of: Aggregate[Any], kind: type[Event], tries: int = TRIES) -> Line:
        return of, [cast.aim(of, draw(strategies.of(kind)), draw) for _ in range(tries)]

    # One try each: twice of everything is more than Hypothesis lets one example be, and it gives up.
    begun = [line(each, kinds_of(each)[0], tries=1) for each in aggregates()]
    own = [line(aggregate, kind) for kind in kinds_of(aggregate)]
    others = [
        line(each, draw(st.sampled_from(kinds_of(each))))
        for each in draw(st.lists(st.sampled_from(aggregates()), max_size=4))
    ]
    # Again in the order in which they are declared: some can only follow another, an answer its question.
    story = [*begun, *draw(st.permutations([*own, *others])), *own]
    return cast, story, draw(st.integers(0, len(story)))


def viewers(board: Board, cast: Cast) -> list[Actor]:
    if board.name == "call":
        return [citizen(cast.ids["call"])]
    people = [person("supervisor", "desk-9"), person("call_taker", "desk-1"), system()]
    people += [person("dispatcher", f"{a}-desk", agency=a, centre=f"{a}-1") for a in ("san", "pol")]
    people += [person("crew", str(cast.ids["unit"]), agency="san", centre="san-1")]
    return [each for each in people if board.permission in each.permissions]


async def look(hub: Hub, board: Board, actor: Actor, cast: Cast) -> Screen | None:
    """A board as this person is given it; None for who may not open it now."""
    screen = Screen()
    params = {board.of: str(cast.ids[board.of])} if board.of else {}
    try:
        await hub.open(board.name, params, actor, None, screen.take)
    except Refused:
        return None
    return screen


async def ready(hub: Hub, following: asyncio.Task[None]) -> None:
    """Until it has loaded what is; a hub that fell over it says over what."""
    waiting = asyncio.create_task(hub.ready.wait())
    await asyncio.wait([waiting, following], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if following.done():
        following.result()


class Theatre:
    """A database, what writes into it, and a hub that follows; all in a loop of this test's own."""

    def __init__(self, dsn: str) -> None:
        self.dsn, self.happened = dsn, set[str]()
        self.pool: Pool

    async def play(self, cast: Cast, story: list[Line], cut: int) -> int:
        """Tell the story; compare every board at its end. How many were compared."""
        async with Wakeups(self.pool, self.dsn) as wakeups:
            work, hub = CommandExecutor(self.pool, SystemClock(), wakeups), self._hub(wakeups)
            following = asyncio.create_task(hub.run())
            try:
                await ready(hub, following)
                await self._tell(work, cast, story[:cut])
                old = [(b, a, await look(hub, b, a, cast)) for b in BOARDS for a in viewers(b, cast)]
                await self._tell(work, cast, story[cut:])
                await self._caught_up(hub, following)
                return await self._compare(wakeups, cast, old)
            finally:
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await following

    def _hub(self, wakeups: Wakeups) -> Hub:
        return Hub(self.pool, all_aggregates(), wakeups, SystemClock(), BOARDS)

    async def _tell(self, work: CommandExecutor, cast: Cast, story: list[Line]) -> None:
        for aggregate, tries in story:
            for event in tries:
                if await self._happens(work, cast.key(aggregate), aggregate, event):
                    self.happened.add(event.kind())
                    break

    async def _happens(
        self, work: CommandExecutor, key: UUID | str, aggregate: Aggregate[Any], event: Event
    ) -> bool:
        """Whether it could be recorded: a fact after which its aggregate cannot be read again no command makes."""

        async def decide(attempt: CommandContext) -> None:
            await attempt.find(aggregate, key)
            attempt.record(aggregate, key, (event,))
            aggregate.read_state(msgspec.json.encode(await attempt.find(aggregate, key)).decode())

        try:
            await work.run(CommandId(new_id()), Anything(fact=1), system(), decide)
        except (AssertionError, ValueError, AttributeError, LookupError, Refused):
            return False
        return True

    async def _caught_up(self, hub: Hub, following: asyncio.Task[None]) -> None:
        row = await self.pool.fetchrow(
            "select epoch, tx, seq from event order by 1 desc, 2 desc, 3 desc limit 1"
        )
        async with asyncio.timeout(PATIENCE_S):
            while row is not None and hub.cursor < Cursor(*row):
                if following.done():
                    following.result()
                await asyncio.sleep(0.01)

    async def _compare(
        self, wakeups: Wakeups, cast: Cast, old: list[tuple[Board, Actor, Screen | None]]
    ) -> int:
        late, compared = self._hub(wakeups), 0  # another process, which starts only now
        following = asyncio.create_task(late.run())
        try:
            await ready(late, following)
            for board, actor, screen in old:
                fresh = await look(late, board, actor, cast)
                if screen is None:
                    continue  # not theirs then
                assert screen.refused is None or fresh is None, "closed for somebody who may open it"
                if fresh is None:
                    continue  # not theirs now
                assert screen.seen() == fresh.seen(), f"{board.name} as {sorted(actor.roles)}"
                compared += 1
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following
        return compared


@pytest.mark.parametrize("aggregate", aggregates(), ids=lambda aggregate: aggregate.name)
def test_each_kind_of_fact_leaves_every_board_as_a_late_joiner_finds_it(
    database: Database, aggregate: Aggregate[Any]
) -> None:
    loop = asyncio.new_event_loop()
    theatre, compared = Theatre(database.dsn), list[int]()

    def run(awaited: Coroutine[Any, Any, Any]) -> Any:
        return loop.run_until_complete(awaited)

    theatre.pool = run(open_pool(database.dsn, size_max=4))

    def tell(story: tuple[Cast, list[Line], int]) -> None:
        compared.append(run(theatre.play(*story)))

    kinds, told = {kind.kind() for kind in kinds_of(aggregate)}, given(story=stories(aggregate))(tell)
    few = settings(
        max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    try:
        for nth in range(ROUNDS_MAX):
            seed(nth)(few(told))()
            if not (left_out := kinds - theatre.happened):
                break
    finally:
        run(theatre.pool.close())
        loop.close()
    assert not left_out, "these never happened in any story: the test does not speak of them"
    assert max(compared) > len(BOARDS), "boards of every sort were compared"
