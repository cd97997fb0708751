"""A visitor signs in and leaves. Pure."""

from datetime import datetime
from typing import ClassVar, NewType
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

VisitorId = NewType("VisitorId", UUID)


class SignInVisitor(Command, frozen=True, kw_only=True, tag="visitors.sign_in"):
    permission: ClassVar[str] = Permission.ROOM_WATCH
    object_rule: ClassVar[str] = ObjectRule.SHARED
    visitor: VisitorId
    name: str


class SignOutVisitor(Command, frozen=True, kw_only=True, tag="visitors.sign_out"):
    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    visitor: VisitorId


class VisitorSignedIn(Event, frozen=True, kw_only=True, tag="visitors.visitor.signed_in"):
    visitor: VisitorId
    name: str
    mode: Mode


class VisitorSignedOut(Event, frozen=True, kw_only=True, tag="visitors.visitor.signed_out"):
    visitor: VisitorId


type VisitorCommand = SignInVisitor | SignOutVisitor
type VisitorEvent = VisitorSignedIn | VisitorSignedOut


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    id: VisitorId
    name: str
    mode: Mode
    present: bool = True


class VisitorRow(msgspec.Struct, frozen=True, kw_only=True):
    id: VisitorId
    name: str


def sign_in(known: Visitor | None, command: SignInVisitor, mode: Mode) -> tuple[VisitorEvent, ...]:
    if known is not None:
        raise Refused("visitor_known", id=str(known.id))
    return (VisitorSignedIn(visitor=command.visitor, name=command.name, mode=mode),)


def sign_out(visitor: Visitor) -> tuple[VisitorEvent, ...]:
    return (VisitorSignedOut(visitor=visitor.id),) if visitor.present else ()


def evolve(visitor: Visitor | None, event: VisitorEvent, at: datetime) -> Visitor:
    del at
    if isinstance(event, VisitorSignedIn):
        return Visitor(id=event.visitor, name=event.name, mode=event.mode)
    assert visitor is not None
    return msgspec.structs.replace(visitor, present=False)


def visitor_row(visitor: Visitor) -> VisitorRow:
    return VisitorRow(id=visitor.id, name=visitor.name)
