"""What a case is (docs/nouns/case.md) and where help must go (docs/nouns/location.md)."""

import re
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.kernel.hazmat import HazmatSheet
from auxilio.kernel.ids import CallId, CaseId, DeskId, HazmatId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import LongText, Mode, Priority, ShortText

Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]


class CaseState(StrEnum):
    """A case is open, closed, or its file is sealed; merged ones point to the case that lives on."""

    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"
    MERGED = "merged"


class LocationCertainty(StrEnum):
    """How sure the location is, from least to most."""

    AREA = "area"
    SAID = "said"
    MATCHED = "matched"  # found in the gazetteer, not yet read back
    AGREED = "agreed"  # read back, and the caller said yes


class PlaceWarning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something wrong with a location; it stays until a person answers it. `code` is `far_from_caller`,
    `same_name_elsewhere`, or `heading_disputed`: somebody said the other carriageway (decision 0211)."""

    code: Code
    facts: dict[str, str] = {}


class Location(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where help must go. It has words always, a point when one is known."""

    degree: LocationCertainty
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    point: Point | None = None
    uncertainty_m: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    municipality: ShortText | None = None
    quality: Code | None = None
    """The gazetteer's word: number exact, interpolated, street only, crossing, coordinates …"""
    region: ShortText | None = None
    """Which data answered: the region's name and date."""
    detail: ShortText | None = None
    """Floor, door, entrance, gate code."""
    heading: ShortText | None = None
    """On a motorway: towards where. On the wrong carriageway a crew arrives a junction later."""
    warnings: tuple[PlaceWarning, ...] = ()


HEADING_DISPUTED = "heading_disputed"
HEADING_REACH_M = 2_000.0
"""Two places on one road that are no farther apart than this are taken for one place: callers who stand in the same traffic
jam name kilometres this far apart (ours).
"""


def heading_warning(known: Location | None, said: Location) -> PlaceWarning | None:
    """The same road, and another way to drive on it than what is known. None where they agree, or one says nothing."""
    if known is None or not known.heading or not said.heading or known.point is None or said.point is None:
        return None
    if known.heading.casefold() == said.heading.casefold():
        return None
    if known.quality != said.quality or distance_m(known.point, said.point) > HEADING_REACH_M:
        return None
    return PlaceWarning(code=HEADING_DISPUTED, facts={"said": said.heading, "known": known.heading})


class Hazard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may hurt those who go there. A code of the catalogue, or words."""

    code: Code
    words: ShortText | None = None

    def same_as(self, other: "Hazard") -> bool:
        """Whether both say the same: capitals and spaces are no news to a crew."""
        return self.code == other.code and _plain(self.words) == _plain(other.words)


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


HAZARD_CODE = re.compile(r"[a-z_]{1,40}")
"""What a person may state: protocols name their hazards so, and each is read by centres and crews."""
HAZARDS_MAX = 50
"""Hazards of one case that persons state (ours): each interrupts every centre and crew, and more are read by nobody."""


class Spill(StrEnum):
    """How much is getting out. An unknown amount counts as a large one: doubt counts as danger."""

    SMALL = "small"
    """About a drum, 208 litres at most (ERG, table 1)."""
    LARGE = "large"
    FIRE = "fire"
    UNKNOWN = "unknown"


class HazmatInformant(StrEnum):
    """Who read the plate, or knows the goods."""

    CALLER = "caller"
    DRIVER = "driver"
    CREW = "crew"
    POLICE = "police"
    PAPERS = "papers"
    """The transport document, read by somebody."""
    COMPANY = "company"


Read = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
"""A number as it was read, right or wrong: it is kept as it was said."""


class CaseHazmat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Dangerous goods as somebody told of them, with what the tables said at that moment: never looked up anew."""

    id: HazmatId
    top: Read | None = None
    bottom: Read | None = None
    un: Read | None = None
    """A number that was found by the name of the goods, not read."""
    hazard_class: Read | None = None
    """The class or pictogram that was seen, when no number was."""
    spill: Spill = Spill.UNKNOWN
    told_by: HazmatInformant = HazmatInformant.CALLER
    sheet: HazmatSheet
    at: Instant | None = None
    """When it was put down."""
    by: ShortText | None = None
    replaced_by: HazmatId | None = None
    """The correction that stands in its place; it stays visible, struck through."""

    @property
    def plate(self) -> str:
        """As people say it: `33/1203`, `UN 1203`, `3`."""
        if self.top or self.bottom:
            return f"{self.top or '–'}/{self.bottom or '–'}"
        return f"UN {self.un}" if self.un else (self.hazard_class or "?")


class WindFrom(StrEnum):
    """Where the wind blows from, by sixteen points; `CALM` is none, or from all sides."""

    N = "N"
    NNE = "NNE"
    NE = "NE"
    ENE = "ENE"
    E = "E"
    ESE = "ESE"
    SE = "SE"
    SSE = "SSE"
    S = "S"
    SSW = "SSW"
    SW = "SW"
    WSW = "WSW"
    W = "W"
    WNW = "WNW"
    NW = "NW"
    NNW = "NNW"
    CALM = "CALM"


class Wind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wind at the place, as it was reported: it ages, and is never inferred."""

    blows_from: WindFrom
    at: Instant
    by: ShortText


class CaseEnding(StrEnum):
    """How a case ended, for the centre. What each service did is its own outcome, beside it."""

    RESOLVED = "resolved"
    HANDED_OVER = "handed_over"
    """Another service follows it from here."""
    NO_HELP_NEEDED = "no_help_needed"
    NOT_FOUND = "not_found"
    FALSE_ALARM = "false_alarm"


class ServiceOutcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one service did in the end."""

    service: Code
    result: Code
    words: ShortText | None = None


class ClosingData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be known before a case can close."""

    disposition: CaseEnding
    outcomes: tuple[ServiceOutcome, ...] = ()
    words: LongText | None = None


class AbsorbedCase(msgspec.Struct, frozen=True, kw_only=True):
    """Another case that goes on in this one, and what this one had of its own before: so much is left if they part."""

    case: CaseId
    number: int
    place: Location | None = None
    """The other's, where this one had none."""
    help_sent_at: Instant | None = None
    acknowledged_at: Instant | None = None


class NamingReason(StrEnum):
    """Why a person is on the list of a reserved case."""

    OWNER = "owner"
    RESERVED = "reserved"
    """They reserved it."""
    OPERATOR = "operator"
    """They speak, or spoke, with a caller of it."""
    DISPATCHER = "dispatcher"
    """On duty at a centre that has a task of it."""
    ADDED = "added"
    """Put on the list by its owner or a supervisor."""
    MERGED = "merged"
    """Named in a case that goes on in this one."""


class NamedPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person to whom a reserved case is open."""

    person: PersonId
    name: ShortText
    why: NamingReason
    centre: ShortText | None = None
    """Of a dispatcher: the centre at which they are on duty."""


NAMED_MAX = 200
"""Persons on the list of one case: several shifts of several centres."""


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """What screens see of a case: the fields that its state and its row on a board share."""

    id: CaseId
    number: int
    mode: Mode
    state: CaseState
    opened_at: Instant
    opened_by: ShortText
    owner: DeskId | None = None
    owner_person: PersonId | None = None
    calls: tuple[CallId, ...] = ()
    location: Location | None = None
    located_at: Instant | None = None
    corrected: int = 0
    """How often a location that had been agreed or sent was corrected."""
    type: Code | None = None
    type_by: ShortText | None = None
    """`rule:<id>` or the person's name."""
    priority: Priority | None = None
    proved: Priority | None = None
    """The floor the interview has proved. It rises by itself and never falls."""
    send: tuple[Code, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    goods: tuple[CaseHazmat, ...] = ()
    wind: Wind | None = None
    summary: ShortText | None = None
    reserved: bool = False
    help_sent_at: Instant | None = None
    acknowledged_at: Instant | None = None
    """When the first unit acknowledged: from then on "help is on its way" is true."""
    related: tuple[CaseId, ...] = ()
    merged_into: CaseId | None = None
    closed_at: Instant | None = None
    closing: ClosingData | None = None
    sealed_at: Instant | None = None
    named: tuple[NamedPerson, ...] = ()
    """Of a reserved case: to whom it is open besides its owner (docs/nouns/case.md, Reserved)."""


class Case(CaseView, frozen=True, kw_only=True):
    """What is happening in the world: what screens see, and what only decisions ask."""

    owner_name: ShortText | None = None
    notes: int = 0
    reserved_reason: ShortText | None = None
    removed: tuple[PersonId, ...] = ()
    """Taken off the list by its owner or a supervisor, the newest last: work does not put them on it again."""
    took_in: tuple[AbsorbedCase, ...] = ()
    """The cases that were the same and go on in this one."""

    def names(self, person: UUID) -> bool:
        """Whether this person is on the list of a reserved case, or owns it."""
        return self.owner_person == person or any(one.person == person for one in self.named)
