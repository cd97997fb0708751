"""Aim: a factor is learnt robustly, in force only as a person saw it, and the recommendation says it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.app.composition import dispatch_queries, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core import messages as cases
from auxilio.dispatch.aggregates import TASK
from auxilio.dispatch.fakes import StraightLines
from auxilio.dispatch.travel_time_factor.core.messages import AdoptTravelTimeFactor, DropTravelTimeFactor
from auxilio.dispatch.travel_time_factor.core.model import (
    FASTEST,
    SLOWEST,
    FactorVersion,
    TravelTimeFactor,
    travel_time_factor_id,
)
from auxilio.dispatch.travel_time_factor.core.policy import RUNS_MIN, factor_of, learn_factor
from auxilio.dispatch.travel_time_factor.service import TravelTimeFactorQueries
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.runner import StateReader
from tests.actors import person, system
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import AT, CREW, PLACE, call_taker, crew_of, dispatcher, offer, registered

SAN = AgencyId("san")
BOSS = person("administrator", "admin-1", name="Nuria Pla")


def run(ratio: float, road_s: float = 600.0, *, by: str | None = "road", at=AT) -> Assignment:
    begun = at + timedelta(seconds=30)
    times = {
        AssignmentStep.ALERTED: at,
        AssignmentStep.EN_ROUTE: begun,
        AssignmentStep.ON_SCENE: begun + timedelta(seconds=ratio * road_s),
    }
    fixed = {
        "id": AssignmentId(new_id()), "unit": UnitId(new_id()), "callsign": "SVA-1", "task": new_id(),
        "case": CaseId(new_id()), "centre": "san-1", "mode": Mode.REAL, "priority": Priority.P1,
        "step": AssignmentStep.ON_SCENE, "alerted_by": "Marta",
    }  # fmt: skip
    return Assignment(**fixed, times=times, eta_s=road_s, eta_by=by)


def said(*runs: Assignment, pace: TravelTimeFactor | None = None):
    return learn_factor(runs, pace, AT, AT + timedelta(days=1))


def test_of_few_runs_nothing_is_learnt_and_of_many_nearly_their_median():
    few = said(*(run(0.8) for _ in range(RUNS_MIN - 1)))
    assert (few.runs, few.factor, few.median) == (RUNS_MIN - 1, None, None)
    thirty = said(*(run(0.8) for _ in range(RUNS_MIN)))
    many = said(*(run(0.8) for _ in range(240)))
    assert (thirty.factor, many.factor, many.median) == (0.87, 0.81, 0.8)


def test_a_press_that_was_forgotten_and_one_at_the_door_move_nothing():
    wrong = [run(12), run(0.01), run(0.5, road_s=20)]
    found = said(*(run(0.8) for _ in range(100)), *wrong)
    assert (found.runs, found.left_out, found.median) == (100, 3, 0.8)


def test_what_was_not_by_an_open_road_says_nothing_of_it():
    assert said(*(run(0.8, by=by) for by in ("straight_line", "through_closure", None))).runs == 0


def test_what_was_shown_with_a_factor_is_compared_with_the_road_beneath_it():
    in_force = FactorVersion(version=1, factor=0.8, at=AT, by="Nuria", words=None, learnt=None)
    pace = TravelTimeFactor(
        id=travel_time_factor_id(Mode.REAL, SAN), agency=SAN, mode=Mode.REAL, versions=(in_force,)
    )
    # The road said 600 s, 480 were shown, 480 were driven: still 0.8 and not 1.
    later = [run(1.0, road_s=480, at=AT + timedelta(hours=1)) for _ in range(100)]
    before = [run(0.8, at=AT - timedelta(hours=1)) for _ in range(100)]
    assert said(*later, *before, pace=pace).median == 0.8


@given(st.lists(st.floats(0.2, 5.0), min_size=RUNS_MIN, max_size=200))
def test_a_factor_lies_between_the_road_and_the_median_and_within_its_bounds(ratios: list[float]):
    factor = factor_of(ratios)
    middle = sorted(ratios)[len(ratios) // 2]
    assert FASTEST <= factor <= SLOWEST
    assert (factor <= 1.01) or middle >= 0.99


@dataclass
class Centre:
    runtime: Runtime
    clock: SimulatedClock

    async def do(self, actor, command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def runs(self, count: int, driven_s: float) -> None:
        unit = registered("SVA-1")
        await self.do(system(), unit)
        await self.do(crew_of("SVA-1"), u.SignOnCrew(unit=unit.unit, crew=CREW))
        for _ in range(count):
            task = await self.task()
            work = AssignmentId(new_id())
            alert = u.AlertUnit(assignment=work, unit=unit.unit, task=task.task, eta_s=600.0, eta_by="road")
            await self.do(dispatcher(), alert)
            for status, wait_s in (("en_route", 10), ("on_scene", driven_s), ("available", 60)):
                await self.clock.advance(wait_s, settle=0)
                await self.do(crew_of("SVA-1"), u.ReportStatus(unit=unit.unit, status=u.UnitStatus(status)))

    async def task(self):
        case = CaseId(new_id())
        await self.do(call_taker(), cases.OpenCase(case=case, priority=Priority.P1))
        task = offer(case, place=PLACE)
        await self.do(call_taker(), task)
        return task

    async def learnt(self):
        found = await TravelTimeFactorQueries(self.runtime.pool, lambda: self.runtime.plan).read(
            BOSS, self.clock.now()
        )
        return next(one for one in found if one.agency == SAN)

    async def first(self, task):
        wanted = await StateReader(self.runtime.pool, self.runtime.aggregates).state(TASK, task.task)
        found = await dispatch_queries(self.runtime, RoadsOf(600.0)).units_for(wanted)
        return found.needs[0].candidates[0]


class RoadsOf(StraightLines):
    """A region in which everything is so far by the road."""

    def __init__(self, duration_s: float) -> None:
        super().__init__()
        self._duration_s = duration_s

    async def times_to(self, target, sources):
        one = TravelTime(duration_s=self._duration_s, distance_m=9_000.0, by=TravelBasis.ROAD)
        return [one for _ in sources]


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = SimulatedClock()
    async with (
        fresh_database(postgres_server) as database,
        open_runtime(Settings(area="demo", database_url=database.dsn, data=tmp_path), clock) as runtime,
    ):
        await register_demo_centres(runtime.pool)
        yield Centre(runtime, clock)


async def test_a_factor_is_in_force_only_as_a_person_saw_it_and_every_proposal_says_so(centre: Centre):
    await centre.runs(RUNS_MIN, driven_s=480.0)
    learnt = (await centre.learnt()).learnt
    assert (learnt.runs, learnt.median, learnt.factor) == (RUNS_MIN, 0.8, 0.87)
    task = await centre.task()
    before = await centre.first(task)
    assert (before.travel_s, [flag.code for flag in before.flags]) == (600.0, ["position_from_home"])

    for actor, factor, code in (
        (dispatcher(), 0.87, "not_permitted"),
        (BOSS, 0.7, "pace_differs"),
    ):
        with pytest.raises(Refused, match=code):
            await centre.do(actor, AdoptTravelTimeFactor(agency=SAN, factor=factor))
    with pytest.raises(Refused, match="too_few_runs"):
        await centre.do(BOSS, AdoptTravelTimeFactor(agency=AgencyId("bom"), factor=0.9))
    await centre.do(BOSS, AdoptTravelTimeFactor(agency=SAN, factor=0.87, words="revisado con el servicio"))
    found = await centre.first(task)
    assert found.travel_s == pytest.approx(522.0)
    flag = found.flags[-1]
    assert (flag.code, flag.facts) == ("pace", {"factor": "0.87", "agency": "san", "runs": "30"})

    await centre.do(BOSS, DropTravelTimeFactor(agency=SAN))
    assert (await centre.first(task)).travel_s == 600.0
    known = (await centre.learnt()).in_force
    assert known is not None
    assert (known.version, known.factor, known.by) == (2, 1.0, "Nuria Pla")
    with pytest.raises(Refused, match="no_pace"):
        await centre.do(BOSS, DropTravelTimeFactor(agency=SAN))
