"""What is believed of who rings: their channel, and how their number is known."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.call_back_machine import confirm_retry
from auxilio.calls.core.machine import decide, evolve, receive_call
from auxilio.calls.core.model import PAGE_CHANNELS, Call, CallChannel, CallState, NumberSource
from auxilio.calls.core.policy import urgency_of
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import citizen, person, system
from tests.calls.factories import AT, CALL, LUCIA, OTHER, a_call, rung

MOBILE = "+34600111222"
ASSERTED = NumberSource.NETWORK_ASSERTED


def rang(command: m.ReceiveCall | m.LogManualCall, actor=None, earlier: Call | None = None) -> m.CallReceived:
    fact = receive_call(command, 1, actor or citizen(command.call), earlier=earlier)[0]
    assert isinstance(fact, m.CallReceived)
    return fact


@pytest.mark.parametrize("channel", CallChannel)
def test_a_page_rings_by_chat_or_voice_and_never_as_a_car_or_a_sensor(channel: CallChannel) -> None:
    command = m.ReceiveCall(call=CALL, channel=channel)
    assert rang(command, system()).channel is channel, "the exchange says what came"
    if channel in PAGE_CHANNELS:
        assert rang(command).channel is channel
        return
    with pytest.raises(Refused, match="channel_not_permitted"):
        receive_call(command, 1, citizen(CALL))


@given(st.sampled_from(CallChannel), st.booleans())
def test_no_page_goes_before_those_who_cannot_speak(channel: CallChannel, silent: bool) -> None:
    try:
        fact = rang(m.ReceiveCall(call=CALL, channel=channel, cannot_speak=silent))
    except Refused:
        return
    assert fact.urgency >= urgency_of(CallChannel.CHAT, cannot_speak=True)


def test_whatever_a_page_or_an_operator_states_as_a_number_is_said() -> None:
    assert (
        rang(m.ReceiveCall(call=CALL, channel=CallChannel.CHAT, phone=MOBILE)).phone_known_by
        is NumberSource.SAID
    )
    assert rang(m.LogManualCall(call=CALL, phone=MOBILE), LUCIA).phone_known_by is NumberSource.SAID
    assert rang(m.ReceiveCall(call=CALL, channel=CallChannel.CHAT)).phone_known_by is None, (
        "there is no number"
    )


@pytest.mark.parametrize("basis", NumberSource)
def test_only_the_exchange_says_how_a_number_is_known(basis: NumberSource) -> None:
    command = m.ReceiveCall(call=CALL, channel=CallChannel.VOICE, phone=MOBILE, phone_known_by=basis)
    assert rang(command, system()).phone_known_by is basis
    with pytest.raises(Refused, match="not_permitted"):
        receive_call(command, 1, citizen(CALL))


def test_a_trunk_that_is_not_trusted_gives_a_number_that_is_said() -> None:
    assert (
        rang(m.ReceiveCall(call=CALL, channel=CallChannel.VOICE, phone=MOBILE), system()).phone_known_by
        is NumberSource.SAID
    )


@pytest.mark.parametrize(
    ("known", "then"),
    [
        (ASSERTED, NumberSource.TOKEN),
        (NumberSource.TOKEN, NumberSource.TOKEN),
        (NumberSource.SAID, NumberSource.SAID),
        (None, NumberSource.SAID),
    ],
)
def test_a_page_that_shows_the_token_of_an_earlier_call_has_its_number_and_no_more_trust(
    known: NumberSource | None, then: NumberSource
) -> None:
    earlier = msgspec.structs.replace(rung(phone=MOBILE), id=OTHER, phone_known_by=known)
    fact = rang(m.ReceiveCall(call=CALL, channel=CallChannel.CHAT, earlier=OTHER), earlier=earlier)
    assert (fact.phone, fact.phone_known_by, fact.earlier) == (MOBILE, then, OTHER)
    stated = rang(
        m.ReceiveCall(call=CALL, channel=CallChannel.CHAT, earlier=OTHER, phone="+34600999888"),
        earlier=earlier,
    )
    assert (stated.phone, stated.phone_known_by) == ("+34600999888", NumberSource.SAID)


def identified(call: Call, phone: str | None, **more: object) -> Call:
    command = m.IdentifyCaller(call=call.id, phone=phone, **more)  # type: ignore[arg-type]  # a test's own fields
    for fact in decide(call, command, LUCIA, AT):
        call = evolve(call, fact, AT)  # type: ignore[arg-type]  # decide makes facts of calls only
    return call


def test_an_operator_who_enters_another_number_makes_it_said_and_the_same_one_changes_nothing() -> None:
    call = msgspec.structs.replace(rung(phone=MOBILE), phone_known_by=ASSERTED)
    assert identified(call, MOBILE).phone_known_by is ASSERTED
    assert identified(call, None, caller_name="Joan").phone_known_by is ASSERTED
    assert identified(call, "+34600999888").phone_known_by is NumberSource.SAID
    assert identified(call, "centralita").phone_known_by is ASSERTED, (
        "its number is still that of the network"
    )
    assert identified(rung(), "centralita").phone_known_by is NumberSource.SAID


def test_an_event_of_before_says_nothing_of_how_its_number_is_known() -> None:
    old = b'{"kind":"calls.call.rang","call":"%s","number":7,"channel":"voice","mode":"real","urgency":50,"phone":"%s"}'
    fact = msgspec.json.decode(old % (str(CALL).encode(), MOBILE.encode()), type=m.CallReceived)
    call = evolve(None, fact, AT)
    assert (call.phone, call.phone_known_by, call.earlier) == (MOBILE, None, None)


# --- joined by hand -------------------------------------------------------------------------------


def in_hand(**fields: object) -> Call:
    return msgspec.structs.replace(a_call(CallState.ANSWERED), id=OTHER, **fields)


def test_the_desk_that_has_the_caller_joins_their_unanswered_call() -> None:
    unanswered = a_call(CallState.ABANDONED)
    assert confirm_retry(unanswered, in_hand(), LUCIA) == (m.RetryJoined(call=CALL, by=OTHER),)
    assert confirm_retry(a_call(CallState.CALLED_BACK), in_hand(), LUCIA) == ()


@pytest.mark.parametrize("state", sorted({*CallState} - {CallState.ABANDONED, CallState.CALLED_BACK}))
def test_only_an_unanswered_call_is_joined_by_hand(state: CallState) -> None:
    with pytest.raises(Refused, match="no_such_transition"):
        confirm_retry(a_call(state), in_hand(), LUCIA)


def test_nobody_joins_for_another_desk_across_modes_or_a_call_with_itself() -> None:
    unanswered = a_call(CallState.ABANDONED)
    for refusal, by, actor in (
        ("not_your_call", in_hand(), person("call_taker", "desk-09")),
        ("not_your_call", in_hand(), system()),
        ("call_mode_differs", in_hand(mode=Mode.TRAINING), LUCIA),
        ("no_such_transition", in_hand(state=CallState.ENDED), LUCIA),
        ("no_such_transition", a_call(CallState.ANSWERED), LUCIA),
    ):
        with pytest.raises(Refused, match=refusal):
            confirm_retry(unanswered, by, actor)
