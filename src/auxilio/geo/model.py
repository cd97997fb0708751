"""Data of geography: what was found, how exactly, who is responsible, how long the road takes.

Pure. A thing found carries its `quality`, because an operator who reads an interpolated number back as if
it were a surveyed one sends a crew to the wrong door.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import msgspec

from auxilio.kernel.position import Point, distance_m


class GeocodeKind(StrEnum):
    """What a thing found is."""

    ADDRESS = "address"
    STREET = "street"
    CROSSING = "crossing"
    KILOMETRE = "kilometre"
    FACILITY = "facility"
    PLACE = "place"
    COORDINATES = "coordinates"


class GeocodeQuality(StrEnum):
    """How the point of a thing found was reached, best first."""

    EXACT = "exact"
    """The number stands in the data."""
    CROSSING = "crossing"
    """A junction that both roads share."""
    COORDINATES = "coordinates"
    """Said as coordinates, in any usual form."""
    KILOMETRE = "kilometre"
    """Between two kilometre posts of that road."""
    KILOMETRE_MEASURED = "kilometre_measured"
    """Measured along the road from its end: no posts in the data, so it may be far out."""
    FACILITY = "facility"
    INTERPOLATED = "interpolated"
    """Between two known numbers of the same side."""
    NEAREST = "nearest"
    """The nearest known number; the number asked for lies beyond what is known."""
    STREET = "street"
    """The street only: its middle, not a door."""
    NEAR_CROSSING = "near_crossing"
    """Two roads that share no junction: the point where they come closest."""
    PLACE = "place"
    """A village, a quarter, a summit: an area rather than a point."""


class CreditedMap(NamedTuple):
    """Vector tiles of a region, and whose data they are."""

    tile_at: Callable[[int, int, int], bytes | None]
    """The gzipped tile at zoom, column and row; None where nothing is drawn."""
    credit: str


class DataOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """From which data an answer comes, and how old they are: an operator who doubts it knows whom to doubt."""

    name: str = ""
    """`OpenStreetMap`, or the official data set as its list calls it; empty: said by a person, from no data."""
    data_at: str = ""
    """The date of the data, ISO 8601; empty where they carry none."""


class Facility(msgspec.Struct, frozen=True, kw_only=True):
    """Something a responder needs to know about: a hospital, a hydrant, a helipad. `kind` is a key of
    `FACILITY_KINDS`; `name` is empty where the data has none (a hydrant, an unnamed clinic)."""

    id: str
    """The element it came from, `node/123`."""
    kind: str
    name: str
    point: Point
    municipality: str = ""
    street: str = ""
    number: str = ""
    phone: str = ""
    ref: str = ""
    """The plate on it: `RD-07` at an emergency access point, the number of a hydrant."""
    hours: str = ""
    """When it can be got at, as the data writes it (OpenStreetMap `opening_hours`); empty: it does not say."""
    spot: str = ""
    """Where in the building or the place a defibrillator hangs (`defibrillator:location`)."""
    units: tuple[str, ...] = ()
    """Callsigns whose home it is, by the official list of stations."""
    origin: DataOrigin = DataOrigin()


FACILITY_KINDS: tuple[str, ...] = (
    "hospital",
    "fire_station",
    "police",
    "ambulance_station",
    "civil_protection",
    "mountain_rescue",
    "lifeguard",
    "clinic",
    "care_home",
    "school",
    "pharmacy",
    "helipad",
    "defibrillator",
    "hydrant",
    "water_supply",
    "assembly_point",
    "access_point",
    "sos_phone",
    "alpine_hut",
    "fuel",
    "railway_station",
    "town_hall",
)
"""The kinds of facility that a region knows; words for people are `geo.facility.<kind>` in the catalogue."""


class GeocodeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a search or of a reverse look-up: a candidate for a location, never yet the location."""

    kind: GeocodeKind
    quality: GeocodeQuality
    point: Point
    name: str
    """The street, place, facility or road (`A-99`), as its data writes it."""
    label: str
    """What is read back: `Calle Mayor, 12 · Riudalba`. Names and figures only, no words of a language."""
    other_name: str = ""
    """Of a street: the name that was said, where that is not the one on its plate but one from before or in another language."""
    number: str = ""
    crossing: str = ""
    """The other street of a crossing."""
    km: float | None = None
    heading: str = ""
    """Of a kilometre: towards where, as it was said. The point is the road's middle: it is the carriageway that differs."""
    detail: str = ""
    """What was said beyond the address and belongs to the door: `3.º B`."""
    municipality: str = ""
    locality: str = ""
    """The village or quarter, when it is not the municipality itself."""
    postcode: str = ""
    facility: str = ""
    """A word of `FACILITY_KINDS`, or empty."""
    score: float = 100.0
    """Likeness of what was said to this name, 0 to 100, with a little for what is near."""
    distance_m: float | None = None
    """From the point the search was near to."""
    uncertainty_m: float = 0.0
    """How far the true place may be from `point`, by the quality; metres."""
    same_name_elsewhere: tuple[str, ...] = ()
    """Other municipalities or villages of the region with a street of this name: ask which."""
    source: str = ""
    """The element of the data that it came from: `way/123` of the map, `streets/45` of the official list `streets`."""
    origin: DataOrigin = DataOrigin()


class Jurisdiction(msgspec.Struct, frozen=True, kw_only=True):
    """An area with an authority: a municipality, a county, a country. `level` is OpenStreetMap's
    `admin_level` (8 is a municipality in Spain, 7 a parish in Andorra); 0 is the area of a service, which `kind` names
    (`HEALTH`): it answers for something and governs nobody."""

    id: str
    kind: str
    level: int
    name: str
    code: str = ""
    """The official code where the data has one (INE for Spain)."""
    whole: bool = True
    """Whether the circle asked about lies wholly inside; False means another authority may be right."""
    origin: DataOrigin = DataOrigin()


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What is at a point, for a click on the map and for a position with its circle of uncertainty."""

    point: Point
    radius_m: float
    address: GeocodeResult | None = None
    street: GeocodeResult | None = None
    kilometre: GeocodeResult | None = None
    municipality: str = ""
    """Only when it is certain: the whole circle lies inside one."""
    jurisdictions: tuple[Jurisdiction, ...] = ()
    facilities: tuple[Facility, ...] = ()
    """The nearest few, nearest first."""
    inside: bool = True
    """Whether the point lies in the region's data at all."""


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """A town as places bear its name, for a map of towns."""

    name: str
    point: Point
    """Inside it."""
    ring: tuple[Point, ...] = ()
    """Its outline, simplified for a map of the whole region; empty where there are too many to draw."""


class MapSurroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a place, for whoever reads the map as a list."""

    point: Point
    address: GeocodeResult | None = None
    """The nearest door; without one near, the nearest street."""
    kilometres: tuple[GeocodeResult, ...] = ()
    """The posts of the roads near, nearest first."""
    jurisdictions: tuple[Jurisdiction, ...] = ()
    """Every authority at the point, smallest area first."""
    facilities: tuple[Facility, ...] = ()
    """The nearest of each kind, in the order of `FACILITY_KINDS`, nearest first."""


class TravelBasis(StrEnum):
    """How a travel time was reached. A straight line is said, never passed off as a road."""

    ROAD = "road"
    THROUGH_CLOSURE = "through_closure"
    """By road as if it were open: no open one leads there."""
    STRAIGHT_LINE = "straight_line"
    """No road is known."""
    ESTIMATE = "estimate"
    """By the straight line too, and no road was asked: others are nearer (decision 0214)."""


class TravelTime(msgspec.Struct, frozen=True, kw_only=True):
    """From one source to the target. A car's time on the road; a blue light is faster by a factor each
    agency learns from its own journeys."""

    duration_s: float
    distance_m: float
    by: TravelBasis


class NearFacility(msgspec.Struct, frozen=True, kw_only=True):
    """A facility and how far it is to it on foot."""

    facility: Facility
    distance_m: int
    by: TravelBasis
    """`straight_line`: no way on foot is known, and it is farther than this."""


class Isochrone(msgspec.Struct, frozen=True, kw_only=True):
    """Everywhere that is reached by road within so many minutes."""

    minutes: int
    by: TravelBasis
    wkb: bytes
    """The area, longitude and latitude in WGS84, as well-known binary (OGC); empty where no road is near the start."""


CELL_DEGREES = 0.0025
"""About 280 m from south to north: two or three blocks, finer than a minute's drive."""


class DemandCell(msgspec.Struct, frozen=True, kw_only=True):
    """A square of the region where people are."""

    column: int
    row: int
    """Its place in the grid: neighbours differ by one."""
    point: Point
    """The middle of those who are in it."""
    weight: int
    """How many addresses, or stretches of street."""


class DemandBasis(StrEnum):
    """What stands for people in a region without a census."""

    ADDRESSES = "addresses"
    STREETS = "streets"
    """Where the data has few numbers: each `STRETCH_M` of a street with a name."""


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """Where people are, as far as the region's data says."""

    basis: DemandBasis
    cells: tuple[DemandCell, ...]


class RoadRestriction(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the world whose roads are closed now, or slow."""

    ring: tuple[Point, ...]
    """Three corners or more; it closes by itself."""
    km_h: int = 0
    """The limit there in km/h, 2 to 250; 0: closed to all."""


class RouteStep(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction of a route, in the language asked for, from the road engine's own catalogue."""

    text: str
    distance_m: float
    duration_s: float


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A way to drive, as a line of points in order of travel."""

    duration_s: float
    distance_m: float
    by: TravelBasis
    line: tuple[Point, ...]
    steps: tuple[RouteStep, ...] = ()


class WarningCode(StrEnum):
    """Why a proposed location needs a person's answer before it is trusted."""

    FAR_FROM_CALLER = "far_from_caller"
    SAME_NAME_ELSEWHERE = "same_name_elsewhere"
    NOT_THE_NUMBER = "not_the_number"
    """The number is not in the data: the point is interpolated, the nearest, or the street only."""
    KILOMETRE_MEASURED = "kilometre_measured"
    OUTSIDE_REGION = "outside_region"
    BORDER = "border"
    """The place lies where two authorities meet."""


class LocationWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One warning with its facts; it stays until a person answers it. Wording: `geo.warning.<code>`."""

    code: WarningCode
    distance_m: float | None = None
    names: tuple[str, ...] = ()


class SourceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One official file that a region was built with, as its manifest keeps it."""

    id: str
    """Begins the `source` of everything that came from it: `streets/45`."""
    kind: str
    """`addresses`, `boundaries`, `kilometres`, `facilities` or `stations`."""
    name: str
    file: str
    sha256: str
    """Of its files in order of name: a shapefile is several."""
    data_at: str
    licence: str
    attribution: str
    crs: str = ""
    """Its projection (`EPSG:25831`); everything was brought to WGS84."""
    encoding: str = ""
    rows: int = 0
    """Rows or features in it."""
    used: int = 0
    outside: int = 0
    """Not of this region: a national list serves every region."""
    repaired: int = 0
    refused: int = 0
    left_out: int = 0
    """Without a number, or there twice."""
    doubted: int = 0
    """Used, and worth a look."""
    replaced: int = 0
    """What the map's own data said of the same things, and no longer counts."""
    reasons: dict[str, int] = {}
    """How often each finding (`geo.official.<code>`); each with its place stands in `findings.json`."""


TOWN_ATTRIBUTION = "Riudalba (Auxilio, CC BY-SA 4.0)"
"""The credit of a region of the invented town: the same in every language."""
FORMER_TOWN_ATTRIBUTION = "Riudalba: invented, Auxilio (CC BY-SA 4.0)"
"""What regions say that were built before: they are read as the one of today (`geo.region_versions`)."""


class RegionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What `manifest.json` of a region says: where the data comes from and how old it is."""

    format: int
    version: str
    """Names the folder and the tiles' address, so a browser never mixes two builds."""
    source: str
    source_sha256: str
    data_at: str
    """The timestamp in the extract, ISO 8601, or empty where it has none."""
    built_at: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north in WGS84 degrees."""
    centre: Point
    attribution: str
    counts: dict[str, int]
    tools: dict[str, str]
    sources: tuple[SourceInfo, ...] = ()
    """Official data that it was built with besides the extract."""

    @property
    def is_invented(self) -> bool:
        """Whether it is of the invented town: nothing of it exists."""
        return self.attribution == TOWN_ATTRIBUTION

    def origin(self, source: str) -> DataOrigin:
        """From which data an element came (`way/123`, `streets/45`)."""
        before, _, _ = source.partition("/")
        for one in self.sources:
            if one.id == before:
                return DataOrigin(name=one.name, data_at=one.data_at)
        mapped = "OpenStreetMap" in self.attribution
        return DataOrigin(
            name="OpenStreetMap" if mapped else self.attribution.partition(" (")[0], data_at=self.data_at
        )


FAR_MARGIN_M = 500.0
"""Beyond the caller's circle plus this, a place is far from the telephone: a circle is a probability
(AML gives 68 % to 95 %), and people call from across the street."""


def far_from_caller(point: Point, caller: Point, radius_m: float) -> float | None:
    """Metres from the caller to `point` when that is outside their circle and its margin, else None."""
    distance = distance_m(point, caller)
    return distance if distance > radius_m + FAR_MARGIN_M else None


_NOT_A_DOOR = frozenset({GeocodeQuality.INTERPOLATED, GeocodeQuality.NEAREST, GeocodeQuality.STREET})


def warnings_of(
    found: GeocodeResult,
    *,
    caller: Point | None = None,
    caller_radius_m: float = 0.0,
    jurisdictions: tuple[Jurisdiction, ...] = (),
    inside: bool = True,
) -> tuple[LocationWarning, ...]:
    """Everything about this candidate that a person has to answer before it is trusted."""
    said: list[LocationWarning] = []
    if caller is not None and (distance := far_from_caller(found.point, caller, caller_radius_m)) is not None:
        said.append(LocationWarning(code=WarningCode.FAR_FROM_CALLER, distance_m=round(distance)))
    if found.same_name_elsewhere:
        said.append(LocationWarning(code=WarningCode.SAME_NAME_ELSEWHERE, names=found.same_name_elsewhere))
    if found.number and found.quality in _NOT_A_DOOR:
        said.append(LocationWarning(code=WarningCode.NOT_THE_NUMBER, distance_m=round(found.uncertainty_m)))
    if found.quality is GeocodeQuality.KILOMETRE_MEASURED:
        said.append(LocationWarning(code=WarningCode.KILOMETRE_MEASURED))
    border = tuple(j.name for j in jurisdictions if not j.whole)
    if border:
        said.append(LocationWarning(code=WarningCode.BORDER, names=border))
    if not inside:
        said.append(LocationWarning(code=WarningCode.OUTSIDE_REGION))
    return tuple(said)


class TemporaryPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place that has a name only for a time: a gate, a meeting point or a post of an event."""

    name: str
    kind: str
    """Words for people are `geo.facility.<kind>` in the catalogue."""
    point: Point
    said: tuple[str, ...] = ()
    """What else it is called."""
    group: str = ""
    """What it belongs to: the name of the event."""
    ring: tuple[Point, ...] = ()
    """Where that is; a caller who stands inside means it."""
