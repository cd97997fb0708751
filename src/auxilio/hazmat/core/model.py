"""The tables as read, and what is asked of them."""

from collections.abc import Mapping

import msgspec

from auxilio.kernel.hazmat import Spoken


class Substance(msgspec.Struct, frozen=True, kw_only=True):
    """A UN number (49 CFR 172.101). `names` in English; `classes` as divisions: `2.1`, `3`; `labels` what its labels add."""

    un: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    labels: tuple[str, ...]


class DistanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of distances, as printed; metres, 0 where the table gives none."""

    un: str
    guide: str
    material: str
    small_iso_m: int
    small_day_m: int
    small_night_m: int
    large_iso_m: int
    large_day_m: int
    large_night_m: int
    fire_iso_m: int
    polymerizes: bool
    bleve: bool
    table_3: bool
    """The large spill stands in table 3 of the guidebook, which these tables do not have."""

    @property
    def weapon(self) -> bool:
        """The row is of its use as a weapon, not of a lorry that has overturned."""
        return "Weaponized" in self.material

    @property
    def in_water(self) -> bool:
        """Its distances are of the gas it gives off when it falls into water."""
        return "spilled in water" in self.material


class EverydayName(msgspec.Struct, frozen=True, kw_only=True):
    """What people call the goods, by language, the first the one that is shown; and the guide, where no row names it."""

    names: Mapping[str, tuple[str, ...]]
    guide: str | None
    checked: bool
    """Whether the guide was read in the guidebook; else it is remembered, and the answer says so."""


class HazardCodes(msgspec.Struct, frozen=True, kw_only=True):
    """What the digits of a hazard number and the classes mean, and which guide a class falls back to (hin.yaml)."""

    edition: str
    source: str
    digits: Mapping[str, Spoken]
    prefix: Mapping[str, Spoken]
    doubled: Spoken
    special: Mapping[str, Spoken]
    classes: Mapping[str, Spoken]
    class_guides: Mapping[str, str]
    all_round_guides: frozenset[str]
    """Guides whose large spill clears all round, not downwind only."""


class HazmatTables(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a look-up needs."""

    substances: Mapping[str, Substance]
    rows: Mapping[str, tuple[DistanceRow, ...]]
    guides: Mapping[str, DistanceRow]
    everyday: Mapping[str, EverydayName]
    signs: HazardCodes


class HazmatQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody read or saw: a plate, a number known by name, or only a class."""

    top: str | None = None
    bottom: str | None = None
    un: str | None = None
    hazard_class: str | None = None


class HazmatMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One of those that words may mean."""

    un: str
    name: str
    names: Spoken
    classes: tuple[str, ...]
