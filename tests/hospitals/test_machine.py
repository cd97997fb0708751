"""Aim: what a hospital said stays with who said it and when, a diversion has an end, and an exercise fills no real bed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.hospitals.core import messages as m
from auxilio.hospitals.core.machine import DIVERSION_MAX, HospitalDecision, add, decide, evolve
from auxilio.hospitals.core.model import CapacityColour, DiversionId, Hospital, HospitalCapability
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

AT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
ID = HospitalId(UUID(int=7))
NIGHT = DiversionId(UUID(int=8))
MARTA = Actor(id=UUID(int=1), kind="person", name="Marta", mode=Mode.EXERCISE)
REAL = Actor(id=UUID(int=2), kind="person", name="Clara", mode=Mode.REAL)
ADD = m.AddHospital(
    hospital=ID,
    name=" Comarcal ",
    place=Point(lat=41.9, lon=1.9),
    can=(HospitalCapability.STROKE, HospitalCapability.TRAUMA, HospitalCapability.STROKE),
)


def after(hospital: Hospital | None, events: tuple[Event, ...], at: datetime = AT) -> Hospital:
    for event in events:
        hospital = evolve(hospital, event, at)
    assert hospital is not None
    return hospital


def added() -> Hospital:
    return after(None, add(None, ADD, MARTA))


def divert(**more: object) -> m.DivertHospital:
    told = {"why": "quirófano cerrado", "by_there": "Dra. Soler", "until": AT + timedelta(hours=2), **more}
    return m.DivertHospital(hospital=ID, diversion=NIGHT, **told)


def refused(hospital: Hospital, command: HospitalDecision, actor: Actor = MARTA, at: datetime = AT) -> str:
    with pytest.raises(Refused) as refusal:
        decide(hospital, command, actor, at)
    return refusal.value.code


def test_it_is_added_once_and_knows_what_it_can_do_in_one_order() -> None:
    hospital = added()
    assert (hospital.name, hospital.mode, hospital.can) == (
        "Comarcal",
        Mode.EXERCISE,
        (HospitalCapability.TRAUMA, HospitalCapability.STROKE),
    )
    assert hospital.capacity == {}  # nobody spoke of a colour: that is not nought
    with pytest.raises(Refused) as refusal:
        add(hospital, ADD, MARTA)
    assert refusal.value.code == "hospital_exists"


def test_its_place_and_telephone_change_and_stay_where_they_are_left_out() -> None:
    hospital, there, phone = added(), Point(lat=42.0, lon=2.0), "+34900000003"
    moved = after(
        hospital, decide(hospital, m.ChangeHospital(hospital=ID, place=there, phone=phone), MARTA, AT)
    )
    assert (moved.place, moved.phone) == (there, phone)
    named = after(moved, decide(moved, m.ChangeHospital(hospital=ID, name="Otro"), MARTA, AT))
    assert (named.place, named.phone) == (there, phone)
    silent = after(named, decide(named, m.ChangeHospital(hospital=ID, no_phone=True), MARTA, AT))
    assert (silent.place, silent.phone) == (there, None)
    old = m.HospitalChanged(hospital=ID, name="De antes", phone=None, can=())
    assert after(silent, (old,)).place == there, "an event of before a place could change"


def test_a_colour_that_is_left_out_keeps_its_own_word_and_its_own_age() -> None:
    first = m.DeclareCapacity(
        hospital=ID, free={CapacityColour.RED: 2, CapacityColour.GREEN: 9}, by_there="Dra. Soler"
    )
    hospital = after(added(), decide(added(), first, MARTA, AT))
    later = AT + timedelta(minutes=30)
    second = m.DeclareCapacity(hospital=ID, free={CapacityColour.RED: 0}, by_there="Sr. Pons")
    hospital = after(hospital, decide(hospital, second, MARTA, later), later)
    red, green = hospital.capacity[CapacityColour.RED], hospital.capacity[CapacityColour.GREEN]
    assert (red.free, red.at, red.by_there, red.entered_by) == (0, later, "Sr. Pons", "Marta")
    assert (green.free, green.at, green.by_there) == (9, AT, "Dra. Soler")
    assert CapacityColour.YELLOW not in hospital.capacity


def test_the_same_numbers_said_again_are_young_again() -> None:
    same = m.DeclareCapacity(hospital=ID, free={CapacityColour.RED: 2}, by_there="Dra. Soler")
    hospital = after(added(), decide(added(), same, MARTA, AT))
    later = AT + timedelta(hours=1)
    assert (
        after(hospital, decide(hospital, same, MARTA, later), later).capacity[CapacityColour.RED].at == later
    )


def test_it_turns_away_whom_it_could_take_until_an_end_and_takes_them_again_before() -> None:
    hospital = after(added(), decide(added(), divert(what=(HospitalCapability.STROKE,)), MARTA, AT))
    (standing,) = hospital.diversions
    assert (standing.what, standing.why, standing.since) == (
        (HospitalCapability.STROKE,),
        "quirófano cerrado",
        AT,
    )
    again = m.EndHospitalDiversion(hospital=ID, diversion=NIGHT, by_there="Sr. Pons")
    assert after(hospital, decide(hospital, again, MARTA, AT)).diversions == ()
    assert refused(hospital, again, at=standing.until) == "not_diverted"  # it ended by itself
    assert refused(hospital, divert()) == "diversion_exists"


def test_what_it_turns_away_for_the_same_need_is_said_once() -> None:
    hospital = after(added(), decide(added(), divert(), MARTA, AT))
    longer = msgspec_replace(divert(until=AT + timedelta(hours=5)), DiversionId(UUID(int=9)))
    (standing,) = after(hospital, decide(hospital, longer, MARTA, AT)).diversions
    assert standing.until == AT + timedelta(hours=5)


def msgspec_replace(command: m.DivertHospital, diversion: DiversionId) -> m.DivertHospital:
    return m.DivertHospital(
        hospital=command.hospital,
        diversion=diversion,
        why=command.why,
        by_there=command.by_there,
        until=command.until,
    )


def test_a_diversion_that_makes_no_sense_is_refused() -> None:
    assert refused(added(), divert(until=AT)) == "diversion_end_not_ahead"
    assert refused(added(), divert(until=AT + DIVERSION_MAX + timedelta(seconds=1))) == "diversion_too_long"
    assert refused(added(), divert(what=(HospitalCapability.BURNS,))) == "hospital_cannot"


def test_an_exercise_fills_no_real_hospital_nor_the_other_way_round() -> None:
    said = m.DeclareCapacity(hospital=ID, free={CapacityColour.RED: 2}, by_there="Dra. Soler")
    assert refused(added(), said, REAL) == "hospital_of_other_mode"
    assert refused(added(), divert(), REAL) == "hospital_of_other_mode"


def test_it_moves_and_keeps_its_place_where_a_change_names_none() -> None:
    moved = decide(added(), m.ChangeHospital(hospital=ID, place=Point(lat=41.8, lon=1.8)), MARTA, AT)
    hospital = after(added(), moved)
    assert (hospital.name, hospital.place) == ("Comarcal", Point(lat=41.8, lon=1.8))
    assert decide(hospital, m.ChangeHospital(hospital=ID, place=hospital.place), MARTA, AT) == ()
    # As earlier versions wrote it.
    renamed = m.HospitalChanged(hospital=ID, name="General", phone=None, can=())
    assert after(hospital, (renamed,)).place == hospital.place


def test_whoever_is_retired_takes_nobody() -> None:
    hospital = after(added(), decide(added(), m.RetireHospital(hospital=ID), MARTA, AT))
    assert refused(hospital, divert()) == "hospital_retired"
    assert decide(hospital, m.RetireHospital(hospital=ID), MARTA, AT) == ()


COMMANDS = st.one_of(
    st.builds(
        m.DeclareCapacity,
        hospital=st.just(ID),
        free=st.dictionaries(st.sampled_from(CapacityColour), st.integers(0, 9), min_size=1),
        by_there=st.just("Dra. Soler"),
    ),
    st.builds(
        m.DivertHospital,
        hospital=st.just(ID),
        diversion=st.integers(1, 5).map(lambda n: DiversionId(UUID(int=n))),
        why=st.just("lleno"),
        by_there=st.just("Dra. Soler"),
        until=st.integers(-1, 8).map(lambda hours: AT + timedelta(hours=hours)),
        what=st.sampled_from(
            [(), (HospitalCapability.TRAUMA,), (HospitalCapability.STROKE,), (HospitalCapability.BURNS,)]
        ),
    ),
    st.builds(
        m.EndHospitalDiversion,
        hospital=st.just(ID),
        diversion=st.integers(1, 5).map(lambda n: DiversionId(UUID(int=n))),
        by_there=st.just("Sr. Pons"),
    ),
)


@given(st.lists(st.tuples(COMMANDS, st.integers(0, 90)), max_size=20))
def test_whatever_is_said_each_need_is_turned_away_once_and_each_word_has_its_moment(
    steps: list[tuple[HospitalDecision, int]],
) -> None:
    hospital, at = added(), AT
    for command, minutes in steps:
        at += timedelta(minutes=minutes)
        before = hospital
        try:
            hospital = after(hospital, decide(hospital, command, MARTA, at), at)
        except Refused:
            assert hospital == before
        needs = [each.what for each in hospital.diversions]
        assert len(needs) == len(set(needs))
        assert all(set(each.what) <= set(hospital.can) for each in hospital.diversions)
        assert all(said.at <= at for said in hospital.capacity.values())
        if isinstance(command, m.DeclareCapacity):
            assert {c for c, said in hospital.capacity.items() if said.at == at} >= command.free.keys()
