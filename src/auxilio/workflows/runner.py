"""Follows the log and lets each fact have its consequences, once, in order, whatever happens to us meanwhile.

* The id of a command is derived from the fact and the reaction's name: a replay is a repeat.
* The cursor is saved after the batch: a crash in between replays the batch, which changes nothing.
* Facts that share a case, a call or an aggregate go one after another; the others go side by side.
* A refusal is an answer. Anything else is tried again, a bounded number of times, while its case waits behind
  it and all other cases go on; at last it is a visible row and a watch, and its case goes on too.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.followup.core.messages import SetWatch
from auxilio.followup.core.model import WatchKind
from auxilio.followup.core.policy import moments
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import SYSTEM_ID, Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command, Cursor, Envelope, Event
from auxilio.kernel.ids import CommandId, StreamId, WatchId, aggregate_name, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database import cursors, log
from auxilio.platform.database.aggregates import Aggregate, AggregateRegistry
from auxilio.platform.database.batcher import Batcher
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.retry import OutageLog, run_through_outages
from auxilio.platform.database.upcast import upcast
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id

LANES_MAX = 10
"""How many cases are worked on at once: less than the pool has connections, so that others find one."""
ATTEMPTS_MAX = 6
BACKOFF_S = 0.5
"""After 0.5, 1, 2, 4 and 8 seconds: a reaction that fails for good is on the wall within a quarter of a minute."""
BATCH_PAUSE_S = 0.02
"""Between two batches: the first fact goes at once, and a flood of them is a commit for many instead of one for each."""
LIVE_MAX = 20_000
_log = logging.getLogger(__name__)


def system_actor(mode: Mode = Mode.REAL) -> Actor:
    """Auxilio itself: reactions and timers. What follows from an exercise stays in the exercise."""
    return Actor(
        id=SYSTEM_ID,
        kind="system",
        name="auxilio",
        roles=frozenset({"system"}),
        permissions=permissions_of(frozenset({"system"})),
        mode=mode,
    )


@dataclass(frozen=True)
class RecordedEvent[E: Event]:
    """One fact as a reaction sees it."""

    envelope: Envelope
    event: E

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.envelope.happened_at

    @staticmethod
    def derived_of(id: UUID, name: str) -> UUID:
        """The id of something that several facts may lead to, and that is done once: of what they are about."""
        return derived_id(id, name)

    def derived(self, name: str) -> UUID:
        """The id of something that follows from this fact: the same in every replay."""
        return derived_id(self.envelope.id, name)


class NamedCommand(msgspec.Struct, frozen=True):
    """A command with a name of its own within its reaction.

    Without a name a command is known by its place. Where the commands of a reaction depend on how the states
    stands (which desk is ready), a name that says whom it is for keeps a replay from taking one for another.
    """

    name: str
    command: Command


type ReactionCommand = Command | NamedCommand


@dataclass(frozen=True)
class Reaction:
    """`then(fact, states)` says what follows from facts of the kinds `on`. It only reads; the commands act."""

    name: str
    on: tuple[type[Event], ...]
    then: Callable[[RecordedEvent[Any], "StateReader"], Awaitable[Iterable[ReactionCommand]]]


class StateReader:
    """The current states, read-only. A reaction sees at least everything up to its fact."""

    def __init__(self, pool: Pool, aggregates: AggregateRegistry) -> None:
        self._pool, self._aggregates = pool, aggregates
        self._state_of = Batcher(self._states)

    async def _states(self, streams: list[StreamId]) -> list[str | None]:
        found = await log.states_of(self._pool, streams)
        return [found[stream][1] if stream in found else None for stream in streams]

    async def state[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S | None:
        """One aggregate; None when it has no history."""
        found = await self._state_of(stream_id(aggregate.name, key))
        return aggregate.read_state(found) if found is not None else None

    async def live[S: msgspec.Struct](self, aggregate: Aggregate[S], **fields: str | None) -> list[S]:
        """The live aggregates of one kind whose state has these values: `live(CALL, state="queued")`."""
        return await cursors.live_where(self._pool, aggregate, LIVE_MAX, **fields)

    async def of_case(self, case: UUID) -> list[Any]:
        """The state of every aggregate of one case, live or not, each of its own type."""
        return [
            self._aggregates[aggregate_name(stream)].read_state(state)
            for stream, _, state in await log.case_states(self._pool, case)
            if aggregate_name(stream) in self._aggregates
        ]

    async def in_case[S: msgspec.Struct](self, aggregate: Aggregate[S], case: UUID) -> list[S]:
        """The aggregates of one kind in one case, live or not."""
        return [one for one in await self.of_case(case) if isinstance(one, aggregate.state)]


def ordering_keys(envelope: Envelope) -> frozenset[str]:
    """What a fact must keep its order with: its aggregate, its case and its call."""
    keys = (envelope.stream, envelope.case, envelope.call)
    return frozenset(str(key) for key in keys if key is not None)


def split_into_lanes(facts: Sequence[Envelope]) -> list[list[Envelope]]:
    """Facts that share a key in one lane, in the order of the log; lanes have nothing to do with one another."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while (above := leader.setdefault(key, key)) != key:
            leader[key] = key = leader[above]
        return key

    for envelope in facts:
        first, *others = sorted(ordering_keys(envelope))
        for other in others:
            leader[find(other)] = find(first)
    lanes: dict[str, list[Envelope]] = {}
    for envelope in facts:
        lanes.setdefault(find(envelope.stream), []).append(envelope)
    return list(lanes.values())


@dataclass
class ReactionRunner:
    """One durable reader that reacts. Run it only as the leader: two of them do no harm, and no good."""

    pool: Pool
    aggregates: AggregateRegistry
    wakeups: Wakeups
    clock: Clock
    commands: CommandPort
    reactions: Sequence[Reaction]
    name: str = "process"
    _by_kind: dict[str, list[Reaction]] = field(init=False, default_factory=dict)
    _cursor: Cursor | None = field(init=False, default=None)
    _parked: dict[UUID, cursors.ParkedEvent] = field(init=False, default_factory=dict)
    _held_back: bool = field(init=False, default=False)
    _more: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        names = [reaction.name for reaction in self.reactions]
        assert len(set(names)) == len(names), (
            f"two reactions share a name, and so their commands' ids: {names}"
        )
        self.states = StateReader(self.pool, self.aggregates)
        for reaction in self.reactions:
            for event in reaction.on:
                self._by_kind.setdefault(event.kind(), []).append(reaction)

    async def run(self) -> None:
        """For ever, until cancelled. A lost database is waited for."""
        outage = OutageLog(self.name)

        async def turn() -> None:
            news = await self.step()
            outage.back()
            if news:
                await self.clock.sleep(0.0 if self._more else BATCH_PAUSE_S)
            else:
                await self.wakeups.wait(self._wait_timeout_s())

        def lost(error: Exception) -> None:
            outage.lost(error)
            self._cursor = None

        await run_through_outages(turn, self.clock.sleep, lost)

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
        batch, self._held_back = await log.read_batch(self.pool, self._cursor)
        self._more = len(batch) == log.BATCH
        if not batch:
            return again
        width = asyncio.Semaphore(LANES_MAX)

        async def work_through(lane: list[Envelope]) -> None:
            async with width:
                for envelope in lane:
                    await self._process_event(envelope)

        lanes = split_into_lanes([envelope for envelope in batch if envelope.kind in self._by_kind])
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

    async def _process_event(self, envelope: Envelope) -> None:
        """React, unless an earlier fact of the same case still waits: then wait behind it."""
        if envelope.id in self._parked:
            return  # parked before a crash that came before the cursor was saved
        if any(ordering_keys(envelope) & ordering_keys(one.envelope) for one in self._parked.values()):
            await self._park(envelope, "waits_behind", 0)
            return
        try:
            await self._react(envelope)
        except TRANSIENT_ERRORS:
            raise
        except Exception as fault:  # noqa: BLE001  a defect of one reaction stops no other case
            await self._failed(envelope, fault, 1)

    async def _react(self, envelope: Envelope) -> None:
        aggregate = self.aggregates[aggregate_name(envelope.stream)]
        event = aggregate.read_event(upcast(envelope.kind, envelope.schema, envelope.body))
        fact = RecordedEvent(envelope, event)
        actor = system_actor(envelope.mode)
        for reaction in self._by_kind[envelope.kind]:
            for place, step in enumerate(await reaction.then(fact, self.states)):
                named = step if isinstance(step, NamedCommand) else NamedCommand(str(place), step)
                await self._send(fact, reaction, named, actor)

    async def _send(
        self, fact: RecordedEvent[Any], reaction: Reaction, named: NamedCommand, actor: Actor
    ) -> None:
        command_id = CommandId(fact.derived(f"{reaction.name}.{named.name}"))
        try:
            await self.commands.handle(command_id, named.command, actor)
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
        self._parked[envelope.id] = cursors.ParkedEvent(envelope=envelope, attempts=attempts, at=at)

    async def _failed(self, envelope: Envelope, fault: Exception, attempts: int) -> None:
        error = fault.code if isinstance(fault, Refused) else type(fault).__name__
        about = {"part": self.name, "kind": envelope.kind, "event_id": envelope.id, "attempts": attempts}
        if attempts < ATTEMPTS_MAX:
            _log.warning("reaction_failed", extra={**about, "error": error})
            await self._park(envelope, error, attempts)
            return
        _log.error("reaction_gave_up", extra=about, exc_info=fault)
        await self._set_failure_watch(envelope)
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

    async def _set_failure_watch(self, envelope: Envelope) -> None:
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
            await self.commands.handle(CommandId(id), watch, system_actor(envelope.mode))
        except Refused as refused:
            # A replay after a crash asks again with a later moment: the watch is there.
            _log.info("watch_not_set", extra={"code": refused.code, "event_id": envelope.id})

    async def _try_parked(self) -> bool:
        """What is due again, in the order of the log; what stands behind something that still waits goes on waiting."""
        moved, blocked = False, set[str]()
        for id, one in list(self._parked.items()):
            keys = ordering_keys(one.envelope)
            if blocked & keys or not self._due(one):
                blocked |= keys
                continue
            moved = True
            try:
                await self._react(one.envelope)
            except TRANSIENT_ERRORS:
                raise
            except Exception as fault:  # noqa: BLE001  counted, bounded, shown
                await self._failed(one.envelope, fault, one.attempts + 1)
                if id in self._parked:
                    blocked |= keys
                continue
            await cursors.unpark(self.pool, self.name, one.envelope.id)
            self._parked.pop(id)
        return moved

    def _due(self, one: cursors.ParkedEvent) -> bool:
        return one.attempts == 0 or self.clock.now() >= self._next_retry_at(one)

    @staticmethod
    def _next_retry_at(one: cursors.ParkedEvent) -> datetime:
        return after_s(one.at, backoff_s(one.attempts, BACKOFF_S))

    def _wait_timeout_s(self) -> float:
        """How long to wait for news: less when something parked comes due, or is held back and brings no news."""
        if self._held_back:
            return BATCH_PAUSE_S
        return BACKOFF_S / 2 if self._parked else 1.0
