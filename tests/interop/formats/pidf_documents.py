"""PIDF-LO documents for tests: whole ones around a shape or an address, with every part that the standards know."""

from pathlib import Path

import pytest

from auxilio.interop.formats.pidf import PidfLo, PidfLocation, decode_pidf_lo
from auxilio.kernel.location_shape import (
    Coordinate,
)

STANDARDS = Path(__file__).parents[4] / "shared" / "standards"
with_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="shared: the samples of the standards are not beside the checkout"
)
SPACES = (
    'xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" '
    'xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:con="urn:ietf:params:xml:ns:geopriv:conf" '
    'xmlns:gbp="urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy" '
    'xmlns:dyn="urn:ietf:params:xml:ns:pidf:geopriv10:dynamic" '
    'xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" '
    'xmlns:cae="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr:ext" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
METRES = 'uom="urn:ogc:def:uom:EPSG::9001"'
DEGREES = 'uom="urn:ogc:def:uom:EPSG::9102"'
FLAT, HIGH = 'srsName="urn:ogc:def:crs:EPSG::4326"', 'srsName="urn:ogc:def:crs:EPSG::4979"'
CIRCLE = f"<gs:Circle {FLAT}><gml:pos>42.5 1.5</gml:pos><gs:radius {METRES}>35</gs:radius></gs:Circle>"
CIVIC = (
    '<ca:civicAddress xml:lang="es"><ca:country>ES</ca:country><ca:A1>Cataluña</ca:A1><ca:A3>Lleida</ca:A3>'
    "<ca:RD>Mayor</ca:RD><ca:STS>Calle</ca:STS><ca:HNO>12</ca:HNO><ca:PC>25001</ca:PC><cae:MP>40</cae:MP>"
    "</ca:civicAddress>"
)
RING = "42.50 1.50 42.52 1.50 42.52 1.52 42.50 1.52 42.50 1.50"
RING_3D = "42.50 1.50 900 42.52 1.50 900 42.52 1.52 900 42.50 1.50 900"


def presence(inside: str, entity: str = "pres:caller@example.com") -> bytes:
    """A document around tuples, devices and persons."""
    return f'<presence {SPACES} entity="{entity}">{inside}</presence>'.encode()


def device(info: str, beside: str = "", *, id_: str = "d1") -> str:
    """A device around what stands in its `location-info`; `beside` stands after that."""
    return (
        f'<dm:device id="{id_}"><gp:geopriv><gp:location-info>{info}</gp:location-info>{beside}</gp:geopriv>'
        "<dm:deviceID>mac:00-0d-4b-30-72-df</dm:deviceID><dm:timestamp>2026-11-24T03:12:40Z</dm:timestamp></dm:device>"
    )


def located(info: str, beside: str = "") -> bytes:
    """A document with one device."""
    return presence(device(info, beside))


def ring(numbers: str, system: str = FLAT) -> str:
    """A polygon as one list of numbers."""
    return (
        f"<gml:Polygon {system}><gml:exterior><gml:LinearRing><gml:posList>{numbers}</gml:posList>"
        "</gml:LinearRing></gml:exterior></gml:Polygon>"
    )


SHAPES = {
    "Point": f"<gml:Point {FLAT}><gml:pos>42.5 1.5</gml:pos></gml:Point>",
    "Polygon": ring(RING),
    "Circle": CIRCLE,
    "Ellipse": (
        f"<gs:Ellipse {FLAT}><gml:pos>42.5 1.5</gml:pos><gs:semiMajorAxis {METRES}>77.5</gs:semiMajorAxis>"
        f"<gs:semiMinorAxis {METRES}>30</gs:semiMinorAxis><gs:orientation {DEGREES}>43.2</gs:orientation></gs:Ellipse>"
    ),
    "ArcBand": (
        f"<gs:ArcBand {FLAT}><gml:pos>42.5 1.5</gml:pos><gs:innerRadius {METRES}>0</gs:innerRadius>"
        f"<gs:outerRadius {METRES}>4148</gs:outerRadius><gs:startAngle {DEGREES}>20</gs:startAngle>"
        f"<gs:openingAngle {DEGREES}>120</gs:openingAngle></gs:ArcBand>"
    ),
    "Sphere": (
        f"<gs:Sphere {HIGH}><gml:pos>42.5 1.5 1023.5</gml:pos><gs:radius {METRES}>12</gs:radius></gs:Sphere>"
    ),
    "Ellipsoid": (
        f"<gs:Ellipsoid {HIGH}><gml:pos>42.5 1.5 1023.5</gml:pos><gs:semiMajorAxis {METRES}>7.7</gs:semiMajorAxis>"
        f"<gs:semiMinorAxis {METRES}>3.3</gs:semiMinorAxis><gs:verticalAxis {METRES}>28.7</gs:verticalAxis>"
        f"<gs:orientation {DEGREES}>90</gs:orientation></gs:Ellipsoid>"
    ),
    "Prism": f"<gs:Prism {HIGH}><gs:base>{ring(RING_3D, '')}</gs:base><gs:height {METRES}>2.4</gs:height></gs:Prism>",
}
"""One of each of the eight shapes of RFC 5491."""
WHOLE = located(
    f'{CIRCLE}{CIVIC}<con:confidence pdf="normal">68</con:confidence>'
    "<dyn:Dynamic><dyn:orientation>-3 12</dyn:orientation><dyn:speed>24</dyn:speed><dyn:heading>278</dyn:heading>"
    "</dyn:Dynamic>",
    "<gp:usage-rules><gbp:retransmission-allowed>false</gbp:retransmission-allowed>"
    "<gbp:retention-expiry>2026-11-25T03:12:40Z</gbp:retention-expiry></gp:usage-rules><gp:method>A-GPS</gp:method>"
    "<gp:provided-by>Telefonía del Valle</gp:provided-by>",
)
"""Everything that a document of one device can say."""
PLACE = Coordinate(lat=42.5, lon=1.5)
"""Where the shapes are."""


def read(content: bytes) -> tuple[PidfLo, tuple[str, ...]]:
    """What was understood, and the flags."""
    decoded = decode_pidf_lo(content)
    assert decoded.value is not None, decoded.flags
    return decoded.value, decoded.flags


def only(content: bytes) -> PidfLocation:
    """The one location of a document that is as the standard wants it."""
    value, flags = read(content)
    assert flags == ()
    [one] = value.locations
    return one


def flagged(content: bytes, *flags: str) -> PidfLocation:
    """The first location of a document, which has exactly these flags."""
    value, found = read(content)
    assert found == flags
    return value.locations[0]
