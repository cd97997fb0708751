"""Tasks: the hand-over between a case and a centre."""

from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as m
from auxilio.dispatch.tasks.core.model import AidReason, RefusalReason, TaskOutcome
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.kernel.ids import AgencyId, CentreId, TaskId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from tests.access.factories.registry import makes
from tests.access.world import World

NEIGHBOUR_OF = {"san-1": "san-2", "bom-1": "bom-2"}
"""Whom the plan of the demo knows for mutual aid."""


@makes(m.SendHelp)
def send_help(w: World) -> m.SendHelp:
    return m.SendHelp(case=w.case(), mode=Mode.REAL, priority=Priority.P1, type="SAN-01", send=("als",))


@makes(m.OfferTask)
def offer_task(w: World) -> m.OfferTask:
    """To the own centre: the way into a case that was silent."""
    return m.OfferTask(
        task=TaskId(new_id()),
        case=w.case(),
        mode=Mode.REAL,
        centre=w.own_centre,
        agency=AgencyId(w.own_centre.partition("-")[0]),
        service="HEALTH",
        priority=Priority.P2,
    )


@makes(m.RequestMutualAid)
def ask_for_aid(w: World) -> m.RequestMutualAid:
    task = w.task()
    neighbour = CentreId(NEIGHBOUR_OF.get(w.centre, "san-2"))
    return m.RequestMutualAid(
        task=task, aid=TaskId(new_id()), centre=neighbour, capabilities=w.can[:1], reason=AidReason.NEARER
    )


@makes(m.AcceptTask)
def accept(w: World) -> m.AcceptTask:
    return m.AcceptTask(task=w.task(accepted=False))


@makes(m.RefuseTask)
def refuse(w: World) -> m.RefuseTask:
    return m.RefuseTask(task=w.task(accepted=False), reason=RefusalReason.NO_UNIT)


@makes(m.NotifyTaskByPhone)
def tell(w: World) -> m.NotifyTaskByPhone:
    task = w.task(accepted=False, by_telephone=True)
    return m.NotifyTaskByPhone(task=task, to="Joan", read_back="humo en el segundo")


@makes(m.ExtendTask)
def extend(w: World) -> m.ExtendTask:
    return m.ExtendTask(task=_sent(w), change=ChangeId(new_id()), capabilities=("bls",))


def _sent(w: World) -> TaskId:
    """A task that the own centre asked for: of a neighbour, as mutual aid. A neighbour's: nobody asked for it by hand."""
    if w.other:
        return w.task()
    return w.new_task(w.case(), CentreId("san-2"), aid_of=TaskId(new_id()), aid_for=w.own_centre)


@makes(m.RecordContactAttempt)
def try_contact(w: World) -> m.RecordContactAttempt:
    return m.RecordContactAttempt(task=w.task(), whom="Joan", reached=False)


@makes(m.EndTask)
def end(w: World) -> m.EndTask:
    return m.EndTask(task=w.task(), outcome=TaskOutcome.ATTENDED)


@makes(m.ReleaseTask)
def release(w: World) -> m.ReleaseTask:
    return m.ReleaseTask(task=w.task(), to="Joan", reason="sigue su agencia")


@makes(m.CancelTask)
def cancel(w: World) -> m.CancelTask:
    return m.CancelTask(task=_sent(w), change=ChangeId(new_id()), reason="no hace falta")


@makes(m.RaiseChange)
def raise_change(w: World) -> m.RaiseChange:
    return m.RaiseChange(task=_sent(w), change=ChangeId(new_id()), change_kind=ChangeKind.HAZARD, new="gas")


@makes(m.AcknowledgeChange)
def acknowledge_change(w: World) -> m.AcknowledgeChange:
    """Pressed by its centre; entered by the room as said by voice, for its centre."""
    change, task = w.change(), w.task()
    w.tell(TASK, task, m.TaskChangeRaised(task=task, change=change))
    told = w.other or w.who.room
    return m.AcknowledgeChange(
        task=task, change=change.id, told_to="Joan" if told else None, for_centre=w.centre if told else None
    )
