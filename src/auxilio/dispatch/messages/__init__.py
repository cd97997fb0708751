"""What can be asked of tasks, units, assignments and patients, and what can have happened to them. Closed unions."""

from auxilio.dispatch.messages.assignments import AssignmentEvent
from auxilio.dispatch.messages.patients import PatientCommand, PatientEvent
from auxilio.dispatch.messages.tasks import TaskCommand, TaskEvent
from auxilio.dispatch.messages.units import UnitCommand, UnitEvent

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
