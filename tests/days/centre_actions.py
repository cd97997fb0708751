"""What operational centres do in a day of chance: they take tasks or do not, and all that is told about them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import (
    HELD_STATES,
    RefusalReason,
    Task,
    TaskOutcome,
    TaskState,
    unowned,
)
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind, unacknowledged
from auxilio.kernel.ids import (
    TaskId,
)
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from tests.days.centre import NEEDS, PICK, Centre, pick, pick_of, where


class AtTheCentre(Centre):
    """Tasks."""

    @where(lambda day: day.open_cases())
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

    @where(lambda day: day.all(Task))
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
                told = t.NotifyTaskByPhone(
                    task=found.id,
                    to="Cabo Ruiz",
                    read_back="calle Mayor 12",
                    refused=reason if how == "tell_no" else None,
                )
                self.press(pick_of(self.desks, desk), told)

    @where(lambda day: day.all(Task))
    @rule(
        task=PICK,
        desk=PICK,
        how=st.sampled_from(("end", "end", "release", "cancel", "again", "change", "offer")),
    )
    def a_task_goes_on(self, task: int, desk: int, how: str) -> None:
        found = pick(self.all(Task), task)
        if found is None:
            return
        held, news = (
            pick([one for one in self.all(Task) if one.state in HELD_STATES], task) or found,
            ChangeId(new_id()),
        )
        at = self.centre(held, desk)
        match how:
            case "end":
                without_unit = [
                    one for one in self.all(Task) if one.state in HELD_STATES and not one.assignments
                ]
                ending = pick(without_unit, task) or held
                ended = t.EndTask(task=ending.id, outcome=TaskOutcome.ATTENDED)
                self.press(self.centre(ending, desk), ended)
            case "release":
                self.press(at, t.ReleaseTask(task=held.id, to="Jefa de guardia", reason="lo siguen ellos"))
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

    @where(lambda day: any(unacknowledged(task.changes) for task in day.all(Task)))
    @rule(task=PICK, desk=PICK)
    def a_change_is_acknowledged(self, task: int, desk: int) -> None:
        waiting = [one for one in self.all(Task) if unacknowledged(one.changes)]
        if found := pick(waiting, task):
            known = t.AcknowledgeChange(task=found.id, change=unacknowledged(found.changes)[0].id)
            self.press(self.centre(found, desk), known)


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
