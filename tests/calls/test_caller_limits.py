"""Aim: a page that floods is served less; nobody's first ring is refused, whatever their network does."""

import asyncio
import itertools
from collections.abc import Awaitable

import pytest

from auxilio.calls.caller_limits import (
    COMMANDS_OF_CALL,
    RING_DELAY_MAX_S,
    RING_DELAY_S,
    RINGS_OF_CALL,
    RINGS_OF_NETWORK,
    SOCKETS_OF_CALL,
    UPLOADS_AT_ONCE,
    UPLOADS_OF_CALL,
    UPLOADS_WAITING,
    CallerLimits,
)
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.ids import new_id
from tests.actors import citizen
from tests.database import Database

CARRIER, OTHER = "192.0.2.7", "192.0.2.8"


class Process:
    """The limits as one process of several holds them."""

    def __init__(self, database: Database) -> None:
        self.clock = SimulatedClock()
        self.limits = CallerLimits(SharedRateLimiter(database.pool, self.clock), self.clock)

    async def ring(self, network: str = CARRIER, call: CallId | None = None) -> None:
        await self.limits.ring(call or CallId(new_id()), network)

    async def crowd(self, network: str = CARRIER) -> None:
        """As many rings of one network as go at full speed."""
        await asyncio.gather(*(self.ring(network) for _ in range(RINGS_OF_NETWORK.count)))

    async def held(self, ring: "asyncio.Task[None]") -> float:
        """How long a ring is held, by the simulated clock."""
        began = self.clock.now()
        while not ring.done():
            await asyncio.sleep(0.005)
            if self.clock.sleepers:
                await self.clock.advance(0.01)
        await ring
        return (self.clock.now() - began).total_seconds()


@pytest.fixture
def server(database: Database) -> Process:
    return Process(database)


async def tried(asking: Awaitable[None]) -> Refused | None:
    try:
        await asking
    except Refused as refused:
        return refused
    return None


async def test_a_ring_of_a_crowded_network_is_held_and_never_refused(
    server: Process, database: Database
) -> None:
    await server.crowd()
    assert await server.held(asyncio.create_task(server.ring())) >= RING_DELAY_S
    assert await server.held(asyncio.create_task(server.ring(OTHER))) == 0.0, (
        "another network is not made to wait"
    )
    second = Process(database)
    assert await second.held(asyncio.create_task(second.ring())) >= RING_DELAY_S, (
        "nor does another process forget"
    )


async def test_however_many_ring_from_one_network_each_is_let_in_within_seconds(server: Process) -> None:
    await server.crowd()
    rings = [asyncio.create_task(server.ring()) for _ in range(300)]
    while server.clock.sleepers < len(rings):
        await asyncio.sleep(0.005)
    await server.clock.advance(RING_DELAY_MAX_S)
    await asyncio.gather(*rings)


async def test_one_call_that_rings_on_and_on_is_told_to_wait(server: Process) -> None:
    call, networks = CallId(new_id()), itertools.count()

    async def again() -> None:
        await server.ring(f"198.51.100.{next(networks)}", call)  # a telephone changes its network as it moves

    for _ in range(RINGS_OF_CALL.count):
        await again()
    # Two come back each second; the others are refused.
    refused = [answer for _ in range(200) if isinstance(answer := await tried(again()), Refused)]
    assert {(one.code, one.facts["retry_after_s"]) for one in refused} == {("too_many_requests", 1)}
    await server.ring(OTHER)


async def test_a_token_has_so_many_commands_and_sockets_over_all_processes(database: Database) -> None:
    processes = [Process(database), Process(database)]
    flooding, calm = citizen(new_id()), citizen(new_id())
    for allowed, ask in ((COMMANDS_OF_CALL.count, "command"), (SOCKETS_OF_CALL.count, "socket")):
        answers = await asyncio.gather(
            *(getattr(processes[nth % 2].limits, ask)(flooding, CARRIER) for nth in range(allowed * 4)),
            return_exceptions=True,
        )
        refused = [answer for answer in answers if isinstance(answer, Refused)]
        # While they are asked some come back; two processes that did not share would allow twice as many.
        assert allowed <= len(answers) - len(refused) < 2 * allowed
        assert {one.code for one in refused} == {"too_many_requests"}
        for each in processes:
            await getattr(each.limits, ask)(calm, CARRIER)


async def test_of_one_call_two_files_are_read_at_once_and_few_wait(server: Process) -> None:
    who, go, reading = citizen(new_id()), asyncio.Event(), 0

    async def upload() -> None:
        nonlocal reading
        async with server.limits.upload(who, CARRIER):
            reading += 1
            await go.wait()
            reading -= 1

    tasks = [asyncio.create_task(upload()) for _ in range(UPLOADS_WAITING + 3)]
    done, waiting = await asyncio.wait(tasks, timeout=0.5)
    assert [type(task.exception()) for task in done] == [Refused] * 3
    assert (reading, len(waiting)) == (UPLOADS_AT_ONCE, UPLOADS_WAITING)
    go.set()
    await asyncio.gather(*waiting)
    assert server.limits._uploading == {}, "nothing is kept of who is done"


async def test_a_token_has_so_many_uploads_one_after_another(server: Process) -> None:
    who = citizen(new_id())
    for _ in range(UPLOADS_OF_CALL.count):
        async with server.limits.upload(who, CARRIER):
            pass

    async def another() -> None:
        async with server.limits.upload(who, CARRIER):
            pass

    refused = [await tried(another()) for _ in range(20)]  # one comes back each ten seconds
    assert "too_many_requests" in {answer.code for answer in refused if answer is not None}
