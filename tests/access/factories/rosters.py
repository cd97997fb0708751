"""Shifts and swaps of them: of people of the own place, and of another; each begins at a moment of its own."""

from datetime import date, timedelta
from itertools import count

from auxilio.kernel.ids import AgencyId, CentreId, PersonId
from auxilio.platform.ids import new_id
from auxilio.rosters.core import shift_messages as sh
from auxilio.rosters.core import swap_messages as sw
from auxilio.rosters.core.shift_model import RosterShift, ShiftFunction
from auxilio.rosters.core.swap_model import ShiftSwapId
from auxilio.rosters.shift_service import PERSON_ROSTER
from auxilio.rosters.swap_service import SHIFT_SWAP
from tests.access.factories.registry import makes
from tests.access.world import Scenario, World

_slots = count()
_HOURS = 24


def _place(w: World) -> tuple[AgencyId | None, CentreId | None]:
    """The own: the room, or the centre or agency of who asks. A neighbour's: a centre that is not it."""
    if w.other:
        return AgencyId(w.centre.partition("-")[0]), w.centre
    return w.who.agency, w.who.centre


def _person(w: World) -> PersonId:
    """Somebody else who works there."""
    if w.scenario is Scenario.MISSING:
        return PersonId(new_id())
    agency, centre = _place(w)
    place = centre or agency
    return w.known.somebody if place is None else w.known.staff[place]


def _shift(w: World, first: date) -> RosterShift:
    """Half an hour that no other cell has, in the days from `first`."""
    agency, centre = _place(w)
    day, hour = divmod(next(_slots), _HOURS)
    function = ShiftFunction.CALL_TAKER if agency is None else ShiftFunction.DISPATCHER
    return RosterShift(
        day=first + timedelta(days=day % 7),
        starts=f"{hour:02}:{day // 7 % 2 * 30:02}",
        ends=f"{hour:02}:{day // 7 % 2 * 30 + 29:02}",
        function=function,
        agency=agency,
        centre=centre,
    )


def _monday(w: World, weeks: int) -> date:
    today = w.at.date()
    return today + timedelta(days=7 * weeks - today.weekday())


def _planned(w: World, person: PersonId, first: date) -> RosterShift:
    shift = _shift(w, first)
    w.tell(PERSON_ROSTER, person, sh.ShiftPlanned(person=person, shift=shift))
    return shift


@makes(sh.PlanShift)
def plan(w: World) -> sh.PlanShift:
    """Another end of one that is there."""
    person = _person(w)
    shift = _planned(w, person, _monday(w, 8))
    longer = f"{shift.starts[:2]}:{int(shift.starts[3:]) + 20:02}"
    return sh.PlanShift(
        person=person, day=shift.day, starts=shift.starts, ends=longer, function=shift.function
    )


@makes(sh.RemoveShift)
def remove(w: World) -> sh.RemoveShift:
    person = _person(w)
    shift = _planned(w, person, _monday(w, 12))
    return sh.RemoveShift(person=person, day=shift.day, starts=shift.starts)


@makes(sh.CopyRosterWeek)
def copy(w: World) -> sh.CopyRosterWeek:
    person = _person(w)
    _planned(w, person, _monday(w, 3))
    return sh.CopyRosterWeek(first=_monday(w, 4), people=(person,))


# --- swaps ----------------------------------------------------------------------------------------


def _asked(w: World, *, by_me: bool = False, of_me: bool = False, accepted: bool = False) -> ShiftSwapId:
    """Of two people of that place; who asks, or is asked, is the one of the cell where it is their own."""
    swap, me = ShiftSwapId(new_id()), w.who.person
    asker = me if by_me and not w.other else _person(w)
    colleague = me if of_me and not w.other else w.known.somebody
    shift = _planned(w, asker, _monday(w, 16))
    asked = sw.ShiftSwapAsked(
        swap=swap, person=asker, name="Ana", shift=shift, colleague=colleague, colleague_name="Joan", in_return=None
    )  # fmt: skip
    w.tell(SHIFT_SWAP, swap, asked)
    if accepted:
        w.tell(SHIFT_SWAP, swap, sw.ShiftSwapAnswered(swap=swap, accepted=True, by_name="Joan"))
    return swap


@makes(sw.AskShiftSwap)
def ask(w: World) -> sw.AskShiftSwap:
    """The shift is their own; a neighbour's, when they ask for that of somebody else."""
    shift = _planned(w, _person(w) if w.other else w.who.person, _monday(w, 20))
    return sw.AskShiftSwap(
        swap=ShiftSwapId(new_id()), day=shift.day, starts=shift.starts, colleague=_person(w)
    )


@makes(sw.AnswerShiftSwap)
def answer(w: World) -> sw.AnswerShiftSwap:
    return sw.AnswerShiftSwap(swap=_asked(w, of_me=True), accepts=True)


@makes(sw.WithdrawShiftSwap)
def withdraw(w: World) -> sw.WithdrawShiftSwap:
    return sw.WithdrawShiftSwap(swap=_asked(w, by_me=True))


@makes(sw.DecideShiftSwap)
def decide(w: World) -> sw.DecideShiftSwap:
    return sw.DecideShiftSwap(swap=_asked(w, accepted=True), confirms=False)
