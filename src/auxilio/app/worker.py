"""`auxilio worker`: reactions, timers, what leaves the house, sealing, upkeep. One leads, the others are warm.

Everything it does can be done again: commands carry derived ids, parcels are claimed, moments and cursors
stand in the database. So a leader may be killed at any instruction, and the next one goes on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from auxilio.app.timers import OFFER_S, Timers, first_of
from auxilio.followup.messages import SetWatch
from auxilio.followup.model import WatchKind
from auxilio.followup.policy import moments
from auxilio.followup.service import WATCH
from auxilio.followup.store import WatchStore
from auxilio.kernel.ids import CommandId, WatchId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER, Pool
from auxilio.platform.database.cursors import forget_commands
from auxilio.platform.database.leases import SPAN_S, Lease, lead
from auxilio.platform.database.nouns import Nouns
from auxilio.platform.database.outbox import Deliver, Outbox, Parcel
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id, new_id
from auxilio.process.runner import Door, House, Reaction, Runner, system_actor

KEEP_COMMANDS_S = 30 * 86_400.0
"""A command id is known for thirty days at least (architecture.md 4)."""
UPKEEP_S = 3600.0
SEAL_S = 60.0
"""The signed head of the log is published this often, also when nothing is new: silence must be seen to be silence."""
WEATHER_S = 0.5
OUTBOX_LOOK_S = 1.0
OUTBOX_BREATH_S = 0.05
"""Between two looks, so that a flood of facts is not a flood of questions whether one of them leaves the house."""
_log = logging.getLogger(__name__)

type Seal = Callable[[], Awaitable[None]]
"""Takes new facts into the tree and publishes its signed head."""


@dataclass
class Worker:
    """Everything the worker does, given by the wiring."""

    pool: Pool
    nouns: Nouns
    wakeups: Wakeups
    clock: Clock
    door: Door
    reactions: Sequence[Reaction]
    channels: Mapping[str, Deliver] = field(default_factory=dict)
    seal: Seal | None = None
    files: Callable[[], Awaitable[None]] | None = None
    """Seals the files of closed cases, for ever."""
    reviews: Callable[[], Awaitable[None]] | None = None
    """Chooses calls for review, for ever."""
    silences: Callable[[], Awaitable[None]] | None = None
    """Looks for units that have fallen silent, for ever."""
    lines: Callable[[], Awaitable[None]] | None = None
    """Looks whether the radio's gateways live, for ever."""
    ways: Callable[[], Awaitable[None]] | None = None
    """Lays the ways that units drove down with their cases, for ever."""
    forget_tracks: Callable[[], Awaitable[int]] | None = None
    """Deletes tracks that are older than they are kept; how many rows went."""
    offer_s: float = OFFER_S
    holder: UUID = field(default_factory=new_id)
    span_s: float = SPAN_S

    def __post_init__(self) -> None:
        self.runner = Runner(self.pool, self.nouns, self.wakeups, self.clock, self.door, self.reactions)
        house = House(self.pool, self.nouns)
        watches = WatchStore(self.pool)
        self.timers = Timers(self.clock, self.door, house, watches, self.wakeups, self.offer_s)
        self.outbox = Outbox(self.pool, self.clock, self.channels, self._not_delivered)
        self._telling = asyncio.Lock()
        self.lease = Lease(self.pool, "worker", self.holder, span_s=self.span_s)

    async def run(self) -> None:
        """Lead when it is our turn, until cancelled. A defect in one part ends the process, which is started again."""
        await lead(self.lease, self.work)

    async def work(self) -> None:
        """What a leader does. Each part waits out the weather for itself."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.runner.run())
            group.create_task(self._through_weather("timers", self.timers.run))
            group.create_task(self._through_weather("outbox", self._deliver))
            group.create_task(self._through_weather("upkeep", self._keep_up))
            if self.seal is not None:
                group.create_task(self._through_weather("sealing", self._seal_on_a_clock))
            if self.files is not None:
                group.create_task(self._through_weather("case_files", self.files))
            if self.reviews is not None:
                group.create_task(self._through_weather("reviews", self.reviews))
            if self.silences is not None:
                group.create_task(self._through_weather("silences", self.silences))
            if self.lines is not None:
                group.create_task(self._through_weather("lines", self.lines))
            if self.ways is not None:
                group.create_task(self._through_weather("ways", self.ways))

    async def _deliver(self) -> None:
        while True:
            due, now = await self.outbox.next_due(), self.clock.now()
            if due is not None and due <= now:
                await self.outbox.deliver_due()
                continue
            latest = after_s(now, OUTBOX_LOOK_S)
            await first_of(
                [self.clock.sleep_until(min(due or latest, latest)), self.wakeups.wait(OUTBOX_LOOK_S)]
            )
            await asyncio.sleep(OUTBOX_BREATH_S)

    async def _not_delivered(self, parcel: Parcel) -> None:
        """Something could not leave the house: the room must know, once for each way out; the rows say how much."""
        async with self._telling:  # parcels are carried side by side
            kind = WatchKind.DELIVERY_FAILED
            if await self.timers.house.live(WATCH, kind=kind.value, about=parcel.channel):
                return
            id = derived_id(parcel.cause, f"outbox.{parcel.id}")
            clock = moments(kind, None, self.clock.now())
            command = SetWatch(
                watch=WatchId(id),
                kind_of=kind,
                subject=stream_id("parcel", str(parcel.id)),
                about=parcel.channel,
                red_at=clock.red_at,
                first=clock.first,
                top=clock.top,
                climb_s=clock.climb_s,
            )
            try:
                await self.door.handle(CommandId(id), command, system_actor())
            except Refused as refused:
                # Told before, with an earlier moment: the watch is there.
                _log.info("watch_not_set", extra={"code": refused.code})

    async def _keep_up(self) -> None:
        while True:
            before = after_s(self.clock.now(), -KEEP_COMMANDS_S)
            while gone := await forget_commands(self.pool, before):
                _log.info("commands_forgotten", extra={"count": gone})
            if self.forget_tracks is not None and (gone := await self.forget_tracks()):
                _log.info("tracks_forgotten", extra={"count": gone})
            await self.clock.sleep(UPKEEP_S)

    async def _seal_on_a_clock(self) -> None:
        assert self.seal is not None, "given"
        while True:
            await self.seal()
            await self.clock.sleep(SEAL_S)

    async def _through_weather(self, part: str, turn: Callable[[], Awaitable[None]]) -> None:
        """Begin again when the database is back: one line when it is lost, one when it is back."""
        while True:
            try:
                await turn()
            except WEATHER as lost:
                _log.warning("worker_waits", extra={"part": part, "error": type(lost).__name__})
                await self._until_reachable()
                _log.info("worker_back", extra={"part": part})

    async def _until_reachable(self) -> None:
        while True:
            await self.clock.sleep(WEATHER_S)
            try:
                await self.pool.execute("select 1")
            except WEATHER:
                continue  # still gone, and that was said
            return


async def run_worker(worker: Worker) -> None:
    """Run until cancelled, and give the lease back so that the next one leads at once."""
    try:
        await worker.run()
    finally:
        _log.info("worker_stopped")
