"""Roles that see into cases are given by two people (docs/nouns/person.md, decision 0254).

An administrator asks, and somebody of the second office confirms: another administrator, or a supervisor or room chief.
Until then the person works with their other roles. The same holds for the role of administrator, for letting somebody
back in, and for a password that an administrator sets for somebody who sees into cases: each of them would otherwise open
cases to the one who does it.
"""

from enum import StrEnum
from typing import ClassVar, assert_never
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import ROLES, Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, union_members
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import ShortText

SEES_CASES = frozenset(
    role
    for role, words in ROLES.items()
    if {Permission.CASE_LOOK, Permission.UNIT_WATCH} & words and role != "system"
)
"""Roles that see into cases: desks, centres, records, review, crews."""
TWO_PERSON_ROLES = SEES_CASES | {"administrator"}
"""Roles that need a second person."""


class GrantState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """A later change of the same person took its place."""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Roles that one person asks to give to another."""

    id: UUID
    state: GrantState
    person: PersonId
    name: ShortText
    login: ShortText
    roles: tuple[ShortText, ...]
    by: PersonId
    by_name: ShortText
    at: Instant
    decided_by: ShortText | None = None


class RequestGrant(Command, frozen=True, kw_only=True, tag="identity.request_grant"):
    """An administrator asks for roles that two people give; earlier requests for the same person are withdrawn."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    grant: UUID
    person: PersonId
    name: ShortText
    login: ShortText
    roles: tuple[ShortText, ...]
    by: PersonId
    by_name: ShortText


class DecideGrant(Command, frozen=True, kw_only=True, tag="identity.decide_grant"):
    """The second person confirms, or refuses."""

    permission: ClassVar[str] = Permission.PEOPLE_CONFIRM
    object_rule: ClassVar[str] = ObjectRule.GRANT
    grant: UUID
    confirmed: bool


class WithdrawGrant(Command, frozen=True, kw_only=True, tag="identity.withdraw_grant"):
    """A later change of the person took its place."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    grant: UUID


type GrantCommand = RequestGrant | DecideGrant | WithdrawGrant


class GrantRequested(Event, frozen=True, kw_only=True, tag="identity.grant.requested"):
    """Roles are asked for, and wait for the second person."""

    grant: UUID
    person: PersonId
    name: ShortText
    login: ShortText
    roles: tuple[ShortText, ...]
    by: PersonId
    by_name: ShortText


class GrantConfirmed(Event, frozen=True, kw_only=True, tag="identity.grant.confirmed"):
    """The second person agrees."""

    grant: UUID
    by: PersonId
    by_name: ShortText


class GrantRefused(Event, frozen=True, kw_only=True, tag="identity.grant.refused"):
    """The second person does not agree."""

    grant: UUID
    by: PersonId
    by_name: ShortText


class GrantWithdrawn(Event, frozen=True, kw_only=True, tag="identity.grant.withdrawn"):
    """It is not asked for any more."""

    grant: UUID


type GrantEvent = GrantRequested | GrantConfirmed | GrantRefused | GrantWithdrawn


def decide(grant: Grant | None, command: GrantCommand, actor: Actor) -> tuple[Event, ...]:
    """What the command makes happen. Raises `Refused("grant_over")`."""
    if isinstance(command, RequestGrant):
        if grant is not None:
            return ()
        fields = {name: getattr(command, name) for name in GrantRequested.__struct_fields__}
        return (GrantRequested(**fields),)
    assert grant is not None, "the service has found it"
    if isinstance(command, WithdrawGrant):
        return (GrantWithdrawn(grant=grant.id),) if grant.state is GrantState.OPEN else ()
    if grant.state is not GrantState.OPEN:
        raise Refused("grant_over", state=grant.state, by=grant.decided_by or "")
    by, name = PersonId(actor.id), actor.name
    if command.confirmed:
        return (GrantConfirmed(grant=grant.id, by=by, by_name=name),)
    return (GrantRefused(grant=grant.id, by=by, by_name=name),)


def evolve(grant: Grant | None, event: GrantEvent, at: Instant) -> Grant:
    """The request after this fact."""
    if isinstance(event, GrantRequested):
        return Grant(
            id=event.grant,
            state=GrantState.OPEN,
            person=event.person,
            name=event.name,
            login=event.login,
            roles=event.roles,
            by=event.by,
            by_name=event.by_name,
            at=at,
        )
    assert grant is not None, "a request begins by being asked for"
    change = msgspec.structs.replace
    match event:
        case GrantConfirmed(by_name=name):
            return change(grant, state=GrantState.CONFIRMED, decided_by=name)
        case GrantRefused(by_name=name):
            return change(grant, state=GrantState.REFUSED, decided_by=name)
        case GrantWithdrawn():
            return change(grant, state=GrantState.WITHDRAWN)
        case _ as never:
            assert_never(never)


COMMANDS: tuple[type[Command], ...] = union_members(GrantCommand)
