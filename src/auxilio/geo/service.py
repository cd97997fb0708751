"""An opened region: everything that Auxilio asks of geography, off the event loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar

from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.gazetteer.temporary_places import find_temporary_places, merge_results
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import (
    Demand,
    Facility,
    GeocodeResult,
    Isochrone,
    LocationWarning,
    MapSurroundings,
    Municipality,
    NearFacility,
    RegionInfo,
    RoadRestriction,
    Route,
    Surroundings,
    TemporaryPlace,
    TravelBasis,
    TravelTime,
    warnings_of,
)
from auxilio.geo.ports import Gazetteer, Roads
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads
from auxilio.geo.straight_line_roads import StraightLineRoads
from auxilio.geo.straight_line_travel import reckon
from auxilio.geo.style import map_style
from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")
_THREADS = 2
"""Each thread holds an engine of 60 to 145 MB; two keep a desk's search from waiting behind a matrix."""
SEARCH_TEXT_MAX = 200
LIMIT_MAX = 50
SOURCES_MAX = 1000
_PIECE = 16
"""Of a question about many: the threads share it, and a desk's search waits for one piece and not for the whole."""
ON_FOOT_MAX_M = 1000
"""There and back takes a quarter of an hour at a run: nobody is sent farther for a thing."""
_ON_FOOT_ASKED = 8
"""So many of the nearest by a straight line are asked for their way: a river between changes their order."""


class Tiles(Protocol):
    """The map's tiles."""

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """A gzipped vector tile, or None where nothing is drawn."""
        ...


type RefreshClosures = Callable[[], Awaitable[None]]
type TemporaryPlaceSource = Callable[[], Awaitable[Sequence[TemporaryPlace]]]


async def _no_closures() -> None:
    """Roads cannot be closed here."""


async def _no_temporary_places() -> Sequence[TemporaryPlace]:
    """Nothing is going on here."""
    return ()


class _NoTiles:
    def tile(self, z: int, x: int, y: int) -> bytes | None:
        return None


class RegionService:
    """One region, open. Methods that may take milliseconds are coroutines; close it when the process stops."""

    def __init__(self, info: RegionInfo, gazetteer: Gazetteer, roads: Roads, tiles: Tiles) -> None:
        self.info = info
        self._gazetteer, self._roads, self._tiles = gazetteer, roads, tiles
        self._lines = StraightLineRoads()
        self._region_lost = self._roads_failing = False
        self._refresh_closures: RefreshClosures = _no_closures
        """Called before each query of the roads, so that the answer respects the closures of this moment (decision 0209)."""
        self.closed = 0
        """Counts the changes of the closures: an answer from before a change is out of date."""
        self._demand: Demand | None = None
        self._municipalities: list[Municipality] | None = None
        self._temporary_places: TemporaryPlaceSource = _no_temporary_places
        """Called before each search: a temporary place is found as long as it exists (decision 0222)."""
        self._pool = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="geo")

    def refresh_closures_with(self, refresh: RefreshClosures) -> None:
        """Call `refresh` before each query of the roads; it calls `hold` with the closures in force."""
        self._refresh_closures = refresh

    def find_temporary_places_with(self, source: TemporaryPlaceSource) -> None:
        """Searches also find the places that `source` gives."""
        self._temporary_places = source

    async def refresh_closures(self) -> None:
        """Close the roads that are closed now, before a query of the roads."""
        await self._refresh_closures()

    @classmethod
    def open(cls, region: Path) -> Self:
        """Open the current version of the region in this folder.

        Raises `Refused`: `region_missing`, `region_broken`, `region_too_old`.
        """
        folder, info = read_info(region)
        try:
            return cls(
                info,
                RegionGazetteer(folder, info.origin),
                ValhallaRoads(folder / "roads"),
                TileStore(folder / "map.mbtiles"),
            )
        except (ValueError, RuntimeError, OSError) as wrong:
            raise Refused("region_broken", region=str(region), reason=str(wrong)) from wrong

    @classmethod
    def open_or_degrade(cls, region: Path | None) -> Self:
        """The region in this folder; without a folder one without data: words and a point, straight-line times, no map.

        One that cannot be opened does not keep the telephones silent either: it is logged, and every page says so.
        """
        if region is None:
            return cls.without_data()
        try:
            return cls.open(region)
        except Refused as refused:
            _log.critical("region_lost", extra={"code": refused.code})
            return cls.lost()

    @classmethod
    def without_data(cls, gazetteer: Gazetteer | None = None, roads: Roads | None = None) -> Self:
        """A region without data: an installation starts without one, and tests give their own gazetteer or roads."""
        info = RegionInfo(
            format=0,
            version="none",
            source="",
            source_sha256="",
            data_at="",
            built_at="",
            bounds=(-180.0, -85.0, 180.0, 85.0),
            centre=Point(lat=0.0, lon=0.0),
            attribution="",
            counts={},
            tools={},
        )
        return cls(info, gazetteer or ListGazetteer(), roads or StraightLineRoads(), _NoTiles())

    @classmethod
    def lost(cls) -> Self:
        """In place of a region that cannot be opened: the process goes on and reports that it has none."""
        region = cls.without_data()
        region._region_lost = True
        return region

    @property
    def roads_lost(self) -> bool:
        """Times and ways are straight lines, for the road cannot be asked: whoever dispatches must know (decision 0225)."""
        return self._region_lost or self._roads_failing

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def search(
        self, text: str, near: Point | None = None, radius_m: float | None = None, limit: int = 8
    ) -> list[GeocodeResult]:
        """Candidates for what was said, best first. See `ports.Gazetteer.search`.

        Raises `Refused("search_too_long")`.
        """
        if len(text) > SEARCH_TEXT_MAX:
            raise Refused("search_too_long", max=SEARCH_TEXT_MAX)
        limit = max(1, min(limit, LIMIT_MAX))
        spots = await self._temporary_places()
        found = await self._off_loop(self._gazetteer.search, text, near, radius_m, limit)
        return merge_results(find_temporary_places(text, spots, near), found)[:limit] if spots else found

    async def reverse(self, point: Point, radius_m: float = 0.0) -> Surroundings:
        """What is at a point. See `ports.Gazetteer.reverse`."""
        return await self._off_loop(self._gazetteer.reverse, point, radius_m)

    async def facilities(
        self, kinds: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[Facility]:
        """Facilities of these kinds. See `ports.Gazetteer.facilities`."""
        return await self._off_loop(self._gazetteer.facilities, tuple(kinds), near, limit)

    async def around(self, point: Point) -> MapSurroundings:
        """What a map of this place shows. See `ports.Gazetteer.around`."""
        return await self._off_loop(self._gazetteer.around, point)

    async def on_foot(self, kinds: Sequence[str], point: Point, limit: int) -> list[NearFacility]:
        """Facilities within `ON_FOOT_MAX_M` on foot, the shortest way first. Where no way is known the straight line
        stands for it, and is said to be one."""
        known = await self.facilities(kinds, point, _ON_FOOT_ASKED)
        asked = [each for each in known if distance_m(point, each.point) <= ON_FOOT_MAX_M]
        there = [each.point for each in asked]
        ways = await self._by_road(lambda roads: roads.walked_m(point, there))
        near = [
            NearFacility(
                facility=each,
                distance_m=round(distance_m(point, each.point)) if way is None else way,
                by=TravelBasis.STRAIGHT_LINE if way is None else TravelBasis.ROAD,
            )
            for each, way in zip(asked, ways, strict=True)
        ]
        within = (each for each in near if each.distance_m <= ON_FOOT_MAX_M)
        return sorted(within, key=lambda each: each.distance_m)[:limit]

    async def demand(self) -> Demand:
        """Where people are. See `ports.Gazetteer.demand`."""
        if self._demand is None:
            self._demand = await self._off_loop(self._gazetteer.demand)
        return self._demand

    async def municipalities(self) -> list[Municipality]:
        """Those of the region. See `ports.Gazetteer.municipalities`."""
        if self._municipalities is None:
            self._municipalities = await self._off_loop(self._gazetteer.municipalities)
        return self._municipalities

    async def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        """How far one gets from here now. See `ports.Roads.isochrones`. Whoever asks for many calls `refresh_closures` before,
        and knows by `closed` whether an older answer still holds."""
        return await self._by_road(lambda roads: roads.isochrones(origin, tuple(minutes)))

    async def hold(self, held: Sequence[RoadRestriction]) -> int:
        """Close or slow exactly these areas. See `ports.Roads.hold`."""
        self.closed += 1
        self._lines.hold(tuple(held))
        return await self._by_road(lambda roads: roads.hold(tuple(held)))

    async def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """How long from each source. See `ports.Roads.times_to`.

        Raises `Refused("too_many_sources")`.
        """
        if len(sources) > SOURCES_MAX:
            raise Refused("too_many_sources", max=SOURCES_MAX)
        await self.refresh_closures()
        return await self._in_pieces(lambda roads, some: roads.times_to(target, some), sources)

    async def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """How long to each target. See `ports.Roads.times_from`.

        Raises `Refused("too_many_sources")`.
        """
        if len(targets) > SOURCES_MAX:
            raise Refused("too_many_sources", max=SOURCES_MAX)
        await self.refresh_closures()
        return await self._in_pieces(lambda roads, some: roads.times_from(origin, some), targets)

    def reckon(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """What is known of each way before any road is asked, by the straight line: microseconds, so it stays on the loop."""
        return [reckon(source, target) for source in sources]

    async def route(self, origin: Point, target: Point, language: str = "es") -> Route:
        """The way to drive. See `ports.Roads.route`."""
        await self.refresh_closures()
        return await self._by_road(lambda roads: roads.route(origin, target, language))

    async def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """Whether the region's data knows this place. See `ports.Gazetteer.covers`."""
        return await self._off_loop(self._gazetteer.covers, point, radius_m)

    async def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """Each moved onto its road. See `ports.Roads.on_road`, which says what it raises."""
        return await self._off_loop(self._roads.on_road, points, courses)

    async def warnings(
        self, found: GeocodeResult, caller: Point | None = None, caller_radius_m: float = 0.0
    ) -> tuple[LocationWarning, ...]:
        """What about this candidate a person must answer before it is trusted (docs/nouns/location.md)."""
        around = await self.reverse(found.point, found.uncertainty_m)
        return warnings_of(
            found,
            caller=caller,
            caller_radius_m=caller_radius_m,
            jurisdictions=tuple(j for j in around.jurisdictions if j.level == _finest(around)),
            inside=around.inside,
        )

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """A gzipped vector tile, or None where nothing is drawn: 20 µs, so it stays on the loop."""
        return self._tiles.tile(z, x, y)

    def style(self, theme: str) -> dict[str, object]:
        """The map's style, `dark` or `light`. Raises `Refused("unknown_theme")`."""
        return map_style(self.info, theme)

    async def _in_pieces(
        self, ask: Callable[[Roads, Sequence[Point]], list[TravelTime]], many: Sequence[Point]
    ) -> list[TravelTime]:
        pieces = (many[n : n + _PIECE] for n in range(0, len(many), _PIECE))
        answers = await asyncio.gather(*(self._by_road(ask, piece) for piece in pieces))
        return [time for answer in answers for time in answer]

    async def _by_road(
        self, ask: Callable[Concatenate[Roads, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The road's answer; a straight line's where the road cannot be asked. The next question tries it again."""
        try:
            answer = await self._off_loop(ask, self._roads, *args, **kwargs)
        except (RuntimeError, OSError) as wrong:
            if not self._roads_failing:
                _log.critical("roads_lost", exc_info=wrong)
            self._roads_failing = True
            return await self._off_loop(ask, self._lines, *args, **kwargs)
        if self._roads_failing:
            _log.warning("roads_back")
        self._roads_failing = False
        return answer

    async def _off_loop(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(call, *args, **kwargs))


def _finest(around: Surroundings) -> int:
    return max((j.level for j in around.jurisdictions), default=0)
