"""What tracking asks of the land. `geo.service.RegionService` answers it; without a region everything is covered and
nothing is a road."""

from collections.abc import Sequence
from typing import Protocol

from auxilio.kernel.position import Point


class TrackingRegion(Protocol):
    """The region under the units."""

    async def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """Whether the region's data knows anything of this place: the sea and another country are not covered."""
        ...

    async def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """Each on the road it is driven on, None where there is none near. Raises `RuntimeError`."""
        ...
