"""Whether this process has the calls, or waits to."""

from enum import Enum
from typing import Protocol


class ServingState(Enum):
    """Whether this is the process that has the calls. Who keeps us in sight by OPTIONS is answered in any case."""

    OPEN = "open"
    STANDING_BY = "standing_by"
    """Another has them: 503, and an edge asks the next."""
    TAKING_UP = "taking_up"
    """They are becoming ours: no word until they are. Whoever asks by UDP asks again, half a second later."""


class Serving(Protocol):
    """Who knows it."""

    serving: ServingState
