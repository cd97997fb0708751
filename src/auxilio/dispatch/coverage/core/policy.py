"""The reckoning of coverage: what is reached, where the holes are, which move pays. Pure.

Moves are one step of the maximal covering location problem (Church and ReVelle, *The maximal covering location
problem*, Papers of the Regional Science Association 32, 1974): of all units and all places to wait, the pair that
covers most demand which no unit covers, less what the unit leaves behind.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from auxilio.dispatch.coverage.core.model import Area
from auxilio.geo.model import CELL_DEGREES, DemandCell
from auxilio.kernel.position import Point

Mask = NDArray[np.bool_]
"""One for each cell: reached in time."""
GAIN_SHARE_MIN = 0.03
"""A move pays from three in a hundred of all addresses on (ours): a crew is not sent to wait elsewhere for a street."""
MOVES_MAX = 3
GAPS_MAX = 12
_BESIDE_DEGREES = 0.0005
"""A station stands some 50 m beside its road."""
_SIMPLER_DEGREES = 0.0002
"""Some 20 m: finer than a band's line is drawn."""


class StandByPair(NamedTuple):
    """A unit and a place to wait, by their index, and what the move wins and loses."""

    unit: int
    place: int
    won: int
    lost: int


def reachable_places(area: shapely.Geometry, places: Sequence[Point]) -> Mask:
    """Which places are reached by an open road in time to be of use."""
    near = shapely.buffer(area, _BESIDE_DEGREES)
    return np.asarray(
        shapely.contains_xy(near, [at.lon for at in places], [at.lat for at in places]), dtype=np.bool_
    )


def cells_inside(area: shapely.Geometry, cells: Sequence[DemandCell]) -> Mask:
    """Which cells' people the area holds."""
    shapely.prepare(area)
    lons, lats = [cell.point.lon for cell in cells], [cell.point.lat for cell in cells]
    return np.asarray(shapely.contains_xy(area, lons, lats), dtype=np.bool_)


def combine_masks(masks: Sequence[Mask], count: int) -> Mask:
    """Which cells units reach."""
    return np.logical_or.reduce(masks) if masks else np.zeros(count, dtype=np.bool_)


def sum_weights(mask: Mask, weights: NDArray[np.int64]) -> int:
    """How much demand these cells hold."""
    return int(weights[mask].sum())


def choose_moves(
    units: Sequence[Mask], places: Sequence[Mask], able: Mask, weights: NDArray[np.int64]
) -> list[StandByPair]:
    """The moves that pay, the best first, each on top of those before it: two are not sent to fill one hole.

    `units`: what each reaches from where it stands, or from where it was told to wait. `able`: a row for each unit, a
    column for each place: whether it may be sent there.
    """
    if not units or not places or weights.sum() == 0:
        return []
    reach, wait, may = np.stack(units), np.stack(places), able.copy()
    least = max(1.0, GAIN_SHARE_MIN * float(weights.sum()))
    pairs: list[StandByPair] = []
    while len(pairs) < MOVES_MAX:
        best = _best_pair(reach, wait, may, weights)
        if best is None or best.won - best.lost < least:
            break
        pairs.append(best)
        reach[best.unit] = wait[best.place]
        may[best.unit, :] = False
    return pairs


def _best_pair(reach: Mask, wait: Mask, able: Mask, weights: NDArray[np.int64]) -> StandByPair | None:
    """Of all units and places the pair that gains most."""
    by = reach.sum(axis=0)
    alone = (reach & (by == 1)).astype(np.int64)
    """What only this unit reaches."""
    weighed = wait * weights
    won = weighed[:, by == 0].sum(axis=1)
    lost = (alone @ weights)[:, None] - alone @ weighed.T
    gain = np.where(able, won[None, :] - lost, np.iinfo(np.int64).min)
    unit, place = (int(k) for k in np.unravel_index(np.argmax(gain), gain.shape))
    return StandByPair(unit, place, int(won[place]), int(lost[unit, place])) if able[unit, place] else None


def find_gaps(cells: Sequence[DemandCell], mask: Mask) -> list[list[DemandCell]]:
    """Cells that no unit reaches, side by side or corner to corner together; those with most people first."""
    open_ = {(cell.column, cell.row): cell for cell, is_in in zip(cells, mask, strict=True) if not is_in}
    found: list[list[DemandCell]] = []
    while open_:
        _, first = open_.popitem()
        hole, edge = [first], [first]
        while edge:
            at = edge.pop()
            beside = [
                open_.pop((at.column + dx, at.row + dy), None) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
            ]
            near = [cell for cell in beside if cell is not None]
            hole += near
            edge += near
        found.append(hole)
    return sorted(found, key=lambda hole: -sum(cell.weight for cell in hole))


def cell_square(cell: DemandCell) -> shapely.Geometry:
    """The ground of a cell."""
    south = cell.row * CELL_DEGREES
    wide = CELL_DEGREES / max(0.01, float(np.cos(np.radians(south + CELL_DEGREES / 2))))
    return shapely.box(cell.column * wide, south, (cell.column + 1) * wide, south + CELL_DEGREES)


def simplify_shape(shape: shapely.Geometry) -> shapely.Geometry:
    """The same to the eye, with fewer corners."""
    return shapely.make_valid(shapely.simplify(shape, _SIMPLER_DEGREES))


def area_of(shape: shapely.Geometry) -> Area:
    """As it is sent and drawn."""
    parts = shapely.get_parts(simplify_shape(shape))
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return tuple(tuple(_ring(ring) for ring in (each.exterior, *each.interiors)) for each in polygons)


def _ring(ring: shapely.LinearRing) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, 5), round(y, 5)) for x, y in ring.coords)
