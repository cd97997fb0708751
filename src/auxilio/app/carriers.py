"""Who carries a radio, and whose a task is: units and tasks are dispatch's, what is said on the air is the radio's."""

from collections.abc import Awaitable, Callable

from auxilio.dispatch.model.unit import Unit
from auxilio.dispatch.nouns import TASK, UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.model import Reading
from auxilio.dispatch.tracking.service import Tracking
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, TaskId, UnitId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.radio.lip import Place
from auxilio.radio.model import Bearer, Tasked

type Reports = Callable[[CaseId, Actor], Awaitable[None]]


class Carriers:
    """Implements `radio.ports.Fleet`."""

    def __init__(self, pool: Pool, reports: Reports) -> None:
        """`reports` refuses who may not speak of a case."""
        self._pool, self._store, self._reports = pool, DispatchStore(pool), reports

    async def of_radio(self, radio: str) -> Bearer | None:
        """See the port."""
        found = await self._store.of_radio(radio)
        return None if found is None else _bearer(found)

    async def unit(self, unit: UnitId) -> Bearer | None:
        """See the port."""
        found = await log.state_of(self._pool, stream_id(UNIT.name, unit))
        return None if found is None else _bearer(UNIT.read_state(found[1]))

    async def task(self, task: TaskId) -> Tasked | None:
        """See the port."""
        found = await log.state_of(self._pool, stream_id(TASK.name, task))
        if found is None:
            return None
        known = TASK.read_state(found[1])
        return Tasked(case=known.case, centre=known.centre, agency=known.agency)

    async def has_part(self, case: CaseId, actor: Actor) -> bool:
        """See the port."""
        try:
            await self._reports(case, actor)
        except Refused:
            return False
        return True


class OnTheMap:
    """Implements `radio.ports.Positions`: judged as every other fix."""

    def __init__(self, pool: Pool, tracking: Tracking) -> None:
        self._store, self._tracking = DispatchStore(pool), tracking

    async def heard(self, radio: str, place: Place) -> None:
        """See the port. A radio that nobody knows is counted, and the room is told, as of a phone with a false key."""
        unit = await self._store.of_radio(radio)
        if unit is None:
            await self._tracking.report_stranger()
            return
        reading = Reading(
            point=place.point,
            at=place.at,
            accuracy_m=place.accuracy_m,
            speed_m_s=place.speed_m_s,
            course_deg=place.course_deg,
        )
        await self._tracking.report_radio(unit.id, reading)


def _bearer(unit: Unit) -> Bearer:
    return Bearer(
        unit=unit.id,
        callsign=unit.callsign,
        agency=unit.agency,
        centre=unit.centre,
        mode=unit.mode,
        case=unit.case,
        radios=unit.radios,
    )
