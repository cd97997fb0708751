"""What call takers do in a day of chance: calls come and go, cases are opened, corrected, merged, parted and closed."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import FINISHED_STATES as CALL_OVER
from auxilio.calls.core.model import WAITING_STATES, Call, CallChannel, NumberSource
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import (
    Case,
    CaseEnding,
    ClosingData,
    Hazard,
    Location,
    LocationCertainty,
    ServiceOutcome,
)
from auxilio.dispatch.tasks.core.model import Task
from auxilio.kernel.event import Command
from auxilio.kernel.ids import (
    CallId,
    CaseId,
)
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from tests.actors import citizen, system
from tests.days.centre import PICK, PLACES, PRIORITIES, Centre, pick, pick_of, where


class AtTheDesk(Centre):
    """Calls and cases."""

    # --- calls ---------------------------------------------------------------------------------------

    @rule(phone=st.integers(0, 3))
    def it_rings(self, phone: int) -> None:
        call = CallId(new_id())
        ring = calls.ReceiveCall(
            call=call,
            channel=CallChannel.CHAT,
            phone=f"+3460011122{phone}",
            phone_known_by=NumberSource.NETWORK_ASSERTED,  # a retry is joined by nothing else
        )
        self.press(system(), ring)

    @where(lambda day: any(call.state in WAITING_STATES for call in day.all(Call)))
    @rule(call=PICK, desk=PICK)
    def somebody_answers(self, call: int, desk: int) -> None:
        waiting = [one for one in self.all(Call) if one.state in WAITING_STATES]
        if found := pick(waiting, call):
            rung = next((who for who in self.desks if who.desk == found.offered_to), None)
            self.press(rung or pick_of(self.desks, desk), calls.AnswerCall(call=found.id))

    @where(lambda day: day.all(Call))
    @rule(call=PICK, end=st.sampled_from(("hangs_up", "leaves", "noted", "ready")), desk=PICK)
    def a_call_goes_on(self, call: int, end: str, desk: int) -> None:
        found = pick([one for one in self.all(Call) if one.state not in CALL_OVER], call)
        at = pick_of(self.desks, desk)
        if end == "ready":
            self.press(at, calls.SetDeskReady())
        elif found is not None:
            at = next((who for who in self.desks if who.desk == found.desk), at)
            match end:
                case "hangs_up":
                    self.press(at, calls.HangUp(call=found.id))
                case "leaves":
                    self.press(citizen(found.id), calls.EndByCaller(call=found.id, lost=bool(desk % 2)))
                case _:
                    self.press(at, calls.AddCallNote(call=found.id, words="llora"))

    @rule(desk=PICK, stand=st.sampled_from((calls.SetDeskReady(), calls.SignOff(), calls.RequestHelp())))
    def a_desk_changes(self, desk: int, stand: Command) -> None:
        self.press(pick_of(self.desks, desk), stand)

    # --- cases ---------------------------------------------------------------------------------------
    @rule(desk=PICK, call=PICK, priority=st.none() | PRIORITIES, place=st.none() | st.sampled_from(PLACES))
    def a_case_is_opened(self, desk: int, call: int, priority: Priority | None, place: Point | None) -> None:
        found = pick([one for one in self.all(Call) if one.case is None and one.desk is not None], call)
        opened = cases.OpenCase(
            case=CaseId(new_id()),
            call=found.id if found else None,
            type="SAN-05",
            priority=priority,
            location=at(place) if place else None,
        )
        self.press(pick_of(self.desks, desk), opened, twice=bool(desk % 2))

    @where(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, place=st.sampled_from(PLACES))
    def a_place_is_known_or_corrected(self, case: int, desk: int, place: Point) -> None:
        if found := pick(self.open_cases(), case):
            located = cases.LocateCase(case=found.id, location=at(place), correction=True)
            self.press(pick_of([*self.desks, *self.centres["san-1"]], desk), located)

    @where(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, priority=PRIORITIES)
    def it_is_worse_or_better(self, case: int, desk: int, priority: Priority) -> None:
        if found := pick(self.open_cases(), case):
            order = cases.SetPriority(case=found.id, priority=priority, reason="se oye peor")
            self.press(pick_of([*self.desks, self.chief], desk), order)

    @where(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, code=st.sampled_from(("weapon", "wait_for_police", "gas")))
    def a_danger_is_told(self, case: int, desk: int, code: str) -> None:
        if found := pick(self.open_cases(), case):
            danger = cases.NoteHazard(case=found.id, hazard=Hazard(code=code))
            self.press(pick_of(self.desks, desk), danger)

    @where(lambda day: len(day.all(Case)) > 1)
    @rule(
        case=PICK,
        other=PICK,
        how=st.sampled_from(("merge", "merge", "part", "link", "unlink", "relate", "take")),
    )
    def cases_meet(self, case: int, other: int, how: str) -> None:
        desk = pick_of(self.desks, other)
        mine, theirs = pick(self.all(Case), case), pick(self.open_cases(), other)
        call = pick(self.all(Call), other)
        if mine is None:
            return
        match how:
            case "merge" if theirs is not None:
                self.unmoved(
                    lambda: self.press(desk, cases.MergeCase(case=mine.id, into=theirs.id)), goes_on=True
                )
            case "part":
                merged = pick([one for one in self.all(Case) if one.merged_into is not None], case)
                if merged is not None:
                    self.unmoved(lambda: self.press(desk, cases.UnmergeCase(case=merged.id)), goes_on=True)
            case "link" if call is not None:
                self.press(desk, cases.LinkCall(case=mine.id, call=call.id))
            case "unlink" if mine.calls:
                self.press(desk, cases.UnlinkCall(case=mine.id, call=pick_of(mine.calls, other)))
            case "relate" if theirs is not None:
                self.press(desk, cases.RelateCase(case=mine.id, other=theirs.id))
            case "take":
                self.press(desk, cases.TakeOverCase(case=mine.id))
            case _:
                pass

    @where(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, again=st.booleans())
    def a_case_is_closed(self, case: int, desk: int, again: bool) -> None:
        """What each service did is told, as the desk must; whether its tasks are over is for Auxilio to know."""
        found = pick(self.open_cases(), case)
        if found is None:
            return
        services = sorted({task.service for task in self.all(Task) if task.case == found.id})
        told = tuple(ServiceOutcome(service=service, result="attended") for service in services)
        closing = ClosingData(disposition=CaseEnding.RESOLVED, outcomes=told)
        at = pick_of(self.desks, desk)
        self.unmoved(lambda: self.press(at, cases.CloseCase(case=found.id, closing=closing)))
        if again:
            self.unmoved(lambda: self.press(at, cases.ReopenCase(case=found.id, reason="vuelven a llamar")))


def at(place: Point) -> Location:
    """Agreed with the caller."""
    return Location(degree=LocationCertainty.AGREED, words=f"Calle Mayor {PLACES.index(place)}", point=place)
