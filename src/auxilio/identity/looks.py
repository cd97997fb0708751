"""Looking is a fact (product.md, Authority): who looked at which case, from which desk, in which mode.

Kept in a stream of its own beside the case, so that looking never stands in the way of working. One look of
one person within `AGAIN_AFTER_S` is one fact: a window that reconnects is not a new curiosity.

A reserved case is for named people. Whoever must see one and is none of them opens it with a reason, for a shift,
and its owner is told at once (process/closed.py): it is never refused in an emergency, and never quiet.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from auxilio.identity.gate import require
from auxilio.identity.messages import (
    CaseLookedAt,
    LookCommand,
    LookEvent,
    OpenReserved,
    ReservedOpened,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links, members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

AGAIN_AFTER_S = 600.0
OPENED_FOR_S = 8 * 3600.0
"""A shift: after it a new reason is asked for."""


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """Who has looked at one case, and when last."""

    case: CaseId
    mode: Mode = Mode.REAL
    last: dict[str, Instant] = {}
    opened: dict[str, Instant] = {}
    """Who opened it with a reason, and when last."""


def is_open_to(looks: Looks | None, person: str, at: datetime) -> bool:
    """Whether this person has opened the reserved case with a reason within a shift."""
    opened = looks.opened.get(person) if looks else None
    return opened is not None and seconds_between(opened, at) < OPENED_FOR_S


def decide(
    looks: Looks | None, command: LookCommand, actor: Actor, at: datetime, mode: Mode
) -> tuple[Event, ...]:
    """A look, unless this person has just looked; an opening, unless it is open to them."""
    person = str(actor.id)
    if isinstance(command, OpenReserved):
        if is_open_to(looks, person, at):
            return ()
        return (
            ReservedOpened(case=command.case, reason=command.reason, person=person, by=actor.name, mode=mode),
        )
    last = looks.last.get(person) if looks else None
    if last is not None and seconds_between(last, at) < AGAIN_AFTER_S:
        return ()
    return (CaseLookedAt(case=command.case, how=command.how, person=person, mode=mode),)


def evolve(looks: Looks | None, event: LookEvent, at: Instant) -> Looks:
    """The looks after one more."""
    looks = looks or Looks(case=event.case, mode=event.mode)
    match event:
        case CaseLookedAt(person=person):
            return msgspec.structs.replace(looks, last={**looks.last, person: at})
        case ReservedOpened(person=person):
            return msgspec.structs.replace(looks, opened={**looks.opened, person: at})


LOOKS = Noun(
    "looks", Looks, LookEvent, evolve, links=lambda o: Links(case=o.case, mode=o.mode), live=lambda _: False
)
COMMANDS: tuple[type[Command], ...] = members(LookCommand)
type ModeOf = Callable[[CaseId], Awaitable[Mode]]
"""The mode of a case. Raises `Refused("unknown_case")`."""


class Looking:
    """The shell of looking."""

    def __init__(self, work: UnitOfWork, mode_of: ModeOf) -> None:
        self._work, self._mode_of = work, mode_of

    async def handle(self, command_id: CommandId, command: LookCommand, actor: Actor) -> Handled:
        """Record a look or an opening. Raises `Refused`: `not_permitted`, `unknown_case`."""
        require(actor, command.permission)

        async def decide_(attempt: Attempt) -> None:
            looks = await attempt.find(LOOKS, command.case)
            mode = looks.mode if looks else await self._mode_of(command.case)
            attempt.record(LOOKS, command.case, decide(looks, command, actor, attempt.at, mode))

        return await self._work.run(command_id, command, actor, decide_)
