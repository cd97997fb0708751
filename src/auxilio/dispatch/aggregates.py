"""How dispatch's aggregates are kept."""

from auxilio.dispatch.core import messages as m
from auxilio.dispatch.patients.core import machine as patient_machine
from auxilio.dispatch.patients.core.model import Patient, PatientState
from auxilio.dispatch.tasks.core import evolution
from auxilio.dispatch.tasks.core.model import Task, is_on_boards
from auxilio.dispatch.units.core import assignment_machine
from auxilio.dispatch.units.core import machine as unit_machine
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.event import Links
from auxilio.platform.database.aggregates import Aggregate

TASK = Aggregate(
    "task",
    Task,
    m.TaskEvent,
    evolution.evolve,
    links=lambda t: Links(case=t.case, mode=t.mode),
    live=is_on_boards,
)
UNIT = Aggregate(
    "unit",
    Unit,
    m.UnitEvent,
    unit_machine.evolve,
    links=lambda u: Links(case=u.case, mode=u.mode),
    live=lambda u: not u.retired,
)
ASSIGNMENT = Aggregate(
    "assignment",
    Assignment,
    m.AssignmentEvent,
    assignment_machine.evolve,
    links=lambda a: Links(case=a.case, mode=a.mode),
    live=lambda a: a.step is not AssignmentStep.RELEASED,
)
PATIENT = Aggregate(
    "patient",
    Patient,
    m.PatientEvent,
    patient_machine.evolve,
    links=lambda p: Links(case=p.case, mode=p.mode),
    live=lambda p: p.state not in {PatientState.HANDED_OVER, PatientState.STAYED},
    with_case=True,
)
