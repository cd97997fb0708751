"""At a hospital's door: arrived, handed over and clear are three moments of a crew's work (decision 0223).

That it arrived and that it is clear are its statuses. That whom it brought is in other hands is said of the patients:
of all at once by the crew's one press, or of each; with the last of them the work knows it too.
"""

from dataclasses import dataclass
from datetime import datetime

from auxilio.dispatch.machine import assignments, patients, place
from auxilio.dispatch.messages import patients as p
from auxilio.dispatch.messages import units as m
from auxilio.dispatch.model.assignment import Step
from auxilio.dispatch.model.patient import Patient, PatientState
from auxilio.dispatch.nouns import ASSIGNMENT, PATIENT, UNIT
from auxilio.dispatch.ports import CaseNouns
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.work import Attempt

IN_ITS_HANDS = frozenset({PatientState.WITH_UNIT, PatientState.ON_THE_WAY})


@dataclass(frozen=True)
class Arrivals:
    """What one command says of whom a crew brought."""

    attempt: Attempt
    actor: Actor
    nouns: CaseNouns

    async def hand_over(self, command: m.ReportHandover) -> None:
        """All of them at once. Raises `Refused`: `not_assigned`, `not_your_unit`, `not_your_centre`, `not_at_destination`."""
        attempt = self.attempt
        unit = await attempt.get(UNIT, command.unit)
        place.in_crew(unit, self.actor)
        if self.actor.kind != "crew":
            place.at_centre(unit.centre, self.actor)
        id = command.assignment or unit.assignment
        if id is None:
            raise Refused("not_assigned", callsign=unit.callsign)
        work = await attempt.get(ASSIGNMENT, id)
        if work.unit != unit.id:
            raise Refused("not_this_assignment", assignment=str(unit.assignment))
        at = attempt.at if command.at is None else min(command.at, attempt.at)
        attempt.record(ASSIGNMENT, work.id, assignments.hand_over(work, at), happened_at=at)
        for patient in await self._in_hands(work.case, unit.id):
            said = p.HandOver(patient=patient.id, to=command.to)
            facts = patients.decide(patient, said, self.actor, at)
            attempt.record(PATIENT, patient.id, facts, happened_at=at)

    async def after(self, patient: Patient, at: datetime) -> None:
        """One of them was handed over: with the last, the crew has handed over."""
        if patient.unit is None or await self._in_hands(patient.case, patient.unit):
            return
        for id in await self.nouns.ids("assignment", patient.case):
            work = await self.attempt.get(ASSIGNMENT, id)
            if work.unit == patient.unit and Step.AT_DESTINATION in work.times:
                facts = assignments.hand_over(work, at)
                self.attempt.record(ASSIGNMENT, work.id, facts, happened_at=at)

    async def _in_hands(self, case: CaseId, unit: UnitId) -> list[Patient]:
        """Those of the case whom this crew has, with what this very command has said of them."""
        known = [await self.attempt.get(PATIENT, id) for id in await self.nouns.ids("patient", case)]
        return [one for one in known if one.unit == unit and one.state in IN_ITS_HANDS]
