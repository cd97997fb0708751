"""At hospitals: who comes is told and known there, many are told of at once, and a crew that is held at the door is seen.

No hospital has access to Auxilio. A centre must telephone: the one whose crew carries the patient, else the
centre of the health service that has the case, and always the desk that answers for it (decision 0223).
"""

from collections.abc import Iterable

from auxilio.cases.service import CASE
from auxilio.dispatch.core.boards import ServiceFamily, service_family
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.patients.core.model import PatientState
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.units.core import assignment_messages
from auxilio.dispatch.units.core.assignment_model import ORDER, Assignment, AssignmentStep
from auxilio.followup.core.model import FollowupParty, WatchKind
from auxilio.followup.core.policy import moments
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import CaseId, UnitId, stream_id
from auxilio.mass_casualty.core import scene_messages
from auxilio.triage.core import messages as triage
from auxilio.workflows.runner import Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import (
    cancel_watches,
    keep_watches,
    pending_case_watches,
    pending_watches,
    set_watch,
    watch_moments,
)

K = WatchKind
ALERT_HOSPITALS = "hospitals_alert"
"""The notice of a protocol that asks for it (content/protocols, `notify`)."""
CARRIES = frozenset({"als", "bls", "hems"})
"""Whoever drives somebody to a hospital, where neither patient nor destination was said."""
type DoorS = tuple[float, float]
"""After how many seconds at a door a crew is soon, and is, held there."""


async def hospital_contacts(
    states: StateReader, case: CaseId | None, unit: UnitId | None = None
) -> tuple[FollowupParty, ...]:
    """The desk that answers for the case, and the centre that must speak with a hospital."""
    if case is None:
        return ()
    found = await states.state(CASE, case)
    desk = (FollowupParty(desk=found.owner),) if found is not None and found.owner is not None else ()
    carrying = await states.state(UNIT, unit) if unit is not None else None
    if carrying is not None:
        return (*desk, FollowupParty(centre=carrying.centre))
    centres = dict.fromkeys(
        task.centre
        for task in await states.in_case(TASK, case)
        if task.over_at is None
        and not task.by_telephone
        and service_family(task.service) is ServiceFamily.HEALTH
    )
    return (*desk, *(FollowupParty(centre=each) for each in centres))


# --- one patient ----------------------------------------------------------------------------------


async def _hospital_warned(
    fact: RecordedEvent[patients.HospitalWarned], states: StateReader
) -> Iterable[ReactionCommand]:
    gone = cancel_watches(fact, await pending_watches(fact, states, K.HOSPITAL_WARNED))
    patient = await states.state(PATIENT, fact.event.patient)
    to = await hospital_contacts(states, fact.envelope.case, patient.unit if patient else None)
    return (*gone, set_watch(fact, K.HOSPITAL_WARNED, to=to))


async def _hospital_informed(
    fact: RecordedEvent[patients.HospitalWarningAcknowledged | patients.PatientHandedOver],
    states: StateReader,
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, K.HOSPITAL_WARNED))


# --- many -----------------------------------------------------------------------------------------


async def _alert_requested(
    fact: RecordedEvent[triage.RunProved], states: StateReader
) -> Iterable[ReactionCommand]:
    """The interview asks that the hospitals be told: once a case, until the first of them knows."""
    event = fact.event
    if ALERT_HOSPITALS not in event.standing.notify:
        return ()
    scene = stream_id("case", event.case)
    if any(each.kind is K.HOSPITALS_ALERT for each in await states.in_case(WATCH, event.case)):
        return ()
    to = await hospital_contacts(states, event.case)
    return (set_watch(fact, K.HOSPITALS_ALERT, subject=scene, to=to),)


async def _add_alerted_centre(
    fact: RecordedEvent[tasks.TaskOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    """The interview proves before help is sent: the health centre that is asked now hears of it too."""
    event = fact.event
    if event.by_telephone or service_family(event.service) is not ServiceFamily.HEALTH:
        return ()
    steps: list[ReactionCommand] = []
    for watch in await pending_case_watches(fact, states, event.case, K.HOSPITALS_ALERT):
        if FollowupParty(centre=event.centre) in watch.to:
            continue
        clock = moments(K.HOSPITALS_ALERT, None, watch.set_at)
        to = (*watch.to, FollowupParty(centre=event.centre))
        steps += cancel_watches(fact, (watch,))
        steps.append(set_watch(fact, K.HOSPITALS_ALERT, subject=watch.subject, clock=clock, to=to))
    return steps


async def _hospital_alerted(
    fact: RecordedEvent[scene_messages.HospitalAlerted], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_case_watches(fact, states, fact.event.case, K.HOSPITALS_ALERT))


# --- at the door ----------------------------------------------------------------------------------


def _door_reaction(door_s: DoorS | None) -> Reaction:
    async def stepped(
        fact: RecordedEvent[assignment_messages.AssignmentStepReached], states: StateReader
    ) -> Iterable[ReactionCommand]:
        work = await states.state(ASSIGNMENT, fact.event.assignment)
        if work is None:
            return ()
        if ORDER.index(fact.event.step) > ORDER.index(AssignmentStep.AT_DESTINATION):
            return keep_watches(fact, await pending_watches(fact, states, K.HOSPITAL_DOOR))
        if (
            fact.event.step is not AssignmentStep.AT_DESTINATION
            or work.step is not AssignmentStep.AT_DESTINATION
        ):
            return ()  # an arrival that is learned after the handover holds nobody
        if await pending_watches(fact, states, K.HOSPITAL_DOOR) or not await _carries_patient(states, work):
            return ()
        to = (FollowupParty(unit=work.unit), FollowupParty(centre=work.centre))
        clock = None if door_s is None else watch_moments(K.HOSPITAL_DOOR, fact.at, *door_s)
        return (set_watch(fact, K.HOSPITAL_DOOR, priority=work.priority, clock=clock, to=to),)

    return Reaction("received.at_the_door", (assignment_messages.AssignmentStepReached,), stepped)


async def _carries_patient(states: StateReader, work: Assignment) -> bool:
    """Whether anybody is waited for: where it went was said, or whom it has is known, or it is made to carry."""
    if work.destination is not None:
        return True
    unit = await states.state(UNIT, work.unit)
    if unit is not None and CARRIES & set(unit.capabilities):
        return True
    return any(
        one.unit == work.unit and one.state in {PatientState.WITH_UNIT, PatientState.ON_THE_WAY}
        for one in await states.in_case(PATIENT, work.case)
    )


def reactions(door_s: DoorS | None = None) -> tuple[Reaction, ...]:
    """`door_s`: the set time at a hospital's door, as the centre sets it; else the policy's."""
    # The first two were born in stage 5, and the ids of their commands hang on their names.
    return (
        Reaction("followed.hospital_warned", (patients.HospitalWarned,), _hospital_warned),
        Reaction(
            "followed.hospital_knows",
            (patients.HospitalWarningAcknowledged, patients.PatientHandedOver),
            _hospital_informed,
        ),
        Reaction("received.proved", (triage.RunProved,), _alert_requested),
        Reaction("received.centre_joins", (tasks.TaskOffered,), _add_alerted_centre),
        Reaction("received.alerted", (scene_messages.HospitalAlerted,), _hospital_alerted),
        _door_reaction(door_s),
    )
