"""The work of `auxilio worker`: reactions, timers, the outbox, sealing, upkeep. One process leads, the others stand by.

All of it can be done again: commands carry derived ids, messages of the outbox are claimed, moments and cursors stand in
the database. A leader may be killed at any instruction, and the next one goes on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from auxilio.followup.core.messages import SetWatch
from auxilio.followup.core.model import WatchKind
from auxilio.followup.core.policy import moments
from auxilio.followup.service import WATCH
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId, WatchId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.cursors import forget_commands
from auxilio.platform.database.leases import SPAN_S, Lease, lead
from auxilio.platform.database.outbox import Deliver, Outbox, OutboxMessage
from auxilio.platform.database.retry import RETRY_S, retry_transient
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import derived_id, new_id
from auxilio.workflows.runner import Reaction, ReactionRunner, StateReader, system_actor
from auxilio.workflows.timers import OFFER_S, DueTimers, WatchQueue

KEEP_COMMANDS_S = 30 * 86_400.0
"""A command id is known for thirty days at least."""
UPKEEP_S = 3600.0
OUTBOX_LOOK_S = 1.0
OUTBOX_BREATH_S = 0.05
"""Between two looks, so that a flood of facts is not a flood of questions whether one of them must be sent outside."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BoundJob:
    """A job of a capability, with what it needs. `every_s`: seconds between two runs; None for one that lasts."""

    name: str
    run: Callable[[], Awaitable[object]]
    every_s: float | None = None


@dataclass
class Worker:
    """Everything the worker does, given by the wiring."""

    pool: Pool
    aggregates: AggregateRegistry
    wakeups: Wakeups
    clock: Clock
    commands: CommandPort
    reactions: Sequence[Reaction]
    watches: WatchQueue
    channels: Mapping[str, Deliver] = field(default_factory=dict)
    mode: Mode = Mode.REAL
    """Of this installation."""
    jobs: Sequence[BoundJob] = ()
    """What else a leader does, each beside the others."""
    offer_s: float = OFFER_S
    holder: UUID = field(default_factory=new_id)
    span_s: float = SPAN_S

    def __post_init__(self) -> None:
        self.runner = ReactionRunner(
            self.pool, self.aggregates, self.wakeups, self.clock, self.commands, self.reactions
        )
        states = StateReader(self.pool, self.aggregates)
        self.timers = DueTimers(self.clock, self.commands, states, self.watches, self.wakeups, self.offer_s)
        self.outbox = Outbox(self.pool, self.clock, self.channels, self.mode, self._not_delivered)
        self._telling = asyncio.Lock()
        self.lease = Lease(self.pool, "worker", self.holder, span_s=self.span_s)

    async def run(self) -> None:
        """Lead when it is our turn, until cancelled. A defect in one part ends the process, which is started again."""
        await lead(self.lease, self.work)

    async def work(self) -> None:
        """What a leader does. Each part waits out the weather for itself."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.runner.run())
            group.create_task(self._retry_transient("timers", self.timers.run))
            group.create_task(self._run_outbox())
            group.create_task(self._retry_transient("upkeep", self._run_upkeep))
            for job in self.jobs:
                group.create_task(self._retry_transient(job.name, partial(self._run_job, job)))

    async def _run_outbox(self) -> None:
        async with asyncio.TaskGroup() as carriers:
            await self._retry_transient("outbox", partial(self._deliver, carriers))

    async def _deliver(self, carriers: asyncio.TaskGroup) -> None:
        outbox = self.outbox
        while True:
            outbox.lane_freed.clear()
            await outbox.start_due(carriers)
            look = after_s(self.clock.now(), OUTBOX_LOOK_S)
            due = await outbox.next_due() or look
            await wait_for_first(
                [
                    self.clock.sleep_until(min(due, look)),
                    self.wakeups.wait(OUTBOX_LOOK_S),
                    outbox.lane_freed.wait(),
                ]
            )
            await asyncio.sleep(OUTBOX_BREATH_S)

    async def _not_delivered(self, parcel: OutboxMessage) -> None:
        """Something could not be sent outside: the room must know, once for each channel; the rows say how much."""
        async with self._telling:  # parcels are carried side by side
            kind = WatchKind.DELIVERY_FAILED
            told = await self.timers.states.live(WATCH, kind=kind.value, about=parcel.channel)
            if any(watch.call is None for watch in told):  # that of one call is at its desk
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
                await self.commands.handle(CommandId(id), command, system_actor())
            except Refused as refused:
                # Told before, with an earlier moment: the watch is there.
                _log.info("watch_not_set", extra={"code": refused.code})

    async def _run_upkeep(self) -> None:
        while True:
            before = after_s(self.clock.now(), -KEEP_COMMANDS_S)
            while gone := await forget_commands(self.pool, before):
                _log.info("commands_forgotten", extra={"count": gone})
            await self.clock.sleep(UPKEEP_S)

    async def _run_job(self, job: BoundJob) -> None:
        while True:
            try:
                await job.run()
            except Refused as refused:
                # Of one thing among many: the next run goes on, and the other parts never stop.
                _log.error("job_refused", extra={"part": job.name, "code": refused.code})
                await self.clock.sleep(job.every_s or RETRY_S)
                continue
            if job.every_s is None:
                return
            await self.clock.sleep(job.every_s)

    async def _retry_transient(self, part: str, turn: Callable[[], Awaitable[None]]) -> None:
        """Begin again when the database is back: one line when it is lost, one when it is back. A part that ends is not begun again."""
        while True:
            try:
                await turn()
            except TRANSIENT_ERRORS as lost:
                _log.warning("worker_waits", extra={"part": part, "error": type(lost).__name__})
                await self.clock.sleep(RETRY_S)
                await retry_transient(lambda: self.pool.execute("select 1"), self.clock.sleep)
                _log.info("worker_back", extra={"part": part})
            else:
                return


async def run_worker(worker: Worker) -> None:
    """Run until cancelled, and give the lease back so that the next one leads at once."""
    try:
        await worker.run()
    finally:
        _log.info("worker_stopped")
