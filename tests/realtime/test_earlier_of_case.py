"""A centre asks what is known already of the numbers and the address of a case on which it works: over a whole installation."""

from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import RefusalReason, TaskId
from auxilio.kernel.ids import AgencyId, CaseId, CentreId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.realtime.test_earlier_contacts import LUCIA, PAU, EarlierSetup, address, room

__all__ = ["room"]
MARTA = person("dispatcher", "san-1-a", agency="san", centre="san-1")
BIEL = person("dispatcher", "pol-1-a", agency="pol", centre="pol-1")


async def sent(room: EarlierSetup, case: CaseId) -> TaskId:
    """The case has a task at Marta's centre."""
    task = TaskId(new_id())
    offer = t.OfferTask(
        task=task,
        case=case,
        mode=Mode.REAL,
        centre=CentreId("san-1"),
        agency=AgencyId("san"),
        service="HEALTH",
        priority=Priority.P1,
    )
    await room.do(LUCIA, offer)
    return task


async def in_hand(room: EarlierSetup, *, said: bool = False) -> tuple[CaseId, TaskId]:
    """A case that Lucía has just opened, at the address, with a task at Marta's centre."""
    case = await room.case(LUCIA, await room.rings(LUCIA, said=said), address())
    return case, await sent(room, case)


async def test_a_centre_reads_earlier_calls_and_cases_that_it_may_open_and_each_is_a_look(
    room: EarlierSetup,
) -> None:
    before = await room.earlier(place=address())
    await sent(room, before)
    of_others = await room.earlier(place=address())
    prank = await room.rings(PAU)
    await room.do(PAU, calls.HangUp(call=prank))
    case, _ = await in_hand(room)
    answer = await room.of_case(MARTA, case)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert [(one["case"] or {}).get("id") for one in found["calls"]] == [None, str(before)]
    assert [one["case"]["id"] for one in found["cases_here"]] == [str(before)]
    assert (found["counts"]["calls"], found["counts"]["cases_here"]) == (2, 1)
    assert str(of_others) not in answer.text
    assert await room.looks() == [str(before)]


async def test_of_a_number_that_is_only_said_a_centre_reads_the_address_alone(room: EarlierSetup) -> None:
    before = await room.earlier(place=address())
    await sent(room, before)
    case, _ = await in_hand(room, said=True)
    found = (await room.of_case(MARTA, case)).json()
    assert (found["calls"], [one["case"]["id"] for one in found["cases_here"]]) == ([], [str(before)])


async def test_an_earlier_reserved_case_leaves_no_trace_at_a_centre(room: EarlierSetup) -> None:
    before = await room.earlier(place=address())
    await sent(room, before)
    await room.do(PAU, cases.ReserveCase(case=before, reason="violencia"))
    case, _ = await in_hand(room)
    found = (await room.of_case(MARTA, case)).json()
    assert (found["calls"], found["cases_here"]) == ([], [])
    assert found["counts"] == {"calls": 0, "cases_here": 0, "open_here": 0}
    assert await room.looks() == []


async def test_only_a_centre_that_works_on_the_case_may_ask(room: EarlierSetup) -> None:
    case, task = await in_hand(room)
    assert (await room.of_case(BIEL, case)).json()["code"] == "no_task_here"
    assert (await room.of_case(LUCIA, case)).json()["code"] == "not_permitted"
    assert (await room.of_case(MARTA, CaseId(new_id()))).json()["code"] == "unknown_case"
    await room.do(MARTA, t.RefuseTask(task=task, reason=RefusalReason.NO_UNIT))
    assert (await room.of_case(MARTA, case)).json()["code"] == "no_task_here"


async def test_a_reserved_case_opens_no_list_to_who_is_not_named_in_it(room: EarlierSetup) -> None:
    await room.earlier(place=address())
    case, _ = await in_hand(room)
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="violencia"))
    assert (await room.of_case(MARTA, case)).json()["code"] == "case_reserved"
    assert await room.looks() == []
