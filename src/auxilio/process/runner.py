"""Follows the log and lets each fact have its consequences, once, in order, whatever happens to us meanwhile.

* The id of a command is derived from the fact and the reaction's name: a replay is a repeat (architecture.md 4).
* The cursor is saved after the batch: a crash in between replays the batch, which changes nothing.
* Facts that share a case, a call or a noun go one after another; the others go side by side.
* A refusal is an answer. Anything else is tried again, a bounded number of times, while its case waits behind
  it and all other cases go on; at last it is a visible row and a watch, and its case goes on too.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from auxilio.followup.messages import SetWatch
from auxilio.followup.model import WatchKind
from auxilio.followup.policy import moments
from auxilio.identity.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Envelope, Event, Handled
from auxilio.kernel.ids import CommandId, StreamId, WatchId, noun_of, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database import cursors, log
from auxilio.platform.database.connection import WEATHER, Pool
from auxilio.platform.database.nouns import Noun, Nouns
from auxilio.platform.database.together import Together
from auxilio.platform.database.upcast import lift
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id

SIDE_BY_SIDE = 10
"""How many cases are worked on at once: less than the pool has connections, so that others find one."""
ATTEMPTS_MAX = 6
BACKOFF_S = 0.5
"""After 0.5, 1, 2, 4 and 8 seconds: a reaction that fails for good is on the wall within a quarter of a minute."""
BREATH_S = 0.02
"""Between two batches: the first fact goes at once, and a flood of them is a commit for many instead of one for each."""
LIVE_MAX = 20_000
WEATHER_S = 0.5
SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000112")
_log = logging.getLogger(__name__)


def system_actor(mode: Mode = Mode.REAL) -> Actor:
    """The house itself: reactions and timers. What follows from an exercise stays in the exercise."""
    return Actor(
        id=SYSTEM_ID,
        kind="system",
        name="auxilio",
        roles=frozenset({"system"}),
        permissions=permissions_of(frozenset({"system"})),
        mode=mode,
    )


class Door(Protocol):
    """Every command of the house, by one way in (app/door.py)."""

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Decide and commit. Raises `Refused`."""
        ...


@dataclass(frozen=True)
class Fact[E: Event]:
    """One fact as a reaction sees it."""

    envelope: Envelope
    event: E

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.envelope.happened_at

    def derived(self, name: str) -> UUID:
        """The id of something that follows from this fact: the same in every replay."""
        return derived_id(self.envelope.id, name)


class Named(msgspec.Struct, frozen=True):
    """A command with a name of its own within its reaction.

    Without a name a command is known by its place. Where the commands of a reaction depend on how the house
    stands (which desk is ready), a name that says whom it is for keeps a replay from taking one for another.
    """

    name: str
    command: Command


type Step = Command | Named


@dataclass(frozen=True)
class Reaction:
    """`then(fact, house)` says what follows from facts of the kinds `on`. It only reads; the commands act."""

    name: str
    on: tuple[type[Event], ...]
    then: Callable[[Fact[Any], "House"], Awaitable[Iterable[Step]]]


class House:
    """How the house stands now, read-only. A reaction sees at least everything up to its fact."""

    def __init__(self, pool: Pool, nouns: Nouns) -> None:
        self._pool, self._nouns = pool, nouns
        self._state_of = Together(self._states)

    async def _states(self, streams: list[StreamId]) -> list[str | None]:
        found = await log.states_of(self._pool, streams)
        return [found[stream][1] if stream in found else None for stream in streams]

    async def state[S: msgspec.Struct](self, noun: Noun[S], key: UUID | str) -> S | None:
        """One noun; None when it has no history."""
        found = await self._state_of(stream_id(noun.name, key))
        return noun.read_state(found) if found is not None else None

    async def live[S: msgspec.Struct](self, noun: Noun[S], **fields: str | None) -> list[S]:
        """The live nouns of one kind whose state has these values: `live(CALL, state="queued")`."""
        return await cursors.live_where(self._pool, noun, LIVE_MAX, **fields)

    async def of_case(self, case: UUID) -> list[Any]:
        """The state of every noun of one case, live or not, each of its own type."""
        return [
            self._nouns[noun_of(stream)].read_state(state)
            for stream, _, state in await log.case_states(self._pool, case)
            if noun_of(stream) in self._nouns
        ]

    async def in_case[S: msgspec.Struct](self, noun: Noun[S], case: UUID) -> list[S]:
        """The nouns of one kind in one case, live or not."""
        return [one for one in await self.of_case(case) if isinstance(one, noun.state)]


def keys_of(envelope: Envelope) -> frozenset[str]:
    """What a fact must keep its order with: its noun, its case and its call."""
    keys = (envelope.stream, envelope.case, envelope.call)
    return frozenset(str(key) for key in keys if key is not None)


def in_lanes(facts: Sequence[Envelope]) -> list[list[Envelope]]:
    """Facts that share a key in one lane, in the order of the log; lanes have nothing to do with one another."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while (above := leader.setdefault(key, key)) != key:
            leader[key] = key = leader[above]
        return key

    for envelope in facts:
        first, *others = sorted(keys_of(envelope))
        for other in others:
            leader[find(other)] = find(first)
    lanes: dict[str, list[Envelope]] = {}
    for envelope in facts:
        lanes.setdefault(find(envelope.stream), []).append(envelope)
    return list(lanes.values())


@dataclass
class Runner:
    """One durable reader that reacts. Run it only as the leader: two of them do no harm, and no good."""

    pool: Pool
    nouns: Nouns
    wakeups: Wakeups
    clock: Clock
    door: Door
    reactions: Sequence[Reaction]
    name: str = "process"
    _by_kind: dict[str, list[Reaction]] = field(init=False, default_factory=dict)
    _cursor: Cursor | None = field(init=False, default=None)
    _parked: dict[UUID, cursors.Parked] = field(init=False, default_factory=dict)
    _held_back: bool = field(init=False, default=False)
    _more: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        names = [reaction.name for reaction in self.reactions]
        assert len(set(names)) == len(names), (
            f"two reactions share a name, and so their commands' ids: {names}"
        )
        self.house = House(self.pool, self.nouns)
        for reaction in self.reactions:
            for event in reaction.on:
                self._by_kind.setdefault(event.kind(), []).append(reaction)

    async def run(self) -> None:
        """For ever, until cancelled. A lost database is waited for."""
        there = True
        while True:
            try:
                news = await self.step()
                if not there:
                    _log.info("reader_back", extra={"part": self.name})
                there = True
                if news:
                    await self.clock.sleep(0.0 if self._more else BREATH_S)
                else:
                    await self.wakeups.wait(self._patience_s())
            except WEATHER as lost:
                if there:
                    _log.warning("reader_waits", extra={"part": self.name, "error": type(lost).__name__})
                there, self._cursor = False, None
                await self.clock.sleep(WEATHER_S)

    async def catch_up(self) -> None:
        """Until nothing is left that can be done now; what the reactions caused is worked through too."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """One batch, and what was parked and is due. False when there was nothing to do."""
        if self._cursor is None:
            await self._resume()
        assert self._cursor is not None, "resumed"
        again = await self._try_parked()
        batch, self._held_back = await log.read_on(self.pool, self._cursor)
        self._more = len(batch) == log.BATCH
        if not batch:
            return again
        width = asyncio.Semaphore(SIDE_BY_SIDE)

        async def work_through(lane: list[Envelope]) -> None:
            async with width:
                for envelope in lane:
                    await self._take(envelope)

        lanes = in_lanes([envelope for envelope in batch if envelope.kind in self._by_kind])
        for outcome in await asyncio.gather(*map(work_through, lanes), return_exceptions=True):
            if outcome is not None:
                raise outcome  # weather: the batch is not done, and will be read again
        if lanes:  # reading again what has no consequences costs nothing, and writing that it was read does
            await cursors.save_cursor(self.pool, self.name, batch[-1].position)
        self._cursor = batch[-1].position
        return True

    async def _resume(self) -> None:
        self._parked = {one.envelope.id: one for one in await cursors.parked(self.pool, self.name)}
        self._cursor = await cursors.load_cursor(self.pool, self.name)

    async def _take(self, envelope: Envelope) -> None:
        """React, unless an earlier fact of the same case still waits: then wait behind it."""
        if envelope.id in self._parked:
            return  # parked before a crash that came before the cursor was saved
        if any(keys_of(envelope) & keys_of(one.envelope) for one in self._parked.values()):
            await self._park(envelope, "waits_behind", 0)
            return
        try:
            await self._react(envelope)
        except WEATHER:
            raise
        except Exception as fault:  # noqa: BLE001  a defect of one reaction stops no other case
            await self._failed(envelope, fault, 1)

    async def _react(self, envelope: Envelope) -> None:
        noun = self.nouns[noun_of(envelope.stream)]
        event = noun.read_event(lift(envelope.kind, envelope.schema, envelope.body))
        fact = Fact(envelope, event)
        actor = system_actor(envelope.mode)
        for reaction in self._by_kind[envelope.kind]:
            for place, step in enumerate(await reaction.then(fact, self.house)):
                named = step if isinstance(step, Named) else Named(str(place), step)
                await self._send(fact, reaction, named, actor)

    async def _send(self, fact: Fact[Any], reaction: Reaction, named: Named, actor: Actor) -> None:
        command_id = CommandId(fact.derived(f"{reaction.name}.{named.name}"))
        try:
            await self.door.handle(command_id, named.command, actor)
        except Refused as refused:
            if refused.code == "too_busy":
                raise
            _log.debug(
                "reaction_refused",
                extra={"reaction": reaction.name, "code": refused.code, "event_id": fact.envelope.id},
            )

    # --- what could not be done ---

    async def _park(self, envelope: Envelope, error: str, attempts: int) -> None:
        at = self.clock.now()
        await cursors.park(self.pool, self.name, envelope, error=error, attempts=attempts, at=at)
        self._parked[envelope.id] = cursors.Parked(envelope=envelope, attempts=attempts, at=at)

    async def _failed(self, envelope: Envelope, fault: Exception, attempts: int) -> None:
        error = fault.code if isinstance(fault, Refused) else type(fault).__name__
        about = {"part": self.name, "kind": envelope.kind, "event_id": envelope.id, "attempts": attempts}
        if attempts < ATTEMPTS_MAX:
            _log.warning("reaction_failed", extra={**about, "error": error})
            await self._park(envelope, error, attempts)
            return
        _log.error("reaction_gave_up", extra=about, exc_info=fault)
        await self._tell_the_room(envelope)
        await cursors.park(
            self.pool,
            self.name,
            envelope,
            error=error,
            attempts=attempts,
            at=self.clock.now(),
            gave_up=True,
        )
        self._parked.pop(envelope.id, None)

    async def _tell_the_room(self, envelope: Envelope) -> None:
        id = derived_id(envelope.id, f"{self.name}.gave_up")
        clock = moments(WatchKind.REACTION_FAILED, None, self.clock.now())
        watch = SetWatch(
            watch=WatchId(id),
            kind_of=WatchKind.REACTION_FAILED,
            subject=envelope.stream,
            case=envelope.case,
            call=envelope.call,
            amber_at=clock.amber_at,
            red_at=clock.red_at,
            first=clock.first,
            top=clock.top,
            climb_s=clock.climb_s,
        )
        try:
            await self.door.handle(CommandId(id), watch, system_actor(envelope.mode))
        except Refused as refused:
            # A replay after a crash asks again with a later moment: the watch is there.
            _log.info("watch_not_set", extra={"code": refused.code, "event_id": envelope.id})

    async def _try_parked(self) -> bool:
        """What is due again, in the order of the log; what stands behind something that still waits goes on waiting."""
        moved, blocked = False, set[str]()
        for id, one in list(self._parked.items()):
            keys = keys_of(one.envelope)
            if blocked & keys or not self._due(one):
                blocked |= keys
                continue
            moved = True
            try:
                await self._react(one.envelope)
            except WEATHER:
                raise
            except Exception as fault:  # noqa: BLE001  counted, bounded, shown
                await self._failed(one.envelope, fault, one.attempts + 1)
                if id in self._parked:
                    blocked |= keys
                continue
            await cursors.unpark(self.pool, self.name, one.envelope.id)
            self._parked.pop(id)
        return moved

    def _due(self, one: cursors.Parked) -> bool:
        return one.attempts == 0 or self.clock.now() >= self._tried_again_at(one)

    @staticmethod
    def _tried_again_at(one: cursors.Parked) -> datetime:
        return after_s(one.at, BACKOFF_S * 2.0 ** (one.attempts - 1))

    def _patience_s(self) -> float:
        """How long to wait for news: less when something parked comes due, or is held back and brings no news."""
        if self._held_back:
            return BREATH_S
        return BACKOFF_S / 2 if self._parked else 1.0
