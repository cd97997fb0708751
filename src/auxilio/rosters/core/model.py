"""A duty: a function that somebody has at a place, in which hours, and who is telephoned in which order."""

from datetime import date
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.email_address import EmailAddress
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Language, Mode, ShortText

OnCallDutyId = NewType("OnCallDutyId", UUID)
Weekday = Annotated[int, msgspec.Meta(ge=1, le=7)]
"""As ISO 8601 counts: 1 is Monday."""
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""By the clock on the wall of the installation."""
DialledNumber = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{3,15}$")]
"""As it is dialled from the room: also an extension of the centre's own telephone exchange."""
NoticeCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""Of a notice, as a protocol proves it: `rail_stop_traffic`."""
REFERENCE_LANGUAGE: Language = "es"
ContactWays = Annotated[tuple[NotificationWay, ...], msgspec.Meta(max_length=len(NotificationWay))]
ContactName = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class OnCallContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person and the number that reaches them."""

    name: ContactName
    phone: DialledNumber
    ways: ContactWays = ()
    """By which Auxilio itself reaches them, in order; none: a person telephones. With one the number is E.164."""
    email: EmailAddress | None = None
    """Their address, with the way `email`."""
    language: Language = REFERENCE_LANGUAGE
    """Of what Auxilio sends them."""


class OnCallHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every week on these days from one time to another, between two dates. An end that is not after the start is of the
    next day: 08:00 to 08:00 is a whole day."""

    days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1, max_length=7)]
    """On which it begins."""
    starts: ClockTime
    ends: ClockTime
    first_day: date
    last_day: date | None = None
    """The last day on which it begins; None: until it is changed."""


class OnCallDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table of people on call."""

    id: OnCallDutyId
    mode: Mode
    function: OnCallFunction
    notice: NoticeCode | None = None
    """Which notice is given to them, or which party of a plan they are, by its code; of the functions in `NAMES_A_CODE` alone."""
    agency: AgencyId | None = None
    centre: CentreId | None = None
    """Where: a centre, an agency, or, without either, everywhere."""
    hours: OnCallHours
    contacts: tuple[OnCallContact, ...]
    """The first is on call; the others are deputies, in their order."""
    ended: bool = False


class OnCallPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time."""

    since: Instant
    until: Instant


class ReachableContact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is on call at a moment, as the room shows them."""

    name: ShortText
    phone: ShortText
    deputy: int
    """0: on call; 1: the first deputy."""
    until: Instant | None
    """None: of the settings, which have no hours."""
    ways: tuple[NotificationWay, ...]
    """By which Auxilio itself reaches them; none: a person telephones."""
    email: EmailAddress | None = None
    language: Language


class PeopleOnCall(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to telephone at one moment, in order."""

    function: OnCallFunction
    contacts: tuple[ReachableContact, ...]


class UnbrokenDuty(msgspec.Struct, frozen=True, kw_only=True):
    """How long somebody is on call without a break."""

    name: ShortText
    phone: ShortText
    hours: int


class OnCallParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party that a civil protection plan in force lists."""

    code: NoticeCode
    name: dict[str, ShortText]
    """As the plan names it, by language."""


class OnCallTable(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator reads: every duty that has not ended, the hours of the next days without a duty officer, and who has
    none of those days to rest."""

    duties: tuple[OnCallDuty, ...]
    uncovered: tuple[OnCallPeriod, ...]
    unbroken: tuple[UnbrokenDuty, ...]
    functions: tuple[OnCallFunction, ...]
    ways: tuple[NotificationWay, ...]
    """Every way by which Auxilio can reach somebody."""
    notices: tuple[str, ...]
    """Codes of the notices that a protocol in force can prove."""
    parties: tuple[OnCallParty, ...]
    """Whom the plans in force list, each once."""
