"""What crews do in a day of chance, and what is done with them: alerted, pressed in order or late, let go, in danger."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from msgspec import structs

from auxilio.cases.core import messages as cases
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.recommendation.core.joint_assignment import is_divertible
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import HELD_STATES, Task, TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind, unacknowledged
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.kernel.ids import AssignmentId, CaseId
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from tests.days.centre import PICK, STEPS, Centre, pick, pick_of, where
from tests.dispatch.factories import CREW, crew_of, divert, offer


class OnTheRoad(Centre):
    """Units."""

    @where(lambda day: day.wanted())
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

    @where(lambda day: any(task.state is TaskState.TOLD for task in day.all(Task)))
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

    @where(lambda day: day.busy())
    @rule(unit=PICK)
    def a_crew_takes_the_next_step(self, unit: int) -> None:
        if found := self.a_unit(unit, out=True):
            order = list(UnitStatus)
            status = order[(order.index(found.status) + 1) % len(order)]
            if status is not UnitStatus.OUT_OF_SERVICE:
                self.press(crew_of(found.callsign), u.ReportStatus(unit=found.id, status=status))

    @where(lambda day: day.all(Assignment))
    @rule(unit=PICK, step=st.sampled_from(STEPS), ago_s=st.sampled_from((0.5, 3.0, 40.0, 400.0)), which=PICK)
    def a_press_comes_late(self, unit: int, step: UnitStatus, ago_s: float, which: int) -> None:
        """Stored on the telephone while there was no network: with its own moment and the work it was made for."""
        if found := self.a_unit(unit, out=bool(which % 2)):
            works = [one for one in self.aggregates.values() if getattr(one, "unit", None) == found.id]
            for_ = pick(works, which)
            late = u.ReportStatus(
                unit=found.id,
                status=step,
                at=self.ground.clock.now() - timedelta(seconds=ago_s),
                assignment=for_.id if for_ is not None and not isinstance(for_, Patient) else None,
            )
            self.press(crew_of(found.callsign), late, twice=True)

    @where(lambda day: day.busy())
    @rule(unit=PICK, then=PICK, send_on=st.booleans())
    def a_desk_lets_a_unit_go(self, unit: int, then: int, send_on: bool) -> None:
        """And may send it elsewhere at once: two presses, each with its fact."""
        found = self.a_unit(unit, out=True)
        if found is None or found.assignment is None:
            return
        by = pick_of(self.centres[found.centre], unit)
        self.press(by, u.ReleaseUnit(unit=found.id, reason="hace falta en otro sitio"))
        next_ = pick(
            [one for one in self.all(Task) if one.centre == found.centre and one.state in HELD_STATES], then
        )
        if send_on and next_ is not None:
            self.press(by, u.AlertUnit(assignment=AssignmentId(new_id()), unit=found.id, task=next_.id))

    @where(lambda day: day.diversions())
    @rule(which=PICK, desks=st.integers(1, 2))
    def a_unit_is_diverted(self, which: int, desks: int) -> None:
        """Another case turns out to be grave, and one desk or two at once send there who is on the way to a mild one."""
        found = pick(self.diversions(), which)
        if found is None:
            return
        unit, to, of = found
        worse = cases.SetPriority(case=to.case, priority=Priority.P0, reason="no respira")
        self.press(pick_of(self.desks, which), worse)
        if any(self.together([(self.centre(to, nth), divert(unit, to, of)) for nth in range(desks)])):
            self.happened.add("dispatch.divert_unit")

    @where(lambda day: any(unit.assignment is None for unit in day.all(Unit)))
    @rule(unit=PICK, desk=PICK)
    def a_unit_goes_to_one_of_two_cases(self, unit: int, desk: int) -> None:
        """Its centre has two mild ones: what `a_unit_is_diverted` needs, and days of chance seldom come to."""
        free = pick([one for one in self.all(Unit) if one.assignment is None], unit)
        if free is None:
            return
        by, at_centre = pick_of(self.desks, desk), pick_of(self.centres[free.centre], desk)
        tasks = []
        for _ in range(2):
            opened = cases.OpenCase(case=CaseId(new_id()), type="SAN-05", priority=Priority.P3)
            self.press(by, opened)
            asked = offer(
                opened.case,
                centre=free.centre,
                agency=free.agency,
                capabilities=free.capabilities,
                priority=Priority.P3,
            )
            self.press(by, asked)
            self.press(at_centre, t.AcceptTask(task=asked.task))
            tasks.append(asked.task)
        alert = u.AlertUnit(assignment=AssignmentId(new_id()), unit=free.id, task=tasks[0])
        self.press(at_centre, alert)

    def diversions(self) -> list[tuple[Unit, Task, Task]]:
        """Units on their way to something mild, tasks that they might go to instead if those were grave, and what they leave."""
        tasks = {one.id: one for one in self.all(Task)}
        grave = [
            structs.replace(one, priority=Priority.P0) for one in tasks.values() if one.state in HELD_STATES
        ]
        going = [(unit, tasks[unit.task]) for unit in self.busy() if unit.task is not None]
        return [(unit, to, of) for unit, of in going for to in grave if is_divertible(unit, to, of)]

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
                for one in unacknowledged(found.orders)[:1]:
                    self.press(crew, u.AcknowledgeOrder(unit=found.id, change=one.id))
            case _:
                said = u.EnterStatus(unit=found.id, status=UnitStatus.ACKNOWLEDGED, said_by="SVA-1")
                self.press(by, said)

    @rule(unit=PICK, how=st.sampled_from(("raise", "raise", "heard", "over")))
    def a_crew_is_in_danger(self, unit: int, how: str) -> None:
        if how == "raise":
            if found := pick(self.all(Unit), unit):
                self.press(crew_of(found.callsign), u.RaiseCrewEmergency(unit=found.id))
        elif found := pick([one for one in self.all(Unit) if one.emergency is not None], unit):
            self.press(self.chief, u.AnswerCrewEmergency(unit=found.id, over=how == "over", words="a salvo"))
