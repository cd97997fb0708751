"""At a hospital's door: arrived, handed over and clear are three moments of a crew's work (decision 0223).

That it arrived and that it is clear are its statuses. That whom it brought is in other hands is said of the patients:
of all at once by the crew's one press, or of each; with the last of them the work knows it too.
"""

from dataclasses import dataclass
from datetime import datetime

from auxilio.dispatch.aggregates import ASSIGNMENT, PATIENT, UNIT
from auxilio.dispatch.patients.core import machine as patient_machine
from auxilio.dispatch.patients.core import messages as patient_messages
from auxilio.dispatch.patients.core.model import Patient, PatientState
from auxilio.dispatch.ports import CaseWorkIndex
from auxilio.dispatch.tasks.core import centre_authority
from auxilio.dispatch.units.core import assignment_machine
from auxilio.dispatch.units.core import messages as m
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext

IN_CREW_CARE = frozenset({PatientState.WITH_UNIT, PatientState.ON_THE_WAY})


@dataclass(frozen=True)
class HospitalArrivals:
    """What one command says of whom a crew brought."""

    attempt: CommandContext
    actor: Actor
    work_index: CaseWorkIndex

    async def hand_over(self, command: m.ReportCareTransfer) -> None:
        """All of them at once. Raises `Refused`: `not_assigned`, `not_your_centre`, `not_at_destination`."""
        attempt = self.attempt
        unit = await attempt.get(UNIT, command.unit)
        if self.actor.kind != "crew":
            centre_authority.require_centre(unit.centre, self.actor, unit.agency)
        id = command.assignment or unit.assignment
        if id is None:
            raise Refused("not_assigned", callsign=unit.callsign)
        work = await attempt.get(ASSIGNMENT, id)
        if work.unit != unit.id:
            raise Refused("not_this_assignment", assignment=str(unit.assignment))
        at = attempt.at if command.at is None else min(command.at, attempt.at)
        attempt.record(ASSIGNMENT, work.id, assignment_machine.hand_over(work, at), happened_at=at)
        for patient in await self._in_hands(work.case, unit.id):
            said = patient_messages.TransferPatientCare(patient=patient.id, to=command.to)
            facts = patient_machine.decide(patient, said, self.actor, at)
            attempt.record(PATIENT, patient.id, facts, happened_at=at)

    async def leave(self, work: Assignment, command: m.ReportStatus | m.EnterStatus, at: datetime) -> None:
        """It drives there: whom it has is on the way, and the hospital is warned of each. No patient is announced by a guess."""
        if command.destination is None:
            return
        told = command if isinstance(command, m.ReportStatus) else None
        for patient in await self._leaving(work):
            moves = patient_messages.UpdatePatient(
                patient=patient.id, unit=work.unit, state=PatientState.ON_THE_WAY
            )
            warns = patient_messages.WarnHospital(
                patient=patient.id,
                hospital=command.destination,
                to=told.hospital if told else None,
                shown=told.shown if told else (),
            )
            for said in (moves, warns):
                known = await self.attempt.get(PATIENT, patient.id)
                facts = patient_machine.decide(known, said, self.actor, at)
                self.attempt.record(PATIENT, patient.id, facts, happened_at=at)

    async def _leaving(self, work: Assignment) -> list[Patient]:
        """Those in its hands; where it has none, the only patient of the case, if nobody has them: a crew that drives off
        with somebody has not always said whom."""
        if own := await self._in_hands(work.case, work.unit):
            return own
        known = [
            await self.attempt.get(PATIENT, id) for id in await self.work_index.ids("patient", work.case)
        ]
        only = len(known) == 1 and known[0].unit is None and known[0].state is PatientState.WAITING
        return known if only else []

    async def after(self, patient: Patient, at: datetime) -> None:
        """One of them was handed over: with the last, the crew has handed over."""
        if patient.unit is None or await self._in_hands(patient.case, patient.unit):
            return
        for id in await self.work_index.ids("assignment", patient.case):
            work = await self.attempt.get(ASSIGNMENT, id)
            if work.unit == patient.unit and AssignmentStep.AT_DESTINATION in work.times:
                facts = assignment_machine.hand_over(work, at)
                self.attempt.record(ASSIGNMENT, work.id, facts, happened_at=at)

    async def _in_hands(self, case: CaseId, unit: UnitId) -> list[Patient]:
        """Those of the case whom this crew has, with what this very command has said of them."""
        known = [await self.attempt.get(PATIENT, id) for id in await self.work_index.ids("patient", case)]
        return [one for one in known if one.unit == unit and one.state in IN_CREW_CARE]
