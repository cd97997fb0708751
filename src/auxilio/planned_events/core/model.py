"""A preventive operation as it stands."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.kernel.ids import AgencyId, CentreId, OperationId, PersonId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import LongText, Mode, Phone, Priority, ShortText

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
"""A word of a table: a service (`HEALTH`), an incident type."""
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
LocalTime = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]
"""What the clock on the wall shows, without zone: `2026-08-15T18:00`."""
ZoneName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
"""IANA: `Europe/Madrid`."""
AreaCorners = Annotated[tuple[Point, ...], msgspec.Meta(min_length=3, max_length=500)]
"""The corners of an area; it closes by itself."""
PLACES_MAX, LOANS_MAX, LINES_MAX, DESKS_MAX = 500, 200, 30, 8


class OperationState(StrEnum):
    """Where an operation stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    ENDING = "ending"
    """Its time is over, or a person ended it: its units come home and nothing new is sent to it; somebody still works."""
    ENDED = "ended"
    CANCELLED = "cancelled"


LIVE_STATES = frozenset({OperationState.PLANNED, OperationState.ACTIVE, OperationState.ENDING})


class PlannedEventKind(StrEnum):
    """What brings the people together."""

    CONCERT = "concert"
    FESTIVAL = "festival"
    SPORT = "sport"
    RACE = "race"
    DEMONSTRATION = "demonstration"
    PROCESSION = "procession"
    FAIR = "fair"
    FIREWORKS = "fireworks"
    OFFICIAL_VISIT = "official_visit"
    OTHER = "other"


class PlaceKind(StrEnum):
    """What a named place of an operation is."""

    GATE = "gate"
    MEETING_POINT = "meeting_point"
    FIRST_AID = "first_aid"
    ACCESS = "access"
    """Where vehicles come in."""
    COMMAND_POST = "command_post"
    OTHER = "other"


class NamedPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place by the words that people say there: «Puerta 4»."""

    name: Name
    kind: PlaceKind
    point: Point
    said: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    """What else it is called: «Gate 4», «la puerta del río»."""


class PlanLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For which emergencies inside the area the command post is asked first, and for which services."""

    services: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=20)]
    types: Annotated[tuple[Code, ...], msgspec.Meta(max_length=200)] = ()
    """Incident types; none: every one, also what nobody has classified yet."""
    up_to: Priority = Priority.P4
    """At this priority or worse."""


class LoanState(StrEnum):
    """Where the loan of one unit stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    OVER = "over"
    """Withdrawn, given back, or the operation has ended."""


OPEN_LOAN_STATES = frozenset({LoanState.ASKED, LoanState.AGREED})
"""Loans that are asked for or stand."""


class RecallRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Its own centre wants it back before the end; a person at the command post answers."""

    by_name: ShortText
    at: Instant
    words: ShortText = ""
    refused_by: ShortText | None = None
    refused_words: ShortText = ""


class Loan(msgspec.Struct, frozen=True, kw_only=True):
    """One unit that was asked for, or given."""

    unit: UnitId
    callsign: ShortText
    lender: CentreId
    """Whose unit it is: who answers, and where it comes home to."""
    state: LoanState
    by_name: ShortText
    at: Instant
    answered_by: ShortText | None = None
    words: ShortText = ""
    back: RecallRequest | None = None


class CommandPost(msgspec.Struct, frozen=True, kw_only=True):
    """The command post as a centre: it is signed in to, gets tasks and directs the units that are lent to it."""

    centre: CentreId
    name: Name
    agency: AgencyId
    agencies: tuple[AgencyId, ...]
    """Whose people may sit there."""
    desks: int
    phone: Phone | None = None
    talk_group: ShortText = ""


class OperationDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What was planned, settled: moments instead of what clocks show."""

    name: Name
    kind: PlannedEventKind
    starts_at: Instant
    ends_at: Instant
    zone: ZoneName
    ring: tuple[Point, ...]
    post: CommandPost
    crowd: int | None = None
    """How many people are expected."""
    responsible: ShortText = ""
    phone: Phone | None = None
    notes: LongText = ""
    plan: tuple[PlanLine, ...] = ()
    places: tuple[NamedPlace, ...] = ()


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation with everything that stands about it."""

    id: OperationId
    mode: Mode
    state: OperationState
    details: OperationDetails
    planned_by: PersonId
    planned_by_name: ShortText
    planned_at: Instant
    changed_at: Instant
    changed_by: ShortText
    loans: tuple[Loan, ...] = ()
    began_at: Instant | None = None
    ending_at: Instant | None = None
    over_at: Instant | None = None
    over_by: ShortText | None = None
    """Who ended or cancelled it; None when its time came."""
    reason: ShortText = ""
    """Why it was extended last, ended early or cancelled."""

    def loan(self, unit: UnitId) -> Loan | None:
        """The latest loan of this unit."""
        return next((one for one in reversed(self.loans) if one.unit == unit), None)

    def held(self) -> tuple[Loan, ...]:
        """What is agreed and not over."""
        return tuple(one for one in self.loans if one.state is LoanState.AGREED)

    def runs(self, at: datetime) -> bool:
        """Whether it directs what happens inside its area at this moment."""
        return self.state is OperationState.ACTIVE and at < self.details.ends_at


def post_of(operation: OperationId) -> CentreId:
    """The id of an operation's command post: known from the operation, and of no other centre."""
    return CentreId(f"{_POST}{operation.hex}")


def is_post(centre: CentreId) -> bool:
    """Whether a centre is the command post of some operation."""
    return _POST_ID.fullmatch(centre) is not None


def operation_of(post: CentreId) -> UUID:
    """Whose command post it is (see `is_post`)."""
    return UUID(post.removeprefix(_POST))


_POST = "post-"
_POST_ID = re.compile(r"post-[0-9a-f]{32}")


class LendableUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known of a unit before it is lent."""

    id: UnitId
    callsign: str
    home: CentreId
    """Its own centre, also while it is lent."""
    mode: Mode
    retired: bool = False
