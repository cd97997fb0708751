"""A day of chance at one centre: calls, cases, tasks, crews, clocks, and a worker that dies between any two commands.

A rule is what one person does at one desk. It chooses among what stands there now; what the house refuses is an answer,
and what it does not expect is a defect. After each rule the house comes to rest and every invariant is asked, unless the
worker is away: then facts pile up, and are worked through together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from auxilio.calls import messages as calls
from auxilio.calls.model import OVER as CALL_OVER
from auxilio.calls.model import WAITING, Call, Channel
from auxilio.cases import messages as cases
from auxilio.cases.model import Case, CaseState, Closing, Degree, Ending, Hazard, Location, Outcome
from auxilio.closures.messages import DrawClosure, LiftClosure
from auxilio.closures.model import Closure, ClosureId, ClosureState, Reason
from auxilio.dispatch.messages import patients as p
from auxilio.dispatch.messages import tasks as t
from auxilio.dispatch.messages import units as u
from auxilio.dispatch.model.assignment import Assignment
from auxilio.dispatch.model.patient import Patient
from auxilio.dispatch.model.shared import ChangeId, ChangeKind, pending
from auxilio.dispatch.model.task import HELD, RefusalReason, Task, TaskOutcome, TaskState, unowned
from auxilio.dispatch.model.unit import Unit, UnitStatus
from auxilio.followup.messages import AnswerWatch
from auxilio.followup.model import OVER, Watch
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Envelope, Event
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    CommandId,
    PatientId,
    StreamId,
    TaskId,
    UnitId,
)
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode, Priority
from auxilio.platform.database.upcast import lift
from auxilio.platform.ids import new_id
from tests.days.grounds import Ground, noun_at
from tests.days.invariants import Broken, Picture, check
from tests.dispatch.made import CREW, crew_of, dispatcher
from tests.people import citizen, house, person

PLACES = (Point(41.50, 1.50), Point(41.51, 1.52), Point(41.53, 1.48))
FLEET = (
    ("SVA-1", "san", ("als",)),
    ("SVA-2", "san", ("als",)),
    ("SVB-1", "san", ("bls",)),
    ("B-1", "bom", ("pump", "rescue")),
    ("P-1", "pol", ("patrol",)),
    ("PC-1", "pc", ("civil_protection_officer",)),
)
NEEDS = (("als",), ("als", "pump"), ("als", "pump", "patrol"), ("patrol",), ("civil_protection_officer",))
STEPS = tuple(status for status in UnitStatus if status is not UnitStatus.ALERTED)
CLOCKS_S = (1.0, 12.0, 31.0, 65.0, 130.0, 330.0)
"""Past each clock of the plan and of the watches, and some past all of them."""
AWAY_MAX = 5
"""So many rules at most until the worker is back."""
PICK = st.integers(0, 11)
PRIORITIES = st.sampled_from(tuple(Priority))

type Opens = Callable[[], AbstractAsyncContextManager[Ground]]


class Day(RuleBasedStateMachine):
    """Subclass it with `opens` and a running loop."""

    opens: ClassVar[Opens]
    loop: ClassVar[asyncio.AbstractEventLoop]
    happened: ClassVar[set[str]]
    """Kinds of facts over all days: a test shows with it that its days told of what they promise."""
    deaths: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self._open = type(self).opens()
        self.ground: Ground = self._run(self._open.__aenter__())
        self.facts: list[tuple[Envelope, Event]] = []
        self.cursor, self.away, self.presses = Cursor(), 0, 0
        self.states: dict[StreamId, tuple[int, str]] = {}
        self.nouns: dict[StreamId, Any] = {}
        self.desks = [person("call_taker", f"desk-{n}", name=f"Operadora {n}") for n in (1, 2, 3)]
        self.chief = person("supervisor", "room-1", name="Clara")
        self.centres = {
            name: [dispatcher(name), dispatcher(name)] for name in ("san-1", "bom-1", "pol-1", "pc-1")
        }

    def teardown(self) -> None:
        type(self).deaths += self.ground.deaths
        self._run(self._open.__aexit__(None, None, None))

    def _run(self, awaited: Awaitable[Any] | Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(awaited)

    # --- what a rule does -------------------------------------------------------------------------

    def all[S](self, kind: type[S]) -> list[S]:
        """The nouns of a kind, in the order in which they came."""
        return [one for one in self.nouns.values() if isinstance(one, kind)]

    def press(self, actor: Actor, command: Command, *, twice: bool = False) -> bool:
        """Whether it was taken. `twice`: the page asks again, as it does when an answer was lost."""
        return self.together([(actor, command)], twice=twice) == [True]

    def together(self, presses: Sequence[tuple[Actor, Command]], *, twice: bool = False) -> list[bool]:
        """Several desks in one moment; which were taken."""

        async def one(actor: Actor, command: Command) -> bool:
            id = CommandId(new_id())
            try:
                first = await self.ground.press(actor, command, id)
                if twice:
                    assert await self.ground.press(actor, command, id) == first, (
                        "a repeat has its first answer"
                    )
            except Refused:
                return False
            return True

        async def all_() -> list[bool]:
            await self.ground.clock.advance(0.25, settle=0)
            return await asyncio.gather(*(one(*each) for each in presses))

        taken: list[bool] = self._run(all_())
        self.rest()
        return taken

    def rest(self) -> None:
        """What follows follows; while the worker is away it piles up."""
        if self.away > 0:
            self.away -= 1
        if self.away == 0:
            self._run(self.ground.settle())
        self._run(self._look())

    async def _look(self) -> None:
        self.states = await self.ground.store.states()
        fresh = await self.ground.store.facts_after(self.cursor)
        self.fresh = list(
            dict.fromkeys(fact.stream for fact in fresh)
        )  # in their order: a day is played again
        for fact in fresh:
            event = noun_at(fact.stream).read_event(lift(fact.kind, fact.schema, fact.body))
            self.facts.append((fact, event))
            self.happened.add(fact.kind)
            self.cursor = fact.position
        for stream in self.fresh:
            self.nouns[stream] = noun_at(stream).read_state(self.states[stream][1])

    def picture(self) -> Picture:
        """The centre as it stands."""
        return Picture(
            at=self.ground.clock.now(),
            states=self.states,
            nouns=self.nouns,
            facts=tuple(self.facts),
            fresh=frozenset(self.fresh),
        )

    @invariant()
    def holds(self) -> None:
        if self.facts and not self.away:
            check(self.picture())

    # --- the morning --------------------------------------------------------------------------------

    @initialize(ready=st.booleans(), begun=st.lists(st.sampled_from(NEEDS), max_size=3))
    def morning(self, ready: bool, begun: list[tuple[str, ...]]) -> None:
        """Vehicles stand in their stations with their crews; desks are manned, or will be; some cases are under way."""
        for callsign, agency, able in FLEET:
            unit = u.RegisterUnit(
                unit=UnitId(new_id()),
                callsign=callsign,
                agency=AgencyId(agency),
                centre=CentreId(f"{agency}-1"),
                capabilities=able,
                home=PLACES[0],
            )
            assert self.press(house(), unit)
            assert self.press(crew_of(callsign), u.SignOnCrew(unit=unit.unit, crew=CREW))
        for desk in self.desks if ready else ():
            self.press(desk, calls.StandReady())
        for nth, needs in enumerate(begun):
            self.a_case_is_opened(desk=nth, call=0, priority=Priority.P1, place=PLACES[nth])
            self.help_is_sent(case=0, desk=nth, needs=needs, both=False)

    # --- calls ---------------------------------------------------------------------------------------

    @rule(phone=st.integers(0, 3))
    def it_rings(self, phone: int) -> None:
        call = CallId(new_id())
        self.press(citizen(call), calls.Ring(call=call, channel=Channel.CHAT, phone=f"+3460011122{phone}"))

    @precondition(lambda day: any(call.state in WAITING for call in day.all(Call)))
    @rule(call=PICK, desk=PICK)
    def somebody_answers(self, call: int, desk: int) -> None:
        waiting = [one for one in self.all(Call) if one.state in WAITING]
        if found := pick(waiting, call):
            rung = next((who for who in self.desks if who.desk == found.offered_to), None)
            self.press(rung or pick_of(self.desks, desk), calls.Answer(call=found.id))

    @precondition(lambda day: day.all(Call))
    @rule(call=PICK, end=st.sampled_from(("hangs_up", "leaves", "noted", "ready")), desk=PICK)
    def a_call_goes_on(self, call: int, end: str, desk: int) -> None:
        found = pick([one for one in self.all(Call) if one.state not in CALL_OVER], call)
        at = pick_of(self.desks, desk)
        if end == "ready":
            self.press(at, calls.StandReady())
        elif found is not None:
            at = next((who for who in self.desks if who.desk == found.desk), at)
            match end:
                case "hangs_up":
                    self.press(at, calls.HangUp(call=found.id))
                case "leaves":
                    self.press(citizen(found.id), calls.Leave(call=found.id, lost=bool(desk % 2)))
                case _:
                    self.press(at, calls.Note(call=found.id, words="llora"))

    @rule(desk=PICK, stand=st.sampled_from((calls.StandReady(), calls.SignOff(), calls.AskHelp())))
    def a_desk_changes(self, desk: int, stand: Command) -> None:
        self.press(pick_of(self.desks, desk), stand)

    # --- cases ---------------------------------------------------------------------------------------

    def open_cases(self) -> list[Case]:
        return [case for case in self.all(Case) if case.state is CaseState.OPEN]

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

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, place=st.sampled_from(PLACES))
    def a_place_is_known_or_corrected(self, case: int, desk: int, place: Point) -> None:
        if found := pick(self.open_cases(), case):
            located = cases.Locate(case=found.id, location=at(place), correction=True)
            self.press(pick_of([*self.desks, *self.centres["san-1"]], desk), located)

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, priority=PRIORITIES)
    def it_is_worse_or_better(self, case: int, desk: int, priority: Priority) -> None:
        if found := pick(self.open_cases(), case):
            order = cases.SetPriority(case=found.id, priority=priority, reason="se oye peor")
            self.press(pick_of([*self.desks, self.chief], desk), order)

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, code=st.sampled_from(("weapon", "wait_for_police", "gas")))
    def a_danger_is_told(self, case: int, desk: int, code: str) -> None:
        if found := pick(self.open_cases(), case):
            danger = cases.NoteHazard(case=found.id, hazard=Hazard(code=code))
            self.press(pick_of(self.desks, desk), danger)

    @precondition(lambda day: len(day.all(Case)) > 1)
    @rule(case=PICK, other=PICK, how=st.sampled_from(("merge", "part", "link", "unlink", "relate", "take")))
    def cases_meet(self, case: int, other: int, how: str) -> None:
        desk = pick_of(self.desks, other)
        mine, theirs = pick(self.all(Case), case), pick(self.open_cases(), other)
        call = pick(self.all(Call), other)
        if mine is None:
            return
        match how:
            case "merge" if theirs is not None:
                self.unmoved(lambda: self.press(desk, cases.Merge(case=mine.id, into=theirs.id)))
            case "part":
                merged = pick([one for one in self.all(Case) if one.merged_into is not None], case)
                if merged is not None:
                    self.unmoved(lambda: self.press(desk, cases.PartCase(case=merged.id)))
            case "link" if call is not None:
                self.press(desk, cases.LinkCall(case=mine.id, call=call.id))
            case "unlink" if mine.calls:
                self.press(desk, cases.UnlinkCall(case=mine.id, call=pick_of(mine.calls, other)))
            case "relate" if theirs is not None:
                self.press(desk, cases.Relate(case=mine.id, other=theirs.id))
            case "take":
                self.press(desk, cases.TakeOver(case=mine.id))
            case _:
                pass

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, again=st.booleans())
    def a_case_is_closed(self, case: int, desk: int, again: bool) -> None:
        """What each service did is told, as the desk must; whether its tasks are over is for the house to know."""
        found = pick(self.open_cases(), case)
        if found is None:
            return
        services = sorted({task.service for task in self.all(Task) if task.case == found.id})
        told = tuple(Outcome(service=service, result="attended") for service in services)
        closing = Closing(disposition=Ending.RESOLVED, outcomes=told)
        at = pick_of(self.desks, desk)
        self.unmoved(lambda: self.press(at, cases.CloseCase(case=found.id, closing=closing)))
        if again:
            self.unmoved(lambda: self.press(at, cases.ReopenCase(case=found.id, reason="vuelven a llamar")))

    def unmoved(self, act: Callable[[], Any]) -> None:
        """Whatever a desk does to a case, no unit is changed by it: neither by the press nor by what follows."""
        if self.away:
            act()  # what piled up before would be taken for its doing
            return
        before = self.all(Unit)
        act()
        moved = [unit.callsign for unit, was in zip(self.all(Unit), before, strict=True) if unit != was]
        if moved:
            raise Broken("closing_never_changes_a_unit", moved)

    # --- tasks ---------------------------------------------------------------------------------------

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, desk=PICK, needs=st.sampled_from(NEEDS), both=st.booleans())
    def help_is_sent(self, case: int, desk: int, needs: tuple[str, ...], both: bool) -> None:
        """By one desk, or by two in the same moment."""
        if found := pick(self.open_cases(), case):
            place = found.location.point if found.location else None
            order = t.SendHelp(
                case=found.id, mode=Mode.REAL, priority=found.priority or Priority.P1, send=needs, place=place
            )
            by = [pick_of(self.desks, desk), pick_of(self.desks, desk + 1)]
            self.together([(who, order) for who in (by if both else by[:1])])

    @precondition(lambda day: day.all(Task))
    @rule(task=PICK, desk=PICK, how=st.sampled_from(("accept", "accept", "refuse", "tell", "tell_no")))
    def a_task_is_answered(self, task: int, desk: int, how: str) -> None:
        waiting = [one for one in self.all(Task) if one.state in {TaskState.OFFERED, TaskState.TIMED_OUT}]
        found = pick(waiting if how != "refuse" else self.all(Task), task)
        if found is None:
            return
        at, reason = self.centre(found, desk), pick_of(tuple(RefusalReason), desk)
        match how:
            case "accept":
                self.press(at, t.AcceptTask(task=found.id), twice=True)
            case "refuse":
                self.press(at, t.RefuseTask(task=found.id, reason=reason))
            case _:
                told = t.TellTask(
                    task=found.id,
                    to="Cabo Ruiz",
                    read_back="calle Mayor 12",
                    refused=reason if how == "tell_no" else None,
                )
                self.press(pick_of(self.desks, desk), told)

    @precondition(lambda day: day.all(Task))
    @rule(task=PICK, desk=PICK, how=st.sampled_from(("end", "release", "cancel", "again", "change", "offer")))
    def a_task_goes_on(self, task: int, desk: int, how: str) -> None:
        found = pick(self.all(Task), task)
        if found is None:
            return
        at, news = self.centre(found, desk), ChangeId(new_id())
        match how:
            case "end":
                done = pick([one for one in self.all(Task) if one.state in HELD], task) or found
                self.press(self.centre(done, desk), t.EndTask(task=done.id, outcome=TaskOutcome.ATTENDED))
            case "release":
                self.press(at, t.ReleaseTask(task=found.id, to="Jefa de guardia", reason="lo siguen ellos"))
            case "cancel":
                self.press(pick_of(self.desks, desk), t.CancelTask(task=found.id, change=news, reason="no"))
            case "again":
                again = t.ExtendTask(task=found.id, change=news, capabilities=("als",))
                self.press(pick_of(self.desks, desk), again)
            case "change":
                told = t.RaiseChange(
                    task=found.id, change=news, change_kind=ChangeKind.HAZARD, new="perro suelto"
                )
                self.press(pick_of(self.desks, desk), told)
            case _:
                left = pick([one for one in self.all(Task) if unowned(one)], task) or found
                self.press(pick_of(self.desks, desk), offered_on(left))

    @precondition(lambda day: any(pending(task.changes) for task in day.all(Task)))
    @rule(task=PICK, desk=PICK)
    def a_change_is_acknowledged(self, task: int, desk: int) -> None:
        waiting = [one for one in self.all(Task) if pending(one.changes)]
        if found := pick(waiting, task):
            known = t.AcknowledgeChange(task=found.id, change=pending(found.changes)[0].id)
            self.press(self.centre(found, desk), known)

    def centre(self, task: Task, desk: int) -> Actor:
        """Somebody at the centre that has the task."""
        return pick_of(self.centres[task.centre], desk)

    # --- units ---------------------------------------------------------------------------------------

    @precondition(lambda day: day.wanted())
    @rule(unit=PICK, task=PICK, others=st.lists(PICK, max_size=3), eta=st.none() | st.just(240.0))
    def units_are_alerted(self, unit: int, task: int, others: list[int], eta: float | None) -> None:
        """One unit, by one desk or by several at once, each for the task it has in hand."""
        wanted = self.wanted()
        found = pick(
            [one for one in self.all(Unit) if any(one.centre == task.centre for task in wanted)], unit
        )
        if found is None:
            return
        mine = [one for one in wanted if one.centre == found.centre]
        self.together(
            [
                (
                    self.centre(one, nth),
                    u.AlertUnit(assignment=AssignmentId(new_id()), unit=found.id, task=one.id, eta_s=eta),
                )
                for nth, one in enumerate(pick_of(mine, each) for each in (task, *others))
            ]
        )

    @precondition(lambda day: any(task.state is TaskState.TOLD for task in day.all(Task)))
    @rule(unit=PICK, task=PICK)
    def a_unit_is_entered_for_a_centre_without_console(self, unit: int, task: int) -> None:
        told = pick([one for one in self.all(Task) if one.state is TaskState.TOLD], task)
        mine = [one for one in self.all(Unit) if told is not None and one.centre == told.centre]
        if told is not None and (found := pick(mine, unit)):
            entered = u.EnterUnit(
                assignment=AssignmentId(new_id()), unit=found.id, task=told.id, said_by="Ruiz"
            )
            self.press(pick_of(self.desks, unit), entered)

    @rule(unit=PICK, step=st.sampled_from(STEPS), out=st.booleans())
    def a_crew_presses(self, unit: int, step: UnitStatus, out: bool) -> None:
        if found := self.a_unit(unit, out=out):
            self.press(crew_of(found.callsign), u.ReportStatus(unit=found.id, status=step), twice=True)

    @precondition(lambda day: day.busy())
    @rule(unit=PICK)
    def a_crew_takes_the_next_step(self, unit: int) -> None:
        if found := self.a_unit(unit, out=True):
            order = list(UnitStatus)
            status = order[(order.index(found.status) + 1) % len(order)]
            if status is not UnitStatus.OUT_OF_SERVICE:
                self.press(crew_of(found.callsign), u.ReportStatus(unit=found.id, status=status))

    @precondition(lambda day: day.all(Assignment))
    @rule(unit=PICK, step=st.sampled_from(STEPS), ago_s=st.sampled_from((0.5, 3.0, 40.0, 400.0)), which=PICK)
    def a_press_comes_late(self, unit: int, step: UnitStatus, ago_s: float, which: int) -> None:
        """Stored on the telephone while there was no network: with its own moment and the work it was made for."""
        if found := self.a_unit(unit, out=bool(which % 2)):
            works = [one for one in self.nouns.values() if getattr(one, "unit", None) == found.id]
            for_ = pick(works, which)
            late = u.ReportStatus(
                unit=found.id,
                status=step,
                at=self.ground.clock.now() - timedelta(seconds=ago_s),
                assignment=for_.id if for_ is not None and not isinstance(for_, Patient) else None,
            )
            self.press(crew_of(found.callsign), late, twice=True)

    @precondition(lambda day: day.busy())
    @rule(unit=PICK, then=PICK, send_on=st.booleans())
    def a_desk_lets_a_unit_go(self, unit: int, then: int, send_on: bool) -> None:
        """And may send it elsewhere at once: two presses, each with its fact."""
        found = self.a_unit(unit, out=True)
        if found is None or found.assignment is None:
            return
        by = pick_of(self.centres[found.centre], unit)
        self.press(by, u.ReleaseUnit(unit=found.id, reason="hace falta en otro sitio"))
        next_ = pick(
            [one for one in self.all(Task) if one.centre == found.centre and one.state in HELD], then
        )
        if send_on and next_ is not None:
            self.press(by, u.AlertUnit(assignment=AssignmentId(new_id()), unit=found.id, task=next_.id))

    @rule(unit=PICK, how=st.sampled_from(("on", "off", "order", "known", "said")))
    def a_crew_and_its_centre(self, unit: int, how: str) -> None:
        found = self.a_unit(unit, out=how == "known")
        if found is None:
            return
        crew, by = crew_of(found.callsign), pick_of(self.centres[found.centre], unit)
        match how:
            case "on":
                self.press(crew, u.SignOnCrew(unit=found.id, crew=CREW))
            case "off":
                self.press(crew, u.SignOffCrew(unit=found.id))
            case "order":
                order = u.SendOrder(
                    unit=found.id,
                    change=ChangeId(new_id()),
                    change_kind=ChangeKind.HAZARD,
                    words="entren por detrás",
                )
                self.press(by, order)
            case "known":
                for one in pending(found.orders)[:1]:
                    self.press(crew, u.AcknowledgeOrder(unit=found.id, change=one.id))
            case _:
                said = u.EnterStatus(unit=found.id, status=UnitStatus.ACKNOWLEDGED, said_by="SVA-1")
                self.press(by, said)

    @rule(unit=PICK, how=st.sampled_from(("raise", "raise", "heard", "over")))
    def a_crew_is_in_danger(self, unit: int, how: str) -> None:
        if how == "raise":
            if found := pick(self.all(Unit), unit):
                self.press(crew_of(found.callsign), u.RaiseEmergency(unit=found.id))
        elif found := pick([one for one in self.all(Unit) if one.emergency is not None], unit):
            self.press(self.chief, u.AnswerEmergency(unit=found.id, over=how == "over", words="a salvo"))

    def a_unit(self, nth: int, *, out: bool) -> Unit | None:
        """Any of them; `out`: one that has work, when one has."""
        busy = self.busy()
        return pick(busy if out and busy else self.all(Unit), nth)

    def busy(self) -> list[Unit]:
        return [one for one in self.all(Unit) if one.assignment is not None]

    def wanted(self) -> list[Task]:
        """Tasks for which a unit may be alerted."""
        return [one for one in self.all(Task) if one.state in HELD | {TaskState.OFFERED}]

    # --- patients, roads, alarms -----------------------------------------------------------------------

    @precondition(lambda day: day.open_cases())
    @rule(case=PICK, how=st.sampled_from(("record", "warn", "yes", "over")))
    def a_patient(self, case: int, how: str) -> None:
        by, known = self.centres["san-1"][0], pick(self.all(Patient), case)
        if how == "record" or known is None:
            if found := pick(self.open_cases(), case):
                record = p.RecordPatient(patient=PatientId(new_id()), case=found.id, mode=Mode.REAL)
                self.press(by, record)
        elif how == "warn":
            self.press(by, p.WarnHospital(patient=known.id, hospital="Hospital General"))
        elif how == "yes":
            self.press(by, p.HospitalAcknowledged(patient=known.id, by="Dra. Gil"))
        else:
            self.press(by, p.HandOver(patient=known.id, to="Urgencias"))

    @rule(nth=PICK, lift_it=st.booleans(), for_s=st.sampled_from((20.0, 300.0)))
    def a_road_is_closed(self, nth: int, lift_it: bool, for_s: float) -> None:
        standing = [one for one in self.all(Closure) if one.state is ClosureState.STANDING]
        by = pick_of(self.centres["pol-1"], nth)
        if lift_it and (found := pick(standing, nth)):
            self.press(by, LiftClosure(closure=found.id))
        elif not lift_it and len(standing) < 3:
            until = self.ground.clock.now() + timedelta(seconds=for_s)
            drawn = DrawClosure(closure=ClosureId(new_id()), ring=RING, reason=Reason.POLICE, until=until)
            self.press(by, drawn)

    @precondition(lambda day: any(watch.state not in OVER for watch in day.all(Watch)))
    @rule(nth=PICK)
    def an_alarm_is_answered(self, nth: int) -> None:
        found = pick([watch for watch in self.all(Watch) if watch.state not in OVER], nth)
        if found is not None:
            self.press(self.chief, AnswerWatch(watch=found.id, words="lo miro"))

    # --- time, and the worker ---------------------------------------------------------------------------

    @rule(span_s=st.sampled_from(CLOCKS_S))
    def time_passes(self, span_s: float) -> None:
        """With the worker there, each clock rings at its moment; with it away, all ring when it is back."""
        if self.away:
            self._run(self.ground.clock.advance(span_s, settle=0))
        else:
            self._run(self.ground.wait(span_s))
        self.rest()

    @rule(after=st.integers(0, 6))
    def the_worker_will_die(self, after: int) -> None:
        """Behind that many of its next commands, wherever it then stands."""
        self.ground.mortal.left = after

    @rule(for_=st.integers(1, AWAY_MAX))
    def the_worker_is_away(self, for_: int) -> None:
        self.away = self.away or for_


RING = (Point(41.500, 1.500), Point(41.501, 1.500), Point(41.501, 1.501), Point(41.500, 1.501))


def pick[S](found: Sequence[S], nth: int) -> S | None:
    """One of them, the newest first; None when there is none."""
    return found[-1 - nth % len(found)] if found else None


def pick_of[S](found: Sequence[S], nth: int) -> S:
    """One of them; there is one."""
    return found[nth % len(found)]


def at(place: Point) -> Location:
    """Agreed with the caller."""
    return Location(degree=Degree.AGREED, words=f"Calle Mayor {PLACES.index(place)}", point=place)


def offered_on(task: Task) -> t.OfferTask:
    """Another centre, or the same one again, is asked by hand."""
    return t.OfferTask(
        task=TaskId(new_id()),
        case=task.case,
        mode=task.mode,
        centre=task.centre,
        agency=task.agency,
        service=task.service,
        capabilities=task.capabilities,
        priority=task.priority,
        place=task.place,
        by_telephone=task.by_telephone,
        instead_of=task.id,
    )
