"""Scenarios of practice sessions: the stories of the simulated city, and places of the region in use (decision 0306).

Of the simulator only what is pure is used: what will happen, and what is said of it. Its callers, who speak by HTTP, are not.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

import msgspec

from auxilio.geo.service import RegionService
from auxilio.kernel.position import Point
from auxilio.training.core.model import INCIDENTS_MAX, PracticePlace
from auxilio.training.ports import PracticeCaller, PracticeIncident, PracticePlaces
from simulator.mind import follow, reply
from simulator.model import Caller, Incident, Spot, Terrain
from simulator.plan import incident
from simulator.scenarios import SCENARIOS
from simulator.stories import read_stories

ANCHORS = ("pharmacy", "school", "town_hall", "clinic", "care_home", "fuel", "police", "hospital")
"""Facilities that have a door, where something may happen."""
PLACES_MAX = 60
CLOSE_GAP_S = 5.0
NOWHERE = Spot(ground=Terrain.STREET, point=Point(0.0, 0.0), words="Plaza Mayor 1")
"""What a caller names where the installation has no region."""


class SimulatedScenarios:
    """The scenarios that come to an end. Satisfies `training.ports.ScenarioPlayer`."""

    def scenarios(self) -> Mapping[str, int]:
        """Names, and how many incidents each has."""
        return {name: one.incidents for name, one in SCENARIOS.items() if one.incidents is not None}

    def incident(
        self, scenario: str, seed: int, nth: int, places: Sequence[PracticePlace], language: str | None = None
    ) -> tuple[PracticeIncident, PracticePlace | None]:
        """Without places callers name one and share none."""
        found = _incident(scenario, seed, nth, tuple(places), language)
        if not places:
            return found, None
        spot = found.spot
        return found, PracticePlace(words=spot.words, point=spot.point, ground=spot.ground)

    def reply(self, caller: PracticeCaller, words: str, heard: int, followed: Sequence[str]) -> str:
        """What this caller answers; `caller` is of an incident of this class."""
        return reply(cast(Caller, caller), words, heard, read_stories().topics, followed)

    def follow(self, caller: PracticeCaller, step: str, nth: int) -> str:
        """What they say when they have followed a step, of which they followed `nth` before."""
        return follow(cast(Caller, caller), step, nth)

    def awaits(self, caller: PracticeCaller, step: str) -> str | None:
        """The moment that the desk marks when they have followed it."""
        done = cast(Caller, caller).does.get(step)
        return done.awaits if done is not None else None


@lru_cache(maxsize=INCIDENTS_MAX * 4)
def _incident(
    scenario: str, seed: int, nth: int, places: tuple[PracticePlace, ...], language: str | None
) -> Incident:
    chosen = SCENARIOS[scenario]
    found = incident(seed, nth, _spots(places), read_stories(), chosen.kinds, language)
    if not places:
        callers = tuple(msgspec.structs.replace(one, position=None) for one in found.callers)
        found = msgspec.structs.replace(found, callers=callers)
    return msgspec.structs.replace(found, gap_s=CLOSE_GAP_S) if chosen.close else found


def _spots(places: Sequence[PracticePlace]) -> list[Spot]:
    found = [
        Spot(ground=Terrain(one.ground), point=one.point, words=one.words)
        for one in places
        if one.point is not None
    ]
    return found or [NOWHERE]


def places_of(region: RegionService) -> PracticePlaces:
    """Doors of the region that people know, the same list each time; asked of the map once."""
    known: list[PracticePlace] = []

    async def places() -> Sequence[PracticePlace]:
        if not known:
            found = await region.facilities(ANCHORS)
            named = sorted(
                (one for one in found if _words(one.street, one.number, one.name)), key=lambda one: one.id
            )
            known.extend(
                PracticePlace(words=_words(one.street, one.number, one.name)[:200], point=one.point)
                for one in named[:PLACES_MAX]
            )
        return known

    return places


def _words(street: str, number: str, name: str) -> str:
    """The address as people say it, or what is there."""
    return f"{street} {number}".strip() if street and number else name
