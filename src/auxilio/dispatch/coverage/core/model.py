"""What is answered about coverage."""

import msgspec

from auxilio.dispatch.units.core.model import StandByGain
from auxilio.geo.model import DemandBasis, TravelBasis
from auxilio.kernel.ids import CentreId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point

MINUTES = (8, 12, 20)
"""8 is what urban services promise for a life in danger, 20 the rural figure (issue 4); 12 stands between."""

type AreaRing = tuple[tuple[float, float], ...]
"""Longitude and latitude, closed."""
type Area = tuple[tuple[AreaRing, ...], ...]
"""Polygons, each its outline and its holes: the coordinates of a GeoJSON MultiPolygon."""


class CoverageBand(msgspec.Struct, frozen=True, kw_only=True):
    """What units reach within so many minutes."""

    minutes: int
    reached: int
    share: float
    """Of all demand, 0 to 1."""
    area: Area


class CoverageGap(msgspec.Struct, frozen=True, kw_only=True):
    """Inhabited squares side by side that no unit reaches in time."""

    point: Point
    """Where most of them are."""
    weight: int
    name: str
    """The street there and its town; empty where the data names none."""
    area: Area


class CountedUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that counts: free, with a crew, able."""

    unit: UnitId
    callsign: str
    point: Point
    seen: bool
    """False: it has no recent position, and is taken to stand at its base."""
    stand_by: str | None
    """Where it was told to wait."""


class StandByMove(msgspec.Struct, frozen=True, kw_only=True):
    """A stand-by move that pays."""

    unit: UnitId
    callsign: str
    place: Point
    name: str
    kind: str
    """A word of `geo.model.FACILITY_KINDS`."""
    gain: StandByGain
    before: float
    after: float
    """The share that is reached in time, without and with it."""


class CentreCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How a centre covers its region now."""

    at: Instant
    centre: CentreId | None
    capability: str | None
    within: int
    """Minutes that holes and moves are reckoned by."""
    without: tuple[UnitId, ...]
    """No move is proposed for these."""
    basis: DemandBasis
    total: int
    middle: Point | None
    """Of all demand."""
    by: TravelBasis
    """`straight_line`: no road engine, circles instead."""
    bands: tuple[CoverageBand, ...]
    holes: tuple[CoverageGap, ...]
    more_holes: int
    units: tuple[CountedUnit, ...]
    capabilities: tuple[str, ...]
    """Of the units that count whatever they can do: what may be asked for."""
    moves: tuple[StandByMove, ...]
