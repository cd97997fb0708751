"""A civic address of PIDF-LO: RFC 5139, its extensions of RFC 6848, and elements of other namespaces. Pure.

`pidf` reads it out of a `location-info` and writes it into one.
"""

from auxilio.interop.formats.bounded_xml import XmlElement
from auxilio.interop.formats.decoded import Flag
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.xml_text import is_xml_name, xml_attribute, xml_text
from auxilio.kernel.civic_address import ELEMENTS, EXTENSIONS, PARTS_MAX, VALUE_MAX, CivicAddress, CivicExtra

CIVIC = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
CIVIC_EXTENSION = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr:ext"
_CIVIC_OLD = "urn:ietf:params:xml:ns:pidf:geopriv10:civicLoc"
"""Of RFC 4119, 2.2.1, which RFC 5139 replaced."""
_KNOWN = {name.upper(): name for name in (*ELEMENTS, *EXTENSIONS)}
_OUR_SPACES = (CIVIC, CIVIC_EXTENSION, _CIVIC_OLD)


def read_civic_address(address: XmlElement, flag: Flag) -> CivicAddress | None:
    """The address of a `civicAddress`; None when nothing is said in it. The first of repeated elements counts."""
    said, landmarks, extras = dict[str, str](), list[str](), list[CivicExtra]()
    if len(address.children) > PARTS_MAX:
        flag("civic_of_many_elements")
    for child in address.children[:PARTS_MAX]:
        if not (value := _value(child, flag)):
            continue
        if child.namespace not in _OUR_SPACES and _is_foreign(child, address):
            extras.append(
                CivicExtra(
                    namespace=(child.namespace or "")[:VALUE_MAX], name=child.name[:VALUE_MAX], value=value
                )
            )
            continue
        name = _KNOWN.get(child.name.upper())
        if name is None:
            flag("civic_element_unknown")
            extras.append(
                CivicExtra(
                    namespace=(child.namespace or "")[:VALUE_MAX], name=child.name[:VALUE_MAX], value=value
                )
            )
        elif name == "LMKP":
            landmarks.append(value)
        elif said.setdefault(name, value) != value:
            flag("civic_element_repeated")
    if "country" in said:
        said["country"] = _country(said["country"], flag)
    if not (said or landmarks or extras):
        flag("civic_address_empty")
        return None
    ordered = {name: said[name] for name in (*ELEMENTS, *EXTENSIONS) if name in said}
    return CivicAddress(
        elements=ordered,
        landmark_parts=tuple(landmarks),
        extras=tuple(extras),
        language=address.attributes.get("lang", "")[:35] or None,
    )


def _is_foreign(child: XmlElement, address: XmlElement) -> bool:
    """Of a namespace that is neither that of the standards nor, where somebody wrote a wrong one, that of the address."""
    return child.namespace is not None and child.namespace != address.namespace


def _value(element: XmlElement, flag: Flag) -> str:
    text = " ".join(element.full_text.split())
    if len(text) > VALUE_MAX:
        flag("civic_element_cut")
    return text[:VALUE_MAX]


def _country(value: str, flag: Flag) -> str:
    """Two capital letters of ISO 3166-1 where it is that; else as it came, with a flag."""
    upper = value.upper()
    if not (len(upper) == 2 and upper.isascii() and upper.isalpha()):
        flag("country_not_iso")
        return value
    return upper


def write_civic_address(address: CivicAddress) -> str:
    """The element `ca:civicAddress` by the schema of RFC 5139. The prefixes `ca` and `cae` are declared around it.

    Raises `NotWritable` for an unknown element, a country that is no ISO code, an empty address, or a text
    that XML has no characters for.
    """
    strange = [name for name in address.elements if name not in (*ELEMENTS, *EXTENSIONS[:-1])]
    country = address.elements.get("country")
    if strange or not (address.elements or address.landmark_parts or address.extras):
        raise NotWritable("civic_elements")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise NotWritable("country")
    parts = [
        f"<ca:{name}>{xml_text(address.elements[name])}</ca:{name}>"
        for name in ELEMENTS
        if name in address.elements
    ]
    added = [(name, address.elements[name]) for name in EXTENSIONS if name in address.elements]
    added += [("LMKP", part) for part in address.landmark_parts]
    parts += [f"<cae:{name}>{xml_text(value)}</cae:{name}>" for name, value in added]
    parts += [_extra(extra) for extra in address.extras]
    language = f" xml:lang={xml_attribute(address.language)}" if address.language else ""
    return f"<ca:civicAddress{language}>{''.join(parts)}</ca:civicAddress>"


def _extra(extra: CivicExtra) -> str:
    if not is_xml_name(extra.name) or not extra.namespace or extra.namespace in _OUR_SPACES:
        raise NotWritable("civic_extra")
    return (
        f"<x:{extra.name} xmlns:x={xml_attribute(extra.namespace)}>{xml_text(extra.value)}</x:{extra.name}>"
    )
