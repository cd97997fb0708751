"""Aim: the worker whole: it leads, goes on after a kill or a lost database, and does everything once."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.service import CALL
from auxilio.followup.core.messages import SetWatch
from auxilio.followup.core.model import EscalationLevel, Watch, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.followup.store import WatchStore
from auxilio.kernel.ids import CallId, CommandId, StreamId, WatchId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.database.outbox import ATTEMPTS_MAX, LANE_WIDTH, OutboxMessage
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering as answered
from auxilio.workflows.leader_worker import BoundJob, Worker
from auxilio.workflows.runner import system_actor
from tests.actors import citizen, person
from tests.database import Database
from tests.workflows.conftest import AGGREGATES, WorkflowSetup, make_room
from tests.workflows.line_channel import LinePartner, deliver_line

ROOT = Path(__file__).parents[2]
PATIENCE_S = 180


def busy_room(database: Database) -> WorkflowSetup:
    return make_room(database, SystemClock(), answered.reactions())


@asynccontextmanager
async def working(room: WorkflowSetup, **more) -> AsyncIterator[Worker]:
    worker = Worker(
        room.database.pool,
        AGGREGATES,
        room.database.wakeups,
        room.clock,
        room.commands,
        answered.reactions(),
        WatchStore(room.database.pool),
        span_s=1.0,
        **more,
    )
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what a worker does in its own time; never for a time of our choosing."""
    async with asyncio.timeout(PATIENCE_S):
        while not await true():
            await asyncio.sleep(0.05)


async def set_watch(room: WorkflowSetup, mode: Mode = Mode.REAL, **more) -> WatchId:
    watch, now = WatchId(new_id()), room.clock.now()
    command = SetWatch(
        watch=watch,
        kind_of=WatchKind.DEPART,
        subject=StreamId("assignment:1"),
        amber_at=after_s(now, 0.2),
        red_at=after_s(now, 0.4),
        **more,
    )
    await room.commands.handle(new_id(), command, system_actor(mode))
    return watch


async def state(room: WorkflowSetup, watch: WatchId) -> Watch:
    found = await room.states.state(WATCH, watch)
    assert found is not None
    return found


async def test_a_job_that_has_nothing_to_do_is_not_begun_again(room: WorkflowSetup) -> None:
    runs, leads = 0, asyncio.Event()

    async def idle() -> None:
        nonlocal runs
        runs += 1
        leads.set()

    async with working(room, jobs=[BoundJob("idle", idle, None)]):
        await leads.wait()
        for _ in range(200):
            await asyncio.sleep(0)
    assert runs == 1


async def test_it_fires_reacts_delivers_and_seals_and_frees_its_lease_when_told_to_stop(database: Database):
    room, sealed = busy_room(database), asyncio.Event()

    async def seal() -> None:
        sealed.set()

    delivered: list[str] = []

    async def out(parcel: OutboxMessage) -> None:
        delivered.append(parcel.body)

    async with working(room, jobs=[BoundJob("sealing", seal, 60.0)], channels={"out": out}) as worker:
        watch = await set_watch(room, climb_s=1)
        await database.by_its_administrator(
            "insert into outbox (cause, channel, body, due_at) values (gen_random_uuid(), 'out', '\"to go\"', now())"
        )
        call = CallId(new_id())
        await room.commands.handle(new_id(), calls.SetDeskReady(), person("call_taker", "desk-1"))
        await room.commands.handle(
            new_id(), calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call)
        )

        async def all_done() -> bool:
            level = (await state(room, watch)).level
            offered = await room.states.state(CALL, call)
            return level == EscalationLevel.GUARD and offered.offered_at is not None and bool(delivered)

        await until(all_done)
        await sealed.wait()
        assert await worker.lease.current() == worker.holder
    assert delivered == ['"to go"']
    assert await worker.lease.current() is None


PUT = (
    "insert into outbox (cause, channel, body, due_at)"
    " select gen_random_uuid(), $1, to_json($1 || n)::text, now() from generate_series(1, $2::int) n"
)


async def test_a_way_out_that_never_answers_delays_no_other(database: Database):
    """Issue 17, must show 6: 500 messages for a partner that accepts connections and says nothing."""
    room = busy_room(database)
    async with LinePartner(answers=False) as hanging, LinePartner(answers=True) as answering:
        channels = {
            "slow": partial(deliver_line, hanging.port),
            "sms": partial(deliver_line, answering.port),
        }
        async with working(room, channels=channels):
            await database.by_its_administrator(PUT, "slow", 500)

            async def hangs() -> bool:
                return len(hanging.received) == LANE_WIDTH

            await until(hangs)
            await database.by_its_administrator(PUT, "sms", 2)

            async def delivered() -> bool:
                return await database.pool.fetchval("select count(done_at) from outbox") == 2

            await until(delivered)
            # None of the five hundred has ended, not even by its timeout: the two waited for none of them.
            assert (
                await database.pool.fetchval("select count(*) from outbox where last_error is not null") == 0
            )
            assert len(hanging.received) == LANE_WIDTH
        assert sorted(line.split()[1] for line in answering.received) == ['"sms1"', '"sms2"']


async def test_a_worker_killed_while_it_delivers_is_followed_by_one_that_delivers_the_same_id(
    database: Database,
):
    async with LinePartner(answers=False) as partner:
        await database.by_its_administrator(PUT, "line", 1)
        first = await start(database, partner.port)

        async def came() -> bool:
            return bool(partner.received)

        try:
            await until(came)
        finally:
            first.kill()
            await first.wait()
        partner.answers = True
        # Its claim has ended; a test waits for no minute.
        await database.by_its_administrator("update outbox set due_at = now()")
        second = await start(database, partner.port)

        async def delivered() -> bool:
            return await database.pool.fetchval("select count(done_at) from outbox") == 1

        try:
            await until(delivered)
        finally:
            second.kill()
            await second.wait()
    assert len(partner.received) == 2
    assert len(set(partner.received)) == 1, "the same id and the same body"


async def test_a_way_out_that_is_closed_is_one_watch_and_not_one_for_each_parcel(database: Database):
    room = busy_room(database)
    async with working(room):
        await database.by_its_administrator(
            "insert into outbox (cause, channel, body, due_at, attempts)"
            " select gen_random_uuid(), 'nowhere', '{}', now(), $1 from generate_series(1, 5)",
            ATTEMPTS_MAX - 1,
        )

        async def all_given_up() -> bool:
            left = "select count(*) from outbox where gave_up_at is null"
            return not await database.pool.fetchval(left)

        await until(all_given_up)
    (watch,) = await room.watches()
    assert (watch.kind, watch.about, watch.top) == (
        WatchKind.DELIVERY_FAILED,
        "nowhere",
        EscalationLevel.ROOM,
    )


async def test_the_alarm_of_one_answer_does_not_silence_that_of_the_room(database: Database):
    room = busy_room(database)
    call = CallId(new_id())
    alarm = SetWatch(
        watch=WatchId(new_id()),
        kind_of=WatchKind.DELIVERY_FAILED,
        subject=stream_id("call", call),
        about="nowhere",
        red_at=SystemClock().now(),
        call=call,
    )
    await room.commands.handle(CommandId(new_id()), alarm, system_actor(Mode.REAL))
    async with working(room):
        await database.by_its_administrator(
            "insert into outbox (cause, channel, body, due_at, attempts)"
            " values (gen_random_uuid(), 'nowhere', '{}', now(), $1)",
            ATTEMPTS_MAX - 1,
        )

        async def told_of() -> bool:
            return any(watch.call is None for watch in await room.watches())

        await until(told_of)


async def test_a_job_that_is_refused_runs_again_and_ends_nothing(database: Database):
    room, runs = busy_room(database), 0

    async def refused() -> None:
        nonlocal runs
        runs += 1
        raise Refused("malformed")

    async with working(room, jobs=[BoundJob("refused", refused, 0.01)]):

        async def again() -> bool:
            return runs > 2

        await until(again)


async def test_it_goes_on_when_the_database_throws_everybody_out(database: Database):
    room = busy_room(database)
    async with working(room):
        first = await set_watch(room)

        async def fired() -> bool:
            return (await state(room, first)).state == WatchState.FIRED

        await until(fired)
        guard = await asyncpg.connect(database.dsn)
        for _ in range(3):
            await guard.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        await guard.close()
        seconds: list[WatchId] = []

        async def asked() -> bool:
            # Whoever is thrown out in the middle of asking asks again, as a page does.
            with contextlib.suppress(*TRANSIENT_ERRORS):
                seconds.append(await set_watch(room))
            return bool(seconds)

        await until(asked)

        async def fired_again() -> bool:
            with contextlib.suppress(*TRANSIENT_ERRORS):
                return (await state(room, seconds[-1])).state == WatchState.FIRED
            return False

        await until(fired_again)


async def start(database: Database, line_port: int = 0) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.workflows.worker_process",
        database.dsn,
        str(line_port),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


async def test_leaders_killed_in_the_middle_of_their_work_leave_nothing_undone_and_nothing_double(
    database: Database,
):
    room, rang = busy_room(database), list[CallId]()

    async def ring(count: int) -> None:
        for _ in range(count):
            call = CallId(new_id())
            await room.commands.handle(
                new_id(), calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call)
            )
            rang.append(call)

    workers = [await start(database), await start(database), await start(database)]
    leading = [asyncio.create_task(worker.stdout.readline()) for worker in workers]
    try:
        async with asyncio.timeout(PATIENCE_S):
            for _ in range(2):
                await asyncio.wait(leading, return_when=asyncio.FIRST_COMPLETED)
                place = next(n for n, told in enumerate(leading) if told.done())
                assert leading.pop(place).result() == b"leading\n"
                leader = workers.pop(place)
                await ring(15)  # and while it works through these …
                leader.send_signal(signal.SIGKILL)
                await leader.wait()
                await ring(5)

        async def all_watched() -> bool:
            watched = await room.watches(kind="answer")
            return {watch.call for watch in watched} == set(rang)

        await until(all_watched)
    finally:
        for worker in workers:
            worker.kill()
            await worker.wait()
        await asyncio.gather(*leading, return_exceptions=True)
    set_ = await database.pool.fetch(
        "select call_id, count(*) as times from event where kind = 'followup.watch.set' group by call_id"
    )
    assert {row["call_id"]: row["times"] for row in set_} == dict.fromkeys(rang, 1)
    assert all(isinstance(call, Call) for call in await room.states.live(CALL))
