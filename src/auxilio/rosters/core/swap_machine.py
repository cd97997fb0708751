"""The life of a swap: asked, accepted or declined by the colleague, confirmed or refused by who plans the roster; withdrawn until then.

| command | refuses |
|---|---|
| ask_swap | swap_shift_gone, swap_too_late, swap_with_oneself, swap_colleague_elsewhere, shift_person_left, shift_function_not_held |
| answer_swap | swap_ended, swap_colleague_elsewhere, swap_shift_gone, swap_too_late |
| withdraw_swap | swap_ended |
| decide_swap | swap_ended, swap_not_accepted; confirmed also swap_colleague_elsewhere, swap_shift_gone, swap_too_late, shift_overlap, shifts_full, shift_person_left, shift_function_not_held |
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.rosters.core import shift_messages as shifts
from auxilio.rosters.core import swap_messages as m
from auxilio.rosters.core.shift_machine import check_number, check_person, overlap
from auxilio.rosters.core.shift_model import PersonRoster, RosterPerson, RosterShift
from auxilio.rosters.core.shift_policy import clash, period_of
from auxilio.rosters.core.swap_model import OPEN_STATES, ShiftSwap, SwapState


class SwapParty(msgspec.Struct, frozen=True):
    """Somebody who takes part, and their shifts as they are now."""

    person: RosterPerson
    roster: PersonRoster | None

    def shift_at(self, day: date, starts: str) -> RosterShift:
        """The shift that begins then. Raises `Conflict("swap_shift_gone")`."""
        mine = self.roster.shifts if self.roster is not None else ()
        found = next((one for one in mine if one.begins(day, starts)), None)
        if found is None:
            raise Conflict("swap_shift_gone", name=self.person.name, day=str(day), starts=starts)
        return found

    def has(self, shift: RosterShift) -> None:
        """Raises `Conflict("swap_shift_gone")` where it is not there as it was."""
        if self.shift_at(shift.day, shift.starts) != shift:
            raise Conflict("swap_shift_gone", name=self.person.name, day=str(shift.day), starts=shift.starts)


def ask(
    command: m.AskShiftSwap, mine: SwapParty, other: SwapParty, at: datetime, zone: ZoneInfo
) -> m.ShiftSwapAsked:
    """Raises `Refused` (table above)."""
    if mine.person.id == other.person.id:
        raise Refused("swap_with_oneself")
    _check_place(mine, other)
    given = mine.shift_at(command.day, command.starts.strip())
    in_return = None
    if command.return_day is not None and command.return_starts is not None:
        in_return = other.shift_at(command.return_day, command.return_starts.strip())
        check_person(mine.person, in_return)
    check_person(other.person, given)
    _check_ahead((given, in_return), at, zone)
    return m.ShiftSwapAsked(
        swap=command.swap,
        person=mine.person.id,
        name=mine.person.name,
        shift=given,
        colleague=other.person.id,
        colleague_name=other.person.name,
        in_return=in_return,
    )


def answer(
    known: ShiftSwap,
    command: m.AnswerShiftSwap,
    parties: tuple[SwapParty, SwapParty],
    by_name: str,
    at: datetime,
    zone: ZoneInfo,
) -> tuple[Event, ...]:
    """The same again is nothing new. Raises `Refused` (table above)."""
    wanted = SwapState.ACCEPTED if command.accepts else SwapState.DECLINED
    if known.state is wanted:
        return ()
    if known.state is not SwapState.ASKED:
        raise Conflict("swap_ended", state=known.state.value, name=known.by_name)
    if command.accepts:
        _check_still(known, parties, at, zone)
    return (m.ShiftSwapAnswered(swap=known.id, accepted=command.accepts, by_name=by_name),)


def withdraw(known: ShiftSwap, by_name: str) -> tuple[Event, ...]:
    """The second press finds it withdrawn. Raises `Conflict("swap_ended")`."""
    if known.state is SwapState.WITHDRAWN:
        return ()
    if known.state not in OPEN_STATES:
        raise Conflict("swap_ended", state=known.state.value, name=known.by_name)
    return (m.ShiftSwapWithdrawn(swap=known.id, by_name=by_name),)


def decide(known: ShiftSwap, command: m.DecideShiftSwap, by_name: str) -> tuple[Event, ...]:
    """The same again is nothing new. Whether the roster allows it, `exchange` says. Raises `Refused` (table above)."""
    wanted = SwapState.CONFIRMED if command.confirms else SwapState.REFUSED
    if known.state is wanted:
        return ()
    if known.state not in OPEN_STATES:
        raise Conflict("swap_ended", state=known.state.value, name=known.by_name)
    if command.confirms and known.state is not SwapState.ACCEPTED:
        raise Conflict("swap_not_accepted", name=known.colleague_name)
    return (m.ShiftSwapDecided(swap=known.id, confirmed=command.confirms, by_name=by_name),)


def exchange(
    known: ShiftSwap, parties: tuple[SwapParty, SwapParty], at: datetime, zone: ZoneInfo
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """What becomes of the shifts of who asked, and of those of the colleague. Raises `Refused` (table above)."""
    _check_still(known, parties, at, zone)
    mine, other = parties
    return (
        _moved(mine, gives=known.shift, takes=known.in_return, zone=zone),
        _moved(other, gives=known.in_return, takes=known.shift, zone=zone),
    )


def _moved(
    party: SwapParty, *, gives: RosterShift | None, takes: RosterShift | None, zone: ZoneInfo
) -> tuple[Event, ...]:
    person, events = party.person, list[Event]()
    mine = [one for one in (party.roster.shifts if party.roster else ()) if one != gives]
    if gives is not None:
        events.append(shifts.ShiftRemoved(person=person.id, day=gives.day, starts=gives.starts))
    if takes is not None:
        check_person(person, takes)
        other = clash(mine, takes, zone) or next(
            (one for one in mine if one.begins(takes.day, takes.starts)), None
        )
        if other is not None:
            raise overlap(person, other)
        check_number(mine, person)
        events.append(shifts.ShiftPlanned(person=person.id, shift=takes))
    return tuple(events)


def _check_place(mine: SwapParty, other: SwapParty) -> None:
    """Both work at one place. Raises `Refused("swap_colleague_elsewhere")`."""
    if (mine.person.agency, mine.person.centre) != (other.person.agency, other.person.centre):
        raise Refused("swap_colleague_elsewhere", name=other.person.name)


def _check_still(
    known: ShiftSwap, parties: tuple[SwapParty, SwapParty], at: datetime, zone: ZoneInfo
) -> None:
    mine, other = parties
    _check_place(mine, other)
    mine.has(known.shift)
    if known.in_return is not None:
        other.has(known.in_return)
    _check_ahead((known.shift, known.in_return), at, zone)


def _check_ahead(given: tuple[RosterShift, RosterShift | None], at: datetime, zone: ZoneInfo) -> None:
    for one in given:
        period = period_of(one, zone) if one is not None else None
        if one is not None and (period is None or period.since <= at):
            raise Conflict("swap_too_late", day=str(one.day), starts=one.starts)


def evolve(known: ShiftSwap | None, event: m.SwapEvent, _at: datetime) -> ShiftSwap:
    """The swap after an event."""
    if isinstance(event, m.ShiftSwapAsked):
        return ShiftSwap(
            id=event.swap,
            person=event.person,
            name=event.name,
            shift=event.shift,
            colleague=event.colleague,
            colleague_name=event.colleague_name,
            in_return=event.in_return,
            state=SwapState.ASKED,
            by_name=event.name,
        )
    assert known is not None, "it was asked"
    return msgspec.structs.replace(known, state=_state_after(event), by_name=event.by_name)


def _state_after(event: m.ShiftSwapAnswered | m.ShiftSwapWithdrawn | m.ShiftSwapDecided) -> SwapState:
    match event:
        case m.ShiftSwapAnswered(accepted=accepted):
            return SwapState.ACCEPTED if accepted else SwapState.DECLINED
        case m.ShiftSwapWithdrawn():
            return SwapState.WITHDRAWN
        case m.ShiftSwapDecided(confirmed=confirmed):
            return SwapState.CONFIRMED if confirmed else SwapState.REFUSED
