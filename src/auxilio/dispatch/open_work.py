"""What must be over before a case closes. Implements `cases.ports.OpenWork`, to whom dispatch is a stranger."""

from auxilio.dispatch.model.task import settled
from auxilio.dispatch.nouns import ASSIGNMENT, TASK
from auxilio.dispatch.ports import CaseNouns
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.work import Attempt


class OpenTasks:
    """Brings every task and assignment of the case into the attempt, so that closing states their versions."""

    def __init__(self, nouns: CaseNouns) -> None:
        self._nouns = nouns

    async def __call__(self, attempt: Attempt, case: CaseId) -> None:
        """Return when each task has ended, was released or cancelled, or another centre took its place.

        Raises `Refused("tasks_open")` with the centre and state of each that is not. A refusal that nobody took up
        is open: a case always has an owner.
        """
        tasks = await self._nouns.ids("task", case)
        assignments = await self._nouns.ids("assignment", case)
        if not tasks:
            return
        await attempt.load(*((TASK, id) for id in tasks), *((ASSIGNMENT, id) for id in assignments))
        found = [await attempt.get(TASK, id) for id in tasks]
        waiting = [task for task in found if not settled(task)]
        if waiting:
            raise Refused(
                "tasks_open",
                tasks=[{"id": str(t.id), "centre": t.centre, "state": t.state} for t in waiting],
            )
