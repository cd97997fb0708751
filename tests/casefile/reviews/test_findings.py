"""Aim: what the log tells of a real call is told right, with its moments."""

from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import LocationCertainty
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.casefile.reviews.conftest import (
    OPERATOR,
    ROOM,
    Centre,
    V,
    arrest,
    hangs_up,
    is_asked,
    leaves,
    place,
    rings,
    sends,
)


async def test_a_call_as_it_should_be_is_told_with_the_moments_it_is_read_from(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    found = await centre.findings(told.call)
    said = {item: (one.verdict, one.code) for item, one in found.items()}
    assert said == {
        "address_verified": (V.MET, "place_agreed"),
        "callback": (V.MET, "number_known"),
        "critical_questions": (V.MET, "critical_asked"),
        "priority_ok": (V.MET, "priority_as_proved"),
        "dispatch_time": (V.MET, "in_time"),
        "transfer": (V.UNTOLD, "transfer_not_seen"),
        "given": (V.NOT_MET, "card_not_opened"),
        "coaching": (V.MET, "marks_in_time"),
        "notes": (V.MET, "fields_there"),
        "linked": (V.NOT_APPLICABLE, "no_repeat"),
    }
    facts = {one.id: one for one in await log.of_case(centre.runtime.pool, told.case)}
    read = found["dispatch_time"].moments
    assert [facts[one.event].kind for one in read] == ["dispatch.task.offered", "dispatch.task.told"]
    assert [facts[one.event].happened_at for one in read] == [one.at for one in read]
    assert (found["dispatch_time"].facts["taken"], found["dispatch_time"].facts["target"]) == ("45", "60")
    assert found["coaching"].facts["marks"] == "first_compression 65 s"
    assert "dea" in found["given"].facts["cards"], "the card of the defibrillator was proved and never opened"


async def test_a_call_that_went_otherwise_is_told_otherwise(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N")
    await centre.do(OPERATOR, cases.LocateCase(case=told.case, location=place(LocationCertainty.SAID)))
    await sends(centre, told, Priority.P0, later_s=90)
    await leaves(centre, told, 30)
    await hangs_up(centre, told)
    found = await centre.findings(told.call)
    said = {item: (one.verdict, one.code) for item, one in found.items()}
    assert said["address_verified"] == (V.NOT_MET, "place_not_agreed")
    assert said["callback"] == (V.NOT_MET, "no_number")
    assert said["critical_questions"] == (V.NOT_MET, "critical_missing")
    assert found["critical_questions"].facts["missing"] == "san-pcr: respira"
    assert said["dispatch_time"] == (V.NOT_MET, "late")
    assert said["coaching"] == (V.UNTOLD, "marks_missing")


async def test_a_priority_that_a_person_changed_is_for_a_person_to_judge(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    lowered = cases.SetPriority(case=told.case, priority=Priority.P2, reason="lo veo por la cámara")
    await centre.do(ROOM, lowered)
    await hangs_up(centre, told)
    found = (await centre.findings(told.call))["priority_ok"]
    assert (found.verdict, found.code) == (V.UNTOLD, "priority_by_hand")
    assert found.facts["reason"] == "lo veo por la cámara"


async def test_what_another_desk_sent_before_is_none_of_this_operators_doing(centre: Centre) -> None:
    told = await arrest(centre)
    again = CallId(new_id())
    other = person("call_taker", "desk-2", name="Pau Serra")
    await centre.do(other, calls.LogManualCall(call=again, phone="+34600333444", language="es"), 60)
    await centre.do(other, cases.LinkCall(case=told.case, call=again), 30)
    await centre.do(other, calls.HangUp(call=again), 10)
    found = await centre.findings(again)
    said = {item: one.code for item, one in found.items()}
    assert said["address_verified"] == said["dispatch_time"] == "sent_before_this_call"
    assert (found["linked"].verdict, found["linked"].facts["taken"]) == (V.MET, "30")
    assert said["critical_questions"] == "no_interview"
    assert said["priority_ok"] == "decided_elsewhere"
