"""What hospitals need of the world: travel times, and who is on the way."""

from collections.abc import Sequence
from typing import Protocol

from auxilio.geo.model import TravelTime
from auxilio.hospitals.core.policy import InboundPatient
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode


class HospitalTravelTimes(Protocol):
    """Times from one place to many. `geo.service.RegionService` is one."""

    async def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """One for each source, in their order; a straight line, and said so, where no road is known."""
        ...


class InboundPatientSource(Protocol):
    """Patients are strangers here; the wiring knows them."""

    async def __call__(self, mode: Mode) -> Sequence[InboundPatient]:
        """Everybody in this mode whom a hospital was warned of, also those handed over while their case is open."""
        ...
