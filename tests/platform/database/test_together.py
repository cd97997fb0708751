"""What waits together goes together, and each has its own answer: in memory, and as commands on a real PostgreSQL."""

import asyncio

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.service import CALL, CallService
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CallId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.database.batcher import BATCH_MAX, Batcher
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.database import Database
from tests.platform.database.test_work import ring, ring_in


class Doubling:
    """Answers twice the number, and remembers who asked together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, asked: list[int]) -> list[int | Exception]:
        self.batches.append(asked)
        await self.open.wait()
        if 13 in asked:
            raise ValueError(13)
        return [ArithmeticError(n) if n < 0 else 2 * n for n in asked]


async def test_what_comes_while_the_first_is_away_goes_together_and_each_gets_its_own_answer() -> None:
    asked = Doubling()
    double = Batcher(asked)
    asked.open.clear()
    first = asyncio.create_task(double(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(double(n)) for n in (2, 3, -4)]
    await asyncio.sleep(0)
    asked.open.set()
    answers = await asyncio.gather(first, *others, return_exceptions=True)
    assert asked.batches == [[1], [2, 3, -4]]
    assert answers[:3] == [2, 4, 6]
    assert isinstance(answers[3], ArithmeticError)


async def test_one_that_spoils_the_batch_is_told_so_and_the_others_are_answered() -> None:
    double = Batcher(Doubling())
    answers = await asyncio.gather(*map(double, (1, 13, 2)), return_exceptions=True)
    assert [answers[0], answers[2]] == [2, 4]
    assert isinstance(answers[1], ValueError)


async def test_in_bad_weather_everybody_is_told_and_nothing_is_asked_again() -> None:
    count = 0

    async def gone(asked: list[int]) -> list[int]:
        nonlocal count
        count += 1
        raise ConnectionResetError

    answers = await asyncio.gather(*map(Batcher(gone), (1, 2)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionResetError, ConnectionResetError]
    assert count == 1


async def test_what_shares_a_key_never_goes_together_and_no_batch_is_too_large() -> None:
    asked = Doubling()
    parity = Batcher(asked, apart=lambda n: [n % 2])
    assert await asyncio.gather(*map(parity, range(6))) == [0, 2, 4, 6, 8, 10]
    assert asked.batches == [[0, 1], [2, 3], [4, 5]]
    many = Doubling()
    await asyncio.gather(*map(Batcher(many), range(100, 100 + BATCH_MAX + 1)))
    assert [len(batch) for batch in many.batches] == [BATCH_MAX, 1]


async def test_who_left_while_waiting_takes_no_answer_from_the_others() -> None:
    asked = Doubling()
    double = Batcher(asked)
    leaving, staying = asyncio.create_task(double(1)), asyncio.create_task(double(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 4
    assert await double(5) == 10


async def test_forty_commands_at_once_are_forty_answers_in_few_transactions(database: Database) -> None:
    calls = CallService(database.work)
    rung = await asyncio.gather(*(ring_in(calls) for _ in range(40)))
    for call in rung:
        assert len(await log.of_call(database.pool, call)) == 2
    assert await database.pool.fetchval("select count(distinct tx) from event") < 40


async def test_in_one_transaction_one_is_done_one_repeated_one_refused_and_one_in_conflict(
    database: Database,
) -> None:
    """Aim: commands that commit together are still strangers to one another."""
    calls = CallService(database.work)
    known, repeated = ring(), CommandId(new_id())
    first = await calls.handle(repeated, known, citizen(known.call))
    contested = await ring_in(calls)
    spoiled = ring(caller_name="a\0b")  # PostgreSQL keeps no NUL: it undoes the whole transaction
    desks = [person("call_taker", f"desk-{n}") for n in range(4)]
    answers = await asyncio.gather(
        ring_in(calls),
        calls.handle(repeated, known, citizen(known.call)),
        calls.handle(repeated, ring(), system()),
        calls.handle(CommandId(new_id()), spoiled, citizen(spoiled.call)),
        *(calls.handle(CommandId(new_id()), m.AnswerCall(call=contested), desk) for desk in desks),
        return_exceptions=True,
    )
    fresh, again, reused, unstorable, *answered = answers
    assert isinstance(fresh, type(contested))
    assert again == first
    assert isinstance(reused, Refused)
    assert reused.code == "command_id_reused"
    assert isinstance(unstorable, Exception)
    assert await log.state_of(database.pool, stream_id("call", spoiled.call)) is None
    assert sum(isinstance(one, CommandResult) for one in answered) == 1
    assert {one.code for one in answered if isinstance(one, Refused)} == {"call_already_answered"}
    state = await log.state_of(database.pool, stream_id("call", contested))
    assert state is not None
    assert CALL.read_state(state[1]).state == "answered"


@pytest.mark.parametrize("writers", [2, 5])
async def test_two_processes_that_make_the_same_aggregate_at_once_leave_one_history(
    database: Database, writers: int
) -> None:
    processes = [CallService(CommandExecutor(database.pool, SystemClock())) for _ in range(writers)]
    for _ in range(10):
        call = CallId(new_id())
        answers = await asyncio.gather(
            *(one.handle(CommandId(new_id()), ring(call), citizen(call)) for one in processes),
            return_exceptions=True,
        )
        assert sum(isinstance(answer, CommandResult) for answer in answers) == 1
        assert len(await log.of_call(database.pool, call)) == 2
