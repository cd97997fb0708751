"""How the events of interviews are told."""

from auxilio.kernel.narrative import EventNarrative, Narrative
from auxilio.triage.core.messages import (
    RunClosed,
    RunProved,
    RunStarted,
)

NARRATIVE = Narrative(
    "triage",
    told=(EventNarrative(RunStarted, codes={"language": "report.language"}),),
    untold={
        RunProved: "The priority of the case that it raised tells it.",
        RunClosed: "What the interview proved is told.",
    },
)
