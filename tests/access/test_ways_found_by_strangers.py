"""Ways into a reserved case that people found who attacked a running product, or read its code: each is shut."""

from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest

from auxilio.access.cases import must_take_over
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import PartyId
from auxilio.cases.core import messages as cases
from auxilio.cases.service import CASE
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import HandoverId, OpenItem
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, StreamId
from auxilio.kernel.refusal import Forbidden
from auxilio.platform.ids import new_id
from tests.access.actors import Who, login_of
from tests.access.app_process import Running
from tests.access.reserved_case_story import Reserved, at_rest, reserved_case
from tests.access.world import Scenario, World
from tests.actors import person
from tests.http_client import PASSWORD


@pytest.fixture
async def story(it: Running) -> AsyncIterator[Reserved]:
    made = await reserved_case(it, it.cast["call_taker"])
    yield made
    await at_rest(made)


def commands_about(call: CallId) -> tuple[Command, ...]:
    return (
        calls.Hold(call=call),
        calls.Consult(call=call, whom="fuera", party=PartyId(new_id()), number="+34600000000"),
        calls.SendDeskText(call=call, words="hola"),
        calls.AddCallNote(call=call, words="nota"),
        calls.IdentifyCaller(call=call, phone="+34600000001"),
        calls.HangUp(call=call),
    )


async def a_call_left_at(story: Reserved, desk_of: Who) -> CallId:
    """A call of the case that its operator answered at the desk where somebody else sits by now."""
    world = World(story.owner, Scenario.OWN, story.it.known, story.it.runtime.clock.now(), _case=story.case)
    call = world.call(by=replace(story.owner, desk=desk_of.desk))
    await story.it.settle(world)
    return call


async def test_whoever_sits_down_where_a_call_of_it_was_left_does_nothing_with_that_call(
    story: Reserved,
) -> None:
    colleague = story.it.colleagues["colleague"]
    call = await a_call_left_at(story, colleague)
    for command in commands_about(call):
        assert (await story.tries(colleague, command)).code == "case_reserved", command
    assert not await story.is_named(colleague)
    assert (
        await story.tries(story.it.cast["supervisor"], calls.AddCallNote(call=call, words="nota"))
    ).status == 200


async def test_an_operator_who_had_a_call_of_it_writes_no_more_into_that_call(story: Reserved) -> None:
    colleague = story.it.colleagues["colleague"]
    world = World(story.owner, Scenario.OWN, story.it.known, story.it.runtime.clock.now(), _case=story.case)
    call = world.call(world.over, by=colleague)
    await story.it.settle(world)
    assert (await story.tries(colleague, calls.AddCallNote(call=call, words="nota"))).code == "case_reserved"


async def test_a_hand_over_by_somebody_who_is_only_named_names_nobody(story: Reserved) -> None:
    colleague, other = story.it.colleagues["colleague"], story.it.cast["dispatcher"]
    assert (
        await story.tries(story.owner, cases.NamePerson(case=story.case, person=other.person))
    ).status == 200
    handover, item = HandoverId(new_id()), OpenItem(subject=StreamId(f"case:{story.case}"))
    hands_over = followup.OfferShiftHandover(handover=handover, to=colleague.person, items=(item,))
    assert (await story.tries(other, hands_over)).status == 200
    assert (await story.tries(colleague, followup.AcceptHandover(handover=handover))).status == 200
    assert not await story.is_named(colleague)


async def test_a_merge_of_a_reserved_case_is_for_its_owner(story: Reserved) -> None:
    colleague = story.it.colleagues["colleague"]
    assert (
        await story.tries(story.owner, cases.NamePerson(case=story.case, person=colleague.person))
    ).status == 200
    other = CaseId(new_id())
    assert (await story.tries(colleague, cases.OpenCase(case=other))).status == 200
    for merge in (cases.MergeCase(case=other, into=story.case), cases.MergeCase(case=story.case, into=other)):
        assert (await story.tries(colleague, merge)).code == "not_case_owner"


async def test_a_merge_by_its_owner_brings_nobody_back_whom_a_person_took_off(story: Reserved) -> None:
    colleague, other = story.it.colleagues["colleague"], CaseId(new_id())
    steps: tuple[Command, ...] = (
        cases.NamePerson(case=story.case, person=colleague.person),
        cases.RemovePerson(case=story.case, person=colleague.person),
        cases.OpenCase(case=other),
        cases.ReserveCase(case=other, reason="la misma"),
        cases.NamePerson(case=other, person=colleague.person),
        cases.MergeCase(case=other, into=story.case),
    )
    for step in steps:
        assert (await story.tries(story.owner, step)).status == 200, step
    assert not await story.is_named(colleague)


async def test_the_former_owner_is_told_who_took_it_over(story: Reserved) -> None:
    supervisor = story.it.cast["supervisor"]
    assert (await story.tries(supervisor, cases.TakeOverCase(case=story.case))).status == 200
    assert (await story.it.state(CASE, story.case)).owner == supervisor.desk
    assert any("LO LLEVA AHORA" in one.words for one in await story.messages())


async def test_to_be_admitted_is_not_enough_to_take_it_over(story: Reserved) -> None:
    """Somebody who opened it with a reason, or speaks with its caller, is admitted and not on its list."""
    case = await story.it.state(CASE, story.case)
    with pytest.raises(Forbidden, match="case_reserved"):
        must_take_over(person("call_taker", "desk-9"), case)
    must_take_over(person("supervisor", "room"), case)
    named = msgspec.structs.replace(person("call_taker", "desk-9"), id=story.owner.person)
    must_take_over(named, case)


@pytest.mark.parametrize("name", ["police", "fire_crew"])
async def test_people_of_a_centre_sit_at_no_desk_of_the_room(it: Running, name: str) -> None:
    answer = await it.http.post(
        "/api/session",
        json={"login": login_of(it.colleagues[name]), "password": PASSWORD, "desk": "m-operator"},
        headers={"origin": str(it.http.base_url)},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "desk_of_room")


async def test_a_desk_is_for_roles_that_there_are(it: Running) -> None:
    answer = await it.http.put(
        "/api/admin/desks/desk-99",
        json={"id": "desk-99", "name": "Puesto 99", "roles": ["call_takr"]},
        headers=it.headers(it.cast["administrator"]) | {"origin": str(it.http.base_url)},
    )
    assert answer.json()["code"] == "no_such_role"


async def test_the_last_day_of_the_calendar_is_a_day_to_search_until(it: Running) -> None:
    answer = await it.http.get(
        "/api/archive/cases?until=9999-12-31", headers=it.headers(it.cast["records_officer"])
    )
    assert answer.status_code == 200, answer.text
