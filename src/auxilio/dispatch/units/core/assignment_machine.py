"""The life of an assignment: steps only go forward, and each keeps the moment at which it happened."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core import assignment_messages as m
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import (
    ORDER,
    Assignment,
    AssignmentStep,
    AssignmentTrack,
    ReleaseReason,
)
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused

NEXT: dict[AssignmentStep, frozenset[AssignmentStep]] = {
    step: frozenset(ORDER[nth + 1 :]) if step is not AssignmentStep.RELEASED else frozenset()
    for nth, step in enumerate(ORDER)
}
assert NEXT.keys() == set(AssignmentStep), "every step has its row"
ARRIVED = frozenset({AssignmentStep.ON_SCENE, AssignmentStep.TRANSPORTING, AssignmentStep.AT_DESTINATION})


def begin(
    command: units.AlertUnit | units.EnterUnit,
    unit: Unit,
    task: Task,
    seen: UnitPosition | None,
    actor: Actor,
    at: datetime,
) -> tuple[Event, ...]:
    """The work begins, with what the decision was made from: position, its age, travel time, the reason followed."""
    alerted = isinstance(command, units.AlertUnit)
    return (
        m.AssignmentStarted(
            assignment=command.assignment,
            unit=unit.id,
            callsign=unit.callsign,
            task=task.id,
            case=task.case,
            centre=task.centre,
            mode=task.mode,
            priority=task.priority,
            by=actor.name if isinstance(command, units.AlertUnit) else command.said_by,
            by_rule=actor.kind == "system",
            by_telephone=not alerted,
            eta_s=command.eta_s,
            eta_by=command.eta_by if isinstance(command, units.AlertUnit) else None,
            point=seen.point if seen else None,
            point_age_s=max(0.0, seconds_between(seen.at, at)) if seen else None,
            proposed=command.proposed if isinstance(command, units.AlertUnit) else None,
        ),
    )


def reach(
    work: Assignment, step: AssignmentStep, destination: str | None = None, hospital: HospitalId | None = None
) -> tuple[Event, ...]:
    """A step was reached; one whose time is known already is not news, unless it names a destination.

    Raises `Refused("no_such_transition")` once the work is released, and where the order is broken.
    """
    if work.step is AssignmentStep.RELEASED:
        raise Refused("no_such_transition", now=work.step, wanted=step)
    if step in work.times and (destination is None or destination == work.destination):
        return ()
    return (
        m.AssignmentStepReached(assignment=work.id, step=step, destination=destination, hospital=hospital),
    )


def hand_over(work: Assignment, at: datetime) -> tuple[Event, ...]:
    """Whom it brought is in other hands. Heard after the work is over it still fills its own moment.

    Raises `Refused("not_at_destination")` where no patient was brought anywhere: a moment without an arrival is none.
    """
    arrived = work.times.get(AssignmentStep.AT_DESTINATION)
    if arrived is None:
        raise Refused("not_at_destination", callsign=work.callsign, now=work.step)
    if AssignmentStep.HANDED_OVER in work.times or at < arrived:
        return ()
    clear = work.times.get(AssignmentStep.RELEASED)
    if clear is not None and at > clear:
        return ()
    return (m.AssignmentStepReached(assignment=work.id, step=AssignmentStep.HANDED_OVER),)


def keep_track(work: Assignment, track: AssignmentTrack) -> tuple[Event, ...]:
    """Once, when the work is over: a way that may still grow is none yet."""
    if work.track is not None or work.step is not AssignmentStep.RELEASED:
        return ()
    return (m.AssignmentTrackKept(assignment=work.id, callsign=work.callsign, track=track),)


def release(work: Assignment, reason: ReleaseReason, actor: Actor) -> tuple[Event, ...]:
    """The work is over for this unit."""
    if work.step is AssignmentStep.RELEASED:
        return ()
    return (m.AssignmentReleased(assignment=work.id, reason=reason, by=actor.name),)


def has_arrived(work: Assignment) -> bool:
    """Whether the unit was ever there, so that its being available means that it is done."""
    return not ARRIVED.isdisjoint(work.times)


def evolve(work: Assignment | None, event: m.AssignmentEvent, at: datetime) -> Assignment:
    """The assignment after this fact."""
    if isinstance(event, m.AssignmentStarted):
        return _first(event, at)
    assert work is not None, "an assignment begins with an alert"
    change = msgspec.structs.replace
    match event:
        case m.AssignmentStepReached(step=step, destination=destination, hospital=hospital):
            return change(
                work,
                step=max(work.step, step, key=ORDER.index),
                times={**work.times, step: work.times.get(step, at)},
                destination=destination or work.destination,
                # Another name without an id is another hospital: the former's id is not its.
                hospital=hospital if destination is not None else work.hospital,
            )
        case m.AssignmentTrackKept(track=track):
            return change(work, track=track)
        case m.AssignmentMoved(case=case):
            return change(work, case=case)
        case m.AssignmentReleased(reason=reason):
            return change(
                work,
                step=AssignmentStep.RELEASED,
                times={**work.times, AssignmentStep.RELEASED: at},
                reason=reason,
            )
        case _ as never:
            assert_never(never)


def _first(event: m.AssignmentStarted, at: datetime) -> Assignment:
    return Assignment(
        id=event.assignment,
        unit=event.unit,
        callsign=event.callsign,
        task=event.task,
        case=event.case,
        centre=event.centre,
        mode=event.mode,
        priority=event.priority,
        step=AssignmentStep.ALERTED,
        times={AssignmentStep.ALERTED: at},
        alerted_by=event.by,
        by_rule=event.by_rule,
        by_telephone=event.by_telephone,
        eta_s=event.eta_s,
        eta_at=None if event.eta_s is None else after_s(at, event.eta_s),
        eta_by=event.eta_by,
        point=event.point,
        point_age_s=event.point_age_s,
        proposed=event.proposed,
    )
