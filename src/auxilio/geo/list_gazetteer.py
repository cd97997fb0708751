"""A gazetteer over a short list of places, for a centre without a region: coordinates are understood in any case."""

from collections.abc import Sequence

from auxilio.geo.gazetteer import coordinates
from auxilio.geo.gazetteer.demand import cells_of
from auxilio.geo.gazetteer.row_mapping import coordinates_result
from auxilio.geo.model import (
    FACILITY_KINDS,
    Demand,
    DemandBasis,
    Facility,
    GeocodeResult,
    Jurisdiction,
    MapSurroundings,
    Municipality,
    Surroundings,
)
from auxilio.kernel.position import Point, distance_m


class ListGazetteer:
    """Port `Gazetteer` over a list of places: a name matches when it contains what was said. Figures need no list."""

    def __init__(
        self,
        places: Sequence[GeocodeResult] = (),
        facilities: Sequence[Facility] = (),
        jurisdictions: Sequence[Jurisdiction] = (),
    ) -> None:
        self._places = tuple(places)
        self._facilities = tuple(facilities)
        self._jurisdictions = tuple(jurisdictions)

    def search(
        self, text: str, near: Point | None = None, radius_m: float | None = None, limit: int = 8
    ) -> list[GeocodeResult]:
        """See `ports.Gazetteer.search`."""
        if (at := coordinates.parse(text, near)) is not None:
            return [coordinates_result(at, "", near)]
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
            basis=DemandBasis.ADDRESSES,
            cells=cells_of((each.point.lat, each.point.lon) for each in self._places),
        )

    def around(self, point: Point) -> MapSurroundings:
        """See `ports.Gazetteer.around`."""
        here = self.reverse(point)
        return MapSurroundings(
            point=point,
            address=here.address,
            jurisdictions=self._jurisdictions,
            facilities=tuple(f for kind in FACILITY_KINDS for f in self.facilities([kind], point)),
        )

    def municipalities(self) -> list[Municipality]:
        """Those of its places, without outlines."""
        found = {place.municipality: place.point for place in reversed(self._places) if place.municipality}
        return [Municipality(name=name, point=found[name]) for name in sorted(found)]

    def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """A list has no borders."""
        del point, radius_m
        return True
