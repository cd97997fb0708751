"""Coverage as it is now: asked of the road for each unit that has moved, and of memory for the others."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.coverage.core import policy
from auxilio.dispatch.coverage.core.model import (
    MINUTES,
    CentreCoverage,
    CountedUnit,
    CoverageBand,
    CoverageGap,
    StandByMove,
)
from auxilio.dispatch.coverage.ports import CoverageRegion
from auxilio.dispatch.ports import UnitPositions
from auxilio.dispatch.queries import UNITS_MAX, unit_start_point
from auxilio.dispatch.tasks.core.centre_authority import require_centre
from auxilio.dispatch.units.core.machine import unavailability_reason
from auxilio.dispatch.units.core.model import StandByGain, Unit
from auxilio.geo.model import Demand, DemandCell, Facility, TravelBasis
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database import cursors
from auxilio.platform.database.connection import Pool

WAITING_PLACES = ("fire_station", "ambulance_station", "hospital", "clinic", "police", "civil_protection")
"""Where a crew can wait: a roof, a radio and people who know it."""
PLACES_MAX = 60
KEPT_MAX = 4_000
"""Areas in memory, of one place each: 5 kB."""
DRAWN_MAX = 16
"""Answers in memory, of one set of units each: a dozen layers may be open, of different capabilities."""
_FRACTION = 4
"""A unit that has moved less than 11 m has not moved."""


type _Key = tuple[float, float, int]
"""A place, and which roads were closed."""


@dataclass(frozen=True, slots=True)
class UnitReach:
    """What is reached from one place: areas and cells, one for each of `MINUTES`."""

    key: _Key
    areas: tuple[shapely.Geometry, ...]
    masks: tuple[policy.Mask, ...]
    by: TravelBasis


class CoverageQueries:
    """Reads alone. One reckoning at a time: a room full of open layers asks the road once."""

    def __init__(self, pool: Pool, clock: Clock, positions: UnitPositions, ground: CoverageRegion) -> None:
        self._pool, self._clock, self._positions, self._ground = pool, clock, positions, ground
        self._kept: OrderedDict[_Key, UnitReach] = OrderedDict()
        self._drawn: OrderedDict[tuple[_Key, ...], tuple[CoverageBand, ...]] = OrderedDict()
        self._names: dict[Point, str] = {}
        self._one = asyncio.Lock()

    async def now(
        self,
        actor: Actor,
        centre: CentreId | None,
        capability: str | None,
        within: int,
        without: tuple[UnitId, ...] = (),
    ) -> CentreCoverage:
        """How this centre covers the region now; of all centres where None, which only the room may ask.

        No move is proposed for the units `without`: a person has declined.

        Raises `Refused`: `not_permitted`, `not_your_centre`, `not_a_coverage_time`.
        """
        require(actor, Permission.UNIT_ALERT)
        if within not in MINUTES:
            raise Refused("not_a_coverage_time", minutes=within, known=list(MINUTES))
        asked = centre or actor.centre
        if asked is None:
            require(actor, Permission.ROOM_WATCH)
        else:
            require_centre(asked, actor)
        return await self.of(await self._free(asked, actor.mode), asked, capability, within, without)

    async def of(
        self,
        free: list[Unit],
        centre: CentreId | None,
        capability: str | None,
        within: int,
        without: tuple[UnitId, ...] = (),
    ) -> CentreCoverage:
        """The same for these units, for every reader."""
        now = self._clock.now()
        able = [unit for unit in free if capability is None or capability in unit.capabilities]
        seen = {one.unit: one for one in await self._positions.latest([unit.id for unit in able])}
        starts = [unit_start_point(unit, seen.get(unit.id), now) for unit in able]
        await self._ground.refresh_closures()
        async with self._one:
            return await self._reckon(
                CentreCoverage(
                    at=now, centre=centre, capability=capability, within=within, without=without, total=0, middle=None, by=TravelBasis.ROAD,
                    basis=(await self._ground.demand()).basis, bands=(), holes=(), more_holes=0, moves=(),
                    units=tuple(
                        CountedUnit(
                            unit=unit.id, callsign=unit.callsign, point=point, seen=unit.id in seen and point == seen[unit.id].point,
                            stand_by=unit.stand_by.name if unit.stand_by else None,
                        )
                        for unit, point in zip(able, starts, strict=True)
                    ),
                    capabilities=tuple(sorted({word for unit in free for word in unit.capabilities})),
                ),
                able,
            )  # fmt: skip

    async def _free(self, centre: CentreId | None, mode: Mode) -> list[Unit]:
        where = {"mode": mode.value} if centre is None else {"mode": mode.value, "centre": centre}
        units = await cursors.live_where(self._pool, UNIT, UNITS_MAX, **where)
        return sorted(
            (unit for unit in units if unavailability_reason(unit) is None), key=lambda unit: unit.callsign
        )

    async def _reckon(self, asked: CentreCoverage, units: list[Unit]) -> CentreCoverage:
        demand = await self._ground.demand()
        reaches = [await self._reach(one.point, demand) for one in asked.units]
        weights = _weights(demand)
        bands = await self._bands(reaches, weights)
        nth = MINUTES.index(asked.within)
        covered = policy.combine_masks([reach.masks[nth] for reach in reaches], len(weights))
        known = policy.find_gaps(demand.cells, covered)
        named = [await self._hole(hole) for hole in known[: policy.GAPS_MAX]]
        moves = await self._moves(asked, units, reaches, demand, named)
        told = {
            "total": int(weights.sum()),
            "middle": _middle(demand.cells),
            "by": TravelBasis.STRAIGHT_LINE
            if any(reach.by is TravelBasis.STRAIGHT_LINE for reach in reaches)
            else TravelBasis.ROAD,
            "bands": bands,
            "holes": tuple(named),
            "more_holes": len(known) - len(named),
            "moves": tuple(moves),
        }
        return CentreCoverage(
            **{name: told.get(name, getattr(asked, name)) for name in CentreCoverage.__struct_fields__}
        )

    async def _reach(self, point: Point, demand: Demand) -> UnitReach:
        key = (round(point.lat, _FRACTION), round(point.lon, _FRACTION), self._ground.closed)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        # One at a time, so that a recommendation that comes meanwhile waits for one area and not for all.
        found = await self._ground.isochrones(point, MINUTES)
        reach = await asyncio.to_thread(_read, key, [each.wkb for each in found], demand.cells, found[0].by)
        if reach.by is TravelBasis.ROAD:  # a circle is only for as long as the road cannot be asked
            _keep(self._kept, key, reach, KEPT_MAX)
        return reach

    async def _bands(self, reaches: list[UnitReach], weights: NDArray[np.int64]) -> tuple[CoverageBand, ...]:
        """Joined anew only when a unit has moved."""
        key = tuple(reach.key for reach in reaches)
        bands = self._drawn.get(key)
        if bands is None:
            bands = await asyncio.to_thread(_bands, reaches, weights)
            if all(reach.by is TravelBasis.ROAD for reach in reaches):
                _keep(self._drawn, key, bands, DRAWN_MAX)
        return bands

    async def _hole(self, cells: list[DemandCell]) -> CoverageGap:
        heaviest = max(cells, key=lambda cell: cell.weight)
        if heaviest.point not in self._names:
            around = await self._ground.reverse(heaviest.point)
            self._names[heaviest.point] = around.street.label if around.street else around.municipality
        area = policy.area_of(shapely.union_all([policy.cell_square(cell) for cell in cells]))
        return CoverageGap(
            point=heaviest.point,
            weight=sum(cell.weight for cell in cells),
            name=self._names[heaviest.point],
            area=area,
        )

    async def _moves(
        self,
        asked: CentreCoverage,
        units: list[Unit],
        reaches: list[UnitReach],
        demand: Demand,
        holes: Sequence[CoverageGap],
    ) -> list[StandByMove]:
        """Reckoned from where everybody will stand once they have gone where they were told."""
        places = await self._places(holes) if units and holes else []
        if not places:
            return []
        nth = MINUTES.index(asked.within)
        stand = [
            (reach if unit.stand_by is None else await self._reach(unit.stand_by.place, demand)).masks[nth]
            for unit, reach in zip(units, reaches, strict=True)
        ]
        waits = [(await self._reach(place.point, demand)).masks[nth] for place in places]
        # No unit is sent over a closed bridge, or for longer than the longest time that is reckoned.
        at = [place.point for place in places]
        able = np.stack([policy.reachable_places(reach.areas[-1], at) for reach in reaches])
        able &= np.array([unit.stand_by is None and unit.id not in asked.without for unit in units])[:, None]
        weights = _weights(demand)
        covered = policy.sum_weights(policy.combine_masks(stand, len(weights)), weights)
        moves = []
        for pair in policy.choose_moves(stand, waits, able, weights):
            moves.append(
                await self._move(
                    asked, asked.units[pair.unit], places[pair.place], pair, covered, int(weights.sum())
                )
            )
            covered += pair.won - pair.lost
        return moves

    async def _move(
        self,
        asked: CentreCoverage,
        unit: CountedUnit,
        place: Facility,
        pair: policy.StandByPair,
        covered: int,
        total: int,
    ) -> StandByMove:
        (drive,) = await self._ground.times_from(unit.point, [place.point])
        return StandByMove(
            unit=unit.unit, callsign=unit.callsign, place=place.point, name=place.name, kind=place.kind,
            gain=StandByGain(minutes=asked.within, won=pair.won, lost=pair.lost, drive_s=round(drive.duration_s)),
            before=covered / total, after=(covered + pair.won - pair.lost) / total,
        )  # fmt: skip

    async def _places(self, holes: Sequence[CoverageGap]) -> list[Facility]:
        """Of a country's stations those near the widest holes: no unit waits where coverage is complete."""
        known = await self._ground.facilities(WAITING_PLACES, holes[0].point, PLACES_MAX)
        return [place for place in known if place.name]


def _keep[K, V](kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


def _read(key: _Key, areas: Sequence[bytes], cells: Sequence[DemandCell], by: TravelBasis) -> UnitReach:
    shapes = [shapely.make_valid(shapely.from_wkb(area)) for area in areas]
    masks = tuple(policy.cells_inside(shape, cells) for shape in shapes)
    # Who is reached is asked of the whole shape; what is drawn and joined is plainer.
    return UnitReach(key, tuple(policy.simplify_shape(shape) for shape in shapes), masks, by)


def _bands(reaches: Sequence[UnitReach], weights: NDArray[np.int64]) -> tuple[CoverageBand, ...]:
    total = int(weights.sum())
    bands = []
    for nth, minutes in enumerate(MINUTES):
        within = policy.sum_weights(
            policy.combine_masks([reach.masks[nth] for reach in reaches], len(weights)), weights
        )
        area = policy.area_of(shapely.union_all([reach.areas[nth] for reach in reaches]))
        bands.append(
            CoverageBand(minutes=minutes, reached=within, share=within / total if total else 0.0, area=area)
        )
    return tuple(bands)


def _weights(demand: Demand) -> NDArray[np.int64]:
    return np.array([cell.weight for cell in demand.cells], dtype=np.int64)


def _middle(cells: Sequence[DemandCell]) -> Point | None:
    total = sum(cell.weight for cell in cells)
    if total == 0:
        return None
    return Point(
        lat=sum(cell.point.lat * cell.weight for cell in cells) / total,
        lon=sum(cell.point.lon * cell.weight for cell in cells) / total,
    )
