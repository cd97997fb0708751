"""PIDF-LO, the location that comes with a call (RFC 4119, 5139, 5491, 5962, 6848, 7459), read tolerantly. Pure.

`voice` reads what an INVITE carries, `held` what a location server answers. `pidf_writer` writes one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from auxilio.interop.formats.additional_data import AdditionalData, read_provided_data
from auxilio.interop.formats.bounded_xml import XmlElement, read_xml
from auxilio.interop.formats.civic_address import read_civic_address
from auxilio.interop.formats.decoded import Decoded, Flag
from auxilio.interop.formats.pidf_shape_reader import is_shape, read_shapes
from auxilio.interop.formats.pidf_shapes import LocationCircle, containing_circle
from auxilio.interop.formats.scalars import LINK_MAX, keep_links, read_number
from auxilio.interop.formats.xml_text import is_xml_name
from auxilio.kernel.civic_address import CivicAddress
from auxilio.kernel.instant import Instant
from auxilio.kernel.location_shape import (
    LocationShape,
)

KIND = "pidf"
PIDF = "urn:ietf:params:xml:ns:pidf"
LOCATIONS_MAX = 8
"""Of one document, the best first."""
REFERENCES_MAX = 8
TEXT_MAX = 200
SPEED_MAX_M_S = 10_000.0
_NO_SHAPES = frozenset(
    {"civicAddress", "confidence", "Dynamic", "dynamic", "locationURI", "method", "note", "timestamp"}
)
"""What else a `location-info` may hold."""


class PresenceElement(StrEnum):
    """What a location is of, the best first (RFC 5491, 3.4): the position of a person is guessed from their device."""

    DEVICE = "device"
    TUPLE = "tuple"
    PERSON = "person"
    NONE = "none"
    """The document does not say."""


_RANKS: dict[str, int] = {holder: rank for rank, holder in enumerate(PresenceElement)}


class ConfidencePdf(StrEnum):
    """How the error is distributed (RFC 7459, 4.2)."""

    UNKNOWN = "unknown"
    NORMAL = "normal"
    RECTANGULAR = "rectangular"


class Movement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 5962. Degrees clockwise from north: where it moves to, and where it points to; metres a second."""

    heading_deg: float | None = None
    orientation_deg: float | None = None
    speed_m_s: float | None = None


class PidfLocation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One `location-info` with what stands around it. Shape and civic address together tell of one place (compound)."""

    holder: PresenceElement
    id: str | None = None
    device_id: str | None = None
    shapes: tuple[LocationShape, ...] = ()
    """More than one only where the sender breaks RFC 5491: then the first is meant."""
    circle: LocationCircle | None = None
    """What contains the first shape."""
    civic: tuple[CivicAddress, ...] = ()
    """One, or the same place in several languages."""
    confidence_pct: float | None = None
    """None: not stated, which means 95 %. A fraction below 1 was read as one of a hundred, and flagged."""
    confidence_pdf: ConfidencePdf | None = None
    movement: Movement | None = None
    method: str | None = None
    provided_by: str | None = None
    provider_data: AdditionalData | None = None
    """What `provided-by` carries by RFC 7852, 5.2."""
    timestamp: datetime | None = None
    """When the place was determined, by the sender's clock."""
    retransmission_allowed: bool | None = None
    retention_expiry: datetime | None = None
    """Until when the sender lets others keep it; an emergency call is kept by its own law."""
    references: tuple[str, ...] = ()
    """Where the location is to be asked for: nothing here does so."""


class PidfLo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A presence document. Locations of a device come first, then of a tuple, then of a person; else as they stand."""

    entity: str | None = None
    locations: tuple[PidfLocation, ...] = ()


def decode_pidf_lo(content: bytes) -> Decoded[PidfLo]:
    """A PIDF-LO document (`application/pidf+xml`). Never raises.

    The value is None when the XML was refused (the first flag is its flaw: `doctype_refused`, `too_deep` …) or is no
    presence document (`not_pidf_lo`).
    """
    document = read_xml(content)
    flags: dict[str, None] = dict.fromkeys(document.flags)
    value: PidfLo | None = None
    if document.root is None:
        flags[document.flaw or "not_well_formed"] = None
    else:
        value = read_presence(document.root, flags.setdefault)
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def read_presence(root: XmlElement, flag: Flag) -> PidfLo | None:
    """The document below its root; None when it is not one. Namespaces are looked at only to be flagged."""
    infos = sorted(_infos(root, None, None), key=lambda one: _RANKS[one[2].name if one[2] else "none"])
    if len(infos) > LOCATIONS_MAX:
        flag("too_many_locations")
    found = [_location(*one, flag) for one in infos[:LOCATIONS_MAX]]
    if root.name != "presence" and not found:
        flag("not_pidf_lo")
        return None
    if root.namespace != PIDF:
        flag("namespace_unexpected")
    if not root.attributes.get("entity"):
        flag("entity_missing")
    if not any(one.shapes or one.civic or one.references for one in found):
        flag("no_location")
    if sum(bool(one.shapes) for one in found) > 1:
        flag("several_locations")
    entity = root.attributes.get("entity", "")[:LINK_MAX] or None
    return PidfLo(entity=entity, locations=tuple(found))


# --- one location ----------------------------------------------------------------------------------


def _infos(
    element: XmlElement, holder: XmlElement | None, around: XmlElement | None
) -> Iterator[tuple[XmlElement, XmlElement, XmlElement | None]]:
    """Each `location-info`, with the element around it and the nearest device, tuple or person around that."""
    if element.name == "location-info":
        yield element, around or element, holder
        return
    holder = element if element.name in ("device", "tuple", "person") else holder
    for child in element.children:
        yield from _infos(child, holder, element)


def _location(info: XmlElement, geopriv: XmlElement, holder: XmlElement | None, flag: Flag) -> PidfLocation:
    """Of the element `location-info`, `geopriv` being what stands around it."""
    shapes = tuple(read_shapes(info, flag))
    if len(shapes) > 1:
        flag("several_shapes")
    _flag_unknown(info, flag)
    confidence_pct, pdf = _confidence(info, flag)
    circle = (
        containing_circle(shapes[0], confidence_pct, rectangular=pdf is ConfidencePdf.RECTANGULAR)
        if shapes
        else None
    )
    addresses = (read_civic_address(one, flag) for one in info.each("civicAddress"))
    beside = {child.name: child for child in reversed(geopriv.children)}
    provider = beside.get("provided-by")
    rules = beside.get("usage-rules")
    method = info.text_of("method") or (beside["method"].text if "method" in beside else "")
    return PidfLocation(
        holder=PresenceElement(holder.name) if holder else PresenceElement.NONE,
        id=_id(holder, flag),
        device_id=_device_id(holder, flag),
        shapes=shapes,
        circle=circle,
        civic=tuple(one for one in addresses if one),
        confidence_pct=confidence_pct,
        confidence_pdf=pdf,
        movement=_movement(info.first("Dynamic", "dynamic") or beside.get("Dynamic"), flag),
        method=" ".join(method.split())[:TEXT_MAX] or None,
        provided_by=_provider_name(provider),
        provider_data=read_provided_data(provider, flag) if provider else None,
        timestamp=_moment_of(holder or geopriv, "timestamp", "timestamp", flag),
        retransmission_allowed=_retransmission(rules),
        retention_expiry=_moment_of(rules, "retention-expiry", "retention_expiry", flag),
        references=_references(info, flag),
    )


def _id(holder: XmlElement | None, flag: Flag) -> str | None:
    said = holder.attributes.get("id", "") if holder else ""
    if holder and not said:
        flag("id_missing")
    elif said and not is_xml_name(said):
        flag("id_not_a_name")  # an xs:ID begins with no digit
    return said[:TEXT_MAX] or None


def _device_id(holder: XmlElement | None, flag: Flag) -> str | None:
    said = holder.text_of("deviceID") if holder else None
    if holder and holder.name == "device" and not said:
        flag("device_id_missing")
    return said[:TEXT_MAX] if said else None


def _flag_unknown(info: XmlElement, flag: Flag) -> None:
    for child in info.children:
        if not (is_shape(child.name) or child.name in _NO_SHAPES or any(map(_holds, child.children))):
            flag("location_unknown")


def _holds(element: XmlElement) -> bool:
    """Whether a wrapper, such as `gml:location` of GML 2, has something in it that is understood."""
    return is_shape(element.name) or element.name in _NO_SHAPES or any(map(_holds, element.children))


def _confidence(info: XmlElement, flag: Flag) -> tuple[float | None, ConfidencePdf | None]:
    said = info.first("confidence")
    if said is None:
        return None, None
    pdf = said.attributes.get("pdf", "").lower()
    known = ConfidencePdf(pdf) if pdf in set(ConfidencePdf) else None
    if pdf and known is None:
        flag("confidence_pdf_unknown")
    value = read_number(said.text) or 0.0
    if 0 < value < 1:
        flag("confidence_odd")
        value = round(value * 100, 6)
    if 0 < value <= 100:
        return value, known
    flag("confidence_unknown" if said.text == "unknown" else "confidence_unreadable")
    return None, known


def _movement(dynamic: XmlElement | None, flag: Flag) -> Movement | None:
    if dynamic is None:
        return None
    speed = _first_number(dynamic, "speed", flag)
    if speed is not None and not 0 <= speed <= SPEED_MAX_M_S:
        flag("movement_unreadable")
        speed = None
    return Movement(
        heading_deg=_bearing(dynamic, "heading", flag),
        orientation_deg=_bearing(dynamic, "orientation", flag),
        speed_m_s=speed,
    )


def _bearing(dynamic: XmlElement, name: str, flag: Flag) -> float | None:
    """0 up to 360: `-3` is 357. The angle upwards that may follow it is left out."""
    value = _first_number(dynamic, name, flag)
    if value is not None and not -360 <= value <= 360:
        flag("movement_unreadable")
        return None
    return None if value is None else value % 360


def _first_number(dynamic: XmlElement, name: str, flag: Flag) -> float | None:
    said = dynamic.text_of(name)
    if said is None:
        return None
    first = said.split()[0]
    value = read_number(first)
    if value is None:
        flag("movement_unreadable")
    return value


def _provider_name(provider: XmlElement | None) -> str | None:
    """The text of `provided-by`, where it holds no structured data."""
    if provider is None or provider.first("EmergencyCallDataValue", "EmergencyCallDataReference"):
        return None
    return " ".join(provider.full_text.split())[:TEXT_MAX] or None


def _retransmission(rules: XmlElement | None) -> bool | None:
    said = (rules.text_of("retransmission-allowed") or "").lower() if rules else ""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(said)


def _moment_of(element: XmlElement | None, name: str, code: str, flag: Flag) -> datetime | None:
    """The first element of this name with a text, as a moment in UTC; one without a zone is unknown."""
    said = element.text_of(name) if element else None
    if said is None:
        return None
    try:
        return msgspec.convert(said, Instant).astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        flag(f"{code}_unreadable")
        return None


def _references(info: XmlElement, flag: Flag) -> tuple[str, ...]:
    said = [one.text for one in info.each("locationURI")]
    said += [child.attributes["href"] for child in info.children if child.attributes.get("href")]
    return keep_links(said, REFERENCES_MAX, flag)
