"""The reckoning of coverage: what is reached, where the holes are, which move pays. Pure.

Moves are one step of the maximal covering location problem (Church and ReVelle, *The maximal covering location
problem*, Papers of the Regional Science Association 32, 1974): of all units and all places to wait, the pair that
covers most demand which nobody covers, less what the unit leaves behind.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from auxilio.dispatch.coverage.model import Area
from auxilio.geo.model import CELL_DEGREES, Cell

Mask = NDArray[np.bool_]
"""One for each cell: reached in time."""
PAYS_SHARE = 0.03
"""A move pays from three in a hundred of all addresses on (ours): a crew is not sent to wait elsewhere for a street."""
MOVES_MAX = 3
HOLES_MAX = 12
_SIMPLER_DEGREES = 0.0002
"""Some 20 m: finer than a band's line is drawn."""


class Pair(NamedTuple):
    """A unit and a place to wait, by their index, and what the move wins and loses."""

    unit: int
    place: int
    won: int
    lost: int


def inside(area: shapely.Geometry, cells: Sequence[Cell]) -> Mask:
    """Which cells' people the area holds."""
    shapely.prepare(area)
    lons, lats = [cell.point.lon for cell in cells], [cell.point.lat for cell in cells]
    return np.asarray(shapely.contains_xy(area, lons, lats), dtype=np.bool_)


def reached(masks: Sequence[Mask], count: int) -> Mask:
    """Which cells somebody reaches."""
    return np.logical_or.reduce(masks) if masks else np.zeros(count, dtype=np.bool_)


def weigh(mask: Mask, weights: NDArray[np.int64]) -> int:
    """How much demand these cells hold."""
    return int(weights[mask].sum())


def paying(
    units: Sequence[Mask], movable: Sequence[bool], places: Sequence[Mask], weights: NDArray[np.int64]
) -> list[Pair]:
    """The moves that pay, the best first, at most one for each unit and one for each place.

    `units`: what each reaches from where it stands, or from where it was told to wait. `movable`: whether it may be
    proposed; one that waits somewhere already is not sent to and fro.
    """
    if not units or not places or weights.sum() == 0:
        return []
    reach, wait = np.stack(units), np.stack(places)
    by = reach.sum(axis=0)
    alone = reach & (by == 1)
    """What only this unit reaches."""
    weighed = wait * weights
    won = weighed[:, by == 0].sum(axis=1)
    kept = alone.astype(np.int64) @ weighed.T
    lost = (alone @ weights)[:, None] - kept
    gain = won[None, :] - lost
    gain[~np.asarray(movable), :] = -1
    return list(_best(gain, won, lost, float(PAYS_SHARE * weights.sum())))


def _best(
    gain: NDArray[np.int64], won: NDArray[np.int64], lost: NDArray[np.int64], least: float
) -> Iterator[Pair]:
    left = gain.astype(np.float64)
    for _ in range(MOVES_MAX):
        unit, place = (int(k) for k in np.unravel_index(np.argmax(left), left.shape))
        if left[unit, place] < max(least, 1.0):
            return
        yield Pair(unit, place, int(won[place]), int(lost[unit, place]))
        left[unit, :] = left[:, place] = -1


def holes(cells: Sequence[Cell], mask: Mask) -> list[list[Cell]]:
    """Cells that nobody reaches, side by side or corner to corner together; those with most people first."""
    open_ = {(cell.column, cell.row): cell for cell, is_in in zip(cells, mask, strict=True) if not is_in}
    found: list[list[Cell]] = []
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


def square(cell: Cell) -> shapely.Geometry:
    """The ground of a cell."""
    south = cell.row * CELL_DEGREES
    wide = CELL_DEGREES / max(0.01, float(np.cos(np.radians(south + CELL_DEGREES / 2))))
    return shapely.box(cell.column * wide, south, (cell.column + 1) * wide, south + CELL_DEGREES)


def area_of(shape: shapely.Geometry) -> Area:
    """As it is sent and drawn."""
    simple = shapely.simplify(shape, _SIMPLER_DEGREES)
    polygons = [
        part for part in shapely.get_parts(simple) if part.geom_type == "Polygon" and not part.is_empty
    ]
    return tuple(tuple(_ring(ring) for ring in (each.exterior, *each.interiors)) for each in polygons)


def _ring(ring: shapely.LinearRing) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, 5), round(y, 5)) for x, y in ring.coords)
