"""Stand-ins that pass the same suite as the real ones (tests/dispatch/test_ports.py)."""

from collections.abc import Sequence
from uuid import UUID

from auxilio.dispatch.units.core.model import UnitPosition
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext

STRAIGHT_M_S = 50 / 3.6
"""50 km/h as the crow flies."""


class StraightLines:
    """Travel times without roads, and said to be so."""

    async def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """Distance over speed."""
        return [_line(source, target, TravelBasis.STRAIGHT_LINE) for source in sources]

    def reckon(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """The same line."""
        return [_line(source, target, TravelBasis.ESTIMATE) for source in sources]


def _line(source: Point, target: Point, by: TravelBasis) -> TravelTime:
    metres = distance_m(source, target)
    return TravelTime(duration_s=round(metres / STRAIGHT_M_S, 1), distance_m=round(metres), by=by)


class PositionsInMemory:
    """What a test says."""

    def __init__(self, known: Sequence[UnitPosition] = ()) -> None:
        self._latest = {one.unit: one for one in known}

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        """The newest of each."""
        wanted = self._latest if units is None else [unit for unit in units if unit in self._latest]
        return [self._latest[unit] for unit in sorted(wanted)]


class CaseWorkIndexInMemory:
    """What a test says."""

    def __init__(self, known: dict[tuple[str, CaseId], list[UUID]] | None = None) -> None:
        self.known = known or {}

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        """What was given."""
        return sorted(self.known.get((aggregate, case), []))


class EveryCaseIsOpen:
    """Any case may be given work, in one mode."""

    def __init__(self, mode: Mode = Mode.REAL) -> None:
        self.mode = mode

    async def __call__(self, attempt: CommandContext, case: CaseId) -> Mode:
        """Yes."""
        return self.mode


async def no_case_merged(attempt: CommandContext, case: CaseId) -> CaseId:
    """Every case goes on by itself."""
    del attempt
    return case
