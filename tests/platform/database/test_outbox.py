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


class Partner:
    def __init__(self, failures: int = 0) -> None:
        self.failures, self.got, self.tried = failures, list[str](), 0

    async def deliver(self, parcel: OutboxMessage) -> None:
        self.tried += 1
        if self.tried <= self.failures:
            raise ConnectionRefusedError
        self.got.append(msgspec.json.decode(parcel.body, type=Words).words)


async def test_what_was_committed_is_delivered_once(database: Database):
    clock, partner = SimulatedClock(), Partner()
    outbox = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    await put(database, clock, "hospital", "uno", "dos")
    assert await outbox.deliver_due() == 2
    assert sorted(partner.got) == ["dos", "uno"]
    assert await outbox.deliver_due() == 0
    assert await outbox.next_due() is None


async def test_two_workers_at_once_deliver_each_parcel_once(database: Database):
    clock, partner = SimulatedClock(), Partner()
    await put(database, clock, "hospital", *map(str, range(40)))
    workers = [Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL) for _ in range(4)]
    await asyncio.gather(*(worker.deliver_due() for worker in workers))
    assert sorted(partner.got) == sorted(map(str, range(40)))


async def test_a_partner_that_is_away_is_asked_again_later_and_later(database: Database):
    clock, partner = SimulatedClock(), Partner(failures=3)
    outbox = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    await put(database, clock, "hospital", "uno")
    for attempts in (1, 2, 3):
        assert await outbox.deliver_due() == 1
        await clock.advance(backoff_s(attempts, BACKOFF_S, BACKOFF_MAX_S) - 0.001, settle=0)
        assert await outbox.deliver_due() == 0
        await clock.advance(0.002, settle=0)
    await outbox.deliver_due()
    assert (partner.tried, partner.got) == (4, ["uno"])


async def test_what_nobody_can_deliver_stays_as_a_row_and_is_told(database: Database):
    clock, told = SimulatedClock(), list[str]()

    async def on_gave_up(parcel: OutboxMessage) -> None:
        told.append(parcel.channel)

    outbox = Outbox(database.pool, clock, {}, REAL, on_gave_up)
    await put(database, clock, "nowhere", "uno")
    while (due := await outbox.next_due()) is not None:
        await clock.advance_to(max(due, clock.now()))
        await outbox.deliver_due()
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
    round_ = asyncio.create_task(outbox.deliver_due())
    async with asyncio.timeout(30):
        while not quick.got:
            await asyncio.sleep(0.01)
    assert not round_.done()
    free.set()
    assert await round_ == 2


async def test_what_a_dead_worker_had_in_its_hands_is_delivered_by_the_next(database: Database):
    clock, partner = SimulatedClock(), Partner()
    await put(database, clock, "hospital", "uno")
    taken = asyncio.Event()

    async def dies(parcel: OutboxMessage) -> None:
        taken.set()
        await asyncio.Event().wait()

    first = asyncio.create_task(Outbox(database.pool, clock, {"hospital": dies}, REAL).deliver_due())
    async with asyncio.timeout(30):
        await taken.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = Outbox(database.pool, clock, {"hospital": partner.deliver}, REAL)
    assert await second.deliver_due() == 0, "it is still claimed"
    await clock.advance(CLAIM_S + 1, settle=0)
    assert await second.deliver_due() == 1
    assert partner.got == ["uno"]
