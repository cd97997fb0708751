"""Who is named in a reserved case, by the whole system: by its owner, and by the system when work brings somebody to it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.cases.service import CASE
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.followup.service import MESSAGE
from auxilio.identity.core.messages import AccessAct, act_of
from auxilio.identity.core.seats import TakeSeat
from auxilio.identity.log_service import SeatService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CallId, CaseId, CentreId, CommandId, PersonId, TaskId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from tests.access.reserved_case_app import PATIENCE_S, World, a_world
from tests.actors import person, system


@pytest.fixture
async def world(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(postgres_server, tmp_path) as world:
        yield world


async def a_reserved_case(world: World) -> CaseId:
    """Lucia's."""
    call, case = CallId(new_id()), CaseId(new_id())
    for command in (
        calls.LogManualCall(call=call),
        cases.OpenCase(case=case, call=call, type="POL-01"),
        cases.ReserveCase(case=case, reason="desk"),
    ):
        assert await world.do("lucia", command), world.refusals
    return case


def a_task_of_health(case: CaseId) -> tasks.OfferTask:
    return tasks.OfferTask(
        task=TaskId(new_id()),
        case=case,
        mode=Mode.REAL,
        centre=CentreId("san-1"),
        agency=AgencyId("san"),
        service="HEALTH",
        priority=Priority.P1,
    )


async def named(world: World, case: CaseId) -> set[str]:
    found = await world.states.state(CASE, case)
    assert found is not None
    return {one.name for one in found.named}


def sits_down(actor: Actor) -> TakeSeat:
    assert actor.desk is not None
    return TakeSeat(
        desk=actor.desk,
        person=PersonId(actor.id),
        name=actor.name,
        centre=actor.centre,
        roles=tuple(sorted(actor.roles)),
    )


async def test_its_owner_names_a_person_and_removes_them_again(world: World) -> None:
    case, pau = await a_reserved_case(world), world.people["pau"]
    assert await world.open("pau", "case", case=str(case)) is None
    assert not await world.do("pau", cases.NamePerson(case=case, person=PersonId(pau.id)))
    assert await world.do("lucia", cases.NamePerson(case=case, person=PersonId(pau.id)))
    assert await named(world, case) == {"Lucia", "Pau"}
    window = await world.open("pau", "case", case=str(case))
    assert window is not None
    assert await world.do("lucia", cases.RemovePerson(case=case, person=PersonId(pau.id)))
    async with asyncio.timeout(PATIENCE_S):
        while b'"refused":"case_reserved"' not in window.frames[-1][1]:
            await asyncio.sleep(0.01)


async def test_a_dispatcher_who_was_removed_is_not_named_again_by_sitting_down_and_is_by_the_owner(
    world: World,
) -> None:
    case, marta = await a_reserved_case(world), world.people["marta"]
    assert await world.do("lucia", a_task_of_health(case)), world.refusals
    assert "Marta" in await named(world, case)
    assert await world.do("lucia", cases.RemovePerson(case=case, person=PersonId(marta.id)))
    await SeatService(world.runtime.work).handle(CommandId(new_id()), sits_down(marta), system())
    await world.settle()
    assert "Marta" not in await named(world, case)
    assert await world.do("lucia", cases.NamePerson(case=case, person=PersonId(marta.id)))
    assert "Marta" in await named(world, case)


async def test_somebody_who_could_not_open_a_case_is_not_named(world: World) -> None:
    case = await a_reserved_case(world)
    vera = person("administrator", name="Ona")
    assert not await world.do("lucia", cases.NamePerson(case=case, person=PersonId(vera.id)))
    assert world.refusals[-1] == "unknown_person"


async def test_a_dispatcher_who_sits_down_is_named_before_their_session_is_there(world: World) -> None:
    """The seat is taken first and the session is opened after it: the reaction may be between the two."""
    case = await a_reserved_case(world)
    assert await world.do("lucia", a_task_of_health(case)), world.refusals
    assert await named(world, case) == {"Lucia", "Marta", "Mila"}
    seats = SeatService(world.runtime.work)
    for newcomer in (
        person("dispatcher", "san-desk-3", name="Nova", agency="san", centre="san-1"),
        person("dispatcher", "bom-desk-3", name="Bea", agency="bom", centre="bom-1"),
        person("crew", "A-02", name="Dotacion A-02", agency="san", centre="san-1"),
    ):
        await seats.handle(CommandId(new_id()), sits_down(newcomer), system())
    await world.settle()
    assert await named(world, case) == {"Lucia", "Marta", "Mila", "Nova"}


async def test_the_owner_is_told_in_words_what_somebody_wanted_of_the_case(world: World) -> None:
    case = await a_reserved_case(world)
    await world.do("pau", cases.TakeOverCase(case=case))
    told = [one.words for one in await world.states.in_case(MESSAGE, case)]
    assert [words for words in told if "Pau quiso tomarlo" in words]
    assert not [words for words in told if "cases.take_over" in words]


def test_what_was_wanted_is_told_from_the_command_the_board_or_the_route() -> None:
    assert act_of("read") == act_of("board:case") == act_of("identity.look_at_case") == AccessAct.OPEN
    assert act_of("cases.take_over") == AccessAct.TAKE_OVER
    assert act_of("cases.link_call") == AccessAct.JOIN
    assert act_of("cases.note") == act_of("triage.answer") == AccessAct.CHANGE
    assert act_of("dispatch.offer_task") == AccessAct.HELP
    assert act_of("calls.answer") == AccessAct.CALL
    assert act_of("archive.add_addendum") == AccessAct.OTHER
