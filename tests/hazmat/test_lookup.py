"""Aim: every number of the tables has an answer, what is not known is said, and no distance is ever made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.active_content.content_bundle import content_folder
from auxilio.hazmat.content import read_hazmat
from auxilio.hazmat.core.lookup import HazmatIndex, look_up
from auxilio.hazmat.core.model import HazmatQuery, HazmatTables
from auxilio.kernel.hazmat import DistanceBasis, HazardDistances, HazmatSheet
from auxilio.platform.i18n import LANGUAGES


def tables() -> HazmatTables:
    found = read_hazmat(content_folder()).tables
    assert found is not None
    return found


TABLES = tables()
BOOK = HazmatIndex(TABLES)
NUMBERS = st.sampled_from(sorted(TABLES.substances))


def look(**asked: str) -> HazmatSheet:
    return look_up(TABLES, HazmatQuery(**asked))


def test_every_number_of_the_tables_is_answered_with_a_guide_and_names_in_four_languages() -> None:
    assert len(TABLES.substances) == 2318
    assert sum(len(rows) for rows in TABLES.rows.values()) + len(TABLES.guides) == 684
    for un in TABLES.substances:
        sheet = look(bottom=un)
        assert sheet.guide in TABLES.guides, un
        assert sheet.names.keys() == set(LANGUAGES), un
        assert "number_unknown" not in sheet.marks, un
        assert not sheet.classes or sheet.class_words.keys() == set(LANGUAGES), un


@given(NUMBERS)
def test_a_distance_is_one_that_is_printed_and_nought_is_never_a_distance(un: str) -> None:
    sheet = look(bottom=un)
    rows = [*TABLES.rows.get(un, ()), *TABLES.guides.values()]
    printed = {
        figure
        for row in rows
        for figure in (
            *(row.small_iso_m, row.small_day_m, row.small_night_m),
            *(row.large_iso_m, row.large_day_m, row.large_night_m, row.fire_iso_m),
        )
    }
    for reach in (sheet.small, sheet.large):
        for figure in (reach.isolation_m, reach.day_m, reach.night_m):
            assert figure is None or (figure > 0 and figure in printed)
    assert sheet.fire_m is None or sheet.fire_m in printed


@given(NUMBERS)
def test_the_night_never_reaches_less_far_than_the_day(un: str) -> None:
    for reach in (look(bottom=un).small, look(bottom=un).large):
        assert (reach.night_m or 0) >= (reach.day_m or 0)


def test_petrol_is_guide_128_and_its_large_spill_clears_downwind() -> None:
    sheet = look(top="33", bottom="1203")
    assert (sheet.basis, sheet.guide, sheet.classes) == (DistanceBasis.GUIDE, "128", ("3",))
    assert (sheet.names["es"], sheet.names["fr"]) == ("Gasolina", "Essence")
    assert sheet.small == HazardDistances(isolation_m=50)
    assert sheet.large == HazardDistances(isolation_m=50, day_m=300, night_m=300)
    assert sheet.fire_m == 800
    assert sheet.edition == "ERG 2016"
    assert sheet.marks == ("guide_unchecked",)


def test_a_large_spill_of_chlorine_stands_in_a_table_that_is_not_here_and_is_not_nought() -> None:
    sheet = look(top="265", bottom="1017")
    assert sheet.small == HazardDistances(isolation_m=60, day_m=300, night_m=1100)
    assert sheet.large == HazardDistances()
    assert "table_3" in sheet.marks


def test_of_several_names_the_largest_distance_is_taken_as_the_guidebook_says() -> None:
    sheet = look(bottom="1953")
    assert sheet.large == HazardDistances(isolation_m=1000, day_m=5600, night_m=10200)
    assert "several_names" in sheet.marks


def test_a_lorry_is_no_weapon() -> None:
    assert look(bottom="1051").large == HazardDistances(isolation_m=300, day_m=1100, night_m=2400)


def test_explosives_clear_all_round_and_not_downwind() -> None:
    sheet = look(hazard_class="1.1")
    assert sheet.guide == "112"
    assert sheet.large == HazardDistances(isolation_m=800)


def test_a_number_without_a_row_falls_back_to_its_class_and_says_so() -> None:
    sheet = look(bottom="1992")
    assert TABLES.substances["1992"].classes == ("3",)
    assert (sheet.basis, sheet.guide) == (DistanceBasis.CLASS, "127")
    assert sheet.un == "1992"


def test_a_number_that_does_not_exist_is_said_and_the_top_goes_on() -> None:
    sheet = look(top="33", bottom="9999")
    assert "number_unknown" in sheet.marks
    assert (sheet.basis, sheet.un, sheet.classes) == (DistanceBasis.TOP, None, ("3",))
    assert look(bottom="9999").basis is DistanceBasis.UNKNOWN
    assert look(bottom="9999").guide == "111"
    assert look(bottom="9999", hazard_class="8").basis is DistanceBasis.TOLD_CLASS


def test_a_contradiction_is_pointed_out_and_the_number_below_still_answers() -> None:
    sheet = look(top="80", bottom="1203")
    assert "contradiction" in sheet.marks
    assert sheet.guide == "128"
    assert "contradiction" not in look(top="33", bottom="1203").marks


def test_the_letter_x_is_no_water() -> None:
    assert "no_water" in look(top="X423", bottom="1428").marks
    assert "no_water" not in look(top="423", bottom="1428").marks


def test_what_was_misread_is_said_and_never_refused() -> None:
    assert "number_unreadable" in look(bottom="12O3").marks
    assert "top_unreadable" in look(top="3?", bottom="1203").marks


@given(st.dictionaries(st.sampled_from(["top", "bottom", "un", "hazard_class"]), st.text(max_size=20)))
def test_whatever_is_typed_has_an_answer(asked: dict[str, str]) -> None:
    assert look(**asked).guide in TABLES.guides


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("gasolina", "1203"), ("essence", "1203"), ("petrol", "1203"), ("gasoil", "1202"), ("diesel", "1202"),
        ("cloro", "1017"), ("chlorine", "1017"), ("amoniaco", "1005"), ("amoníac", "1005"), ("propano", "1978"),
        ("gas natural licuado", "1972"), ("butano", "1011"), ("LPG", "1075"), ("salfuman", "1789"),
        ("trimethoxysilane", "9269"),
    ],
)  # fmt: skip
def test_the_name_that_people_say_finds_the_number(words: str, first: str) -> None:
    assert BOOK.find(words)[0].un == first


def test_words_that_are_no_name_find_nothing() -> None:
    assert BOOK.find("xyzzy") == ()
    assert BOOK.find("  ") == ()


def test_no_search_answers_with_more_than_can_be_read() -> None:
    assert len(BOOK.find("a")) == 8
