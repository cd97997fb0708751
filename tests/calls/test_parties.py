"""Who else is in a call: asked in, joined, handed on, listened to; and the caller who is rung back."""

from uuid import UUID

import msgspec
import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.model import (
    PARTIES_MAX,
    Call,
    CallChannel,
    CallState,
    EndReason,
    MonitoringMode,
    PartyEndReason,
    PartyId,
)
from auxilio.calls.core.policy import URGENCY_DESK_LOST
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy
from tests.actors import person, system
from tests.calls.factories import AT, CALL, DESK, LUCIA, OTHER, a_call

SEAT = DeskId("san-desk-1")
MARTA = person("dispatcher", SEAT, name="Marta Soler")
CLARA = person("supervisor", "room", name="Clara Riba")
PARTY, SECOND = PartyId(UUID(int=7)), PartyId(UUID(int=8))
ASKED = m.Consult(call=CALL, whom="Sanidad 1", party=PARTY, desk=SEAT)
RUNG = m.Consult(call=CALL, whom="Intérprete", party=SECOND, number="+34600700800")
SYSTEM = system()


def after(call: Call, *steps: tuple[Command, Actor]) -> Call:
    """The call after these commands, each of its person."""
    for command, who in steps:
        for fact in decide(call, command, who, AT):  # type: ignore[arg-type]  # commands of a call
            call = evolve(call, fact, AT)  # type: ignore[arg-type]  # facts of a call
    return call


def consulting() -> Call:
    spoken = a_call(CallState.ANSWERED, CallChannel.VOICE)
    return after(spoken, (ASKED, LUCIA), (m.AnswerParty(call=CALL, party=PARTY), MARTA))


@pytest.mark.parametrize("number", ["061", "024", "116111", "+34600700800"])
def test_a_number_is_asked_in_as_it_is_dialled(number: str) -> None:
    told = {
        "kind": "calls.consult",
        "call": str(CALL),
        "whom": "Médico",
        "party": str(PARTY),
        "number": number,
    }
    assert msgspec.convert(told, m.Consult).number == number


@pytest.mark.parametrize("number", ["61", "0612345", "sip:061", "06 1", "061;x"])
def test_what_is_no_number_is_not_dialled(number: str) -> None:
    told = {
        "kind": "calls.consult",
        "call": str(CALL),
        "whom": "Médico",
        "party": str(PARTY),
        "number": number,
    }
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, m.Consult)


@pytest.mark.parametrize("channel", [CallChannel.CHAT, CallChannel.RTT, CallChannel.SMS, CallChannel.APP])
def test_no_number_is_asked_into_a_call_in_writing(channel: CallChannel) -> None:
    written = msgspec.structs.replace(a_call(CallState.ANSWERED), channel=channel)
    with pytest.raises(Refused, match="call_is_not_spoken"):
        decide(written, RUNG, LUCIA, AT)
    by_other_means = m.Consult(call=CALL, whom="toxicología")
    assert after(written, (by_other_means, LUCIA)).state == CallState.CONSULTING


@pytest.mark.parametrize(
    ("rule", "channel", "read", "sent"),
    [
        (CallBackPolicy.NEVER, CallChannel.VOICE, False, False),
        (CallBackPolicy.NEVER, CallChannel.VOICE, True, True),
        (CallBackPolicy.NEVER, CallChannel.CHAT, False, True),
        (CallBackPolicy.MESSAGE_FIRST, CallChannel.VOICE, False, True),
        (None, CallChannel.VOICE, False, True),
    ],
)
def test_no_link_is_given_where_its_message_would_sound_beside_who_hurts_the_caller(
    rule: CallBackPolicy | None, channel: CallChannel, read: bool, sent: bool
) -> None:
    call = msgspec.structs.replace(a_call(CallState.ANSWERED, channel), text=read)
    if rule is not None:
        proved = {"call_back_proved": rule, "call_back_protocol": "seg-violencia-genero"}
        call = msgspec.structs.replace(call, **proved)
    link = m.GiveLink(call=CALL)
    if sent:
        assert len(decide(call, link, LUCIA, AT)) == 1
        return
    with pytest.raises(Refused, match="interview_forbids_ringing"):
        decide(call, link, LUCIA, AT)


def test_a_consultation_leaves_the_caller_waiting_until_they_are_brought_together() -> None:
    asked = after(a_call(CallState.ANSWERED), (ASKED, LUCIA))
    assert (asked.state, [(p.desk, p.joined_at) for p in asked.parties]) == (
        CallState.CONSULTING,
        [(SEAT, None)],
    )
    spoken = after(asked, (m.AnswerParty(call=CALL, party=PARTY), MARTA))
    assert [(p.person_name, p.joined_at) for p in spoken.parties] == [("Marta Soler", AT)]
    together = after(spoken, (m.Resume(call=CALL), LUCIA))
    assert (together.state, together.desk, len(together.parties)) == (CallState.ANSWERED, DESK, 1)


def test_asked_twice_they_ring_once() -> None:
    asked = after(a_call(CallState.ANSWERED), (ASKED, LUCIA))
    assert decide(asked, ASKED, LUCIA, AT) == ()


def test_an_attended_transfer_gives_the_call_to_who_speaks_and_a_repeat_finds_them_there() -> None:
    handed = after(consulting(), (m.TransferCall(call=CALL, party=PARTY), LUCIA))
    assert (handed.state, handed.desk, handed.operator_name) == (CallState.ANSWERED, SEAT, "Marta Soler")
    assert handed.parties == ()
    with pytest.raises(Refused, match="not_your_call"):
        decide(handed, m.Hold(call=CALL), LUCIA, AT)
    assert after(handed, (m.Hold(call=CALL), MARTA)).state is CallState.HELD


def test_handed_on_before_they_answer_the_caller_waits_for_them_and_for_nobody_else() -> None:
    asked = after(a_call(CallState.ANSWERED), (ASKED, LUCIA), (m.TransferCall(call=CALL, party=PARTY), LUCIA))
    assert (asked.state, asked.desk) == (CallState.TRANSFERRED, None)
    answered = after(asked, (m.AnswerParty(call=CALL, party=PARTY), MARTA))
    assert (answered.state, answered.desk, answered.operator_name) == (
        CallState.ANSWERED,
        SEAT,
        "Marta Soler",
    )


@pytest.mark.parametrize("why", [PartyEndReason.NO_ANSWER, PartyEndReason.DECLINED])
def test_a_caller_whom_nobody_takes_goes_to_the_head_of_the_queue(why: PartyEndReason) -> None:
    asked = after(a_call(CallState.ANSWERED), (ASKED, LUCIA), (m.TransferCall(call=CALL, party=PARTY), LUCIA))
    gone: tuple[Command, Actor] = (m.ReportPartyGone(call=CALL, party=PARTY, reason=why), SYSTEM)
    if why is PartyEndReason.DECLINED:
        gone = (m.RemoveParty(call=CALL, party=PARTY), MARTA)
    back = after(asked, gone)
    assert (back.state, back.urgency, back.parties) == (CallState.QUEUED, URGENCY_DESK_LOST, ())


def test_a_party_that_goes_gives_the_caller_back_to_the_desk_by_itself() -> None:
    facts = decide(consulting(), m.RemoveParty(call=CALL, party=PARTY), MARTA, AT)
    left = m.PartyLeft(call=CALL, party=PARTY, name="Sanidad 1", reason=PartyEndReason.LEFT)
    assert facts == (left, m.CallResumed(call=CALL))


def test_the_last_but_one_to_go_ends_nothing() -> None:
    both = after(consulting(), (RUNG, LUCIA), (m.ReportPartyAnswered(call=CALL, party=SECOND), SYSTEM))
    left = after(both, (m.RemoveParty(call=CALL, party=SECOND), LUCIA))
    assert (left.state, [p.id for p in left.parties]) == (CallState.CONSULTING, [PARTY])


def test_a_number_that_was_handed_the_caller_ends_the_call_by_hanging_up() -> None:
    handed = after(
        a_call(CallState.ANSWERED, CallChannel.VOICE),
        (RUNG, LUCIA),
        (m.ReportPartyAnswered(call=CALL, party=SECOND), SYSTEM),
        (m.TransferCall(call=CALL, party=SECOND), LUCIA),
    )
    assert (handed.state, handed.desk) == (CallState.TRANSFERRED, None)
    over = after(handed, (m.ReportPartyGone(call=CALL, party=SECOND, reason=PartyEndReason.LEFT), SYSTEM))
    assert (over.state, over.end_reason) == (CallState.ENDED, EndReason.PARTY)


def test_hold_in_a_conference_is_for_the_caller_only() -> None:
    together = after(consulting(), (m.Resume(call=CALL), LUCIA))
    assert after(together, (m.Hold(call=CALL), LUCIA)).state is CallState.CONSULTING


def test_a_desk_that_dies_in_a_conference_leaves_the_caller_with_who_is_there() -> None:
    together = after(consulting(), (m.Resume(call=CALL), LUCIA))
    left = after(together, (m.LoseDeskLine(call=CALL, desk=DESK), SYSTEM))
    assert (left.state, left.desk) == (CallState.ANSWERED, SEAT)
    apart = after(consulting(), (m.LoseDeskLine(call=CALL, desk=DESK), SYSTEM))
    assert apart.state is CallState.QUEUED, "who waits on hold has heard nobody else yet"


def test_only_who_was_asked_answers_and_only_who_has_the_call_hands_it_on() -> None:
    asked = after(a_call(CallState.ANSWERED), (ASKED, LUCIA))
    stranger = person("dispatcher", "san-desk-9")
    for command in (m.AnswerParty(call=CALL, party=PARTY), m.TransferCall(call=CALL, party=PARTY), ASKED):
        other = msgspec.structs.replace(command, party=SECOND) if command is ASKED else command
        with pytest.raises(Refused, match="not_your_call"):
            decide(asked, other, stranger, AT)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"desk": None, "number": None}, "malformed"),
        ({"number": "+34600700800"}, "malformed"),
        ({"desk": DESK}, "desk_in_call"),
    ],
)
def test_who_is_asked_must_be_one_desk_or_one_number_and_somebody_else(
    wrong: dict[str, object], code: str
) -> None:
    asked = msgspec.structs.replace(ASKED, **wrong)
    with pytest.raises(Refused, match=code):
        decide(a_call(CallState.ANSWERED), asked, LUCIA, AT)


def test_a_call_is_no_meeting() -> None:
    call = a_call(CallState.ANSWERED, CallChannel.VOICE)
    for nth in range(PARTIES_MAX):
        party = PartyId(UUID(int=100 + nth))
        call = after(call, (msgspec.structs.replace(RUNG, party=party), LUCIA))
    with pytest.raises(Refused, match="too_many_parties"):
        decide(call, RUNG, LUCIA, AT)


def test_whoever_listens_is_seen_in_the_call_and_changes_how_without_coming_twice() -> None:
    call = a_call(CallState.ANSWERED)
    heard = after(
        call,
        (m.MonitorCall(call=CALL, way=MonitoringMode.LISTEN), CLARA),
        (m.MonitorCall(call=CALL, way=MonitoringMode.JOIN), CLARA),
    )
    assert [(each.person_name, each.way) for each in heard.listeners] == [("Clara Riba", MonitoringMode.JOIN)]
    assert decide(heard, m.MonitorCall(call=CALL, way=MonitoringMode.JOIN), CLARA, AT) == ()
    assert after(heard, (m.StopMonitoring(call=CALL), CLARA)).listeners == ()
    assert after(heard, (m.HangUp(call=CALL), LUCIA)).listeners == ()


def test_nobody_listens_to_themselves_nor_to_a_call_that_nobody_answered() -> None:
    with pytest.raises(Refused, match="call_not_answered"):
        decide(a_call(CallState.QUEUED), m.MonitorCall(call=CALL, way=MonitoringMode.LISTEN), CLARA, AT)
    own = person("supervisor", DESK)
    with pytest.raises(Refused, match="desk_in_call"):
        decide(a_call(CallState.ANSWERED), m.MonitorCall(call=CALL, way=MonitoringMode.LISTEN), own, AT)


def unanswered(**fields: object) -> Call:
    return msgspec.structs.replace(a_call(CallState.ABANDONED), phone="+34600100200", **fields)


def test_who_is_rung_back_and_answers_is_an_ordinary_call_again() -> None:
    ringing = after(unanswered(), (m.RingBack(call=CALL), LUCIA))
    assert (ringing.state, ringing.desk) == (CallState.RINGING_BACK, DESK)
    spoken = after(ringing, (m.ReportCallerReached(call=CALL), SYSTEM))
    assert (spoken.state, spoken.desk, spoken.ended_at, spoken.call_back_tries) == (
        CallState.ANSWERED,
        DESK,
        None,
        1,
    )
    assert after(spoken, (m.HangUp(call=CALL), LUCIA)).state is CallState.ENDED


@pytest.mark.parametrize(
    "gives_up",
    [
        (m.ReportCallerUnreached(call=CALL), SYSTEM),
        (m.HangUp(call=CALL), LUCIA),
        (m.LoseDeskLine(call=CALL, desk=DESK), SYSTEM),
    ],
    ids=["no answer", "the desk gives up", "the desk's line goes"],
)
def test_who_does_not_answer_waits_to_be_called_back_and_the_try_counts(
    gives_up: tuple[Command, Actor],
) -> None:
    ringing = after(unanswered(), (m.RingBack(call=CALL), LUCIA))
    waits = after(ringing, gives_up)
    assert (waits.state, waits.desk, waits.call_back_tries) == (CallState.ABANDONED, None, 1)


def test_who_calls_again_while_they_are_rung_is_one_person() -> None:
    ringing = after(unanswered(), (m.RingBack(call=CALL), LUCIA))
    joined = after(ringing, (m.JoinRetry(call=CALL, by=OTHER), SYSTEM))
    assert (joined.state, joined.end_reason) == (CallState.CALLED_BACK, EndReason.JOINED)


def test_nobody_is_rung_who_must_not_be_or_who_left_no_number() -> None:
    with pytest.raises(Refused, match="never_ring_back"):
        decide(unanswered(call_back=CallBackPolicy.NEVER), m.RingBack(call=CALL), LUCIA, AT)
    with pytest.raises(Refused, match="no_number"):
        decide(a_call(CallState.ABANDONED), m.RingBack(call=CALL), LUCIA, AT)
