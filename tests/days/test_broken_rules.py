"""Aim: the days can fail. One rule of Auxilio is broken at a time, and a day finds it, by the invariant that it breaks."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from auxilio.cases.service import CASE
from auxilio.dispatch.service import ASSIGNMENT
from auxilio.dispatch.units.core import machine as unit_machine
from auxilio.dispatch.units.core.messages import ReleaseUnit
from auxilio.followup.core import machine as watch_machine
from auxilio.followup.core.model import WatchKind
from auxilio.platform.database import command_executor as work
from auxilio.platform.proof.chain import GENESIS, digest_of
from auxilio.workflows import call_answering as answered
from auxilio.workflows import case_merging as merged
from auxilio.workflows import coordination as coordinated
from auxilio.workflows import followup_watches as followed
from auxilio.workflows.runner import RecordedEvent, StateReader
from auxilio.workflows.timers import DueTimers
from auxilio.workflows.watches import keep_watches, pending_case_watches, pending_watches
from tests.days.invariants import INVARIANTS, Broken
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
    patch.setattr(unit_machine, "unavailability_reason", lambda unit, *, told=False: None)


def _takes_units_away(then: Callable[[RecordedEvent[Any], StateReader], Any]) -> Any:
    """A reaction that does what it should, and this too."""

    async def broken(fact: RecordedEvent[Any], states: StateReader) -> Iterable[Any]:
        works = await states.in_case(ASSIGNMENT, fact.event.case)
        return [*await then(fact, states), *(ReleaseUnit(unit=one.unit) for one in works)]

    return broken


def a_worse_case_takes_its_units_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(coordinated, "_priority_raised", _takes_units_away(coordinated._priority_raised))


def merging_lets_units_go(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(coordinated, "_task_moved", _takes_units_away(coordinated._task_moved))


def merging_ends_every_promise(patch: pytest.MonkeyPatch) -> None:
    """As it was before decision 0212."""
    patch.setattr(followed, "pending_own_case_watches", pending_case_watches)


def who_knew_it_is_told_again(patch: pytest.MonkeyPatch) -> None:
    async def nothing_is_known(*_: Any) -> list[Any]:
        return []

    patch.setattr(coordinated, "_known_dangers", nothing_is_known)


def who_was_heard_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    async def heard(fact: RecordedEvent[Any], states: StateReader) -> Iterable[Any]:
        return keep_watches(fact, await pending_watches(fact, states, WatchKind.CREW_EMERGENCY))

    patch.setattr(followed, "_emergency_answered", heard)


def a_clock_stands_still(patch: pytest.MonkeyPatch) -> None:
    fire = DueTimers._fire

    async def but_one(timers: DueTimers, watch: Any) -> bool:
        return watch.kind is not WatchKind.TASK_ACCEPT and await fire(timers, watch)

    patch.setattr(DueTimers, "_fire", but_one)


def an_alarm_never_climbs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(watch_machine, "_climbs_at", lambda *_: None)


def a_state_is_stored_stale(patch: pytest.MonkeyPatch) -> None:
    kept = work._aggregate_write

    def stale(stream: Any, held: Any) -> Any:
        if held.aggregate.name == CASE.name and held.version > 1 and held.state.priority is not None:
            held.state = msgspec.structs.replace(held.state, priority=None)
        return kept(stream, held)

    patch.setattr(work, "_aggregate_write", stale)


def a_chain_forgets_what_came_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(work, "digest_of", lambda before, envelope: digest_of(GENESIS, envelope))


DEFECTS: tuple[tuple[Breaks, str | frozenset[str]], ...] = (
    (any_unit_may_be_alerted, "a_unit_works_on_one_case_at_most"),
    (a_worse_case_takes_its_units_away, "a_unit_leaves_its_case_only_by_a_fact_that_says_so"),
    (merging_lets_units_go, MOVED),
    (silent(followed, "_task_offered"), "a_task_has_an_owner_or_a_promise"),
    (silent(followed, "_task_unowned"), "a_task_has_an_owner_or_a_promise"),
    (silent(followed, "_escalate_task"), "a_task_has_an_owner_or_a_promise"),
    (silent(followed, "_escalate_task"), "a_task_that_nobody_has_was_offered_on_or_is_alarmed"),
    (silent(followed, "_unit_alerted"), "an_alert_is_acknowledged_or_waited_for"),
    (silent(followed, "_assignment_stepped"), "an_alert_is_acknowledged_or_waited_for"),
    (silent(followed, "_centre_interrupted"), "a_change_is_acknowledged_or_waited_for"),
    (silent(followed, "_crew_interrupted"), "a_change_is_acknowledged_or_waited_for"),
    (silent(merged, "_move_work"), "an_open_task_is_of_an_open_case"),
    (silent(coordinated, "_task_moved"), "a_task_knows_place_priority_and_dangers_of_its_case"),
    (silent(coordinated, "_hazard_noted"), "a_task_knows_place_priority_and_dangers_of_its_case"),
    (who_knew_it_is_told_again, "nobody_is_told_the_same_twice"),
    (who_was_heard_is_forgotten, "a_crew_in_danger_is_waited_for"),
    (a_clock_stands_still, "a_promise_fires_at_its_time"),
    (an_alarm_never_climbs, "whoever_an_alarm_reaches_is_not_passed_over"),
    (silent(answered, "_set_answer_watch"), "a_caller_is_heard_or_waited_for"),
    (silent(answered, "_call_unlinked"), "a_call_tells_of_the_case_that_counts_it"),
    (a_state_is_stored_stale, "what_is_stored_is_what_the_facts_tell"),
    (a_chain_forgets_what_came_before, "what_is_stored_is_what_the_facts_tell"),
)
"""What is broken, and the invariant that finds it."""


def test_each_invariant_is_found_broken_by_some_defect() -> None:
    found_by = {name for _, names in DEFECTS for name in ([names] if isinstance(names, str) else names)}
    assert found_by == {invariant.__name__ for invariant in INVARIANTS} | MOVED


@pytest.mark.soak
@pytest.mark.parametrize(
    ("breaks", "found_by"),
    DEFECTS,
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
    assert found.value.rules & ({found_by} if isinstance(found_by, str) else found_by)


@pytest.mark.soak
def test_a_day_finds_that_merging_once_ended_the_wait_for_a_crew(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defect that these days found when they were first played."""
    merging_ends_every_promise(monkeypatch)
    with pytest.raises(Broken) as found:
        days(loop, days=400, steps=80)
    assert found.value.rules & {
        "a_task_has_an_owner_or_a_promise",
        "an_alert_is_acknowledged_or_waited_for",
        "a_change_is_acknowledged_or_waited_for",
    }
