"""What is known already of a call's number and of its case's address, as the desk of the call and the centres of the case are shown it.

Read by `calls.earlier_contacts.api`; gathered by `realtime.earlier_contacts`. Nothing here is stored.
"""

from datetime import timedelta
from typing import Annotated

import msgspec

from auxilio.calls.core.model import CallDisposition, NumberSource
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode

LOOKED_BACK = timedelta(days=365)
"""Twelve months: what is older is found in the archive, with its own permission."""
NEAR_M = 50.0
"""A case this near is shown as near, never as the same address: a house and its neighbours (ours)."""
LISTED_MAX = 20
COUNTED_MAX = 100
"""Of each kind. A count that reaches it means "so many or more"."""
DAY, MONTH = timedelta(hours=24), timedelta(days=30)
"""Over which calls of a number or a telephone are counted."""
CLOSED_FALSE = (CallDisposition.PRANK, CallDisposition.POCKET, CallDisposition.SILENT)
"""Closed as none of an emergency. The word says how calls were closed, and nothing of who rings now (decision 0403)."""
FREQUENT_MIN = 3
"""So many calls closed as false within `MONTH` make a line of the list of who rings often (ours)."""
FREQUENT_MAX = 50
CALLS_OF_CASE_MAX = 5
"""Of so many calls of a case, the newest, the numbers are looked for at a centre (ours)."""


class EarlierCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as one line of the list."""

    id: CaseId
    number: int
    opened_at: Instant
    state: str
    type: str | None
    place: str | None
    disposition: str | None
    """How it ended, as its closing says; None while it is open."""


class EarlierCall(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier call with the same number."""

    id: CallId
    number: int
    rang_at: Instant
    phone_known_by: NumberSource | None
    """Who says that it is of this number. Only `network_asserted` is the network's word."""
    disposition: CallDisposition | None
    case: EarlierCase | None


class CaseAtAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier case at the address, or near it."""

    case: EarlierCase
    same_address: bool
    """The same words of the address in the same municipality; else it is only near."""
    distance_m: Annotated[float, msgspec.Meta(ge=0)] | None
    """None when one of the two has no point."""


class EarlierCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The quiet line of the desk: how many, each at most `COUNTED_MAX`."""

    calls: int
    cases_here: int
    open_here: int
    """Of `cases_here`, those that are open."""


class CallCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Calls before this moment, each number at most `COUNTED_MAX`."""

    day: int
    """Within 24 hours."""
    month: int
    """Within 30 days."""


class OfferedOpening(msgspec.Struct, frozen=True, kw_only=True):
    """That a rule of the room has the short opening offered first, and why. The whole opening stays as it is."""

    ground: str
    by_name: str
    expires_at: Instant


class EarlierSummary(EarlierCounts, frozen=True, kw_only=True):
    """What the desk is told at the ring."""

    without_sim: bool
    """The network states the telephone and no number (`caller_trust.is_without_sim`)."""
    repeated: CallCounts
    """Of this number, or of this telephone by its IMEI."""
    closed_false: CallCounts
    """Of `repeated`, those that were closed as prank, pocket or silent."""
    opening: OfferedOpening | None


class FrequentCaller(msgspec.Struct, frozen=True, kw_only=True):
    """A number that the network asserts, or a telephone without one, of which many calls were closed as false."""

    phone: str | None
    imei: str | None
    """Only where there is no number."""
    closed_false: CallCounts


class FrequentCallers(msgspec.Struct, frozen=True, kw_only=True):
    """Who rings often, those with most calls closed as false in 30 days first; at most `FREQUENT_MAX`."""

    callers: tuple[FrequentCaller, ...]
    without_sim: CallCounts
    """Every call without SIM."""


class EarlierContacts(msgspec.Struct, frozen=True, kw_only=True):
    """The list, newest first; at most `LISTED_MAX` of each kind."""

    counts: EarlierCounts
    number_searched: bool
    """Whether calls of a number were looked for: a network asserts one. Without it, no calls say nothing of the caller."""
    shared_number: bool
    """The number is a switchboard's or a residence's (`numbers_of_many`): its calls are of many people."""
    near_m: float
    calls: tuple[EarlierCall, ...]
    cases_here: tuple[CaseAtAddress, ...]


class AskedContacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, and for whom."""

    call: CallId | None
    """None: of a case alone, and no calls are looked for."""
    case: CaseId | None
    mode: Mode
    practice_of: str | None
    """Whose practice without a trainer the call is of."""
    phone: str | None
    """None where nobody but the caller or an operator says it: whoever states a stranger's number reads nothing of them."""
    imei: str | None
    at: Instant
    person: str
    all_reserved: bool
    """Whether this person is admitted to every reserved case by office."""
