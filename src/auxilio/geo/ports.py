"""What Auxilio asks of geography. Each port is also implemented without the data of a region
(`geo.list_gazetteer`, `geo.straight_line_roads`), for a centre that has none; one suite, `tests/geo/test_ports.py`, runs over both.
All calls are blocking and thread-safe; `geo.service` moves them off the loop.
"""

from collections.abc import Sequence
from typing import Protocol

from auxilio.geo.model import (
    Demand,
    Facility,
    GeocodeResult,
    Isochrone,
    MapSurroundings,
    Municipality,
    RoadRestriction,
    Route,
    Surroundings,
    TravelTime,
)
from auxilio.kernel.position import Point


class Gazetteer(Protocol):
    """Finds places by what people say, and says what is at a point."""

    def search(
        self, text: str, near: Point | None = None, radius_m: float | None = None, limit: int = 8
    ) -> list[GeocodeResult]:
        """Candidates, best first; empty when nothing resembles `text`. `near` breaks ties towards the
        caller and measures distances; `radius_m` is the caller's circle, never a filter: help is often
        wanted elsewhere."""
        ...

    def reverse(self, point: Point, radius_m: float = 0.0) -> Surroundings:
        """The nearest address, street and kilometre, and every jurisdiction that the circle touches."""
        ...

    def facilities(
        self, kinds: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[Facility]:
        """All facilities of these kinds (all when empty), nearest first when `near` is given."""
        ...

    def demand(self) -> Demand:
        """Where people are. Slow for a country: ask once."""
        ...

    def around(self, point: Point) -> MapSurroundings:
        """What a map of this place shows, of each the nearest first: the door, street and kilometre, everybody who may be responsible,
        facilities of each kind, and the posts of roads."""
        ...

    def municipalities(self) -> list[Municipality]:
        """Every municipality that a place can be in, by name. Slow for a country: ask once."""
        ...

    def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """Whether the circle touches what the region's data knows: an authority's area, or a street. The open sea and
        another country are not covered; a list without borders covers everything."""
        ...


class Roads(Protocol):
    """Travel on the road as it is now: closures in force count.

    That no way leads somewhere is an answer. Raises `RuntimeError` or `OSError` only where it cannot answer at all."""

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """One time for each source, in their order; a source the road cannot reach gets a straight line,
        and says so in `by`."""
        ...

    def times_from(self, origin: Point, targets: Sequence[Point]) -> list[TravelTime]:
        """One time to each target, in their order; else as `times_to`. One-way streets make there and back differ."""
        ...

    def walked_m(self, target: Point, sources: Sequence[Point]) -> list[int | None]:
        """Metres on foot for each source, in their order; None where no way on foot is known. What is closed to cars
        is not closed to who walks."""
        ...

    def route(self, origin: Point, target: Point, language: str = "es") -> Route:
        """The way to drive, with its line; a straight line, said in `by`, where no road connects."""
        ...

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        """Each point moved onto the road it is driven on; None where none lies within `SNAP_M`.

        `courses` are degrees from north or None, in the same order: of two carriageways the one that is driven that way.
        Raises `RuntimeError` when the engine cannot answer."""
        ...

    def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        """How far one gets from here in so many minutes, closures in force counted; one for each, in their order."""
        ...

    def hold(self, held: Sequence[RoadRestriction]) -> int:
        """From the next question on exactly these areas are closed or slow. How many pieces of road that touches,
        each direction by itself."""
        ...
