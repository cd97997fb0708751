"""Aim (issue 12, A1): nothing that a person does by themselves opens a reserved case to them, whichever way they take; the
work that brings people to it names them; and its owner reads each refused attempt in the story and gets a message."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.service import CASE
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.identity.core.messages import OpenReservedCase
from auxilio.identity.log_service import SEAT
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, CallId, CaseId, CentreId, TaskId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from tests.access.actors import Who, login_of, name_of
from tests.access.app_process import Running
from tests.access.reserved_case_story import Reserved, at_rest, reserved_case
from tests.access.world import Scenario, World
from tests.http_client import PASSWORD


@pytest.fixture
async def story(it: Running) -> AsyncIterator[Reserved]:
    made = await reserved_case(it, it.cast["call_taker"])
    yield made
    await at_rest(made)


def offer(story: Reserved, centre: str) -> tasks.OfferTask:
    return tasks.OfferTask(
        task=TaskId(new_id()),
        case=story.case,
        mode=Mode.REAL,
        centre=CentreId(centre),
        agency=AgencyId(centre.partition("-")[0]),
        service="POLICE",
        priority=Priority.P1,
    )


async def nothing_is_open(story: Reserved, who: Who) -> None:
    assert not await story.is_named(who)
    async with story.it.window(who) as window:
        assert (await window.open("case", case=str(story.case)))["refused"] == "case_reserved"


# --- four ways that were silent ---------------------------------------------------------------------


async def test_signing_in_where_its_owner_sits_is_refused_and_asks_her(story: Reserved) -> None:
    colleague = story.it.colleagues["colleague"]
    answer = await story.it.http.post(
        "/api/session",
        json={"login": login_of(colleague), "password": PASSWORD, "desk": story.owner.desk},
        headers={"origin": str(story.it.http.base_url)},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "desk_taken")
    seat = await story.it.state(SEAT, str(story.owner.desk))
    assert seat.person == story.owner.person
    assert name_of(colleague) in {one.name for one in seat.requests}
    await nothing_is_open(story, colleague)


async def test_offering_a_task_of_it_to_the_own_centre_opens_nothing(story: Reserved) -> None:
    police = story.it.colleagues["police"]
    command = offer(story, "pol-1")
    assert (await story.tries(police, command)).code == "case_reserved"
    cancel = tasks.CancelTask(task=command.task, change=ChangeId(new_id()), reason="no")
    assert (await story.tries(police, cancel)).code == "unknown_task"
    await nothing_is_open(story, police)
    assert await story.attempts() == [
        (name_of(police), "dispatch.offer_task"),
        (name_of(police), "board:case"),
    ]


async def test_linking_a_call_that_one_has_just_recorded_opens_nothing(story: Reserved) -> None:
    colleague, call = story.it.colleagues["colleague"], CallId(new_id())
    await story.it.send(colleague, calls.SetDeskReady())
    assert (await story.tries(colleague, calls.LogManualCall(call=call))).status == 200
    assert (await story.tries(colleague, cases.LinkCall(case=story.case, call=call))).code == "case_reserved"
    await story.it.send(colleague, calls.HangUp(call=call))
    await nothing_is_open(story, colleague)


async def plain_case(story: Reserved, who: Who) -> CaseId:
    """A case of this person that everybody of the room reads."""
    case = CaseId(new_id())
    assert (await story.tries(who, cases.OpenCase(case=case))).status == 200
    return case


async def test_its_call_goes_to_no_case_that_everybody_reads(story: Reserved) -> None:
    other, supervisor = await plain_case(story, story.owner), story.it.cast["supervisor"]
    ways: tuple[Command, ...] = (
        cases.LinkCall(call=story.call, case=other),
        cases.OpenCase(case=CaseId(new_id()), call=story.call),
    )
    for who in (story.owner, supervisor):
        for way in ways:
            answer = await story.tries(who, way)
            assert (answer.status, answer.code) == (409, "call_case_reserved"), (who, way)
    async with story.it.window(story.it.colleagues["colleague"]) as window:
        assert (await window.open("talk", call=str(story.call)))["refused"] == "case_reserved"
    # As it says: the other is reserved first, and then the call may go there.
    assert (await story.tries(story.owner, cases.ReserveCase(case=other, reason="la misma"))).status == 200
    assert (await story.tries(story.owner, ways[0])).status == 200


@pytest.mark.parametrize("way", ["unlink", "link"])
async def test_its_call_is_taken_out_of_it_by_its_owner_alone(story: Reserved, way: str) -> None:
    colleague = story.it.colleagues["colleague"]
    name = cases.NamePerson(case=story.case, person=colleague.person)
    assert (await story.tries(story.owner, name)).status == 200
    assert (await story.tries(story.owner, calls.HangUp(call=story.call))).status == 200
    command: Command = cases.UnlinkCall(case=story.case, call=story.call)
    if way == "link":
        other = await plain_case(story, colleague)
        assert (await story.tries(colleague, cases.ReserveCase(case=other, reason="otra"))).status == 200
        name = cases.NamePerson(case=other, person=story.owner.person)
        assert (await story.tries(colleague, name)).status == 200
        command = cases.LinkCall(case=other, call=story.call)
    assert (await story.tries(colleague, command)).code == "not_case_owner"
    assert (await story.tries(story.owner, command)).status == 200


async def test_a_case_that_was_in_it_is_parted_by_who_may_read_both_and_stays_reserved(
    story: Reserved,
) -> None:
    colleague, owner = story.it.colleagues["colleague"], story.owner
    other = await plain_case(story, owner)
    assert (await story.tries(owner, cases.MergeCase(case=other, into=story.case))).status == 200
    part = cases.UnmergeCase(case=other)
    assert (await story.tries(colleague, part)).code == "case_reserved"
    assert (await story.tries(owner, part)).status == 200
    assert (await story.it.state(CASE, other)).reserved, "its callers spoke there meanwhile"
    async with story.it.window(colleague) as window:
        assert (await window.open("case", case=str(other)))["refused"] == "case_reserved"


async def test_a_person_moves_a_call_by_linking_it_and_case_and_call_name_each_other(story: Reserved) -> None:
    """`calls.join_case` and `calls.leave_case` follow from it: by hand they left the case without its call."""
    who = story.it.colleagues["colleague"]
    gone, home = await plain_case(story, who), await plain_case(story, who)
    assert (await story.tries(who, cases.MergeCase(case=gone, into=home))).status == 200
    call = CallId(new_id())
    await story.it.send(who, calls.SetDeskReady())
    assert (await story.tries(who, calls.LogManualCall(call=call))).status == 200
    for command in (calls.JoinCase(call=call, case=home), calls.LeaveCase(call=call, case=home)):
        answer = await story.tries(who, command)
        assert (answer.status, answer.code) == (403, "not_permitted")
    for command, linked in (
        (cases.LinkCall(call=call, case=gone), True),
        (cases.UnlinkCall(call=call, case=home), False),
    ):
        assert (await story.tries(who, command)).status == 200
        assert call not in (await story.it.state(CASE, gone)).calls, "it was merged: the other one goes on"
        assert (call in (await story.it.state(CASE, home)).calls) == linked
        assert ((await story.it.state(CALL, call)).case == home) == linked
    await story.it.send(who, calls.HangUp(call=call))


async def test_taking_it_over_opens_nothing(story: Reserved) -> None:
    colleague = story.it.colleagues["colleague"]
    assert (await story.tries(colleague, cases.TakeOverCase(case=story.case))).code == "case_reserved"
    await nothing_is_open(story, colleague)


# --- the owner is told ------------------------------------------------------------------------------


async def test_the_owner_reads_each_refused_attempt_by_command_board_and_route(story: Reserved) -> None:
    colleague, officer = story.it.colleagues["colleague"], story.it.cast["records_officer"]
    name, case, call = name_of(colleague), story.case, story.call
    by_command: tuple[Command, ...] = (
        cases.TakeOverCase(case=case),
        cases.NoteCase(case=case, words="¿qué pasa?"),
        cases.RelateCase(case=case, other=case),
    )
    for command in by_command:
        assert (await story.tries(colleague, command)).code == "case_reserved"
    async with story.it.window(colleague) as window:
        for board, of in (("case", {"case": str(case)}), ("talk", {"call": str(call)})):
            assert (await window.open(board, **of))["refused"] == "case_reserved"
    digest = "0" * 64
    routes = [
        ("GET", f"/api/case-files/{case}"),
        ("GET", f"/api/case-files/{case}/report?working_copy=true"),
        ("GET", f"/api/case-files/{case}/proof"),
        ("GET", f"/api/case-files/{case}/documents/{digest}"),
        ("GET", f"/api/exchange/cases/{case}/interviews"),
        ("GET", f"/api/calls/{call}/attachments/{digest}"),
        ("POST", f"/api/calls/{call}/recordings/{digest}"),
        ("POST", f"/api/calls/{call}/subscriber"),
        ("POST", f"/api/calls/{call}/vin"),
        ("POST", f"/api/calls/{call}/link"),
    ]
    for method, path in routes:
        assert await story.reads(colleague, path, method) == (403, "case_reserved"), path
    bundle = f"/api/case-files/{case}/bundle?working_copy=true"
    assert await story.reads(officer, bundle) == (403, "case_reserved")
    attempts = await story.attempts()
    mine = [what for by, what in attempts if by == name]
    assert mine[:5] == ["cases.take_over", "cases.note", "cases.relate", "board:case", "board:talk"]
    assert len(mine) == 5 + len(routes)
    assert [by for by, _ in attempts].count(name_of(officer)) == 1


async def test_the_owner_gets_a_message_for_each_person_who_was_refused(story: Reserved) -> None:
    colleague, officer = story.it.colleagues["colleague"], story.it.cast["records_officer"]
    for who in (colleague, colleague, officer):
        await story.reads(who, f"/api/case-files/{story.case}")
    told = [one.words for one in await story.messages()]
    assert len([words for words in told if name_of(colleague) in words]) == 1, "one an hour"
    assert len([words for words in told if name_of(officer) in words]) == 1


async def test_a_refusal_tells_neither_number_nor_anything_else_of_it(story: Reserved) -> None:
    answer = await story.tries(story.it.colleagues["colleague"], cases.TakeOverCase(case=story.case))
    assert answer.body["facts"] == {"case": str(story.case)}


# --- who is named, and how --------------------------------------------------------------------------


async def test_a_task_that_is_offered_names_the_dispatchers_on_duty_and_the_owner_is_told(
    story: Reserved,
) -> None:
    police = story.it.colleagues["police"]
    assert (await story.tries(story.owner, offer(story, "pol-1"))).status == 200
    assert await story.is_named(police)
    assert (await story.tries(police, cases.NoteCase(case=story.case, words="vamos"))).status == 200
    assert any(name_of(police) in one.words for one in await story.messages())


async def test_only_the_owner_and_supervisors_name_a_person_and_the_owner_is_told(story: Reserved) -> None:
    police, colleague = story.it.colleagues["police"], story.it.colleagues["colleague"]
    name = cases.NamePerson(case=story.case, person=colleague.person)
    assert (await story.tries(story.owner, offer(story, "pol-1"))).status == 200
    assert (await story.tries(police, name)).code == "not_case_owner"
    assert not await story.is_named(colleague)
    assert (await story.tries(story.it.cast["supervisor"], name)).status == 200
    assert await story.is_named(colleague)
    assert any(name_of(colleague) in one.words for one in await story.messages())
    gone = cases.RemovePerson(case=story.case, person=colleague.person)
    assert (await story.tries(story.owner, gone)).status == 200
    await nothing_is_open(story, colleague)


async def test_a_reason_opens_a_reserved_case_and_its_owner_is_told(story: Reserved) -> None:
    officer = story.it.cast["records_officer"]
    path = f"/api/case-files/{story.case}"
    assert await story.reads(officer, path) == (403, "case_reserved")
    opened = OpenReservedCase(case=story.case, reason="lo pide el juzgado")
    assert (await story.tries(officer, opened)).status == 200
    assert await story.reads(officer, path) == (200, "")
    assert any("lo pide el juzgado" in one.words for one in await story.messages())


async def test_a_case_that_is_not_reserved_is_not_opened_in_advance(it: Running) -> None:
    world = World(it.cast["call_taker"], Scenario.OWN, it.known, it.runtime.clock.now())
    case = world.case()
    await it.settle(world)
    opened = OpenReservedCase(case=case, reason="por si acaso")
    assert (await it.send(it.cast["records_officer"], opened)).code == "case_not_reserved"


async def test_a_dispatcher_who_was_removed_moves_no_unit_that_works_on_it(story: Reserved) -> None:
    dispatcher, at = story.it.cast["dispatcher"], story.it.runtime.clock.now()
    world = World(dispatcher, Scenario.OWN, story.it.known, at, _case=story.case)
    unit = world.unit_at_work()
    await story.it.settle(world)
    await story.it.follow()
    assert await story.is_named(dispatcher), "a task of it came to their centre"
    gone = cases.RemovePerson(case=story.case, person=dispatcher.person)
    assert (await story.tries(story.owner, gone)).status == 200
    assert (await story.tries(dispatcher, units.ReleaseUnit(unit=unit))).code == "case_reserved"
    in_danger = units.RaiseCrewEmergency(unit=unit)
    assert (await story.tries(dispatcher, in_danger)).status == 200, "a crew in danger is heard by everybody"


async def test_who_relieves_the_crew_at_work_or_signs_in_on_its_vehicle_is_told_to_the_owner(
    story: Reserved,
) -> None:
    relief = story.it.colleagues["relief"]
    world = World(
        story.it.cast["dispatcher"],
        Scenario.OWN,
        story.it.known,
        story.it.runtime.clock.now(),
        _case=story.case,
    )
    unit = world.unit_at_work()
    await story.it.settle(world)
    await story.it.follow()
    crew = (CrewMember(name="Relevo Soler", role="nurse", person=relief.person),)
    assert (await story.tries(relief, units.SignOnCrew(unit=unit, crew=crew))).status == 200
    assert any("Relevo Soler" in one.words for one in await story.messages())
    callsign = (await story.it.state(UNIT, unit)).callsign
    await story.it.sign_in_at(story.it.cast["crew"], callsign.lower())
    await story.it.follow()
    assert any(name_of(story.it.cast["crew"]) in one.words for one in await story.messages())


# --- windows that were open before (A3) -------------------------------------------------------------


async def test_a_window_that_was_open_before_the_reservation_is_closed_and_boards_show_no_place(
    it: Running,
) -> None:
    colleague = it.colleagues["colleague"]
    await it.begin_to_follow()
    world = World(it.cast["call_taker"], Scenario.OWN, it.known, it.runtime.clock.now())
    case = world.case()
    await it.settle(world)
    async with it.window(colleague) as window, it.window(colleague) as room:
        assert "snapshot" in await window.open("case", case=str(case))
        before = await room.row("desk", "cases", f"case:{case}")
        assert "Carrer Major" in msgspec.json.encode(before).decode()
        assert (
            await it.send(it.cast["call_taker"], cases.ReserveCase(case=case, reason="menores"))
        ).status == 200
        assert (await window.told(lambda said: "refused" in said))["refused"] == "case_reserved"
        after = await room.told(lambda said: f"case:{case}" in said.get("set", {}).get("cases", {}))
        assert "Carrer Major" not in msgspec.json.encode(after).decode()


# --- what a call said before it came to a reserved case ------------------------------------------------


async def test_what_a_call_said_in_an_open_case_is_withheld_there_once_it_is_of_a_reserved_one(
    story: Reserved,
) -> None:
    owner, colleague = story.owner, story.it.colleagues["colleague"]
    officer = story.it.cast["records_officer"]
    call, case = CallId(new_id()), CaseId(new_id())
    await at_rest(story)
    for command in (
        calls.LogManualCall(call=call),
        cases.OpenCase(case=case, call=call),
        calls.IdentifyCaller(call=call, phone="+34600111222"),
        calls.HangUp(call=call),
    ):
        assert (await story.tries(owner, command)).status == 200, command
    assert await read_of(story, colleague, case) == {"page": True, "board": True, "bundle": 403}
    assert await read_of(story, officer, case) == {"page": True, "board": True, "bundle": 200}

    link = cases.LinkCall(case=story.case, call=call)
    assert (await story.tries(owner, link)).status == 200

    assert await read_of(story, colleague, case) == {"page": False, "board": False, "bundle": 403}
    assert await read_of(story, officer, case) == {"page": False, "board": False, "bundle": 403}
    async with story.it.window(colleague) as window:
        rows = (await window.open("case", case=str(case)))["snapshot"]["story"].values()
    of_call = [row["kind"] for row in rows if row["kind"].startswith("calls.call.")]
    assert of_call == ["calls.call.left_case"], "the line that says that it is of another case now"
    assert (await read_of(story, owner, case))["page"], "who may read the reserved case reads it here too"


async def read_of(story: Reserved, who: Who, case: CaseId) -> dict[str, object]:
    """Whether the moved caller's number is on the page and the board of this case, and the status of its bundle."""
    headers = story.it.headers(who)
    page = await story.it.http.get(f"/api/case-files/{case}", headers=headers)
    assert page.status_code == 200, page.text
    bundle = await story.it.http.get(f"/api/case-files/{case}/bundle?working_copy=true", headers=headers)
    async with story.it.window(who) as window:
        board = await window.open("case", case=str(case))
    told = msgspec.json.encode(board).decode()
    return {
        "page": "600111222" in page.text,
        "board": "600111222" in told,
        "bundle": bundle.status_code,
    }
