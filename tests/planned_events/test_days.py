"""Aim: on whatever day, whoever lends, asks back, ends early or dies in between, a unit is of exactly one centre, everything
is home after the end, and no task is left with a command post that is gone."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import Task, is_settled
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.messages import ReleaseUnit
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId, OperationId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import (
    LoanState,
    Operation,
    OperationState,
    PlanLine,
    PlannedEventKind,
    is_post,
    operation_of,
)
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.days.backends import in_memory
from tests.days.centre import FLEET, NEEDS, PICK, pick, pick_of, where
from tests.days.day import Day
from tests.days.invariants import Broken

RING = (Point(41.49, 1.49), Point(41.49, 1.53), Point(41.54, 1.53), Point(41.54, 1.49))
"""Around the first two of the day's places."""
PLAN = (PlanLine(services=("HEALTH",)), PlanLine(services=("FIRE",), up_to=Priority.P1))
OWN = {callsign: f"{agency}-1" for callsign, agency, _ in FLEET}
MUST_HAPPEN = {
    "dispatch.unit.at_post",
    "dispatch.unit.came_home",
    "dispatch.unit.homeward",
    "dispatch.unit.lent",
    "preventive.operation.back_refused",
    "preventive.operation.began",
    "preventive.operation.cancelled",
    "preventive.operation.ended",
    "preventive.operation.ending",
    "preventive.operation.extended",
    "preventive.operation.loan_declined",
    "preventive.operation.loan_over",
    "preventive.operation.unit_asked_back",
}
"""What the days must have told of before they prove anything."""


class Centres(dict[str, list[Actor]]):
    """Who sits where; at a command post somebody does as soon as there is one."""

    def __missing__(self, centre: str) -> list[Actor]:
        assert is_post(CentreId(centre)), centre
        self[centre] = [person("dispatcher", f"{centre}-1", centre=centre, agency="pc")]
        return self[centre]


class EventDay(Day):
    """A day with mass events in it."""

    def __init__(self) -> None:
        super().__init__()
        self.planner = person("civil_protection_officer", "pc-desk-1", agency="pc")
        self.centres = Centres(self.centres)

    def at_post(self, operation: Operation) -> Actor:
        return self.centres[operation.details.post.centre][0]

    def live(self) -> list[Operation]:
        over = {OperationState.ENDED, OperationState.CANCELLED}
        return [one for one in self.all(Operation) if one.state not in over]

    @rule(in_min=st.sampled_from((0, 1, 3)), lasts_min=st.sampled_from((2, 6)), which=PICK)
    def an_event_is_planned(self, in_min: int, lasts_min: int, which: int) -> None:
        begins = self.ground.clock.now() + timedelta(minutes=in_min)
        clock = "%Y-%m-%dT%H:%M"
        planned = m.OperationPlan(
            name=f"Fiesta {len(self.all(Operation))}",
            kind=PlannedEventKind.FESTIVAL,
            starts=begins.strftime(clock),
            ends=(begins + timedelta(minutes=lasts_min)).strftime(clock),
            zone="UTC",
            ring=RING,
            agency="pc",
            agencies=("san", "bom"),
            plan=PLAN,
        )
        operation = OperationId(new_id())
        if not self.press(self.planner, m.PlanOperation(operation=operation, planned=planned)):
            return
        free = [one for one in self.all(Unit) if one.assignment is None]
        for unit in (*self.busy()[:2], *free[which % 2 : which % 2 + 2]):  # chance lends too little by itself
            self.press(self.chief, m.OfferUnitLoan(operation=operation, unit=unit.id))

    @where(lambda day: day.live())
    @rule(which=PICK, unit=PICK, how=st.sampled_from(("ask", "ask", "yes", "no", "give")))
    def a_unit_is_lent(self, which: int, unit: int, how: str) -> None:
        operation, wanted = pick(self.live(), which), pick(self.all(Unit), unit)
        if how in {"yes", "no"} and operation is not None:
            asked = [one.unit for one in operation.loans if one.state is LoanState.ASKED]
            wanted = pick([one for one in self.all(Unit) if one.id in asked], unit) or wanted
            if not asked and wanted is not None:
                self.press(self.planner, m.RequestUnit(operation=operation.id, unit=wanted.id))
        if operation is None or wanted is None:
            return
        lender = pick_of(self.centres[OWN[wanted.callsign]], which)
        named = {"operation": operation.id, "unit": wanted.id}
        match how:
            case "ask":
                self.press(self.planner, m.RequestUnit(**named))
            case "give":
                self.press(lender, m.OfferUnitLoan(**named), twice=True)
            case _:
                self.press(lender, m.AnswerLoan(**named, agreed=how == "yes"))

    @where(lambda day: any(unit.lent is not None for unit in day.busy()))
    @rule(which=PICK)
    def the_run_of_a_lent_unit_ends(self, which: int) -> None:
        lent = [unit for unit in self.busy() if unit.lent is not None]
        waiting = [unit for unit in lent if unit.lent is not None and unit.lent.waits]
        if unit := pick(waiting or lent, which):
            self.press(self.centres[unit.centre][0], ReleaseUnit(unit=unit.id))

    @where(lambda day: any(one.held() for one in day.live()))
    @rule(which=PICK, unit=PICK, how=st.sampled_from(("back", "back", "keep", "return")))
    def a_unit_is_asked_back(self, which: int, unit: int, how: str) -> None:
        operation = pick([one for one in self.live() if one.held()], which)
        if operation is None:
            return
        held = operation.held()
        wanted = [loan for loan in held if loan.back is not None and loan.back.refused_by is None]
        loan = pick_of(wanted if how == "keep" and wanted else held, unit)
        named, post = {"operation": operation.id, "unit": loan.unit}, self.at_post(operation)
        match how:
            case "back":
                self.press(pick_of(self.centres[loan.lender], which), m.RecallUnit(**named))
            case "keep":
                self.press(post, m.RefuseRecall(**named, words="hace falta aquí"))
            case _:
                self.press(post, m.ReturnLentUnit(**named), twice=True)

    @where(lambda day: day.live())
    @rule(which=PICK, how=st.sampled_from(("end", "extend")))
    def it_ends_otherwise(self, which: int, how: str) -> None:
        operation = pick(self.live(), which)
        if operation is None:
            return
        if how == "end":
            self.press(self.planner, m.EndOperation(operation=operation.id, reason="lluvia"))
            return
        ends = (operation.details.ends_at + timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M")
        self.press(self.planner, m.ExtendOperation(operation=operation.id, ends=ends, reason="alarga"))

    @where(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, needs=st.sampled_from(NEEDS[:3]))
    def help_is_sent_to_the_event(self, case: int, desk: int, needs: tuple[str, ...]) -> None:
        if found := pick(self.open_cases(), case):
            order = t.SendHelp(
                case=found.id,
                mode=Mode.REAL,
                priority=found.priority or Priority.P1,
                send=needs,
                place=Point(41.50, 1.50),
            )
            self.press(pick_of(self.desks, desk), order)

    def holds_of_events(self) -> None:
        """At rest."""
        by_id = {one.id: one for one in self.all(Operation)}
        for unit in self.all(Unit):
            self._unit_is_somewhere(unit, by_id)
        for task in self.all(Task):
            if not is_post(task.centre):
                continue
            operation = by_id[OperationId(operation_of(task.centre))]
            if operation.state in {OperationState.ENDED, OperationState.CANCELLED} and not is_settled(task):
                raise Broken("no_task_is_left_with_a_post_that_is_gone", [task.state])

    def _unit_is_somewhere(self, unit: Unit, by_id: dict[OperationId, Operation]) -> None:
        own = OWN[unit.callsign]
        if unit.lent is None:
            if (unit.centre, unit.lent_by) != (own, None):
                raise Broken("a_unit_that_is_not_lent_is_at_home", [unit.callsign, unit.centre])
            return
        operation = by_id[unit.lent.operation]
        if unit.lent_by != own or unit.centre not in {own, operation.details.post.centre}:
            raise Broken("a_unit_is_of_its_own_centre_or_of_the_post", [unit.callsign, unit.centre])
        if unit.lent.waits != (unit.centre == own):
            raise Broken("a_unit_that_waits_is_still_at_home", [unit.callsign])
        if (unit.lent.waits or unit.lent.homeward) and unit.assignment is None:
            raise Broken("only_work_keeps_a_unit_from_where_it_belongs", [unit.callsign])
        if operation.state in {OperationState.ENDED, OperationState.CANCELLED, OperationState.PLANNED}:
            raise Broken("after_the_end_every_unit_is_home", [unit.callsign, operation.state])
        loan = operation.loan(unit.id)
        lent_now = loan is not None and loan.state is LoanState.AGREED
        if operation.state is OperationState.ACTIVE and lent_now == unit.lent.homeward:
            raise Broken("where_a_unit_is_agrees_with_what_was_agreed", [unit.callsign])

    def rest(self) -> None:
        super().rest()
        if self.facts and not self.away:
            self.holds_of_events()

    def teardown(self) -> None:
        """Whatever the day left: once every event's time is over and every run has ended, all are home."""
        try:
            self._run(self.ground.settle())
            for operation in self.live():
                self.press(self.planner, m.EndOperation(operation=operation.id, reason="se acaba"))
            self.away = 0
            self.rest()
            for work in [one for one in self.all(Assignment) if one.step is not AssignmentStep.RELEASED]:
                self.runs_end(work)
            for unit in self.all(Unit):
                assert (unit.centre, unit.lent) == (OWN[unit.callsign], None), unit.callsign
        finally:
            super().teardown()

    def runs_end(self, work: Assignment) -> None:
        assert self.press(self.chief, ReleaseUnit(unit=work.unit)), work.callsign


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    it = asyncio.new_event_loop()
    yield it
    it.close()


def days(loop: asyncio.AbstractEventLoop, *, days: int, steps: int) -> type[EventDay]:
    """Play them; what they told of stands in the class that is returned. Raises what a day found."""

    class Played(EventDay):
        opens = staticmethod(in_memory)

    Played.loop, Played.happened, Played.deaths = loop, set(), 0
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=days,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
    return Played


def test_on_a_few_days_units_come_home_and_no_task_is_left(loop: asyncio.AbstractEventLoop) -> None:
    played = days(loop, days=6, steps=40)
    assert "dispatch.unit.lent" in played.happened


@pytest.mark.soak
def test_on_many_days_units_come_home_and_no_task_is_left(loop: asyncio.AbstractEventLoop) -> None:
    played = days(loop, days=200, steps=80)
    assert not MUST_HAPPEN - played.happened, "these never happened: the days do not speak of them"
