"""What planned_events asks of units, tasks and other operations; the composition root passes these methods as its ports."""

from dataclasses import dataclass

from auxilio.dispatch.aggregates import TASK, UNIT
from auxilio.dispatch.units.core.model import own_centre
from auxilio.kernel.ids import UnitId
from auxilio.kernel.shared_types import Mode
from auxilio.planned_events.core.model import LendableUnit, Operation
from auxilio.planned_events.service import OPERATION
from auxilio.platform.database.command_executor import CommandContext
from auxilio.workflows.runner import StateReader


@dataclass(frozen=True)
class PlannedEventQueries:
    """The ports of `planned_events` over the log."""

    states: StateReader

    async def lendable_unit(self, attempt: CommandContext, id: UnitId) -> LendableUnit:
        """What is to be known of a unit before it is lent."""
        unit = await attempt.get(UNIT, id)
        return LendableUnit(
            id=unit.id,
            callsign=unit.callsign,
            home=own_centre(unit),
            mode=unit.mode,
            retired=unit.retired,
        )

    async def live_operations(self, mode: Mode) -> list[Operation]:
        """Every operation that is not over."""
        return await self.states.live(OPERATION, mode=mode.value)

    async def left_over(self, operation: Operation) -> tuple[int, int]:
        """How many tasks of its command post are open, and how many units are still lent to it."""
        tasks = await self.states.live(TASK, centre=operation.details.post.centre)
        units = [await self.states.state(UNIT, loan.unit) for loan in operation.loans]
        lent = [one for one in units if one and one.lent and one.lent.operation == operation.id]
        return len(tasks), len(lent)
