"""What coverage needs of the world. `geo.service.RegionService` is one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from auxilio.geo.model import Demand, Facility, Isochrone, Surroundings, TravelTime
from auxilio.kernel.position import Point


class CoverageRegion(Protocol):
    """Roads as they are, where people are, and where one can wait."""

    @property
    def closed(self) -> int:
        """Another number: other roads are closed than before."""
        ...

    @property
    def refresh_closures(self) -> Callable[[], Awaitable[None]]:
        """Called and awaited: from then on an answer knows every closure that stands."""
        ...

    async def demand(self) -> Demand:
        """Where people are."""
        ...

    async def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        """How far one gets from here in so many minutes."""
        ...

    async def facilities(
        self, kinds: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[Facility]:
        """Those of these kinds, nearest first."""
        ...

    async def reverse(self, point: Point, radius_m: float = 0.0) -> Surroundings:
        """What is at a point."""
        ...

    async def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """How long to each."""
        ...
