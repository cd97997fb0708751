"""What a reference table says of dangerous goods: looked up by `goods`, kept in a case by `cases`, frozen as it was read."""

from enum import StrEnum

import msgspec

from auxilio.kernel.shared_types import ShortText

type Spoken = dict[str, ShortText]
"""Words by language: `{"es": "Gasolina", "ca": "Benzina", …}`."""


class DistanceBasis(StrEnum):
    """Where the distances come from, from the surest to the least sure."""

    NUMBER = "number"
    """The table has a row of this UN number."""
    GUIDE = "guide"
    """The guide of this UN number is known; the distances are its guide's."""
    CLASS = "class"
    """Only the class of this UN number is known: fall-back."""
    TOLD_CLASS = "told_class"
    """No number: the class or the pictogram that somebody saw."""
    TOP = "top"
    """No number that the table knows: what the hazard number above it says."""
    UNKNOWN = "unknown"
    """Nothing: the guide for goods that nobody has named."""


class HazardDistances(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far, in metres; None is *not known here*, never nought.

    `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
    """

    isolation_m: int | None = None
    day_m: int | None = None
    night_m: int | None = None


class HazmatSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of the goods: for orientation, with its edition and source."""

    basis: DistanceBasis
    edition: ShortText
    source: ShortText
    guide: ShortText
    guide_title: ShortText
    """In the language of the table, which is English."""
    un: ShortText | None = None
    name: ShortText | None = None
    """The proper shipping name of the table, in English."""
    names: Spoken = {}
    """What people call them, for the most carried; of the others the English name stands in each language."""
    classes: tuple[ShortText, ...] = ()
    class_words: Spoken = {}
    top_words: Spoken = {}
    """What the digits of the hazard number mean."""
    small: HazardDistances = HazardDistances()
    large: HazardDistances = HazardDistances()
    fire_m: int | None = None
    """Radius all round when a tank burns, metres."""
    marks: tuple[ShortText, ...] = ()
    """What must be said beside it, as codes: `no_water`, `contradiction`, `number_unknown`, `table_3` …"""
