"""Geography without a region: straight lines and a short list of places. For tests, and for a centre whose
region cannot be opened: it goes on working, and every time it gives says `straight_line`.
"""

from collections.abc import Sequence

import msgspec
from shapely import LineString, Polygon, make_valid, union_all

from auxilio.geo import policy
from auxilio.geo.gazetteer import coordinates
from auxilio.geo.gazetteer.demand import cells_of
from auxilio.geo.gazetteer.describe import at_coordinates
from auxilio.geo.gazetteer.measure import circle
from auxilio.geo.model import (
    FACILITY_KINDS,
    Around,
    Basis,
    By,
    Demand,
    Facility,
    Found,
    Held,
    Isochrone,
    Jurisdiction,
    Route,
    Surroundings,
    TravelTime,
)
from auxilio.geo.policy import straight_line, straight_route
from auxilio.kernel.position import Point, distance_m

DETOUR = 3.0
"""How much longer a way is taken to be that meets a closed or slow area, without a road to say."""


class StraightLineRoads:
    """Port `Roads` by straight lines. One that meets a closed area takes long, for nobody knows the way around."""

    def __init__(self) -> None:
        self._held: tuple[Held, ...] = ()

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_to`."""
        return [self._slowed(straight_line(source, target), source, target) for source in sources]

    def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """See `ports.Roads.times_from`."""
        return [self._slowed(straight_line(origin, target), origin, target) for target in targets]

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
                by=By.STRAIGHT_LINE,
                wkb=(circle(origin, each * 60 * policy.STRAIGHT_SPEED_M_S / policy.DETOUR) - shut).wkb,
            )
            for each in minutes
        ]

    def hold(self, held: Sequence[Held]) -> int:
        """See `ports.Roads.hold`."""
        self._held = tuple(held)
        return len(held)

    def _slowed[T: (TravelTime, Route)](self, way: T, origin: Point, target: Point) -> T:
        line = LineString([(origin.lon, origin.lat), (target.lon, target.lat)])
        met = sum(
            make_valid(Polygon([(p.lon, p.lat) for p in one.ring])).intersects(line) for one in self._held
        )
        return msgspec.structs.replace(way, duration_s=way.duration_s * DETOUR**met)

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """There is no road."""
        del courses
        return [None for _ in points]


class ListGazetteer:
    """Port `Gazetteer` over a list of places: a name matches when it contains what was said. Figures need no list."""

    def __init__(
        self,
        places: Sequence[Found] = (),
        facilities: Sequence[Facility] = (),
        jurisdictions: Sequence[Jurisdiction] = (),
    ) -> None:
        self._places = tuple(places)
        self._facilities = tuple(facilities)
        self._jurisdictions = tuple(jurisdictions)

    def search(
        self, text: str, near: Point | None = None, radius_m: float | None = None, limit: int = 8
    ) -> list[Found]:
        """See `ports.Gazetteer.search`."""
        if (at := coordinates.parse(text, near)) is not None:
            return [at_coordinates(at, "", near)]
        said = text.casefold().strip()
        found = [place for place in self._places if said and said in place.label.casefold()]
        if near is not None:
            found.sort(key=lambda place: distance_m(place.point, near))
        return found[:limit]

    def reverse(self, point: Point, radius_m: float = 0.0) -> Surroundings:
        """See `ports.Gazetteer.reverse`."""
        nearest = min(self._places, key=lambda place: distance_m(place.point, point), default=None)
        return Surroundings(
            point=point,
            radius_m=radius_m,
            address=nearest,
            municipality=nearest.municipality if nearest else "",
            jurisdictions=self._jurisdictions,
            facilities=tuple(self.facilities(near=point, limit=6)),
            inside=bool(self._jurisdictions),
        )

    def facilities(
        self, kinds: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[Facility]:
        """See `ports.Gazetteer.facilities`."""
        found = [facility for facility in self._facilities if not kinds or facility.kind in kinds]
        if near is not None:
            found.sort(key=lambda facility: distance_m(facility.point, near))
        return found[:limit]

    def demand(self) -> Demand:
        """See `ports.Gazetteer.demand`."""
        return Demand(
            basis=Basis.ADDRESSES, cells=cells_of((each.point.lat, each.point.lon) for each in self._places)
        )

    def around(self, point: Point) -> Around:
        """See `ports.Gazetteer.around`."""
        here = self.reverse(point)
        return Around(
            point=point,
            address=here.address,
            jurisdictions=self._jurisdictions,
            facilities=tuple(f for kind in FACILITY_KINDS for f in self.facilities([kind], point)),
        )

    def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """A list has no borders."""
        del point, radius_m
        return True
