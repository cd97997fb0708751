"""Aim: the map of a report can be read, in a frame of a street and in one of a valley."""

import re
from itertools import combinations

from auxilio.archive.core.map_svg import MapData, MapMark, MapPath, map_svg
from auxilio.kernel.position import Point

HERE = Point(lat=42.5, lon=1.5)


def east(metres: float, north: float = 0) -> Point:
    return Point(lat=HERE.lat + north / 111_195, lon=HERE.lon + metres / 81_980)


def drawn(far_m: float, *marks: MapMark) -> str:
    """A place, a street and a house at it, and a way that begins so far from it."""
    drawing = map_svg(
        MapData(
            place=HERE,
            place_label="Plaça del Poble",
            marks=marks,
            paths=(
                MapPath(kind="route", points=(east(far_m), HERE)),
                MapPath(kind="street", points=(east(-50), east(50))),
                MapPath(kind="building", points=(east(10), east(20), east(20, 10))),
            ),
        )
    )
    assert drawing is not None
    return drawing


def breadths(drawing: str) -> list[float]:
    return [
        float(found)
        for found in re.findall(r'stroke="#FFFFFF" stroke-width="([\d.]+)" stroke-linecap', drawing)
    ]


def test_from_afar_roads_are_lines_and_houses_are_left_out() -> None:
    near, far = drawn(300), drawn(8_000)
    assert breadths(near) == [4.2]
    assert breadths(far) == [0.535]
    assert 'fill="#DEDEDA"' in near
    assert 'fill="#DEDEDA"' not in far
    assert all('stroke-dasharray="1 4.5"' in each for each in (near, far)), (
        "the way that was driven is always there"
    )


def test_words_stand_beside_each_other_and_hide_no_sign() -> None:
    drawing = drawn(
        8_000,
        MapMark(kind="facility", point=east(700), label="Hospital"),
        MapMark(kind="unit", point=east(300, -200), label="SVA-1"),
        MapMark(kind="unit", point=east(300, 200), label="SVB-4"),
    )
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"([^>]*)stroke-linejoin="round">([^<]+)<', drawing)
    boxes = {}
    for x, y, style, words in found:
        long = 7.2 * len(words)
        left = float(x) - (long if "end" in style else 0)
        boxes[words] = (left, float(y) - 14, left + long, float(y))
    assert boxes.keys() >= {"Plaça del Poble", "Hospital", "SVA-1", "SVB-4"}
    signs = {
        "Hospital": re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="4"', drawing),
        "SVA-1": re.search(r'<rect x="([\d.]+)" y="([\d.]+)" width="10"', drawing),
    }
    for words, sign in signs.items():
        assert sign is not None
        x, y = (
            float(sign[1]) + (5 if words == "SVA-1" else 0),
            float(sign[2]) + (5 if words == "SVA-1" else 0),
        )
        assert not any(box[0] < x < box[2] and box[1] < y < box[3] for box in boxes.values()), words
    for one, other in combinations(boxes.values(), 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3], boxes
