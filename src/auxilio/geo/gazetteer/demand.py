"""Where people are: addresses where a region has them, stretches of named street where it has few. Pure but for the store."""

import math
from collections import defaultdict
from collections.abc import Iterable

import shapely

from auxilio.geo.gazetteer.shape_distance import length_m
from auxilio.geo.gazetteer.store import GazetteerStore
from auxilio.geo.model import CELL_DEGREES, Demand, DemandBasis, DemandCell
from auxilio.kernel.position import Point

STRETCH_M = 50.0
_NUMBERS_A_STREET = 2.0
"""With fewer numbers for each street than this they stand where somebody happened to map, not where people live."""


def where_people_are(store: GazetteerStore) -> Demand:
    """See `ports.Gazetteer.demand`."""
    numbers, streets = store.counts()
    if numbers >= streets * _NUMBERS_A_STREET:
        return Demand(basis=DemandBasis.ADDRESSES, cells=cells_of(store.house_points()))
    return Demand(basis=DemandBasis.STREETS, cells=cells_of(_stretches(store)))


def _stretches(store: GazetteerStore) -> Iterable[tuple[float, float]]:
    for wkb in store.street_shapes():
        shape = shapely.from_wkb(wkb)
        for line in getattr(shape, "geoms", (shape,)):
            count = max(1, round(length_m(line) / STRETCH_M))
            for n in range(count):
                dot = line.interpolate((n + 0.5) / count, normalized=True)
                yield dot.y, dot.x


def cells_of(points: Iterable[tuple[float, float]]) -> tuple[DemandCell, ...]:
    """Latitudes and longitudes gathered into squares that are as wide as high."""
    gathered: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for lat, lon in points:
        row = math.floor(lat / CELL_DEGREES)
        wide = CELL_DEGREES / max(0.01, math.cos(math.radians((row + 0.5) * CELL_DEGREES)))
        gathered[math.floor(lon / wide), row].append((lat, lon))
    return tuple(
        DemandCell(
            column=column,
            row=row,
            point=Point(
                lat=sum(p[0] for p in inside) / len(inside), lon=sum(p[1] for p in inside) / len(inside)
            ),
            weight=len(inside),
        )
        for (column, row), inside in sorted(gathered.items())
    )
