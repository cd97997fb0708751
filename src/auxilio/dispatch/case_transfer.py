"""What is work of a case goes with it when that case turns out to be another one: tasks with their crews, and patients.

Where it goes is asked in the same transaction: cases that are merged and parted in one moment leave nothing between them.
"""

from dataclasses import dataclass

from auxilio.dispatch.aggregates import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.patients.core import messages as patient_messages
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.ports import CaseWorkIndex, SurvivingCaseLookup
from auxilio.dispatch.tasks.core import messages as task_messages
from auxilio.dispatch.units.core import assignment_messages
from auxilio.dispatch.units.core import messages as unit_messages
from auxilio.kernel.ids import CaseId, TaskId
from auxilio.platform.database.command_executor import CommandContext


@dataclass(frozen=True)
class CaseTransfer:
    """The moves of one command."""

    attempt: CommandContext
    work_index: CaseWorkIndex
    lives_on: SurvivingCaseLookup

    async def task(self, command: task_messages.MoveTask) -> None:
        """A task, all that was ever done for it, and the units at work on it."""
        task = await self.attempt.get(TASK, command.task)
        to = await self._whither(task.case, command)
        if to is None:
            return
        await self._crews(task.id, task.case, to)
        moved = task_messages.TaskMoved(task=task.id, case=to, was_in=task.case, centre=task.centre)
        self.attempt.record(TASK, task.id, (moved,))

    async def _crews(self, task: TaskId, left: CaseId, to: CaseId) -> None:
        ids = await self.work_index.ids("assignment", left)
        await self.attempt.load(*((ASSIGNMENT, id) for id in ids))
        for id in ids:
            work = await self.attempt.get(ASSIGNMENT, id)
            if work.task != task:
                continue
            self.attempt.record(
                ASSIGNMENT,
                work.id,
                (assignment_messages.AssignmentMoved(assignment=work.id, case=to, was_in=left),),
            )
            unit = await self.attempt.get(UNIT, work.unit)
            if unit.assignment == work.id:
                self.attempt.record(
                    UNIT, unit.id, (unit_messages.UnitMoved(unit=unit.id, case=to, was_in=left),)
                )

    async def patient(self, command: patient_messages.MovePatient) -> None:
        """A patient, who keeps their number where it is free."""
        patient = await self.attempt.get(PATIENT, command.patient)
        to = await self._whither(patient.case, command)
        if to is None:
            return
        there = await patients_of(self.attempt, self.work_index, to)
        taken = patient.number in {one.number for one in there}
        moved = patient_messages.PatientMoved(
            patient=patient.id,
            case=to,
            was_in=patient.case,
            number=next_number(there) if taken else patient.number,
            was_number=patient.number,
        )
        self.attempt.record(PATIENT, patient.id, (moved,))

    async def _whither(
        self, now: CaseId, command: task_messages.MoveTask | patient_messages.MovePatient
    ) -> CaseId | None:
        """Where it goes; None when it is there, or has left."""
        to = await self.lives_on(self.attempt, command.case)
        return None if to == now or command.left not in (None, now) else to


async def patients_of(attempt: CommandContext, work_index: CaseWorkIndex, case: CaseId) -> list[Patient]:
    """Everybody of a case, with their versions stated."""
    ids = await work_index.ids("patient", case)
    await attempt.load(*((PATIENT, id) for id in ids))
    return [await attempt.get(PATIENT, id) for id in ids]


def next_number(patients: list[Patient]) -> int:
    """How the next one is called: a number that a patient of this case had is not used again."""
    return max((one.number for one in patients), default=0) + 1
