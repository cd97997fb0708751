"""What a crew does next, from what its board says. Pure: the driving and the waiting are in `crews`."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from auxilio.kernel.position import Point

type Row = Mapping[str, Any]
HOLD_M = 300.0
"""Where a crew waits that was told to hold back: near enough to be there in a minute, far enough to be safe."""
BACK_M = 40.0


class Aim(StrEnum):
    """Why it drives."""

    SCENE = "scene"
    HOSPITAL = "hospital"
    HOME = "home"


class Acknowledge(msgspec.Struct, frozen=True):
    """«Enterado» to an order."""

    change: str


class Press(msgspec.Struct, frozen=True):
    """The next status, after doing what comes before it."""

    status: str
    destination: str | None = None


class Drive(msgspec.Struct, frozen=True):
    """Go there; `short_m` metres before it when it holds back."""

    target: Point
    aim: Aim
    short_m: float = 0.0


class Stay(msgspec.Struct, frozen=True):
    """Nothing to do until something changes."""


type Act = Acknowledge | Press | Drive | Stay


class Hospital(msgspec.Struct, frozen=True):
    """Where somebody is taken."""

    name: str
    point: Point


def held_back(orders: Sequence[Row], case: str | None, others: Sequence[Row], police: str) -> bool:
    """Whether an order to wait for the police stands and no police crew is at the place yet."""
    if not any(order["kind"] == "wait_for_police" for order in orders):
        return False
    there = {"on_scene", "transporting", "at_destination"}
    return not any(
        work["case"] == case and work["centre"].startswith(police) and work["step"] in there
        for work in others
    )


def taken_by_another(unit: str, case: str | None, others: Sequence[Row]) -> bool:
    """Whether another crew of the case has somebody on board, or has brought them."""
    return any(
        work["case"] == case and work["unit"] != unit and "transporting" in work["times"] for work in others
    )


def next_act(
    unit: Row,
    place: Point | None,
    *,
    away_m: Mapping[Aim, float],
    holds: bool,
    hospital: Hospital | None,
) -> Act:
    """The next act of a crew. `away_m` is how far it is from each place it may drive to; `hospital` when it takes somebody."""
    for order in unit["orders"]:
        if order["acknowledged"] is None:
            return Acknowledge(order["id"])
    status, works = unit["status"], unit["assignment"] is not None
    cancelled = any(order["kind"] == "cancelled" for order in unit["orders"])
    if (not works or cancelled) and status in {"alerted", "acknowledged", "en_route", "on_scene"}:
        return Press("available")
    match status:
        case "alerted":
            return Press("acknowledged")
        case "acknowledged":
            return Press("en_route")
        case "en_route":
            return _towards(place, away_m, holds=holds)
        case "on_scene":
            return Press("available") if hospital is None else Press("transporting", hospital.name)
        case "transporting" if hospital is None or away_m[Aim.HOSPITAL] <= BACK_M:
            return Press("at_destination")
        case "transporting":
            assert hospital is not None, "guarded above"
            return Drive(hospital.point, Aim.HOSPITAL)
        case "at_destination":
            return Press("available")
        case "available" if away_m[Aim.HOME] > BACK_M and unit["crew"]:
            return Drive(Point(**unit["home"]), Aim.HOME)
        case _:
            return Stay()


def _towards(place: Point | None, away_m: Mapping[Aim, float], *, holds: bool) -> Act:
    if place is None:
        return Stay()  # on the road without an address: the centre will say where
    if holds:
        return Stay() if away_m[Aim.SCENE] <= HOLD_M + BACK_M else Drive(place, Aim.SCENE, HOLD_M)
    return Press("on_scene") if away_m[Aim.SCENE] <= BACK_M else Drive(place, Aim.SCENE)
