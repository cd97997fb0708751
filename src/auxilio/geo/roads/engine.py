"""Port `Roads` by Valhalla: travel times on the road as it is now."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from valhalla import Actor as Engine

from auxilio.geo.model import By, Held, Route, Step, TravelTime
from auxilio.geo.policy import SNAP_M, straight_line, straight_route
from auxilio.geo.roads.config import road_config
from auxilio.geo.roads.live import LiveRoads
from auxilio.kernel.position import Point, distance_m

_NOW = {"type": 0}
"""Asks for the road as it is now. Without it, closures are ignored in silence (decision 0023)."""
_LANGUAGES = {"es": "es-ES", "ca": "ca-ES", "en": "en-GB", "fr": "fr-FR"}
_SHAPE_PRECISION = 1e-6
_TURN_DEG = 60
"""A receiver's course and the road's own differ by less than this while one drives along it."""
_SEARCH_M = 1000
"""A helicopter pad or a hut lies off the road: the engine may look this far for one."""


class ValhallaRoads:
    """The graph of one region. Each thread has its own engine; they share the tiles in memory."""

    def __init__(self, folder: Path) -> None:
        self._config = road_config(folder)
        self._local = threading.local()
        self._live = LiveRoads(folder)
        self._config["mjolnir"]["traffic_extract"] = self._live.path
        # Opened once here, so that a broken graph is known when the region is opened, not at the first call.
        self._engine()

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_to`."""
        if not sources:
            return []
        try:
            return self._matrix(target, sources)
        except RuntimeError:
            # The engine refuses the whole matrix when one point has no road near: leave those out.
            on_road = self._on_road([target, *sources])
        reached = [source for source, near in zip(sources, on_road[1:], strict=True) if near]
        if not (on_road[0] and reached):
            return [straight_line(source, target) for source in sources]
        times = iter(self._matrix_or_lines(target, reached))
        return [
            next(times) if near else straight_line(source, target)
            for source, near in zip(sources, on_road[1:], strict=True)
        ]

    def walked_m(self, target: Point, sources: Sequence[Point]) -> list[int | None]:
        """See `ports.Roads.walked_m`."""
        return [self._walk_m(target, source) for source in sources]

    def _walk_m(self, target: Point, source: Point) -> int | None:
        # One by one: the engine refuses a whole matrix for one point without a way near, and they are few.
        request = {"sources": [_place(source)], "targets": [_place(target)], "costing": "pedestrian"}
        try:
            km = self._engine().matrix({**request, "verbose": False})["sources_to_targets"]["distances"][0][0]
        except RuntimeError:
            return None
        return None if km is None else round(km * 1000)

    def _matrix(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        request = {
            "sources": [_place(source) for source in sources],
            "targets": [_place(target)],
            "costing": "auto",
            "verbose": False,
            "date_time": _NOW,
        }
        answer = self._engine().matrix(request)["sources_to_targets"]
        rows = zip(sources, answer["durations"], answer["distances"], strict=True)
        return [_time(source, target, duration[0], km[0]) for source, duration, km in rows]

    def _matrix_or_lines(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        try:
            return self._matrix(target, sources)
        except RuntimeError:
            # No road joins any of them to the target: an island, or every way closed.
            return [straight_line(source, target) for source in sources]

    def _on_road(self, points: Sequence[Point]) -> list[bool]:
        """Which of these have a road within reach."""
        request = {"locations": [_place(point) for point in points], "costing": "auto", "verbose": False}
        return [bool(answer.get("edges")) for answer in self._engine().locate(request)]

    def route(self, origin: Point, target: Point, language: str = "es") -> Route:
        """See `ports.Roads.route`."""
        request = {
            "locations": [_place(origin), _place(target)],
            "costing": "auto",
            "date_time": _NOW,
            "units": "kilometers",
            "language": _LANGUAGES.get(language, "es-ES"),
        }
        try:
            leg = self._engine().route(request)["trip"]["legs"][0]
        except RuntimeError:
            return straight_route(origin, target)
        summary = leg["summary"]
        return Route(
            duration_s=float(summary["time"]),
            distance_m=round(summary["length"] * 1000),
            by=By.ROAD,
            line=tuple(decode_line(leg["shape"])),
            steps=tuple(
                Step(
                    text=step["instruction"],
                    distance_m=round(step["length"] * 1000),
                    duration_s=float(step["time"]),
                )
                for step in leg["maneuvers"]
            ),
        )

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """See `ports.Roads.on_road`."""
        if not points:
            return []
        asked = [_driven(point, course) for point, course in zip(points, courses, strict=True)]
        answers = self._engine().locate({"locations": asked, "costing": "auto", "verbose": False})
        return [_nearest(point, answer.get("edges")) for point, answer in zip(points, answers, strict=True)]

    def hold(self, held: Sequence[Held]) -> int:
        """See `ports.Roads.hold`."""
        return self._live.hold(held)

    def _engine(self) -> Any:
        engine = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._local.engine = Engine(self._config)
        return engine


def _place(point: Point) -> dict[str, float]:
    return {"lat": point.lat, "lon": point.lon, "search_cutoff": _SEARCH_M}


def _time(source: Point, target: Point, took_s: float | None, km: float | None) -> TravelTime:
    if took_s is None or km is None:
        return straight_line(source, target)
    return TravelTime(duration_s=float(took_s), distance_m=round(km * 1000), by=By.ROAD)


def decode_line(text: str) -> list[Point]:
    """A line in Google's encoded polyline form with six decimals, as Valhalla writes it."""
    points: list[Point] = []
    values: list[int] = []
    lat = lon = shift = value = 0
    for character in text:
        chunk = ord(character) - 63
        value |= (chunk & 0x1F) << shift
        shift += 5
        if chunk < 0x20:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            shift = value = 0
        if len(values) == 2:
            lat, lon = lat + values[0], lon + values[1]
            points.append(Point(lat=round(lat * _SHAPE_PRECISION, 6), lon=round(lon * _SHAPE_PRECISION, 6)))
            values.clear()
    return points


def _driven(point: Point, course: float | None) -> dict[str, float]:
    place = {"lat": point.lat, "lon": point.lon, "radius": SNAP_M, "search_cutoff": SNAP_M}
    return place if course is None else {**place, "heading": course % 360, "heading_tolerance": _TURN_DEG}


def _nearest(point: Point, edges: Sequence[dict[str, Any]] | None) -> Point | None:
    places = [Point(lat=edge["correlated_lat"], lon=edge["correlated_lon"]) for edge in edges or ()]
    on = min(places, key=lambda place: distance_m(place, point), default=None)
    return on if on is not None and distance_m(on, point) <= SNAP_M else None
