"""Rows of the gazetteer in the words of the model. Pure."""

from collections.abc import Callable

from auxilio.geo.gazetteer.store import DocRow
from auxilio.geo.model import DataOrigin, Facility, GeocodeKind, GeocodeQuality, GeocodeResult
from auxilio.kernel.position import Point, distance_m

type OriginOf = Callable[[str], DataOrigin]
"""From which data an element came."""


def no_origin(source: str) -> DataOrigin:
    """Of a gazetteer whose manifest is not at hand."""
    del source
    return DataOrigin()


def facility_of(row: DocRow, origin: OriginOf) -> Facility:
    """As the rest of Auxilio knows it."""
    return Facility(
        id=row.source,
        kind=row.facility,
        name=row.name,
        point=point_of(row),
        municipality=row.municipality,
        street=row.street,
        number=row.number,
        phone=row.phone,
        ref=row.ref,
        hours=row.hours,
        spot=row.spot,
        units=tuple(row.units.split()),
        origin=origin(row.source),
    )


def point_of(row: DocRow) -> Point:
    """Where it is."""
    return Point(lat=row.lat, lon=row.lon)


def label(what: str, municipality: str, locality: str = "") -> str:
    """`Calle Mayor, 12 · Riudalba`: what it is, then where, without saying a name twice."""
    where = ", ".join(name for name in (locality, municipality) if name and name != what)
    return " · ".join(part for part in (what, where) if part)


def coordinates_result(point: Point, municipality: str, near: Point | None) -> GeocodeResult:
    """A place that was given by its figures alone."""
    return GeocodeResult(
        kind=GeocodeKind.COORDINATES,
        quality=GeocodeQuality.COORDINATES,
        point=point,
        name="",
        label=f"{point.lat:.5f}, {point.lon:.5f}",
        municipality=municipality,
        distance_m=round(distance_m(point, near)) if near else None,
        uncertainty_m=10.0,
    )
