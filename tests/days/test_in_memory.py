"""Aim: whatever people do on however many days, in whatever order, what must always be true of a centre is true."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.days.backends import in_memory
from tests.days.day import Day

MUST_HAPPEN = {
    "calls.call.abandoned",
    "calls.call.answered",
    "calls.call.joined_case",
    "cases.case.closed",
    "cases.case.gave_back",
    "cases.case.merged",
    "cases.case.parted",
    "cases.case.reopened",
    "cases.case.took_in",
    "closures.closure.ended",
    "dispatch.assignment.begun",
    "dispatch.assignment.moved",
    "dispatch.assignment.released",
    "dispatch.assignment.stepped",
    "dispatch.divert_unit",
    "dispatch.patient.hospital_warned",
    "dispatch.patient.moved",
    "dispatch.task.accepted",
    "dispatch.task.cancelled",
    "dispatch.task.change_acknowledged",
    "dispatch.task.ended",
    "dispatch.task.moved",
    "dispatch.task.nobody_has_it",
    "dispatch.task.passed_on",
    "dispatch.task.refused",
    "dispatch.task.released",
    "dispatch.task.timed_out",
    "dispatch.task.told",
    "dispatch.unit.crew_signed_off",
    "dispatch.unit.emergency_over",
    "dispatch.unit.emergency_raised",
    "dispatch.unit.freed",
    "dispatch.unit.moved",
    "dispatch.unit.order_acknowledged",
    "dispatch.unit.press_kept",
    "followup.watch.escalated",
    "followup.watch.fired",
    "followup.watch.moved",
}
"""Facts, and one command, that days of chance must have told of before they prove anything."""

WEEKS_MAX = 12


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    it = asyncio.new_event_loop()
    yield it
    it.close()


def days(
    loop: asyncio.AbstractEventLoop,
    *,
    days: int,
    steps: int,
    by_chance: bool = False,
    week: int | None = None,
) -> type[Day]:
    """Play them; what they told of stands in the class that is returned. Raises what a day found.

    The same days every time, others for each `week`, unless `by_chance`: then what fails says how it is played again.
    """

    class Played(Day):
        opens = staticmethod(in_memory)

    Played.loop, Played.happened, Played.deaths = loop, set(), 0
    run_state_machine_as_test(
        Played if week is None else seed(week)(Played),
        settings=settings(
            max_examples=days,
            stateful_step_count=steps,
            derandomize=not by_chance,
            print_blob=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
    return Played


@pytest.mark.slow
def test_on_many_days_everything_that_must_always_be_true_is_true(loop: asyncio.AbstractEventLoop) -> None:
    """Two weeks, and more of them while something rare has not happened: which days are rare changes with the code."""
    happened, deaths = set[str](), 0
    for week in range(WEEKS_MAX):
        played = days(loop, days=100, steps=80, week=week)
        happened |= played.happened
        deaths += played.deaths
        if week > 0 and happened >= MUST_HAPPEN:
            break
    assert happened >= MUST_HAPPEN, MUST_HAPPEN - happened
    assert deaths > 50, "the worker died between commands, and came back"


@pytest.mark.soak
def test_on_thousands_of_days_too(loop: asyncio.AbstractEventLoop) -> None:
    days(loop, days=4_000, steps=120)


@pytest.mark.soak
def test_on_days_that_nobody_has_played_before_too(loop: asyncio.AbstractEventLoop) -> None:
    days(loop, days=1_000, steps=100, by_chance=True)
