"""The moments of each task and of each unit on it, as the report lists them. Pure.

Every task is a stream of its own: when something happened to it is known of redacted events too.
"""

from collections.abc import Mapping, Sequence

from auxilio.archive.report import UNIT_TIMES, TaskTimes, UnitTimes
from auxilio.dispatch.tasks.core.messages import (
    TaskAccepted,
    TaskEnded,
    TaskOffered,
    TaskRefused,
    TaskReleased,
    TaskTimedOut,
)
from auxilio.dispatch.units.core.assignment_messages import (
    AssignmentReleased,
    AssignmentStarted,
    AssignmentStepReached,
)
from auxilio.kernel.event import Event
from auxilio.kernel.ids import TaskId
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.narrative_facts import NarrativeFact, events_of
from auxilio.reporting.story import coded
from auxilio.reporting.wording import Wording

TASK_TIMES: Mapping[type[Event], str] = {
    TaskOffered: "offered",
    TaskAccepted: "accepted",
    TaskRefused: "refused",
    TaskTimedOut: "timed_out",
    TaskEnded: "ended",
    TaskReleased: "released",
}
"""The events of a task whose moments are listed, and under which label."""


def task_times(
    facts: Sequence[NarrativeFact], catalogues: Catalogues, wording: Wording, language: str
) -> tuple[TaskTimes, ...]:
    """Which centres were asked, and which units came."""

    def outcome(ended: TaskEnded | TaskRefused) -> str | None:
        if isinstance(ended, TaskEnded):
            return ended.words or coded(catalogues, language, "dispatch.outcome", ended.outcome)
        return ended.words or coded(catalogues, language, "dispatch.refusal", ended.reason)

    def centre(offered: TaskOffered | None) -> str:
        if offered is None:
            return catalogues.text("report.redacted", language)
        return wording.centre(offered.centre) or offered.centre

    units, work = _units(facts), []
    for offer in facts:
        if not offer.is_a(TaskOffered):
            continue
        own = [f for f in facts if f.envelope.stream == offer.envelope.stream]
        ended = next((f.event for f in own if isinstance(f.event, TaskEnded | TaskRefused)), None)
        offered = offer.event if isinstance(offer.event, TaskOffered) else None
        work.append(
            TaskTimes(
                centre=centre(offered),
                times={label: fact.at for fact in own if (label := _label(fact))},
                outcome=outcome(ended) if ended else None,
                units=tuple(units.get(offered.task, ())) if offered else (),
            )
        )
    return tuple(work)


def _label(fact: NarrativeFact) -> str | None:
    return next((label for event, label in TASK_TIMES.items() if fact.is_a(event)), None)


def _units(facts: Sequence[NarrativeFact]) -> dict[TaskId, list[UnitTimes]]:
    """The units of each task, in the order in which they were alerted."""
    begun = {event.assignment: (fact.at, event) for fact, event in events_of(facts, AssignmentStarted)}
    times = {assignment: {"alerted": at} for assignment, (at, _) in begun.items()}
    for fact in facts:
        event = fact.event
        if isinstance(event, AssignmentStepReached | AssignmentReleased) and event.assignment in times:
            step = "released" if isinstance(event, AssignmentReleased) else event.step.value
            if step in UNIT_TIMES:
                times[event.assignment].setdefault(step, fact.at)
    by_task: dict[TaskId, list[UnitTimes]] = {}
    for assignment, (_, started) in begun.items():
        unit = UnitTimes(name=started.callsign, times=times[assignment])
        by_task.setdefault(started.task, []).append(unit)
    return by_task
