"""Aim: each way of saying where has its reading."""

import pytest

from auxilio.geo.gazetteer.address_parser import (
    ParsedAddress,
    ParsedCrossing,
    ParsedKilometre,
    addresses,
    corner,
    road_key,
    road_km,
)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("C/ Mayor, 12", [ParsedAddress("C/ Mayor", "12", "")]),
        ("carrer de la unio 5", [ParsedAddress("carrer de la unio", "5", "")]),
        ("C/ Mayor 12 3º B", [ParsedAddress("C/ Mayor", "12", "3º B")]),
        ("Avda. Sol nº 4 bis, Fontnova", [ParsedAddress("Avda. Sol", "4 bis", "Fontnova")]),
        ("2 de mayo 5", [ParsedAddress("2 de mayo", "5", "")]),
        (
            "calle 2 de mayo 5",
            [ParsedAddress("calle", "2", "de mayo 5"), ParsedAddress("calle 2 de mayo", "5", "")],
        ),
        ("12 calle mayor", [ParsedAddress("calle mayor", "12", "")]),
        ("12 bis, rue de la Paix, Fontnova", [ParsedAddress("rue de la Paix", "12 bis", "Fontnova")]),
        ("10 mayor 3", [ParsedAddress("10 mayor", "3", "")]),
        ("2 de mayo", []),
        ("9 d'octubre", []),
        ("112 no respira", [ParsedAddress("no respira", "112", "")]),
        ("plaza mayor", []),
        ("12", []),
        ("", []),
    ],
)
def test_every_number_that_could_be_the_houses_is_tried(text: str, readings: list[ParsedAddress]) -> None:
    assert addresses(text) == readings


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("CG-1 km 5", ParsedKilometre("CG1", 5.0)),
        ("cg 1 pk 3+200", ParsedKilometre("CG1", 3.2)),
        ("carretera general 2 kilometro 10,5", ParsedKilometre("CG2", 10.5)),
        ("nacional dos quilometre 7", ParsedKilometre("N2", 7.0)),
        ("autovia noventa y nueve km 38", ParsedKilometre("A99", 38.0)),
        ("AP-7 punto kilométrico 120", ParsedKilometre("AP7", 120.0)),
        ("calle mayor 12", None),
        ("km 5", None),
    ],
)
def test_a_kilometre_of_a_road_is_heard(text: str, reading: ParsedKilometre | None) -> None:
    assert road_km(text) == reading


def test_a_road_has_one_key_however_it_is_written() -> None:
    assert {road_key(ref) for ref in ("CG-1", "CG 1", "cg1", "Cg.1")} == {"CG1"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("mayor esquina unión", ParsedCrossing("mayor", "unión")),
        ("cruce de la calle mayor con la ronda", ParsedCrossing("la calle mayor", "la ronda")),
        ("c/ mayor / c/ unión", ParsedCrossing("calle  mayor", "calle  unión")),
        ("fontnova con ronda", ParsedCrossing("fontnova", "ronda")),
        ("mayor esquina con unión", ParsedCrossing("mayor", "unión")),
        ("mayor haciendo esquina con unión", ParsedCrossing("mayor", "unión")),
        ("mayor en el cruce con unión", ParsedCrossing("mayor", "unión")),
        ("mayor cruce unión", ParsedCrossing("mayor", "unión")),
        ("en la esquina de mayor y unión", ParsedCrossing("mayor", "unión")),
        ("ramón y cajal esquina unión", ParsedCrossing("ramón y cajal", "unión")),
        ("esquina ramón y cajal con unión", ParsedCrossing("ramón y cajal", "unión")),
        ("major cantonada amb unió", ParsedCrossing("major", "unió")),
        ("a la cruïlla de major amb unió", ParsedCrossing("major", "unió")),
        ("corner of mayor and unión", ParsedCrossing("mayor", "unión")),
        ("at the corner of mayor and unión", ParsedCrossing("mayor", "unión")),
        ("mayor at the junction with unión", ParsedCrossing("mayor", "unión")),
        ("angle mayor et unión", ParsedCrossing("mayor", "unión")),
        ("à l'angle de mayor et unión", ParsedCrossing("mayor", "unión")),
        ("mayor à l'angle d'unión", ParsedCrossing("mayor", "unión")),
        ("C/ Mayor", None),
        ("calle mayor 12", None),
        ("calle ramón y cajal", None),
        ("carrefour de la avenida", None),
    ],
)
def test_two_streets_are_a_crossing(text: str, reading: ParsedCrossing | None) -> None:
    assert corner(text) == reading
