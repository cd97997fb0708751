"""A checker that never says no is no checker: each rule has a shift that keeps it and one that breaks it."""

from datetime import timedelta
from typing import Any

import pytest

from simulator.checkers import CallAttempt, check
from tests.simulator.factories import AT, call, seen, task, work

LATE = (AT - timedelta(minutes=5)).isoformat()
SOON = (AT + timedelta(minutes=5)).isoformat()
HEARD = CallAttempt(call="k", answered=True, left=False)
GAVE_UP = CallAttempt(call="k", answered=False, left=True)
ABANDONED: dict[str, Any] = {"answered_at": None, "state": "abandoned", "case": None}


def rules(violations: list[Any]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.subject, one.why) for one in violations]


def test_a_good_shift_breaks_nothing() -> None:
    shift = seen(
        calls={"k": [call(answered_at=None), call()]},
        tasks={"t": [task()]},
        assignments={"a": [work()]},
        units={"u": [{"assignment": "a", "case": "c"}]},
        watches={"w": [{"state": "set", "kind": "arrive", "red_at": SOON, "subject": "task:t"}]},
    )
    told = CallAttempt(call="k", answered=True, left=False, help=("none", "on_its_way", "sending"))
    assert check(shift, [told]) == []


@pytest.mark.parametrize(
    ("shift", "told", "why"),
    [
        (seen(), HEARD, "never_on_a_board"),
        (seen(calls={"k": [call(answered_at=None)]}), HEARD, "answered_by_nobody"),
        (seen(calls={"k": [call(**ABANDONED, gone=True)]}), GAVE_UP, "abandoned_and_gone"),
        (
            seen(calls={"k": [call(answered_at=None)]}),
            CallAttempt(call="k", answered=False, left=False),
            "still_ringing",
        ),
    ],
)
def test_an_unheard_call_is_found(shift: Any, told: CallAttempt, why: str) -> None:
    assert rules(check(shift, [told])) == [("unheard_call", "k", why)]


def test_who_gave_up_is_heard_if_they_wait_to_be_called_back_or_rang_again() -> None:
    waiting = seen(calls={"k": [call(**ABANDONED)]})
    assert check(waiting, [GAVE_UP]) == []
    again = seen(
        calls={
            "k": [call(**ABANDONED, phone="+34600000001", gone=True)],
            "later": [call(phone="+34600000001", rang_at="2")],
        }
    )
    assert check(again, [GAVE_UP, CallAttempt(call="later", answered=True, left=False)]) == []


def test_a_unit_on_two_cases_is_found() -> None:
    shift = seen(assignments={"a": [work()], "b": [work(case="d")]})
    assert rules(check(shift, [])) == [("unit_on_two_cases", "u", "a,b")]
    half = seen(units={"u": [{"assignment": None, "case": "c"}]})
    assert rules(check(half, [])) == [("unit_on_two_cases", "u", "case_without_assignment")]


def test_a_task_with_nobody_is_found_and_so_is_a_missing_alarm() -> None:
    orphan = seen(tasks={"t": [task(unowned=True, state="timed_out")]})
    assert rules(check(orphan, [])) == [("task_with_nobody", "t", "timed_out")]
    silent = seen(tasks={"t": [task(nobody_since="1"), task(gone=True)]})
    assert rules(check(silent, [])) == [("task_with_nobody", "t", "no_alarm")]
    loud = {"w": [{"subject": "task:t", "state": "kept", "kind": "x", "red_at": None, "gone": True}]}
    assert check(seen(tasks={"t": [task(nobody_since="1"), task(gone=True)]}, watches=loud), []) == []


def test_a_promise_without_its_fact_is_found() -> None:
    asleep = seen(watches={"w": [{"state": "set", "kind": "arrive", "red_at": LATE, "subject": "task:t"}]})
    assert rules(check(asleep, [])) == [("promise_without_fact", "w", "arrive_not_fired")]
    lie = CallAttempt(call="k", answered=True, left=False, help=("on_its_way",))
    nobody = seen(calls={"k": [call()]}, assignments={"a": [work(times={"alerted": "1"})]})
    assert rules(check(nobody, [lie])) == [("promise_without_fact", "k", "on_its_way_without_a_crew")]
    empty = CallAttempt(call="k", answered=True, left=False, help=("sending",))
    assert rules(check(seen(calls={"k": [call()]}), [empty])) == [
        ("promise_without_fact", "k", "sending_without_a_task")
    ]


def test_what_a_crew_acknowledged_before_anybody_looked_is_not_held_against_the_installation() -> None:
    lie = CallAttempt(call="k", answered=True, left=False, help=("on_its_way",))
    early = {"c": [{"acknowledged_at": (AT - timedelta(hours=2)).isoformat()}]}
    assert check(seen(calls={"k": [call()]}, cases=early), [lie]) == []
    late = {"c": [{"acknowledged_at": (AT - timedelta(minutes=2)).isoformat()}]}
    assert len(check(seen(calls={"k": [call()]}, cases=late), [lie])) == 1
