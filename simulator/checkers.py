"""The questions that matter after a shift. Pure: they read what was seen on Auxilio's boards and by its callers.

Was any call unheard? Any unit on two cases? Any task with nobody? Any promise without its fact?
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

type Row = Mapping[str, Any]
ANSWERED = frozenset({"answered", "held", "consulting", "ended", "called_back"})
ACKNOWLEDGING = frozenset({"acknowledged", "en_route", "on_scene", "transporting", "at_destination"})


class CallAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to call, as the caller lived it."""

    call: str
    answered: bool
    left: bool
    help: tuple[str, ...] = ()
    """What their page told them of help: `sending`, `on_its_way`."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A shift, as a supervisor's board showed it."""

    since: datetime
    """When somebody began to look."""
    at: datetime
    """When the boards were last looked at."""
    calls: Mapping[str, tuple[Row, ...]]
    """Every row that a call ever had, oldest first."""
    units: Mapping[str, tuple[Row, ...]]
    assignments: Mapping[str, tuple[Row, ...]]
    tasks: Mapping[str, tuple[Row, ...]]
    cases: Mapping[str, tuple[Row, ...]]
    watches: Mapping[str, tuple[Row, ...]]
    last: Mapping[str, frozenset[str]]
    """By table, what still stood there at the end."""
    together: tuple[tuple[tuple[str, str, str], ...], ...] = ()
    """At each look, every open assignment: unit, case, assignment."""


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """What must never be, and of whom."""

    rule: str
    subject: str
    why: str


def check(seen: Seen, told: Sequence[CallAttempt]) -> list[Violation]:
    """Everything that must never be and was, in a stable order."""
    found = [
        *unheard_calls(seen, told),
        *units_on_two_cases(seen),
        *tasks_with_nobody(seen),
        *promises_without_fact(seen, told),
    ]
    return sorted(found, key=lambda one: (one.rule, one.subject, one.why))


def unheard_calls(seen: Seen, told: Sequence[CallAttempt]) -> Iterable[Violation]:
    """A call is answered; or its caller gave up, and it waits to be called back or lives on in their retry."""
    for one in told:
        rows = seen.calls.get(one.call, ())
        if not rows:
            yield Violation(rule="unheard_call", subject=one.call, why="never_on_a_board")
        elif one.answered and not any(row["answered_at"] for row in rows):
            yield Violation(rule="unheard_call", subject=one.call, why="answered_by_nobody")
        elif one.left and one.call not in seen.last["calls"] and rows[-1]["state"] not in ANSWERED:
            # Retries join: the call before leaves the board in the moment the later one stands there.
            if not _lives_on(rows[-1], seen):
                yield Violation(rule="unheard_call", subject=one.call, why="abandoned_and_gone")
        elif not one.answered and not one.left:
            yield Violation(rule="unheard_call", subject=one.call, why="still_ringing")


def _lives_on(row: Row, seen: Seen) -> bool:
    return any(
        other[-1]["phone"] == row["phone"] and other[-1]["rang_at"] > row["rang_at"]
        for other in seen.calls.values()
        if row["phone"]
    )


def units_on_two_cases(seen: Seen) -> Iterable[Violation]:
    """A unit has one open assignment at most, and stands on the case of that one."""
    for look in seen.together:
        work: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for unit, case, assignment in look:
            work[unit].add((case, assignment))
        for unit, jobs in sorted(work.items()):
            if len(jobs) > 1:
                yield Violation(
                    rule="unit_on_two_cases", subject=unit, why=",".join(sorted(a for _, a in jobs))
                )
                return
    for unit, rows in seen.units.items():
        for row in rows:
            if (row["assignment"] is None) != (row["case"] is None):
                yield Violation(rule="unit_on_two_cases", subject=unit, why="case_without_assignment")


def tasks_with_nobody(seen: Seen) -> Iterable[Violation]:
    """At the end every task has an owner; while it had none an alarm stood."""
    alarmed = {rows[-1]["subject"] for rows in seen.watches.values()}
    for task, rows in seen.tasks.items():
        if task in seen.last["tasks"] and rows[-1]["unowned"]:
            yield Violation(rule="task_with_nobody", subject=task, why=rows[-1]["state"])
        if any(row["nobody_since"] for row in rows) and f"task:{task}" not in alarmed:
            yield Violation(rule="task_with_nobody", subject=task, why="no_alarm")


def promises_without_fact(seen: Seen, told: Sequence[CallAttempt]) -> Iterable[Violation]:
    """A watch past its time has fired; help «on its way» has a crew that knows; help «sent» has a task."""
    for watch in seen.last["watches"]:
        row = seen.watches[watch][-1]
        overdue_s = _late_s(row["red_at"], seen.at)
        if row["state"] in {"set", "amber"} and overdue_s > GRACE_S:
            yield Violation(rule="promise_without_fact", subject=watch, why=f"{row['kind']}_not_fired")
    for one in told:
        case = next((row["case"] for row in reversed(seen.calls.get(one.call, ())) if row["case"]), None)
        if "on_its_way" in one.help and not _somebody_knows(case, seen):
            yield Violation(rule="promise_without_fact", subject=one.call, why="on_its_way_without_a_crew")
        if "sending" in one.help and not any(rows[-1]["case"] == case for rows in seen.tasks.values()):
            yield Violation(rule="promise_without_fact", subject=one.call, why="sending_without_a_task")


GRACE_S = 10.0
"""A timer may be that late on a busy machine before it counts as not having fired."""


def _late_s(red_at: str | None, at: datetime) -> float:
    return (at - datetime.fromisoformat(red_at)).total_seconds() if red_at else 0.0


def _somebody_knows(case: str | None, seen: Seen) -> bool:
    known = next((row["acknowledged_at"] for row in seen.cases.get(case or "", ())), None)
    if known is not None and datetime.fromisoformat(known) < seen.since:
        return True  # a crew acknowledged before anybody looked: nothing is known against it
    return any(
        row["case"] == case and ACKNOWLEDGING & row["times"].keys()
        for rows in seen.assignments.values()
        for row in rows
    )
