"""Who is on the way to a hospital, or has just been handed over there: patients are dispatch's, room is the hospitals'."""

from collections.abc import Sequence

from auxilio.dispatch.model.patient import Patient, PatientState
from auxilio.dispatch.store import DispatchStore
from auxilio.hospitals.model import RoomColour
from auxilio.hospitals.policy import KNOWN_FOR, Coming
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock


class OnTheWay:
    """Implements `hospitals.ports.OnTheWay`."""

    def __init__(self, store: DispatchStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def __call__(self, mode: Mode) -> Sequence[Coming]:
        """See `hospitals.ports.OnTheWay`. What is older than a hospital's last word can be is not looked for."""
        patients = await self._store.bound(mode, self._clock.now() - KNOWN_FOR)
        return [each for one in patients if (each := coming_of(one)) is not None]


def coming_of(patient: Patient) -> Coming | None:
    """What a patient is to the hospital that was warned; nothing, once they are taken nowhere."""
    if patient.hospital is None or patient.state is PatientState.STAYED:
        return None
    colour = patient.triage.value if patient.triage is not None else None
    return Coming(
        hospital=patient.hospital.id,
        name=patient.hospital.name,
        colour=RoomColour(colour) if colour in set(RoomColour) else None,
        over_at=patient.handed_over_at,
    )
