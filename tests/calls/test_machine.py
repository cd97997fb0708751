"""Every state of a call with every command: the table holds, a repeat is no news, and nothing sent is thrown away."""

import contextlib
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import CallData, CallDataOrigin
from auxilio.calls.core.caller_trust import split_phone
from auxilio.calls.core.ecall_model import MsdFailure
from auxilio.calls.core.machine import NEXT, decide, evolve, receive_call
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.messages.text_delivery import ReportTextDelivery
from auxilio.calls.core.model import (
    CONNECTED_STATES,
    FINISHED_STATES,
    WAITING_STATES,
    Attachment,
    AudioDirection,
    Call,
    CallChannel,
    CallDisposition,
    CallRecording,
    CallRejectionReason,
    CallState,
    EndReason,
    LocationFailure,
    MonitoringMode,
    PartyEndReason,
    PartyId,
)
from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.kernel.event import union_members
from auxilio.kernel.ids import CommandId, DeskId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy, Mode
from auxilio.platform.ids import new_id
from tests.actors import citizen, person
from tests.calls.factories import AT, CALL, CASE, DESK, LUCIA, OTHER, a_call, rung

PARTY = PartyId(UUID(int=7))
FIX = Position(point=Point(41.6, 0.6), source=PositionSource.BROWSER, uncertainty_m=30, at=AT)
PHOTO = Attachment(digest="a" * 64, media_type="image/jpeg", name="humo.jpg")
RECORDING = CallRecording(
    digest="b" * 64, media_type="audio/wav", parties=("caller", DESK), began_at=AT, duration_s=62.5
)
LINE = CommandId(new_id())
MESSAGE = m.LocationMessage(id=UUID(int=9), source=PositionSource.AML, received_at=AT, raw="v=1")
COMMANDS: tuple[Any, ...] = (
    m.ReceiveCall(call=CALL, channel=CallChannel.CHAT),
    m.LogManualCall(call=CALL),
    m.OfferCall(call=CALL, desk=DESK),
    m.ExpireOffer(call=CALL, desk=DESK),
    m.AnswerCall(call=CALL),
    m.Hold(call=CALL),
    m.Resume(call=CALL),
    m.Consult(call=CALL, whom="toxicología"),
    m.SendCallerText(call=CALL, words="no respira"),
    m.SendDeskText(call=CALL, words="¿está usted en el lugar?"),
    m.ReportPosition(call=CALL, position=FIX),
    m.ReportLocationMessage(call=CALL, message=MESSAGE),
    m.ReadVin(call=CALL),
    m.ReportAdditionalData(call=CALL, data=CallData(origin=CallDataOrigin.CALL, received_at=AT)),
    m.ReadSubscriber(call=CALL),
    m.RequestLocation(call=CALL),
    m.EndLocationRequest(call=CALL),
    m.RequestMsd(call=CALL),
    m.ReportMsdNotSent(call=CALL, failure=MsdFailure.SILENT),
    m.AttachFile(call=CALL, attachment=PHOTO),
    m.AddCallNote(call=CALL, words="llora"),
    m.IdentifyCaller(call=CALL, caller_name="Marina"),
    m.JoinCase(call=CALL, case=CASE),
    m.LeaveCase(call=CALL, case=CASE),
    m.HangUp(call=CALL),
    m.EndByCaller(call=CALL),
    m.EndByCaller(call=CALL, lost=True),
    m.SetDisposition(call=CALL, disposition=CallDisposition.PRANK),
    m.LogCallBackAttempt(call=CALL, reached=True),
    m.LogCallBackAttempt(call=CALL, reached=False),
    m.EscalateCallBack(call=CALL),
    m.GiveLink(call=CALL),
    m.JoinRetry(call=CALL, by=OTHER),
    m.RuleCallBack(call=CALL, rule=CallBackPolicy.NEVER, protocol="seg-violencia-genero"),
    m.LoseDeskLine(call=CALL, desk=DESK),
    m.KeepRecording(call=CALL, recording=RECORDING),
    m.HearRecording(call=CALL, digest=RECORDING.digest),
    m.RingBack(call=CALL),
    m.ReportCallerReached(call=CALL),
    m.ReportCallerUnreached(call=CALL),
    m.Consult(call=CALL, whom="Sanidad", party=PARTY, desk=DeskId("san-desk-1")),
    m.AnswerParty(call=CALL, party=PARTY),
    m.RemoveParty(call=CALL, party=PARTY),
    m.ReportPartyAnswered(call=CALL, party=PARTY),
    m.ReportPartyGone(call=CALL, party=PARTY, reason=PartyEndReason.NO_ANSWER),
    m.TransferCall(call=CALL, party=PARTY),
    m.MonitorCall(call=CALL, way=MonitoringMode.LISTEN),
    m.StopMonitoring(call=CALL),
    m.ReportMonitorGone(call=CALL, desk=DESK),
    m.ReportAudio(call=CALL, way=AudioDirection.FROM, dead=True),
    m.ReportSilence(call=CALL, since=AT),
    m.PressKey(call=CALL, key="5", pressed_at=AT),
    m.ReportLocationFailure(
        call=CALL, failure=LocationFailure(server="lis.example", code="outward_too_slow")
    ),
    m.KeepCallerDraft(call=CALL, line=LINE, words="no resp"),
    m.KeepDeskDraft(call=CALL, line=LINE, words="¿está ust"),
    m.ChooseLanguage(call=CALL, language="ca"),
    m.OpenText(call=CALL),
    ReportTextDelivery(call=CALL, line=LINE, state=TextDelivery.SENT),
    m.RejectCall(call=CALL, reason=CallRejectionReason.NO_MEDIA, code=503),
    g.ReportShown(call=CALL, item=LINE, at=AT),
    g.ProposeAnswer(call=CALL, item=LINE, answer="Y", at=AT),
    g.ReportCallerMark(call=CALL, item=LINE, mark="done", step="suelo", at=AT),
    g.ChooseEasyReading(call=CALL, easy=False),
    g.SetEasyReading(call=CALL, easy=True),
)
WORDS = (
    *(m.SendCallerText, m.SendDeskText, m.ReportPosition, m.AttachFile, m.AddCallNote, m.IdentifyCaller),
    *(m.ReportLocationMessage, m.ReportLocationFailure, m.ReportAdditionalData),
    *(m.KeepCallerDraft, m.KeepDeskDraft, m.ChooseLanguage, ReportTextDelivery),
)


def fold(call: Call, facts: Any) -> Call:
    for fact in facts:
        call = evolve(call, fact, AT)
    return call


def test_every_command_of_a_call_is_tried_here() -> None:
    assert {type(c) for c in COMMANDS} == set(union_members(m.CallCommand))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("state", CallState)
def test_a_call_never_leaves_its_table(state: CallState, command: Any) -> None:
    before = a_call(state)
    try:
        facts = decide(before, command, LUCIA, AT)
    except Refused:
        return
    after = fold(before, facts)
    assert after.state == state or after.state in NEXT[state]


def test_every_state_can_be_reached_and_three_are_for_ever() -> None:
    assert set[CallState]({CallState.RINGING}).union(*NEXT.values()) == set(CallState)
    for_ever = {CallState.ENDED, CallState.CALLED_BACK, CallState.REFUSED}
    assert {s for s, following in NEXT.items() if not following} == for_ever
    assert set(CallState) == FINISHED_STATES | CONNECTED_STATES | WAITING_STATES | {
        CallState.TRANSFERRED,
        CallState.RINGING_BACK,
    }


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if isinstance(c, WORDS)], ids=lambda c: type(c).__name__
)
@pytest.mark.parametrize("state", CallState)
def test_what_is_sent_is_taken_in_every_state(state: CallState, command: Any) -> None:
    [fact] = decide(a_call(state), command, LUCIA, AT)
    assert fact.call == CALL


@pytest.mark.parametrize("state", sorted(WAITING_STATES))
def test_a_caller_who_leaves_before_an_answer_waits_to_be_called_back(state: CallState) -> None:
    [fact] = decide(a_call(state), m.EndByCaller(call=CALL), citizen(CALL), AT)
    assert fact == m.CallAbandoned(call=CALL, reason=EndReason.CALLER, call_back=CallBackPolicy.RING)


def test_who_cannot_speak_is_not_rung_before_a_message() -> None:
    [fact] = decide(rung(cannot_speak=True), m.EndByCaller(call=CALL, lost=True), citizen(CALL), AT)
    assert fact == m.CallAbandoned(call=CALL, reason=EndReason.LOST, call_back=CallBackPolicy.MESSAGE_FIRST)


def test_never_means_that_not_even_an_operator_rings() -> None:
    asked = fold(
        rung(), decide(rung(), m.IdentifyCaller(call=CALL, call_back=CallBackPolicy.NEVER), LUCIA, AT)
    )
    left = fold(asked, decide(asked, m.EndByCaller(call=CALL), citizen(CALL), AT))
    with pytest.raises(Refused, match="never_ring_back"):
        decide(left, m.LogCallBackAttempt(call=CALL, reached=False), LUCIA, AT)


@pytest.mark.parametrize("state", sorted(CONNECTED_STATES))
def test_a_second_operator_hears_who_has_the_call_and_the_first_hears_nothing_new(state: CallState) -> None:
    assert decide(a_call(state), m.AnswerCall(call=CALL), LUCIA, AT) == ()
    with pytest.raises(Refused, match="call_already_answered"):
        decide(a_call(state), m.AnswerCall(call=CALL), person("call_taker", "desk-02"), AT)


def test_a_lapse_that_comes_too_late_takes_nothing_from_anybody() -> None:
    lapse = m.ExpireOffer(call=CALL, desk=DESK)
    for state in set(CallState) - {CallState.OFFERED}:
        assert decide(a_call(state), lapse, LUCIA, AT) == ()
    elsewhere = m.ExpireOffer(call=CALL, desk=type(DESK)("desk-09"))
    assert decide(a_call(CallState.OFFERED), elsewhere, LUCIA, AT) == ()
    assert decide(a_call(CallState.OFFERED), lapse, LUCIA, AT) == (m.CallQueued(call=CALL, again=True),)


def test_only_a_call_that_was_answered_is_said_to_have_been_something() -> None:
    for state in WAITING_STATES:
        with pytest.raises(Refused, match="call_not_answered"):
            decide(a_call(state), m.SetDisposition(call=CALL, disposition=CallDisposition.PRANK), LUCIA, AT)
    with pytest.raises(Refused, match="call_has_no_case"):
        decide(
            a_call(CallState.ANSWERED),
            m.SetDisposition(call=CALL, disposition=CallDisposition.CASE),
            LUCIA,
            AT,
        )


def test_a_call_tells_of_one_case_at_a_time() -> None:
    joined = fold(rung(), decide(rung(), m.JoinCase(call=CALL, case=CASE), LUCIA, AT))
    other = type(CASE)(int=9)
    facts = decide(joined, m.JoinCase(call=CALL, case=other), LUCIA, AT)
    assert facts == (m.CallLeftCase(call=CALL, case=CASE), m.CallJoinedCase(call=CALL, case=other))
    assert decide(joined, m.JoinCase(call=CALL, case=CASE), LUCIA, AT) == ()


@given(st.lists(st.sampled_from(COMMANDS), max_size=20))
def test_whatever_happens_a_call_is_waiting_in_a_talk_or_over_and_keeps_what_was_said(
    said: list[Any],
) -> None:
    call, heard = rung(), 0
    for command in said:
        with contextlib.suppress(Refused):
            facts = decide(call, command, LUCIA, AT)
            call = fold(call, facts)
            heard += sum(isinstance(f, m.CallerTextSent | m.DeskTextSent) for f in facts)
    assert call.lines == heard
    assert (call.ended_at is not None) == (call.state in FINISHED_STATES), "over exactly when it has an end"
    assert call.state not in CONNECTED_STATES or (call.operator == LUCIA.id and call.desk == DESK)
    assert (call.offered_to is not None) == (call.state == CallState.OFFERED)


@given(st.text(max_size=30))
def test_of_a_number_either_e164_is_known_or_the_text_is_kept(said: str) -> None:
    phone, kept = split_phone(said)
    assert (phone is None) != (kept is None) or not said
    assert kept in {None, said}


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("+34 600 11 22 33", "+34600112233"),
        ("0034600112233", "+34600112233"),
        ("(+34) 600-112-233", "+34600112233"),
    ],
)
def test_a_number_is_read_as_people_write_it(said: str, phone: str) -> None:
    assert split_phone(said) == (phone, None)


@pytest.mark.parametrize("said", ["oculto", "+0123456", "+34", "600112233x", "+٣٤٦٠٠١١٢٢٣٣"])
def test_what_is_no_number_is_kept_as_it_came(said: str) -> None:
    assert split_phone(said) == (None, said)


def test_a_call_entered_by_hand_is_answered_from_its_first_moment_and_needs_a_desk() -> None:
    rang, answered = receive_call(m.LogManualCall(call=CALL, phone="secreto"), 7, LUCIA)
    assert isinstance(rang, m.CallReceived)
    assert (rang.channel, rang.number, rang.phone_said, rang.mode) == (
        CallChannel.LINE,
        7,
        "secreto",
        Mode.REAL,
    )
    assert isinstance(answered, m.CallAnswered)
    with pytest.raises(Refused, match="no_desk"):
        receive_call(m.LogManualCall(call=CALL), 7, person("call_taker"))


def test_the_language_of_the_callers_page_is_that_of_the_call_from_its_change_on() -> None:
    before = a_call(CallState.ANSWERED)
    after = fold(before, decide(before, m.ChooseLanguage(call=CALL, language="ca"), LUCIA, AT))
    assert after.language == "ca"
    assert decide(after, m.ChooseLanguage(call=CALL, language="ca"), LUCIA, AT) == ()
