"""Units: crews, alerts, statuses, orders, emergencies."""

from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as m
from auxilio.dispatch.units.core.model import CrewMember, StandByGain, UnitStatus
from auxilio.kernel.ids import AgencyId, AssignmentId, CentreId, UnitId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from tests.access.factories.registry import makes
from tests.access.world import PLACE, World, next_callsign

GAIN = StandByGain(minutes=8, won=10, lost=1)
CREW = (CrewMember(name="Berta", role="nurse"),)


@makes(m.RegisterUnit)
def register(w: World) -> m.RegisterUnit:
    return m.RegisterUnit(
        unit=UnitId(new_id()),
        callsign=next_callsign(),
        agency=AgencyId("san"),
        centre=CentreId("san-1"),
        capabilities=("als",),
        home=PLACE,
        mode=Mode.REAL,
    )


@makes(m.SignOnCrew)
def sign_on(w: World) -> m.SignOnCrew:
    return m.SignOnCrew(unit=w.unit(), crew=CREW)


@makes(m.SignOffCrew)
def sign_off(w: World) -> m.SignOffCrew:
    return m.SignOffCrew(unit=w.unit())


@makes(m.AlertUnit)
def alert(w: World) -> m.AlertUnit:
    return m.AlertUnit(assignment=AssignmentId(new_id()), unit=w.unit(), task=w.task())


@makes(m.EnterUnit)
def enter_unit(w: World) -> m.EnterUnit:
    """A unit of a centre that is told by telephone, for that centre."""
    task = w.task(accepted=False, by_telephone=True)
    return m.EnterUnit(
        assignment=AssignmentId(new_id()), unit=w.unit(), task=task, said_by="Joan", for_centre=w.centre
    )


@makes(m.ReportStatus)
def report_status(w: World) -> m.ReportStatus:
    return m.ReportStatus(unit=w.unit_at_work(), status=UnitStatus.ON_SCENE)


@makes(m.EnterStatus)
def enter_status(w: World) -> m.EnterStatus:
    """Of a unit on a task that was told by telephone, for its centre."""
    task = w.task(w.told, accepted=False, by_telephone=True)
    unit = w.unit_at_work(task=task)
    return m.EnterStatus(unit=unit, status=UnitStatus.ON_SCENE, said_by="Joan", for_centre=w.centre)


@makes(m.ReportCareTransfer)
def report_handover(w: World) -> m.ReportCareTransfer:
    unit = w.unit_at_work(status=UnitStatus.AT_DESTINATION)
    w.patient(unit=unit)
    return m.ReportCareTransfer(unit=unit, to="urgencias")


@makes(m.ReleaseUnit)
def release(w: World) -> m.ReleaseUnit:
    return m.ReleaseUnit(unit=w.unit_at_work())


@makes(m.DivertUnit)
def divert(w: World) -> m.DivertUnit:
    leaves = w.task()
    unit = w.unit_at_work(task=leaves)
    severe = w.new_task(w.own_case(), w.centre, priority=Priority.P0)
    return m.DivertUnit(
        assignment=AssignmentId(new_id()),
        unit=unit,
        task=severe,
        leaves=leaves,
        change=ChangeId(new_id()),
        reason="parada",
    )


@makes(m.SendOrder)
def send_order(w: World) -> m.SendOrder:
    kind = ChangeKind.WAIT_FOR_POLICE
    return m.SendOrder(unit=w.unit_at_work(), change=ChangeId(new_id()), change_kind=kind, words="esperen")


@makes(m.OrderStandBy)
def order_stand_by(w: World) -> m.OrderStandBy:
    return m.OrderStandBy(unit=w.unit(), change=ChangeId(new_id()), place=PLACE, name="parque")


def _waiting(w: World) -> UnitId:
    return w.unit(lambda unit: m.StandByOrdered(unit=unit, place=PLACE, name="parque", by="Ana"))


@makes(m.WithdrawStandBy)
def withdraw_stand_by(w: World) -> m.WithdrawStandBy:
    return m.WithdrawStandBy(unit=_waiting(w), change=ChangeId(new_id()), why="ya no hace falta")


@makes(m.LeaveStandBy)
def leave_stand_by(w: World) -> m.LeaveStandBy:
    return m.LeaveStandBy(unit=_waiting(w))


@makes(m.DeclineStandBy)
def decline_stand_by(w: World) -> m.DeclineStandBy:
    return m.DeclineStandBy(unit=w.unit(), place=PLACE, name="parque", why="descanso", gain=GAIN)


@makes(m.AcknowledgeOrder)
def acknowledge_order(w: World) -> m.AcknowledgeOrder:
    order = w.change()
    unit = w.unit_at_work(lambda unit: m.UnitOrdered(unit=unit, order=order, by="Ana"))
    return m.AcknowledgeOrder(unit=unit, change=order.id, told_to=None if w.who.crew else "Joan")


@makes(m.RaiseCrewEmergency)
def emergency(w: World) -> m.RaiseCrewEmergency:
    return m.RaiseCrewEmergency(unit=w.unit_at_work())


@makes(m.AnswerCrewEmergency)
def answer_emergency(w: World) -> m.AnswerCrewEmergency:
    unit = w.unit_at_work(lambda unit: m.CrewEmergencyRaised(unit=unit, by="Ana"))
    return m.AnswerCrewEmergency(unit=unit, over=True, words="están bien")
