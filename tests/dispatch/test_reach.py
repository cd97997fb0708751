"""Aim: whoever counts is asked of the road, and nobody else has to be."""

from collections.abc import Mapping
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.reach import ASKED_MAX, BATCH, SPARE, Able, estimated, next_asked
from auxilio.geo.model import By, Reckoned, TravelTime
from auxilio.kernel.ids import UnitId


def road(duration_s: float, by: By = By.ROAD) -> TravelTime:
    return TravelTime(duration_s=duration_s, distance_m=duration_s * 10, by=by)


def able(nth: int, soonest_s: float, *capabilities: str, free: bool = True) -> Able:
    likely = road(soonest_s * 5, By.ESTIMATE)
    return Able(
        unit=UnitId(UUID(int=nth)),
        capabilities=frozenset(capabilities or ("als",)),
        free=free,
        reckoned=Reckoned(soonest_s=soonest_s, likely=likely),
    )


def asked_of(
    wanted: tuple[str, ...], units: list[Able], truth: Mapping[UnitId, TravelTime]
) -> dict[UnitId, TravelTime]:
    times: dict[UnitId, TravelTime] = {}
    while asked := next_asked(wanted, units, times):
        assert times.keys().isdisjoint(asked)
        times |= {unit: truth[unit] for unit in asked}
    return times


def test_with_few_everybody_is_asked_the_busy_ones_too() -> None:
    units = [able(nth, nth, free=nth % 2 == 0) for nth in range(ASKED_MAX)]
    truth = {one.unit: road(1000) for one in units}
    assert asked_of(("als",), units, truth).keys() == truth.keys()


def test_of_many_those_near_by_the_line_until_nobody_else_could_be_among_the_first() -> None:
    units = [able(nth, 10 * nth) for nth in range(500)]
    times = asked_of(("als",), units, {one.unit: road(one.reckoned.soonest_s * 3 + 30) for one in units})
    assert times.keys() == {one.unit for one in units[:BATCH]}
    shown = estimated(units, times)
    assert shown[units[0].unit].by is By.ROAD
    assert shown[units[499].unit].by is By.ESTIMATE


def test_a_scarce_capability_is_asked_for_as_early_as_a_common_one() -> None:
    units = [able(nth, nth, "bls") for nth in range(490)] + [able(490 + n, 900 + n, "als") for n in range(3)]
    first = next_asked(("bls", "als"), units, {})
    assert {one.unit for one in units[490:]} < set(first)


def test_there_is_an_end() -> None:
    units = [able(nth, 1) for nth in range(500)]
    assert len(asked_of(("als",), units, {one.unit: road(9000) for one in units})) == ASKED_MAX


def test_a_place_that_no_road_leads_to_is_not_asked_of_everybody() -> None:
    units = [able(nth, 1) for nth in range(500)]
    nowhere = {one.unit: road(100, By.STRAIGHT_LINE) for one in units}
    assert len(asked_of(("als",), units, nowhere)) == BATCH


@given(st.data())
def test_unless_the_end_was_reached_the_first_are_the_first_of_all(data: st.DataObject) -> None:
    seconds = st.lists(st.integers(1, 2000), min_size=ASKED_MAX + 1, max_size=120)
    units = [
        able(nth, soonest, *data.draw(st.sampled_from([("als",), ("bls",), ("als", "bls")])))
        for nth, soonest in enumerate(data.draw(seconds))
    ]
    slower = st.floats(1.0, 3.0)
    truth = {one.unit: road(one.reckoned.soonest_s * data.draw(slower)) for one in units}
    wanted = ("als", "bls", "bls")
    times = asked_of(wanted, units, truth)
    if len(times) == ASKED_MAX:
        return
    for capability in wanted:
        can = [one.unit for one in units if capability in one.capabilities]
        first = sorted(truth[unit].duration_s for unit in can)[: len(wanted) + SPARE]
        known = sorted(times[unit].duration_s for unit in can if unit in times)
        assert known[: len(first)] == first
