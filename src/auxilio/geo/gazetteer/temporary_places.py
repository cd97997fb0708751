"""Places that have a name only for a time: gates, meeting points and posts of an event, by the words that people say there.

They are few, so each search looks at all of them; what was said is compared as every other name is. Pure.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz
from shapely import Point as ShapelyPoint
from shapely import Polygon

from auxilio.geo.gazetteer.name_keys import NameKeys, keys
from auxilio.geo.gazetteer.row_mapping import label
from auxilio.geo.model import GeocodeKind, GeocodeQuality, GeocodeResult, TemporaryPlace
from auxilio.kernel.position import Point, distance_m

UNCERTAINTY_M = 15.0
_LEAST = 70.0
_HERE, _ELSEWHERE = 10.0, -12.0
"""«Puerta» is that of the event for a caller who is inside it or names it; else it comes after the streets."""
_NAMED = 97.0
"""Whoever says the whole name of a place means it, wherever they stand."""


def find_temporary_places(
    text: str, spots: Sequence[TemporaryPlace], near: Point | None = None
) -> list[GeocodeResult]:
    """Those that were meant, best first."""
    said = keys(text)
    if not said.plain:
        return []
    found = [_found(spot, score, near) for spot in spots if (score := _score(said, spot, near)) is not None]
    return sorted(found, key=lambda one: (-one.score, one.distance_m or 0.0, one.label))


def merge_results(spots: list[GeocodeResult], others: list[GeocodeResult]) -> list[GeocodeResult]:
    """Both, best first; of two that are as good, what has the name only now."""
    return sorted([*spots, *others], key=lambda one: -one.score)


def _score(said: NameKeys, spot: TemporaryPlace, near: Point | None) -> float | None:
    alone = max(_likeness(said, keys(name)) for name in (spot.name, *spot.said))
    named = max(_likeness(said, keys(f"{name} {spot.group}")) for name in (spot.name, *spot.said))
    best = max(alone, named)
    if best < _LEAST:
        return None
    meant = (named > alone) or (near is not None and _inside(spot.ring, near))
    if not meant and best >= _NAMED:
        return best
    return max(0.0, min(100.0, best + (_HERE if meant else _ELSEWHERE)))


def _likeness(said: NameKeys, name: NameKeys) -> float:
    """By sound and by spelling. A figure is not nearly another: gate 4 is never gate 14."""
    if _figures(said) - _figures(name):
        return 0.0
    spelled = max(fuzz.ratio(said.plain, name.plain), 0.99 * fuzz.ratio(said.words, name.words))
    whole = 0.6 * fuzz.ratio(said.sound, name.sound) + 0.4 * spelled
    begun = 0.96 * fuzz.ratio(said.plain, name.plain[: len(said.plain)]) if len(said.plain) > 2 else 0.0
    return max(whole, begun, 0.93 * fuzz.token_sort_ratio(said.plain, name.plain))


def _figures(key: NameKeys) -> frozenset[str]:
    return frozenset(word for word in (*key.words.split(), *key.plain.split()) if word.isdigit())


def _inside(ring: tuple[Point, ...], point: Point) -> bool:
    return len(ring) > 2 and bool(
        Polygon([(corner.lon, corner.lat) for corner in ring]).covers(ShapelyPoint(point.lon, point.lat))
    )


def _found(spot: TemporaryPlace, score: float, near: Point | None) -> GeocodeResult:
    return GeocodeResult(
        kind=GeocodeKind.FACILITY,
        quality=GeocodeQuality.FACILITY,
        point=spot.point,
        name=spot.name,
        label=label(spot.name, spot.group),
        locality=spot.group,
        facility=spot.kind,
        score=round(score, 1),
        distance_m=round(distance_m(spot.point, near)) if near else None,
        uncertainty_m=UNCERTAINTY_M,
    )
