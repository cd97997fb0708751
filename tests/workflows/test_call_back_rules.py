"""Aim: what interviews prove about ringing somebody back holds for their calls, wherever these go (decision 0371)."""

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.policy import call_back_policy
from auxilio.calls.service import CALL
from auxilio.cases.core.messages import LinkCall, OpenCase, UnlinkCall
from auxilio.followup.core.model import WatchKind
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from tests.actors import citizen, person, system
from tests.workflows.conftest import WorkflowSetup
from tests.workflows.test_answered import MOBILE, ring, sit


async def lost_caller(room: WorkflowSetup, protocol: str, *answers: tuple[str, str]) -> tuple[CallId, RunId]:
    """A caller is asked, their desk is lost, and they hang up before another answers."""
    operator = await sit(room, "desk-1")
    call, case, run = await ring(room), CaseId(new_id()), RunId(new_id())
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    await room.do(operator, triage.StartRun(run=run, case=case, protocol=protocol))
    for question, answer in answers:
        await room.do(operator, triage.AnswerQuestion(run=run, question=question, answer=answer))
    await room.do(system(), calls.LoseDeskLine(call=call, desk="desk-1"))
    await room.do(system(), calls.EndByCaller(call=call, lost=True))
    return call, run


async def test_nobody_rings_back_who_hides_from_the_aggressor_by_what_the_interview_says(room: WorkflowSetup):
    call, run = await lost_caller(room, "seg-violencia-genero", ("presente", "Y"))
    lost = await room.states.state(CALL, call)
    assert (call_back_policy(lost), lost.call_back_protocol) == (CallBackPolicy.NEVER, "seg-violencia-genero")
    assert WatchKind.CALL_BACK not in [watch.kind for watch in await room.watches()]
    operator = person("call_taker", "desk-2")
    for tried in (calls.RingBack(call=call), calls.LogCallBackAttempt(call=call, reached=True)):
        with pytest.raises(Refused, match="interview_forbids_ringing"):
            await room.do(operator, tried)
    await room.wait(1)
    await room.do(operator, triage.UndoAnswer(run=run))  # a key pressed by mistake
    lost = await room.states.state(CALL, call)
    assert call_back_policy(lost) == CallBackPolicy.MESSAGE_FIRST
    assert WatchKind.CALL_BACK in [watch.kind for watch in await room.watches()], "they are waited for again"


async def test_what_was_proved_of_a_caller_goes_with_them_to_another_case(room: WorkflowSetup):
    call, _ = await lost_caller(room, "seg-violencia-genero", ("presente", "Y"))
    operator, other = person("call_taker", "desk-2"), CaseId(new_id())
    await room.do(operator, OpenCase(case=other))
    await room.do(operator, LinkCall(case=other, call=call))
    run = RunId(new_id())
    await room.do(operator, triage.StartRun(run=run, case=other, protocol="san-pcr"))
    await room.do(operator, triage.AnswerQuestion(run=run, question="consciente", answer="N"))
    await room.do(operator, triage.AnswerQuestion(run=run, question="respira", answer="N"))
    assert call_back_policy(await room.states.state(CALL, call)) == CallBackPolicy.NEVER
    await room.do(operator, UnlinkCall(case=other, call=call))
    assert call_back_policy(await room.states.state(CALL, call)) == CallBackPolicy.NEVER


async def test_who_must_not_be_rung_is_not_rung_for_another_call_of_theirs(room: WorkflowSetup):
    operator, call, case, run = (
        await sit(room, "desk-1"),
        await ring(room, MOBILE),
        CaseId(new_id()),
        RunId(new_id()),
    )
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    await room.do(operator, triage.StartRun(run=run, case=case, protocol="seg-violencia-genero"))
    await room.do(operator, triage.AnswerQuestion(run=run, question="presente", answer="Y"))
    await room.do(citizen(call), calls.EndByCaller(call=call))
    again, stranger = await ring(room, MOBILE), await ring(room, "+34600000099")
    for one in (again, stranger):
        await room.do(citizen(one), calls.EndByCaller(call=one))
    assert call_back_policy(await room.states.state(CALL, again)) == CallBackPolicy.NEVER
    assert call_back_policy(await room.states.state(CALL, stranger)) == CallBackPolicy.RING
    waits = [watch for watch in await room.watches() if watch.kind == WatchKind.CALL_BACK]
    assert len(waits) == 1, "of the stranger alone"


async def test_a_silent_caller_gets_a_message_before_a_ring_and_no_ring_where_violence_is_heard(
    room: WorkflowSetup,
):
    for heard, rule in (("pocket", CallBackPolicy.MESSAGE_FIRST), ("violence", CallBackPolicy.NEVER)):
        call, _ = await lost_caller(room, "gen-silenciosa", ("fondo", heard))
        assert call_back_policy(await room.states.state(CALL, call)) == rule


async def test_what_a_person_says_after_the_interview_holds_until_it_proves_something_else(
    room: WorkflowSetup,
):
    operator, call, case, run = await sit(room, "desk-1"), await ring(room), CaseId(new_id()), RunId(new_id())
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(operator, OpenCase(case=case, call=call))
    await room.do(operator, triage.StartRun(run=run, case=case, protocol="seg-violencia-genero"))
    await room.do(operator, calls.IdentifyCaller(call=call, call_back=CallBackPolicy.RING))
    assert call_back_policy(await room.states.state(CALL, call)) == CallBackPolicy.RING
    await room.do(operator, triage.AnswerQuestion(run=run, question="presente", answer="Y"))
    assert call_back_policy(await room.states.state(CALL, call)) == CallBackPolicy.NEVER
    other = await ring(room)
    await room.do(operator, LinkCall(case=case, call=other))
    assert call_back_policy(await room.states.state(CALL, other)) == CallBackPolicy.NEVER, (
        "of the case, not of one call"
    )
    await room.do(operator, UnlinkCall(case=case, call=other))
    assert call_back_policy(await room.states.state(CALL, other)) == CallBackPolicy.RING
