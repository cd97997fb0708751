"""Letters of telephones: what is deleted goes, what ends a line ends it, and a reader always sees what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.voice.core.rtt_edits import (
    DELETE,
    ERASED_MARK,
    NEW_LINE,
    TextLineBuffer,
    edit_sequence,
    grapheme_cells,
)

FAMILY = "👩\u200d👩\u200d👧"
WRITTEN = st.lists(st.sampled_from(["a", "b", "ñ", "e\u0301", "👍🏽", FAMILY, " "]), max_size=12).map("".join)


def read(*packets: str) -> tuple[list[str], str]:
    letters = TextLineBuffer()
    lines = [line for packet in packets for line in letters.read(packet)]
    return lines, letters.text


def test_letters_stand_in_their_line_until_it_is_ended_in_any_of_the_ways_there_are() -> None:
    assert read("Mi padre ", "no res") == ([], "Mi padre no res")
    for end in (NEW_LINE, "\r\n", "\n", "\r", "\u2029"):
        assert read("uno" + end + "dos") == (["uno"], "dos")


def test_a_return_and_its_line_feed_end_one_line_also_when_they_come_apart() -> None:
    assert read("uno\r", "\ndos") == (["uno"], "dos")
    assert read("uno\r", "\r\n", "dos") == (["uno"], "dos"), "an empty line is none"


def test_a_deletion_takes_the_last_letter_with_its_accent_and_its_joiners() -> None:
    assert read("fuegp", DELETE, "o") == ([], "fuego")
    assert read("e\u0301" + DELETE) == ([], "")
    assert read("a" + FAMILY + DELETE) == ([], "a")
    assert read("a👍🏽" + DELETE) == ([], "a")


def test_a_deletion_that_reaches_behind_the_line_is_seen() -> None:
    assert read("calle Mayor 12" + NEW_LINE, DELETE + "4") == (["calle Mayor 12"], ERASED_MARK + "4")
    assert read("calle Mayor 12" + NEW_LINE, "3" + DELETE * 3) == (["calle Mayor 12"], ERASED_MARK * 2)


@pytest.mark.parametrize(
    "packets",
    [
        ("ho\x07la",),  # a bell
        ("ho\x9b31mla",),  # red
        ("ho\x9b3", "1mla"),  # and cut in two
        ("ho\x98app data\x9cla",),  # what a program says to another
        ("ho\x1b", "ala"),  # an interrupt
        ("ho\u202ela",),  # what would be read backwards
    ],
)
def test_what_is_no_letter_is_no_word(packets: tuple[str, ...]) -> None:
    assert read(*packets) == ([], "hola")


def test_a_control_that_never_ends_costs_no_letter_for_ever() -> None:
    _, text = read("\x98" + "x" * 100, "hola")
    assert text.endswith("hola")


@given(WRITTEN, WRITTEN)
def test_a_reader_who_saw_one_line_sees_the_other_after_its_edits(before: str, after: str) -> None:
    reader = TextLineBuffer()
    reader.read(before)
    reader.read(edit_sequence(before, after))
    assert reader.text == after


def test_edits_take_back_no_more_than_has_changed() -> None:
    assert edit_sequence("¿Está des", "¿Está despierto?") == "pierto?"
    assert edit_sequence("calle 12", "calle 14") == DELETE + "4"
    assert edit_sequence("igual", "igual") == ""


@given(st.text())
def test_nothing_is_lost_between_letters(text: str) -> None:
    assert "".join(grapheme_cells(text)) == text
