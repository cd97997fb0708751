"""Who hears what a desk plays into a call."""

from datetime import UTC, datetime

import pytest

from auxilio.calls.core.model import Call, CallChannel, CallState
from auxilio.instructions.core.ports import PlaybackAudience
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.workflows.card_audience import caller_only_reads, has_caller_or_crew, listener_of

CASE, DESK = CaseId(new_id()), DeskId("desk-07")


def call(state: CallState = CallState.ANSWERED, channel: CallChannel = CallChannel.VOICE) -> Call:
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
        CallState.ANSWERED: PlaybackAudience.CALLER,
        CallState.HELD: PlaybackAudience.HELD,
        CallState.CONSULTING: PlaybackAudience.HELD,
    }
    assert listener_of(call(state), CASE, DESK) is heard.get(state, PlaybackAudience.NOBODY)


@pytest.mark.parametrize("channel", list(CallChannel))
def test_a_call_without_a_voice_is_read(channel: CallChannel) -> None:
    hears = channel in {CallChannel.VOICE, CallChannel.ECALL}
    wanted = PlaybackAudience.CALLER if hears else PlaybackAudience.READER
    assert listener_of(call(channel=channel), CASE, DESK) is wanted


def test_nobody_plays_into_a_call_that_is_not_theirs() -> None:
    assert listener_of(None, CASE, DESK) is PlaybackAudience.NOBODY
    assert listener_of(call(), CaseId(new_id()), DESK) is PlaybackAudience.NOBODY
    assert listener_of(call(), CASE, DeskId("desk-08")) is PlaybackAudience.NOBODY
    assert listener_of(call(), CASE, None) is PlaybackAudience.NOBODY


@pytest.mark.parametrize("channel", list(CallChannel))
def test_only_a_chat_or_a_text_telephone_keeps_a_desk_from_saying_a_step(channel: CallChannel) -> None:
    reads = channel in {CallChannel.CHAT, CallChannel.SMS, CallChannel.RTT, CallChannel.APP}
    assert caller_only_reads([call(channel=channel)], CASE, DESK) is reads


def test_whoever_has_another_voice_in_the_case_or_no_call_at_all_may_say_it() -> None:
    chat, ended = call(channel=CallChannel.CHAT), call(CallState.ENDED, CallChannel.CHAT)
    assert not caller_only_reads([chat, call()], CASE, DESK)
    assert caller_only_reads([chat, call(CallState.ENDED)], CASE, DESK), "a voice that is over hears nothing"
    assert not caller_only_reads([ended], CASE, DESK)
    assert caller_only_reads([chat], CASE, DeskId("desk-08")), "nobody there hears another desk either"
    assert caller_only_reads([chat], CASE, None)
    assert not caller_only_reads([], CASE, DESK)


@pytest.mark.parametrize("state", list(CallState))
def test_a_medicine_is_given_by_who_is_there_waits_or_is_rung_back_and_by_a_crew(state: CallState) -> None:
    over = state in {CallState.ENDED, CallState.ABANDONED, CallState.CALLED_BACK, CallState.REFUSED}
    assert has_caller_or_crew([call(CallState.ENDED), call(state)], crews=0) is not over
    assert has_caller_or_crew([call(CallState.ENDED)], crews=1)
    assert has_caller_or_crew([], crews=0), "of a case without a call it is not known"
