"""How the events of radio are told."""

from auxilio.kernel.narrative import EventNarrative, Narrative
from auxilio.radio.core.messages.entries import (
    DeliveryReported,
    EntryAcknowledged,
    EntryNotApplied,
    EntryWritten,
    VerdictRecorded,
)
from auxilio.radio.core.messages.links import (
    LinkCameUp,
    LinkLost,
    LinkMessagesMissed,
    TerminalLost,
    TerminalRegistered,
)
from auxilio.radio.core.messages.nets import GroupAssigned, JointCommandSetUp

NARRATIVE = Narrative(
    "radio",
    told=(
        EventNarrative(GroupAssigned, codes={"why": "radio.given"}),
        EventNarrative(JointCommandSetUp, codes={"why": "radio.given"}, strong=True),
        EventNarrative(EntryWritten, codes={"means": "radio.means"}),
        EventNarrative(EntryNotApplied, codes={"verdict": "radio.verdict"}),
        EventNarrative(DeliveryReported, codes={"outcome": "radio.outcome", "why": "radio.failed"}),
    ),
    untold={
        VerdictRecorded: "The status of the unit, or its step, tells it.",
        EntryAcknowledged: "What a desk did about it is told.",
        LinkCameUp: "It is of a gateway, not of a case.",
        LinkLost: "It is of a gateway, not of a case.",
        LinkMessagesMissed: "It is of a gateway, not of a case.",
        TerminalRegistered: "It is of a radio, not of a case.",
        TerminalLost: "It is of a radio, not of a case.",
    },
)
