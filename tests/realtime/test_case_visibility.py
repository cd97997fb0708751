"""Who sees what of a case: what a row hides, no line of the story tells; and a reserved case is for named people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from auxilio.app.capabilities import all_aggregates, tables
from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty, NamedPerson, NamingReason
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import RefusalReason
from auxilio.followup.core.messages import ReadMessage, SendMessage
from auxilio.followup.core.model import FollowupParty, MessageId
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CallId, CaseId, CentreId, PatientId, PersonId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.triage.core import messages as triage
from auxilio.workflows import call_answering as answered
from tests.actors import person, system
from tests.database import Database
from tests.dispatch.factories import offer
from tests.realtime.board_client import Screen
from tests.workflows.conftest import WorkflowSetup, make_room

SERVICES = {"san": ("HEALTH",), "pol": ("POLICE",), "bom": ("FIRE",)}
BOARDS = boards_for(SERVICES, tables(), clinical=lambda protocol: protocol.startswith("san-"))
LUCIA = person("call_taker", "desk-01")
HEALTH, POLICE, FIRE = (
    person("dispatcher", f"{a}-desk", agency=a, centre=f"{a}-1") for a in ("san", "pol", "bom")
)
SAID = "le han dado una paliza"


@pytest.fixture
def room(database: Database, clock) -> WorkflowSetup:
    return make_room(database, clock, answered.reactions(shared_numbers=frozenset()))


@pytest.fixture
def clock():
    from auxilio.platform.clock import SimulatedClock

    return SimulatedClock()


@asynccontextmanager
async def following(hub: Hub) -> AsyncIterator[None]:
    """It moves as long as this lasts."""
    task = asyncio.create_task(hub.run())
    await hub.ready.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def boards_of(room: WorkflowSetup) -> Hub:
    """Boards over this room's log."""
    return Hub(room.database.pool, all_aggregates(), room.database.wakeups, room.clock, BOARDS)


@asynccontextmanager
async def looking(room: WorkflowSetup) -> AsyncIterator[Hub]:
    """Such boards, moving."""
    hub = boards_of(room)
    async with following(hub):
        yield hub


async def see(hub: Hub, board: str, actor: Actor, **params: str) -> dict[str, list[Any]]:
    frames: list[bytes] = []
    (await hub.open(board, params, actor, None, frames.append)).close()
    said = msgspec.json.decode(b"{" + frames[0] + b"}")["snapshot"]
    return {table: list(rows.values()) for table, rows in said.items()}


def told(seen: dict[str, list[Any]]) -> set[str]:
    return {fact["kind"] for fact in seen["story"]}


async def story_of(room: WorkflowSetup, protocol: str = "san-pcr") -> tuple[CallId, CaseId]:
    """A call, its case, an interview with one answer, and a task for health and one for police."""
    call, case, run = CallId(new_id()), CaseId(new_id()), RunId(new_id())
    await room.do(LUCIA, calls.LogManualCall(call=call, phone="+34600111222", caller_name="Marina"))
    where = Location(degree=LocationCertainty.SAID, words="C/ Mayor, 12")
    await room.do(LUCIA, cases.OpenCase(case=case, call=call, type="SAN-01", location=where))
    await room.do(LUCIA, triage.StartRun(run=run, case=case, protocol=protocol))
    await room.do(LUCIA, triage.AnswerQuestion(run=run, question="consciente", answer="N", words=SAID))
    for agency, service in (("san", "HEALTH"), ("pol", "POLICE")):
        centre, whose = CentreId(f"{agency}-1"), AgencyId(agency)
        await room.do(LUCIA, offer(case=case, centre=centre, agency=whose, service=service))
    return call, case


async def test_what_health_was_told_no_other_agency_reads_in_any_line(room: WorkflowSetup) -> None:
    _, case = await story_of(room)
    await room.do(
        HEALTH, patients.RecordPatient(patient=PatientId(new_id()), case=case, mode=Mode.REAL, words="paliza")
    )
    async with looking(room) as hub:
        for who, sees_it in ((LUCIA, True), (HEALTH, True), (POLICE, False)):
            seen = await see(hub, "case", who, case=str(case))
            assert bool(seen["runs"]) == sees_it
            assert ("triage.run.answered" in told(seen)) == sees_it
            assert ("dispatch.patient.recorded" in told(seen)) == sees_it
            assert ("paliza" in msgspec.json.encode(seen).decode()) == sees_it
            assert seen["tasks"], "everybody with a task sees who else has one"
            assert seen["cases"][0]["location"]["words"] == "C/ Mayor, 12"


async def test_an_interview_about_no_patient_is_read_by_all_who_have_a_task(room: WorkflowSetup) -> None:
    call, case, run = CallId(new_id()), CaseId(new_id()), RunId(new_id())
    await room.do(LUCIA, calls.LogManualCall(call=call))
    await room.do(LUCIA, cases.OpenCase(case=case, call=call))
    await room.do(LUCIA, triage.StartRun(run=run, case=case, protocol="tra-accidente"))
    await room.do(LUCIA, offer(case=case, centre=CentreId("pol-1"), agency=AgencyId("pol"), service="POLICE"))
    async with looking(room) as hub:
        seen = await see(hub, "case", POLICE, case=str(case))
    assert [run["protocol"] for run in seen["runs"]] == ["tra-accidente"]
    assert "triage.run.started" in told(seen)


async def test_the_words_of_a_service_are_its_own_and_the_rest_of_the_fact_is_everybodys(
    room: WorkflowSetup,
) -> None:
    _, case = await story_of(room)
    async with looking(room) as hub:
        mine = next(t for t in (await see(hub, "centre", POLICE))["tasks"])
        refuse = tasks.RefuseTask(task=mine["id"], reason=RefusalReason.OTHER, words="conocido por violencia")
        await room.do(POLICE, refuse)
    async with looking(room) as hub:
        for who, sees_it in ((POLICE, True), (HEALTH, False), (LUCIA, False)):
            seen = await see(hub, "case", who, case=str(case))
            [fact] = [f for f in seen["story"] if f["kind"] == "dispatch.task.refused"]
            assert fact["body"]["reason"] == "other"
            assert ("conocido" in msgspec.json.encode(seen).decode()) == sees_it


async def test_an_agency_opens_no_case_in_which_it_has_no_task(room: WorkflowSetup) -> None:
    _, case = await story_of(room)
    async with looking(room) as hub:
        with pytest.raises(Refused, match="no_task_here"):
            await see(hub, "case", FIRE, case=str(case))
        assert (await see(hub, "centre", FIRE))["cases"] == []
        assert (await see(hub, "centre", FIRE))["assignments"] == []


async def test_a_reserved_case_is_opened_by_named_people_and_is_a_number_to_the_others(
    room: WorkflowSetup,
) -> None:
    call, case = await story_of(room)
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="violencia de género"))
    on_duty = NamedPerson(
        person=PersonId(POLICE.id), name=POLICE.name, why=NamingReason.DISPATCHER, centre="pol-1"
    )
    await room.do(system(), cases.NameWorkers(case=case, people=(on_duty,)))
    other, clara = person("call_taker", "desk-02"), person("supervisor", "room")
    async with looking(room) as hub:
        for who in (LUCIA, clara, POLICE):
            seen = await see(hub, "case", who, case=str(case))
            assert seen["cases"][0]["type"] == "SAN-01", "who must act knows where to go"
        with pytest.raises(Refused, match="case_reserved"):
            await see(hub, "case", other, case=str(case))
        desk = await see(hub, "desk", other)
        assert [(c["type"], c["location"], c["reserved"]) for c in desk["cases"]] == [(None, None, True)]
        assert [(c["phone"], c["caller_name"]) for c in desk["calls"]] == [(None, None)]
        await room.do(other, calls.LogManualCall(call=CallId(new_id()), phone="+34600999999"))
        assert [c["phone"] for c in (await see(hub, "talk", LUCIA, call=str(call)))["calls"]] == [
            "+34600111222"
        ]
        assert [c["type"] for c in (await see(hub, "room", clara))["cases"]] == ["SAN-01"]


async def test_two_people_with_the_same_rights_do_not_share_what_only_one_may_see(
    room: WorkflowSetup,
) -> None:
    _, case = await story_of(room)
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
    async with looking(room) as hub:
        frames: list[bytes] = []
        opened = await hub.open("case", {"case": str(case)}, LUCIA, None, frames.append)
        with pytest.raises(Refused, match="case_reserved"):
            await see(hub, "case", person("call_taker", "desk-02"), case=str(case))
        opened.close()


async def test_a_message_is_read_by_whom_it_concerns_and_by_the_room(room: WorkflowSetup) -> None:
    _, case = await story_of(room)
    to_health = SendMessage(
        message=MessageId(new_id()),
        case=case,
        to=(FollowupParty(centre=CentreId("san-1")),),
        words="lleve oxígeno",
    )
    await room.do(LUCIA, to_health)
    async with looking(room) as hub:
        for who, sees_it in ((LUCIA, True), (HEALTH, True), (POLICE, False)):
            seen = await see(hub, "case", who, case=str(case))
            assert bool(seen["messages"]) == sees_it
            assert ("oxígeno" in msgspec.json.encode(seen).decode()) == sees_it
        assert (await see(hub, "centre", POLICE))["messages"] == []
        assert len((await see(hub, "centre", HEALTH))["messages"]) == 1


async def test_who_is_refused_is_sent_nothing_also_when_much_happens_meanwhile(room: WorkflowSetup) -> None:
    call, case = await story_of(room)
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
    frames: list[bytes] = []
    async with looking(room) as hub:
        for board, params in (("case", {"case": str(case)}), ("talk", {"call": str(call)})):
            with pytest.raises(Refused, match="case_reserved"):
                await hub.open(board, params, person("call_taker", "desk-02"), None, frames.append)
        before = hub.cursor
        await room.do(LUCIA, cases.NoteCase(case=case, words="está en el armario"))
        while hub.cursor == before:
            await asyncio.sleep(0.01)
    assert frames == []


async def test_who_wrote_a_message_is_told_at_once_that_it_was_read(room: WorkflowSetup) -> None:
    """The fact that ends an aggregate takes it off the boards, and is a line of the story all the same."""
    _, case = await story_of(room)
    message = SendMessage(
        message=MessageId(new_id()),
        case=case,
        to=(FollowupParty(centre=CentreId("san-1")),),
        words="lleve oxígeno",
    )
    await room.do(POLICE, message)
    screen = Screen()
    async with looking(room) as hub:
        opened = await hub.open("case", {"case": str(case)}, POLICE, None, screen.take)
        before = hub.cursor
        await room.do(HEALTH, ReadMessage(message=message.message))
        while hub.cursor == before:
            await asyncio.sleep(0.01)
        opened.close()
        joined = await see(hub, "case", POLICE, case=str(case))
    assert "followup.message.read" in {row["kind"] for row in screen.rows["story"].values()}
    assert {row["id"] for row in screen.rows["story"].values()} == {row["id"] for row in joined["story"]}


async def test_what_becomes_reserved_leaves_the_screens_that_are_open(room: WorkflowSetup) -> None:
    _, case = await story_of(room)
    screen, other = Screen(), person("call_taker", "desk-02")
    async with looking(room) as hub:
        await hub.open("desk", {}, other, None, screen.take)
        assert [c["phone"] for c in screen.rows["calls"].values()] == ["+34600111222"]
        before = hub.cursor
        await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
        while hub.cursor == before:
            await asyncio.sleep(0.01)
        assert [c["phone"] for c in screen.rows["calls"].values()] == [None]
        assert [c["location"] for c in screen.rows["cases"].values()] == [None]


async def test_who_looks_already_is_told_what_a_later_comer_was_shown_first(room: WorkflowSetup) -> None:
    """A case is read from the database, ahead of boards that are behind; its first viewer once missed what was in between."""
    _, case = await story_of(room)
    hub, early, late = boards_of(room), Screen(), Screen()
    async with following(hub):
        await hub.open("case", {"case": str(case)}, LUCIA, None, early.take)
    await room.do(LUCIA, cases.NoteCase(case=case, words="está en el armario"))
    await room.do(LUCIA, cases.SetPriority(case=case, priority=Priority.P0))
    await hub.open("case", {"case": str(case)}, LUCIA, None, late.take)
    assert early.seen() != late.seen()
    async with asyncio.timeout(10), following(hub):
        while early.seen() != late.seen():
            await asyncio.sleep(0.01)
