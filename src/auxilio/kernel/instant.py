"""Moments and spans. A moment is an aware UTC datetime with microseconds; a span is whole seconds or
milliseconds with the unit in its name."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

from auxilio.kernel.refusal import Refused

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


def seconds_between(earlier: datetime, later: datetime) -> float:
    """Seconds from `earlier` to `later`; negative when they are the other way round."""
    return (later - earlier).total_seconds()


def after_s(at: datetime, span_s: float) -> datetime:
    """The moment `span_s` seconds after `at`."""
    return at + timedelta(seconds=span_s)


def iso_us(at: datetime) -> str:
    """UTC with exactly six decimals, `2026-11-24T03:12:45.000001Z`: one text for one moment, so it can be hashed.

    Raises `Refused("malformed")` for a moment that lies in year 0 or 10000 of UTC, which another zone can write.
    """
    assert at.tzinfo is not None, "a moment without a zone is a guess"
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"  # twice as fast as strftime
    except OverflowError as wrong:
        raise Refused("malformed", field="$", reason=f"no year of UTC has {at.isoformat()}") from wrong
