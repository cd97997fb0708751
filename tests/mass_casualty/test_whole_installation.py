"""Many victims in a whole installation: what is reported reaches who has the case, a rule proposes a plan, a person declares it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from auxilio.app.capabilities import NARRATIVES, tables
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import ClosingData, Location, LocationCertainty
from auxilio.cases.service import CASE
from auxilio.dispatch.response_plan.core.plan import services_by_agency
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.followup.core.messages import AnswerWatch
from auxilio.followup.core.model import EscalationLevel, FollowupParty, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, HospitalId, RunId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.mass_casualty.core.scene import (
    Casualties,
    CasualtyColour,
    CountBasis,
    MajorDeclaration,
    MethaneField,
    MethaneSource,
    MethaneValue,
    PlanOutcome,
    Scene,
)
from auxilio.mass_casualty.core.scene_messages import AlertHospital, CountCasualties, ReportScene
from auxilio.mass_casualty.core.situation import Situation, situation_id
from auxilio.mass_casualty.core.situation_messages import DeclareSituation, DismissSituation, EndSituation
from auxilio.mass_casualty.service import SCENE, SITUATION
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import story
from auxilio.triage.core import messages as triage
from auxilio.workflows.capability import reactions
from tests.actors import person
from tests.installation import Installation, fresh_runtime, no_units, wired
from tests.realtime.test_case_visibility import see

PLAN = "territorial-fases"
LUCIA = person("call_taker", "desk-01")
MARTA, SARA = (person("dispatcher", f"{a}-desk-1", agency=a, centre=f"{a}-1") for a in ("san", "pol"))
JORDI = person("civil_protection_officer", "pc-desk-1", agency="pc")
PLACE = Location(degree=LocationCertainty.AGREED, words="A-99, km 4", municipality="Riudalba")


@dataclass
class Centre(Installation):
    """An installation whose clock the test moves."""

    clock: SimulatedClock

    async def wait(self, span: timedelta) -> None:
        await self.clock.advance(span.total_seconds(), settle=0)
        await self.timers.tick()
        await self.runner.catch_up()

    async def case(self, *, interview: str | None = None) -> CaseId:
        """A case; with an interview of many victims when it is said how many the caller reckons."""
        case = CaseId(new_id())
        await self.do(LUCIA, cases.OpenCase(case=case, location=PLACE, type="SAN-46"))
        if interview:
            run = RunId(new_id())
            start = triage.StartRun(run=run, case=case, protocol="gen-imv", language="es")
            await self.do(LUCIA, start)
            await self.do(LUCIA, triage.AnswerQuestion(run=run, question="victimas", answer=interview))
        return case

    async def health_has(self, case: CaseId) -> None:
        await self.do(
            LUCIA,
            tasks.OfferTask(
                task=TaskId(new_id()), case=case, mode=Mode.REAL, service="HEALTH", centre=CentreId("san-1"),
                agency=AgencyId("san"), capabilities=("als",), priority=Priority.P0,
            ),
        )  # fmt: skip

    async def scene(self, case: CaseId) -> Scene:
        found = await self.runner.states.state(SCENE, case)
        assert found is not None
        return found

    async def plan(self, mode: Mode = Mode.REAL) -> Situation | None:
        return await self.runner.states.state(SITUATION, situation_id(mode, PLAN))

    async def watches(self) -> list[WatchState]:
        found = await self.runner.states.live(WATCH, kind=WatchKind.PLAN_PROPOSED.value)
        return [one.state for one in found]

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Hub]:
        """Boards over this log."""
        boards = boards_for(services_by_agency(self.runtime.plan), tables())
        hub = Hub(self.runtime.pool, self.runtime.aggregates, self.runtime.wakeups, self.clock, boards)
        task = asyncio.create_task(hub.run())
        await hub.ready.wait()
        try:
            yield hub
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = SimulatedClock()
    async with fresh_runtime(postgres_server, tmp_path, clock) as runtime:
        follows = reactions(no_units, civil=lambda: runtime.in_force.civil)
        yield Centre(*wired(runtime, follows), clock)


def report(case: CaseId, declared: MajorDeclaration = MajorDeclaration.YES, **more) -> ReportScene:
    said = {MethaneField.MAJOR: MethaneValue(source=MethaneSource.SCENE, declared=declared)} | more.pop(
        "said", {}
    )
    return ReportScene(case=case, said=said, **more)


def declare(phase: str = "emergencia-1", **more) -> DeclareSituation:
    return DeclareSituation(plan=PLAN, phase=phase, area="Riudalba", act="Orden 12/2026", **more)


async def test_an_interview_that_asks_for_the_plan_has_it_proposed_once_and_changes_nothing_else(
    centre: Centre,
):
    case = await centre.case(interview="6-20")
    plan = await centre.plan()
    assert plan is not None
    assert plan.proposal is not None
    assert (plan.proposal.phase, plan.standing, plan.cases) == ("alerta", None, (case,))
    (ground,) = plan.proposal.grounds
    assert (ground.rule, ground.value) == ("T1", "plan_activation_option")
    assert (await centre.scene(case)).situations[PLAN].what is PlanOutcome.PROPOSED
    found = await centre.runner.states.state(CASE, case)
    assert found is not None
    assert (found.priority, found.type) == (Priority.P0, "SAN-46")
    assert await centre.watches() == [WatchState.SET]


async def test_few_who_are_hurt_propose_no_plan(centre: Centre):
    await centre.case(interview="3-5")
    assert await centre.plan() is None


async def test_a_proposal_that_nobody_answers_is_heard_by_the_room_and_then_by_the_duty_officer(
    centre: Centre,
):
    await centre.case(interview="20+")
    await centre.wait(timedelta(seconds=301))
    assert await centre.watches() == [WatchState.AMBER]
    await centre.wait(timedelta(seconds=300))
    (watch,) = await centre.runner.states.live(WATCH, kind=WatchKind.PLAN_PROPOSED.value)
    assert (watch.state, watch.level) == (WatchState.FIRED, EscalationLevel.ROOM)
    await centre.wait(timedelta(seconds=61))
    (watch,) = await centre.runner.states.live(WATCH, kind=WatchKind.PLAN_PROPOSED.value)
    assert (watch.state, watch.level) == (WatchState.ESCALATED, EscalationLevel.GUARD)
    # To know of it is no answer to it; to declare is.
    await centre.do(JORDI, AnswerWatch(watch=watch.id))
    assert await centre.watches() == [WatchState.ANSWERED]
    await centre.do(JORDI, declare())
    assert await centre.watches() == []


async def test_declared_raised_and_ended_with_area_act_and_time_and_told_in_the_story_of_the_case(
    centre: Centre,
):
    case = await centre.case(interview="6-20")
    await centre.health_has(case)
    await centre.do(MARTA, report(case, given_by="Jefa A-01", read_back=True))
    plan = await centre.plan()
    assert plan is not None
    assert plan.proposal is not None
    assert [one.rule for one in plan.proposal.grounds] == ["T1", "T3"]
    since = centre.clock.now() - timedelta(minutes=3)
    await centre.do(JORDI, declare("alerta", since=since))
    await centre.do(JORDI, declare("emergencia-1"))
    await centre.do(JORDI, EndSituation(plan=PLAN, act="Orden 13/2026", reason="heridos evacuados"))
    facts = [
        (one.kind, one.actor_name)
        for one in await log.read_after(centre.runtime.pool, log.Cursor(), 10_000)
        if one.kind.startswith("major.situation.")
    ]
    assert [kind.rpartition(".")[2] for kind, _ in facts] == [
        "proposed", "ground_added", "declared", "declared", "ended",
    ]  # fmt: skip
    assert {name for _, name in facts[2:]} == {JORDI.name}
    told = [
        envelope
        for envelope in await log.read_after(centre.runtime.pool, log.Cursor(), 10_000)
        if envelope.case == case
    ]
    lines = [line.words for _, line in story(story_facts(told, NARRATIVES), catalogues(), "es")]
    assert any("METHANE 1 Jefa A-01" in line and "Incidente mayor: SÍ" in line for line in lines)
    assert any("Plan territorial: Emergencia 1, declarado" in line for line in lines)
    assert any("Plan territorial: Emergencia 1, finalizado" in line for line in lines)


async def test_not_followed_with_a_reason_it_is_not_proposed_again_for_the_same(centre: Centre):
    case = await centre.case(interview="6-20")
    await centre.do(JORDI, DismissSituation(plan=PLAN, reason="bastan los medios propios"))
    assert await centre.watches() == []
    await centre.do(LUCIA, report(case, MajorDeclaration.NO))
    plan = await centre.plan()
    assert plan is not None
    assert plan.proposal is None
    five = CountCasualties(
        case=case, how=CountBasis.ESTIMATED, colours={CasualtyColour.RED: Casualties(least=4, most=6)}
    )
    await centre.do(LUCIA, five)
    plan = await centre.plan()
    assert plan is not None
    assert plan.proposal is not None
    assert [(one.rule, one.value) for one in plan.proposal.grounds] == [("T4", "4-6")]


@pytest.mark.parametrize("role", ["call_taker", "dispatcher", "supervisor", "administrator"])
async def test_nobody_else_declares(centre: Centre, role: str):
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(person(role, "room"), declare())
    assert await centre.plan() is None


async def test_a_centre_reports_of_what_it_has_a_task_of_and_of_nothing_else(centre: Centre):
    case = await centre.case()
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(MARTA, report(case))
    await centre.health_has(case)
    await centre.do(MARTA, report(case, MajorDeclaration.NO))
    assert (await centre.scene(case)).reports_made == 1
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(SARA, report(case))


async def test_a_case_that_is_closed_is_reported_of_no_more(centre: Centre):
    case = await centre.case()
    await centre.do(LUCIA, cases.CloseCase(case=case, closing=ClosingData(disposition="resolved")))
    with pytest.raises(Refused, match="case_not_open"):
        await centre.do(LUCIA, report(case))


async def test_an_exercise_proposes_the_exercises_plan(centre: Centre):
    lucia = person("call_taker", "desk-01", mode=Mode.EXERCISE)
    case = CaseId(new_id())
    await centre.do(lucia, cases.OpenCase(case=case, location=PLACE))
    await centre.do(lucia, report(case))
    assert await centre.plan(Mode.REAL) is None
    played = await centre.plan(Mode.EXERCISE)
    assert played is not None
    assert played.proposal is not None


async def test_what_is_reported_is_on_the_boards_of_who_has_the_case(centre: Centre):
    case = await centre.case()
    await centre.health_has(case)
    await centre.do(
        MARTA,
        report(case, said={MethaneField.HAZARDS: MethaneValue(source=MethaneSource.SCENE, words="humo")}),
    )
    await centre.do(JORDI, declare())
    async with centre.looking() as hub:
        (row,) = (await see(hub, "centre", MARTA))["scenes"]
        assert row["letters"]["hazards"]["value"]["words"] == "humo"
        assert len((await see(hub, "room", JORDI))["scenes"]) == 1
        police = await see(hub, "centre", SARA)
        assert police["scenes"] == [], "police has no part in it"
        assert [one["standing"]["phase"] for one in police["situations"]] == ["emergencia-1"]


async def test_of_a_reserved_case_the_room_shows_no_scene_to_who_is_not_named(centre: Centre):
    case = await centre.case()
    await centre.do(LUCIA, report(case, MajorDeclaration.NO))
    await centre.do(LUCIA, cases.ReserveCase(case=case, reason="violencia"))
    async with centre.looking() as hub:
        assert (await see(hub, "room", JORDI))["scenes"] == []
        assert len((await see(hub, "room", person("supervisor", "room")))["scenes"]) == 1


async def test_an_interview_that_asks_for_the_hospitals_reaches_who_telephones_until_one_of_them_knows(
    centre: Centre,
):
    case = await centre.case(interview="6-20")

    async def alerts():
        return await centre.runner.states.live(WATCH, kind=WatchKind.HOSPITALS_ALERT.value)

    (watch,) = await alerts()
    assert (watch.case, watch.to) == (case, (FollowupParty(desk="desk-01"),))
    await centre.health_has(case)
    (watch,) = await alerts()
    assert watch.to == (FollowupParty(desk="desk-01"), FollowupParty(centre="san-1")), (
        "who is asked later hears of it too"
    )
    began = watch.set_at
    await centre.wait(timedelta(seconds=301))
    (watch,) = await alerts()
    assert (watch.state, watch.set_at) == (WatchState.FIRED, began)
    hospital = HospitalId(new_id())
    share = {CasualtyColour.RED: 2, CasualtyColour.GREEN: 0}
    told = AlertHospital(case=case, hospital=hospital, name="Comarcal", by_there="Dra. Soler", share=share)
    await centre.do(MARTA, told)
    assert await alerts() == []
    scene = (await centre.scene(case)).hospitals[str(hospital)]
    assert (scene.share, scene.by_there, scene.entered_by) == (
        {CasualtyColour.RED: 2},
        "Dra. Soler",
        MARTA.name,
    )
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(person("crew", "A-01"), told)
