"""Looking at a case, and forcing a reserved one open: what can be asked, and what can have happened (looks.py)."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.words import Mode, ShortText


class LookAtCase(Command, frozen=True, kw_only=True, tag="identity.look_at_case"):
    """This person opens this case, on a page or as a file."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    case: CaseId
    how: ShortText = "board"


class OpenReserved(Command, frozen=True, kw_only=True, tag="identity.open_reserved"):
    """This person must see a reserved case, and says why."""

    permission: ClassVar[str] = Permission.CASE_OPEN_RESERVED
    case: CaseId
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)]


class CaseLookedAt(Event, frozen=True, kw_only=True, tag="identity.case.looked_at"):
    """Somebody saw it. The envelope says who and from where."""

    case: CaseId
    how: ShortText
    person: ShortText
    """Their id; a word here, because a file that shows who looked must show it for ever."""
    mode: Mode = Mode.REAL
    """Of the case: who looks at an exercise has looked at an exercise, whatever mode they sit in."""


class ReservedOpened(Event, frozen=True, kw_only=True, tag="identity.case.reserved_opened"):
    """Somebody who is not named opened a reserved case, with a reason."""

    case: CaseId
    reason: ShortText
    person: ShortText
    by: ShortText
    mode: Mode = Mode.REAL


type LookCommand = LookAtCase | OpenReserved
type LookEvent = CaseLookedAt | ReservedOpened
