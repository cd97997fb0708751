"""Looking is a fact (product.md, Authority): who looked at which case, from which desk, in which mode.

Kept in a stream of its own beside the case, so that looking never stands in the way of working. One look of
one person within `AGAIN_AFTER_S` is one fact: a window that reconnects is not a new curiosity.
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.words import ShortText
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

AGAIN_AFTER_S = 600.0


class LookAtCase(Command, frozen=True, kw_only=True, tag="identity.look_at_case"):
    """This person opens this case, on a page or as a file."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    case: CaseId
    how: ShortText = "board"


class CaseLookedAt(Event, frozen=True, kw_only=True, tag="identity.case.looked_at"):
    """Somebody saw it. The envelope says who and from where."""

    case: CaseId
    how: ShortText
    person: ShortText
    """Their id; a word here, because a file that shows who looked must show it for ever."""


type LookEvent = CaseLookedAt


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """Who has looked at one case, and when last."""

    case: CaseId
    last: dict[str, Instant] = {}


def decide(looks: Looks | None, command: LookAtCase, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """A look, unless this person has just looked."""
    person = str(actor.id)
    last = looks.last.get(person) if looks else None
    if last is not None and seconds_between(last, at) < AGAIN_AFTER_S:
        return ()
    return (CaseLookedAt(case=command.case, how=command.how, person=person),)


def evolve(looks: Looks | None, event: LookEvent, at: Instant) -> Looks:
    """The looks after one more."""
    known = looks.last if looks else {}
    return Looks(case=event.case, last={**known, event.person: at})


LOOKS = Noun("looks", Looks, CaseLookedAt, evolve, links=lambda o: Links(case=o.case), live=lambda _: False)
COMMANDS: tuple[type[Command], ...] = (LookAtCase,)


class Looking:
    """The shell of looking."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: LookAtCase, actor: Actor) -> Handled:
        """Record a look. Raises `Refused("not_permitted")`."""
        require(actor, command.permission)

        async def decide_(attempt: Attempt) -> None:
            looks = await attempt.find(LOOKS, command.case)
            attempt.record(LOOKS, command.case, decide(looks, command, actor, attempt.at))

        return await self._work.run(command_id, command, actor, decide_)
