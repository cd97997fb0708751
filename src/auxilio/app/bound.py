"""Who is on the way to a hospital, is meant for it, or has just been handed over there.

Patients are dispatch's, scenes of many are `major`'s, room is the hospitals'.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from auxilio.dispatch.model.patient import Patient, PatientState
from auxilio.dispatch.store import DispatchStore
from auxilio.hospitals.model import RoomColour
from auxilio.hospitals.policy import KNOWN_FOR, Coming
from auxilio.kernel.words import Mode
from auxilio.major.model.scene import Scene
from auxilio.major.service import SCENE
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import changed_since

_COLOURS = {str(each) for each in RoomColour}


class OnTheWay:
    """Implements `hospitals.ports.OnTheWay`."""

    def __init__(self, pool: Pool, store: DispatchStore, clock: Clock) -> None:
        self._pool, self._store, self._clock = pool, store, clock

    async def __call__(self, mode: Mode) -> Sequence[Coming]:
        """See `hospitals.ports.OnTheWay`. What is older than a hospital's last word can be is not looked for."""
        since = self._clock.now() - KNOWN_FOR
        patients = await self._store.bound(mode, since)
        scenes = await changed_since(self._pool, SCENE, mode, since)
        known = [each for one in patients if (each := coming_of(one)) is not None]
        return [*known, *meant_of(scenes, patients)]


def coming_of(patient: Patient) -> Coming | None:
    """What a patient is to the hospital that was warned; nothing, once they are taken nowhere."""
    if patient.hospital is None or patient.state is PatientState.STAYED:
        return None
    return Coming(
        hospital=patient.hospital.id,
        name=patient.hospital.name,
        colour=_colour(patient.triage),
        over_at=patient.handed_over_at,
    )


def meant_of(scenes: Iterable[Scene], patients: Iterable[Patient]) -> list[Coming]:
    """Whom hospitals were told of and no patient stands for yet: of each scene, hospital and colour the rest."""
    gone = Counter(
        (one.case, one.hospital.id, _colour(one.triage))
        for one in patients
        if one.hospital is not None and one.state is not PatientState.STAYED
    )
    return [
        Coming(hospital=told.hospital, name=told.name, colour=colour, meant=True)
        for scene in scenes
        for told in scene.hospitals.values()
        for word, count in told.share.items()
        if (colour := _colour(word)) is not None
        for _ in range(count - gone[scene.case, told.hospital, colour])
    ]


def _colour(word: str | None) -> RoomColour | None:
    return RoomColour(word) if word is not None and str(word) in _COLOURS else None
