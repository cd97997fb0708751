"""Moves new positions onto their road, after the phone has its answer: a slow engine slows no phone.

Units wait here by id, the newest fix of each: whatever comes faster than the engine answers is one question.
"""

import asyncio
import logging
from datetime import datetime

import msgspec

from auxilio.dispatch.tracking.core.model import FixVerdict, JudgedFix, KnownPosition, RoadMatchResult
from auxilio.dispatch.tracking.core.policy import why_no_road_match
from auxilio.dispatch.tracking.ports import TrackingRegion
from auxilio.dispatch.tracking.store import RoadMatch, TrackStore
from auxilio.kernel.ids import UnitId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import Point, distance_m
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS

BATCH_MAX = 50
"""Points of one question: 13 ms of the engine."""
PAUSE_S = 0.2
_log = logging.getLogger(__name__)


class _Waiting(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    point: Point
    course_deg: float | None
    why_not: RoadMatchResult | None


class RoadMatcher:
    """One in each process that takes positions; it holds one fix of each unit at most."""

    def __init__(self, store: TrackStore, ground: TrackingRegion, clock: Clock) -> None:
        self._store, self._ground, self._clock = store, ground, clock
        self._waiting: dict[UnitId, _Waiting] = {}
        self._news = asyncio.Event()
        self._failed = False

    def note(self, unit: UnitId, before: KnownPosition | None, judged: JudgedFix) -> None:
        """A unit has a new position. `before` is where it was, which says whether it moves."""
        if judged.verdict is not FixVerdict.GOOD:
            return
        reading, point = judged.reading, judged.reading.point
        assert point is not None, "a good fix is somewhere"
        moved_m_s = 0.0
        if before is not None and (gone_s := seconds_between(before.at, judged.at)) > 0:
            moved_m_s = distance_m(before.point, point) / gone_s
        why_not = why_no_road_match(reading.accuracy_m, reading.speed_m_s, moved_m_s)
        self._waiting[unit] = _Waiting(
            at=judged.at, point=point, course_deg=reading.course_deg, why_not=why_not
        )
        self._news.set()

    async def run(self) -> None:
        """For ever, until cancelled."""
        while True:
            await self._news.wait()
            try:
                await self.turn()
            except TRANSIENT_ERRORS as lost:
                # A position without its road is shown as it was said; the next one finds the database again.
                _log.warning("road_not_kept", extra={"error": type(lost).__name__})
            await self._clock.sleep(PAUSE_S)

    async def turn(self) -> None:
        """Put on the road what waits."""
        self._news.clear()
        taken = dict(list(self._waiting.items())[:BATCH_MAX])
        for unit in taken:
            del self._waiting[unit]
        if self._waiting:
            self._news.set()
        asked = {unit: one for unit, one in taken.items() if one.why_not is None}
        roads = await self._roads(asked)
        none = RoadMatchResult.NO_ENGINE if self._failed else RoadMatchResult.NO_ROAD
        await self._store.put_on_roads(
            [
                RoadMatch(
                    unit=unit,
                    at=one.at,
                    road=(road := roads.get(unit)),
                    why=one.why_not or (none if road is None else RoadMatchResult.MOVED),
                )
                for unit, one in taken.items()
            ]
        )

    async def _roads(self, asked: dict[UnitId, _Waiting]) -> dict[UnitId, Point | None]:
        if not asked:
            return {}
        try:
            found = await self._ground.on_road(
                [one.point for one in asked.values()], [one.course_deg for one in asked.values()]
            )
        except RuntimeError as broken:
            if not self._failed:
                _log.warning("road_engine_lost", extra={"error": type(broken).__name__})
            self._failed = True
            return {}
        if self._failed:
            _log.info("road_engine_back")
        self._failed = False
        return dict(zip(asked, found, strict=True))
