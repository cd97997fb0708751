"""What can be asked of tasks, units, assignments and patients, and what can have happened to them. Closed unions."""

from auxilio.dispatch.patients.core.messages import PatientCommand, PatientEvent
from auxilio.dispatch.tasks.core.messages import TaskCommand, TaskEvent
from auxilio.dispatch.units.core.assignment_messages import AssignmentEvent
from auxilio.dispatch.units.core.messages import UnitCommand, UnitEvent

type DispatchCommand = TaskCommand | UnitCommand | PatientCommand
type DispatchEvent = TaskEvent | UnitEvent | AssignmentEvent | PatientEvent

__all__ = [
    "AssignmentEvent",
    "DispatchCommand",
    "DispatchEvent",
    "PatientCommand",
    "PatientEvent",
    "TaskCommand",
    "TaskEvent",
    "UnitCommand",
    "UnitEvent",
]
