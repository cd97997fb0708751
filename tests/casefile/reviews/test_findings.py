"""Aim: what the log tells of a real call is told right, with its moments."""

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.messages import guidance
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import LocationCertainty
from auxilio.identity.core.gate import citizen_actor
from auxilio.instructions.core import messages as cards
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from tests.actors import person
from tests.casefile.reviews.conftest import (
    OPERATOR,
    ROOM,
    Centre,
    ReportedCall,
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
        "transfer": (V.NOT_APPLICABLE, "no_transfer"),
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


async def test_a_caller_who_is_to_be_handed_on_and_is_not_is_for_a_person_to_judge(centre: Centre) -> None:
    told = await rings(centre, phone="+34600111222")
    await is_asked(centre, told, "san-consulta", consciente="Y", grave="N", que="eye", vista="N")
    await hangs_up(centre, told)
    found = (await centre.findings(told.call))["transfer"]
    assert (found.verdict, found.code, found.facts) == (V.UNTOLD, "transfer_not_seen", {"whom": "med_reg"})


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


async def chats(centre: Centre) -> ReportedCall:
    told = ReportedCall(CallId(new_id()), CaseId(new_id()), RunId(new_id()), TaskId(new_id()))
    ring = calls.ReceiveCall(call=told.call, channel=CallChannel.CHAT, language="es", words="no respira")
    await centre.do(citizen_actor(told.call), ring)
    await centre.do(OPERATOR, calls.AnswerCall(call=told.call), 3)
    await centre.do(OPERATOR, cases.OpenCase(case=told.case, call=told.call, summary="no respira"), 5)
    return told


async def send_and_show(
    centre: Centre, told: ReportedCall, sent: triage.SendQuestion | cards.SendStep
) -> CommandId:
    """Sent, and rendered by the caller's page. The item is named by the command that sent it."""
    await centre.do(OPERATOR, sent, 5)
    call = next(
        one
        for one in [
            CALL.read_state(text)
            for stream, _, text in await log.case_states(centre.runtime.pool, told.case)
            if stream.startswith("call:")
        ]
        if one.id == told.call
    )
    item = call.sent[-1].item
    shown = guidance.ReportShown(call=told.call, item=item, at=centre.clock.now())
    await centre.do(citizen_actor(told.call), shown, 2)
    return item


async def test_what_was_sent_in_a_chat_counts_as_what_was_asked_and_nothing_of_it_is_said(
    centre: Centre,
) -> None:
    told = await chats(centre)
    await is_asked(centre, told, "san-pcr", consciente="N")
    ask = triage.SendQuestion(run=told.run, question="respira", call=told.call, language="es")
    await send_and_show(centre, told, ask)
    run = RunId(new_id())
    await centre.do(OPERATOR, cards.OpenCard(run=run, case=told.case, card="rcp-adulto", language="es"))
    for spoken in (cards.SayStep(run=run, step="altavoz"), cards.RepeatStep(run=run, step="altavoz")):
        with pytest.raises(Refused, match="caller_only_reads"):
            await centre.do(OPERATOR, spoken)
    step = cards.SendStep(run=run, step="comprimir", call=told.call, language="es")
    item = await send_and_show(centre, told, step)
    marked = guidance.ReportCallerMark(
        call=told.call, item=item, mark="first_compression", step="comprimir", at=centre.clock.now()
    )
    await centre.do(citizen_actor(told.call), marked, 10)
    await hangs_up(centre, told)
    found = await centre.findings(told.call)
    assert (found["critical_questions"].verdict, found["critical_questions"].code) == (
        V.UNTOLD,
        "critical_sent",
    )
    assert found["critical_questions"].facts["missing"] == "san-pcr: respira"
    assert found["coaching"].code in {"marks_in_time", "marks_late"}, "the caller's own mark is a mark"
