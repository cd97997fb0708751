"""Aim: what has a name only for a time is found by the words that people say there, and never taken for its neighbour."""

import pytest

from auxilio.geo.gazetteer.temporary_places import find_temporary_places
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import TemporaryPlace
from auxilio.geo.service import RegionService
from auxilio.kernel.position import Point

RING = (Point(41.9, 1.89), Point(41.9, 1.92), Point(41.93, 1.92), Point(41.93, 1.89))
INSIDE, OUTSIDE = Point(41.91, 1.9), Point(42.5, 1.5)


def spot(name: str, *said: str, kind: str = "gate") -> TemporaryPlace:
    return TemporaryPlace(name=name, said=said, kind=kind, point=INSIDE, group="Festa Major", ring=RING)


SPOTS = (
    spot("Puerta 4", "Gate 4", "la puerta del río"),
    spot("Puerta 14"),
    spot("Punto de encuentro norte", kind="meeting_point"),
)


@pytest.mark.parametrize(
    "words", ["puerta 4", "Puerta cuatro", "gate 4", "puerta IV", "puerta del rio", "puerta 4 festa major"]
)
@pytest.mark.parametrize("near", [None, INSIDE, OUTSIDE])
def test_it_is_found_as_people_say_it(words: str, near: Point | None) -> None:
    assert find_temporary_places(words, SPOTS, near)[0].label == "Puerta 4 · Festa Major"


def test_a_figure_is_never_nearly_another() -> None:
    assert [one.name for one in find_temporary_places("puerta 14", SPOTS, INSIDE)] == ["Puerta 14"]
    assert find_temporary_places("puerta 5", SPOTS, INSIDE) == []


def test_half_a_name_is_that_of_the_event_for_whoever_stands_in_it() -> None:
    here, elsewhere = (
        find_temporary_places("punto de encuentro", SPOTS, near)[0].score for near in (INSIDE, OUTSIDE)
    )
    assert here > elsewhere
    assert find_temporary_places("calle mayor 4", SPOTS, INSIDE) == []
    assert find_temporary_places("  ", SPOTS, INSIDE) == []


async def test_the_one_search_finds_it_beside_the_regions_places() -> None:
    region = RegionService.without_data(ListGazetteer())

    async def now() -> tuple[TemporaryPlace, ...]:
        return SPOTS

    region.find_temporary_places_with(now)
    try:
        assert [one.name for one in await region.search("puerta 4", INSIDE)] == ["Puerta 4"]
    finally:
        region.close()
