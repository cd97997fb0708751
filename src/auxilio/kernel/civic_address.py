"""An address as the document of a call states it (RFC 5139, RFC 6848): kept by calls, read and written by `interop.formats`. Pure."""

from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText

VALUE_MAX = 200
"""Characters of one element: longer ones are cut and flagged."""
PARTS_MAX = 64
"""Elements of one address."""
LANGUAGES_MAX = 4
"""In so many languages one place is kept."""
ADDRESSES_MAX = 8
"""Of one call (ours); those of a later location stay raw with it."""
CivicText = Annotated[str, msgspec.Meta(max_length=VALUE_MAX)]
ELEMENTS = (
    "country", "A1", "A2", "A3", "A4", "A5", "A6", "PRM", "PRD", "RD", "STS", "POD", "POM", "RDSEC", "RDBR", "RDSUBBR",
    "HNO", "HNS", "LMK", "LOC", "FLR", "NAM", "PC", "BLD", "UNIT", "ROOM", "SEAT", "PLC", "PCN", "POBOX", "ADDCODE",
)  # fmt: skip
"""In the order of the schema of RFC 5139, which what we write has to keep."""
EXTENSIONS = ("PN", "MP", "STP", "HNP", "LMKP")
"""RFC 6848, 5: pole number, milepost, street type before the name, prefix of the number, part of a landmark."""
_BEFORE_NAME, _AFTER_NAME = ("PRM", "PRD"), ("POD", "POM", "RDSEC", "RDBR", "RDSUBBR")
_KIND_LAST = frozenset({"AT", "AU", "CA", "DE", "GB", "IE", "NL", "NZ", "US"})
"""Where the kind of a street (STS) follows its name: «Main Street»; elsewhere «Calle Mayor»."""
_IN_MILES = frozenset({"GB", "US"})
"""Where the posts of a road count miles."""


class CivicExtra(msgspec.Struct, frozen=True, kw_only=True):
    """An element of another namespace, such as `lamp` of a city: RFC 6848, 3.4."""

    namespace: CivicText
    name: CivicText
    value: CivicText


class CivicAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address by the element names of RFC 5139 and 6848 (`RD`, `HNO`, `MP` …), in the order of RFC 5139.

    Of Spain: A1 autonomous community, A2 province, A3 municipality, STS or STP the kind of street, RD its name, HNO the
    number, PC the postal code. `language` is a BCP 47 tag of the whole address.
    """

    elements: Annotated[dict[CivicText, CivicText], msgspec.Meta(max_length=PARTS_MAX)]
    landmark_parts: Annotated[tuple[CivicText, ...], msgspec.Meta(max_length=PARTS_MAX)] = ()
    """All `LMKP`, which alone may stand several times; in their order."""
    extras: Annotated[tuple[CivicExtra, ...], msgspec.Meta(max_length=PARTS_MAX)] = ()
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None


class StatedAddress(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a document says that the telephone or its line is. It is offered to the search, and is never a location by itself."""

    civic: Annotated[tuple[CivicAddress, ...], msgspec.Meta(min_length=1, max_length=LANGUAGES_MAX)]
    """One, or the same place in several languages."""
    provided_by: ShortText | None = None
    at: Instant
    """When it was determined, by the sender's clock; where that is not stated, when it was received."""


StatedAddresses = Annotated[tuple[StatedAddress, ...], msgspec.Meta(max_length=ADDRESSES_MAX)]


def search_words(address: CivicAddress) -> str:
    """The words by which the place is searched for: «Calle Mayor 12, Riudalba», «A-99 km 40»; else the name of the place.

    Floor, door and postal code are left out: they find no street.
    """
    said = address.elements
    kind, last = said.get("STS"), said.get("country") in _KIND_LAST
    name = said.get("RD") or said.get("A6")
    before, after = (map(said.get, parts) for parts in (_BEFORE_NAME, _AFTER_NAME))
    street = [*before, said.get("STP"), None if last else kind, name, kind if last else None, *after]
    number = "".join(said.get(part, "") for part in ("HNP", "HNO"))
    milepost = said.get("MP", "")
    if milepost[:1].isdigit() and said.get("country") not in _IN_MILES:
        milepost = f"km {milepost}"
    where = [*street, number, said.get("HNS"), milepost] if name else [said.get("NAM") or said.get("LMK")]
    town = next((said[part] for part in ("A3", "PCN", "A4", "A2") if part in said), None)
    lines = (" ".join(filter(None, where)), town)
    return ", ".join(filter(None, lines))[:VALUE_MAX]


def all_words(address: CivicAddress) -> str:
    """Everything that it says, in the order of the standard."""
    said = address.elements
    unknown = sorted(said.keys() - {*ELEMENTS, *EXTENSIONS})  # what was stored has no order of its own
    elements = (said[name] for name in (*ELEMENTS, *EXTENSIONS, *unknown) if name in said)
    return " · ".join((*elements, *address.landmark_parts, *(extra.value for extra in address.extras)))
