"""Aim: streets, water and houses of our own tiles lie under the map, and no tile, however spoilt, stops a report."""

import gzip
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.archive.core.map_svg import MapData, bounds, map_svg
from auxilio.kernel.position import Point
from auxilio.reporting.report_basemap import Bounds, basemap_paths

LAT, LON = 42.508, 1.527
FRAME = Bounds(LAT - 0.002, LON - 0.003, LAT + 0.002, LON + 0.003)
Z = 14


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def part(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def zigzag(value: int) -> int:
    return (value << 1) ^ (value >> 63)


def layer(name: str, kind: int, class_: str, steps: list[tuple[int, int]]) -> bytes:
    """A layer with one feature: a pen that moves once and draws on; an area is closed."""
    moves = [1 | 1 << 3, *(zigzag(v) for v in steps[0])]
    draws = [2 | (len(steps) - 1) << 3, *(zigzag(v) for step in steps[1:] for v in step)]
    pen = b"".join(map(varint, [*moves, *draws, *([15] if kind == 3 else [])]))
    feature = part(2, varint(0) + varint(0)) + varint(3 << 3) + varint(kind) + part(4, pen)
    return part(
        3, part(1, name.encode()) + part(2, feature) + part(3, b"class") + part(4, part(1, class_.encode()))
    )


def tile_of(point: Point) -> tuple[int, int]:
    side, phi = 2**Z, math.radians(point.lat)
    return int((point.lon + 180) / 360 * side), int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * side)


CENTRE = tile_of(Point(lat=LAT, lon=LON))
TILE = b"".join(
    [
        layer("road", 2, "primary", [(0, 0), (4096, 4096)]),
        layer("road", 2, "residential", [(0, 4096), (4096, -4096)]),
        layer("road", 2, "footway", [(0, 2048), (4096, 0)]),
        layer("water", 3, "lake", [(0, 0), (4096, 0), (0, 4096), (-4096, 0)]),
        layer("building", 3, "house", [(0, 0), (4096, 0), (0, 4096), (-4096, 0)]),
        layer("poi", 1, "shop", [(10, 10), (1, 1)]),
    ]
)


def only(tile: bytes, *, at: tuple[int, int] = CENTRE) -> "object":
    return lambda z, x, y: tile if (z, x, y) == (Z, *at) else None


@pytest.mark.parametrize("packed", [gzip.compress(TILE), TILE])
def test_what_a_tile_draws_lies_under_the_map(packed: bytes) -> None:
    wide = Bounds(LAT - 0.015, LON - 0.02, LAT + 0.015, LON + 0.02)
    assert [p.kind for p in basemap_paths(only(packed), wide)] == [
        "main",
        "street",
        "path",
        "water",
        "building",
    ]


def test_a_line_lies_where_the_tile_says() -> None:
    (road, *_) = basemap_paths(only(TILE), FRAME)
    first, last = road.points
    assert first.lon < LON < last.lon
    assert first.lat > LAT > last.lat
    assert last.lon - first.lon == pytest.approx(360 / 2**Z)


def test_what_lies_outside_the_frame_is_left_out() -> None:
    corner = layer("road", 2, "primary", [(0, 0), (1, 1)])
    assert basemap_paths(only(corner), FRAME) == ()


def test_the_frame_of_a_drawing_is_what_is_asked_for() -> None:
    south, west, north, east = bounds(MapData(place=Point(lat=LAT, lon=LON))) or (0, 0, 0, 0)
    assert south < LAT < north
    assert west < LON < east
    assert (north - south) * 111_195 == pytest.approx(580, abs=5)  # 400 m and the margin


def test_a_phone_far_away_does_not_shrink_the_street_to_a_dot() -> None:
    near = MapData(place=Point(lat=LAT, lon=LON))
    far = MapData(place=Point(lat=LAT, lon=LON), caller=Point(lat=40.4, lon=-3.7))
    assert bounds(far) == bounds(near)
    assert map_svg(far) is not None


@given(st.data())
def test_a_spoilt_tile_gives_less_ground_and_no_fault(data: st.DataObject) -> None:
    spoilt = bytearray(TILE)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    basemap_paths(only(bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))])), FRAME)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_tile_give_no_fault(nonsense: bytes) -> None:
    basemap_paths(only(nonsense), FRAME)


def test_a_whole_country_is_asked_for_in_a_dozen_tiles() -> None:
    asked: list[tuple[int, int, int]] = []
    basemap_paths(lambda z, x, y: asked.append((z, x, y)), Bounds(36, -9.3, 43.8, 3.3))
    assert 0 < len(asked) <= 12
