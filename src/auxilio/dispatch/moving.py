"""What is work of a case goes with it when that case turns out to be another one: tasks with their crews, and patients.

Where it goes is asked in the same transaction: cases that are merged and parted in one moment leave nothing between them.
"""

from dataclasses import dataclass

from auxilio.dispatch.messages import assignments
from auxilio.dispatch.messages import patients as p
from auxilio.dispatch.messages import tasks as t
from auxilio.dispatch.messages import units as u
from auxilio.dispatch.model.patient import Patient
from auxilio.dispatch.nouns import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.ports import CaseNouns, LivesOn
from auxilio.kernel.ids import CaseId, TaskId
from auxilio.platform.database.work import Attempt


@dataclass(frozen=True)
class Moving:
    """The moves of one command."""

    attempt: Attempt
    nouns: CaseNouns
    lives_on: LivesOn

    async def task(self, command: t.MoveTask) -> None:
        """A task, all that was ever done for it, and whoever is at it now."""
        task = await self.attempt.get(TASK, command.task)
        to = await self._whither(task.case, command)
        if to is None:
            return
        await self._crews(task.id, task.case, to)
        moved = t.TaskMoved(task=task.id, case=to, was_in=task.case, centre=task.centre)
        self.attempt.record(TASK, task.id, (moved,))

    async def _crews(self, task: TaskId, left: CaseId, to: CaseId) -> None:
        ids = await self.nouns.ids("assignment", left)
        await self.attempt.load(*((ASSIGNMENT, id) for id in ids))
        for id in ids:
            work = await self.attempt.get(ASSIGNMENT, id)
            if work.task != task:
                continue
            self.attempt.record(
                ASSIGNMENT, work.id, (assignments.AssignmentMoved(assignment=work.id, case=to, was_in=left),)
            )
            unit = await self.attempt.get(UNIT, work.unit)
            if unit.assignment == work.id:
                self.attempt.record(UNIT, unit.id, (u.UnitMoved(unit=unit.id, case=to, was_in=left),))

    async def patient(self, command: p.MovePatient) -> None:
        """A patient, who keeps their number where nobody has it."""
        patient = await self.attempt.get(PATIENT, command.patient)
        to = await self._whither(patient.case, command)
        if to is None:
            return
        there = await patients_of(self.attempt, self.nouns, to)
        taken = patient.number in {one.number for one in there}
        moved = p.PatientMoved(
            patient=patient.id,
            case=to,
            was_in=patient.case,
            number=next_number(there) if taken else patient.number,
            was_number=patient.number,
        )
        self.attempt.record(PATIENT, patient.id, (moved,))

    async def _whither(self, now: CaseId, command: t.MoveTask | p.MovePatient) -> CaseId | None:
        """Where it goes; None when it is there, or has left."""
        to = await self.lives_on(self.attempt, command.case)
        return None if to == now or command.left not in (None, now) else to


async def patients_of(attempt: Attempt, nouns: CaseNouns, case: CaseId) -> list[Patient]:
    """Everybody of a case, with their versions stated."""
    ids = await nouns.ids("patient", case)
    await attempt.load(*((PATIENT, id) for id in ids))
    return [await attempt.get(PATIENT, id) for id in ids]


def next_number(patients: list[Patient]) -> int:
    """How the next one is called: a number that somebody of this case had is nobody else's."""
    return max((one.number for one in patients), default=0) + 1
