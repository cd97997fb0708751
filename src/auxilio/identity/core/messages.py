"""Looking at a case, and forcing a reserved one open: what can be asked, and what can have happened (access_audit.py)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, DeskId
from auxilio.kernel.shared_types import Mode, ShortText


class AccessAct(StrEnum):
    """What somebody wanted of a reserved case, in a few words that its owner reads."""

    OPEN = "open"
    TAKE_OVER = "take_over"
    JOIN = "join"
    """Have a call or another case joined with it."""
    CHANGE = "change"
    HELP = "help"
    """Ask for help for it, or work on a task of it."""
    CALL = "call"
    """Act on a call of it."""
    MESSAGE = "message"
    OTHER = "other"


_JOINING = frozenset({"cases.link_call", "cases.unlink_call", "cases.merge", "cases.part", "cases.relate"})
_ACT_OF = {
    "cases": AccessAct.CHANGE,
    "triage": AccessAct.CHANGE,
    "instructions": AccessAct.CHANGE,
    "major": AccessAct.CHANGE,
    "dispatch": AccessAct.HELP,
    "radio": AccessAct.HELP,
    "calls": AccessAct.CALL,
    "followup": AccessAct.MESSAGE,
}


def act_of(what: str) -> AccessAct:
    """The act behind a command (`cases.take_over`), a board (`board:case`) or a read route (`read`)."""
    if what == "read" or what.startswith("board:") or what == "identity.look_at_case":
        return AccessAct.OPEN
    if what == "cases.take_over":
        return AccessAct.TAKE_OVER
    if what in _JOINING:
        return AccessAct.JOIN
    return _ACT_OF.get(what.partition(".")[0], AccessAct.OTHER)


class RecordCaseView(Command, frozen=True, kw_only=True, tag="identity.look_at_case"):
    """This person opens this case, on a page or as a file."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.READ_CASE
    case: CaseId
    how: ShortText = "board"


class OpenReservedCase(Command, frozen=True, kw_only=True, tag="identity.open_reserved"):
    """This person must see a reserved case, and says why."""

    permission: ClassVar[str] = Permission.CASE_OPEN_RESERVED
    object_rule: ClassVar[str] = ObjectRule.RESERVED_CASE
    case: CaseId
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)]


class RecordRefusedAccess(Command, frozen=True, kw_only=True, tag="identity.record_refused_access"):
    """Somebody who is not admitted tried to reach a reserved case."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    person: ShortText
    by: ShortText
    desk: DeskId | None = None
    what: ShortText
    """The command, board or route by which they tried: `cases.take_over`, `board:case`."""


class CaseViewed(Event, frozen=True, kw_only=True, tag="identity.case.looked_at"):
    """Somebody saw it. The envelope says who and from where."""

    case: CaseId
    how: ShortText
    person: ShortText
    """Their id; a word here, because a file that shows who looked must show it for ever."""
    mode: Mode = Mode.REAL
    """Of the case: who looks at an exercise has looked at an exercise, whatever mode they sit in."""


class ReservedCaseOpened(Event, frozen=True, kw_only=True, tag="identity.case.reserved_opened"):
    """Somebody who is not named opened a reserved case, with a reason."""

    case: CaseId
    reason: ShortText
    person: ShortText
    by: ShortText
    mode: Mode = Mode.REAL


class AccessRefused(Event, frozen=True, kw_only=True, tag="identity.case.access_refused"):
    """Somebody who is not admitted tried to reach a reserved case. Its owner is shown each attempt."""

    case: CaseId
    person: ShortText
    by: ShortText
    desk: DeskId | None = None
    what: ShortText
    act: AccessAct = AccessAct.OTHER
    mode: Mode = Mode.REAL


type AccessAuditCommand = RecordCaseView | OpenReservedCase | RecordRefusedAccess
type AccessAuditEvent = CaseViewed | ReservedCaseOpened | AccessRefused
