"""How the events of units and their assignments are told."""

from auxilio.dispatch.units.core.assignment_messages import (
    AssignmentMoved,
    AssignmentStepReached,
)
from auxilio.dispatch.units.core.messages import (
    CrewEmergencyRaised,
    CrewSignedOff,
    CrewSignedOn,
    StandByDeclined,
    StandByEnded,
    StandByOrdered,
    UnitAlerted,
    UnitFreed,
    UnitLateStatusKept,
    UnitMoved,
    UnitOrdered,
    UnitRegistered,
    UnitStatusReported,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "dispatch",
    told=(
        EventNarrative(UnitOrdered, codes={"order_kind": "dispatch.change"}),
        EventNarrative(CrewEmergencyRaised, strong=True),
        EventNarrative(AssignmentStepReached, codes={"step": "dispatch.step"}),
    ),
    untold={
        UnitRegistered: "It is of a unit, not of a case.",
        CrewSignedOn: "It is of a crew, not of a case.",
        CrewSignedOff: "It is of a crew, not of a case.",
        UnitAlerted: "The start of its assignment tells it.",
        UnitStatusReported: "The step of its assignment tells it.",
        UnitLateStatusKept: "The step of its assignment tells it.",
        UnitFreed: "The end of its assignment tells it.",
        UnitMoved: "The move of its task tells it.",
        StandByOrdered: "It is of the cover of an area, not of a case.",
        StandByEnded: "It is of the cover of an area, not of a case.",
        StandByDeclined: "It is of the cover of an area, not of a case.",
        AssignmentMoved: "The move of its task tells it.",
    },
)
