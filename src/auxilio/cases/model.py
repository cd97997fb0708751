"""What a case is (docs/nouns/case.md) and where help must go (docs/nouns/location.md)."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.words import LongText, Mode, Priority, ShortText

Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]


class CaseState(StrEnum):
    """A case is open, closed, or its file is sealed; merged ones point to the case that lives on."""

    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"
    MERGED = "merged"


class Degree(StrEnum):
    """How sure the location is, from least to most."""

    AREA = "area"
    SAID = "said"
    MATCHED = "matched"  # found in the gazetteer, not yet read back
    AGREED = "agreed"  # read back, and the caller said yes


class Warning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something wrong with a location; it stays until a person answers it. `code` is `far_from_caller` or `same_name_elsewhere`."""

    code: Code
    facts: dict[str, str] = {}


class Location(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where help must go. It has words always, a point when one is known."""

    degree: Degree
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
    warnings: tuple[Warning, ...] = ()


class Hazard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may hurt those who go there. A code of the catalogue, or words."""

    code: Code
    words: ShortText | None = None


class Ending(StrEnum):
    """How a case ended, for the centre. What each service did is its own outcome, beside it."""

    RESOLVED = "resolved"
    HANDED_OVER = "handed_over"
    """Another service follows it from here."""
    NO_HELP_NEEDED = "no_help_needed"
    NOT_FOUND = "not_found"
    FALSE_ALARM = "false_alarm"


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one service did in the end."""

    service: Code
    result: Code
    words: ShortText | None = None


class Closing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be known before a case can close."""

    disposition: Ending
    outcomes: tuple[Outcome, ...] = ()
    words: LongText | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What is happening in the world."""

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
    notes: int = 0
    summary: ShortText | None = None
    reserved: bool = False
    help_sent_at: Instant | None = None
    acknowledged_at: Instant | None = None
    """When the first unit acknowledged: from then on "help is on its way" is true."""
    related: tuple[CaseId, ...] = ()
    merged_into: CaseId | None = None
    closed_at: Instant | None = None
    closing: Closing | None = None
    sealed_at: Instant | None = None
