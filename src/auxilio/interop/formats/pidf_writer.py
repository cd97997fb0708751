"""PIDF-LO as it is sent: strict, by the schemas of RFC 3863, 4479, 4119 and 5139 and the rules of RFC 5491. Pure."""

from collections.abc import Sequence

from auxilio.interop.formats.civic_address import CIVIC, CIVIC_EXTENSION, write_civic_address
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.pidf import PIDF, Movement, PidfLo, PidfLocation, PresenceElement
from auxilio.interop.formats.xml_text import is_xml_name, xml_attribute, xml_moment, xml_number, xml_text
from auxilio.kernel.location_shape import (
    ArcBandShape,
    CircleShape,
    Coordinate,
    EllipseShape,
    EllipsoidShape,
    LocationShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)

_SPACES = {
    "": PIDF,
    ":dm": "urn:ietf:params:xml:ns:pidf:data-model",
    ":gp": "urn:ietf:params:xml:ns:pidf:geopriv10",
    ":gbp": "urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy",
    ":ca": CIVIC,
    ":cae": CIVIC_EXTENSION,
    ":gml": "http://www.opengis.net/gml",
    ":gs": "http://www.opengis.net/pidflo/1.0",
    ":con": "urn:ietf:params:xml:ns:geopriv:conf",
    ":dyn": "urn:ietf:params:xml:ns:pidf:geopriv10:dynamic",
}
_METRES = "urn:ogc:def:uom:EPSG::9001"
_DEGREES = "urn:ogc:def:uom:EPSG::9102"
_CRS_2D, _CRS_3D = "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::4979"


def write_pidf_lo(document: PidfLo) -> bytes:
    """The document in UTF-8. What the schemas have no place for (`references`, `provider_data`) is refused.

    Raises `NotWritable` naming what is missing or wrong: entity, id, device_id, location, several_shapes,
    length, angle, altitude, ring, confidence, civic_elements, country, civic_extra, references; text and
    number for what XML has no characters for.
    """
    ids = [one.id or "" for one in document.locations]
    _require(bool(document.entity), "entity")
    _require(bool(ids), "location")
    _require(all(map(is_xml_name, ids)) and len(set(ids)) == len(ids), "id")
    ordered = sorted(document.locations, key=lambda one: one.holder is not PresenceElement.TUPLE)
    spaces = " ".join(f'xmlns{prefix}="{name}"' for prefix, name in _SPACES.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<presence {spaces} entity={xml_attribute(document.entity or '')}>"
        f"{''.join(map(_holder, ordered))}</presence>"
    ).encode()


def _require(true: bool, what: str) -> None:
    if not true:
        raise NotWritable(what)


def _holder(location: PidfLocation) -> str:
    _require(location.holder is not PresenceElement.NONE, "location")
    geopriv, id_ = _geopriv(location), xml_attribute(location.id or "")
    device = f"<dm:deviceID>{xml_text(location.device_id)}</dm:deviceID>" if location.device_id else ""
    at = xml_moment(location.timestamp) if location.timestamp else None
    if location.holder is PresenceElement.TUPLE:
        stamp = f"<timestamp>{at}</timestamp>" if at else ""
        return f"<tuple id={id_}><status>{geopriv}</status>{device}{stamp}</tuple>"
    _require(bool(device) == (location.holder is PresenceElement.DEVICE), "device_id")
    stamp = f"<dm:timestamp>{at}</dm:timestamp>" if at else ""
    return f"<dm:{location.holder} id={id_}>{geopriv}{device}{stamp}</dm:{location.holder}>"


def _geopriv(location: PidfLocation) -> str:
    _require(bool(location.shapes or location.civic), "location")
    _require(len(location.shapes) <= 1, "several_shapes")
    _require(not location.references and location.provider_data is None, "references")
    inside = [format_shape(shape) for shape in location.shapes]
    inside += [write_civic_address(address) for address in location.civic]
    inside += [_confidence(location)]
    inside += [_movement(location.movement)] if location.movement else []
    rules = list[str]()
    if location.retransmission_allowed is not None:
        said = "true" if location.retransmission_allowed else "false"
        rules.append(f"<gbp:retransmission-allowed>{said}</gbp:retransmission-allowed>")
    if location.retention_expiry:
        rules.append(f"<gbp:retention-expiry>{xml_moment(location.retention_expiry)}</gbp:retention-expiry>")
    beside = [f"<gp:usage-rules>{''.join(rules)}</gp:usage-rules>"]
    beside += [f"<gp:method>{xml_text(location.method)}</gp:method>"] if location.method else []
    if location.provided_by:
        beside.append(f"<gp:provided-by>{xml_text(location.provided_by)}</gp:provided-by>")
    return f"<gp:geopriv><gp:location-info>{''.join(inside)}</gp:location-info>{''.join(beside)}</gp:geopriv>"


def _confidence(location: PidfLocation) -> str:
    if location.confidence_pct is None:
        return ""
    _require(1 <= location.confidence_pct <= 100 and bool(location.shapes), "confidence")
    pdf = f' pdf="{location.confidence_pdf}"' if location.confidence_pdf else ""
    return f"<con:confidence{pdf}>{xml_number(location.confidence_pct)}</con:confidence>"


def _movement(movement: Movement) -> str:
    said = (
        ("orientation", movement.orientation_deg),
        ("speed", movement.speed_m_s),
        ("heading", movement.heading_deg),
    )
    parts = [f"<dyn:{name}>{xml_number(value)}</dyn:{name}>" for name, value in said if value is not None]
    return f"<dyn:Dynamic>{''.join(parts)}</dyn:Dynamic>"


# --- shapes ----------------------------------------------------------------------------------------


def format_shape(shape: LocationShape) -> str:
    """A shape as GML, the prefixes `gml` and `gs` being declared around it. Lengths in metres, angles in degrees.

    Raises `NotWritable` for a length, angle or altitude that the shape needs and has not, and a ring of
    fewer than three corners.
    """
    match shape:
        case PointShape():
            return f'<gml:Point srsName="{_system([shape.centre])}">{_pos(shape.centre)}</gml:Point>'
        case PolygonShape():
            return _polygon(shape.corners, f' srsName="{_system(shape.corners)}"')
        case CircleShape():
            return _centred("Circle", shape.centre, _length("radius", shape.radius_m))
        case SphereShape():
            return _centred("Sphere", shape.centre, _length("radius", shape.radius_m), high=True)
        case EllipseShape():
            return _centred("Ellipse", shape.centre, _axes(shape) + _orientation(shape))
        case EllipsoidShape():
            axes = _axes(shape) + _length("verticalAxis", shape.vertical_m)
            return _centred("Ellipsoid", shape.centre, axes + _orientation(shape), high=True)
        case ArcBandShape():
            inner = shape.inner_radius_m
            parts = _length("innerRadius", inner, zero_allowed=True) + _length(
                "outerRadius", shape.outer_radius_m
            )
            angles = (("startAngle", shape.start_angle_deg), ("openingAngle", shape.opening_angle_deg))
            return _centred("ArcBand", shape.centre, parts + "".join(_angle(*one) for one in angles))
        case PrismShape():
            _require(_system(shape.corners) == _CRS_3D, "altitude")
            base = f"<gs:base>{_polygon(shape.corners, '')}</gs:base>"
            return f'<gs:Prism srsName="{_CRS_3D}">{base}{_length("height", shape.height_m)}</gs:Prism>'


def _system(points: Sequence[Coordinate]) -> str:
    known = sum(one.altitude_m is not None for one in points)
    _require(known in (0, len(points)), "altitude")
    return _CRS_3D if known else _CRS_2D


def _numbers(point: Coordinate) -> str:
    said = [point.lat, point.lon] + ([] if point.altitude_m is None else [point.altitude_m])
    return " ".join(map(xml_number, said))


def _pos(point: Coordinate) -> str:
    return f"<gml:pos>{_numbers(point)}</gml:pos>"


def _polygon(corners: tuple[Coordinate, ...], system: str) -> str:
    _require(len({(one.lat, one.lon) for one in corners}) >= 3, "ring")
    ring = " ".join(map(_numbers, (*corners, corners[0])))
    return (
        f"<gml:Polygon{system}><gml:exterior><gml:LinearRing><gml:posList>{ring}</gml:posList>"
        "</gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def _centred(name: str, centre: Coordinate, parts: str, *, high: bool = False) -> str:
    _require((centre.altitude_m is not None) == high, "altitude")
    system = _CRS_3D if high else _CRS_2D
    return f'<gs:{name} srsName="{system}">{_pos(centre)}{parts}</gs:{name}>'


def _axes(shape: EllipseShape | EllipsoidShape) -> str:
    return _length("semiMajorAxis", shape.semi_major_m) + _length("semiMinorAxis", shape.semi_minor_m)


def _orientation(shape: EllipseShape | EllipsoidShape) -> str:
    return _angle("orientation", shape.orientation_deg)


def _length(name: str, value: float | None, *, zero_allowed: bool = False) -> str:
    _require(value is not None and (value > 0 or (zero_allowed and value == 0)), "length")
    return f'<gs:{name} uom="{_METRES}">{xml_number(value or 0.0)}</gs:{name}>'


def _angle(name: str, value: float | None) -> str:
    _require(value is not None, "angle")
    return f'<gs:{name} uom="{_DEGREES}">{xml_number(value or 0.0)}</gs:{name}>'
