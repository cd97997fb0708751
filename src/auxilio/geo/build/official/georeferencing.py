"""Brings official coordinates to WGS84 degrees, and says when they cannot be what the file takes them for."""

import math
import re
from dataclasses import dataclass, field

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError, ProjError
from shapely import Geometry

from auxilio.geo.build.official.findings import FileRefused
from auxilio.geo.build.official.records import Columns, Record, RecordTable
from auxilio.kernel.position import Point

_WGS84 = pyproj.CRS.from_epsg(4326)
_DEGREES = re.compile(
    r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:''|\"|″|”)\s*)?([NSEWO])?",
    re.IGNORECASE,
)
_LIKELY = (25828, 25829, 25830, 25831, 4326, 3857, 23030, 23031, 32628, 2154)
"""What a Spanish or French office may have written when its file says nothing: only to say so, never to guess by."""
_EDGE = 0.02
"""Degrees, about 2 km: the last houses of a region stand past its last road."""
_TRIED = 200

Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class RegionBounds:
    """What is known of the region before official data come: without it (a bare check) nothing is outside."""

    bounds: Bounds | None = None
    roads: dict[str, Geometry] = field(default_factory=dict)
    """Key of a road (`gazetteer.reading.road_key`) -> its lines, WGS84."""

    def holds(self, shape: Geometry) -> bool:
        """Whether it touches the region."""
        if self.bounds is None:
            return True
        west, south, east, north = self.bounds
        return bool(shapely.box(west - _EDGE, south - _EDGE, east + _EDGE, north + _EDGE).intersects(shape))


class Georeferencer:
    """Places the records of one file."""

    def __init__(self, table: RecordTable, columns: Columns, said_crs: str, ground: RegionBounds) -> None:
        """Raises `FileRefused`: `crs_unknown`, `crs_missing`, `columns_missing`, `nothing_here`."""
        self._columns, self._shapes = columns, table.shapes
        self.degrees = (
            not table.shapes and "lat" in columns and "lon" in columns and not (said_crs and "x" in columns)
        )
        if not table.shapes and not self.degrees:
            columns.need("x", "y")
        self.swapped = False
        self.crs = "EPSG:4326" if self.degrees else said_crs or table.crs
        sample = [shape for record in table.records[:_TRIED] if (shape := self._raw(record)) is not None]
        if not self.crs:
            self._crs_by_degrees(sample, ground)
        self._to_wgs84 = _transformer(self.crs)
        self._look_where_it_lies(table, ground)

    def place(self, record: Record) -> Geometry | None:
        """The shape in WGS84; None when the row says none or an impossible one."""
        raw = self._raw(record)
        return None if raw is None else self._moved(raw)

    def _moved(self, raw: Geometry) -> Geometry | None:
        try:
            shape = shapely.transform(shapely.force_2d(raw), self._degrees_of)
        except shapely.GEOSException:
            return None  # a ring whose end fell off the projection is no ring
        if shape.is_empty:
            return shape
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            return None
        west, south, east, north = shape.bounds
        within = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        return shape if within else None

    def _degrees_of(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = (xy[:, 1], xy[:, 0]) if self.swapped else (xy[:, 0], xy[:, 1])
        if self._to_wgs84 is not None:
            x, y = self._to_wgs84.transform(x, y)
        return np.column_stack([x, y])

    def _raw(self, record: Record) -> Geometry | None:
        if self._shapes:
            return record.shape
        reads, one, other = (degrees, "lon", "lat") if self.degrees else (figure, "x", "y")
        x, y = reads(self._columns.get(record, one)), reads(self._columns.get(record, other))
        # 0, 0 is how a form says «not known»: in degrees it is the sea, in UTM nowhere in Europe.
        return None if x is None or y is None or (x == 0 and y == 0) else shapely.Point(x, y)

    def _crs_by_degrees(self, sample: list[Geometry], ground: RegionBounds) -> None:
        """A file that does not say: figures that can be degrees are (GeoJSON must be); of others the list must say."""
        boxes = [shape.bounds for shape in sample if not shape.is_empty]
        if all(-180 <= b[0] <= b[2] <= 180 and -90 <= b[1] <= b[3] <= 90 for b in boxes):
            self.crs = "EPSG:4326"
            return
        some = boxes[0]
        raise FileRefused(
            "crs_missing", x=round(some[0], 1), y=round(some[1], 1), likely=self._likely(sample, ground)
        )

    def _likely(self, sample: list[Geometry], ground: RegionBounds) -> str:
        if ground.bounds is None:
            return ""
        for code in _LIKELY:
            self._to_wgs84 = _transformer(f"EPSG:{code}")
            moved = [self._moved(shape) for shape in sample]
            if any(shape is not None and not shape.is_empty and ground.holds(shape) for shape in moved):
                return f"EPSG:{code}"
        return ""

    def _look_where_it_lies(self, table: RecordTable, ground: RegionBounds) -> None:
        """Nothing of it in the region: latitude and longitude changed places, or it is another place or projection."""
        if ground.bounds is None or self._any_here(table, ground):
            return
        self.swapped = True
        if self._any_here(table, ground):
            return
        self.swapped = False
        seen = next((shape for record in table.records if (shape := self.place(record)) is not None), None)
        sample = [shape for record in table.records[:_TRIED] if (shape := self._raw(record)) is not None]
        if not sample:
            return  # every row will be refused for its own reason
        where = "" if seen is None or seen.is_empty else "{1:.3f}, {0:.3f}".format(*seen.bounds)
        crs = self.crs
        likely = "" if self.degrees else self._likely(sample, ground)
        raise FileRefused("nothing_here", crs=crs, where=where, likely=likely)

    def _any_here(self, table: RecordTable, ground: RegionBounds) -> bool:
        return any(
            (shape := self.place(record)) is not None and not shape.is_empty and ground.holds(shape)
            for record in table.records
        )


def _transformer(crs: str) -> pyproj.Transformer | None:
    try:
        known = pyproj.CRS.from_user_input(crs)
        if known == _WGS84:
            return None
        return pyproj.Transformer.from_crs(known, _WGS84, always_xy=True)
    except (CRSError, ProjError) as wrong:
        raise FileRefused("crs_unknown", crs=crs[:100]) from wrong


def figure(text: str) -> float | None:
    """`440123.45`, `440123,45`, `4.641.234,56`; None when it is no figure."""
    said = text.replace(" ", "").replace("\u00a0", "")
    if said.count(",") == 1 and said.rfind(",") > said.rfind("."):
        said = said.replace(".", "").replace(",", ".")
    elif said.count(".") > 1:
        said = said.replace(".", "")
    else:
        said = said.replace(",", "")
    try:
        value = float(said) if re.fullmatch(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?", said) else math.nan
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def degrees(text: str) -> float | None:
    """`41,92`, `-3.70`, `40°25'12.34'' N`; None when it is no angle."""
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        return None
    whole, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.group(1, 2, 3))
    size = abs(whole) + minutes / 60 + seconds / 3600
    negative = found[1].startswith("-") or (found[4] or "").upper() in {"S", "W", "O"}
    return -size if negative else size


def point_of(shape: Geometry) -> Point | None:
    """One point of it, for a report."""
    if shape.is_empty:
        return None
    dot = shape if shape.geom_type == "Point" else shape.representative_point()
    return Point(lat=round(dot.y, 6), lon=round(dot.x, 6))
