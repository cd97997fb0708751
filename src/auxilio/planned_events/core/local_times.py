"""What the clock on the wall shows, as a moment: also on the two nights of the year on which it is moved. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auxilio.kernel.refusal import Refused


def start_of(local: str, zone: str) -> datetime:
    """When something begins. Of an hour that comes twice, the first: to be early does no harm.

    Raises `Refused`: `unknown_time_zone`, `no_such_day`, `time_does_not_exist`.
    """
    return _moment(local, zone, fold=0)


def end_of(local: str, zone: str) -> datetime:
    """When something ends. Of an hour that comes twice, the second: no unit is released an hour too soon.

    Raises as `start_of`.
    """
    return _moment(local, zone, fold=1)


def _moment(local: str, zone: str, *, fold: int) -> datetime:
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise Refused("unknown_time_zone", zone=zone) from wrong
    try:
        shown = datetime.fromisoformat(local).replace(tzinfo=clock, fold=fold)
    except ValueError as wrong:
        raise Refused("no_such_day", time=local) from wrong
    moment = shown.astimezone(UTC)
    if moment.astimezone(clock).replace(tzinfo=None) != shown.replace(tzinfo=None):
        # In the spring night the clock jumps over it.
        raise Refused("time_does_not_exist", time=local.replace("T", " "), zone=zone)
    return moment
