"""Aim: unknown is never nought, nobody is sent where they cannot be taken, and nothing is shared out by a guess."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.hospitals.core.model import (
    CapacityColour,
    DeclaredCapacity,
    DiversionId,
    Hospital,
    HospitalCapability,
    HospitalDiversion,
)
from auxilio.hospitals.core.policy import (
    CAPACITY_VALID_FOR,
    HospitalOptions,
    InboundPatient,
    available_capacity,
    distribute_victims,
    propose_hospitals,
)
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode

AT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
RED, YELLOW, GREEN = CapacityColour.RED, CapacityColour.YELLOW, CapacityColour.GREEN


def capacity(free: int, age: timedelta = timedelta(minutes=10)) -> DeclaredCapacity:
    return DeclaredCapacity(free=free, at=AT - age, by_there="Dra. Soler", entered_by="Marta")


def diverted(*what: HospitalCapability, until: timedelta = timedelta(hours=1)) -> HospitalDiversion:
    return HospitalDiversion(
        id=DiversionId(UUID(int=99)),
        what=what,
        why="sin quirófano",
        since=AT - timedelta(hours=1),
        until=AT + until,
        by_there="Dra. Soler",
        entered_by="Marta",
    )


def hospital(nth: int, name: str, **more: object) -> Hospital:
    return Hospital(
        id=HospitalId(UUID(int=nth)),
        mode=Mode.REAL,
        name=name,
        place=Point(lat=41.9, lon=1.9),
        **more,
    )


def road(minutes: float, by: TravelBasis = TravelBasis.ROAD) -> TravelTime:
    return TravelTime(duration_s=minutes * 60, distance_m=minutes * 800, by=by)


NEAR = hospital(
    1, "Comarcal", can=(HospitalCapability.TRAUMA,), capacity={RED: capacity(2), YELLOW: capacity(0)}
)
FAR = hospital(
    2, "Vall", can=(HospitalCapability.TRAUMA, HospitalCapability.BURNS), capacity={RED: capacity(5)}
)
OVER = hospital(3, "Isla", can=tuple(HospitalCapability))
TIMES = {NEAR.id: road(6), FAR.id: road(25), OVER.id: road(3, TravelBasis.STRAIGHT_LINE)}


def names(options: HospitalOptions) -> tuple[list[str], list[str]]:
    return [each.name for each in options.proposed], [each.name for each in options.aside]


def test_they_come_by_the_road_and_a_straight_line_stands_last_and_says_so() -> None:
    options = propose_hospitals([FAR, OVER, NEAR], TIMES, [], AT)
    assert names(options) == (["Comarcal", "Vall", "Isla"], [])
    assert [why.code for why in options.proposed[2].why] == ["straight_line"]


def test_whoever_lacks_what_is_needed_or_has_no_room_is_set_aside_with_the_reason() -> None:
    burns = propose_hospitals([NEAR, FAR], TIMES, [], AT, needs=[HospitalCapability.BURNS])
    assert names(burns) == (["Vall"], ["Comarcal"])
    assert [(why.code, why.facts["what"]) for why in burns.aside[0].why] == [("cannot", "burns")]
    yellow = propose_hospitals([NEAR, FAR], TIMES, [], AT, colour=YELLOW)
    assert names(yellow) == (["Vall"], ["Comarcal"])
    assert [why.code for why in yellow.aside[0].why] == ["full"]
    assert [why.code for why in yellow.proposed[0].why] == ["room_unknown"]  # unknown is not nought


def test_a_diversion_sets_aside_only_whom_it_is_for_and_only_until_its_end() -> None:
    for_burns = hospital(2, "Vall", can=FAR.can, diversions=(diverted(HospitalCapability.BURNS),))
    assert names(propose_hospitals([for_burns], TIMES, [], AT)) == (["Vall"], [])
    aside = propose_hospitals([for_burns], TIMES, [], AT, needs=[HospitalCapability.BURNS]).aside[0]
    assert (aside.why[0].code, aside.why[0].facts["why"]) == ("diverted_for", "sin quirófano")
    everybody = hospital(2, "Vall", diversions=(diverted(until=timedelta(minutes=5)),))
    assert names(propose_hospitals([everybody], TIMES, [], AT)) == ([], ["Vall"])
    assert names(propose_hospitals([everybody], TIMES, [], AT + timedelta(minutes=5))) == (["Vall"], [])


def test_a_word_that_is_too_old_is_unknown_and_its_moment_is_still_told() -> None:
    old = hospital(1, "Comarcal", capacity={RED: capacity(0, CAPACITY_VALID_FOR + timedelta(seconds=1))})
    room = available_capacity(old, RED, [], AT)
    assert (room.declared, room.left, room.said_at) == (
        None,
        None,
        AT - CAPACITY_VALID_FOR - timedelta(seconds=1),
    )
    assert names(propose_hospitals([old], TIMES, [], AT, colour=RED)) == (["Comarcal"], [])


def test_who_comes_and_who_arrived_since_count_against_it_and_are_shown() -> None:
    coming = [
        InboundPatient(hospital=NEAR.id, name="Comarcal", colour=RED),
        InboundPatient(hospital=None, name=" comarcal ", colour=RED),  # said by name, without network
        InboundPatient(
            hospital=NEAR.id, name="Comarcal", colour=RED, over_at=AT - timedelta(minutes=20)
        ),  # before its word
        InboundPatient(hospital=FAR.id, name="Vall", colour=RED, over_at=AT - timedelta(minutes=1)),
        InboundPatient(hospital=NEAR.id, name="Comarcal", colour=None),
    ]
    near, far = available_capacity(NEAR, RED, coming, AT), available_capacity(FAR, RED, coming, AT)
    assert (near.declared, near.coming, near.arrived, near.left) == (2, 2, 0, 0)
    assert (far.declared, far.coming, far.arrived, far.left) == (5, 0, 1, 4)
    options = propose_hospitals([NEAR, FAR], TIMES, coming, AT, colour=RED)
    assert names(options) == (["Vall"], ["Comarcal"])
    assert options.aside[0].coming == 3  # also whoever has no colour yet


def test_victims_are_shared_out_reds_first_and_the_rest_says_whom_to_ask() -> None:
    shared = distribute_victims(propose_hospitals([NEAR, FAR, OVER], TIMES, [], AT), {RED: 6, YELLOW: 2})
    assert [(each.name, each.colour, each.count) for each in shared.shares] == [
        ("Comarcal", RED, 2),
        ("Vall", RED, 4),
    ]
    assert shared.unplaced == {YELLOW: 2}
    assert shared.ask == ("Vall", "Isla")  # Comarcal said that it has none


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Hospital], dict[HospitalId, TravelTime], list[InboundPatient]]:
    some = [
        hospital(
            nth,
            f"H{nth}",
            can=tuple(draw(st.sets(st.sampled_from(HospitalCapability)))),
            capacity={
                colour: capacity(draw(st.integers(0, 5)), timedelta(minutes=draw(st.integers(0, 200))))
                for colour in draw(st.sets(st.sampled_from(CapacityColour)))
            },
            diversions=draw(st.sampled_from([(), (diverted(),), (diverted(HospitalCapability.BURNS),)])),
        )
        for nth in range(1, draw(st.integers(0, 5)) + 1)
    ]
    times = {
        each.id: road(draw(st.floats(1, 90)), draw(st.sampled_from(TravelBasis)))
        for each in some
        if draw(st.booleans())
    }
    coming = [
        InboundPatient(
            hospital=each.id, name=each.name, colour=draw(st.sampled_from([*CapacityColour, None]))
        )
        for each in some
        for _ in range(draw(st.integers(0, 3)))
    ]
    return some, times, coming


@given(
    worlds(),
    st.sampled_from([*CapacityColour, None]),
    st.sets(st.sampled_from(HospitalCapability), max_size=2),
)
def test_everybody_is_proposed_or_set_aside_with_a_reason_and_no_road_never_before_a_road(
    world: tuple[list[Hospital], dict[HospitalId, TravelTime], list[InboundPatient]],
    colour: CapacityColour | None,
    needs: set[HospitalCapability],
) -> None:
    hospitals, times, coming = world
    options = propose_hospitals(hospitals, times, coming, AT, colour=colour, needs=sorted(needs))
    ids = [each.hospital for each in (*options.proposed, *options.aside)]
    assert sorted(ids) == sorted(each.id for each in hospitals)
    assert all(each.why for each in options.aside)
    by_id = {each.id: each for each in hospitals}
    for option in options.proposed:
        assert needs <= set(by_id[option.hospital].can)
        left = option.room[colour].left if colour is not None else None
        assert left is None or left > 0
    places = [(each.by is not TravelBasis.ROAD, each.travel_s or 0.0) for each in options.proposed if each.by]
    assert places == sorted(places)


@given(worlds(), st.dictionaries(st.sampled_from(CapacityColour), st.integers(0, 30)))
def test_nobody_is_shared_out_beyond_what_was_said_and_nobody_is_lost(
    world: tuple[list[Hospital], dict[HospitalId, TravelTime], list[InboundPatient]],
    victims: dict[CapacityColour, int],
) -> None:
    options = propose_hospitals(*world, AT)
    shared = distribute_victims(options, victims)
    for colour in CapacityColour:
        placed = sum(each.count for each in shared.shares if each.colour is colour)
        assert placed + shared.unplaced.get(colour, 0) == victims.get(colour, 0)
    for each in shared.shares:
        left = next(one.room[each.colour].left for one in options.proposed if one.hospital == each.hospital)
        assert left is not None
        assert each.count in range(1, left + 1)
