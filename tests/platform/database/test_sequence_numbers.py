"""Numbers for people: none twice, each process in order, and no gap in a quiet installation (decision 0122)."""

import asyncio

import pytest

from auxilio.platform.database import sequence_numbers as numbers
from auxilio.platform.database.sequence_numbers import PREFETCH, SequenceNumbers
from tests.database import Database


class Counting:
    """The pool, and how often it was asked."""

    def __init__(self, database: Database) -> None:
        self._pool, self.asked = database.pool, 0

    async def fetch(self, question: str, count: int) -> list:
        self.asked += 1
        return await self._pool.fetch(question, count)


async def test_in_a_quiet_installation_numbers_follow_one_another_without_a_gap(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "FRESH_S", 0.0)  # whenever somebody asks, the last time was long ago
    one, other = SequenceNumbers(database.pool, "case_number"), SequenceNumbers(database.pool, "case_number")
    drawn = [await each() for each in (one, other, one, one, other)]
    assert drawn == list(range(drawn[0], drawn[0] + 5))


async def test_in_a_rush_one_question_answers_for_many_and_each_process_keeps_the_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "FRESH_S", float("inf"))
    pool = Counting(database)
    one, other = SequenceNumbers(pool, "case_number"), SequenceNumbers(pool, "case_number")
    drawn = [(await one(), await other()) for _ in range(4 * PREFETCH)]
    mine, theirs = [a for a, _ in drawn], [b for _, b in drawn]
    assert mine == sorted(mine)
    assert theirs == sorted(theirs)
    assert len({*mine, *theirs}) == 8 * PREFETCH, "none twice"
    assert pool.asked <= 10


async def test_many_who_ask_at_once_get_a_number_each(database: Database) -> None:
    one, other = SequenceNumbers(database.pool, "call_number"), SequenceNumbers(database.pool, "call_number")
    drawn = await asyncio.gather(*(each() for _ in range(50) for each in (one, other)))
    assert len(set(drawn)) == 100


async def test_what_was_drawn_ahead_and_is_old_is_not_used(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "FRESH_S", float("inf"))
    one, other = SequenceNumbers(database.pool, "case_number"), SequenceNumbers(database.pool, "case_number")
    await one()
    await one()  # and some ahead
    meanwhile = await other()
    monkeypatch.setattr(numbers, "FRESH_S", 0.0)
    assert await one() > meanwhile, "what is opened later has the greater number"
