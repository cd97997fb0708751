"""The station of a centre that is asked for help is called out, where the table of people on call names one (decision 0417)."""

from collections.abc import Iterable

from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import OPEN_STATES, TaskState
from auxilio.kernel.event import Event, union_members
from auxilio.kernel.ids import CaseId, CentreId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import NotificationId
from auxilio.rosters.service import ON_CALL_DUTY
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

STATION = OnCallFunction.STATION.value
type TaskOverEvent = (
    tasks.TaskRefused
    | tasks.TaskPassedOn
    | tasks.TaskNotifiedByPhone
    | tasks.TaskEnded
    | tasks.TaskReleased
    | tasks.TaskCancelled
)
OVER: tuple[type[Event], ...] = union_members(TaskOverEvent)


async def _offered(fact: RecordedEvent[tasks.TaskOffered], states: StateReader) -> Iterable[ReactionCommand]:
    event = fact.event
    duties = await states.live(ON_CALL_DUTY, mode=event.mode.value, function=STATION)
    if not any(duty.centre == event.centre or duty.agency == event.agency for duty in duties):
        return ()
    chain = await merge_chain(states, event.case)
    case = chain[-1].id if chain else event.case
    id = NotificationId(fact.derived("station"))
    return (m.CallOutStation(notification=id, case=case, centre=event.centre, by=event.by),)


async def _over(fact: RecordedEvent[TaskOverEvent], states: StateReader) -> Iterable[ReactionCommand]:
    """Who was not sent a message yet is sent none, once nothing is asked of the centre in this case, or it was told by telephone."""
    task = await states.state(TASK, fact.event.task)
    if task is None:
        return ()
    of = {task.case, *task.was_in}
    found = await states.live(NOTIFICATION, function=STATION, centre=str(task.centre))
    mine = [one for one in found if one.case in of]
    if not mine or (task.state is not TaskState.TOLD and await _is_asked(states, task.centre, of)):
        return ()
    return [NamedCommand(f"stop.{one.id}", m.StopNotification(notification=one.id)) for one in mine]


async def _is_asked(states: StateReader, centre: CentreId, of: Iterable[CaseId]) -> bool:
    found = [task for case in of for task in await states.in_case(TASK, case)]
    return any(task.centre == centre and task.state in OPEN_STATES for task in found)


def reactions() -> tuple[Reaction, ...]:
    """What calls a station out, and what ends it."""
    return (
        Reaction("station.offered", (tasks.TaskOffered,), _offered),
        Reaction("station.over", OVER, _over),
    )
