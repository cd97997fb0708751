"""The life of a patient in the chain of care."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.patients.core import messages as m
from auxilio.dispatch.patients.core.model import (
    AgeBand,
    Patient,
    PatientDestination,
    PatientState,
    first_proposed,
)
from auxilio.dispatch.tasks.core.shared_types import previous_cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused

S = PatientState
NEXT: dict[PatientState, frozenset[PatientState]] = {
    S.WAITING: frozenset({S.WITH_UNIT, S.ON_THE_WAY, S.STAYED, S.HANDED_OVER}),
    # A crew can pass a patient to another, or lose one who walks off.
    S.WITH_UNIT: frozenset({S.WAITING, S.ON_THE_WAY, S.STAYED, S.HANDED_OVER}),
    S.ON_THE_WAY: frozenset({S.WITH_UNIT, S.HANDED_OVER}),
    S.HANDED_OVER: frozenset(),
    S.STAYED: frozenset({S.WAITING}),
}
assert NEXT.keys() == set(PatientState), "every state has its row"

type PatientDecision = m.UpdatePatient | m.WarnHospital | m.AcknowledgeHospitalWarning | m.TransferPatientCare


def step(patient: Patient, wanted: PatientState) -> None:
    """Refuse a step that the table does not allow."""
    if wanted not in NEXT[patient.state]:
        raise Refused("no_such_transition", now=patient.state, wanted=wanted)


def record(command: m.RecordPatient, number: int) -> tuple[Event, ...]:
    """The first fact of a patient."""
    return (
        m.PatientRecorded(
            patient=command.patient,
            case=command.case,
            mode=command.mode,
            number=number,
            age=command.age,
            words=command.words,
            triage=command.triage,
            priority=command.priority,
        ),
    )


_KNOWN = ("age", "words", "triage", "priority", "unit", "state", "outcome")


def _is_outdated(patient: Patient, name: str, at: datetime) -> bool:
    """Whether something newer is known of this than what was said at that moment."""
    said = patient.said_at.get(name)
    return said is not None and at < said


def _update(patient: Patient, command: m.UpdatePatient, at: datetime) -> tuple[Event, ...]:
    news = {
        name: value
        for name in _KNOWN
        if (value := getattr(command, name)) is not None and value != getattr(patient, name)
    }
    late = {name: value for name, value in news.items() if _is_outdated(patient, name, at)}
    news = {name: value for name, value in news.items() if name not in late}
    if "state" in news:
        step(patient, news["state"])
    facts: tuple[Event, ...] = (m.PatientUpdated(patient=patient.id, **news),) if news else ()
    return (*facts, m.PatientReportedLate(patient=patient.id, **late)) if late else facts


def decide(patient: Patient, command: PatientDecision, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What the command, said at `at`, makes happen to this patient. Raises `Refused`."""
    match command:
        case m.UpdatePatient():
            return _update(patient, command, at)
        case m.WarnHospital(hospital=name, to=to, words=words, shown=shown):
            known = patient.hospital
            if known and (known.name, known.id, known.words) == (name, to, words):
                return ()
            if _is_outdated(patient, "hospital", at):
                return (m.PatientReportedLate(patient=patient.id, hospital=name, words=words),)
            first = first_proposed(shown)
            return (
                m.HospitalWarned(
                    patient=patient.id,
                    hospital=name,
                    by=actor.name,
                    to=to,
                    shown=shown,
                    overridden=first is not None and first.hospital != to,
                    words=words,
                ),
            )
        case m.AcknowledgeHospitalWarning(by=by):
            if patient.hospital is None:
                raise Refused("hospital_not_warned")
            if patient.hospital.acknowledged_at is not None:
                return ()
            return (m.HospitalWarningAcknowledged(patient=patient.id, by=by),)
        case m.TransferPatientCare(to=to):
            if patient.state == S.HANDED_OVER:
                return ()
            step(patient, S.HANDED_OVER)
            return (m.PatientHandedOver(patient=patient.id, to=to),)
        case _ as never:
            assert_never(never)


def _states(event: m.PatientRecorded, name: str) -> bool:
    return getattr(event, name) not in (None, AgeBand.UNKNOWN)


def evolve(patient: Patient | None, event: m.PatientEvent, at: datetime) -> Patient:
    """The patient after this fact."""
    if isinstance(event, m.PatientRecorded):
        return Patient(
            id=event.patient,
            case=event.case,
            mode=event.mode,
            number=event.number,
            state=S.WAITING,
            recorded_at=at,
            age=event.age,
            words=event.words,
            triage=event.triage,
            priority=event.priority,
            said_at={name: at for name in ("age", "words", "triage", "priority") if _states(event, name)},
        )
    assert patient is not None, "a patient begins by being recorded"
    change = msgspec.structs.replace
    match event:
        case m.PatientUpdated():
            said = {name: value for name in _KNOWN if (value := getattr(event, name)) is not None}
            return change(patient, **said, said_at=patient.said_at | dict.fromkeys(said, at))
        case m.PatientReportedLate():
            return patient
        case m.HospitalWarned(hospital=name, to=to, by=by, words=words):
            # Another hospital, or other words: it must say yes again.
            warned = PatientDestination(name=name, id=to, warned_at=at, warned_by=by, words=words)
            return change(patient, hospital=warned, said_at=patient.said_at | {"hospital": at})
        case m.HospitalWarningAcknowledged(by=by):
            assert patient.hospital is not None, "only a warned hospital says yes"
            return change(patient, hospital=change(patient.hospital, acknowledged_at=at, acknowledged_by=by))
        case m.PatientMoved(case=case, was_in=left, number=number):
            return change(
                patient, case=case, was_in=previous_cases(patient.was_in, left, case), number=number
            )
        case m.PatientHandedOver(to=to):
            said_at = patient.said_at | {"state": at}
            return change(patient, state=S.HANDED_OVER, handed_over_at=at, handed_over_to=to, said_at=said_at)
        case _ as never:
            assert_never(never)
