"""The plan of a centre's radio, the net of a case, a line of the radio log, a gateway and a terminal as they stand."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import AgencyId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import LongText, Mode, ShortText
from auxilio.kernel.tsi import Tsi

EntryId = NewType("EntryId", UUID)
GatewayId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""Named by whoever sets it up: `tetra-1`."""
StatusCode = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
"""A pre-coded status of 16 bits (ETSI EN 300 392-2, 14.8.34): 0 is an emergency, from 32768 on each network says."""
EMERGENCY_CODE = 0
SpokenName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""A name that must be there."""
EntryText = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]

# --- the plan -------------------------------------------------------------------------------------


class TalkGroupUse(StrEnum):
    """What a talk group is for."""

    WORKING = "working"
    """An agency's own work: its tasks have it unless a person gives them another."""
    COMMAND = "command"
    """The joint command of a case with several agencies."""
    EMERGENCY = "emergency"
    """Where a crew is heard once it has pressed its emergency button."""
    OTHER = "other"


class TalkGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One talk group of the networks that this centre is on."""

    gssi: Tsi
    name: ShortText
    """As it stands on the radio's display."""
    use: TalkGroupUse
    agency: AgencyId | None = None


class StatusMeaning(StrEnum):
    """What a status code means: a status of a unit, the same words as `dispatch`'s, or one of the two below."""

    AVAILABLE = "available"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_DESTINATION = "at_destination"
    OUT_OF_SERVICE = "out_of_service"
    EMERGENCY = "emergency"
    ASKS_TO_SPEAK = "asks_to_speak"
    """They want to be called: no status, and somebody must see it."""


class StatusCodeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an agency's table."""

    code: StatusCode
    means: StatusMeaning


class RadioPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Talk groups, and each agency's status codes. A centre without radio has an empty one."""

    version: str = "0"
    draft: bool = False
    groups: tuple[TalkGroup, ...] = ()
    codes: dict[AgencyId, tuple[StatusCodeEntry, ...]] = {}

    def group(self, gssi: str | None) -> TalkGroup | None:
        """A group by its address."""
        return next((one for one in self.groups if one.gssi == gssi), None)

    def working(self, agency: str) -> TalkGroup | None:
        """The first working group of an agency, in the order of the plan."""
        return next(
            (one for one in self.groups if one.use is TalkGroupUse.WORKING and one.agency == agency), None
        )

    def commands(self) -> tuple[TalkGroup, ...]:
        """Groups for a joint command, in the order in which they are given out."""
        return tuple(one for one in self.groups if one.use is TalkGroupUse.COMMAND)

    def means(self, agency: str | None, code: int) -> StatusMeaning | None:
        """What this code of this agency's radio means; None where its table does not say.

        Nought is an emergency in every network, also from a radio that nobody knows.
        """
        if code == EMERGENCY_CODE:
            return StatusMeaning.EMERGENCY
        table = self.codes.get(AgencyId(agency), ()) if agency else ()
        return next((one.means for one in table if one.code == code), None)


# --- the net of a case ----------------------------------------------------------------------------


class GroupReason(StrEnum):
    """GroupWhy a task has its group."""

    AGENCY = "agency"
    AID = "aid"
    """It helps a neighbour, and speaks where the neighbour speaks."""
    COMMAND = "command"
    """The first command group that no other case has."""
    PERSON = "person"


class GroupAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """The group that somebody speaks on, and who or what gave it."""

    gssi: Tsi
    name: ShortText
    why: GroupReason
    by: ShortText
    at: Instant


class Net(msgspec.Struct, frozen=True, kw_only=True):
    """Where everybody who works on one case speaks. Its id is the case's."""

    case: CaseId
    mode: Mode
    tasks: dict[TaskId, GroupAssignment] = {}
    command: GroupAssignment | None = None

    @property
    def id(self) -> CaseId:
        """A net is known by its case."""
        return self.case


# --- the radio log --------------------------------------------------------------------------------


class RadioKind(StrEnum):
    """What a line of the log is."""

    CALL = "call"
    STATUS = "status"
    TEXT = "text"
    ALARM = "alarm"
    CALL_OUT = "call_out"
    NOTE = "note"
    """Typed by a person: who called whom, and the words."""
    UNREAD = "unread"
    """A gateway said something that we cannot read: kept as it came."""


class RadioVerdict(StrEnum):
    """What became of what a radio said."""

    APPLIED = "applied"
    REPEATED = "repeated"
    LATE_IN_ORDER = "late_in_order"
    NOT_LAWFUL = "not_lawful"
    OTHER_ASSIGNMENT = "other_assignment"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_RADIO = "unknown_radio"
    ASKS_TO_SPEAK = "asks_to_speak"
    UNREAD = "unread"


NEEDS_REVIEW = frozenset(
    {
        RadioVerdict.NOT_LAWFUL,
        RadioVerdict.OTHER_ASSIGNMENT,
        RadioVerdict.UNKNOWN_CODE,
        RadioVerdict.UNKNOWN_RADIO,
        RadioVerdict.ASKS_TO_SPEAK,
        RadioVerdict.UNREAD,
    }
)
"""Changed nothing by itself: a person must see it, and says so."""


class SendOutcome(StrEnum):
    """Where something that we sent stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class RadioEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the radio log."""

    id: EntryId
    mode: Mode
    kind: RadioKind
    at: Instant
    """When it was said: by the gateway's clock, never later than ours."""
    order: str
    """The same moment as `iso_us`: the order of text is the order of time, and an index needs that."""
    until: Instant | None = None
    """When a call ended; None while it is spoken."""
    gateway: GatewayId | None = None
    who: ShortText
    """A callsign, the name that somebody typed, or the bare address of a radio that nobody knows."""
    who_radio: Tsi | None = None
    to: ShortText
    to_radio: Tsi | None = None
    group: ShortText | None = None
    """The talk group's name, where it was said to a group."""
    unit: UnitId | None = None
    case: CaseId | None = None
    agency: AgencyId | None = None
    centre: CentreId | None = None
    shared: bool = False
    """Said on a group of several agencies, and so heard by all of them."""
    words: LongText | None = None
    code: StatusCode | None = None
    means: StatusMeaning | None = None
    point: Point | None = None
    by: ShortText
    """Who wrote it down: a person, or Auxilio for a gateway."""
    verdict: RadioVerdict | None = None
    sent: SendOutcome | None = None
    why: ShortText | None = None
    """GroupWhy it could not be sent: a code."""
    seen_by: ShortText | None = None
    seen_at: Instant | None = None

    @property
    def waits(self) -> bool:
        """Whether it stands on boards: somebody must see it, it is on its way, or a radio nobody knows calls for help."""
        if self.sent is SendOutcome.WAITING:
            return True
        unknown_alarm = self.kind is RadioKind.ALARM and self.unit is None
        return self.seen_at is None and (
            unknown_alarm or self.sent is SendOutcome.FAILED or self.verdict in NEEDS_REVIEW
        )


# --- who is meant ---------------------------------------------------------------------------------


class RadioOwner(msgspec.Struct, frozen=True, kw_only=True):
    """The unit that carries a radio, as far as the radio needs to know it."""

    unit: UnitId
    callsign: str
    agency: AgencyId
    centre: CentreId
    mode: Mode
    case: CaseId | None
    radios: tuple[str, ...]


class RadioTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task, as far as its talk group needs to know it."""

    case: CaseId
    centre: CentreId
    agency: AgencyId


# --- gateways and terminals -----------------------------------------------------------------------


class GatewayLink(msgspec.Struct, frozen=True, kw_only=True):
    """The line to one gateway, and through it to a network."""

    id: GatewayId
    mode: Mode
    up: bool
    since: Instant
    why: ShortText | None = None
    """GroupWhy it is lost: a code."""
    missed: int = 0
    """Messages that the gateway itself could not keep for us, over all its life."""


class RadioTerminal(msgspec.Struct, frozen=True, kw_only=True):
    """One radio of a unit of ours, as its network says: there, or lost."""

    id: ShortText
    mode: Mode
    unit: UnitId | None
    reachable: bool
    since: Instant
    gateway: GatewayId
