"""Notifications of a case: of one on which who asks works, or of another."""

from datetime import date
from uuid import UUID

from auxilio.kernel.instant import after_s
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import NotificationFacts, NotificationId, NotifiedContact, ToldBy
from auxilio.platform.ids import new_id
from auxilio.rosters.core import messages as rosters
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId, OnCallHours
from auxilio.rosters.service import ON_CALL_DUTY
from tests.access.factories.registry import makes
from tests.access.world import World

SMS = (NotificationWay.SMS,)
NAME, PHONE = "Marta", "+34600000001"
DUTY = OnCallDutyId(UUID("0f0e0d0c-0000-7000-8000-000000000017"))
ALWAYS = OnCallHours(days=(1, 2, 3, 4, 5, 6, 7), starts="00:00", ends="00:00", first_day=date(2026, 1, 1))


def _notification(w: World) -> NotificationId:
    """Asked for by somebody else who works on the case; a message is under way."""
    id = NotificationId(new_id())
    w.tell(
        NOTIFICATION,
        id,
        m.NotificationRequested(
            notification=id, case=w.case(), mode=Mode.REAL, function=OnCallFunction.DUTY_OFFICER, notice=None, watch=None,
            facts=NotificationFacts(number=7), words=None, reply="4711",
            contacts=(NotifiedContact(name=NAME, phone=PHONE, ways=SMS, language="es"),), by_name="Ana",
        ),
        m.NotificationAttempted(
            notification=id, message=new_id(), contact=0, name=NAME, way=NotificationWay.SMS, held=False,
            until=after_s(w.at, 86_400),
        ),
    )  # fmt: skip
    return id


def _on_call(w: World) -> None:
    contact = OnCallContact(name=NAME, phone=PHONE, ways=SMS)
    stated = rosters.OnCallDutySet(
        duty=DUTY, mode=Mode.REAL, function=OnCallFunction.DUTY_OFFICER, agency=None, centre=None,
        hours=ALWAYS, contacts=(contact,),
    )  # fmt: skip
    w.tell(ON_CALL_DUTY, DUTY, stated)


@makes(m.RequestNotification)
def request(w: World) -> m.RequestNotification:
    _on_call(w)
    return m.RequestNotification(notification=NotificationId(new_id()), case=w.case())


@makes(m.AcknowledgeNotification)
def acknowledge(w: World) -> m.AcknowledgeNotification:
    return m.AcknowledgeNotification(notification=_notification(w), contact=0)


@makes(m.ReportTold)
def report_told(w: World) -> m.ReportTold:
    return m.ReportTold(notification=_notification(w), whom="Jefe de turno", by=ToldBy.RADIO)


@makes(m.RepeatNotification)
def repeat(w: World) -> m.RepeatNotification:
    _on_call(w)
    id = _notification(w)
    exhausted = m.NotificationExhausted(notification=id, function=OnCallFunction.DUTY_OFFICER, notice=None)
    w.tell(NOTIFICATION, id, exhausted)
    return m.RepeatNotification(notification=id)


@makes(m.StopNotification)
def stop(w: World) -> m.StopNotification:
    return m.StopNotification(notification=_notification(w))
