"""A voice: which desk can take it, what becomes of its caller when the desk dies, who may hear it again."""

from datetime import timedelta

import msgspec
import pytest

from auxilio.calls.core import desk_machine
from auxilio.calls.core import messages as m
from auxilio.calls.core.machine import decide, evolve, receive_call
from auxilio.calls.core.model import AgentDesk, AgentState, Call, CallChannel, CallRecording, CallState
from auxilio.calls.core.policy import URGENCY_DESK_LOST, match_desks
from auxilio.calls.service import CallService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.calls.factories import AT, CALL, DESK, LUCIA, OTHER, a_call, a_desk, rung
from tests.database import Database

TAPE = CallRecording(
    digest="b" * 64, media_type="audio/wav", parties=("caller", DESK), began_at=AT, duration_s=62.5
)


def spoken(**fields: object) -> Call:
    return msgspec.structs.replace(rung(), channel=CallChannel.VOICE, **fields)


def with_line(id: str, *, line: bool = True) -> AgentDesk:
    return a_desk(AgentState.READY, id, line=line)


def test_a_voice_is_offered_only_where_it_can_be_heard_and_what_is_written_anywhere() -> None:
    deaf, hearing = with_line("desk-01", line=False), with_line("desk-02")
    [choice] = match_desks([spoken()], [deaf, hearing])
    assert choice.desk.id == "desk-02", "although the other has been idle as long"
    assert match_desks([spoken()], [deaf]) == []
    written = msgspec.structs.replace(rung(), id=OTHER, number=2)
    assert [(c.call.id, c.desk.id) for c in match_desks([spoken(), written], [deaf])] == [(OTHER, "desk-01")]


def test_who_lost_their_operator_is_at_the_head_of_the_queue_and_keeps_their_story() -> None:
    call = msgspec.structs.replace(a_call(CallState.ANSWERED), urgency=50)
    [queued] = decide(call, m.LoseDeskLine(call=CALL, desk=DESK), system(), AT)
    assert isinstance(queued, m.CallQueued)
    assert (queued.again, queued.urgency, queued.desk_lost) == (True, URGENCY_DESK_LOST, DESK)
    after = evolve(call, queued, AT)
    assert (after.state, after.desk, after.answered_at) == (CallState.QUEUED, None, call.answered_at)
    automatic = msgspec.structs.replace(rung(), id=OTHER, urgency=10)
    [first, _] = match_desks([automatic, after], [with_line("desk-02"), with_line("desk-03")])
    assert first.call.id == CALL


def test_a_desk_that_is_not_the_calls_any_more_loses_nobody() -> None:
    call = a_call(CallState.ANSWERED)
    assert decide(call, m.LoseDeskLine(call=CALL, desk=DeskId("desk-09")), system(), AT) == ()
    assert decide(a_call(CallState.ENDED), m.LoseDeskLine(call=CALL, desk=DESK), system(), AT) == ()


def test_a_line_that_is_as_it_was_said_is_no_news() -> None:
    [up] = desk_machine.change_line(None, DESK, up=True)
    desk = desk_machine.evolve(None, up, AT)
    assert desk.line
    assert desk_machine.change_line(desk, DESK, up=True) == ()
    assert desk.stand is AgentState.OFF, "a line is no word of whoever sits there"


def heard_by(call: Call, who: object, at: object = AT, reason: str | None = None) -> tuple[object, ...]:
    command = m.HearRecording(call=call.id, digest=TAPE.digest, reason=reason)
    return decide(call, command, who, at)  # type: ignore[arg-type]  # a test's own


def test_who_answered_hears_it_again_for_a_day_and_others_by_permission_and_with_a_reason() -> None:
    call = msgspec.structs.replace(a_call(CallState.ENDED), operator=LUCIA.id, recordings=(TAPE,))
    assert heard_by(call, LUCIA) == (m.RecordingHeard(call=CALL, digest=TAPE.digest),)
    late = AT + timedelta(days=1)
    for who, at in ((LUCIA, late), (person("call_taker"), AT)):
        with pytest.raises(Refused, match="not_permitted"):
            heard_by(call, who, at)
    supervisor = person("supervisor")
    with pytest.raises(Refused, match="recording_needs_reason"):
        heard_by(call, supervisor)
    assert heard_by(call, supervisor, late, "queja 41") == (
        m.RecordingHeard(call=CALL, digest=TAPE.digest, reason="queja 41"),
    )


def test_a_recording_of_another_call_is_unknown_here() -> None:
    with pytest.raises(Refused, match="unknown_recording"):
        heard_by(a_call(CallState.ENDED), LUCIA)


async def test_a_desk_without_a_line_takes_no_voice_and_one_that_loses_it_is_paused(
    database: Database,
) -> None:
    calls, call = CallService(database.work), CallId(new_id())

    async def do(command: Command, who: object) -> None:
        await calls.handle(CommandId(new_id()), command, who)  # type: ignore[arg-type]  # an actor

    await do(m.ReceiveCall(call=call, channel=CallChannel.VOICE), citizen(call))
    with pytest.raises(Refused, match="desk_has_no_line"):
        await do(m.AnswerCall(call=call), LUCIA)
    await do(m.ReportLine(desk=DESK, up=True), system())
    await do(m.AnswerCall(call=call), LUCIA)
    await do(m.LoseDeskLine(call=call, desk=DESK), system())
    desk = await _state(database, f"desk:{DESK}")
    assert (desk["stand"], desk["reason"], desk["call"]) == ("pause", "line_lost", None)
    assert (await _state(database, f"call:{call}"))["state"] == "queued"


async def _state(database: Database, stream: str) -> dict[str, object]:
    found = await log.state_of(database.pool, stream)  # type: ignore[arg-type]  # a stream's name
    assert found is not None
    state: dict[str, object] = msgspec.json.decode(found[1])
    return state


def test_a_voice_from_the_callers_page_has_text_beside_it_and_one_from_a_telephone_when_it_says_so() -> None:
    def rings(channel: CallChannel, who: Actor) -> Call:
        call = None
        for fact in receive_call(m.ReceiveCall(call=CALL, channel=channel), 1, who):
            call = evolve(call, fact, AT)  # type: ignore[arg-type]  # an event of a call
        assert call is not None
        return call

    assert rings(CallChannel.VOICE, citizen(CALL)).text
    assert not rings(CallChannel.CHAT, citizen(CALL)).text, "a chat is text, and nothing beside it"
    telephone = rings(CallChannel.VOICE, system())
    assert not telephone.text
    [opened] = decide(telephone, m.OpenText(call=CALL), system(), AT)
    telephone = evolve(telephone, opened, AT)
    assert telephone.text
    assert decide(telephone, m.OpenText(call=CALL), system(), AT) == ()
