"""A point on the earth in WGS84 degrees, and the ranges of its two figures. `position` and `location_shape` are built on it."""

import math
from typing import Annotated

import msgspec

Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point in WGS84 degrees, latitude first as people say it (EPSG:4326 axis order)."""

    lat: Latitude
    lon: Longitude

    def __post_init__(self) -> None:
        # NaN passes every comparison of a schema; it must not pass us.
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise ValueError("position is not finite")
