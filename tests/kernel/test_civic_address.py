"""The words by which the address of a document is searched for."""

import pytest

from auxilio.kernel.civic_address import CivicAddress, CivicExtra, all_words, search_words


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        (
            {"country": "ES", "A2": "Lleida", "A3": "Riudalba", "RD": "Mayor", "STS": "Calle", "HNO": "12"},
            "Calle Mayor 12, Riudalba",
        ),
        ({"A3": "Riudalba", "RD": "Mayor", "HNO": "12", "HNS": "bis", "STP": "Calle"}, "Calle Mayor 12 bis, Riudalba"),
        (
            {"country": "US", "A3": "Tampa", "PRD": "N", "RD": "Main", "STS": "Street", "HNO": "7", "FLR": "3"},
            "N Main Street 7, Tampa",
        ),
        ({"A3": "Fontnova", "RD": "A-99", "MP": "40"}, "A-99 km 40, Fontnova"),
        ({"RD": "A-99", "MP": "km 40"}, "A-99 km 40"),
        ({"RD": "I-90", "MP": "40", "country": "US"}, "I-90 40"),
        ({"RD": "Main", "STS": "St", "POD": "N", "PRD": "W", "country": "US"}, "W Main St N"),
        ({"RD": "Mayor", "STS": "Calle", "A6": "Grupo San José", "HNO": "3"}, "Calle Mayor 3"),
        ({"A6": "Grupo San José", "HNO": "3"}, "Grupo San José 3"),
        ({"A3": "Fontnova", "NAM": "Hospital Comarcal", "LMK": "frontón"}, "Hospital Comarcal, Fontnova"),
        ({"LMK": "frontón"}, "frontón"),
        ({"PCN": "Riudalba", "HNO": "12"}, "Riudalba"),
        ({"FLR": "3", "PC": "25001"}, ""),
    ],
)  # fmt: skip
def test_street_number_and_town_are_searched_for(elements: dict[str, str], words: str) -> None:
    assert search_words(CivicAddress(elements=elements)) == words


def test_all_that_it_says_is_shown() -> None:
    extra = CivicExtra(namespace="urn:x", name="lamp", value="2471")
    address = CivicAddress(elements={"RD": "Mayor", "FLR": "3"}, landmark_parts=("frontón",), extras=(extra,))
    assert all_words(address) == "Mayor · 3 · frontón · 2471"


def test_it_is_shown_in_one_order_however_it_was_stored() -> None:
    said = {"X": "?", "FLR": "3", "RD": "Mayor", "MP": "40", "A3": "Riudalba"}
    turned = dict(reversed(said.items()))
    assert all_words(CivicAddress(elements=said)) == all_words(CivicAddress(elements=turned))
    assert all_words(CivicAddress(elements=said)) == "Riudalba · Mayor · 3 · 40 · ?"


def test_the_search_is_no_longer_than_its_field() -> None:
    assert len(search_words(CivicAddress(elements={"RD": "x" * 200, "A3": "y" * 200}))) == 200
