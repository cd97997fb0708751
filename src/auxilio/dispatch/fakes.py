"""Stand-ins that pass the same suite as the real ones (tests/dispatch/test_ports.py)."""

from collections.abc import Sequence
from uuid import UUID

from auxilio.dispatch.model.unit import UnitPosition
from auxilio.dispatch.ports import PartnerMessage, Receipt
from auxilio.geo.model import By, TravelTime
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.work import Attempt

STRAIGHT_M_S = 50 / 3.6
"""50 km/h as the crow flies."""


class StraightLines:
    """Travel times without roads, and said to be so."""

    async def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """Distance over speed."""
        return [_line(source, target, By.STRAIGHT_LINE) for source in sources]

    def reckon(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """The same line."""
        return [_line(source, target, By.ESTIMATE) for source in sources]


def _line(source: Point, target: Point, by: By) -> TravelTime:
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


class CaseNounsInMemory:
    """What a test says."""

    def __init__(self, known: dict[tuple[str, CaseId], list[UUID]] | None = None) -> None:
        self.known = known or {}

    async def ids(self, noun: str, case: CaseId) -> list[UUID]:
        """What was given."""
        return sorted(self.known.get((noun, case), []))


class EveryCaseIsOpen:
    """Any case may be given work, in one mode."""

    def __init__(self, mode: Mode = Mode.REAL) -> None:
        self.mode = mode

    async def __call__(self, attempt: Attempt, case: CaseId) -> Mode:
        """Yes."""
        return self.mode


async def never_merged(attempt: Attempt, case: CaseId) -> CaseId:
    """Every case goes on by itself."""
    del attempt
    return case


class PartnerInMemory:
    """A partner that keeps what it is sent, once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.received: dict[UUID, PartnerMessage] = {}
        self._receipts: dict[UUID, Receipt] = {}

    async def deliver(self, message: PartnerMessage) -> Receipt:
        """Keep it, and give the first receipt again for a repeat."""
        if message.mode is not Mode.REAL:
            raise Refused("mode_not_real", mode=message.mode)
        self.received.setdefault(message.id, message)
        return self._receipts.setdefault(message.id, Receipt(id=message.id, at=self._clock.now()))
