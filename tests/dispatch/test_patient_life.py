"""Aim: every fact of a patient is whole, and the patient after it is exactly what the fact says. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auxilio.dispatch.patients.core import machine
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import (
    AgeBand,
    Patient,
    PatientDestination,
    PatientOutcome,
    PatientState,
    ShownHospital,
    TriageColour,
    first_proposed,
)
from auxilio.kernel.ids import CaseId, HospitalId, PatientId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.dispatch.factories import AT, dispatcher

ID, CASE, UNIT = PatientId(UUID(int=1)), CaseId(UUID(int=2)), UnitId(UUID(int=3))
DESK = dispatcher()
LATER = AT + timedelta(minutes=3)
SAID: dict[str, Any] = {
    "age": AgeBand.ADULT, "words": "consciente", "triage": TriageColour.YELLOW, "priority": Priority.P1,
}  # fmt: skip
ONE, TWO, THREE = (HospitalId(f"h{n}") for n in (1, 2, 3))


def patient(**more: Any) -> Patient:
    fixed: dict[str, Any] = {"number": 2, "mode": Mode.REAL, "state": PatientState.WAITING, "recorded_at": AT}
    return Patient(**({"id": ID, "case": CASE} | fixed | more))


def decide(known: Patient, command: Any, at: Any = LATER) -> tuple[Any, ...]:
    return machine.decide(known, command, DESK, at)


def after(known: Patient, *facts: Any, at: Any = LATER) -> Patient:
    for fact in facts:
        known = machine.evolve(known, fact, at)
    return known


def test_a_patient_is_recorded_with_what_was_said_and_when() -> None:
    command = p.RecordPatient(patient=ID, case=CASE, mode=Mode.REAL, **SAID)
    [fact] = machine.record(command, 2)
    assert fact == p.PatientRecorded(patient=ID, case=CASE, mode=Mode.REAL, number=2, **SAID)
    assert machine.evolve(None, fact, AT) == patient(**SAID, said_at=dict.fromkeys(SAID, AT))
    [bare] = machine.record(p.RecordPatient(patient=ID, case=CASE, mode=Mode.REAL), 2)
    assert machine.evolve(None, bare, AT) == patient(), "an unknown age was not said"


def test_an_update_holds_only_what_is_new_and_each_keeps_its_moment() -> None:
    known = patient(**SAID, said_at=dict.fromkeys(SAID, AT))
    news: dict[str, Any] = {
        "unit": UNIT, "state": PatientState.STAYED, "outcome": PatientOutcome.ADVICE, "triage": TriageColour.GREEN,
    }  # fmt: skip
    facts = decide(known, p.UpdatePatient(patient=ID, **(SAID | news)))
    assert facts == (p.PatientUpdated(patient=ID, **news),)
    said_at = dict.fromkeys(SAID, AT) | dict.fromkeys(news, LATER)
    assert after(known, *facts) == patient(**(SAID | news), said_at=said_at)
    assert decide(known, p.UpdatePatient(patient=ID, **SAID)) == ()


def test_what_is_said_of_the_same_moment_is_not_late() -> None:
    known = patient(words="a", said_at={"words": LATER})
    assert decide(known, p.UpdatePatient(patient=ID, words="b")) == (p.PatientUpdated(patient=ID, words="b"),)
    late = decide(known, p.UpdatePatient(patient=ID, words="b"), LATER - timedelta(seconds=1))
    assert late == (p.PatientReportedLate(patient=ID, words="b"),)
    assert after(known, *late) == known


def test_a_state_of_the_table_is_refused_when_it_is_now_and_not_allowed() -> None:
    with pytest.raises(Refused, match=r"^no_such_transition"):
        decide(patient(state=PatientState.STAYED), p.UpdatePatient(patient=ID, state=PatientState.ON_THE_WAY))


def shown(id: HospitalId, aside: str | None = None) -> ShownHospital:
    return ShownHospital(hospital=id, name=f"Hospital {id}", aside=aside)


SHOWN = (shown(ONE, "full"), shown(TWO), shown(THREE))


@pytest.mark.parametrize(
    ("to", "proposed", "overridden"),
    [(TWO, SHOWN, False), (THREE, SHOWN, True), (ONE, SHOWN, True), (TWO, (), False), (None, SHOWN, True)],
)
def test_a_warning_says_what_was_shown_and_whether_another_was_chosen(
    to: HospitalId | None, proposed: tuple[ShownHospital, ...], overridden: bool
) -> None:
    command = p.WarnHospital(patient=ID, hospital="Comarcal", to=to, shown=proposed, words="infarto")
    facts = decide(patient(), command)
    assert facts == (
        p.HospitalWarned(
            patient=ID, hospital="Comarcal", by=DESK.name, to=to, shown=proposed, overridden=overridden, words="infarto"
        ),
    )  # fmt: skip
    warned = PatientDestination(name="Comarcal", id=to, warned_at=LATER, warned_by=DESK.name, words="infarto")
    known = after(patient(), *facts)
    assert known == patient(hospital=warned, said_at={"hospital": LATER})
    assert decide(known, command) == ()


def test_the_first_proposed_is_the_first_that_was_not_set_aside() -> None:
    assert first_proposed(SHOWN) == SHOWN[1]
    assert first_proposed(SHOWN[:1]) is None


@pytest.mark.parametrize("changed", [{"hospital": "Mar"}, {"to": TWO}, {"words": "otro"}])
def test_another_hospital_or_other_words_are_news_and_need_a_new_yes(changed: dict[str, Any]) -> None:
    yes = {"acknowledged_at": AT, "acknowledged_by": "Dr. Roca"}
    known = patient(hospital=PatientDestination(name="Comarcal", id=ONE, words="infarto", **yes))
    same: dict[str, Any] = {"hospital": "Comarcal", "to": ONE, "words": "infarto"}
    assert decide(known, p.WarnHospital(patient=ID, **same)) == ()
    [fact] = decide(known, p.WarnHospital(patient=ID, **(same | changed)))
    again = after(known, fact).hospital
    assert again is not None
    assert (again.acknowledged_at, again.acknowledged_by) == (None, None)


def test_a_hospital_says_yes_once() -> None:
    warned = PatientDestination(name="Comarcal", id=ONE, warned_at=AT, warned_by="L")
    yes = p.AcknowledgeHospitalWarning(patient=ID, by="Dr. Roca")
    facts = decide(patient(hospital=warned), yes)
    assert facts == (p.HospitalWarningAcknowledged(patient=ID, by="Dr. Roca"),)
    known = after(patient(hospital=warned), *facts)
    said = PatientDestination(
        name="Comarcal",
        id=ONE,
        warned_at=AT,
        warned_by="L",
        acknowledged_at=LATER,
        acknowledged_by="Dr. Roca",
    )
    assert known == patient(hospital=said)
    assert decide(known, yes) == ()
    with pytest.raises(Refused, match=r"^hospital_not_warned"):
        decide(patient(), yes)


def test_a_patient_is_handed_over_once_and_what_was_said_before_stays_beside_it() -> None:
    known = patient(state=PatientState.ON_THE_WAY, said_at={"words": AT, "state": AT})
    over = p.TransferPatientCare(patient=ID, to="Dra. Font")
    facts = decide(known, over)
    assert facts == (p.PatientHandedOver(patient=ID, to="Dra. Font"),)
    there = after(known, *facts)
    handed = {
        "handed_over_at": LATER,
        "handed_over_to": "Dra. Font",
        "said_at": {"words": AT, "state": LATER},
    }
    assert there == patient(state=PatientState.HANDED_OVER, **handed)
    assert decide(there, over) == ()
    with pytest.raises(Refused, match=r"^no_such_transition"):
        decide(patient(state=PatientState.STAYED), over)


def test_a_patient_moves_to_another_case_with_a_new_number_and_back() -> None:
    second = CaseId(UUID(int=20))
    moved = p.PatientMoved(patient=ID, case=second, was_in=CASE, number=5, was_number=2)
    there = after(patient(), moved)
    assert there == patient(case=second, was_in=(CASE,), number=5)
    back = p.PatientMoved(patient=ID, case=CASE, was_in=second, number=2, was_number=5)
    assert after(there, back) == patient()
