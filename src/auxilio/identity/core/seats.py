"""Who sits at a desk: one person at a time, and how another one gets the seat (docs/nouns/desk.md, decision 0253).

A second person who signs in at an occupied desk is refused, and the first one is asked. They, or a supervisor of the
room, give the seat; a desk whose person has not been seen for `ABANDONED_S` is free. Vehicles are no desks: a crew may
sign in on several telephones.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, assert_never

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, union_members
from auxilio.kernel.ids import CentreId, DeskId, PersonId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, ShortText

ABANDONED_S = 60.0
"""A desk whose person no window has spoken for this long is free. An open window speaks every few seconds."""
REQUEST_LIFETIME_S = 120.0
"""How long a request for the seat stands, and how long a seat that was given waits for the person."""
REQUESTS_MAX = 10


class SeatRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who would like to sit at an occupied desk."""

    person: PersonId
    name: ShortText
    at: Instant


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A desk and the person at it."""

    desk: DeskId
    mode: Mode = Mode.REAL
    centre: CentreId | None = None
    person: PersonId | None = None
    name: ShortText | None = None
    since: Instant | None = None
    requests: tuple[SeatRequest, ...] = ()
    given_to: PersonId | None = None
    """Who may sit down next, because the person at the desk or a supervisor said so."""
    given_at: Instant | None = None


class SeatTakenReason(StrEnum):
    """Why the seat could be taken."""

    FREE = "free"
    AGAIN = "again"
    """The same person, in another window or after a restart."""
    ABANDONED = "abandoned"
    GIVEN = "given"


# --- commands -------------------------------------------------------------------------------------


class TakeSeat(Command, frozen=True, kw_only=True, tag="identity.take_seat"):
    """A person signs in at a desk. `present` are those whose windows at it spoke within `ABANDONED_S`.

    `asks` is false where the sign-in is repeated for a request that was made before: it asks for the seat no second time,
    so that a refused request stays refused.
    """

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    desk: DeskId
    person: PersonId
    name: ShortText
    centre: CentreId | None = None
    mode: Mode = Mode.REAL
    present: Annotated[tuple[PersonId, ...], msgspec.Meta(max_length=100)] = ()
    roles: tuple[ShortText, ...] = ()
    asks: bool = True


class LeaveSeat(Command, frozen=True, kw_only=True, tag="identity.leave_seat"):
    """The person at a desk signs out, or is signed out."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    desk: DeskId
    person: PersonId


class GrantSeatRequest(Command, frozen=True, kw_only=True, tag="identity.give_seat"):
    """The person at the desk, or a supervisor, lets somebody who asked sit down."""

    permission: ClassVar[str] = Permission.SEAT_GIVE
    object_rule: ClassVar[str] = ObjectRule.SEAT_HOLDER
    desk: DeskId
    to: PersonId


class DeclineSeatRequest(Command, frozen=True, kw_only=True, tag="identity.keep_seat"):
    """The person at the desk, or a supervisor, does not give the seat."""

    permission: ClassVar[str] = Permission.SEAT_GIVE
    object_rule: ClassVar[str] = ObjectRule.SEAT_HOLDER
    desk: DeskId
    to: PersonId


type SeatCommand = TakeSeat | LeaveSeat | GrantSeatRequest | DeclineSeatRequest

# --- events ---------------------------------------------------------------------------------------


class SeatTaken(Event, frozen=True, kw_only=True, tag="identity.seat.taken"):
    """A person sits at the desk. `before` is who was there, when somebody was; `roles` are those they sit down with."""

    desk: DeskId
    person: PersonId
    name: ShortText
    centre: CentreId | None = None
    mode: Mode
    why: SeatTakenReason
    before: PersonId | None = None
    roles: tuple[ShortText, ...] = ()


class SeatRequested(Event, frozen=True, kw_only=True, tag="identity.seat.asked"):
    """Somebody would like to sit at an occupied desk."""

    desk: DeskId
    person: PersonId
    name: ShortText


class SeatRequestGranted(Event, frozen=True, kw_only=True, tag="identity.seat.given"):
    """They may sit down."""

    desk: DeskId
    to: PersonId
    name: ShortText
    by: ShortText


class SeatRequestDeclined(Event, frozen=True, kw_only=True, tag="identity.seat.kept"):
    """They may not, for now."""

    desk: DeskId
    to: PersonId
    name: ShortText
    by: ShortText


class SeatLeft(Event, frozen=True, kw_only=True, tag="identity.seat.left"):
    """Nobody sits at the desk."""

    desk: DeskId
    person: PersonId


type SeatEvent = SeatTaken | SeatRequested | SeatRequestGranted | SeatRequestDeclined | SeatLeft

# --- deciding and evolving ------------------------------------------------------------------------


def take(seat: Seat | None, command: TakeSeat, at: datetime) -> tuple[Event, ...]:
    """Sit down, or ask: the facts end with `SeatTaken` only where the person may sit."""
    there = seat.person if seat else None
    if there is None:
        why = SeatTakenReason.FREE
    elif there == command.person:
        same = seat is not None and (seat.mode, seat.centre) == (command.mode, command.centre)
        if same and command.person in command.present:
            return ()
        why = SeatTakenReason.AGAIN
    elif seat is not None and _was_granted(seat, command.person, at):
        why = SeatTakenReason.GIVEN
    elif not _is_present(seat, command, at):
        why = SeatTakenReason.ABANDONED
    else:
        assert seat is not None, "somebody is there"
        full = len(open_requests(seat, at)) >= REQUESTS_MAX
        if full or not command.asks or has_open_request(seat, command.person, at):
            return ()
        return (SeatRequested(desk=command.desk, person=command.person, name=command.name),)
    taken = SeatTaken(
        desk=command.desk,
        person=command.person,
        name=command.name,
        centre=command.centre,
        mode=command.mode,
        why=why,
        before=there if there != command.person else None,
        roles=command.roles,
    )
    return (taken,)


def _is_present(seat: Seat | None, command: TakeSeat, at: datetime) -> bool:
    """Whether the person at the desk is still there: a window of theirs spoke lately, or they have just sat down and
    their session is being opened."""
    if seat is None or seat.person in command.present:
        return seat is not None
    return seat.since is not None and seconds_between(seat.since, at) < ABANDONED_S


def _was_granted(seat: Seat, person: PersonId, at: datetime) -> bool:
    """Whether this person was let sit down, a short while ago: who does not come has to ask again."""
    if seat.given_to != person or seat.given_at is None:
        return False
    return seconds_between(seat.given_at, at) < REQUEST_LIFETIME_S


def open_requests(seat: Seat, at: datetime) -> list[SeatRequest]:
    """Requests for the seat that still stand."""
    return [one for one in seat.requests if seconds_between(one.at, at) < REQUEST_LIFETIME_S]


def has_open_request(seat: Seat, person: PersonId, at: datetime) -> bool:
    """Whether this person's request still stands."""
    return any(one.person == person for one in open_requests(seat, at))


def decide(
    seat: Seat | None, command: LeaveSeat | GrantSeatRequest | DeclineSeatRequest, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """What the command makes happen. Raises `Refused("seat_not_asked")`."""
    if isinstance(command, LeaveSeat):
        there = seat is not None and seat.person == command.person
        return (SeatLeft(desk=command.desk, person=command.person),) if there else ()
    asked = next((one for one in open_requests(seat, at) if one.person == command.to), None) if seat else None
    if asked is None:
        raise Refused("seat_not_asked", desk=command.desk)
    match command:
        case GrantSeatRequest():
            return (SeatRequestGranted(desk=command.desk, to=asked.person, name=asked.name, by=actor.name),)
        case DeclineSeatRequest():
            return (SeatRequestDeclined(desk=command.desk, to=asked.person, name=asked.name, by=actor.name),)
        case _ as never:
            assert_never(never)


def evolve(seat: Seat | None, event: SeatEvent, at: datetime) -> Seat:
    """The seat after this fact."""
    known = seat or Seat(desk=event.desk)
    change = msgspec.structs.replace
    match event:
        case SeatTaken():
            others = tuple(one for one in known.requests if one.person != event.person)
            return Seat(
                desk=event.desk,
                mode=event.mode,
                centre=event.centre,
                person=event.person,
                name=event.name,
                since=at,
                requests=others if event.why is SeatTakenReason.AGAIN else (),
            )
        case SeatRequested(person=person, name=name):
            others = tuple(one for one in open_requests(known, at) if one.person != person)
            return change(known, requests=(*others, SeatRequest(person=person, name=name, at=at)))
        case SeatRequestGranted(to=to):
            return change(known, given_to=to, given_at=at, requests=_without(known, to))
        case SeatRequestDeclined(to=to):
            return change(known, requests=_without(known, to))
        case SeatLeft():
            return Seat(desk=event.desk, mode=known.mode)
        case _ as never:
            assert_never(never)


def _without(seat: Seat, person: PersonId) -> tuple[SeatRequest, ...]:
    return tuple(one for one in seat.requests if one.person != person)


COMMANDS: tuple[type[Command], ...] = union_members(SeatCommand)
