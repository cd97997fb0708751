"""The life of a patient in the chain of care."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.messages import patients as m
from auxilio.dispatch.model.patient import Hospital, Patient, PatientState
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

type PatientDecision = m.UpdatePatient | m.WarnHospital | m.HospitalAcknowledged | m.HandOver


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


def decide(patient: Patient, command: PatientDecision, actor: Actor) -> tuple[Event, ...]:
    """What the command makes happen to this patient. Raises `Refused`."""
    match command:
        case m.UpdatePatient(state=state):
            news = {
                name: value
                for name in _KNOWN
                if (value := getattr(command, name)) is not None and value != getattr(patient, name)
            }
            if not news:
                return ()
            if state is not None and state != patient.state:
                step(patient, state)
            return (m.PatientUpdated(patient=patient.id, **news),)
        case m.WarnHospital(hospital=name, words=words):
            known = patient.hospital
            if known and known.name == name and known.words == words:
                return ()
            return (m.HospitalWarned(patient=patient.id, hospital=name, by=actor.name, words=words),)
        case m.HospitalAcknowledged(by=by):
            if patient.hospital is None:
                raise Refused("hospital_not_warned")
            if patient.hospital.acknowledged_at is not None:
                return ()
            return (m.HospitalSaidYes(patient=patient.id, by=by),)
        case m.HandOver(to=to):
            if patient.state == S.HANDED_OVER:
                return ()
            step(patient, S.HANDED_OVER)
            return (m.PatientHandedOver(patient=patient.id, to=to),)
        case _ as never:
            assert_never(never)


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
        )
    assert patient is not None, "a patient begins by being recorded"
    change = msgspec.structs.replace
    match event:
        case m.PatientUpdated():
            said = {name: value for name in _KNOWN if (value := getattr(event, name)) is not None}
            return change(patient, **said)
        case m.HospitalWarned(hospital=name, by=by, words=words):
            # Another hospital, or other words: it must say yes again.
            return change(patient, hospital=Hospital(name=name, warned_at=at, warned_by=by, words=words))
        case m.HospitalSaidYes(by=by):
            assert patient.hospital is not None, "only a warned hospital says yes"
            return change(patient, hospital=change(patient.hospital, acknowledged_at=at, acknowledged_by=by))
        case m.PatientHandedOver(to=to):
            return change(patient, state=S.HANDED_OVER, handed_over_at=at, handed_over_to=to)
        case _ as never:
            assert_never(never)
