"""Aim: the days can fail. One rule of the house is broken at a time, and a day finds it, by the invariant that it breaks."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from auxilio.app.timers import Timers
from auxilio.cases.service import CASE
from auxilio.dispatch.machine import units as unit_machine
from auxilio.dispatch.messages.units import ReleaseUnit
from auxilio.dispatch.service import ASSIGNMENT
from auxilio.followup.model import WatchKind
from auxilio.platform.database import work
from auxilio.platform.proof.chain import GENESIS, digest_of
from auxilio.process import answered, coordinated, followed, merged
from auxilio.process.promises import keep, pending, pending_in_case
from auxilio.process.runner import Fact, House
from tests.days.invariants import Broken
from tests.days.test_in_memory import days, loop

__all__ = ["loop"]
MOVED = frozenset({"closing_never_changes_a_unit", "a_unit_leaves_its_case_only_by_a_fact_that_says_so"})
"""At once, or, where the worker was away as the desk pressed, when it is back."""
type Breaks = Callable[[pytest.MonkeyPatch], None]


async def nothing(*_: Any) -> Iterable[Any]:
    return ()


def silent(module: Any, name: str) -> Breaks:
    """A reaction that does nothing."""
    return lambda patch: patch.setattr(module, name, nothing)


def any_unit_may_be_alerted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unit_machine, "why_not", lambda unit, *, told=False: None)


def _takes_units_away(then: Callable[[Fact[Any], House], Any]) -> Any:
    """A reaction that does what it should, and this too."""

    async def broken(fact: Fact[Any], house: House) -> Iterable[Any]:
        works = await house.in_case(ASSIGNMENT, fact.event.case)
        return [*await then(fact, house), *(ReleaseUnit(unit=one.unit) for one in works)]

    return broken


def a_worse_case_takes_its_units_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(coordinated, "_raised", _takes_units_away(coordinated._raised))


def merging_lets_units_go(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(coordinated, "_moved", _takes_units_away(coordinated._moved))


def merging_ends_every_promise(patch: pytest.MonkeyPatch) -> None:
    """As it was before decision 0212."""
    patch.setattr(followed, "pending_of_case_itself", pending_in_case)


def who_knew_it_is_told_again(patch: pytest.MonkeyPatch) -> None:
    async def nothing_is_known(*_: Any) -> list[Any]:
        return []

    patch.setattr(coordinated, "_knew", nothing_is_known)


def who_was_heard_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    async def heard(fact: Fact[Any], house: House) -> Iterable[Any]:
        return keep(fact, await pending(fact, house, WatchKind.CREW_EMERGENCY))

    patch.setattr(followed, "_emergency_heard", heard)


def a_clock_stands_still(patch: pytest.MonkeyPatch) -> None:
    fire = Timers._fire

    async def but_one(timers: Timers, watch: Any) -> bool:
        return watch.kind is not WatchKind.TASK_ACCEPT and await fire(timers, watch)

    patch.setattr(Timers, "_fire", but_one)


def a_state_is_stored_stale(patch: pytest.MonkeyPatch) -> None:
    kept = work._kept

    def stale(stream: Any, held: Any) -> Any:
        if held.noun.name == CASE.name and held.version > 1 and held.state.priority is not None:
            held.state = msgspec.structs.replace(held.state, priority=None)
        return kept(stream, held)

    patch.setattr(work, "_kept", stale)


def a_chain_forgets_what_came_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(work, "digest_of", lambda before, envelope: digest_of(GENESIS, envelope))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("breaks", "found_by"),
    [
        (any_unit_may_be_alerted, "a_unit_works_on_one_case_at_most"),
        (a_worse_case_takes_its_units_away, "a_unit_leaves_its_case_only_by_a_fact_that_says_so"),
        (merging_lets_units_go, MOVED),
        (silent(followed, "_offered"), "a_task_has_an_owner_or_a_promise"),
        (silent(followed, "_nobody_has_it"), "a_task_has_an_owner_or_a_promise"),
        (silent(followed, "_not_taken"), "a_task_has_an_owner_or_a_promise"),
        (silent(followed, "_alerted"), "an_alert_is_acknowledged_or_waited_for"),
        (silent(followed, "_stepped"), "an_alert_is_acknowledged_or_waited_for"),
        (silent(followed, "_centre_interrupted"), "a_change_is_acknowledged_or_waited_for"),
        (silent(followed, "_crew_interrupted"), "a_change_is_acknowledged_or_waited_for"),
        (silent(merged, "_work_goes"), "an_open_task_is_of_an_open_case"),
        (silent(coordinated, "_moved"), "a_task_knows_place_priority_and_dangers_of_its_case"),
        (silent(coordinated, "_hazard"), "a_task_knows_place_priority_and_dangers_of_its_case"),
        (who_knew_it_is_told_again, "nobody_is_told_the_same_twice"),
        (who_was_heard_is_forgotten, "a_crew_in_danger_is_waited_for"),
        (a_clock_stands_still, "a_promise_fires_at_its_time"),
        (silent(answered, "_promise_an_answer"), "a_caller_is_heard_or_waited_for"),
        (a_state_is_stored_stale, "what_is_stored_is_what_the_facts_tell"),
        (a_chain_forgets_what_came_before, "what_is_stored_is_what_the_facts_tell"),
    ],
    ids=lambda it: getattr(it, "__name__", it if isinstance(it, str) else "moved"),
)
def test_a_day_finds_the_rule_that_is_broken(
    loop: asyncio.AbstractEventLoop,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Breaks,
    found_by: str | frozenset[str],
) -> None:
    breaks(monkeypatch)
    with pytest.raises(Broken) as found:
        days(loop, days=400, steps=80)
    assert found.value.rule in ({found_by} if isinstance(found_by, str) else found_by)


@pytest.mark.soak
def test_a_day_finds_that_merging_once_ended_the_wait_for_a_crew(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defect that these days found when they were first played."""
    merging_ends_every_promise(monkeypatch)
    with pytest.raises(Broken) as found:
        days(loop, days=400, steps=80)
    assert found.value.rule in {
        "a_task_has_an_owner_or_a_promise",
        "an_alert_is_acknowledged_or_waited_for",
        "a_change_is_acknowledged_or_waited_for",
    }
