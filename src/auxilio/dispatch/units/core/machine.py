"""The life of a unit. Its status is what the crew says; its assignment is the work it was given."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.tasks.core.centre_authority import require_centre
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.tasks.core.shared_types import Acknowledgement, CriticalChange, unacknowledged
from auxilio.dispatch.units.core import loan_machine, loan_messages, stand_by_machine
from auxilio.dispatch.units.core import messages as m
from auxilio.dispatch.units.core.assignment_model import STEP_OF, Assignment, ReleaseReason
from auxilio.dispatch.units.core.model import CrewEmergency, LateStatusReason, Unit, UnitStatus, own_centre
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.tsi import is_tsi

S = UnitStatus
NEXT: dict[UnitStatus, frozenset[UnitStatus]] = {
    S.AVAILABLE: frozenset({S.ALERTED, S.OUT_OF_SERVICE}),
    # Steps may be skipped forward: a press that was missed is no reason to refuse the next one.
    S.ALERTED: frozenset({S.ACKNOWLEDGED, S.EN_ROUTE, S.ON_SCENE, S.AVAILABLE, S.OUT_OF_SERVICE}),
    S.ACKNOWLEDGED: frozenset({S.EN_ROUTE, S.ON_SCENE, S.AVAILABLE, S.OUT_OF_SERVICE}),
    S.EN_ROUTE: frozenset({S.ALERTED, S.ON_SCENE, S.AVAILABLE, S.OUT_OF_SERVICE}),
    S.ON_SCENE: frozenset({S.TRANSPORTING, S.AVAILABLE, S.OUT_OF_SERVICE}),
    # With somebody on board there is no way to available but through the destination.
    S.TRANSPORTING: frozenset({S.AT_DESTINATION, S.OUT_OF_SERVICE}),
    S.AT_DESTINATION: frozenset({S.AVAILABLE, S.OUT_OF_SERVICE}),
    # Alerted only where a centre without console says by telephone that it goes.
    S.OUT_OF_SERVICE: frozenset({S.AVAILABLE, S.ALERTED}),
}
assert NEXT.keys() == set(UnitStatus), "every status has its row"

ALERTABLE = frozenset({S.AVAILABLE, S.EN_ROUTE})
"""Free to be given work: standing ready, or on the road after it was let go."""
DIVERTIBLE = frozenset({S.ALERTED, S.ACKNOWLEDGED, S.EN_ROUTE})
"""At work and not there yet: it may be given something more severe instead."""
ENDS_WORK = frozenset({S.AVAILABLE, S.OUT_OF_SERVICE})
REVOCABLE = frozenset({S.ALERTED, S.ACKNOWLEDGED})
"""What an alert made; when the unit is let go these fall back. Whatever else the crew reported stays."""


def register(unit: Unit | None, command: m.RegisterUnit, actor: Actor) -> tuple[Event, ...]:
    """A new unit, or new fixed data of one. Its mode is for ever, and that of whoever makes it.

    Raises `Refused`: `mode_is_for_ever`, `no_radio_address`, `radio_taken` twice by one, `unit_at_work` for what moves a crew that is out to another centre or to
    nowhere, `unit_lent` for the same of one that is lent.
    """
    if unit is not None and unit.mode != command.mode:
        raise Refused("mode_is_for_ever", mode=unit.mode)
    if wrong := next((one for one in command.radios if not is_tsi(one)), None):
        raise Refused("no_radio_address", address=wrong)
    if twice := next((one for one in command.radios if command.radios.count(one) > 1), None):
        raise Refused("radio_taken", address=twice, callsign=command.callsign)
    if unit is not None and (unit.assignment is not None or unit.emergency is not None):
        before = (unit.callsign, unit.agency, own_centre(unit), unit.retired)
        if before != (command.callsign, command.agency, command.centre, command.retired):
            raise Refused("unit_at_work", callsign=unit.callsign)
    if unit is not None and unit.lent is not None:
        lent = (unit.agency, own_centre(unit), unit.retired)
        if lent != (command.agency, command.centre, command.retired):
            raise Refused("unit_lent", callsign=unit.callsign, operation=unit.lent.name)
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    stands = msgspec.structs.replace(unit, centre=own_centre(unit)) if unit is not None else None
    if stands is not None and all(getattr(stands, name) == fields[name] for name in fields if name != "unit"):
        return ()
    return (m.UnitRegistered(**fields),)


def unavailability_reason(unit: Unit, *, told: bool = False) -> str | None:
    """Why this unit cannot be given work now; None when it can.

    `told` is a unit of a centre without console: we know neither its crew nor its status, and the centre has said
    that it goes.
    """
    if unit.assignment is not None:
        return "assigned"
    if unit.emergency is not None:
        return "emergency"
    if unit.retired:
        return "retired"
    if told:
        return None
    if not unit.crew:
        return "no_crew"
    if unit.status == S.OUT_OF_SERVICE:
        return "out_of_service"
    return None if unit.status in ALERTABLE else "status"


def alert(unit: Unit, assignment: AssignmentId, task: Task, *, told: bool = False) -> tuple[Event, ...]:
    """The unit gets work. Raises `Refused("unit_not_available")`: the rule that two desks race for lives here."""
    if unit.assignment == assignment:
        return ()
    if unit.mode != task.mode:
        raise Refused("mode_differs", unit=unit.mode, task=task.mode)
    if unit.centre != task.centre:
        raise Refused("unit_of_another_centre", callsign=unit.callsign, centre=unit.centre)
    if (reason := unavailability_reason(unit, told=told)) is not None:
        raise Refused(
            "unit_not_available",
            callsign=unit.callsign,
            reason=reason,
            status=unit.status,
            case=str(unit.case) if unit.case else None,
        )
    return (
        m.UnitAlerted(
            unit=unit.id,
            assignment=assignment,
            task=task.id,
            case=task.case,
            orders=unacknowledged(task.changes),
        ),
    )


def report(
    unit: Unit, command: m.ReportStatus | m.EnterStatus, actor: Actor, work: Assignment | None
) -> tuple[Event, ...]:
    """A status by press or by voice. A late press never undoes what is known, and is never thrown away.

    Raises `Refused("no_such_transition")` and `Refused("not_this_assignment")` for what is said now.
    """
    if isinstance(command, m.EnterStatus):
        return _status_entered(unit, command, actor)
    pressed_for = command.assignment
    elsewhere = pressed_for is not None and unit.assignment is not None and pressed_for != unit.assignment
    if command.at is None:
        if elsewhere:
            raise Refused("not_this_assignment", assignment=str(unit.assignment))
        return _status_now(unit, command.status)
    if elsewhere:
        return (_late_status_kept(unit, command, LateStatusReason.OTHER_ASSIGNMENT),)
    if command.at < unit.status_at:
        fits = work is not None and _fits_step_times(work, command)
        return (
            _late_status_kept(
                unit, command, LateStatusReason.LATE_IN_ORDER if fits else LateStatusReason.NOT_LAWFUL
            ),
        )
    if command.status == unit.status:
        return ()
    if not _is_allowed(unit, command.status):
        return (_late_status_kept(unit, command, LateStatusReason.NOT_LAWFUL),)
    return (m.UnitStatusReported(unit=unit.id, status=command.status, heard=command.heard),)


def _late_status_kept(unit: Unit, command: m.ReportStatus, reason: LateStatusReason) -> m.UnitLateStatusKept:
    return m.UnitLateStatusKept(
        unit=unit.id,
        status=command.status,
        reason=reason,
        assignment=command.assignment or unit.assignment,
        heard=command.heard,
    )


def _is_allowed(unit: Unit, status: UnitStatus) -> bool:
    return status in NEXT[unit.status] and status != S.ALERTED


def _status_now(unit: Unit, status: UnitStatus) -> tuple[Event, ...]:
    if status == unit.status:
        return ()  # a repeated press is not news
    if not _is_allowed(unit, status):
        raise Refused("no_such_transition", now=unit.status, wanted=status)
    return (m.UnitStatusReported(unit=unit.id, status=status),)


def _status_entered(unit: Unit, command: m.EnterStatus, actor: Actor) -> tuple[Event, ...]:
    return tuple(
        m.UnitStatusReported(
            unit=unit.id,
            status=fact.status,
            said_by=command.said_by,
            entered_by=actor.name,
            for_centre=command.for_centre,
        )
        for fact in _status_now(unit, command.status)
        if isinstance(fact, m.UnitStatusReported)
    )


def _fits_step_times(work: Assignment, command: m.ReportStatus) -> bool:
    """Whether a late press stands in order between the steps whose times are known, and its own is not."""
    step, at = STEP_OF.get(command.status), command.at
    if step is None or at is None or step in work.times:
        return False
    order = list(type(step))
    earlier = [when for known, when in work.times.items() if order.index(known) < order.index(step)]
    later = [when for known, when in work.times.items() if order.index(known) > order.index(step)]
    return all(when <= at for when in earlier) and all(at <= when for when in later)


def free_unit(unit: Unit, reason: ReleaseReason, actor: Actor, words: str | None = None) -> tuple[Event, ...]:
    """It has no work any more; one that waited for that to be lent, or to come home, goes there with it."""
    if unit.assignment is None:
        return ()
    freed = m.UnitFreed(unit=unit.id, assignment=unit.assignment, reason=reason, by=actor.name, words=words)
    return (freed, *loan_machine.run_ended(unit))


def order(unit: Unit, news: CriticalChange, actor: Actor) -> tuple[Event, ...]:
    """An order or a critical change for the crew. The same one is said once."""
    if any(one.id == news.id for one in unit.orders):
        return ()
    return (m.UnitOrdered(unit=unit.id, order=news, by=actor.name),)


type UnitDecision = (
    stand_by_machine.StandByCommand
    | m.SignOnCrew
    | m.SignOffCrew
    | m.SendOrder
    | m.AcknowledgeOrder
    | m.RaiseCrewEmergency
    | m.AnswerCrewEmergency
    | loan_messages.UnitLoanCommand
)


def decide(unit: Unit, command: UnitDecision, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What the command makes happen to this unit alone. Raises `Refused`."""
    match command:
        case m.SignOnCrew(crew=crew):
            if unit.crew == crew:
                return ()
            signed = m.CrewSignedOn(unit=unit.id, crew=crew, by=actor.name)
            if unit.status != S.OUT_OF_SERVICE:
                return (signed,)
            return (signed, m.UnitStatusReported(unit=unit.id, status=S.AVAILABLE))
        case m.SignOffCrew():
            if not unit.crew:
                return ()
            if unit.assignment is not None:
                raise Refused("unit_assigned", callsign=unit.callsign, case=str(unit.case))
            gone = m.CrewSignedOff(unit=unit.id, by=actor.name)
            if unit.status == S.OUT_OF_SERVICE:
                return (gone,)
            return (m.UnitStatusReported(unit=unit.id, status=S.OUT_OF_SERVICE), gone)
        case m.SendOrder(words=words):
            require_centre(unit.centre, actor, unit.agency)
            news = CriticalChange(
                id=command.change, case=unit.case, kind=command.change_kind, new=words, at=at
            )
            return order(unit, news, actor)
        case m.OrderStandBy() | m.WithdrawStandBy() | m.LeaveStandBy() | m.DeclineStandBy():
            return stand_by_machine.decide(unit, command, actor, at, unavailability_reason(unit))
        case m.AcknowledgeOrder():
            return _acknowledged(unit, command, actor, at)
        case m.RaiseCrewEmergency():
            return _raised(unit, command, actor)
        case m.AnswerCrewEmergency():
            return _answered(unit, command, actor)
        case loan_messages.LendUnit() | loan_messages.BringUnitHome():
            return loan_machine.decide(unit, command)
        case _ as never:
            assert_never(never)


def _acknowledged(unit: Unit, command: m.AcknowledgeOrder, actor: Actor, at: datetime) -> tuple[Event, ...]:
    wanted = next((one for one in unit.orders if one.id == command.change), None)
    if wanted is None:
        raise Refused("unknown_change", change=str(command.change))
    if wanted.acknowledged is not None:
        return ()
    if actor.kind != "crew" and not command.told_to:
        raise Refused("not_your_unit", callsign=unit.callsign)
    said = Acknowledgement(
        by=actor.id, by_name=actor.name, at=min(command.at or at, at), told_to=command.told_to
    )
    return (m.OrderAcknowledged(unit=unit.id, change=wanted.id, acknowledgement=said),)


def _raised(unit: Unit, command: m.RaiseCrewEmergency, actor: Actor) -> tuple[Event, ...]:
    # The crew presses it, or says it by radio to the centre that has it now.
    if actor.kind != "crew":
        require_centre(unit.centre, actor, unit.agency)
    if unit.emergency is not None:
        return ()
    by = unit.callsign if actor.kind == "system" else actor.name
    return (m.CrewEmergencyRaised(unit=unit.id, by=by, point=command.point, group=command.group),)


def _answered(unit: Unit, command: m.AnswerCrewEmergency, actor: Actor) -> tuple[Event, ...]:
    if unit.emergency is None:
        raise Refused("no_emergency", callsign=unit.callsign)
    if command.over:
        if command.words is None:
            raise Refused("words_missing")
        return (m.CrewEmergencyEnded(unit=unit.id, by=actor.name, words=command.words),)
    if unit.emergency.answered_at is not None:
        return ()
    return (m.CrewEmergencyAnswered(unit=unit.id, by=actor.name, words=command.words),)


def evolve(unit: Unit | None, event: m.UnitEvent, at: datetime) -> Unit:
    """The unit after this fact."""
    if isinstance(event, m.UnitRegistered):
        return _registered(unit, event, at)
    assert unit is not None, "a unit begins by being registered"
    change = msgspec.structs.replace
    match event:
        case m.CrewSignedOn(crew=crew):
            return change(unit, crew=crew, signed_on_at=at)
        case m.CrewSignedOff():
            return change(unit, crew=(), signed_on_at=None, stand_by=None)
        case m.UnitAlerted():
            return change(
                unit,
                status=S.ALERTED,
                status_at=at,
                status_by=None,
                entered_for=None,
                assignment=event.assignment,
                task=event.task,
                case=event.case,
                assigned_at=at,
                stand_by=None,
                orders=(*unacknowledged(unit.orders), *event.orders),
            )
        case m.UnitStatusReported(status=status):
            waits = None if status == S.OUT_OF_SERVICE else unit.stand_by
            return change(
                unit,
                status=status,
                status_at=at,
                status_by=event.said_by,
                entered_for=event.for_centre,
                stand_by=waits,
            )
        case m.UnitLateStatusKept():
            return change(unit, kept_presses=unit.kept_presses + 1)
        case m.UnitFreed():
            return _freed(unit, at)
        case m.UnitMoved(case=case):
            return change(unit, case=case)
        case m.UnitOrdered(order=news):
            return change(unit, orders=(*unit.orders, news))
        case m.OrderAcknowledged(change=id, acknowledgement=said):
            known = tuple(change(one, acknowledged=said) if one.id == id else one for one in unit.orders)
            return change(unit, orders=known)
        case m.StandByOrdered() | m.StandByEnded() | m.StandByDeclined():
            return stand_by_machine.evolve(unit, event, at)
        case m.CrewEmergencyRaised() | m.CrewEmergencyAnswered() | m.CrewEmergencyEnded():
            return change(unit, emergency=_emergency(unit.emergency, event, at))
        case (
            loan_messages.UnitLent()
            | loan_messages.UnitAtPost()
            | loan_messages.UnitReturning()
            | loan_messages.UnitReturnedHome()
        ):
            return loan_machine.evolve(unit, event)
        case _ as never:
            assert_never(never)


def _registered(unit: Unit | None, event: m.UnitRegistered, at: datetime) -> Unit:
    fixed = {name: getattr(event, name) for name in event.__struct_fields__ if name != "unit"}
    if unit is not None:
        # What is lent stays where it is: the record names its own centre.
        stays = {"centre": unit.centre} if unit.lent is not None else {}
        return msgspec.structs.replace(unit, **fixed | stays)
    return Unit(id=event.unit, status=S.OUT_OF_SERVICE, status_at=at, **fixed)


def _freed(unit: Unit, at: datetime) -> Unit:
    status, status_at = unit.status, unit.status_at
    if status in REVOCABLE:
        status, status_at = (S.AVAILABLE if unit.crew else S.OUT_OF_SERVICE), at
    return msgspec.structs.replace(
        unit,
        status=status,
        status_at=status_at,
        assignment=None,
        task=None,
        case=None,
        assigned_at=None,
        orders=unacknowledged(unit.orders),  # a cancellation that was not read yet stays until it is
    )


def _emergency(
    before: CrewEmergency | None,
    event: m.CrewEmergencyRaised | m.CrewEmergencyAnswered | m.CrewEmergencyEnded,
    at: datetime,
) -> CrewEmergency | None:
    match event:
        case m.CrewEmergencyRaised(by=by, point=point, group=group):
            return CrewEmergency(at=at, by_name=by, point=point, group=group)
        case m.CrewEmergencyAnswered(by=by):
            assert before is not None, "only a raised emergency is answered"
            return msgspec.structs.replace(before, answered_at=at, answered_by=by)
        case m.CrewEmergencyEnded():
            return None
