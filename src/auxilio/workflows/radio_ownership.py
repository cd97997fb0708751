"""Which unit carries a radio and which centre has a task, as the radio log asks dispatch for them."""

from collections.abc import Awaitable, Callable

from auxilio.dispatch.aggregates import TASK, UNIT
from auxilio.dispatch.ports import UnitDirectory
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, TaskId, UnitId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.radio.core.directory_check import RadioCarrier
from auxilio.radio.core.model import RadioOwner, RadioTask

type UnitOfRadio = Callable[[str], Awaitable[Unit | None]]
"""The unit that carries a radio."""
type Reports = Callable[[CaseId, Actor], Awaitable[None]]


class RadioOwnership:
    """Implements `radio.ports.RadioDirectory`."""

    def __init__(self, pool: Pool, unit_of_radio: UnitOfRadio, reports: Reports) -> None:
        """`reports` refuses who may not speak of a case."""
        self._pool, self._unit_of_radio, self._reports = pool, unit_of_radio, reports

    async def owner_of_radio(self, radio: str) -> RadioOwner | None:
        """See `radio.ports.RadioDirectory`."""
        found = await self._unit_of_radio(radio)
        return None if found is None else _bearer(found)

    async def unit(self, unit: UnitId) -> RadioOwner | None:
        """See `radio.ports.RadioDirectory`."""
        found = await log.state_of(self._pool, stream_id(UNIT.name, unit))
        return None if found is None else _bearer(UNIT.read_state(found[1]))

    async def task(self, task: TaskId) -> RadioTask | None:
        """See `radio.ports.RadioDirectory`."""
        found = await log.state_of(self._pool, stream_id(TASK.name, task))
        if found is None:
            return None
        known = TASK.read_state(found[1])
        return RadioTask(case=known.case, centre=known.centre, agency=known.agency)

    async def has_task_in(self, case: CaseId, actor: Actor) -> bool:
        """See `radio.ports.RadioDirectory`."""
        try:
            await self._reports(case, actor)
        except Refused:
            return False
        return True


async def radio_carriers(units: UnitDirectory, mode: Mode) -> tuple[RadioCarrier, ...]:
    """Every unit of a mode that is not retired, by callsign."""
    return tuple(
        RadioCarrier(
            unit=one.id,
            callsign=one.callsign,
            agency=one.agency,
            radios=one.radios,
            talk_group=one.talk_group,
        )
        for one in sorted(await units.units(), key=lambda one: one.callsign)
        if one.mode is mode and not one.retired
    )


def _bearer(unit: Unit) -> RadioOwner:
    return RadioOwner(
        unit=unit.id,
        callsign=unit.callsign,
        agency=unit.agency,
        centre=unit.centre,
        mode=unit.mode,
        case=unit.case,
        radios=unit.radios,
    )
