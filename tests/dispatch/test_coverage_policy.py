"""Coverage reckoned by hand: who reaches what, where the holes are, and which move pays."""

import itertools

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from auxilio.dispatch.coverage.core import policy
from auxilio.geo.model import CELL_DEGREES, DemandCell
from auxilio.kernel.position import Point


def cell(column: int, row: int, weight: int = 1) -> DemandCell:
    point = Point(lat=(row + 0.5) * CELL_DEGREES, lon=(column + 0.5) * CELL_DEGREES)
    return DemandCell(column=column, row=row, point=point, weight=weight)


def mask(*reached: int, of: int = 6) -> policy.Mask:
    return np.array([n in reached for n in range(of)])


ONES = np.ones(6, dtype=np.int64)


def paying(
    units: list[policy.Mask], able: list[bool], places: list[policy.Mask], weights: NDArray[np.int64]
) -> list[policy.StandByPair]:
    may = np.repeat(np.array(able, dtype=np.bool_)[:, None], len(places), axis=1)
    return policy.choose_moves(units, places, may, weights)


def test_two_units_at_one_place_cover_no_more_than_one_and_the_second_is_worth_moving() -> None:
    units, place = [mask(0, 1), mask(0, 1)], mask(3, 4, 5)
    (move,) = paying(units, [True, True], [place], ONES)
    assert (move.unit, move.place, move.won, move.lost) == (0, 0, 3, 0)


def test_what_a_unit_leaves_behind_counts_against_its_move() -> None:
    assert paying([mask(0, 1, 2)], [True], [mask(3, 4, 5)], ONES) == []
    (move,) = paying([mask(0)], [True], [mask(3, 4, 5)], ONES)
    assert (move.won, move.lost) == (3, 1)
    (move,) = paying([mask(0, 1)], [True], [mask(1, 3, 4, 5)], ONES)
    assert (move.won, move.lost) == (3, 1), "what it goes on reaching from there is not lost"


def test_who_waits_somewhere_already_is_not_sent_to_and_fro() -> None:
    assert paying([mask(0)], [False], [mask(3, 4, 5)], ONES) == []


def test_one_street_does_not_pay_and_nobody_moves_for_nothing() -> None:
    weights = np.array([40, 40, 40, 2, 0, 0], dtype=np.int64)
    assert paying([mask(0, 1, 2), mask(0, 1, 2)], [True, True], [mask(3)], weights) == []
    assert paying([], [], [mask(1)], ONES) == []
    assert paying([mask(0)], [True], [], ONES) == []
    assert paying([mask(0)], [True], [mask(1)], np.zeros(6, dtype=np.int64)) == []


masks = st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=4)


@given(masks, masks, st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_the_best_move_is_the_best_of_all_that_there_are(
    units: list[list[bool]], places: list[list[bool]], weighed: list[int]
) -> None:
    weights = np.array(weighed, dtype=np.int64)
    reach, wait = [np.array(u) for u in units], [np.array(p) for p in places]
    now = policy.sum_weights(policy.combine_masks(reach, 6), weights)

    def after(unit: int, place: int) -> int:
        others = [one for n, one in enumerate(reach) if n != unit]
        return policy.sum_weights(policy.combine_masks([*others, wait[place]], 6), weights)

    pairs = itertools.product(range(len(reach)), range(len(wait)))
    best = max(after(unit, place) - now for unit, place in pairs)
    moves = paying(reach, [True] * len(reach), wait, weights)
    if best < max(1, policy.GAIN_SHARE_MIN * int(weights.sum())):
        assert moves == []
    else:
        assert moves[0].won - moves[0].lost == best
    for move in moves:  # each on top of those before it
        assert after(move.unit, move.place) - now == move.won - move.lost
        now = after(move.unit, move.place)
        reach[move.unit] = wait[move.place]


def test_two_are_not_sent_to_fill_one_hole() -> None:
    units = [mask(0, 1), mask(0, 1), mask(0, 1)]
    moves = paying(units, [True] * 3, [mask(3, 4), mask(4, 5)], ONES)
    assert [(move.place, move.won) for move in moves] == [(0, 2), (1, 1)]


def test_nobody_is_sent_where_no_open_road_leads_in_time() -> None:
    able = np.array([[False, True]])
    (move,) = policy.choose_moves([mask(0)], [mask(1, 2, 3), mask(1, 2)], able, ONES)
    assert move.place == 1
    near = policy.reachable_places(policy.cell_square(cell(0, 0)), [cell(0, 0).point, cell(9, 9).point])
    assert near.tolist() == [True, False]


def test_squares_side_by_side_or_corner_to_corner_are_one_hole_and_the_widest_is_first() -> None:
    cells = [cell(0, 0), cell(1, 1), cell(5, 5, 9), cell(9, 9, 3), cell(9, 8, 3)]
    found = policy.find_gaps(cells, np.array([False, False, False, False, False]))
    assert [sum(one.weight for one in hole) for hole in found] == [9, 6, 2]
    assert policy.find_gaps(cells, np.ones(5, dtype=np.bool_)) == []


def test_a_square_holds_its_people_and_an_area_is_sent_closed() -> None:
    one = cell(3, 17_000)
    ground = policy.cell_square(one)
    assert ground.bounds[1] < one.point.lat < ground.bounds[3]
    ((outline,),) = policy.area_of(ground)
    assert outline[0] == outline[-1]
    assert policy.area_of(shapely.Polygon()) == ()


def test_whoever_stands_in_the_area_is_reached() -> None:
    cells = [cell(0, 0), cell(9, 9)]
    assert policy.cells_inside(policy.cell_square(cells[0]), cells).tolist() == [True, False]
    assert policy.cells_inside(shapely.Polygon(), cells).tolist() == [False, False]


def test_an_area_is_drawn_to_a_metre_and_without_what_the_eye_does_not_see() -> None:
    square = shapely.box(1.000001, 41.000001, 1.100004, 41.100006)
    ((outline,),) = policy.area_of(square)
    assert set(outline) == {(1.0, 41.0), (1.1, 41.0), (1.1, 41.10001), (1.0, 41.10001)}
    for height, corners in ((0.0001, 5), (0.0005, 6)):
        roof = shapely.Polygon([(1, 41), (1.1, 41), (1.1, 41.1), (1.05, 41.1 + height), (1, 41.1)])
        ((outline,),) = policy.area_of(roof)
        assert len(outline) == corners
    yard = shapely.Polygon(square.exterior, [shapely.box(1.04, 41.04, 1.06, 41.06).exterior])
    [rings] = policy.area_of(yard)
    assert len(rings) == 2


def test_a_station_beside_its_road_is_on_it() -> None:
    road = shapely.box(1.0, 41.0, 1.1, 41.1)
    beside = [Point(41.05, 1.1 + degrees) for degrees in (0.0004, 0.0006)]
    assert policy.reachable_places(road, beside).tolist() == [True, False]


def test_nobody_reaches_nothing_and_three_moves_are_the_most() -> None:
    nobody = policy.combine_masks([], 3)
    assert (nobody.tolist(), nobody.dtype) == ([False] * 3, np.bool_)
    units, places = [mask()] * 4, [mask(n) for n in range(4)]
    assert len(paying(units, [True] * 4, places, ONES)) == 3


def test_a_move_pays_from_three_in_a_hundred_on() -> None:
    for won, pays in ((3, True), (2, False)):
        weights = np.array([100 - won, won, 0, 0, 0, 0], dtype=np.int64)
        moves = paying([mask(0), mask(0)], [True, True], [mask(1)], weights)
        assert bool(moves) is pays
