"""Places of the region in use where something may happen, asked from Auxilio's own map."""

import random
from typing import Any

import msgspec

from auxilio.kernel.position import Point
from simulator.model import Spot, Terrain
from simulator.plan import shifted
from simulator.server_client import Seat, ServerClient

SPOTS = 40
TRIES = 220
ANCHORS = ("pharmacy", "school", "town_hall", "clinic", "care_home", "hydrant", "fuel", "police", "hospital")
HILLS = ("alpine_hut", "access_point", "helipad")
SPREAD_M = 450.0


async def read_atlas(server: ServerClient, seat: Seat, seed: int) -> list[Spot]:
    """Addresses, road sides and hill sides around what the region knows. The same region and seed give the same list."""
    dice = random.Random(f"{seed}:atlas")  # noqa: S311  places, not secrets
    info = await server.ask("GET", "/api/geo/info", seat)
    known = (await server.ask("GET", "/api/geo/facilities", seat))["facilities"]
    centre = Point(**info["centre"])
    streets = [_point(one) for one in known if one["kind"] in ANCHORS] or [centre]
    hills = [(_point(one), one["name"] or one["ref"]) for one in known if one["kind"] in HILLS]
    spots: list[Spot] = []
    for _ in range(TRIES):
        if len(spots) >= SPOTS:
            break
        near = shifted(dice.choice(streets), dice.uniform(0, SPREAD_M), dice.uniform(0, 6.283))
        around = await server.ask("GET", "/api/geo/reverse", seat, params={"lat": near.lat, "lon": near.lon})
        spots += _spots(around, {spot.words for spot in spots})
    for point, name in hills:
        off = shifted(point, dice.uniform(80, 350), dice.uniform(0, 6.283))
        spots.append(Spot(ground=Terrain.HILL, point=off, words=name))
    return spots or [Spot(ground=Terrain.STREET, point=centre, words=f"{centre.lat:.4f}, {centre.lon:.4f}")]


def _spots(around: dict[str, Any], taken: set[str]) -> list[Spot]:
    """What people would call this place: a house with a number, a road with a kilometre or the street's name."""
    found = []
    address, kilometre, street = around["address"], around["kilometre"], around["street"]
    if not around["inside"]:
        return []
    if address and address["number"] and _plain(address) not in taken:
        found.append(_spot(Terrain.STREET, address, _plain(address)))
    if kilometre and kilometre["label"] not in taken:
        found.append(_spot(Terrain.ROAD, kilometre, kilometre["label"]))
    elif street and street["name"] and len(taken) % 4 == 0 and street["name"] not in taken:
        found.append(_spot(Terrain.ROAD, street, street["name"]))
    return found


def _plain(address: dict[str, Any]) -> str:
    return f"{address['name']} {address['number']}"


def _spot(ground: Terrain, found: dict[str, Any], words: str) -> Spot:
    return Spot(ground=ground, point=_point(found), words=words)


def _point(one: dict[str, Any]) -> Point:
    return msgspec.convert(one["point"], Point)
