"""Stage 4 in a whole installation as the composition makes it: real command bus, real reactions, the demo's units."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.app.cli.demo_people import UNITS
from auxilio.app.cli.demo_seed import register_units
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData, Location, LocationCertainty, ServiceOutcome
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CaseId, CentreId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner
from tests.actors import person, system
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import call_taker, dispatcher, registered


class Centre:
    def __init__(self, runtime: Runtime, region: RegionService) -> None:
        store = DispatchStore(runtime.pool)
        queries = DispatchQueries(runtime.pool, runtime.clock, store, region, lambda: runtime.plan, store)
        self.runtime = runtime
        self.runner = ReactionRunner(
            runtime.pool,
            runtime.aggregates,
            runtime.wakeups,
            runtime.clock,
            runtime.commands,
            reactions(queries.units_for),
        )

    async def do(self, command: Command, actor: Actor | None = None) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor or call_taker())
        await self.runner.catch_up()

    async def tasks(self, case: CaseId) -> dict[str, Task]:
        return {task.centre: task for task in await self.runner.states.in_case(TASK, case)}


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings) as runtime:
            region = RegionService.without_data()
            await register_units(runtime, region, Mode.REAL)
            yield Centre(runtime, region)


async def a_case(centre: Centre, **known: Any) -> CaseId:
    case = CaseId(new_id())
    await centre.do(cases.OpenCase(case=case, **known))
    return case


async def test_a_cardiac_arrest_is_offered_to_all_and_the_nearest_is_alerted_by_the_delegated_rule(
    centre: Centre,
) -> None:
    place = RegionService.without_data().info.centre
    where = Location(degree=LocationCertainty.SAID, words="Calle Mayor 12", point=place)
    case = await a_case(centre, location=where, type="SAN-01", priority=Priority.P0)
    help_ = t.SendHelp(
        case=case,
        mode=Mode.REAL,
        priority=Priority.P0,
        type="SAN-01",
        send=("als", "bls", "aed"),
        place=place,
    )
    await centre.do(help_)
    tasks = await centre.tasks(case)
    assert {name: task.state for name, task in tasks.items()} == {
        "san-1": TaskState.ACTIVE,
        "pol-1": TaskState.OFFERED,
    }
    [work] = await centre.runner.states.in_case(ASSIGNMENT, case)
    assert (work.by_rule, work.proposed) == (True, "reflex")
    with pytest.raises(Refused, match="tasks_open"):
        await centre.do(cases.CloseCase(case=case, closing=ClosingData(disposition=CaseEnding.RESOLVED)))
    for task in tasks.values():
        over: Command = t.ReleaseTask(task=task.id, to="guardia", reason="sigue")
        if task.state is TaskState.OFFERED:
            over = t.CancelTask(task=task.id, change=t.ChangeId(new_id()), reason="no hace falta")
        await centre.do(over)
    with pytest.raises(Refused, match="outcomes_missing"):
        await centre.do(cases.CloseCase(case=case, closing=ClosingData(disposition=CaseEnding.RESOLVED)))
    told = ClosingData(
        disposition=CaseEnding.RESOLVED, outcomes=(ServiceOutcome(service="HEALTH", result="transported"),)
    )
    await centre.do(cases.CloseCase(case=case, closing=told))
    with pytest.raises(Refused, match="case_not_open"):
        await centre.do(help_)


async def test_a_field_does_not_make_a_real_task_of_an_exercise(centre: Centre) -> None:
    pupil = person("call_taker", "desk-02", mode=Mode.EXERCISE)
    case = CaseId(new_id())
    await centre.do(cases.OpenCase(case=case), pupil)
    with pytest.raises(Refused, match="case_mode_differs") as refused:
        await centre.do(t.SendHelp(case=case, mode=Mode.REAL, priority=Priority.P0, send=("als",)), pupil)
    assert refused.value.facts == {"case": Mode.EXERCISE, "asked": Mode.REAL}
    await centre.do(t.SendHelp(case=case, mode=Mode.EXERCISE, priority=Priority.P0, send=("als",)), pupil)
    [task] = (await centre.tasks(case)).values()
    assert (task.mode, task.assignments) == (Mode.EXERCISE, ()), "no real unit was reached by the reflex"
    await centre.do(t.AcceptTask(task=task.id), dispatcher(mode=Mode.EXERCISE))


async def test_the_demo_s_units_cover_what_its_plan_asks_of_its_consoles(centre: Centre) -> None:
    plan = centre.runtime.plan
    has = {
        agency: {one for _, a, able, *_ in UNITS if a == agency for one in able}
        for agency in ("san", "bom", "pol")
    }
    asked = {"san": plan.usual["HEALTH"], "bom": plan.usual["FIRE"], "pol": plan.usual["POLICE"]}
    for agency, by_priority in asked.items():
        severe = {one for capabilities in by_priority[:4] for one in capabilities}
        assert severe <= has[agency], agency


async def test_a_unit_belongs_to_a_registered_centre_of_its_agency_unless_it_is_retired(
    centre: Centre,
) -> None:
    for changed, code in (
        ({"centre": CentreId("san-9")}, "not_in_directory"),
        ({"centre": CentreId("bom-1")}, "centre_of_other_agency"),
    ):
        command = registered("Z-1", **changed)
        with pytest.raises(Refused, match=code) as refused:
            await centre.do(command, system())
        assert refused.value.facts["field"] == "$.centre"
        await centre.do(msgspec.structs.replace(command, retired=True), system())


async def test_a_centre_corrects_the_place_of_a_case_that_it_has_a_task_of_and_of_no_other(
    centre: Centre,
) -> None:
    where = Location(
        degree=LocationCertainty.AGREED,
        words="Calle Mayor 12",
        point=RegionService.without_data().info.centre,
    )
    case = await a_case(centre, location=where, type="BOM-01", priority=Priority.P1)
    corrected = cases.LocateCase(
        case=case, location=Location(degree=LocationCertainty.MATCHED, words="Calle Menor 3"), correction=True
    )
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(corrected, dispatcher("bom-1"))
    help = t.SendHelp(case=case, mode=Mode.REAL, type="BOM-01", priority=Priority.P1, send=("pump",))
    await centre.do(help)
    assert "bom-1" in await centre.tasks(case)
    await centre.do(corrected, dispatcher("bom-1"))
    change = (await centre.tasks(case))["bom-1"].changes[-1]
    assert (change.old, change.new) == ("Calle Mayor 12", "Calle Menor 3")
