"""Rows of the gazetteer in the words of the model. Pure."""

from auxilio.geo.gazetteer.store import DocRow
from auxilio.geo.model import Facility, Found, Kind, Quality
from auxilio.kernel.position import Point, distance_m


def facility_of(row: DocRow) -> Facility:
    """As the rest of the house knows it."""
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
    )


def point_of(row: DocRow) -> Point:
    """Where it is."""
    return Point(lat=row.lat, lon=row.lon)


def label(what: str, municipality: str, locality: str = "") -> str:
    """`Calle Mayor, 12 · Riudalba`: what it is, then where, without saying a name twice."""
    where = ", ".join(name for name in (locality, municipality) if name and name != what)
    return " · ".join(part for part in (what, where) if part)


def at_coordinates(point: Point, municipality: str, near: Point | None) -> Found:
    """A place that was given by its figures alone."""
    return Found(
        kind=Kind.COORDINATES,
        quality=Quality.COORDINATES,
        point=point,
        name="",
        label=f"{point.lat:.5f}, {point.lon:.5f}",
        municipality=municipality,
        distance_m=round(distance_m(point, near)) if near else None,
        uncertainty_m=10.0,
    )
