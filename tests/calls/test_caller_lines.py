"""What a caller wrote is kept word by word for those who are sent, and within bounds."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from auxilio.calls.core import messages as m
from auxilio.calls.core.caller_lines import LETTERS_KEPT, LINES_KEPT, WRITTEN_LATE_S, must_be_of_call
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.model import Call, CallState
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from tests.actors import citizen, system
from tests.calls.factories import AT, CALL, LUCIA, a_call, rung


def written(*lines: str) -> Call:
    call: Call = rung()
    for words in lines:
        call = evolve(call, m.CallerTextSent(call=CALL, words=words), AT)
    return call


def test_the_first_and_the_later_sentences_are_kept_word_by_word_with_their_time() -> None:
    call = written("Hay fuego, C/ Mayor 12", "mis hijos   dentro\n¡corran!")
    assert [(one.n, one.at, one.words) for one in call.said] == [
        (1, AT, "Hay fuego, C/ Mayor 12"),
        (2, AT, "mis hijos   dentro\n¡corran!"),
    ]


def test_what_the_operator_writes_back_is_not_the_callers_word() -> None:
    call = evolve(written("fuego"), m.DeskTextSent(call=CALL, words="¿dónde?"), AT)
    assert [one.words for one in call.said] == ["fuego"]
    assert call.said_count == 1


def test_of_many_lines_the_first_and_the_latest_stay_and_all_are_counted() -> None:
    call = written(*(f"línea {n}" for n in range(1, 41)))
    assert call.said_count == 40
    assert [one.n for one in call.said] == [1, *range(42 - LINES_KEPT, 41)]


def test_long_lines_are_never_cut_and_their_letters_are_bounded() -> None:
    call = written(*("a" * 4_000 for _ in range(6)))
    assert [one.n for one in call.said] == [1, 6]
    assert sum(len(one.words) for one in call.said) == LETTERS_KEPT


@pytest.mark.parametrize("blank", [" ", "\n\n", "\u202e\u2069", "\u2800"])
def test_a_line_that_says_nothing_is_no_line_of_a_caller_or_a_desk(blank: str) -> None:
    for command, actor in (
        (m.SendCallerText(call=CALL, words=blank), citizen(CALL)),
        (m.SendDeskText(call=CALL, words=blank), LUCIA),
    ):
        with pytest.raises(Refused, match="words_missing"):
            decide(rung(), command, actor, AT)
    assert decide(rung(), m.SendCallerText(call=CALL, words=blank), system(), AT), "what a telephone sends"


def line_of(at: datetime) -> CommandId:
    """The id that a page gives to a line at this moment (RFC 9562, version 7)."""
    return CommandId(UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62))


def test_what_was_written_before_the_end_is_kept_whenever_it_comes_and_nothing_long_after_it() -> None:
    over = replace(a_call(CallState.ENDED), ended_at=AT)
    for before_s in (3600, 0, -WRITTEN_LATE_S + 1):
        must_be_of_call(over, line_of(AT - timedelta(seconds=before_s)))
    late = line_of(AT + timedelta(seconds=WRITTEN_LATE_S + 1))
    with pytest.raises(Refused, match="call_is_over"):
        must_be_of_call(over, late)
    for state in set(CallState) - {CallState.ENDED}:
        must_be_of_call(replace(over, state=state), late)
