"""How the events of notifications are told."""

from auxilio.kernel.narrative import EventNarrative, FactCodes, Narrative, Phrase, Word
from auxilio.kernel.on_call import OnCallFunction
from auxilio.notifications.core.messages import (
    NotificationAcknowledged,
    NotificationAttempted,
    NotificationExhausted,
    NotificationRepeated,
    NotificationRequested,
    ReceiptReceived,
    ReplyReceived,
)


def _whom(event: NotificationRequested | NotificationRepeated | NotificationExhausted) -> Phrase:
    if event.notice is not None and event.function is not OnCallFunction.PLAN_PARTY:
        return (Word(f"triage.notify.{event.notice}"),)
    return (Word(f"rosters.function.{OnCallFunction(event.function)}"),)


def _requested(event: NotificationRequested | NotificationRepeated) -> FactCodes:
    return {"words": event.words or ""}


NARRATIVE = Narrative(
    "notifications",
    told=(
        EventNarrative(NotificationRequested, facts=_requested, phrases=lambda event: (_whom(event),)),
        EventNarrative(NotificationRepeated, facts=_requested, phrases=lambda event: (_whom(event),)),
        # A call is answered where a message is sent: the words choose by the way, and tell both codes.
        EventNarrative(NotificationAttempted),
        EventNarrative(ReceiptReceived, codes={"code": "notification.code"}),
        EventNarrative(ReplyReceived),
        EventNarrative(NotificationAcknowledged, codes={"how": "notification.how"}),
        EventNarrative(
            NotificationExhausted, facts=lambda _: {}, phrases=lambda event: (_whom(event),), strong=True
        ),
    ),
)
