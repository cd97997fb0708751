"""Aim: in the whole installation an operation has its own centre, units, plan and gates for its time, and leaves nothing behind."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from auxilio.app.cli.demo_people import DESKS, UNITS, demo_seed
from auxilio.app.cli.demo_seed import register_units
from auxilio.app.composition import (
    dispatch_queries,
    follow_planned_events,
    identity_of,
)
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.dispatch.aggregates import TASK, UNIT
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import Task, TaskOutcome, TaskState
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import WATCH
from auxilio.geo.service import RegionService
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, OperationId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import LoanState, Operation, OperationState, post_of
from auxilio.planned_events.report import report_csv
from auxilio.planned_events.service import OPERATION
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.reporting.operation_report import OperationHistory
from auxilio.workflows.capability import reactions
from auxilio.workflows.event_command_posts import EventCommandPosts
from auxilio.workflows.runner import StateReader
from tests.actors import person, system
from tests.dispatch.factories import call_taker
from tests.http_client import QUICK
from tests.installation import Installation, fresh_runtime, wired
from tests.planned_events.factories import GATE, IN, OUT, at_centre, planned, planner

PASSWORD = "auxilio-demo"
HOUR_S = 3600.0


@dataclass
class Centre(Installation):
    """An installation whose clock the test moves."""

    clock: SimulatedClock
    region: RegionService
    asks: DispatchQueries
    id: OperationId

    @property
    def states(self) -> StateReader:
        return self.runner.states

    async def wait(self, span_s: float) -> None:
        await self.clock.advance(span_s, settle=0)
        while await self.timers.tick():
            await self.runner.catch_up()

    async def plan(self, *, in_h: float = 1, lasts_h: float = 4, **changed: Any) -> None:
        begins = self.clock.now().astimezone(UTC) + timedelta(hours=in_h)
        told = {
            "zone": "UTC",
            "starts": begins.strftime("%Y-%m-%dT%H:%M"),
            "ends": (begins + timedelta(hours=lasts_h)).strftime("%Y-%m-%dT%H:%M"),
            **changed,
        }
        await self.do(planner(), m.PlanOperation(operation=self.id, planned=planned(**told)))

    async def operation(self) -> Operation:
        found = await self.states.state(OPERATION, self.id)
        assert found is not None
        return found

    async def unit(self, callsign: str) -> Unit:
        (found,) = await self.states.live(UNIT, callsign=callsign)
        return found

    async def give(self, callsign: str) -> Unit:
        unit = await self.unit(callsign)
        await self.do(at_centre(unit.centre), m.OfferUnitLoan(operation=self.id, unit=unit.id))
        return await self.unit(callsign)

    async def help_to(self, place: Point, type: str = "SAN-05") -> list[Task]:
        case, where = CaseId(new_id()), Location(degree=LocationCertainty.AGREED, words="aquí", point=place)
        await self.do(
            call_taker(), cases.OpenCase(case=case, type=type, location=where, priority=Priority.P1)
        )
        send = t.SendHelp(case=case, mode=Mode.REAL, priority=Priority.P1, type=type, place=place)
        await self.do(call_taker(), send)
        return await self.states.in_case(TASK, case)

    def post(self, agency: str = "san") -> Actor:
        return person("dispatcher", f"{post_of(self.id)}-1", centre=post_of(self.id), agency=agency)


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = SimulatedClock()
    async with fresh_runtime(postgres_server, tmp_path, clock) as runtime:
        region = RegionService.without_data()
        await identity_of(runtime, passwords=Passwords(QUICK, rest_s=0)).seed(demo_seed())
        await register_units(runtime, region, Mode.REAL)
        follow_planned_events(runtime, region, Mode.REAL)
        asks = dispatch_queries(runtime, region)
        follows = reactions(asks.units_for)
        yield Centre(*wired(runtime, follows), clock, region, asks, OperationId(new_id()))


def history(centre: Centre) -> OperationHistory:
    return OperationHistory(centre.runtime.pool, DispatchStore(centre.runtime.pool).tasks_of)


async def test_inside_and_while_it_runs_the_command_post_is_asked_first_with_the_usual_centres_behind(
    centre: Centre,
) -> None:
    await centre.plan()
    before = await centre.help_to(IN)
    assert "san-1" in {task.centre for task in before}
    await centre.wait(HOUR_S)
    inside = await centre.help_to(IN)
    (task,) = [one for one in inside if "HEALTH" in one.service]
    assert (task.centre, task.agency, task.fallbacks[0]) == (post_of(centre.id), "pc", "san-1")
    assert ("command_post", "Festa Major") in {(r.code, r.facts.get("operation")) for r in task.reasons}
    outside = await centre.help_to(OUT)
    assert all(one.centre != post_of(centre.id) for one in outside)
    # What the post does not take goes on, as from any centre.
    await centre.do(centre.post(), t.RefuseTask(task=task.id, reason="no_unit"))
    states = {one.centre: one.state for one in await centre.states.in_case(TASK, task.case)}
    assert states["san-1"] is TaskState.OFFERED


async def test_a_desk_sees_the_same_before_it_asks(centre: Centre) -> None:
    await centre.plan()
    await centre.wait(HOUR_S)
    asked = ("SAN-05", Priority.P1, (), None, call_taker())
    assert (await centre.asks.propose(*asked, place=IN)).centres[0].centre == post_of(centre.id)
    assert (await centre.asks.propose(*asked, place=OUT)).centres[0].centre == "san-1"
    exercise = person("call_taker", "desk-1", mode=Mode.EXERCISE)
    of_exercise = await centre.asks.propose("SAN-05", Priority.P1, (), None, exercise, place=IN)
    assert of_exercise.centres[0].centre == "san-1", "a real operation directs no exercise"


async def test_a_lent_unit_is_recommended_by_the_post_alone_and_is_home_after_the_end(centre: Centre) -> None:
    await centre.plan()
    assert (await centre.give("A-01")).centre == "san-1", "promised: it goes when the operation begins"
    await centre.wait(HOUR_S)
    lent = await centre.unit("A-01")
    assert (lent.centre, lent.lent_by) == (post_of(centre.id), "san-1")

    outside = next(one for one in await centre.help_to(OUT) if one.centre == "san-1")
    need = (await centre.asks.units_for(outside)).needs[0]
    aside = next(one for one in need.aside if one.callsign == "A-01")
    assert "A-01" not in [one.callsign for one in need.candidates]
    assert (aside.reasons[0].code, aside.reasons[0].facts["operation"]) == ("lent", "Festa Major")
    assert aside.travel_s is not None, "a P0 next to it is seen with its time"
    with pytest.raises(Refused, match="unit_of_another_centre"):
        await centre.do(
            at_centre(), u.AlertUnit(assignment=AssignmentId(new_id()), unit=lent.id, task=outside.id)
        )

    inside = next(one for one in await centre.help_to(IN) if one.centre == post_of(centre.id))
    wanted = (await centre.asks.units_for(inside)).needs[0]
    assert [one.callsign for one in wanted.candidates] == ["A-01"]
    work = AssignmentId(new_id())
    await centre.do(centre.post(), u.AlertUnit(assignment=work, unit=lent.id, task=inside.id))

    await centre.wait(4 * HOUR_S)
    busy = await centre.unit("A-01")
    assert (busy.centre, busy.lent is not None and busy.lent.homeward) == (post_of(centre.id), True)
    assert (await centre.operation()).state is OperationState.ENDING
    (watch,) = await centre.states.live(WATCH, kind=WatchKind.OPERATION_OVER.value)
    assert watch.subject == f"operation:{centre.id}"

    crew = person("crew", "a-01", agency="san", centre="san-1")
    for status in (UnitStatus.ON_SCENE, UnitStatus.AVAILABLE):
        await centre.do(crew, u.ReportStatus(unit=lent.id, status=status))
    home = await centre.unit("A-01")
    assert (home.centre, home.lent_by, home.lent) == ("san-1", None, None)
    await centre.wait(1)
    assert (await centre.operation()).state is OperationState.ENDING, "a task waits for its outcome"
    await centre.do(centre.post(), t.EndTask(task=inside.id, outcome=TaskOutcome.ATTENDED))
    await centre.wait(1)
    assert (await centre.operation()).state is OperationState.ENDED
    assert await centre.states.live(WATCH, kind=WatchKind.OPERATION_OVER.value) == []


async def test_what_nobody_has_taken_when_it_ends_goes_to_the_usual_centres_at_once(centre: Centre) -> None:
    await centre.plan()
    await centre.wait(HOUR_S)
    offered = next(one for one in await centre.help_to(IN) if one.centre == post_of(centre.id))
    accepted = next(one for one in await centre.help_to(IN) if one.centre == post_of(centre.id))
    await centre.do(centre.post(), t.AcceptTask(task=accepted.id))
    await centre.do(planner(), m.EndOperation(operation=centre.id, reason="lluvia"))
    for task in (offered, accepted):
        found = {one.centre: one for one in await centre.states.in_case(TASK, task.case)}
        assert found[post_of(centre.id)].passed_to == found[CentreId("san-1")].id
        assert found[CentreId("san-1")].state is TaskState.OFFERED
    await centre.wait(1)
    assert (await centre.operation()).state is OperationState.ENDED


async def test_its_desks_are_signed_in_to_while_it_is_there_by_whoever_takes_part(centre: Centre) -> None:
    posts = EventCommandPosts(centre.states, centre.clock)
    identity = IdentityService(
        centre.runtime.pool,
        centre.clock,
        centre.runtime.commands,
        passwords=Passwords(QUICK, rest_s=0),
        visited=posts.visited,
    )
    desk = f"{post_of(centre.id)}-1"
    with pytest.raises(Refused, match="unknown_desk"):
        await identity.sign_in("marta", PASSWORD, desk)
    await centre.plan()
    directory = await identity.directory()
    assert [one.name for one in directory.desks if one.centre == post_of(centre.id)] == [
        "Festa Major 1",
        "Festa Major 2",
    ]
    assert len(directory.desks) > len(DESKS) + len(UNITS)
    token, session = await identity.sign_in("marta", PASSWORD, desk)
    assert (session.actor.centre, session.actor.agency) == (post_of(centre.id), "san")
    for login, code in (("biel", "desk_of_other_centre"), ("lucia", "not_permitted")):
        with pytest.raises(Refused, match=code):
            await identity.sign_in(login, PASSWORD, desk)
    await centre.clock.advance(10, settle=0)
    known = await identity.session_of(token)
    assert known is not None
    assert known.actor.centre == post_of(centre.id), "and in every other process"
    await centre.do(planner(), m.EndOperation(operation=centre.id, reason="no se hace"))
    await centre.clock.advance(10, settle=0)
    home = await identity.session_of(token)
    assert home is not None
    assert home.actor.centre == "san-1", "whoever sat there is of their own centre again"


async def test_a_promised_unit_that_is_put_out_of_use_is_an_alarm_until_another_is_promised(
    centre: Centre,
) -> None:
    await centre.plan()
    unit = await centre.give("A-01")
    fixed = {
        name: getattr(unit, name) for name in u.RegisterUnit.__struct_fields__ if name not in {"unit", "kind"}
    }
    register = u.RegisterUnit(unit=unit.id, **fixed)
    await centre.do(system(), register)
    assert await centre.states.live(WATCH, kind=WatchKind.LOAN_LOST.value) == [], "nothing has changed"
    await centre.do(system(), replace(register, retired=True))
    (watch,) = await centre.states.live(WATCH, kind=WatchKind.LOAN_LOST.value)
    assert (watch.subject, watch.about) == (f"operation:{centre.id}", "A-01, Festa Major")
    assert [(one.callsign, one.state) for one in (await centre.operation()).loans] == [
        ("A-01", LoanState.OVER)
    ]
    await centre.give("A-02")
    assert await centre.states.live(WATCH, kind=WatchKind.LOAN_LOST.value) == []


async def test_gates_are_found_while_it_runs_and_never_after(centre: Centre) -> None:
    await centre.plan(places=(GATE,))

    async def found(text: str, near: Point | None = None) -> list[str]:
        return [one.label for one in await centre.region.search(text, near)]

    assert await found("puerta 4", IN) == []
    await centre.wait(HOUR_S)
    assert await found("puerta cuatro", IN) == ["Puerta 4 · Festa Major"]
    assert await found("gate 4 festa major") == ["Puerta 4 · Festa Major"]
    assert await found("puerta 14", IN) == []
    await centre.do(planner(), m.EndOperation(operation=centre.id, reason="fin"))
    await centre.wait(1)
    assert await found("puerta 4", IN) == []


async def test_its_report_tells_what_was_done_without_anybodys_words(centre: Centre) -> None:
    await centre.plan()
    await centre.give("A-01")
    await centre.wait(HOUR_S)
    task = next(one for one in await centre.help_to(IN) if one.centre == post_of(centre.id))
    unit = await centre.unit("A-01")
    work = AssignmentId(new_id())
    await centre.do(centre.post(), u.AlertUnit(assignment=work, unit=unit.id, task=task.id))
    await centre.clock.advance(240, settle=0)
    crew = person("crew", "a-01", agency="san", centre="san-1")
    await centre.do(crew, u.ReportStatus(unit=unit.id, status=UnitStatus.ON_SCENE))
    report = await history(centre).report(centre.id, planner())
    assert (report.figures.cases, report.figures.tasks, report.figures.units_lent) == (1, 1, 1)
    assert report.figures.on_scene_s == 240
    assert [one.what for one in report.stays] == ["lent"]
    table = report_csv(report, catalogues(), "es").splitlines()
    assert table[0].startswith("\ufeffcase;type;priority")
    assert "A-01" in table[1]
    (done,) = report.tasks
    doubted = msgspec.structs.replace(
        report, tasks=(msgspec.structs.replace(done, priority="P0", provisional=True),)
    )
    assert ";P0 provisoire;" in report_csv(doubted, catalogues(), "fr")
    assert ";P0 provisional;" in report_csv(doubted, catalogues(), "ca")
    with pytest.raises(Refused, match="unknown_operation"):
        await history(centre).report(OperationId(new_id()), planner())


async def test_those_that_are_over_are_listed_and_those_that_were_refused_are_not(centre: Centre) -> None:
    crossed = m.PlanOperation(operation=OperationId(new_id()), planned=planned(ring=(IN, OUT, IN)))
    with pytest.raises(Refused):
        await centre.do(planner(), crossed)
    await centre.plan()
    await centre.do(planner(), m.EndOperation(operation=centre.id, reason="no se hace"))
    read = history(centre)
    assert [(one.id, one.state) for one in await read.newest(planner())] == [
        (centre.id, OperationState.CANCELLED)
    ]


async def test_a_unit_and_an_agency_that_nobody_knows_are_refused(centre: Centre) -> None:
    with pytest.raises(Refused, match="not_in_directory"):
        await centre.plan(agency="nadie")
    await centre.plan()
    with pytest.raises(Refused, match="unknown_unit"):
        await centre.do(planner(), m.RequestUnit(operation=centre.id, unit=new_id()))
