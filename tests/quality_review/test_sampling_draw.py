"""Aim: nobody can steer the draw, anybody can do it again, and each operator gets the month's number, spread."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.shared_types import Priority
from auxilio.quality_review.core.sampling_draw import (
    Draw,
    DrawCandidate,
    DrawDay,
    decide,
    doubled,
    due,
    evolve,
    seed_of,
)
from tests.quality_review.factories import AT, CARD, SUBJECT

PER_MONTH = CARD.sampling.random.per_operator_per_month


def call(
    number: int, operator: int = 1, priority: int = 1, shift: str = "night", language: str = "es"
) -> DrawCandidate:
    subject = msgspec.structs.replace(
        SUBJECT,
        call=CallId(UUID(int=number)),
        operator=PersonId(UUID(int=operator)),
        priority=Priority(priority),
    )
    return DrawCandidate(subject=subject, shift=shift, language=language)


def day(on: str, *calls: DrawCandidate, root: str = "a" * 64) -> DrawDay:
    return DrawDay(
        day=on,
        head_size=1,
        head_root=root,
        card=CARD.digest,
        sampling=CARD.sampling,
        candidates=calls,
        chosen=(),
    )


def drawn(command: DrawDay, month: Draw | None = None) -> list[CallId]:
    return [one.call for event in decide(month, command) for one in event.of.drawn]


def test_a_month_of_calls_gives_each_operator_the_months_number() -> None:
    month: Draw | None = None
    for n in range(30):
        on = (date(2026, 11, 1) + timedelta(days=n)).isoformat()
        calls = [call(1000 * n + k, operator=k % 3 + 1) for k in range(30)]
        for event in decide(month, day(on, *calls)):
            month = evolve(month, event, AT)
    assert month is not None
    had = [one.operator for each in month.days for one in each.drawn]
    assert {operator: had.count(operator) for operator in set(had)} == {
        UUID(int=k): PER_MONTH for k in (1, 2, 3)
    }


def test_who_worked_one_day_only_is_drawn_from_that_day() -> None:
    assert len(drawn(day("2026-11-30", *(call(k) for k in range(9))))) == PER_MONTH
    assert due(None, PersonId(UUID(int=1)), "2026-11-01", PER_MONTH) == 0


def test_a_day_is_drawn_once_whatever_comes_to_light_later() -> None:
    month = evolve(None, decide(None, day("2026-11-30", call(1)))[0], AT)
    assert decide(month, day("2026-11-30", call(1), call(2), root="b" * 64)) == ()


def test_rare_strata_come_before_more_of_the_same() -> None:
    many = [call(k) for k in range(50)]
    rare = [call(100, priority=0), call(101, shift="morning"), call(102, language="ca")]
    found = drawn(day("2026-11-30", *many, *rare))
    assert {UUID(int=100), UUID(int=101), UUID(int=102)} < set(found)


@settings(max_examples=50)
@given(st.permutations(range(12)), st.integers(0, 2**64))
def test_it_depends_on_the_head_and_not_on_the_order_of_the_calls(order: list[int], root: int) -> None:
    calls = [call(k, operator=k % 2 + 1, priority=k % 4) for k in range(12)]
    named = f"{root:064x}"
    one = decide(None, day("2026-11-30", *calls, root=named))
    other = decide(None, day("2026-11-30", *(calls[k] for k in order), root=named))
    assert one == other


def test_another_head_draws_other_calls() -> None:
    calls = [call(k) for k in range(200)]
    found = {tuple(drawn(day("2026-11-30", *calls, root=f"{k:064x}"))) for k in range(20)}
    assert len(found) == 20


def test_every_call_has_the_same_chance() -> None:
    calls = [call(k) for k in range(10)]
    had = [each for k in range(2000) for each in drawn(day("2026-11-30", *calls, root=f"{k:064x}"))]
    # 5 of 10, 2000 times: 1000 each, with a deviation of 22; five of them is one run in a million.
    assert all(abs(had.count(one.subject.call) - 1000) < 112 for one in calls)


def test_a_tenth_is_reviewed_by_two() -> None:
    seed = seed_of("2026-11-30", 1, "a" * 64)
    calls = [CallId(UUID(int=k)) for k in range(5000)]
    assert 400 < len(doubled(seed, calls, 10)) < 600
    assert doubled(seed, reversed(calls), 10) == doubled(seed, calls, 10)
    assert doubled(seed, calls, 0) == ()
    assert len(doubled(seed, calls, 100)) == 5000
