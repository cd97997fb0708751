"""Aim: what a caller says, an operator mistypes or a sign reads finds its place, and says how exactly."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auxilio.geo.model import GeocodeKind, GeocodeQuality
from auxilio.geo.ports import Gazetteer
from auxilio.kernel.position import Point, distance_m
from tests.geo.conftest import PLAZA

pytestmark = pytest.mark.region

FOUND = [
    ("carrer de la unio 5", "Carrer de la Unió", "5", GeocodeQuality.EXACT),
    ("C/ Mayor, 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("c/mayor 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("carrer major 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("caye mallor 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("Calle de la Unión nº 5", "Carrer de la Unió", "5", GeocodeQuality.EXACT),
    ("abinguda de la constitusion 20", "Avenida de la Constitución", "20", GeocodeQuality.EXACT),
    ("alfonso trece 5", "Calle de Alfonso XIII", "5", GeocodeQuality.EXACT),
    ("alfonso xiii, 5", "Calle de Alfonso XIII", "5", GeocodeQuality.EXACT),
    ("dos de mayo 5", "Calle del Dos de Mayo", "5", GeocodeQuality.EXACT),
    ("carrer del 2 de maig 5", "Calle del Dos de Mayo", "5", GeocodeQuality.EXACT),
    ("avinguda de fontnova 12", "Avinguda de Fontnova", "12", GeocodeQuality.EXACT),
    ("mosen sinto 8", "Carrer de Mossèn Cinto", "8", GeocodeQuality.EXACT),
    ("gral prim 6", "Calle del General Prim", "6", GeocodeQuality.EXACT),
    ("calel mayor 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("aveinda de la constitucion 20", "Avenida de la Constitución", "20", GeocodeQuality.EXACT),
    ("callemayor 12", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("12 calle mayor", "Calle Mayor", "12", GeocodeQuality.EXACT),
    ("12, carrer major, Riudalba", "Calle Mayor", "12", GeocodeQuality.EXACT),
]


@pytest.mark.parametrize(("said", "name", "number", "quality"), FOUND)
def test_an_address_is_found_as_it_is_said(
    gazetteer: Gazetteer, said: str, name: str, number: str, quality: GeocodeQuality
) -> None:
    best = gazetteer.search(said)[0]
    assert (best.name, best.number) == (name, number)
    assert best.quality in {quality, GeocodeQuality.INTERPOLATED}
    assert best.kind is GeocodeKind.ADDRESS


@pytest.mark.parametrize("said", ["carrer de la unio 5", "C/ Mayor, 12"])
def test_the_addresses_that_we_are_judged_by_are_exact(gazetteer: Gazetteer, said: str) -> None:
    best = gazetteer.search(said)[0]
    assert best.quality is GeocodeQuality.EXACT
    assert best.uncertainty_m <= 20
    assert best.same_name_elsewhere == ()


def test_what_belongs_to_the_door_is_kept_apart(gazetteer: Gazetteer) -> None:
    best = gazetteer.search("C/ Mayor 12, 3º B")[0]
    assert (best.number, best.detail) == ("12", "3º B")


def test_a_street_of_two_towns_is_shown_twice_and_flagged(gazetteer: Gazetteer) -> None:
    first, second = gazetteer.search("calle de la iglesia 4")[:2]
    assert {first.municipality, second.municipality} == {"Riudalba", "Fontnova"}
    assert first.same_name_elsewhere == (second.municipality,)
    assert second.same_name_elsewhere == (first.municipality,)


def test_naming_the_town_chooses_the_street(gazetteer: Gazetteer) -> None:
    for town in ("Fontnova", "Riudalba"):
        for said in (
            f"carrer de l'esglesia 4, {town}",
            f"iglesia 4 {town.lower()}",
            f"calle iglesia, {town}",
        ):
            best = gazetteer.search(said)[0]
            assert (best.name, best.municipality) == ("Carrer de l'Església", town), said
            assert best.same_name_elsewhere, "the warning stays until a person answers it"


def test_the_callers_circle_settles_a_tie_and_no_more(gazetteer: Gazetteer) -> None:
    fontnova = Point(lat=41.9393, lon=1.9239)
    assert gazetteer.search("carrer de sant jordi", near=fontnova)[0].municipality == "Fontnova"
    assert gazetteer.search("carrer de sant jordi", near=PLAZA)[0].municipality == "Riudalba"
    assert gazetteer.search("calle mayor 12", near=fontnova)[0].municipality == "Riudalba"


def test_a_number_that_is_missing_lies_between_its_neighbours(gazetteer: Gazetteer) -> None:
    street = "carrer de cervantes"
    numbers = range(1, 60, 2)
    found = {n: gazetteer.search(f"{street} {n}")[0] for n in numbers}
    between = [n for n, f in found.items() if f.quality is GeocodeQuality.INTERPOLATED]
    assert between, "one house in eight has no number in the data"
    n = between[0]
    exact = [k for k, f in found.items() if f.quality is GeocodeQuality.EXACT]
    before, after = max(k for k in exact if k < n), min(k for k in exact if k > n)
    reach = distance_m(found[before].point, found[after].point)
    assert distance_m(found[n].point, found[before].point) <= reach + 20
    assert distance_m(found[n].point, found[after].point) <= reach + 20


def test_a_number_beyond_the_last_is_the_nearest_and_says_so(gazetteer: Gazetteer) -> None:
    best = gazetteer.search("calle mayor 999")[0]
    assert best.quality is GeocodeQuality.NEAREST
    assert best.uncertainty_m >= 100


def test_a_street_without_a_number_is_its_middle(gazetteer: Gazetteer) -> None:
    best = gazetteer.search("calle mayor")[0]
    assert (best.kind, best.quality) == (GeocodeKind.STREET, GeocodeQuality.STREET)
    assert best.uncertainty_m > 100


@pytest.mark.parametrize(
    ("said", "streets"),
    [
        ("cervantes esquina alfonso xiii", {"Calle de Cervantes", "Calle de Alfonso XIII"}),
        (
            "cruce de la rambla de la llibertat con constitucion",
            {"Rambla de la Llibertat", "Avenida de la Constitución"},
        ),
        ("entre cervantes y general prim", {"Calle de Cervantes", "Calle del General Prim"}),
        ("c/ industria / c/ general prim", {"Carrer de la Indústria", "Calle del General Prim"}),
        ("general prim cantonada amb industria", {"Carrer de la Indústria", "Calle del General Prim"}),
        ("fontnova con ronda", {"Avinguda de Fontnova", "Ronda de la Muralla"}),
        ("la ronda esquina fontnova", {"Avinguda de Fontnova", "Ronda de la Muralla"}),
        ("cervantes amb la rambla", {"Rambla de la Llibertat", "Calle de Cervantes"}),
        ("en la esquina de cervantes y alfonso xiii", {"Calle de Cervantes", "Calle de Alfonso XIII"}),
        ("corner of cervantes and alfonso xiii", {"Calle de Cervantes", "Calle de Alfonso XIII"}),
        ("à l'angle de cervantes et alfonso xiii", {"Calle de Cervantes", "Calle de Alfonso XIII"}),
    ],
)
def test_a_crossing_is_where_both_streets_are(gazetteer: Gazetteer, said: str, streets: set[str]) -> None:
    best = gazetteer.search(said)[0]
    assert (best.kind, best.quality) == (GeocodeKind.CROSSING, GeocodeQuality.CROSSING)
    assert {best.name, best.crossing} == streets
    around = gazetteer.reverse(best.point)
    assert around.street is not None
    assert around.street.name in streets


@pytest.mark.parametrize(
    "said", ["A-99 km 40", "a99 pk 40", "autovia noventa y nueve kilometro 40", "A 99 P.K. 40,0"]
)
def test_a_kilometre_stands_at_its_post(gazetteer: Gazetteer, said: str) -> None:
    best = gazetteer.search(said)[0]
    assert (best.kind, best.quality, best.km) == (GeocodeKind.KILOMETRE, GeocodeQuality.KILOMETRE, 40.0)
    before, after = gazetteer.search("A-99 km 39")[0], gazetteer.search("A-99 km 41")[0]
    assert distance_m(best.point, before.point) == pytest.approx(1000, abs=30)
    assert distance_m(best.point, after.point) == pytest.approx(1000, abs=30)


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("A-99 km 40 sentido Fontnova", "Fontnova"),
        ("a99 pk 40, en sentit fontnova", "Fontnova"),
        ("A-99 km 40 towards Barcelona", "Barcelona"),
        ("A-99 km 40", ""),
    ],
)
def test_the_carriageway_that_somebody_names_stays_with_the_kilometre(
    gazetteer: Gazetteer, said: str, heading: str
) -> None:
    best, plain = gazetteer.search(said)[0], gazetteer.search("A-99 km 40")[0]
    assert (best.km, best.heading, best.point) == (40.0, heading, plain.point)
    assert (f"→ {heading}" in best.label) == bool(heading)


def test_metres_after_a_post_are_metres(gazetteer: Gazetteer) -> None:
    post, after = gazetteer.search("A-99 km 40")[0], gazetteer.search("A-99 pk 40+250")[0]
    assert distance_m(post.point, after.point) == pytest.approx(250, abs=15)


def test_a_kilometre_that_the_road_does_not_have_is_not_made_up(gazetteer: Gazetteer) -> None:
    assert all(f.kind is not GeocodeKind.KILOMETRE for f in gazetteer.search("A-99 km 400"))


def test_a_road_without_posts_says_that_it_was_measured(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("BV-9901 km 2")[0].quality is GeocodeQuality.KILOMETRE_MEASURED


@pytest.mark.parametrize(
    ("said", "facility"),
    [
        ("hospital", "hospital"),
        ("ospital comarcal", "hospital"),
        ("bomberos", "fire_station"),
        ("bonbers de riudalba", "fire_station"),
        ("policia local", "police"),
        ("farmacia puig", "pharmacy"),
        ("refugi de la serra", "alpine_hut"),
        ("RD-07", "access_point"),
        ("helipuerto", "helipad"),
    ],
)
def test_a_facility_is_found_by_its_name_its_kind_or_its_plate(
    gazetteer: Gazetteer, said: str, facility: str
) -> None:
    assert gazetteer.search(said)[0].facility == facility


def test_a_farm_and_a_village_are_places(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("mas ferrer")[0].kind is GeocodeKind.PLACE
    assert gazetteer.search("fontnova")[0].name == "Fontnova"


def test_coordinates_are_what_they_say(gazetteer: Gazetteer) -> None:
    best = gazetteer.search("41,9200 1,9000")[0]
    assert best.kind is GeocodeKind.COORDINATES
    assert distance_m(best.point, PLAZA) < 1
    assert best.municipality == "Riudalba"


@pytest.mark.parametrize(
    ("begun", "name"),
    [
        ("calle de alf", "Calle de Alfonso XIII"),
        ("carrer de jacin", "Carrer de Jacint Verdaguer"),
        ("avinguda de font", "Avinguda de Fontnova"),
        ("calle de vis", "Calle de Vista Alegre"),
        ("constitu", "Avenida de la Constitución"),
        ("carrer indu", "Carrer de la Indústria"),
    ],
)
def test_a_name_is_found_while_it_is_being_typed(gazetteer: Gazetteer, begun: str, name: str) -> None:
    assert name in [found.name for found in gazetteer.search(begun, limit=3)]


@pytest.mark.parametrize("said", ["calle de", "carrer", "de la", "   ,  ", "5", "/", "C/"])
def test_half_a_word_brings_no_place_that_it_does_not_name(gazetteer: Gazetteer, said: str) -> None:
    assert all(found.score < 90 for found in gazetteer.search(said))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(gazetteer: Gazetteer, said: str) -> None:
    for found in gazetteer.search(said, limit=3):
        assert 0 <= found.score <= 100


class TestReverse:
    def test_a_door_knows_its_address(self, gazetteer: Gazetteer) -> None:
        door = gazetteer.search("C/ Mayor, 12")[0].point
        around = gazetteer.reverse(door)
        assert around.address is not None
        assert (around.address.name, around.address.number) == ("Calle Mayor", "12")
        assert around.municipality == "Riudalba"

    def test_a_motorway_knows_its_kilometre(self, gazetteer: Gazetteer) -> None:
        on = gazetteer.search("A-99 pk 41+300")[0].point
        around = gazetteer.reverse(on)
        assert around.kilometre is not None
        assert (around.kilometre.name, around.kilometre.km) == ("A-99", pytest.approx(41.3, abs=0.11))

    def test_a_circle_over_the_border_names_both_and_is_sure_of_neither(self, gazetteer: Gazetteer) -> None:
        # Across the wood, where the border runs.
        border = Point(lat=41.9340, lon=1.8915)
        assert len(gazetteer.reverse(border, 800).jurisdictions) == 2
        around = gazetteer.reverse(border, 800)
        assert {j.name for j in around.jurisdictions} == {"Riudalba", "Fontnova"}
        assert not any(j.whole for j in around.jurisdictions)
        assert around.municipality == ""

    def test_a_place_off_the_map_is_outside(self, gazetteer: Gazetteer) -> None:
        around = gazetteer.reverse(Point(lat=40.0, lon=-3.7), 100)
        assert not around.inside
        assert around.jurisdictions == ()
        assert around.address is None


def test_every_municipality_that_a_place_can_be_in_is_named_once_with_its_outline(
    gazetteer: Gazetteer,
) -> None:
    found = gazetteer.municipalities()
    assert [one.name for one in found] == sorted({one.name for one in found})
    assert {"Riudalba", "Fontnova"} <= {one.name for one in found}
    for one in found:
        assert gazetteer.reverse(one.point).municipality == one.name
        assert len(one.ring) >= 3
