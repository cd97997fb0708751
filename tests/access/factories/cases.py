"""Cases: what is said of them, what they have to do with one another, to whom they are open."""

from auxilio.cases.core import messages as m
from auxilio.cases.core.model import (
    CaseEnding,
    ClosingData,
    Hazard,
    NamedPerson,
    NamingReason,
    PlaceWarning,
    WindFrom,
)
from auxilio.cases.service import CASE
from auxilio.kernel.ids import CallId, CaseId, HazmatId
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import World, location


@makes(m.OpenCase)
def open_case(w: World) -> m.OpenCase:
    """Of a call that the desk has; a neighbour's: that another desk has."""
    return m.OpenCase(case=CaseId(new_id()), call=w.call(in_case=False), summary="humo")


@makes(m.LocateCase)
def locate(w: World) -> m.LocateCase:
    return m.LocateCase(case=w.case(), location=location("Carrer Nou 5"), correction=True)


@makes(m.AnswerWarning)
def answer_warning(w: World) -> m.AnswerWarning:
    case = w.case()
    doubt = m.HeadingDisputed(case=case, warning=PlaceWarning(code="heading_disputed"))
    w.tell(CASE, case, doubt)
    return m.AnswerWarning(case=case, code="heading_disputed")


@makes(m.ClassifyCase)
def classify(w: World) -> m.ClassifyCase:
    return m.ClassifyCase(case=w.case(), type="SAN-02")


@makes(m.SetPriority)
def set_priority(w: World) -> m.SetPriority:
    return m.SetPriority(case=w.case(), priority=Priority.P1)


@makes(m.NoteHazard)
def note_hazard(w: World) -> m.NoteHazard:
    return m.NoteHazard(case=w.case(), hazard=Hazard(code="gas"))


@makes(m.ReportHazmat)
def state_goods(w: World) -> m.ReportHazmat:
    return m.ReportHazmat(case=w.case(), goods=HazmatId(new_id()), top="33", bottom="1203")


@makes(m.ReportWind)
def say_wind(w: World) -> m.ReportWind:
    return m.ReportWind(case=w.case(), blows_from=WindFrom.N)


@makes(m.LinkCall)
def link_call(w: World) -> m.LinkCall:
    """A call that was just recorded is put into an own, a neighbour's, a reserved case."""
    call = w.call(by=w.who if w.who.desk else OPERATOR, in_case=False)
    return m.LinkCall(case=w.case(), call=call)


@makes(m.UnlinkCall)
def unlink_call(w: World) -> m.UnlinkCall:
    call: CallId = w.call(w.over)
    return m.UnlinkCall(case=w.case(), call=call)


@makes(m.RelateCase)
def relate(w: World) -> m.RelateCase:
    """An own case to one that is own, a neighbour's, reserved."""
    return m.RelateCase(case=w.own_case(), other=w.case())


@makes(m.MergeCase)
def merge(w: World) -> m.MergeCase:
    """An own case goes on in one that is own, a neighbour's, reserved."""
    return m.MergeCase(case=w.own_case(), into=w.case())


@makes(m.UnmergeCase)
def part(w: World) -> m.UnmergeCase:
    case, other = w.case(), w.own_case()
    w.tell(CASE, case, m.CaseMerged(case=case, into=other))
    w.tell(CASE, other, m.CaseAbsorbed(case=other, other=case, number=1))
    return m.UnmergeCase(case=case)


@makes(m.NamePerson)
def name_person(w: World) -> m.NamePerson:
    case = w.case()
    if not w.reserved:
        w.tell(CASE, case, m.CaseReserved(case=case, reason="menores", named=_me(w)))
    return m.NamePerson(case=case, person=w.known.somebody)


def _me(w: World) -> tuple[NamedPerson, ...]:
    """The list on which who asks stands, in the scenarios in which they are named."""
    return (NamedPerson(person=w.who.person, name="A", why=NamingReason.ADDED),)


@makes(m.RemovePerson)
def remove_person(w: World) -> m.RemovePerson:
    case = w.case()
    somebody = NamedPerson(person=w.known.somebody, name="B", why=NamingReason.ADDED)
    if w.reserved:
        w.tell(CASE, case, m.PersonsNamed(case=case, people=(somebody,), by="Ana"))
    else:
        w.tell(CASE, case, m.CaseReserved(case=case, reason="menores", named=(*_me(w), somebody)))
    return m.RemovePerson(case=case, person=w.known.somebody)


@makes(m.TakeOverCase)
def take_over(w: World) -> m.TakeOverCase:
    """An own case is one of the room: whoever takes it over sits at another desk of it."""
    case = w.case()
    if w.owner is not OPERATOR:
        taken = m.CaseTakenOver(
            case=case, owner=OPERATOR.desk, owner_person=OPERATOR.person, by=OPERATOR.name
        )
        w.tell(CASE, case, taken)
    return m.TakeOverCase(case=case)


@makes(m.CloseCase)
def close(w: World) -> m.CloseCase:
    return m.CloseCase(case=w.case(over=True), closing=ClosingData(disposition=CaseEnding.RESOLVED))


@makes(m.ReopenCase)
def reopen(w: World) -> m.ReopenCase:
    case = w.case(over=True)
    w.tell(CASE, case, m.CaseClosed(case=case, closing=ClosingData(disposition=CaseEnding.RESOLVED)))
    return m.ReopenCase(case=case, reason="sigue ardiendo")
