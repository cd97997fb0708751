"""A person or an organisation as a vCard 4: in XML (RFC 6351), as additional data carries it, and in JSON (RFC 7095). Pure.

What a desk can use is read: names, telephones, mail, addresses, languages. The rest stays in the bytes that came.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from auxilio.interop.formats.bounded_xml import SIZE_MAX, XmlElement
from auxilio.interop.formats.decoded import Decoded, Flag
from auxilio.interop.formats.scalars import LANGUAGE_TAG_PATTERN

KIND = "jcard"
EACH_MAX = 16
"""Telephones, addresses … of one card: those beyond are left out and flagged."""
TEXT_MAX = 200
PROPERTIES_MAX = EACH_MAX * 16
_ADDRESS = ("pobox", "ext", "street", "locality", "region", "code", "country")
_READ = frozenset(
    {"fn", "n", "org", "role", "title", "gender", "bday", "note", "tel", "email", "adr", "lang"}
)
"""The properties that are read."""


class VcardTelephone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`number` is as it came, without `tel:`; `types` say of what kind (`cell`, `voice`, `textphone` …)."""

    number: str
    types: tuple[str, ...] = ()


class VcardAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A postal address; `label` is what would be printed on an envelope."""

    street: str | None = None
    locality: str | None = None
    region: str | None = None
    code: str | None = None
    country: str | None = None
    extended: str | None = None
    post_office_box: str | None = None
    label: str | None = None
    types: tuple[str, ...] = ()


class VcardLanguage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A BCP 47 tag, and 1 (the most preferred) to 100 where it is stated."""

    tag: str
    preference: int | None = None


class Vcard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who somebody is and how they are reached. Languages stand with the most preferred first."""

    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    organisation: str | None = None
    role: str | None = None
    gender: str | None = None
    birthday: str | None = None
    """As it came: a year may be missing (`--0203`)."""
    note: str | None = None
    telephones: tuple[VcardTelephone, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[VcardAddress, ...] = ()
    languages: tuple[VcardLanguage, ...] = ()


class _Property(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a card in either form: its name, its parameters, its text, and its named parts."""

    name: str
    text: str
    parts: dict[str, str] = {}
    types: tuple[str, ...] = ()
    preference: int | None = None
    label: str | None = None


def read_vcard(card: XmlElement, flag: Flag) -> Vcard:
    """Of the element `vcard` in XML, also of the properties that stand in a `group` (RFC 6351, 5.3)."""
    said = [one for child in card.children for one in (child.children if child.name == "group" else [child])]
    return _card([_xml_property(one) for one in said if one.name != "parameters"], flag)


def decode_jcard(content: bytes) -> Decoded[Vcard]:
    """A card as JSON. Never raises.

    The value is None for another document (`not_json`, `not_jcard`), for one that is `too_large` or `too_deep`, and for a
    card of which nothing could be read (`card_empty`).
    """
    flags: dict[str, None] = {}
    value: Vcard | None = None
    if len(content) > SIZE_MAX:
        flags["too_large"] = None
    else:
        value = _jcard(content, flags.setdefault)
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def _jcard(content: bytes, flag: Flag) -> Vcard | None:
    try:
        said: Any = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError):
        flag("not_json")
        return None
    except RecursionError:  # how msgspec bounds depth
        flag("too_deep")
        return None
    match said:
        case ["vcard", list() as lines]:
            if len(lines) > PROPERTIES_MAX:
                flag("too_many_properties")
            read = (_json_property(line, flag) for line in lines[:PROPERTIES_MAX])
            card = _card([one for one in read if one], flag)
            return card if card != Vcard() else None
        case _:
            flag("not_jcard")
            return None


def _xml_property(element: XmlElement) -> _Property:
    parameters = next((child for child in element.children if child.name == "parameters"), None)
    values = [child for child in element.children if child is not parameters]
    kinds = [kind for kind in parameters.children if kind.name == "type"] if parameters else []
    return _Property(
        name=element.name.lower(),
        text=" ".join(dict.fromkeys(one.text for one in values if one.text)) or element.text,
        parts=_parts(element.name.lower(), ((one.name, one.text) for one in values)),
        types=tuple(value.text.lower()[:32] for kind in kinds for value in (kind.children or [kind]))[:8],
        preference=_preference(parameters.first("pref") if parameters else None),
        label=_label(parameters),
    )


def _parts(name: str, said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parts of a name or an address; one that has several values has them all, in an address with commas between."""
    found: dict[str, list[str]] = {}
    for part, text in said:
        if text:
            found.setdefault(part, []).append(text)
    return {part: (", " if name == "adr" else " ").join(texts) for part, texts in found.items()}


def _label(parameters: XmlElement | None) -> str | None:
    said = parameters.first("label") if parameters else None
    return said.full_text if said else None


def _json_property(line: Any, flag: Flag) -> _Property | None:
    match line:
        case [str() as name, dict() as parameters, str(), str() | list() as first, *_]:
            name = name.lower()
        case [str() as name, dict(), str(), _, *_] if name.lower() not in _READ:
            return None
        case _:
            flag("property_unreadable")
            return None
    components = first if isinstance(first, list) else []
    parts = [_words(one) for one in components]
    names = _ADDRESS if name == "adr" else ("surname", "given")
    kinds = parameters.get("type", [])
    said = str(parameters.get("pref", ""))
    return _Property(
        name=name,
        text=" ".join(one for one in parts if one) if parts else _words(first),
        parts=_parts(name, _components(names, components)),
        types=tuple(
            one.lower()[:32]
            for one in (kinds if isinstance(kinds, list) else [kinds])
            if isinstance(one, str)
        )[:8],
        preference=int(said) if said.isascii() and said.isdigit() and len(said) <= 3 else None,
        label=_words(parameters["label"]) if "label" in parameters else None,
    )


def _components(names: Iterable[str], said: list[Any]) -> Iterator[tuple[str, str]]:
    """The name and the text of each value; a component of several values is a list (RFC 7095, 3.3.1.3)."""
    for name, values in zip(names, said, strict=False):
        for value in values if isinstance(values, list) else [values]:
            yield name, _words(value)


def _words(value: Any) -> str:
    """A text of JSON, or the texts of a list one space apart; empty for anything else."""
    if isinstance(value, list):
        return " ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _preference(element: XmlElement | None) -> int | None:
    said = element.full_text if element else ""
    return int(said) if said.isascii() and said.isdigit() and 1 <= len(said) <= 3 else None


def _card(properties: list[_Property], flag: Flag) -> Vcard:
    by_name: dict[str, list[_Property]] = {}
    for one in properties:
        by_name.setdefault(one.name, []).append(one)
    if any(len(each) > EACH_MAX for each in by_name.values()):
        flag("too_many_properties")

    def first(name: str, part: str | None = None) -> str | None:
        for one in by_name.get(name, ()):
            if found := _cut(one.parts.get(part, "") if part else one.text):
                return found
        return None

    card = Vcard(
        name=first("fn"),
        given_name=first("n", "given"),
        family_name=first("n", "surname"),
        organisation=first("org"),
        role=first("role") or first("title"),
        gender=first("gender"),
        birthday=first("bday"),
        note=first("note"),
        telephones=_telephones(by_name.get("tel", [])[:EACH_MAX]),
        emails=tuple(found for one in by_name.get("email", [])[:EACH_MAX] if (found := _cut(one.text))),
        addresses=tuple(_address(one) for one in by_name.get("adr", [])[:EACH_MAX]),
        languages=_languages(by_name.get("lang", [])[:EACH_MAX], flag),
    )
    if card == Vcard():
        flag("card_empty")
    return card


def _cut(text: str) -> str | None:
    return " ".join(text.split())[:TEXT_MAX] or None


def _telephones(said: list[_Property]) -> tuple[VcardTelephone, ...]:
    cut = ((_cut(re.sub(r"^(?i:tel):", "", one.text.strip())), one.types) for one in said)
    return tuple(VcardTelephone(number=number, types=types) for number, types in cut if number)


def _address(said: _Property) -> VcardAddress:
    part = {name: _cut(said.parts.get(name, "")) for name in _ADDRESS}
    return VcardAddress(
        street=part["street"],
        locality=part["locality"],
        region=part["region"],
        code=part["code"],
        country=part["country"],
        extended=part["ext"],
        post_office_box=part["pobox"],
        label=said.label[:1000] if said.label else None,
        types=said.types,
    )


def _languages(said: list[_Property], flag: Flag) -> tuple[VcardLanguage, ...]:
    known = [one for one in said if LANGUAGE_TAG_PATTERN.fullmatch(one.text.strip())]
    if len(known) < len(said):
        flag("language_unreadable")
    ordered = sorted(known, key=lambda one: one.preference or 101)
    return tuple(VcardLanguage(tag=one.text.strip(), preference=one.preference) for one in ordered)
