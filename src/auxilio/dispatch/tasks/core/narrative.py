"""How the events of tasks of centres are told."""

from auxilio.dispatch.tasks.core.messages import (
    TaskAccepted,
    TaskAidRequested,
    TaskChangeRaised,
    TaskEnded,
    TaskExtended,
    TaskRefused,
    TaskUnitAssigned,
    TaskUnowned,
    TaskWithoutCentre,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "dispatch",
    told=(
        EventNarrative(
            TaskAidRequested, codes={"capabilities": "dispatch.capability", "reason": "dispatch.aid"}
        ),
        EventNarrative(TaskAccepted, strong=True),
        EventNarrative(TaskRefused, codes={"reason": "dispatch.refusal"}),
        EventNarrative(TaskUnowned, strong=True, codes={"service": "dispatch.service"}),
        EventNarrative(TaskWithoutCentre, strong=True),
        EventNarrative(TaskExtended, codes={"capabilities": "dispatch.capability"}),
        EventNarrative(TaskEnded, codes={"outcome": "dispatch.outcome"}),
        EventNarrative(TaskChangeRaised, codes={"change_kind": "dispatch.change"}),
    ),
    untold={
        TaskUnitAssigned: "The start of the unit's assignment tells it.",
    },
)
