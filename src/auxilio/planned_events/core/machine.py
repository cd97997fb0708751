"""The life of an operation: planned, it begins and ends by itself; ended, it waits until nobody works for it any more.

| command | refuses |
|---|---|
| plan | operation_exists, end_before_start, operation_end_not_ahead, operation_too_long, and what area and moments refuse |
| change | operation_over, operation_runs (another start, or another agency, of one that runs), and what planning refuses |
| extend | operation_over, end_before_start, operation_end_not_ahead, operation_too_long |
| end | operation_over; ending already: not news |
| begin, run out | operation_not_due; begun or over already: not news |
| finish | operation_not_ending |
"""

from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AgencyId, OperationId, PersonId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.planned_events.core import loan_machine
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.area import normalized_ring
from auxilio.planned_events.core.local_times import end_of, start_of
from auxilio.planned_events.core.model import (
    LIVE_STATES,
    CommandPost,
    Loan,
    LoanState,
    Operation,
    OperationDetails,
    OperationState,
    post_of,
)

S = OperationState
NEXT: dict[OperationState, frozenset[OperationState]] = {
    S.PLANNED: frozenset({S.ACTIVE, S.CANCELLED}),
    S.ACTIVE: frozenset({S.ENDING}),
    S.ENDING: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
    S.CANCELLED: frozenset(),
}
assert NEXT.keys() == set(OperationState), "every state has its row"
OPERATION_MAX = timedelta(days=60)
"""A season of a fair. What stands longer is a centre, and belongs into the response plan."""


def plan(known: Operation | None, command: m.PlanOperation, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """The first fact. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("operation_exists")
    details = _details_of(command.operation, command.planned, at)
    by = PersonId(actor.id)
    return (
        m.OperationPlanned(
            operation=command.operation, mode=actor.mode, details=details, by=by, by_name=actor.name
        ),
    )


def decide(operation: Operation, command: m.LifeCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What happens to one that was planned. Raises `Refused` (table above)."""
    match command:
        case m.ChangeOperation(planned=planned):
            return _changed(operation, _details_of(operation.id, planned, at), actor)
        case m.ExtendOperation(ends=ends, reason=reason):
            _require_live(operation)
            ends_at = end_of(ends, operation.details.zone)
            _require_valid_times(operation.details.starts_at, ends_at, at)
            if ends_at == operation.details.ends_at:
                return ()
            return (
                m.OperationExtended(
                    operation=operation.id, ends_at=ends_at, by_name=actor.name, reason=reason
                ),
            )
        case m.EndOperation(reason=reason):
            return _ended_by_person(operation, actor, reason)
        case m.BeginOperation():
            return _begun(operation, at)
        case m.ExpireOperation():
            return _expired(operation, at)
        case m.FinishOperation():
            if operation.state is S.ENDED:
                return ()
            if operation.state is not S.ENDING:
                raise Refused("operation_not_ending", state=operation.state)
            return (m.OperationEnded(operation=operation.id),)
        case _ as never:
            assert_never(never)


def _changed(operation: Operation, details: OperationDetails, actor: Actor) -> tuple[Event, ...]:
    _require_live(operation)
    before = operation.details
    if details == before:
        return ()
    if operation.state is S.ACTIVE:
        fixed = (before.starts_at, before.ends_at, before.zone, before.post.agency)
        if fixed != (details.starts_at, details.ends_at, details.zone, details.post.agency):
            raise Refused("operation_runs", name=before.name)
    return (m.OperationChanged(operation=operation.id, details=details, by_name=actor.name),)


def _ended_by_person(operation: Operation, actor: Actor, reason: str) -> tuple[Event, ...]:
    match operation.state:
        case S.PLANNED:
            return (m.OperationCancelled(operation=operation.id, by_name=actor.name, reason=reason),)
        case S.ACTIVE:
            return (m.OperationEnding(operation=operation.id, by_name=actor.name, reason=reason),)
        case S.ENDING:
            return ()
        case S.ENDED | S.CANCELLED:
            raise Refused("operation_over", state=operation.state)
        case _ as never:
            assert_never(never)


def _begun(operation: Operation, at: datetime) -> tuple[Event, ...]:
    if operation.state is not S.PLANNED:
        return ()
    if at < operation.details.starts_at:
        raise Refused("operation_not_due", at=iso_us(operation.details.starts_at))
    return (m.OperationBegan(operation=operation.id),)


def _expired(operation: Operation, at: datetime) -> tuple[Event, ...]:
    if operation.state not in {S.PLANNED, S.ACTIVE}:
        return ()
    if at < operation.details.ends_at:
        raise Refused("operation_not_due", at=iso_us(operation.details.ends_at))
    if operation.state is S.PLANNED:
        # Auxilio was down from its start until after its end: it never took place.
        return (m.OperationCancelled(operation=operation.id, by_name=None, reason=""),)
    return (m.OperationEnding(operation=operation.id),)


def _require_live(operation: Operation) -> None:
    if operation.state not in {S.PLANNED, S.ACTIVE}:
        raise Refused("operation_over", state=operation.state)


def _details_of(operation: OperationId, planned: m.OperationPlan, at: datetime) -> OperationDetails:
    starts_at, ends_at = start_of(planned.starts, planned.zone), end_of(planned.ends, planned.zone)
    _require_valid_times(starts_at, ends_at, at)
    agencies = tuple(dict.fromkeys(AgencyId(one) for one in (planned.agency, *planned.agencies)))
    name = planned.name.strip()
    if not name:
        raise Refused("name_missing")
    return OperationDetails(
        name=name,
        kind=planned.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=planned.zone,
        ring=normalized_ring(planned.ring),
        post=CommandPost(
            centre=post_of(operation),
            name=name,
            agency=AgencyId(planned.agency),
            agencies=agencies,
            desks=planned.desks,
            phone=planned.post_phone,
            talk_group=planned.talk_group.strip(),
        ),
        crowd=planned.crowd,
        responsible=planned.responsible.strip(),
        phone=planned.phone,
        notes=planned.notes.strip(),
        plan=planned.plan,
        places=planned.places,
    )


def _require_valid_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("end_before_start", starts=iso_us(starts_at), ends=iso_us(ends_at))
    if ends_at <= at:
        raise Refused("operation_end_not_ahead", ends=iso_us(ends_at))
    if ends_at - starts_at > OPERATION_MAX:
        raise Refused("operation_too_long", most_days=OPERATION_MAX.days)


def evolve(operation: Operation | None, event: m.OperationEvent, at: datetime) -> Operation:
    """The operation after this fact."""
    if isinstance(event, m.OperationPlanned):
        assert operation is None, "an operation is planned once"
        return Operation(
            id=event.operation,
            mode=event.mode,
            state=S.PLANNED,
            details=event.details,
            planned_by=event.by,
            planned_by_name=event.by_name,
            planned_at=at,
            changed_at=at,
            changed_by=event.by_name,
        )
    assert operation is not None, "an operation begins by being planned"
    change = msgspec.structs.replace
    match event:
        case m.OperationChanged(details=details, by_name=by):
            return change(operation, details=details, changed_at=at, changed_by=by)
        case m.OperationExtended(ends_at=ends_at, by_name=by, reason=reason):
            details = change(operation.details, ends_at=ends_at)
            return change(operation, details=details, changed_at=at, changed_by=by, reason=reason)
        case m.OperationBegan():
            return change(operation, state=S.ACTIVE, began_at=at)
        case m.OperationEnding(by_name=by, reason=reason):
            return change(
                operation,
                state=S.ENDING,
                ending_at=at,
                over_by=by,
                reason=reason,
                loans=_unanswered_over(operation),
            )
        case m.OperationEnded():
            return change(operation, state=S.ENDED, over_at=at, loans=_all_over(operation))
        case m.OperationCancelled(by_name=by, reason=reason):
            return change(
                operation,
                state=S.CANCELLED,
                over_at=at,
                over_by=by,
                reason=reason,
                loans=_all_over(operation),
            )
        case (
            m.UnitRequested()
            | m.LoanAgreed()
            | m.LoanDeclined()
            | m.LoanEnded()
            | m.UnitRecalled()
            | m.RecallRefused()
        ):
            return loan_machine.evolve(operation, event, at)
        case _ as never:
            assert_never(never)


def _unanswered_over(operation: Operation) -> tuple[Loan, ...]:
    return _over(operation, frozenset({LoanState.ASKED}))


def _all_over(operation: Operation) -> tuple[Loan, ...]:
    return _over(operation, frozenset({LoanState.ASKED, LoanState.AGREED}))


def _over(operation: Operation, states: frozenset[LoanState]) -> tuple[Loan, ...]:
    return tuple(
        msgspec.structs.replace(one, state=LoanState.OVER) if one.state in states else one
        for one in operation.loans
    )


def is_live(operation: Operation) -> bool:
    """Whether screens still show it, and its command post can be signed in to."""
    return operation.state in LIVE_STATES
