"""What must be over before a case closes. Implements `cases.ports.OpenWorkCheck`, to whom dispatch is a stranger."""

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK
from auxilio.dispatch.ports import CaseWorkIndex
from auxilio.dispatch.tasks.core.model import TaskState, is_settled
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext


class OpenTaskCheck:
    """Brings every task and assignment of the case into the attempt, so that closing states their versions."""

    def __init__(self, work_index: CaseWorkIndex) -> None:
        self._work_index = work_index

    async def __call__(self, attempt: CommandContext, case: CaseId) -> None:
        """Return when each task has ended, was released or cancelled, or another centre took its place.

        Raises `Refused("tasks_open")` with the centre and state of each that is not. A refused task that no other centre took
        is open: a case always has an owner.
        """
        tasks = await self._work_index.ids("task", case)
        assignments = await self._work_index.ids("assignment", case)
        if not tasks:
            return
        await attempt.load(*((TASK, id) for id in tasks), *((ASSIGNMENT, id) for id in assignments))
        found = [await attempt.get(TASK, id) for id in tasks]
        waiting = [task for task in found if not is_settled(task)]
        if waiting:
            raise Refused(
                "tasks_open",
                centres=", ".join(t.centre for t in waiting),
                tasks=[{"id": str(t.id), "centre": t.centre, "state": t.state} for t in waiting],
            )


class ServiceOutcomeCheck:
    """What each service did is stated before a case closes. Implements `cases.ports.OutcomeCheck`."""

    def __init__(self, work_index: CaseWorkIndex) -> None:
        self._work_index = work_index

    async def __call__(self, attempt: CommandContext, case: CaseId, services: frozenset[str]) -> None:
        """Return when `services` names each that worked on the case; a cancelled task needs nothing.

        Raises `Refused("outcomes_missing")` with those that it does not name.
        """
        found = [await attempt.get(TASK, id) for id in await self._work_index.ids("task", case)]
        worked = {t.service for t in found if t.passed_to is None and t.state is not TaskState.CANCELLED}
        if missing := sorted(worked - services):
            raise Refused("outcomes_missing", services=missing)


class OpenUnitCheck:
    """Brings every assignment of the case into the attempt: a file that is sealed while a crew is out would not tell
    how it came home."""

    def __init__(self, work_index: CaseWorkIndex) -> None:
        self._work_index = work_index

    async def __call__(self, attempt: CommandContext, case: CaseId) -> None:
        """Return when every unit was released. Raises `Refused("units_still_out")` naming those that were not."""
        ids = await self._work_index.ids("assignment", case)
        await attempt.load(*((ASSIGNMENT, id) for id in ids))
        found = [await attempt.get(ASSIGNMENT, id) for id in ids]
        out = sorted({work.callsign for work in found if work.step is not AssignmentStep.RELEASED})
        if out:
            raise Refused("units_still_out", units=", ".join(out))
