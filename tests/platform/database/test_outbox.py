"""Aim: what must be sent outside is sent once it can be, and what cannot is reported."""

import asyncio

import msgspec

from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.database.outbox import (
    ATTEMPTS_MAX,
    BACKOFF_MAX_S,
    BACKOFF_S,
    CLAIM_S,
    LANE_WIDTH,
    Outbox,
    OutboxMessage,
)
from auxilio.platform.ids import new_id
from tests.actors import system
from tests.database import Database

REAL = Mode.REAL


class Words(msgspec.Struct):
    words: str


class Tell(Command, frozen=True, kw_only=True, tag="test.tell"):
    permission = "x"


async def put(database: Database, clock: SimulatedClock, channel: str, *words: str) -> None:
    async def decide(attempt: CommandContext) -> None:
        for one in words:
            attempt.send(channel, Words(one))

    await CommandExecutor(database.pool, clock).run(CommandId(new_id()), Tell(), system(), decide)


async def deliver_due(outbox: Outbox) -> int:
    """What is due, a lane after a lane's width, until all of it was tried."""
    tried = 0
    while True:
        async with asyncio.TaskGroup() as carriers:
            begun = await outbox.start_due(carriers)
        if not begun:
            return tried
        tried += begun


class Partner:
    def __init__(self, failures: int = 0) -> None:
        self.failures, self.got, self.tried = failures, list[str](), 0
        self.carried = list[OutboxMessage]()

    async def deliver(self, parcel: OutboxMessage) -> None:
        self.tried += 1
        if self.tried <= self.failures:
            raise ConnectionRefusedError
        self.carried.append(parcel)
        self.got.append(msgspec.json.decode(parcel.body, type=Words).words)


async def test_what_was_committed_is_delivered_once(database: Database):
    clock, partner = SimulatedClock(), Partner()
    outbox = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    await put(database, clock, "hospital", "uno", "dos")
    assert await deliver_due(outbox) == 2
    assert sorted(partner.got) == ["dos", "uno"]
    assert await deliver_due(outbox) == 0
    assert await outbox.next_due() is None


async def test_two_workers_at_once_deliver_each_parcel_once(database: Database):
    clock, partner = SimulatedClock(), Partner()
    await put(database, clock, "hospital", *map(str, range(40)))
    workers = [Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL) for _ in range(4)]
    await asyncio.gather(*(deliver_due(worker) for worker in workers))
    assert sorted(partner.got) == sorted(map(str, range(40)))


async def test_a_partner_that_is_away_is_asked_again_later_and_later(database: Database):
    clock, partner = SimulatedClock(), Partner(failures=3)
    outbox = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    await put(database, clock, "hospital", "uno")
    for attempts in (1, 2, 3):
        assert await deliver_due(outbox) == 1
        await clock.advance(backoff_s(attempts, BACKOFF_S, BACKOFF_MAX_S) - 0.001, settle=0)
        assert await deliver_due(outbox) == 0
        await clock.advance(0.002, settle=0)
    await deliver_due(outbox)
    assert (partner.tried, partner.got) == (4, ["uno"])


async def test_what_nobody_can_deliver_stays_as_a_row_and_is_told(database: Database):
    clock, told = SimulatedClock(), list[str]()

    async def on_gave_up(parcel: OutboxMessage) -> None:
        told.append(parcel.channel)

    outbox = Outbox(database.pool, clock, {}, REAL, on_gave_up)
    await put(database, clock, "nowhere", "uno")
    while (due := await outbox.next_due()) is not None:
        await clock.advance_to(max(due, clock.now()))
        await deliver_due(outbox)
    row = await database.pool.fetchrow("select attempts, last_error, gave_up_at from outbox")
    assert (row["attempts"], row["last_error"]) == (ATTEMPTS_MAX, "LookupError")
    assert row["gave_up_at"] is not None
    assert told == ["nowhere"]


async def test_a_slow_partner_holds_up_no_other(database: Database):
    clock, quick, free = SimulatedClock(), Partner(), asyncio.Event()

    async def slow(parcel: OutboxMessage) -> None:
        await free.wait()

    outbox = Outbox(database.pool, clock, {"slow": slow, "quick": quick.deliver}, REAL)
    await put(database, clock, "slow", "uno")
    await put(database, clock, "quick", "dos")
    round_ = asyncio.create_task(deliver_due(outbox))
    async with asyncio.timeout(30):
        while not quick.got:
            await asyncio.sleep(0.01)
    assert not round_.done()
    free.set()
    assert await round_ == 2


async def test_what_a_dead_worker_had_in_its_hands_is_delivered_by_the_next(database: Database):
    clock, partner = SimulatedClock(), Partner()
    await put(database, clock, "hospital", "uno")
    taken, carried = asyncio.Event(), list[OutboxMessage]()

    async def dies(parcel: OutboxMessage) -> None:
        carried.append(parcel)
        taken.set()
        await asyncio.Event().wait()

    first = asyncio.create_task(deliver_due(Outbox(database.pool, clock, {"hospital": dies}, REAL)))
    async with asyncio.timeout(30):
        await taken.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    assert await deliver_due(second) == 0, "it is still claimed"
    await clock.advance(CLAIM_S + 1, settle=0)
    assert await deliver_due(second) == 1
    assert partner.got == ["uno"]
    (again,) = partner.carried
    assert (again.id, again.version) == (carried[0].id, carried[0].version)
    assert again.attempts == 2


async def test_a_lane_has_a_bounded_number_of_messages_under_way(database: Database):
    clock, under_way, free = SimulatedClock(), list[OutboxMessage](), asyncio.Event()

    async def hangs(parcel: OutboxMessage) -> None:
        under_way.append(parcel)
        await free.wait()

    outbox = Outbox(database.pool, clock, {"sms": hangs}, REAL)
    await put(database, clock, "sms:one", *map(str, range(20)))
    await put(database, clock, "sms:two", *map(str, range(3)))
    async with asyncio.TaskGroup() as carriers:
        assert await outbox.start_due(carriers) == LANE_WIDTH + 3
        assert await outbox.next_due() is not None, "the second lane has room: its messages are claimed"
        assert await outbox.start_due(carriers) == 0, "the first lane is full, the second has nothing more"
        await asyncio.sleep(0)
        assert len(under_way) == LANE_WIDTH + 3
        free.set()
    assert await deliver_due(outbox) == 20 - LANE_WIDTH
    assert len({parcel.id for parcel in under_way}) == 23


async def test_a_later_message_has_a_higher_version(database: Database):
    clock, partner = SimulatedClock(), Partner()
    await put(database, clock, "hospital", "uno", "dos")
    await put(database, clock, "hospital", "tres")
    await deliver_due(Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL))
    by_version = sorted(partner.carried, key=lambda parcel: parcel.version)
    assert [msgspec.json.decode(parcel.body, type=Words).words for parcel in by_version] == [
        "uno",
        "dos",
        "tres",
    ]


async def test_a_result_that_could_not_be_written_is_delivered_again_with_the_same_id(database: Database):
    clock, partner = SimulatedClock(), Partner()

    class Unwritten(Outbox):
        async def _carry(self, message: OutboxMessage) -> None:
            await partner.deliver(message)
            raise ConnectionResetError  # the database went away before the row was marked

    await put(database, clock, "hospital", "uno")
    assert await deliver_due(Unwritten(database.pool, clock, {}, REAL)) == 1
    await clock.advance(CLAIM_S + 1, settle=0)
    await deliver_due(Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL))
    assert partner.got == ["uno", "uno"]
    assert len({parcel.id for parcel in partner.carried}) == 1
