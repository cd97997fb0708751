"""What dispatch needs of the world: travel times, positions, what belongs to a case, and a way out to partners.

Each has a stand-in (`fakes.py`), and one suite that the stand-in and the real one both pass
(`tests/dispatch/test_ports.py`).
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.dispatch.model.shared import Code
from auxilio.dispatch.model.unit import Unit, UnitPosition
from auxilio.dispatch.plan import Plan
from auxilio.geo.model import TravelTime
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.words import Mode, Priority
from auxilio.platform.database.work import Attempt


class TravelTimes(Protocol):
    """Times from many units to one place. `geo.service.RegionService` is one."""

    async def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """One for each source, in their order; a straight line, and said so, where no road is known."""
        ...

    def reckon(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """An estimate for each before any road is asked, at once."""
        ...


class Positions(Protocol):
    """Where units were last seen."""

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        """The newest fix of these units, or of all; a unit that was never seen is not in it."""
        ...


class Fleet(Protocol):
    """Every unit there is, also those that are retired."""

    async def units(self) -> list[Unit]:
        """By callsign."""
        ...


class CaseNouns(Protocol):
    """Which nouns belong to a case."""

    async def ids(self, noun: str, case: CaseId) -> list[UUID]:
        """The ids of one kind (`task`, `assignment`, `patient`), in order of birth."""
        ...


class Workable(Protocol):
    """Whether a case may be given work. The case is a stranger here; the wiring knows it."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> Mode:
        """Its mode, with its version stated: a case cannot close while help is being sent to it.

        Raises `Refused`: `unknown_case`, `case_not_open`.
        """
        ...


class LivesOn(Protocol):
    """In which case another goes on that was the same."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> CaseId:
        """Itself, unless it was merged; with the versions of all between stated. Raises `Refused("unknown_case")`."""
        ...


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the response plan is asked for: what it is, how severe, where, in which world."""

    mode: Mode
    type: Code | None = None
    priority: Priority = Priority.P4
    place: Point | None = None
    municipality: str | None = None


type PlanHere = Callable[[Plan, Asked], Awaitable[Plan]]
"""The plan as it is at that place at this moment: with the command posts of the operations that run there."""


async def as_approved(plan: Plan, asked: Asked) -> Plan:
    """Nothing runs anywhere."""
    del asked
    return plan


class PartnerMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What leaves the house for a partner's own system. `id` is the same in every attempt, so that they can tell."""

    id: UUID
    to: str
    kind: str
    mode: Mode
    body: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The partner has it. `seen` once a person there has answered."""

    id: UUID
    at: datetime
    seen: bool = False


class PartnerDelivery(Protocol):
    """Brings a message to a partner. The outbox calls it, with bounded retries."""

    async def deliver(self, message: PartnerMessage) -> Receipt:
        """Deliver once, however often it is called with the same id.

        Raises `Refused("mode_not_real")` for anything but a real message: no partner is reached from an exercise;
        OSError when the partner cannot be reached now.
        """
        ...
