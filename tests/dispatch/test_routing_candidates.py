"""Aim: whoever counts is asked of the road, and nobody else has to be."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.recommendation.core.routing_candidates import (
    ROUTED_UNITS_MAX,
    RoutingCandidate,
    choose_routed_units,
)
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import UnitId

CAN = st.sampled_from([("als",), ("bls",), ("als", "bls")])


def able(nth: int, likely_s: float, *capabilities: str, free: bool = True) -> RoutingCandidate:
    return RoutingCandidate(
        unit=UnitId(UUID(int=nth)),
        capabilities=frozenset(capabilities or ("als",)),
        free=free,
        estimate=TravelTime(duration_s=likely_s, distance_m=likely_s * 10, by=TravelBasis.ESTIMATE),
    )


def test_with_few_everybody_is_asked_the_busy_ones_too() -> None:
    units = [able(nth, nth, free=nth % 2 == 0) for nth in range(ROUTED_UNITS_MAX)]
    assert set(choose_routed_units(("als",), units)) == {one.unit for one in units}


def test_of_many_those_near_by_the_line() -> None:
    units = [able(nth, 10 * nth, free=nth % 2 == 0) for nth in range(500)]
    assert choose_routed_units(("als",), units) == tuple(
        one.unit for one in units[: 2 * ROUTED_UNITS_MAX : 2]
    )


def test_a_scarce_capability_is_asked_for_as_early_as_a_common_one() -> None:
    units = [able(nth, nth, "bls") for nth in range(490)] + [able(490 + n, 900 + n, "als") for n in range(3)]
    assert {one.unit for one in units[490:]} < set(choose_routed_units(("bls", "bls", "als"), units))


@given(units=st.lists(st.tuples(st.integers(1, 2000), CAN), min_size=ROUTED_UNITS_MAX + 1, max_size=120))
def test_nobody_is_left_out_for_one_who_is_farther_and_can_do_the_same(
    units: list[tuple[int, tuple[str, ...]]],
) -> None:
    fleet = [able(nth, likely_s, *can) for nth, (likely_s, can) in enumerate(units)]
    who = choose_routed_units(("als", "bls"), fleet)
    assert len(who) == len(set(who)) == ROUTED_UNITS_MAX
    for left in (one for one in fleet if one.unit not in who):
        same = [one for one in fleet if one.unit in who and one.capabilities == left.capabilities]
        assert all(one.estimate.duration_s <= left.estimate.duration_s for one in same)
