"""Looking is a fact: who looked at which case, from which desk, in which mode.

Kept in a stream of its own beside the case, so that looking never stands in the way of working. One look of
one person within `AGAIN_AFTER_S` is one fact: a window that reconnects is not a new curiosity.

A reserved case is for named people. Whoever must see one and is none of them opens it with a reason, for a shift,
and its owner is told at once (workflows/reserved_cases.py): it is never refused in an emergency, and never quiet.
"""

from datetime import datetime

import msgspec

from auxilio.identity.core.messages import (
    AccessAuditCommand,
    AccessAuditEvent,
    AccessRefused,
    CaseViewed,
    OpenReservedCase,
    RecordRefusedAccess,
    ReservedCaseOpened,
    act_of,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.event import Command, CommandResult, Event, Links, union_members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

AGAIN_AFTER_S = 600.0
OPENED_FOR_S = 8 * 3600.0
"""A shift: after it a new reason is asked for."""


REFUSALS_PER_HOUR = 60
"""Refused attempts of one person at one case that are kept in an hour: more tell the owner nothing new."""


class RefusalCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often one person was refused since a moment."""

    since: Instant
    count: int = 1


class CaseAccessLog(msgspec.Struct, frozen=True, kw_only=True):
    """Who has looked at one case, and when last."""

    case: CaseId
    mode: Mode = Mode.REAL
    last: dict[str, Instant] = {}
    opened: dict[str, Instant] = {}
    """Who opened it with a reason, and when last."""
    refused: dict[str, RefusalCount] = {}
    """Who was refused, and how often in the hour that began then."""


def has_open_access(looks: CaseAccessLog | None, person: str, at: datetime) -> bool:
    """Whether this person has opened the reserved case with a reason within a shift."""
    opened = looks.opened.get(person) if looks else None
    return opened is not None and seconds_between(opened, at) < OPENED_FOR_S


def decide(
    looks: CaseAccessLog | None, command: AccessAuditCommand, actor: Actor, at: datetime, mode: Mode
) -> tuple[Event, ...]:
    """A look, unless this person has just looked; an opening, unless it is open to them.

    Each look of a system with an API key is recorded: it takes what it reads (decision 0386).
    """
    if isinstance(command, RecordRefusedAccess):
        return _refused(looks, command, at, mode)
    person = str(actor.id)
    if isinstance(command, OpenReservedCase):
        if has_open_access(looks, person, at):
            return ()
        return (
            ReservedCaseOpened(
                case=command.case, reason=command.reason, person=person, by=actor.name, mode=mode
            ),
        )
    last = looks.last.get(person) if looks else None
    if actor.kind != "machine" and last is not None and seconds_between(last, at) < AGAIN_AFTER_S:
        return ()
    return (CaseViewed(case=command.case, how=command.how, person=person, mode=mode),)


def _refused(
    looks: CaseAccessLog | None, command: RecordRefusedAccess, at: datetime, mode: Mode
) -> tuple[Event, ...]:
    known = looks.refused.get(command.person) if looks else None
    if known is not None and _same_hour(known, at) and known.count >= REFUSALS_PER_HOUR:
        return ()
    return (
        AccessRefused(
            case=command.case,
            person=command.person,
            by=command.by,
            desk=command.desk,
            what=command.what,
            act=act_of(command.what),
            mode=mode,
        ),
    )


def _same_hour(known: RefusalCount, at: datetime) -> bool:
    return seconds_between(known.since, at) < 3600.0


def evolve(looks: CaseAccessLog | None, event: AccessAuditEvent, at: Instant) -> CaseAccessLog:
    """The looks after one more."""
    looks = looks or CaseAccessLog(case=event.case, mode=event.mode)
    match event:
        case CaseViewed(person=person):
            return msgspec.structs.replace(looks, last={**looks.last, person: at})
        case ReservedCaseOpened(person=person):
            return msgspec.structs.replace(looks, opened={**looks.opened, person: at})
        case AccessRefused(person=person):
            known = looks.refused.get(person)
            again = known is not None and _same_hour(known, at)
            now = (
                msgspec.structs.replace(known, count=known.count + 1)
                if known is not None and again
                else RefusalCount(since=at)
            )
            return msgspec.structs.replace(looks, refused={**looks.refused, person: now})


CASE_ACCESS_LOG = Aggregate(
    "looks",
    CaseAccessLog,
    AccessAuditEvent,
    evolve,
    links=lambda o: Links(case=o.case, mode=o.mode),
    live=lambda _: False,
)
COMMANDS: tuple[type[Command], ...] = union_members(AccessAuditCommand)


class AccessAudit:
    """The service of the access audit."""

    def __init__(self, work: UnitOfWork, mode_of: ModeOf) -> None:
        self._work, self._mode_of = work, mode_of

    async def handle(self, command_id: CommandId, command: AccessAuditCommand, actor: Actor) -> CommandResult:
        """Record a look or an opening. Raises `Refused("unknown_case")`."""

        async def decide_(attempt: CommandContext) -> None:
            looks = await attempt.find(CASE_ACCESS_LOG, command.case)
            mode = looks.mode if looks else await self._mode_of(command.case)
            attempt.record(CASE_ACCESS_LOG, command.case, decide(looks, command, actor, attempt.at, mode))

        return await self._work.run(command_id, command, actor, decide_)
