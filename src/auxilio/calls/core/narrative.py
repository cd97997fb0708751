"""How the events of calls are told."""

from auxilio.calls.core.location_senders import LocationSenderRejected
from auxilio.calls.core.messages import (
    AdditionalDataReceived,
    CallAnswered,
    CallerDraftKept,
    CallerIdentified,
    CallerTextSent,
    CallQueued,
    CallReceived,
    CallRejected,
    DeskBusy,
    DeskJoinedCall,
    DeskLeftCall,
    DeskOffered,
    DeskPaused,
    DeskReady,
    DeskSignedOff,
    DeskVacated,
    DeskWrapUpStarted,
    DispositionSet,
    LocationMessageReceived,
    LocationRequestEnded,
    PartyLeft,
    SubscriberRead,
)
from auxilio.calls.core.messages.ecall import MsdNotSent, MsdReceived, MsdRequested, VinRead
from auxilio.calls.core.messages.guidance import (
    AnswerTapped,
    CallerMarked,
    QuestionSettled,
    StepSuperseded,
)
from auxilio.calls.core.messages.text_delivery import TextDeliveryReported
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "calls",
    told=(
        EventNarrative(CallReceived, codes={"channel": "report.channel"}),
        EventNarrative(CallAnswered, strong=True),
        EventNarrative(CallerIdentified, codes={"language": "report.language"}),
        EventNarrative(DispositionSet, codes={"disposition": "desk.disposition"}),
        EventNarrative(PartyLeft, codes={"reason": "party.end"}),
        EventNarrative(CallerTextSent, by_caller=True),
        EventNarrative(CallerDraftKept, by_caller=True),
        EventNarrative(TextDeliveryReported, codes={"state": "desk.text_delivery"}),
        EventNarrative(AnswerTapped, by_caller=True),
        EventNarrative(CallerMarked, codes={"mark": "instructions.mark"}, by_caller=True, strong=True),
        EventNarrative(MsdReceived, strong=True),
        EventNarrative(MsdRequested),
        EventNarrative(MsdNotSent, codes={"failure": "desk.vehicle_again_failed"}),
        EventNarrative(VinRead),
        EventNarrative(AdditionalDataReceived),
        EventNarrative(SubscriberRead),
        EventNarrative(CallRejected, codes={"refusal_reason": "calls.refusal"}),
    ),
    untold={
        LocationSenderRejected: "It is of a stranger, not of a case; the log shows it.",
        LocationMessageReceived: "A fix that it brought is told by itself.",
        LocationRequestEnded: "The fix that it brought, or that none came, is told by itself.",
        QuestionSettled: "The answer of the interview tells it.",
        StepSuperseded: "The answer of the interview tells it.",
        CallQueued: "The ring and the answer tell how long it waited.",
        DeskReady: "It is of a desk, not of a case.",
        DeskOffered: "It is of a desk, not of a case.",
        DeskBusy: "It is of a desk, not of a case.",
        DeskWrapUpStarted: "It is of a desk, not of a case.",
        DeskPaused: "It is of a desk, not of a case.",
        DeskSignedOff: "It is of a desk, not of a case.",
        DeskVacated: "It is of a desk, not of a case.",
        DeskJoinedCall: "It is of a desk, not of a case.",
        DeskLeftCall: "It is of a desk, not of a case.",
    },
)
