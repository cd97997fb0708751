"""How dispatch's nouns are kept."""

from auxilio.dispatch import messages as m
from auxilio.dispatch.machine import assignments, patients, tasks, units
from auxilio.dispatch.model.assignment import Assignment, Step
from auxilio.dispatch.model.patient import Patient, PatientState
from auxilio.dispatch.model.task import Task, attended
from auxilio.dispatch.model.unit import Unit
from auxilio.kernel.event import Links
from auxilio.platform.database.nouns import Noun

TASK = Noun(
    "task", Task, m.TaskEvent, tasks.evolve, links=lambda t: Links(case=t.case, mode=t.mode), live=attended
)
UNIT = Noun(
    "unit",
    Unit,
    m.UnitEvent,
    units.evolve,
    links=lambda u: Links(case=u.case, mode=u.mode),
    live=lambda u: not u.retired,
)
ASSIGNMENT = Noun(
    "assignment",
    Assignment,
    m.AssignmentEvent,
    assignments.evolve,
    links=lambda a: Links(case=a.case, mode=a.mode),
    live=lambda a: a.step is not Step.RELEASED,
)
PATIENT = Noun(
    "patient",
    Patient,
    m.PatientEvent,
    patients.evolve,
    links=lambda p: Links(case=p.case, mode=p.mode),
    live=lambda p: p.state not in {PatientState.HANDED_OVER, PatientState.STAYED},
    with_case=True,
)
