"""Planned events and the units that are lent to them."""

from datetime import timedelta

from auxilio.kernel.ids import OperationId, UnitId
from auxilio.planned_events.core import machine as life
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import PlannedEventKind
from auxilio.planned_events.service import OPERATION
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.access.factories.registry import makes
from tests.access.factories.shared_objects import RING
from tests.access.world import World


def _planned(w: World, name: str = "Concierto") -> m.OperationPlan:
    starts, ends = w.at + timedelta(days=1), w.at + timedelta(days=2)
    return m.OperationPlan(
        name=name,
        kind=PlannedEventKind.CONCERT,
        starts=starts.strftime("%Y-%m-%dT%H:%M"),
        ends=ends.strftime("%Y-%m-%dT%H:%M"),
        zone="Europe/Madrid",
        ring=RING,
        agency="pc",
    )


def _operation(w: World, *, active: bool = False) -> OperationId:
    operation = OperationId(new_id())
    command = m.PlanOperation(operation=operation, planned=_planned(w))
    w.tell(OPERATION, operation, *life.plan(None, command, system_actor(), w.at))
    if active:
        w.tell(OPERATION, operation, m.OperationBegan(operation=operation))
    return operation


@makes(m.PlanOperation)
def plan(w: World) -> m.PlanOperation:
    return m.PlanOperation(operation=OperationId(new_id()), planned=_planned(w))


@makes(m.ChangeOperation)
def change(w: World) -> m.ChangeOperation:
    return m.ChangeOperation(operation=_operation(w), planned=_planned(w, "Feria"))


@makes(m.ExtendOperation)
def extend(w: World) -> m.ExtendOperation:
    ends = (w.at + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    return m.ExtendOperation(operation=_operation(w), ends=ends, reason="lluvia")


@makes(m.EndOperation)
def end(w: World) -> m.EndOperation:
    return m.EndOperation(operation=_operation(w), reason="suspendido")


@makes(m.RequestUnit)
def ask_for_unit(w: World) -> m.RequestUnit:
    return m.RequestUnit(operation=_operation(w), unit=w.unit())


def _asked(w: World, operation: OperationId) -> UnitId:
    unit = w.unit()
    asked = m.UnitRequested(operation=operation, unit=unit, callsign="X-1", lender=w.centre, by_name="Ana")
    w.tell(OPERATION, operation, asked)
    return unit


def _lent(w: World, operation: OperationId) -> UnitId:
    unit = w.unit()
    agreed = m.LoanAgreed(operation=operation, unit=unit, callsign="X-1", lender=w.centre, by_name="Ana")
    w.tell(OPERATION, operation, agreed)
    return unit


@makes(m.AnswerLoan)
def answer_loan(w: World) -> m.AnswerLoan:
    operation = _operation(w)
    return m.AnswerLoan(operation=operation, unit=_asked(w, operation), agreed=True)


@makes(m.OfferUnitLoan)
def give_unit(w: World) -> m.OfferUnitLoan:
    return m.OfferUnitLoan(operation=_operation(w), unit=w.unit())


@makes(m.ReturnLentUnit)
def return_unit(w: World) -> m.ReturnLentUnit:
    operation = _operation(w, active=True)
    return m.ReturnLentUnit(operation=operation, unit=_lent(w, operation))


@makes(m.RecallUnit)
def ask_back(w: World) -> m.RecallUnit:
    operation = _operation(w, active=True)
    return m.RecallUnit(operation=operation, unit=_lent(w, operation))


@makes(m.RefuseRecall)
def refuse_back(w: World) -> m.RefuseRecall:
    operation = _operation(w, active=True)
    unit = _lent(w, operation)
    w.tell(OPERATION, operation, m.UnitRecalled(operation=operation, unit=unit, by_name="Ana"))
    return m.RefuseRecall(operation=operation, unit=unit, words="hace falta")
