"""Aim: a draft of the response plan is tried beside the one in force and over the past month, asks nobody for anything, and
comes into force by two signatures like other content; which centres there are is no part of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from auxilio.active_content.change_studies import Study
from auxilio.active_content.plan_trial import Draft, PlanTrials, Trial
from auxilio.app.composition import plan_trials
from auxilio.app.runtime import Runtime
from auxilio.cases.core.messages import ClassifyCase, MarkHelpSent, OpenCase, SetPriority
from auxilio.content_release.core.machine import LEAD_S
from auxilio.dispatch.response_plan.core.plan_comparison import DifferenceKind, PlanFacts
from auxilio.dispatch.tasks.core.messages import SendHelp
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.runner import system_actor
from tests.active_content.test_releases import TAKER, Later, Process, process
from tests.database import fresh_database

NEEDS, AREA = "plans/needs.yaml", "plans/areas/demo.yaml"
FIRE = '  - {municipalities: ["*"], service: FIRE, centres: [bom-1]}'
NIGHT = f'  - {{municipalities: ["*"], service: FIRE, centres: [bom-2], hours: "22:00-07:00"}}\n{FIRE}'


@pytest.fixture
async def server(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Process]:
    async with (
        fresh_database(postgres_server) as database,
        process(database.dsn, tmp_path / "one", Later()) as made,
    ):
        yield made


@pytest.fixture
def trials(server: Process) -> PlanTrials:
    return plan_trials(server.runtime)


async def changed(server: Process, path: str, old: str, new: str) -> dict[str, str | None]:
    text = (await server.desk.file((await server.desk.overview()).top, path)).text
    assert text.count(old) == 1
    return {path: text.replace(old, new)}


def facts(server: Process, type: str = "INC-01", **more: object) -> PlanFacts:
    return PlanFacts(type=type, priority=Priority.P0, at=server.clock.now(), **more)


async def fire(server: Process) -> CaseId:
    """A fire for which help was sent."""
    case = CaseId(new_id())
    await server.do(OpenCase(case=case, summary="arde una casa"), TAKER)
    await server.do(ClassifyCase(case=case, type="INC-01"), TAKER)
    await server.do(SetPriority(case=case, priority=Priority.P0), TAKER)
    await server.do(SendHelp(case=case, mode=Mode.REAL, priority=Priority.P0, type="INC-01"), TAKER)
    await server.do(
        MarkHelpSent(case=case), system_actor(Mode.REAL)
    )  # as the worker does when a task was offered
    return case


async def tasks_of(runtime: Runtime) -> int:
    return int(await runtime.pool.fetchval("select count(*) from stream where noun = 'task'"))


async def test_a_draft_is_asked_beside_the_plan_in_force_and_asks_nobody(
    server: Process, trials: PlanTrials
) -> None:
    files = await changed(server, NEEDS, "FIRE: [[pump, rescue]", "FIRE: [[pump, pump, rescue]")
    before = await tasks_of(server.runtime)
    found = await trials.ask(Trial(draft=Draft(files=files), facts=facts(server, "INC-05")))
    assert found.tried is not None
    assert found.faults == ()
    (difference,) = found.tried.differences
    assert (difference.centre, difference.what) == ("bom-1", DifferenceKind.MORE)
    assert found.names["bom-1"] == "Bombers de l'Alba"
    assert await tasks_of(server.runtime) == before


async def test_an_alarm_level_and_an_hour_are_tried_too(server: Process, trials: PlanTrials) -> None:
    files = await changed(server, AREA, FIRE, NIGHT)
    noon, night = (server.clock.now().replace(hour=hour, minute=0) for hour in (11, 23))
    by_day = await trials.ask(
        Trial(draft=Draft(files=files), facts=PlanFacts(type="INC-01", priority=Priority.P0, at=noon))
    )
    by_night = await trials.ask(
        Trial(draft=Draft(files=files), facts=PlanFacts(type="INC-01", priority=Priority.P0, at=night))
    )
    assert by_day.tried is not None
    assert by_day.tried.differences == ()
    assert by_night.tried is not None
    assert {one.centre: one.what for one in by_night.tried.differences} == {
        "bom-1": DifferenceKind.NOT_ASKED,
        "bom-2": DifferenceKind.ASKED,
    }
    raised = await trials.ask(Trial(draft=Draft(), facts=facts(server, level=2)))
    assert raised.tried is not None
    assert raised.levels == (1, 2, 3)
    fire = next(ask for ask in raised.tried.now.centres if ask.centre == "bom-1")
    assert fire.capabilities.count("pump") == 2


async def test_a_draft_that_leaves_somebody_without_an_answer_says_who_where_and_when(
    server: Process, trials: PlanTrials
) -> None:
    files = await changed(server, AREA, FIRE, FIRE.replace("centres", 'hours: "07:00-22:00", centres'))
    found = await trials.ask(Trial(draft=Draft(files=files), facts=facts(server)))
    assert found.tried is None
    assert {(f.code, f.facts["name"], f.facts["when"]) for f in found.faults} >= {
        ("hours_without_cover", "FIRE", "mon 00:00")
    }
    assert (await trials.month(Draft(files=files))).replay is None


async def test_the_past_month_is_asked_again_and_who_would_get_less_stands_first(
    server: Process, trials: PlanTrials
) -> None:
    await fire(server)
    files = await changed(server, NEEDS, "FIRE: [[pump, rescue]", "FIRE: [[pump]")
    # Less than the least is refused, so that whoever wants it says it there too.
    files |= await changed(
        server, "plans/minimums.yaml", "P0: [pump, rescue], P1: [pump]", "P0: [pump], P1: [pump]"
    )
    found = (await trials.month(Draft(files=files))).replay
    assert found is not None
    assert (found.tried, found.otherwise, found.worse) == (1, 1, 1)
    assert found.cases[0].differences[0].what is DifferenceKind.LESS
    same = (await trials.month(Draft())).replay
    assert same is not None
    assert (same.tried, same.otherwise) == (1, 0)
    study = msgspec.json.decode((await server.desk.check(files)).study, type=Study)
    assert study.plan is not None
    assert (study.plan.otherwise, study.plan.worse) == (1, 1), "those who sign are shown it"


async def test_a_raised_alarm_asks_for_more_and_nobody_twice(server: Process) -> None:
    case = await fire(server)
    before = await tasks_of(server.runtime)
    raise_ = SendHelp(case=case, mode=Mode.REAL, priority=Priority.P0, type="INC-01", level=2)
    first = await server.do(raise_, TAKER)
    assert await tasks_of(server.runtime) > before - 1
    again = await server.do(raise_, TAKER)
    assert (again.facts["offered"], again.facts["extended"]) == ("0", "0")
    assert first.facts["extended"] != "0"


async def test_which_centres_there_are_is_no_question_of_a_release(server: Process) -> None:
    files = await changed(server, AREA, "id: bom-2, agency: bom", "id: bom-7, agency: bom")
    files[AREA] = (files[AREA] or "").replace("centres: [bom-2, bom-3]", "centres: [bom-7, bom-3]")
    checked = await server.desk.check(files)
    assert checked.content is None
    assert b"centre_set_changed" in bytes(checked.faults)


async def test_what_nobody_may_change_is_refused(server: Process) -> None:
    with pytest.raises(Refused, match="path_not_allowed"):
        await server.desk.check({"plans/areas/../../etc.yaml": "x"})


async def test_hours_come_into_force_by_two_signatures_and_go_in_one_step(server: Process) -> None:
    checked = await server.desk.check(await changed(server, AREA, FIRE, NIGHT))
    assert checked.content is not None, bytes(checked.faults)
    release = await server.propose(checked)
    await server.look()
    assert not any(zone.hours for zone in server.runtime.plan.area.zones), "proposed is not in force"
    await server.approve(release)
    server.clock.ahead_s += LEAD_S + 1
    await server.look()
    assert [zone.hours for zone in server.runtime.plan.area.zones if zone.hours] == ["22:00-07:00"]
