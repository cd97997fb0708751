"""Exponential backoff: how long to wait before the next of several tries."""

from math import inf

_DOUBLINGS_MAX = 60
"""More doublings than any `max_s` needs; a float would overflow at 1,024."""


def backoff_s(failures: int, first_s: float, max_s: float = inf) -> float:
    """Seconds to wait after so many failures in a row: `first_s` after none or one, then twice as long each time, at most
    `max_s`."""
    doublings = min(max(0, failures - 1), _DOUBLINGS_MAX)
    return min(max_s, first_s * 2.0**doublings)
