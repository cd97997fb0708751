"""Units that are lent to an operation: asked for and answered, given, asked back and given back.

Whose word counts: the unit's own centre lends it and asks it back, the command post gives it back; whoever
coordinates the room may speak for either. Where the unit is, its own stream says (dispatch).

| command | refuses |
|---|---|
| ask | operation_over, loan_open, unit_retired, mode_differs, loan_overlaps, too_many_loans |
| answer | loan_not_asked, not_your_centre, loan_overlaps |
| give | as asking and answering |
| return | no_such_loan |
| ask back | no_such_loan, not_your_centre |
| refuse back | not_asked_back |
"""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Refused
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import (
    LOANS_MAX,
    OPEN_LOAN_STATES,
    LendableUnit,
    Loan,
    LoanState,
    Operation,
    OperationState,
    RecallRequest,
)

L = LoanState


type OtherOperations = Iterable[Operation]
"""Every other operation that is not over."""


def ask(
    operation: Operation,
    command: m.RequestUnit | m.OfferUnitLoan,
    unit: LendableUnit,
    others: OtherOperations,
    actor: Actor,
) -> tuple[Event, ...]:
    """A unit is asked for, or given unasked. Raises `Refused` (table above)."""
    known = operation.loan(unit.id)
    if isinstance(command, m.OfferUnitLoan):
        _require_centre(unit.home, actor)
        if known is not None and known.state is L.AGREED:
            return ()
    elif known is not None and known.state in OPEN_LOAN_STATES:
        raise Refused("loan_open", callsign=unit.callsign, state=known.state)
    _require_lendable(operation, unit)
    _require_no_overlap(operation, unit, others)
    fact = m.LoanAgreed if isinstance(command, m.OfferUnitLoan) else m.UnitRequested
    return (
        fact(
            operation=operation.id,
            unit=unit.id,
            callsign=unit.callsign,
            lender=unit.home,
            by_name=actor.name,
            words=command.words.strip(),
        ),
    )


def _require_lendable(operation: Operation, unit: LendableUnit) -> None:
    if operation.state not in {OperationState.PLANNED, OperationState.ACTIVE}:
        raise Refused("operation_over", state=operation.state)
    if unit.mode != operation.mode:
        raise Refused("mode_differs", unit=unit.mode, operation=operation.mode)
    if unit.retired:
        raise Refused("unit_retired", callsign=unit.callsign)
    if unit.home == operation.details.post.centre:
        raise Refused("unit_of_the_post", callsign=unit.callsign)
    if len(operation.loans) >= LOANS_MAX:
        raise Refused("too_many_loans", most=LOANS_MAX)


def _require_no_overlap(operation: Operation, unit: LendableUnit, others: OtherOperations) -> None:
    """A unit is promised to one operation at a time."""
    for other in others:
        if other.id == operation.id or not any(one.unit == unit.id for one in other.held()):
            continue
        if overlap(operation, other):
            raise Refused("loan_overlaps", callsign=unit.callsign, operation=other.details.name)


def overlap(one: Operation, other: Operation) -> bool:
    """Whether two operations share a moment. One that is ending has its units until the last of them is home."""
    if OperationState.ENDING in {one.state, other.state}:
        return True
    mine, theirs = one.details, other.details
    return mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at


def require_no_overlap_after_change(operation: Operation, others: OtherOperations) -> None:
    """After its dates were moved: no unit of it is promised to another operation then. Raises `Refused("loan_overlaps")`."""
    others = tuple(others)
    for loan in operation.held():
        seen = LendableUnit(id=loan.unit, callsign=loan.callsign, home=loan.lender, mode=operation.mode)
        _require_no_overlap(operation, seen, others)


def answer(
    operation: Operation, command: m.AnswerLoan, unit: LendableUnit, others: OtherOperations, actor: Actor
) -> tuple[Event, ...]:
    """Its own centre lends it, or does not. Raises `Refused` (table above)."""
    loan = operation.loan(command.unit)
    _require_centre(unit.home, actor)
    wanted = L.AGREED if command.agreed else L.DECLINED
    if loan is not None and loan.state is wanted:
        return ()
    if loan is None or loan.state is not L.ASKED:
        raise Refused("loan_not_asked", callsign=unit.callsign)
    words = command.words.strip()
    if not command.agreed:
        return (m.LoanDeclined(operation=operation.id, unit=unit.id, by_name=actor.name, words=words),)
    _require_lendable(operation, unit)
    _require_no_overlap(operation, unit, others)
    return (
        m.LoanAgreed(
            operation=operation.id,
            unit=unit.id,
            callsign=unit.callsign,
            lender=unit.home,
            by_name=actor.name,
            words=words,
        ),
    )


def decide(
    operation: Operation, command: m.ReturnLentUnit | m.RecallUnit | m.RefuseRecall, actor: Actor
) -> tuple[Event, ...]:
    """What happens to a loan that stands. Raises `Refused` (table above)."""
    loan = operation.loan(command.unit)
    if loan is None:
        raise Refused("no_such_loan")
    match command:
        case m.ReturnLentUnit():
            return (_over(operation, command, actor),) if loan.state in OPEN_LOAN_STATES else ()
        case m.RecallUnit():
            return _asked_back(operation, loan, command, actor)
        case m.RefuseRecall(words=words):
            if loan.back is None or loan.state is not L.AGREED:
                raise Refused("not_asked_back", callsign=loan.callsign)
            if loan.back.refused_by is not None:
                return ()
            return (m.RecallRefused(operation=operation.id, unit=loan.unit, by_name=actor.name, words=words),)
        case _ as never:
            assert_never(never)


def _asked_back(operation: Operation, loan: Loan, command: m.RecallUnit, actor: Actor) -> tuple[Event, ...]:
    _require_centre(loan.lender, actor)
    if loan.state is not L.AGREED:
        raise Refused("no_such_loan")
    if loan.back is not None and loan.back.refused_by is None:
        return ()
    if operation.state is OperationState.PLANNED:
        # It is not lent yet: the centre that promised it takes the promise back.
        return (_over(operation, command, actor),)
    words = command.words.strip()
    return (m.UnitRecalled(operation=operation.id, unit=loan.unit, by_name=actor.name, words=words),)


def _over(operation: Operation, command: m.ReturnLentUnit | m.RecallUnit, actor: Actor) -> m.LoanEnded:
    words = command.words.strip()
    return m.LoanEnded(operation=operation.id, unit=command.unit, by_name=actor.name, words=words)


def _require_centre(centre: CentreId, actor: Actor) -> None:
    if actor.kind == "system" or actor.centre == centre or holds(actor, Permission.ROOM_WATCH):
        return
    raise Refused("not_your_centre", centre=centre)


def evolve(operation: Operation, event: m.LoanEvent, at: datetime) -> Operation:
    """The operation after a fact of one of its loans."""
    loan = _after(operation.loan(event.unit), event, at)
    kept = tuple(one for one in operation.loans if one.unit != event.unit)
    return msgspec.structs.replace(operation, loans=(*kept, loan), changed_at=at)


def _after(known: Loan | None, event: m.LoanEvent, at: datetime) -> Loan:
    change = msgspec.structs.replace
    match event:
        case m.UnitRequested() | m.LoanAgreed():
            return _begun(known, event, at)
        case m.LoanDeclined(by_name=by, words=words):
            return change(_lent(known), state=L.DECLINED, answered_by=by, words=words)
        case m.LoanEnded():
            return change(_lent(known), state=L.OVER)
        case m.UnitRecalled(by_name=by, words=words):
            return change(_lent(known), back=RecallRequest(by_name=by, at=at, words=words))
        case m.RecallRefused(by_name=by, words=words):
            there = _lent(known)
            assert there.back is not None, "only what was asked back is refused"
            return change(there, back=change(there.back, refused_by=by, refused_words=words))
        case _ as never:
            assert_never(never)


def _begun(known: Loan | None, event: m.UnitRequested | m.LoanAgreed, at: datetime) -> Loan:
    agreed = isinstance(event, m.LoanAgreed)
    if agreed and known is not None and known.state is L.ASKED:
        return msgspec.structs.replace(
            known, state=L.AGREED, answered_by=event.by_name, words=event.words or known.words
        )
    return Loan(
        unit=event.unit,
        callsign=event.callsign,
        lender=event.lender,
        state=L.AGREED if agreed else L.ASKED,
        by_name=event.by_name,
        at=at,
        answered_by=event.by_name if agreed else None,
        words=event.words,
    )


def _lent(loan: Loan | None) -> Loan:
    assert loan is not None, "a loan begins by being asked for or given"
    return loan
