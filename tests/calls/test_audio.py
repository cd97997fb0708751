"""What is noticed on the lines of a call: each a fact once, none without end, and silence never a fault."""

from datetime import timedelta
from uuid import UUID

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.model import (
    FINISHED_STATES,
    AudioDirection,
    Call,
    CallChannel,
    CallState,
    LineSide,
    PartyEndReason,
    PartyId,
)
from auxilio.calls.core.policy import AUDIO_FAULTS_MAX, KEYS_MAX, SILENCES_MAX
from auxilio.identity.core.gate import require
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import DeskId
from auxilio.kernel.refusal import Refused
from tests.actors import person, system
from tests.calls.factories import AT, CALL, DESK, LUCIA, a_call, rung

ANOTHER = DeskId("desk-09")
CENTRE, NUMBER = PartyId(UUID(int=7)), PartyId(UUID(int=8))


def told(call: Call, *commands: m.CallCommand) -> tuple[Call, list[Event]]:
    """The call afterwards, and the facts that came of it."""
    facts: list[Event] = []
    for command in commands:
        new = decide(call, command, system(), AT)
        facts += new
        for fact in new:
            call = evolve(call, fact, AT)  # type: ignore[arg-type]  # an event of a call
    return call, facts


def audio(way: AudioDirection, *, dead: bool, desk: DeskId | None = None) -> m.ReportAudio:
    return m.ReportAudio(call=CALL, way=way, dead=dead, desk=desk)


def key(name: str, after_s: float = 0) -> m.PressKey:
    return m.PressKey(call=CALL, key=name, pressed_at=AT + timedelta(seconds=after_s))


def test_a_direction_dies_once_and_comes_back_once_however_often_it_is_told() -> None:
    died, back = audio(AudioDirection.FROM, dead=True), audio(AudioDirection.FROM, dead=False)
    call, facts = told(a_call(CallState.ANSWERED), back, died, died)
    assert facts == [m.AudioDied(call=CALL, side=LineSide.CALLER, way=AudioDirection.FROM)]
    assert [(one.side, one.way, one.since) for one in call_row(call).dead] == [
        (LineSide.CALLER, AudioDirection.FROM, AT)
    ]
    call, facts = told(call, back, back)
    assert facts == [m.AudioCameBack(call=CALL, side=LineSide.CALLER, way=AudioDirection.FROM)]
    assert call_row(call).dead == ()


def test_each_way_and_each_side_is_a_fault_of_its_own() -> None:
    call, _ = told(
        a_call(CallState.ANSWERED),
        audio(AudioDirection.FROM, dead=True),
        audio(AudioDirection.TO, dead=True),
        audio(AudioDirection.FROM, dead=True, desk=DESK),
        audio(AudioDirection.FROM, dead=False),
    )
    assert [(one.side, one.way) for one in call.dead] == [
        (LineSide.CALLER, AudioDirection.TO),
        (LineSide.DESK, AudioDirection.FROM),
    ]


def test_a_desk_that_has_not_the_call_tells_nothing_of_it_and_its_fault_goes_with_it() -> None:
    call, facts = told(a_call(CallState.ANSWERED), audio(AudioDirection.TO, dead=True, desk=ANOTHER))
    assert facts == []
    call, _ = told(call, audio(AudioDirection.TO, dead=True, desk=DESK), audio(AudioDirection.TO, dead=True))
    assert [one.side for one in call.dead] == [LineSide.DESK, LineSide.CALLER]
    call, _ = told(call, m.LoseDeskLine(call=CALL, desk=DESK))
    assert [one.side for one in call.dead] == [LineSide.CALLER], "the caller's own is as it was"


def test_whoever_was_asked_in_is_told_of_by_name_while_they_are_in_the_call_and_not_after() -> None:
    call = a_call(CallState.ANSWERED, CallChannel.VOICE)
    for command, who in (
        (m.Consult(call=CALL, whom="Sanidad 1", party=CENTRE, desk=ANOTHER), LUCIA),
        (m.AnswerParty(call=CALL, party=CENTRE), person("dispatcher", ANOTHER)),
        (m.Consult(call=CALL, whom="Intérprete", party=NUMBER, number="+34600700800"), LUCIA),
        (m.ReportPartyAnswered(call=CALL, party=NUMBER), system()),
    ):
        for fact in decide(call, command, who, AT):
            call = evolve(call, fact, AT)  # type: ignore[arg-type]  # an event of a call
    outside = m.ReportAudio(call=CALL, way=AudioDirection.FROM, dead=True, party=NUMBER)
    call, facts = told(call, audio(AudioDirection.TO, dead=True, desk=ANOTHER), outside, outside)
    assert [(one.side, one.desk, one.whom) for one in facts if isinstance(one, m.AudioDied)] == [
        (LineSide.DESK, ANOTHER, None),
        (LineSide.PARTY, None, "Intérprete"),
    ]
    call, _ = told(call, m.ReportPartyGone(call=CALL, party=NUMBER, reason=PartyEndReason.LOST))
    assert [one.desk for one in call.dead] == [ANOTHER]
    assert told(call, outside)[1] == []


def test_a_line_that_flaps_is_told_so_often_and_then_said_to_be_unsteady() -> None:
    flap = (audio(AudioDirection.FROM, dead=True), audio(AudioDirection.FROM, dead=False))
    call, facts = told(a_call(CallState.ANSWERED), *flap * (AUDIO_FAULTS_MAX + 5))
    assert len(facts) == 2 * AUDIO_FAULTS_MAX
    row = call_row(call)
    assert (row.dead, row.unsteady) == ((), True)
    assert not call_row(a_call(CallState.ANSWERED)).unsteady


def test_silence_is_shown_from_when_it_began_and_is_no_fault() -> None:
    began = AT - timedelta(seconds=20)
    silent, speaks = m.ReportSilence(call=CALL, since=began), m.ReportSilence(call=CALL, since=None)
    call, facts = told(a_call(CallState.ANSWERED), speaks, silent, silent)
    assert facts == [m.CallerFellSilent(call=CALL, since=began)]
    row = call_row(call)
    assert (row.silent_since, row.dead) == (began, ())
    call, facts = told(call, speaks, speaks)
    assert facts == [m.CallerSpokeAgain(call=CALL)]
    _, facts = told(call, *(silent, speaks) * SILENCES_MAX)
    assert len(facts) == 2 * (SILENCES_MAX - 1), "and has an end, like everything that a line can do alone"


def test_keys_are_kept_in_order_with_their_moments_also_while_nobody_has_answered() -> None:
    call, facts = told(rung(), key("5"), key("5", 0.4), key("#", 3))
    assert len(facts) == 3, "the same key twice is two taps: one is yes, two is no"
    assert [(one.key, (one.at - AT).total_seconds()) for one in call_row(call).keys] == [
        ("5", 0.0),
        ("5", 0.4),
        ("#", 3.0),
    ]
    call, facts = told(call, *[key("1")] * KEYS_MAX)
    assert len(facts) == KEYS_MAX - 3
    assert len(call.keys) < call.keys_pressed == KEYS_MAX


def test_a_call_that_is_over_tells_nothing_more_and_shows_no_fault() -> None:
    dying = (audio(AudioDirection.FROM, dead=True), m.ReportSilence(call=CALL, since=AT), key("1"))
    for state in FINISHED_STATES:
        assert told(a_call(state), *dying)[1] == []
    call, _ = told(a_call(CallState.ANSWERED), *dying, m.HangUp(call=CALL))
    row = call_row(call)
    assert (row.dead, row.silent_since, len(row.keys)) == ((), None, 1), "what was pressed was pressed"


@pytest.mark.parametrize("kind", [m.ReportAudio, m.ReportSilence, m.PressKey])
def test_only_the_system_says_what_a_line_does(kind: type[Command]) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        require(person("supervisor"), kind.permission)
