"""How the events of instruction cards are told."""

from auxilio.instructions.core.messages import (
    AuthorisationEnded,
    CompressionsResumed,
    CompressionsStopped,
    MetronomeSet,
    MomentMarked,
    StepAuthorised,
    StepRefused,
    StepWritten,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "instructions",
    told=(
        EventNarrative(MomentMarked, codes={"mark": "instructions.mark"}, strong=True),
        EventNarrative(CompressionsStopped, strong=True),
        EventNarrative(CompressionsResumed, strong=True),
        EventNarrative(StepAuthorised, strong=True),
        EventNarrative(StepRefused, strong=True),
        EventNarrative(AuthorisationEnded, strong=True),
    ),
    untold={
        MetronomeSet: "It is an aid at the desk; nothing was said to the caller by it.",
        StepWritten: "The call tells what was sent, and whether it was shown.",
    },
)
