"""A vehicle is on its road at every moment, and only goes forward."""

from hypothesis import given
from hypothesis import strategies as some

from auxilio.kernel.position import Point, distance_m
from simulator.journey import Journey, left_m, length_m, place_at

points = some.builds(Point, some.floats(41.8, 42.0), some.floats(1.8, 2.0))
lines = some.lists(points, min_size=1, max_size=12).map(tuple)
journeys = some.builds(Journey, line=lines, duration_s=some.floats(1, 3_000))
shares = some.floats(0, 1)


@given(journey=journeys)
def test_it_begins_where_it_begins_and_ends_where_it_ends(journey: Journey) -> None:
    assert distance_m(place_at(journey, 0), journey.line[0]) < 0.1 or len(journey.line) == 1
    assert place_at(journey, journey.duration_s) == journey.line[-1]
    assert place_at(journey, journey.duration_s * 9) == journey.line[-1]


@given(journey=journeys, one=shares, two=shares)
def test_what_is_left_only_shrinks(journey: Journey, one: float, two: float) -> None:
    early, late = sorted((one * journey.duration_s, two * journey.duration_s))
    assert left_m(journey, early) >= left_m(journey, late) >= 0
    assert left_m(journey, 0) == length_m(journey.line)


@given(journey=journeys, share=shares)
def test_it_never_leaves_the_box_of_its_road(journey: Journey, share: float) -> None:
    at = place_at(journey, share * journey.duration_s)
    assert min(p.lat for p in journey.line) - 1e-6 <= at.lat <= max(p.lat for p in journey.line) + 1e-6
    assert min(p.lon for p in journey.line) - 1e-6 <= at.lon <= max(p.lon for p in journey.line) + 1e-6


@given(journey=journeys, share=shares)
def test_it_drives_at_an_even_pace_along_the_road(journey: Journey, share: float) -> None:
    straight_m = distance_m(journey.line[0], place_at(journey, share * journey.duration_s))
    # Latitude and longitude are drawn evenly, not the arc: a thousandth on a piece of 20 km, nothing on a road.
    assert straight_m <= share * length_m(journey.line) * 1.001 + 1.0
