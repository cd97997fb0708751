"""Patients who are on the way to a hospital, are announced to it, or were just handed over there.

Hospitals ask for them; dispatch has the patients, and mass_casualty the counts that a scene announced.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from auxilio.dispatch.patients.core.model import Patient, PatientState
from auxilio.hospitals.core.model import CapacityColour
from auxilio.hospitals.core.policy import CAPACITY_VALID_FOR, InboundPatient
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core.scene import Scene
from auxilio.mass_casualty.service import SCENE
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import changed_since

type PatientsBound = Callable[[Mode, datetime], Awaitable[Sequence[Patient]]]
"""Patients with a hospital who are not over, or have changed since then."""
_COLOURS = {str(each) for each in CapacityColour}


class InboundPatientQuery:
    """Implements `hospitals.ports.InboundPatientSource`."""

    def __init__(self, pool: Pool, patients_bound: PatientsBound, clock: Clock) -> None:
        self._pool, self._patients_bound, self._clock = pool, patients_bound, clock

    async def __call__(self, mode: Mode) -> Sequence[InboundPatient]:
        """See `hospitals.ports.InboundPatientSource`. What is older than a hospital's last word can be is not looked for."""
        since = self._clock.now() - CAPACITY_VALID_FOR
        patients = await self._patients_bound(mode, since)
        scenes = await changed_since(self._pool, SCENE, mode, since)
        known = [each for one in patients if (each := inbound_patient_of(one)) is not None]
        return [*known, *announced_patients(scenes, patients)]


def inbound_patient_of(patient: Patient) -> InboundPatient | None:
    """What a patient is to the hospital that was warned; nothing, once they are taken nowhere."""
    if patient.hospital is None or patient.state is PatientState.STAYED:
        return None
    return InboundPatient(
        hospital=patient.hospital.id,
        name=patient.hospital.name,
        colour=_colour(patient.triage),
        over_at=patient.handed_over_at,
    )


def announced_patients(scenes: Iterable[Scene], patients: Iterable[Patient]) -> list[InboundPatient]:
    """Whom hospitals were told of and no patient stands for yet: of each scene, hospital and colour the rest."""
    gone = Counter(
        (one.case, one.hospital.id, _colour(one.triage))
        for one in patients
        if one.hospital is not None and one.state is not PatientState.STAYED
    )
    return [
        InboundPatient(hospital=told.hospital, name=told.name, colour=colour, meant=True)
        for scene in scenes
        for told in scene.hospitals.values()
        for word, count in told.share.items()
        if (colour := _colour(word)) is not None
        for _ in range(count - gone[scene.case, told.hospital, colour])
    ]


def _colour(word: str | None) -> CapacityColour | None:
    return CapacityColour(word) if word is not None and str(word) in _COLOURS else None
