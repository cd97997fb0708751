"""What belongs to everybody who holds the permission: hospitals, closures, plans, releases, factors; and seats."""

from datetime import date, timedelta
from uuid import UUID

from auxilio.content_release.core import messages as pu
from auxilio.content_release.core.model import SHELF, ChangedDocument, ConfirmedDocument, Office
from auxilio.content_release.service import RELEASE, SHELVES
from auxilio.dispatch.travel_time_factor.core import messages as p
from auxilio.dispatch.travel_time_factor.core.model import LearntFactor, travel_time_factor_id
from auxilio.dispatch.travel_time_factor.service import TRAVEL_TIME_FACTOR
from auxilio.hospitals.core import messages as h
from auxilio.hospitals.core.model import CapacityColour, DiversionId
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.core import seats
from auxilio.identity.log_service import SEAT
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AgencyId, CaseId, HospitalId, PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core import scene_messages as sc
from auxilio.mass_casualty.core import situation_messages as si
from auxilio.mass_casualty.core.scene import (
    Casualties,
    CasualtyColour,
    CountBasis,
    MethaneField,
    MethaneSource,
    MethaneValue,
)
from auxilio.mass_casualty.core.situation import PlanTrigger, SituationId, situation_id
from auxilio.mass_casualty.service import SITUATION
from auxilio.platform.ids import new_id
from auxilio.readiness.core import messages as ready
from auxilio.road_closures.core import messages as c
from auxilio.road_closures.core.model import ClosureId, ClosureReason
from auxilio.road_closures.service import CLOSURE
from auxilio.rosters.core import messages as ro
from auxilio.rosters.core import model as ro_model
from auxilio.rosters.core import qualification_messages as qu
from auxilio.rosters.qualification_service import QUALIFICATIONS
from auxilio.rosters.service import ON_CALL_DUTY
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import PLACE, Scenario, World

RING = (Point(41.60, 0.60), Point(41.61, 0.60), Point(41.61, 0.61))


def _mode(w: World) -> Mode:
    """Of what there is one for each mode: that of the session."""
    return Mode.TRAINING if w.scenario is Scenario.MODE else Mode.REAL


# --- closures -------------------------------------------------------------------------------------


def _closure(w: World) -> ClosureId:
    """Drawn by the own centre; a neighbour's by another."""
    closure = ClosureId(new_id())
    drawn = c.ClosureDrawn(
        closure=closure, mode=Mode.REAL, ring=RING, km_h=0, reason=ClosureReason.FLOOD, words="", by=OPERATOR.person,
        until=after_s(w.at, 3_600), by_name="Ana", centre=w.centre,
    )  # fmt: skip
    w.tell(CLOSURE, closure, drawn)
    return closure


@makes(c.DrawClosure)
def draw(w: World) -> c.DrawClosure:
    until = after_s(w.at, 3_600)
    return c.DrawClosure(closure=ClosureId(new_id()), ring=RING, reason=ClosureReason.FLOOD, until=until)


@makes(c.ChangeClosure)
def change_closure(w: World) -> c.ChangeClosure:
    return c.ChangeClosure(closure=_closure(w), words="agua en la calzada")


@makes(c.LiftClosure)
def lift_closure(w: World) -> c.LiftClosure:
    return c.LiftClosure(closure=_closure(w))


# --- readiness ------------------------------------------------------------------------------------


@makes(ready.AcceptRisk)
def accept_risk(_: World) -> ready.AcceptRisk:
    return ready.AcceptRisk(lines=("backup",), reason="mañana llega el disco")


# --- rosters --------------------------------------------------------------------------------------


HOURS = ro_model.OnCallHours(days=(1, 2), starts="08:00", ends="08:00", first_day=date(2026, 1, 1))
CHIEF = ro_model.OnCallContact(name="Mando", phone="+34600000000")


def _duty(w: World) -> ro_model.OnCallDutyId:
    duty = ro_model.OnCallDutyId(new_id())
    stated = ro.OnCallDutySet(
        duty=duty, mode=Mode.REAL, function=OnCallFunction.DUTY_OFFICER, agency=None, centre=None,
        hours=HOURS, contacts=(CHIEF,),
    )  # fmt: skip
    w.tell(ON_CALL_DUTY, duty, stated)
    return duty


@makes(ro.SetOnCallDuty)
def set_on_call(w: World) -> ro.SetOnCallDuty:
    function = OnCallFunction.TECHNICIAN
    return ro.SetOnCallDuty(duty=_duty(w), function=function, hours=HOURS, contacts=(CHIEF,))


@makes(ro.EndOnCallDuty)
def end_on_call(w: World) -> ro.EndOnCallDuty:
    return ro.EndOnCallDuty(duty=_duty(w))


@makes(qu.RecordQualification)
def record_qualification(w: World) -> qu.RecordQualification:
    # Another day each time: the same again would be nothing new.
    since = date(2000, 1, 1) + timedelta(days=new_id().int % 9_000)
    return qu.RecordQualification(person=w.known.somebody, code="nurse", since=since)


@makes(qu.WithdrawQualification)
def withdraw_qualification(w: World) -> qu.WithdrawQualification:
    person = PersonId(new_id())
    held = qu.QualificationRecorded(person=person, code="nurse", since=date(2026, 1, 1), until=None)
    w.tell(QUALIFICATIONS, person, held)
    return qu.WithdrawQualification(person=person, code="nurse")


# --- hospitals ------------------------------------------------------------------------------------


def _hospital(w: World, *events: Event, id: HospitalId | None = None) -> HospitalId:
    hospital = id or HospitalId(new_id())
    added = h.HospitalAdded(
        hospital=hospital, mode=Mode.REAL, name="Hospital", place=PLACE, phone=None, facility=None, can=()
    )
    w.tell(HOSPITAL, hospital, added, *events)
    return hospital


@makes(h.AddHospital)
def add(w: World) -> h.AddHospital:
    return h.AddHospital(hospital=HospitalId(new_id()), name="Hospital", place=PLACE)


@makes(h.ChangeHospital)
def change_hospital(w: World) -> h.ChangeHospital:
    return h.ChangeHospital(hospital=_hospital(w), name="Hospital Nou")


@makes(h.RetireHospital)
def retire(w: World) -> h.RetireHospital:
    return h.RetireHospital(hospital=_hospital(w))


@makes(h.DeclareCapacity)
def declare_capacity(w: World) -> h.DeclareCapacity:
    return h.DeclareCapacity(hospital=_hospital(w), free={CapacityColour.RED: 2}, by_there="Joan")


@makes(h.DivertHospital)
def divert(w: World) -> h.DivertHospital:
    return h.DivertHospital(
        hospital=_hospital(w),
        diversion=DiversionId(new_id()),
        why="sin camas",
        by_there="Joan",
        until=after_s(w.at, 3_600),
    )


@makes(h.EndHospitalDiversion)
def take_again(w: World) -> h.EndHospitalDiversion:
    id, diversion = HospitalId(new_id()), DiversionId(new_id())
    diverted = h.HospitalDiverted(
        hospital=id, diversion=diversion, what=(), why="sin camas", until=after_s(w.at, 3_600), by_there="Joan",
        entered_by="Ana",
    )  # fmt: skip
    return h.EndHospitalDiversion(
        hospital=_hospital(w, diverted, id=id), diversion=diversion, by_there="Joan"
    )


# --- scenes and plans -----------------------------------------------------------------------------


@makes(sc.ReportScene)
def report_scene(w: World) -> sc.ReportScene:
    said = {MethaneField.ACCESS: MethaneValue(source=MethaneSource.SCENE, words="por el norte")}
    return sc.ReportScene(case=w.case(), said=said)


@makes(sc.CountCasualties)
def count(w: World) -> sc.CountCasualties:
    return sc.CountCasualties(
        case=w.case(), how=CountBasis.COUNTED, colours={CasualtyColour.RED: Casualties.of(2)}
    )


@makes(sc.AlertHospital)
def alert_hospital(w: World) -> sc.AlertHospital:
    return sc.AlertHospital(case=w.case(), hospital=HospitalId(new_id()), name="Hospital", by_there="Joan")


PLAN, PHASE = "territorial-fases", "alerta"


def _situation(w: World) -> SituationId:
    return situation_id(_mode(w), PLAN)


@makes(si.DeclareSituation)
def declare(w: World) -> si.DeclareSituation:
    return si.DeclareSituation(plan=PLAN, phase=PHASE, area="Vila", act=f"resolución {new_id()}")


@makes(si.DismissSituation)
def dismiss(w: World) -> si.DismissSituation:
    ground = PlanTrigger(
        rule=f"rule {new_id()}", case=CaseId(new_id()), case_number=1, fact="red", value="6-8", at=w.at
    )
    proposed = si.SituationProposed(
        situation=_situation(w), plan=PLAN, name="Plan", phase=PHASE, phase_name="Alerta", mode=_mode(w),
        draft=True, version="1", ground=ground,
    )  # fmt: skip
    w.tell(SITUATION, _situation(w), proposed)
    return si.DismissSituation(plan=PLAN, reason="no procede")


@makes(si.EndSituation)
def end_situation(w: World) -> si.EndSituation:
    declared = si.SituationDeclared(
        situation=_situation(w), plan=PLAN, name="Plan", phase=PHASE, phase_name="Alerta", before=None,
        cases=(), mode=_mode(w), draft=True, version="1", by="Ana", area="Vila", act="resolución", since=w.at,
    )  # fmt: skip
    w.tell(SITUATION, _situation(w), declared)
    return si.EndSituation(plan=PLAN, act="resolución", reason="ha pasado")


# --- releases of content --------------------------------------------------------------------------


@makes(pu.ProposeRelease)
def propose(w: World) -> pu.ProposeRelease:
    return pu.ProposeRelease(
        release=new_id(), content=w.known.proven, title="Sin cambios", reason="prueba", effective_from=w.at
    )


def _release(w: World) -> UUID:
    """Of who asks, for those who write; of another author for those who sign, and as a neighbour's."""
    release = new_id()
    author = w.who.person if w.who.role == "content_author" and not w.other else PersonId(new_id())
    proposed = pu.ReleaseProposed(
        release=release, number=1, title="Sin cambios", reason="prueba", author=author, by="Ana",
        content=w.known.proven, base=w.known.top, changed=(ChangedDocument(kind="file", id="x", change="changed"),),
        effective_from=w.at,
    )  # fmt: skip
    w.tell(RELEASE, release, proposed)
    return release


@makes(pu.RemarkOnRelease)
def remark(w: World) -> pu.RemarkOnRelease:
    return pu.RemarkOnRelease(release=_release(w), words="me parece bien")


@makes(pu.SignRelease)
def sign(w: World) -> pu.SignRelease:
    office = Office.OPERATIONS if w.who.role == "operations_director" else Office.MEDICAL_DIRECTOR
    return pu.SignRelease(release=_release(w), office=office, content=w.known.proven)


@makes(pu.ConfirmContent)
def confirm(w: World) -> pu.ConfirmContent:
    office = Office.OPERATIONS if w.who.role == "operations_director" else Office.MEDICAL_DIRECTOR
    return pu.ConfirmContent(
        release=new_id(), office=office, content=w.known.top, title="En vigor", reason="sin cambios",
        documents=(ConfirmedDocument(kind="file", id="plans/situations.yaml"),),
    )  # fmt: skip


@makes(pu.ReturnRelease)
def return_(w: World) -> pu.ReturnRelease:
    return pu.ReturnRelease(release=_release(w), reason="falta una fuente")


@makes(pu.WithdrawRelease)
def withdraw(w: World) -> pu.WithdrawRelease:
    return pu.WithdrawRelease(release=_release(w), reason="me equivoqué")


@makes(pu.TakeBackRelease)
def take_back(w: World) -> pu.TakeBackRelease:
    """Approved, and to stand in a year: no process puts it in force."""
    release, stands = _release(w), after_s(w.at, 31_000_000)
    w.tell(RELEASE, release, pu.ReleaseApproved(release=release, stands_from=stands))
    put = pu.SetPut(release=release, number=1, content=w.known.proven, stands_from=stands)
    w.tell(SHELVES, SHELF, put)
    w.afterwards(SHELVES, SHELF, pu.SetTaken(release=release))
    return pu.TakeBackRelease(release=release, reason="no debía salir")


# --- factors of agencies --------------------------------------------------------------------------


@makes(p.AdoptTravelTimeFactor)
def adopt(w: World) -> p.AdoptTravelTimeFactor:
    return p.AdoptTravelTimeFactor(agency=AgencyId("san"), factor=w.known.pace)


@makes(p.DropTravelTimeFactor)
def drop(w: World) -> p.DropTravelTimeFactor:
    pace = travel_time_factor_id(_mode(w), AgencyId("san"))
    adopted = p.TravelTimeFactorAdopted(
        pace=pace, agency=AgencyId("san"), mode=_mode(w), version=1, factor=1.2, by="Ana",
        learnt=LearntFactor(runs=30, left_out=0, since=w.at, until=w.at),
    )  # fmt: skip
    w.tell(TRAVEL_TIME_FACTOR, pace, adopted)
    return p.DropTravelTimeFactor(agency=AgencyId("san"))


# --- seats ----------------------------------------------------------------------------------------


def _asked_for(w: World) -> PersonId:
    """Somebody who would like to sit at the desk of who asks; a neighbour's: at another desk."""
    desk = w.seat
    there = w.who if w.who.desk and not w.other else OPERATOR
    somebody = PersonId(new_id())
    taken = seats.SeatTaken(
        desk=desk,
        person=there.person,
        name="A",
        mode=Mode.REAL,
        why=seats.SeatTakenReason.AGAIN,
        centre=there.centre,
    )
    w.tell(SEAT, desk, taken, seats.SeatRequested(desk=desk, person=somebody, name="B"))
    return somebody


@makes(seats.GrantSeatRequest)
def give_seat(w: World) -> seats.GrantSeatRequest:
    to = _asked_for(w)
    return seats.GrantSeatRequest(desk=w.seat, to=to)


@makes(seats.DeclineSeatRequest)
def keep_seat(w: World) -> seats.DeclineSeatRequest:
    to = _asked_for(w)
    return seats.DeclineSeatRequest(desk=w.seat, to=to)
