"""Travel in straight lines, where no region has roads or its roads do not answer: every time says `straight_line_time`."""

from collections.abc import Sequence

import msgspec
from shapely import LineString, Polygon, make_valid, union_all

from auxilio.geo import straight_line_travel
from auxilio.geo.gazetteer.shape_distance import circle
from auxilio.geo.model import (
    Isochrone,
    RoadRestriction,
    Route,
    TravelBasis,
    TravelTime,
)
from auxilio.geo.straight_line_travel import straight_line_time, straight_route
from auxilio.kernel.position import Point

CLOSED_DETOUR = 3.0
"""Factor on the time of a straight line that crosses a closed or slow area."""


class StraightLineRoads:
    """Port `Roads` by straight lines. One that meets a closed area takes long, for the detour is unknown."""

    def __init__(self) -> None:
        self._held: tuple[RoadRestriction, ...] = ()

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_to`."""
        return [self._slowed(straight_line_time(source, target), source, target) for source in sources]

    def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_from`."""
        return [self._slowed(straight_line_time(origin, target), origin, target) for target in targets]

    def walked_m(self, target: Point, sources: Sequence[Point]) -> list[int | None]:
        """No way is known."""
        del target
        return [None for _ in sources]

    def route(self, origin: Point, target: Point, language: str = "es") -> Route:
        """See `ports.Roads.route`."""
        return self._slowed(straight_route(origin, target), origin, target)

    def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        """See `ports.Roads.isochrones`. A circle, less what is closed."""
        shut = union_all([make_valid(Polygon([(p.lon, p.lat) for p in one.ring])) for one in self._held])
        return [
            Isochrone(
                minutes=each,
                by=TravelBasis.STRAIGHT_LINE,
                wkb=(
                    circle(
                        origin,
                        each * 60 * straight_line_travel.STRAIGHT_SPEED_M_S / straight_line_travel.DETOUR,
                    )
                    - shut
                ).wkb,
            )
            for each in minutes
        ]

    def hold(self, held: Sequence[RoadRestriction]) -> int:
        """See `ports.Roads.hold`."""
        self._held = tuple(held)
        return len(held)

    def _slowed[T: (TravelTime, Route)](self, way: T, origin: Point, target: Point) -> T:
        line = LineString([(origin.lon, origin.lat), (target.lon, target.lat)])
        met = sum(
            make_valid(Polygon([(p.lon, p.lat) for p in one.ring])).intersects(line) for one in self._held
        )
        return msgspec.structs.replace(way, duration_s=way.duration_s * CLOSED_DETOUR**met)

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """There is no road."""
        del courses
        return [None for _ in points]
