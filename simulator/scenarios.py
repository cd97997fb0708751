"""Scenarios by name: which kinds happen, and how many."""

import msgspec

from auxilio.kernel.refusal import Refused


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the city's life. `incidents` is None for one without end; `kinds` empty for all of them."""

    kinds: tuple[str, ...] = ()
    incidents: int | None = None
    close: bool = False
    """Incidents follow one another at once, not at their own pace."""


SCENARIOS: dict[str, Scenario] = {
    "town": Scenario(),
    "evening": Scenario(incidents=14),
    "short": Scenario(kinds=("cardiac_arrest", "traffic_accident", "prank"), incidents=2, close=True),
    "accident": Scenario(kinds=("traffic_accident",), incidents=1),
    "arrest": Scenario(kinds=("cardiac_arrest",), incidents=1),
    "fire": Scenario(kinds=("kitchen_fire",), incidents=1),
    "silent": Scenario(kinds=("silent_chat",), incidents=1),
    "rush": Scenario(incidents=14, close=True),
}


def scenario(name: str) -> Scenario:
    """Raises `Refused("unknown_scenario")` with those there are."""
    if name not in SCENARIOS:
        raise Refused("unknown_scenario", name=name, scenarios=list(SCENARIOS))
    return SCENARIOS[name]
