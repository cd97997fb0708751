"""How the events of followup are told."""

from auxilio.followup.core.messages import (
    HandoverAccepted,
    HandoverOffered,
    HandoverWithdrawn,
    MessageMoved,
    MessageRead,
    NewsPosted,
    NewsWithdrawn,
    NoticeAttempted,
    NoticeReviewed,
    SurgeDeclared,
    SurgeEnded,
    WatchAmber,
    WatchCancelled,
    WatchEscalated,
    WatchFired,
    WatchKept,
    WatchMoved,
    WatchSet,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "followup",
    told=(
        EventNarrative(WatchFired, codes={"level": "followup.level"}),
        EventNarrative(WatchEscalated, codes={"level": "followup.level"}),
        EventNarrative(NoticeAttempted, codes={"notice": "triage.notify"}),
        EventNarrative(NoticeReviewed, codes={"notice": "triage.notify"}),
    ),
    untold={
        WatchSet: "A watch is told once it fires.",
        WatchAmber: "A watch is told once it fires.",
        WatchKept: "The event that kept the promise tells it.",
        WatchCancelled: "The event that ended the promise tells it.",
        WatchMoved: "The merging of its case tells it.",
        MessageRead: "The message tells what was said; that it was read stands on the boards.",
        MessageMoved: "The merging of its case tells it.",
        HandoverOffered: "It is of a shift, not of a case.",
        HandoverAccepted: "It is of a shift, not of a case.",
        HandoverWithdrawn: "It is of a shift, not of a case.",
        SurgeDeclared: "It is of the control room, not of a case.",
        SurgeEnded: "It is of the control room, not of a case.",
        NewsPosted: "It is of the control room, not of a case.",
        NewsWithdrawn: "It is of the control room, not of a case.",
    },
)
