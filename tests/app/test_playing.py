"""Who hears what a desk plays into a call."""

from datetime import UTC, datetime

import pytest

from auxilio.app.playing import listener_of
from auxilio.calls.model import Call, CallState, Channel
from auxilio.instructions.ports import Listener
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.words import Mode
from auxilio.platform.ids import new_id

CASE, DESK = CaseId(new_id()), DeskId("desk-07")


def call(state: CallState = CallState.ANSWERED, channel: Channel = Channel.VOICE) -> Call:
    return Call(
        id=CallId(new_id()),
        number=1,
        channel=channel,
        state=state,
        mode=Mode.REAL,
        rang_at=datetime(2026, 11, 27, tzinfo=UTC),
        case=CASE,
        desk=DESK,
    )


@pytest.mark.parametrize("state", list(CallState))
def test_a_caller_hears_only_while_they_are_with_the_desk(state: CallState) -> None:
    heard = {
        CallState.ANSWERED: Listener.CALLER,
        CallState.HELD: Listener.HELD,
        CallState.CONSULTING: Listener.HELD,
    }
    assert listener_of(call(state), CASE, DESK) is heard.get(state, Listener.NOBODY)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_call_without_a_voice_is_read(channel: Channel) -> None:
    hears = channel in {Channel.VOICE, Channel.ECALL}
    wanted = Listener.CALLER if hears else Listener.READER
    assert listener_of(call(channel=channel), CASE, DESK) is wanted


def test_nobody_plays_into_a_call_that_is_not_theirs() -> None:
    assert listener_of(None, CASE, DESK) is Listener.NOBODY
    assert listener_of(call(), CaseId(new_id()), DESK) is Listener.NOBODY
    assert listener_of(call(), CASE, DeskId("desk-08")) is Listener.NOBODY
    assert listener_of(call(), CASE, None) is Listener.NOBODY
