"""Aim: help is never offered to a centre that is not registered, and what plan and directory differ in is said."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from auxilio.app.cli.demo_people import AGENCIES, CENTRES
from auxilio.app.composition import dispatch_queries, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.response_plan.content import read_plan
from auxilio.dispatch.response_plan.core.plan import ResponsePlan, ResponseZone, propose
from auxilio.dispatch.response_plan.core.registered import (
    PlanFinding,
    PlanFindingCode,
    RegisteredCentre,
    compare_with_directory,
    registered_centres,
    services_of_agencies,
    telephone_contacts,
)
from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import ProposalReason, RefusalReason, Task, TaskState
from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import WATCH
from auxilio.geo.service import RegionService
from auxilio.identity.core.model import Agency, Centre, Contact, Directory
from auxilio.identity.event_writer import SYSTEM
from auxilio.identity.store import IdentityStore
from auxilio.identity.store.rows import DirectoryPlace
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, CommandId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.platform.logging import fields_of
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner
from tests.content.faulty_content import CONTENT
from tests.database import fresh_database
from tests.dispatch.factories import AT, call_taker, dispatcher, plan

C = PlanFindingCode
DIRECTORY = Directory(agencies=AGENCIES, centres=CENTRES, desks=())


def known(*centres: str) -> dict[CentreId, RegisteredCentre]:
    """These of the demo's centres, as its directory has them."""
    return {id: one for id, one in registered_centres(DIRECTORY).items() if id in centres}


def with_fire_of(*centres: str) -> ResponsePlan:
    """The demo's plan with these centres for fires, in this order."""
    area = plan().area
    zones = [zone for zone in area.zones if zone.service != "FIRE"]
    fire = ResponseZone(municipalities=("*",), service="FIRE", centres=tuple(map(CentreId, centres)))
    return msgspec.structs.replace(plan(), area=msgspec.structs.replace(area, zones=(*zones, fire)))


# --- the proposal -----------------------------------------------------------------------------------


def test_a_centre_that_is_not_registered_is_passed_over_and_the_next_one_says_so() -> None:
    found = propose(
        with_fire_of("bom-1", "bom-2", "bom-3"), None, Priority.P1, ["pump"], at=AT, known=known("bom-2")
    )
    [ask] = found.centres
    assert (ask.centre, ask.fallbacks, ask.absent) == ("bom-2", (), ("bom-1",))
    assert ProposalReason(code="not_registered", facts={"centre": "bom-1"}) in ask.reasons
    assert (found.unanswered, found.unregistered) == ((), ())


def test_what_no_registered_centre_answers_for_is_asked_of_nobody_and_is_named() -> None:
    found = propose(plan(), None, Priority.P1, ["als", "pump"], at=AT, known=known("san-1"))
    assert [ask.centre for ask in found.centres] == ["san-1"]
    [nobody] = found.unregistered
    assert (nobody.centre, nobody.service, nobody.capabilities) == ("bom-1", "FIRE", ("pump",))
    assert found.unanswered == ()


def test_a_stand_in_that_is_registered_is_asked_for_a_service_whose_centre_is_not() -> None:
    stands_in = {"FIRE": "POLICE"}
    found = propose(
        msgspec.structs.replace(plan(), stands_in=stands_in),
        None,
        Priority.P1,
        ["pump"],
        at=AT,
        known=known("pol-1"),
    )
    [ask] = found.centres
    assert (ask.centre, ask.absent) == ("pol-1", ("bom-1",))
    assert [reason.code for reason in ask.reasons] == ["proved", "not_registered", "stands_in"]


def test_the_directory_says_who_has_no_console_too() -> None:
    mute = known("bom-1")
    mute[CentreId("bom-1")] = msgspec.structs.replace(mute[CentreId("bom-1")], console=False)
    for centres, by_telephone in ((known("bom-1"), False), (mute, True)):
        [ask] = propose(plan(), None, Priority.P1, ["pump"], at=AT, known=centres).centres
        assert ask.by_telephone is by_telephone


def test_without_an_area_a_plan_knows_what_is_needed_and_nobody_to_ask() -> None:
    found, faults = read_plan(CONTENT, "")
    assert found is not None, faults
    assert (found.area.id, dict(found.area.centres), found.usual) == ("", {}, plan().usual)
    asked = propose(found, None, Priority.P1, ["als", "pump"], at=AT)
    assert (asked.centres, asked.unanswered, asked.unregistered) == ((), ("HEALTH", "FIRE"), ())


def test_an_area_that_is_not_there_is_a_fault_and_no_plan() -> None:
    found, faults = read_plan(CONTENT, "nowhere")
    assert found is None
    assert "plans/areas/nowhere.yaml" in {fault.file for fault in faults}


# --- the comparison ---------------------------------------------------------------------------------


def test_the_demo_s_plan_and_directory_agree() -> None:
    assert compare_with_directory(plan(), registered_centres(DIRECTORY)) == ()


def test_each_difference_of_plan_and_directory_is_found_with_the_gravest_first() -> None:
    registered = known("bom-1", "bom-2", "bom-3", "pol-1", "pc-1")
    for id, change in (
        ("pol-1", {"agency": AgencyId("gua")}),
        ("bom-2", {"console": False, "phone": None}),
        ("bom-3", {"phone": None}),  # its plan has the number
    ):
        registered[CentreId(id)] = msgspec.structs.replace(registered[CentreId(id)], **change)
    found = compare_with_directory(plan(), registered)
    assert [(one.code, one.centre, one.services) for one in found] == [
        (C.SERVICE_WITHOUT_CENTRE, None, ("HEALTH",)),
        (C.CENTRE_NOT_REGISTERED, "san-1", ("HEALTH",)),
        (C.CENTRE_NOT_REGISTERED, "san-2", ("HEALTH",)),
        (C.CENTRE_OF_OTHER_AGENCY, "pol-1", ("POLICE",)),
        (C.CENTRE_UNREACHABLE, "bom-2", ("FIRE",)),
    ]


def test_without_a_plan_it_is_said_and_so_is_who_cannot_be_reached() -> None:
    bare, _ = read_plan(CONTENT, "")
    assert bare is not None
    mute = Agency(id="pc", service="civil_protection", name="PC", has_console=False)
    directory = Directory(agencies=(mute,), centres=(Centre(id="pc-9", agency="pc", name="PC 9"),), desks=())
    assert compare_with_directory(bare, registered_centres(directory)) == (
        PlanFinding(code=C.NO_PLAN),
        PlanFinding(
            code=C.CENTRE_UNREACHABLE, services=("CIVIL_PROTECTION",), centre=CentreId("pc-9"), name="PC 9"
        ),
    )
    assert services_of_agencies(bare, directory) == {"pc": ("CIVIL_PROTECTION",)}


def test_what_the_plan_says_of_an_agency_s_services_goes_before_the_directory() -> None:
    other = Directory(agencies=(Agency(id="san", service="POLICE", name="Sanidad"),), centres=(), desks=())
    assert services_of_agencies(plan(), other)["san"] == ("HEALTH",)


def test_a_number_that_the_directory_has_is_said_once_and_by_the_directory() -> None:
    area = plan().area
    [interpreter] = [one for one in area.contacts if one.speaks][:1]
    gas = Contact(id="gas", name="Gas", phone="+34900000031", purpose="Fugas", hours="24 h")
    again = Contact(id="int", name="Otro nombre", phone=interpreter.number, languages=interpreter.speaks)
    found = telephone_contacts((gas, again), area, registered_centres(DIRECTORY))
    assert [one.name for one in found][:2] == ["Gas", "Otro nombre"]
    assert (found[0].purpose, found[0].hours, found[1].speaks) == ("Fugas", "24 h", interpreter.speaks)
    numbers = [one.number for one in found]
    assert len(numbers) == len(set(numbers))
    assert {one.number for one in area.contacts} <= set(numbers), "those of the plan alone stay"


# --- in a whole installation ------------------------------------------------------------------------


class SendingRoom:
    """An installation in which a desk sends help."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.queries = dispatch_queries(runtime, RegionService.without_data())
        self.runner = ReactionRunner(
            runtime.pool,
            runtime.aggregates,
            runtime.wakeups,
            runtime.clock,
            runtime.commands,
            reactions(self.queries.units_for),
        )

    async def register(self, *places: DirectoryPlace) -> None:
        async with IdentityStore(self.runtime.pool).change() as change:
            for place in places:
                await change.put_place(place, SYSTEM.id, self.runtime.clock.now())

    async def do(self, command: Command, actor: Actor | None = None) -> CommandResult:
        done = await self.runtime.commands.handle(CommandId(new_id()), command, actor or call_taker())
        await self.runner.catch_up()
        return done

    async def case(self) -> CaseId:
        case = CaseId(new_id())
        await self.do(cases.OpenCase(case=case))
        return case

    async def send(self, case: CaseId, *capabilities: str) -> CommandResult:
        return await self.do(
            t.SendHelp(case=case, mode=Mode.REAL, priority=Priority.P1, send=capabilities or ("als", "pump"))
        )

    async def tasks(self, case: CaseId) -> list[Task]:
        """In the order in which they were wanted."""
        return sorted(await self.runner.states.in_case(TASK, case), key=lambda task: task.offered_at)

    async def state(self, case: CaseId) -> Case:
        found = await self.runner.states.state(CASE, case)
        assert found is not None
        return found

    async def alarms(self, case: CaseId) -> list[WatchKind]:
        watches = await self.runner.states.in_case(WATCH, case)
        return [one.kind for one in watches if one.kind is WatchKind.NOBODY_HAS_IT and one.over_at is None]

    def offer(self, case: CaseId, centre: str, agency: str, **more: object) -> t.OfferTask:
        return t.OfferTask(
            task=TaskId(new_id()),
            case=case,
            mode=Mode.REAL,
            centre=CentreId(centre),
            agency=AgencyId(agency),
            service="HEALTH",
            priority=Priority.P1,
            **more,
        )


@pytest.fixture
async def room(
    request: pytest.FixtureRequest, postgres_server: EmbeddedPostgres, tmp_path: Path
) -> AsyncIterator[SendingRoom]:
    """With the demo's plan, or with the area that a test asks for; nobody is registered yet."""
    area = getattr(request, "param", "demo")
    async with fresh_database(postgres_server) as database:
        settings = Settings(area=area, database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings) as runtime:
            yield SendingRoom(runtime)


SAN, BOM = AGENCIES[0], AGENCIES[1]
SAN_1 = Centre(id="san-1", agency="san", name="Sanidad 1")
BOM_2 = Centre(id="bom-2", agency="bom", name="Bomberos 2")
WITHOUT_PLAN = pytest.mark.parametrize("room", [""], indirect=True)


@pytest.mark.database
async def test_only_registered_centres_are_offered_help_and_the_rest_is_an_alarm(room: SendingRoom) -> None:
    await room.register(SAN, SAN_1)
    case = await room.case()
    sent = await room.send(case)
    assert (sent.facts["offered"], sent.facts["unregistered"]) == ("1", "FIRE")
    found = {task.centre: (task.state, task.nobody_since is not None) for task in await room.tasks(case)}
    assert found == {"san-1": (TaskState.OFFERED, False), "bom-1": (TaskState.TIMED_OUT, True)}
    assert len(await room.alarms(case)) == 1
    await room.send(case)
    assert len(await room.tasks(case)) == 2, "pressed again it is not said again"


@pytest.mark.database
async def test_help_that_nobody_was_asked_for_is_not_said_to_be_sent(room: SendingRoom) -> None:
    case = await room.case()
    await room.send(case)
    assert (await room.state(case)).help_sent_at is None
    assert [task.state for task in await room.tasks(case)] == [TaskState.TIMED_OUT, TaskState.TIMED_OUT]


@pytest.mark.database
async def test_a_centre_that_is_registered_meanwhile_is_asked_and_the_alarm_ends(room: SendingRoom) -> None:
    case = await room.case()
    await room.send(case, "als")
    await room.register(SAN, SAN_1)
    await room.send(case, "als")
    first, second = await room.tasks(case)
    assert (first.passed_to, second.centre, second.state) == (second.id, "san-1", TaskState.OFFERED)
    assert (await room.state(case)).help_sent_at is not None
    assert await room.alarms(case) == []


@pytest.mark.database
async def test_a_refused_task_goes_past_a_centre_that_is_not_registered(room: SendingRoom) -> None:
    await room.register(SAN, SAN_1, BOM, BOM_2)
    case = await room.case()
    offered = room.offer(case, "san-1", "san", fallbacks=(CentreId("bom-1"), CentreId("bom-2")))
    await room.do(offered)
    await room.do(t.RefuseTask(task=offered.task, reason=RefusalReason.NO_UNIT), dispatcher())
    assert [task.centre for task in await room.tasks(case)] == ["san-1", "bom-2"]


@pytest.mark.database
async def test_by_hand_nobody_offers_to_a_centre_that_is_not_registered_or_of_another_agency(
    room: SendingRoom,
) -> None:
    await room.register(SAN, SAN_1)
    case = await room.case()
    for centre, agency, code in (
        ("bom-1", "bom", "centre_not_registered"),
        ("san-1", "bom", "centre_of_other_agency"),
    ):
        with pytest.raises(Refused, match=code):
            await room.do(room.offer(case, centre, agency))
    assert await room.tasks(case) == []


@pytest.mark.database
@WITHOUT_PLAN
async def test_without_a_plan_the_contacts_of_the_directory_are_dialled_each_agency_its_own(
    room: SendingRoom,
) -> None:
    gas = Contact(id="gas", name="Gas", phone="+34900000031")
    guard = Contact(id="guard", name="Guardia", phone="+34900000032", agency="bom")
    await room.register(SAN, BOM, gas, guard)
    assert [one.number for one in await room.queries.contacts(call_taker())] == [gas.phone, guard.phone]
    assert [one.name for one in await room.queries.contacts(dispatcher())] == ["Gas"]
    assert len(await room.queries.contacts(dispatcher("bom-1"))) == 2


@pytest.mark.database
@WITHOUT_PLAN
async def test_without_a_plan_nothing_is_offered_by_itself_and_a_person_chooses_the_centre(
    room: SendingRoom,
) -> None:
    await room.register(SAN, SAN_1, msgspec.structs.replace(BOM, has_console=False), BOM_2)
    await room.runtime.directory.look()
    case = await room.case()
    with pytest.raises(Refused, match="nobody_to_ask"):
        await room.send(case)
    assert await room.tasks(case) == []
    await room.do(room.offer(case, "san-1", "san", capabilities=("als",)))
    await room.do(room.offer(case, "bom-2", "bom"))
    by_telephone = {task.centre: task.by_telephone for task in await room.tasks(case)}
    assert by_telephone == {"san-1": False, "bom-2": True}, "the directory says who has no console"
    assert (await room.state(case)).help_sent_at is not None
    # its people see what their service sees
    assert room.runtime.directory.services["san"] == ("HEALTH",)
    assert room.runtime.directory.centre_names["san-1"] == "Sanidad 1"


@pytest.mark.database
@WITHOUT_PLAN
async def test_plan_and_directory_are_compared_at_start_and_after_each_change(
    room: SendingRoom, caplog: pytest.LogCaptureFixture
) -> None:
    assert [one.code for one in room.runtime.directory.findings] == [C.NO_PLAN]
    await room.register(msgspec.structs.replace(SAN, has_console=False, phone=None), SAN_1)
    await room.runtime.directory.look()
    assert [one.code for one in room.runtime.directory.findings] == [C.NO_PLAN, C.CENTRE_UNREACHABLE]
    logged = [record for record in caplog.records if record.msg == "plan_and_directory"]
    assert [fields_of(one) for one in logged] == [{"code": "no_plan", "count": 2}]
    checked = await room.queries.plan_check()
    assert (checked.planned, checked.findings) == (False, room.runtime.directory.findings)
