"""What a crew does next: orders first, then the road, and never past an order that holds it back."""

from typing import Any

import pytest

from auxilio.kernel.position import Point
from simulator.judgement import (
    HOLD_M,
    Acknowledge,
    Aim,
    Drive,
    Hospital,
    Press,
    Stay,
    held_back,
    next_act,
    taken_by_another,
)

HOME, PLACE = Point(41.9, 1.9), Point(41.91, 1.91)
HOSPITAL = Hospital("Hospital", Point(41.95, 1.95))
FAR = dict.fromkeys(Aim, 5_000.0)
THERE = dict.fromkeys(Aim, 0.0)


def unit(status: str, **more: Any) -> dict[str, Any]:
    home = {"lat": HOME.lat, "lon": HOME.lon}
    row = {"status": status, "assignment": "a", "orders": [], "home": home, "crew": [{"name": "A-01"}]}
    return row | more


def order(kind: str, *, known: bool) -> dict[str, Any]:
    return {"id": f"{kind}-1", "kind": kind, "acknowledged": {"at": "1"} if known else None}


def act(row: dict[str, Any], place: Point | None = PLACE, **more: Any) -> object:
    return next_act(row, place, **({"away_m": FAR, "holds": False, "hospital": HOSPITAL} | more))


@pytest.mark.parametrize("status", ["alerted", "en_route", "on_scene", "available"])
def test_a_critical_change_is_acknowledged_before_anything_else(status: str) -> None:
    assert act(unit(status, orders=[order("hazard", known=False)])) == Acknowledge("hazard-1")


def test_a_job_goes_from_the_alert_to_the_hospital_and_home() -> None:
    assert act(unit("alerted")) == Press("acknowledged")
    assert act(unit("acknowledged")) == Press("en_route")
    assert act(unit("en_route")) == Drive(PLACE, Aim.SCENE)
    assert act(unit("en_route"), away_m=THERE) == Press("on_scene")
    assert act(unit("on_scene")) == Press("transporting", "Hospital")
    assert act(unit("transporting")) == Drive(HOSPITAL.point, Aim.HOSPITAL)
    assert act(unit("transporting"), away_m=THERE) == Press("at_destination")
    assert act(unit("at_destination")) == Press("available")
    assert act(unit("available", assignment=None)) == Drive(HOME, Aim.HOME)
    assert act(unit("available", assignment=None), away_m=THERE) == Stay()


def test_who_takes_nobody_is_available_at_the_scene() -> None:
    assert act(unit("on_scene"), hospital=None) == Press("available")


def test_an_order_that_holds_back_is_obeyed_on_the_way_and_at_the_line() -> None:
    assert act(unit("en_route"), holds=True) == Drive(PLACE, Aim.SCENE, HOLD_M)
    near = FAR | {Aim.SCENE: HOLD_M - 10}
    assert act(unit("en_route"), holds=True, away_m=near) == Stay()


def test_who_waits_for_the_police_waits_until_they_are_at_this_place() -> None:
    wait = [order("wait_for_police", known=True)]
    police = {"case": "c", "centre": "pol-1", "step": "en_route"}
    assert held_back(wait, "c", [police], "pol")
    assert not held_back(wait, "c", [police | {"step": "on_scene"}], "pol")
    assert held_back(wait, "c", [police | {"step": "on_scene", "case": "d"}], "pol")
    assert held_back(wait, "c", [police | {"step": "on_scene", "centre": "san-1"}], "pol")
    assert not held_back([order("hazard", known=True)], "c", [], "pol")


@pytest.mark.parametrize("status", ["alerted", "acknowledged", "en_route", "on_scene"])
def test_who_was_let_go_or_cancelled_says_so(status: str) -> None:
    assert act(unit(status, assignment=None)) == Press("available")
    assert act(unit(status, orders=[order("cancelled", known=True)])) == Press("available")


def test_somebody_on_board_is_brought_to_hospital_even_when_the_work_was_taken_away() -> None:
    assert act(unit("transporting", assignment=None)) == Drive(HOSPITAL.point, Aim.HOSPITAL)


def test_without_an_address_it_waits_for_one() -> None:
    assert act(unit("en_route"), None) == Stay()


def test_one_patient_is_taken_to_hospital_by_one_crew() -> None:
    here, gone = {"on_scene": "1"}, {"on_scene": "1", "transporting": "2"}

    def taken(*others: tuple[str, str, dict[str, str]]) -> bool:
        works = [{"unit": unit, "case": case, "times": times} for unit, case, times in others]
        return taken_by_another("A-01", "c", works)

    assert not taken(("A-01", "c", gone), ("A-02", "c", here), ("A-03", "other", gone))
    assert taken(("A-01", "c", here), ("A-02", "c", gone))
