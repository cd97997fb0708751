"""At hospitals: who comes is told and known there, many are told of at once, and a crew that is held at the door is seen.

No hospital has a seat in this house. Whoever must telephone is real: the centre whose crew carries the patient, else the
centre of the health service that has the case, and always the desk that answers for it (decision 0223).
"""

from collections.abc import Iterable

from auxilio.cases.service import CASE
from auxilio.dispatch.boards import Service, family_of
from auxilio.dispatch.messages import assignments, patients, tasks
from auxilio.dispatch.model.assignment import ORDER, Assignment
from auxilio.dispatch.model.assignment import Step as UnitStep
from auxilio.dispatch.model.patient import PatientState
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.followup.model import Party, WatchKind
from auxilio.followup.policy import moments
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import CaseId, UnitId, stream_id
from auxilio.major.messages import scene as scenes
from auxilio.process.promises import cancel, keep, pending, pending_in_case, promise, spans
from auxilio.process.runner import Fact, House, Reaction, Step
from auxilio.triage import messages as triage

K = WatchKind
ALERT_HOSPITALS = "hospitals_alert"
"""The notice of a protocol that asks for it (content/protocols, `notify`)."""
CARRIES = frozenset({"als", "bls", "hems"})
"""Whoever drives somebody to a hospital, where neither patient nor destination was said."""
type DoorS = tuple[float, float]
"""After how many seconds at a door a crew is soon, and is, held there."""


async def who_telephones(house: House, case: CaseId | None, unit: UnitId | None = None) -> tuple[Party, ...]:
    """The desk that answers for the case, and the centre that must speak with a hospital."""
    if case is None:
        return ()
    found = await house.state(CASE, case)
    desk = (Party(desk=found.owner),) if found is not None and found.owner is not None else ()
    carrying = await house.state(UNIT, unit) if unit is not None else None
    if carrying is not None:
        return (*desk, Party(centre=carrying.centre))
    centres = dict.fromkeys(
        task.centre
        for task in await house.in_case(TASK, case)
        if task.over_at is None and not task.by_telephone and family_of(task.service) is Service.HEALTH
    )
    return (*desk, *(Party(centre=each) for each in centres))


# --- one patient ----------------------------------------------------------------------------------


async def _warned(fact: Fact[patients.HospitalWarned], house: House) -> Iterable[Step]:
    gone = cancel(fact, await pending(fact, house, K.HOSPITAL_WARNED))
    patient = await house.state(PATIENT, fact.event.patient)
    to = await who_telephones(house, fact.envelope.case, patient.unit if patient else None)
    return (*gone, promise(fact, K.HOSPITAL_WARNED, to=to))


async def _knows(
    fact: Fact[patients.HospitalSaidYes | patients.PatientHandedOver], house: House
) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, K.HOSPITAL_WARNED))


# --- many -----------------------------------------------------------------------------------------


async def _proved(fact: Fact[triage.RunProved], house: House) -> Iterable[Step]:
    """The interview asks that the hospitals be told: once a case, until the first of them knows."""
    event = fact.event
    if ALERT_HOSPITALS not in event.standing.notify:
        return ()
    scene = stream_id("case", event.case)
    if any(each.kind is K.HOSPITALS_ALERT for each in await house.in_case(WATCH, event.case)):
        return ()
    to = await who_telephones(house, event.case)
    return (promise(fact, K.HOSPITALS_ALERT, subject=scene, to=to),)


async def _centre_joins(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    """The interview proves before help is sent: the health centre that is asked now hears of it too."""
    event = fact.event
    if event.by_telephone or family_of(event.service) is not Service.HEALTH:
        return ()
    steps: list[Step] = []
    for watch in await pending_in_case(fact, house, event.case, K.HOSPITALS_ALERT):
        if Party(centre=event.centre) in watch.to:
            continue
        clock = moments(K.HOSPITALS_ALERT, None, watch.set_at)
        to = (*watch.to, Party(centre=event.centre))
        steps += cancel(fact, (watch,))
        steps.append(promise(fact, K.HOSPITALS_ALERT, subject=watch.subject, clock=clock, to=to))
    return steps


async def _alerted(fact: Fact[scenes.HospitalAlerted], house: House) -> Iterable[Step]:
    return keep(fact, await pending_in_case(fact, house, fact.event.case, K.HOSPITALS_ALERT))


# --- at the door ----------------------------------------------------------------------------------


def _at_the_door(door_s: DoorS | None) -> Reaction:
    async def stepped(fact: Fact[assignments.AssignmentStepped], house: House) -> Iterable[Step]:
        work = await house.state(ASSIGNMENT, fact.event.assignment)
        if work is None:
            return ()
        if ORDER.index(fact.event.step) > ORDER.index(UnitStep.AT_DESTINATION):
            return keep(fact, await pending(fact, house, K.HOSPITAL_DOOR))
        if fact.event.step is not UnitStep.AT_DESTINATION or work.step is not UnitStep.AT_DESTINATION:
            return ()  # an arrival that is learned after the handover holds nobody
        if await pending(fact, house, K.HOSPITAL_DOOR) or not await _brings_somebody(house, work):
            return ()
        to = (Party(unit=work.unit), Party(centre=work.centre))
        clock = None if door_s is None else spans(K.HOSPITAL_DOOR, fact.at, *door_s)
        return (promise(fact, K.HOSPITAL_DOOR, priority=work.priority, clock=clock, to=to),)

    return Reaction("received.at_the_door", (assignments.AssignmentStepped,), stepped)


async def _brings_somebody(house: House, work: Assignment) -> bool:
    """Whether anybody is waited for: where it went was said, or whom it has is known, or it is made to carry."""
    if work.destination is not None:
        return True
    unit = await house.state(UNIT, work.unit)
    if unit is not None and CARRIES & set(unit.capabilities):
        return True
    return any(
        one.unit == work.unit and one.state in {PatientState.WITH_UNIT, PatientState.ON_THE_WAY}
        for one in await house.in_case(PATIENT, work.case)
    )


def reactions(door_s: DoorS | None = None) -> tuple[Reaction, ...]:
    """`door_s`: the set time at a hospital's door, as the centre sets it; else the policy's."""
    # The first two were born in stage 5, and the ids of their commands hang on their names.
    return (
        Reaction("followed.hospital_warned", (patients.HospitalWarned,), _warned),
        Reaction("followed.hospital_knows", (patients.HospitalSaidYes, patients.PatientHandedOver), _knows),
        Reaction("received.proved", (triage.RunProved,), _proved),
        Reaction("received.centre_joins", (tasks.TaskOffered,), _centre_joins),
        Reaction("received.alerted", (scenes.HospitalAlerted,), _alerted),
        _at_the_door(door_s),
    )
