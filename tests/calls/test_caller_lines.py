"""What a caller wrote is kept word by word for those who are sent, and within bounds."""

from auxilio.calls.core import messages as m
from auxilio.calls.core.caller_lines import LETTERS_KEPT, LINES_KEPT
from auxilio.calls.core.machine import evolve
from auxilio.calls.core.model import Call
from tests.calls.factories import AT, CALL, rung


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
