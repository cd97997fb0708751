"""Port `Roads` by Valhalla: travel times on the road as it is now."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry
from valhalla import Actor as ValhallaActor

from auxilio.geo.model import Isochrone, RoadRestriction, Route, RouteStep, TravelBasis, TravelTime
from auxilio.geo.roads.config import config_file, road_config
from auxilio.geo.roads.live_traffic import LiveTraffic
from auxilio.geo.straight_line_travel import FASTEST_M_S, SNAP_M, straight_line_time, straight_route
from auxilio.kernel.position import Point, distance_m

_CURRENT_TIME = {"type": 0}
"""Asks for the road as it is now. Without it, closures are ignored in silence (decision 0023)."""
_LANGUAGES = {"es": "es-ES", "ca": "ca-ES", "en": "en-GB", "fr": "fr-FR"}
_SHAPE_PRECISION = 1e-6
_NO_ROUTE_CODES = frozenset({154, 170, 171, 442})
"""What the engine says of a question without an answer: too far, no road in common, no road near, no path (Valhalla,
`baldr/rapidjson_utils.h` and `exceptions.h`). Anything else is the engine's own trouble."""
_TURN_DEG = 60
"""A receiver's course and the road's own differ by less than this while one drives along it."""
REFUSALS_MAX = 24
"""Enough to find three bad points among five hundred."""
TOGETHER_MAX = 32
"""Its memory grows with the square of what is asked at once, its time does not gain: 500 sources took 290 MB, 60 took 25."""
_SEARCH_M = 1000
"""A helicopter pad or a hut lies off the road: a point further away is not put on one."""


class ValhallaRoads:
    """The graph of one region. Each thread has its own engine; they share the tiles in memory."""

    def __init__(self, folder: Path) -> None:
        self._config = road_config(folder)
        self._local = threading.local()
        self._live = LiveTraffic(folder)
        self._config["mjolnir"]["traffic_extract"] = self._live.path
        # Opened once here, so that a broken graph is known when the region is opened, not at the first call.
        self._engine()

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_to`."""
        return self._asked(target, sources, outward=False)

    def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_from`."""
        return self._asked(origin, targets, outward=True)

    def _asked(self, one: Point, many: Sequence[Point], *, outward: bool) -> list[TravelTime]:
        """Between one place and many: `outward`, from the one to each of them."""
        times = [straight_line_time(each, one) for each in many]
        for ask in self._asks():
            try:
                self._fill(times, one, many, ask, outward=outward)
            except _FarFromRoads:
                if ask.costing is _CLOSED or not self._live.holds:
                    break  # not even a closed one
        return times

    def _fill(
        self,
        times: list[TravelTime],
        one: Point,
        many: Sequence[Point],
        ask: "_RoutingAttempt",
        *,
        outward: bool,
    ) -> None:
        """Asks for those who have no way yet. Raises `_FarFromRoads`."""
        lost = [n for n, time in enumerate(times) if time.by is TravelBasis.STRAIGHT_LINE]
        refusals = [REFUSALS_MAX]
        for n in range(0, len(lost), TOGETHER_MAX):
            some = lost[n : n + TOGETHER_MAX]
            found = self._times(one, [many[nth] for nth in some], ask, refusals, outward=outward)
            for nth, time in zip(some, found, strict=True):
                times[nth] = time

    def _asks(self) -> "Sequence[_RoutingAttempt]":
        return _ROUTING_ATTEMPTS if self._live.holds else _ATTEMPTS_WITHOUT_CLOSURES

    def _times(
        self, one: Point, many: Sequence[Point], ask: "_RoutingAttempt", refusals: list[int], *, outward: bool
    ) -> list[TravelTime]:
        """Raises `_FarFromRoads`. The engine refuses a whole matrix for one point that has no road in 35 km: it is halved until the others have their
        times. `refusals`: how many are left before the rest get straight lines."""
        if not many:
            return []
        try:
            return self._matrix(one, many, ask, outward=outward)
        except RuntimeError as wrong:
            _raise_unless_no_way(wrong)
            if self._far_from_roads(one, ask):
                raise _FarFromRoads from wrong
            refusals[0] -= 1
        if len(many) == 1 or refusals[0] <= 0:
            return [straight_line_time(each, one) for each in many]
        half = len(many) // 2
        return [
            *self._times(one, many[:half], ask, refusals, outward=outward),
            *self._times(one, many[half:], ask, refusals, outward=outward),
        ]

    def walked_m(self, target: Point, sources: Sequence[Point]) -> list[int | None]:
        """See `ports.Roads.walked_m`."""
        return [self._walk_m(target, source) for source in sources]

    def _walk_m(self, target: Point, source: Point) -> int | None:
        # One by one: the engine refuses a whole matrix for one point without a way near, and they are few.
        request = {
            "sources": [_at(source) | {"search_cutoff": _SEARCH_M}],
            "targets": [_at(target) | {"search_cutoff": _SEARCH_M}],
            "costing": "pedestrian",
            "verbose": False,
        }
        try:
            km = self._engine().matrix(request)["sources_to_targets"]["distances"][0][0]
        except RuntimeError as wrong:
            _raise_unless_no_way(wrong)
            return None
        return None if km is None else round(km * 1000)

    def _matrix(
        self, one: Point, many: Sequence[Point], ask: "_RoutingAttempt", *, outward: bool
    ) -> list[TravelTime]:
        alone, others = "sources" if outward else "targets", "targets" if outward else "sources"
        request = {
            others: [_at(each) | ask.of_places for each in many],
            # Refused at once, and not after every other way was looked for in vain.
            alone: [_at(one) | ask.of_places | {"search_cutoff": _SEARCH_M}],
            "costing": "auto",
            "costing_options": {"auto": ask.costing},
            "verbose": True,  # it says where on the road it took each point to be
            "date_time": _CURRENT_TIME,
        }
        answer = self._engine().matrix(request)
        (road,) = answer[alone]
        off_m = _metres(one, road)
        table = answer["sources_to_targets"]
        # A row for each source: outward one row, inward one column.
        ways = table[0] if outward else [way for (way,) in table]
        times = []
        for each, at, way in zip(many, answer[others], ways, strict=True):
            beyond_m = distance_m(each, one) - off_m - _metres(each, at)
            time = _time(each, one, at, way, ask.by)
            # Of a place beside several roads the matrix may give the time between two others: no time is shorter than that of the straight line.
            if time.by is ask.by and time.duration_s < beyond_m / FASTEST_M_S:
                time = self._by_route(*((one, each) if outward else (each, one)), ask)
            times.append(time)
        return times

    def _far_from_roads(self, one: Point, ask: "_RoutingAttempt") -> bool:
        place = _at(one) | ask.of_places | {"search_cutoff": _SEARCH_M}
        request = {
            "locations": [place],
            "costing": "auto",
            "costing_options": {"auto": ask.costing},
            "date_time": _CURRENT_TIME,
            "verbose": False,
        }
        (found,) = self._engine().locate(request)
        return not found.get("edges")

    def _by_route(self, origin: Point, target: Point, ask: "_RoutingAttempt") -> TravelTime:
        leg = self._leg(origin, target, "es", ask)
        if leg is None:
            return straight_line_time(origin, target)
        way = _route(leg, ask.by)
        return TravelTime(duration_s=way.duration_s, distance_m=way.distance_m, by=way.by)

    def route(self, origin: Point, target: Point, language: str = "es") -> Route:
        """See `ports.Roads.route`."""
        for ask in self._asks():
            leg = self._leg(origin, target, language, ask)
            if leg is not None:
                return _route(leg, ask.by)
        return straight_route(origin, target)

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """See `ports.Roads.on_road`."""
        if not points:
            return []
        asked = [_driven(point, course) for point, course in zip(points, courses, strict=True)]
        answers = self._engine().locate({"locations": asked, "costing": "auto", "verbose": False})
        return [_nearest(point, answer.get("edges")) for point, answer in zip(points, answers, strict=True)]

    def _leg(self, origin: Point, target: Point, language: str, ask: "_RoutingAttempt") -> Any | None:
        """The way, or None where no road joins the two."""
        request = {
            "locations": [
                _at(origin) | ask.of_places | {"search_cutoff": _SEARCH_M},
                _at(target) | ask.of_places | {"search_cutoff": _SEARCH_M},
            ],
            "costing": "auto",
            "costing_options": {"auto": ask.costing},
            "date_time": _CURRENT_TIME,
            "units": "kilometers",
            "language": _LANGUAGES.get(language, "es-ES"),
        }
        try:
            return self._engine().route(request)["trip"]["legs"][0]
        except RuntimeError as wrong:
            _raise_unless_no_way(wrong)
            return None

    def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        """See `ports.Roads.isochrones`."""
        request = {
            "locations": [_at(origin) | {"search_cutoff": _SEARCH_M}],
            "costing": "auto",
            "contours": [{"time": each} for each in sorted(set(minutes))],
            "polygons": True,
            "date_time": _CURRENT_TIME,
        }
        try:
            found = self._engine().isochrone(request)["features"]
        except RuntimeError as wrong:
            _raise_unless_no_way(wrong)
            found = []  # no road near: nothing is reached from here
        areas = {
            round(each["properties"]["contour"]): shapely.geometry.shape(each["geometry"]) for each in found
        }
        nothing = shapely.Polygon()
        return [
            Isochrone(minutes=each, by=TravelBasis.ROAD, wkb=areas.get(each, nothing).wkb) for each in minutes
        ]

    def hold(self, held: Sequence[RoadRestriction]) -> int:
        """See `ports.Roads.hold`."""
        return self._live.hold(held)

    def _engine(self) -> Any:
        engine = getattr(self._local, "engine", None)
        if engine is None:
            with config_file(self._config) as config:
                engine = self._local.engine = ValhallaActor(config)
        return engine


class _FarFromRoads(Exception):
    """The place to or from which all times were asked: no road that this question may use is near it."""


@dataclass(frozen=True)
class _RoutingAttempt:
    """One way of asking for a way."""

    of_places: dict[str, int]
    costing: dict[str, bool]
    by: TravelBasis


_NEAREST: dict[str, int] = {"minimum_reachability": 0}
"""From the very nearest road to the very nearest."""
_ANY_SIDE: dict[str, int] = {}
"""Whose nearest road leads nowhere may stand beside one that does: as the engine asks by itself."""
_CLOSED: dict[str, bool] = {"ignore_closures": True}
"""As if nothing were closed: whoever is called to a flood drives as far as its edge."""
_ROUTING_ATTEMPTS = (
    _RoutingAttempt(_NEAREST, {}, TravelBasis.ROAD),
    # Before any road beside it: in a street that a closure cuts off, the road beside may be that of the other bank.
    _RoutingAttempt(_NEAREST, _CLOSED, TravelBasis.THROUGH_CLOSURE),
    _RoutingAttempt(_ANY_SIDE, {}, TravelBasis.ROAD),
    _RoutingAttempt(_ANY_SIDE, _CLOSED, TravelBasis.THROUGH_CLOSURE),
)
"""Each is asked for those whom the one before gave no way."""
_ATTEMPTS_WITHOUT_CLOSURES = tuple(ask for ask in _ROUTING_ATTEMPTS if ask.costing is not _CLOSED)


def _raise_unless_no_way(wrong: RuntimeError) -> None:
    if getattr(wrong, "code", None) not in _NO_ROUTE_CODES:
        raise wrong


def _at(point: Point) -> dict[str, float]:
    return {"lat": point.lat, "lon": point.lon}


def _metres(point: Point, road: dict[str, float]) -> float:
    return distance_m(point, Point(lat=road["lat"], lon=road["lon"]))


def _time(
    each: Point, one: Point, road: dict[str, float], way: dict[str, Any], by: TravelBasis
) -> TravelTime:
    took_s, km = way.get("time"), way.get("distance")
    if took_s is None or km is None or _metres(each, road) > _SEARCH_M:
        return straight_line_time(each, one)
    return TravelTime(duration_s=float(took_s), distance_m=round(km * 1000), by=by)


def _route(leg: dict[str, Any], by: TravelBasis) -> Route:
    summary = leg["summary"]
    return Route(
        duration_s=float(summary["time"]),
        distance_m=round(summary["length"] * 1000),
        by=by,
        line=tuple(decode_line(leg["shape"])),
        steps=tuple(
            RouteStep(
                text=step["instruction"],
                distance_m=round(step["length"] * 1000),
                duration_s=float(step["time"]),
            )
            for step in leg["maneuvers"]
        ),
    )


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
