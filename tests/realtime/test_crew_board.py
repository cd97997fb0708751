"""What a crew's page is told: its own work whole, of another crew's nothing. Real command bus, real log, real hub."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from auxilio.app.capabilities import tables
from auxilio.app.cli.demo_seed import register_units
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.cases.service import CASE
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import PatientState
from auxilio.dispatch.response_plan.core.plan import services_by_agency
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import CrewMember, UnitStatus
from auxilio.followup.core import messages as f
from auxilio.followup.core.model import FollowupParty, MessageId
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CaseId,
    CentreId,
    CommandId,
    PatientId,
    PersonId,
    TaskId,
    UnitId,
)
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database import cursors, log
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.workflows import case_merging, followup_watches
from auxilio.workflows.runner import ReactionRunner
from tests.actors import person
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.realtime.test_late_joiner import Screen

DESK = person("call_taker", "desk-01")
CENTRE = person("dispatcher", "san-desk-1", agency="san", centre="san-1")
A01 = person("crew", "a-01", agency="san", centre="san-1", name="Dotación A-01")
A02 = person("crew", "a-02", agency="san", centre="san-1", name="Dotación A-02")


def hub_of(runtime: Runtime) -> Hub:
    """A hub of this installation; nothing follows the log yet."""
    boards = boards_for(services_by_agency(runtime.plan), tables())
    return Hub(runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, boards)


class Road:
    """One installation, and what two crews of one centre have on their screens."""

    def __init__(self, runtime: Runtime, hub: Hub) -> None:
        self.runtime, self.hub = runtime, hub
        self.units: dict[str, UnitId] = {}

    async def do(self, command: Command, actor: Actor) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def screen(self, crew: Actor) -> Screen:
        screen = Screen()
        await self.hub.open("unit", {}, crew, None, screen.take)
        return screen

    async def sent(self, callsign: str, **known: Any) -> tuple[CaseId, TaskId]:
        case, task = CaseId(new_id()), TaskId(new_id())
        where = Location(degree=LocationCertainty.SAID, words=f"Calle de {callsign}, 1", detail="código 2580")
        await self.do(cases.OpenCase(case=case, location=where, **known), DESK)
        offer = t.OfferTask(
            task=task,
            case=case,
            mode=Mode.REAL,
            centre=CentreId("san-1"),
            agency=AgencyId("san"),
            service="HEALTH",
            priority=Priority.P1,
        )
        await self.do(offer, DESK)
        alert = u.AlertUnit(assignment=AssignmentId(new_id()), unit=self.units[callsign], task=task)
        await self.do(alert, CENTRE)
        return case, task

    async def happens(self, case: CaseId, event: Event) -> None:
        """A fact of a case, whatever would have to be true before it."""

        async def decide(attempt: CommandContext) -> None:
            await attempt.find(CASE, case)
            attempt.record(CASE, case, (event,))

        work = CommandExecutor(self.runtime.pool, self.runtime.clock, self.runtime.wakeups)
        await work.run(CommandId(new_id()), cases.ReopenCase(case=case, reason="test"), DESK, decide)

    async def is_what_a_late_joiner_sees(self, screen: Screen) -> None:
        """A process that starts only now shows the same."""
        late = Road(self.runtime, hub_of(self.runtime))
        following = asyncio.create_task(late.hub.run())
        try:
            await late.hub.ready.wait()
            assert (await late.screen(A01)).seen() == screen.seen()
        finally:
            following.cancel()

    async def seen(self, screen: Screen, want: Any) -> None:
        """Wait until the hub has told it; a hint may be late, the poll of a second is the net."""
        async with asyncio.timeout(30):
            while not want(screen.seen()):
                await asyncio.sleep(0.02)


@pytest.fixture
async def road(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Road]:
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings) as runtime:
            await register_units(runtime, RegionService.without_data(), Mode.REAL)
            hub = hub_of(runtime)
            following = asyncio.create_task(hub.run())
            await hub.ready.wait()
            road = Road(runtime, hub)
            for unit in await cursors.live_where(runtime.pool, UNIT, 100):
                road.units[unit.callsign] = unit.id
            yield road
            following.cancel()


def has(table: str) -> Any:
    return lambda rows: bool(rows.get(table))


async def test_a_crew_sees_its_own_work_and_another_crew_sees_nothing_of_it(road: Road) -> None:
    mine, theirs = await road.screen(A01), await road.screen(A02)
    case, task = await road.sent("A-01")
    await road.do(
        p.RecordPatient(patient=PatientId(new_id()), case=case, mode=Mode.REAL, words="68 años"), DESK
    )
    await road.seen(mine, has("patients"))
    rows = mine.seen()
    assert rows["cases"][f"case:{case}"]["location"]["detail"] == "código 2580"
    assert list(rows["tasks"]) == [f"task:{task}"]
    assert [row["words"] for row in rows["patients"].values()] == ["68 años"]
    await road.seen(theirs, lambda rows: rows["units"][f"unit:{road.units['A-01']}"]["status"] == "alerted")
    other = theirs.seen()
    assert other.keys() == {"units"}, "units to choose from, and no work"
    row = other["units"][f"unit:{road.units['A-01']}"]
    assert (row["case"], row["task"], row["assignment"], row["orders"]) == (None, None, None, [])
    assert [member["name"] for member in row["crew"]] == ["nurse"], "of another crew the role"


async def test_a_patient_who_was_taken_nowhere_stays_on_the_page_until_the_case_ends(road: Road) -> None:
    screen = await road.screen(A01)
    case, _ = await road.sent("A-01")
    one = PatientId(new_id())
    await road.do(p.RecordPatient(patient=one, case=case, mode=Mode.REAL, words="llora"), DESK)
    await road.do(p.UpdatePatient(patient=one, state=PatientState.STAYED), A01)

    def stays(rows: Any) -> bool:
        return [row["state"] for row in rows.get("patients", {}).values()] == ["stayed"]

    await road.seen(screen, stays)
    await road.is_what_a_late_joiner_sees(screen)
    await road.happens(case, cases.CaseSealed(case=case))
    await road.seen(screen, lambda rows: not rows.keys() & {"cases", "patients"})
    await road.is_what_a_late_joiner_sees(screen)
    await road.happens(case, cases.CaseReopened(case=case, reason="was another one"))
    await road.seen(screen, stays)
    await road.is_what_a_late_joiner_sees(screen)


async def test_a_crew_whose_case_is_merged_reads_the_words_of_the_one_that_lives_on_and_so_does_its_centre(
    road: Road,
) -> None:
    mine, centre = await road.screen(A01), Screen()
    await road.hub.open("centre", {}, CENTRE, None, centre.take)
    case, task = await road.sent("A-01", priority=Priority.P1)
    one, words, lives = PatientId(new_id()), MessageId(new_id()), CaseId(new_id())
    await road.do(p.RecordPatient(patient=one, case=case, mode=Mode.REAL, words="llora"), A01)
    to = (FollowupParty(unit=road.units["A-01"]),)
    await road.do(f.SendMessage(message=words, case=case, to=to, words="por detrás"), DESK)
    where = Location(degree=LocationCertainty.SAID, words="Calle Mayor, 12")
    await road.do(cases.OpenCase(case=lives, location=where, priority=Priority.P1), DESK)
    await road.do(cases.MergeCase(case=case, into=lives), DESK)
    runtime = road.runtime
    reacts = (*case_merging.reactions(), *followup_watches.reactions())
    await ReactionRunner(
        runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, runtime.commands, reacts
    ).catch_up()

    def reads(rows: Any) -> bool:
        """One case, and everything there is under it."""
        under = [rows.get(table, {}) for table in ("tasks", "assignments", "patients", "messages")]
        return [row["location"]["words"] for row in rows.get("cases", {}).values()] == [where.words] and all(
            [row["case"] for row in table.values()] == [str(lives)] for table in under
        )

    await road.seen(mine, reads)
    await road.is_what_a_late_joiner_sees(mine)
    await road.seen(
        centre,
        lambda rows: (
            list(rows.get("cases", {})) == [f"case:{lives}"]
            and {row["case"] for row in rows["tasks"].values()} == {str(lives)}
            and {row["case"] for row in rows["watches"].values()} == {str(lives)}
        ),
    )
    assert list(mine.seen()["tasks"]) == [f"task:{task}"]


async def test_facts_that_the_database_left_in_the_middle_are_told_once_it_is_back(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await road.screen(A01)
    case, _ = await road.sent("A-01")
    patient = PatientId(new_id())
    await road.do(p.RecordPatient(patient=patient, case=case, mode=Mode.REAL, words="llora"), DESK)
    await road.do(p.UpdatePatient(patient=patient, state=PatientState.STAYED), A01)
    await road.happens(case, cases.CaseSealed(case=case))
    await road.seen(screen, lambda rows: not rows.keys() & {"cases", "patients"})
    read, gone = log.case_states, [ConnectionError("the database went"), ConnectionError("and again")]

    async def away(*asked: Any) -> Any:
        if gone:
            raise gone.pop()
        return await read(*asked)

    monkeypatch.setattr(log, "case_states", away)
    await road.happens(case, cases.CaseReopened(case=case, reason="was another one"))
    await road.seen(screen, lambda rows: has("cases")(rows) and has("patients")(rows))
    assert gone == []
    assert not road.hub.database_lost
    await road.is_what_a_late_joiner_sees(screen)


async def test_when_its_work_is_over_it_leaves_the_crews_page(road: Road) -> None:
    screen = await road.screen(A01)
    await road.sent("A-01")
    await road.seen(screen, has("cases"))
    await road.do(u.ReportStatus(unit=road.units["A-01"], status=UnitStatus.AVAILABLE), A01)
    await road.seen(screen, lambda rows: not rows.keys() & {"cases", "tasks", "assignments"})
    assert screen.seen() == (await road.screen(A01)).seen(), "a late joiner sees the same"


async def test_a_crew_sent_to_a_reserved_case_knows_where_to_go(road: Road) -> None:
    case, _task = await road.sent("A-01")
    await road.do(cases.ReserveCase(case=case, reason="violencia"), DESK)
    screen = await road.screen(A01)
    await road.seen(screen, lambda rows: rows.get("cases", {}).get(f"case:{case}", {}).get("reserved"))
    assert screen.seen()["cases"][f"case:{case}"]["location"]["words"] == "Calle de A-01, 1"


async def test_the_relief_who_signed_on_by_name_sees_the_unit_as_its_own(road: Road) -> None:
    relief = person("crew", None, agency="san", centre="san-1", name="Nil Pons")
    unit, screen = road.units["A-02"], await road.screen(relief)
    names = (CrewMember(name="Nil Pons", role="nurse", person=PersonId(relief.id)),)
    await road.do(u.SignOnCrew(unit=unit, crew=names), relief)
    await road.sent("A-02")
    await road.seen(screen, has("cases"))
    assert screen.seen()["units"][f"unit:{unit}"]["crew"][0]["name"] == "Nil Pons"


async def test_words_reach_the_crew_they_are_for_and_a_crew_writes_about_its_own_case_only(
    road: Road,
) -> None:
    mine, theirs = await road.screen(A01), await road.screen(A02)
    case, _task = await road.sent("A-01")
    await road.seen(mine, has("cases"))

    def message(to: FollowupParty) -> f.SendMessage:
        return f.SendMessage(message=MessageId(new_id()), case=case, to=(to,), words="Portal a la derecha")

    with pytest.raises(Refused, match="not_your_case"):
        await road.do(message(FollowupParty(centre=CentreId("san-1"))), A02)
    await road.do(message(FollowupParty(centre=CentreId("san-1"))), A01)
    await road.do(message(FollowupParty(unit=road.units["A-01"])), CENTRE)
    await road.seen(mine, lambda rows: len(rows.get("messages", {})) == 2)
    assert {UUID(row["by"]) for row in mine.seen()["messages"].values()} == {A01.id, CENTRE.id}
    assert "messages" not in theirs.seen()
