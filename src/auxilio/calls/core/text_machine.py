"""What is made of text beside a voice or instead of it: half a line is kept, and that the caller can read is known."""

from typing import assert_never

import msgspec

from auxilio.calls.core import guidance_machine
from auxilio.calls.core import messages as m
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.messages import text_delivery as d
from auxilio.calls.core.model import CONNECTED_STATES, Call, CallChannel
from auxilio.calls.core.policy import check_sms_length
from auxilio.calls.core.text_delivery import DeliveredText, is_news, keep_delivery
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Conflict
from auxilio.kernel.written_words import must_say_something


def is_page_voice_call(command: m.ReceiveCall | m.LogManualCall, actor: Actor) -> bool:
    """Whether who rings can read what the desk writes beside the voice: the caller's page has both."""
    return (
        isinstance(command, m.ReceiveCall)
        and command.channel == CallChannel.VOICE
        and actor.kind == "citizen"
    )


def decide(
    call: Call,
    command: m.KeepCallerDraft
    | m.KeepDeskDraft
    | m.ChooseLanguage
    | m.OpenText
    | d.ReportTextDelivery
    | g.EasyCommand
    | g.GuidanceCommand,
) -> tuple[Event, ...]:
    """As for every word: taken in every state; only what a desk sets needs a caller who is there. Raises `Refused`: `call_is_over`,
    `call_has_no_page`."""
    match command:
        case m.KeepCallerDraft(line=line, words=words):
            return (m.CallerDraftKept(call=call.id, line=line, words=words),)
        case m.KeepDeskDraft(line=line, words=words):
            return (m.DeskDraftKept(call=call.id, line=line, words=words),)
        case m.ChooseLanguage(language=language):
            return () if call.language == language else (m.CallerIdentified(call=call.id, language=language),)
        case m.OpenText():
            return () if call.text else (m.TextOpened(call=call.id),)
        case d.ReportTextDelivery():
            return _delivery(call, command)
        case g.ChooseEasyReading(easy=easy):
            return _easy_reading(call, easy)
        case g.SetEasyReading(easy=easy):
            if call.state not in CONNECTED_STATES:
                raise Conflict("call_is_over", call=str(call.id))
            if not has_page(call):
                raise Conflict("call_has_no_page", call=str(call.id))
            return _easy_reading(call, easy)
        case g.ReportShown() | g.ProposeAnswer() | g.ReportCallerMark():
            return guidance_machine.decide(call, command)
        case _ as never:
            assert_never(never)


def check_desk_line(call: Call, words: str) -> None:
    """Raises `Refused`: `words_missing`, and `too_long_for_sms` where it leaves as a short message."""
    must_say_something(words)
    check_sms_length(call, words)


def has_page(call: Call) -> bool:
    """Whether the caller is on a page of ours, which can show a drawing: a chat, or a voice with text beside it."""
    return call.channel in (CallChannel.CHAT, CallChannel.APP) or (
        call.channel is CallChannel.VOICE and call.text
    )


def _delivery(call: Call, told: d.ReportTextDelivery) -> tuple[Event, ...]:
    if not is_news(call.deliveries, DeliveredText(line=told.line, state=told.state)):
        return ()
    return (d.TextDeliveryReported(call=call.id, line=told.line, state=told.state, code=told.code),)


def _easy_reading(call: Call, easy: bool) -> tuple[Event, ...]:
    return () if call.easy == easy else (g.EasyReadingSet(call=call.id, easy=easy),)


def evolve(call: Call, event: m.TextOpened | g.EasyReadingSet | d.TextDeliveryReported) -> Call:
    """The call after text was opened, easy language chosen, or an answer of it came further."""
    match event:
        case m.TextOpened():
            return msgspec.structs.replace(call, text=True)
        case g.EasyReadingSet(easy=easy):
            return msgspec.structs.replace(call, easy=easy)
        case d.TextDeliveryReported(line=line, state=state):
            kept = keep_delivery(call.deliveries, DeliveredText(line=line, state=state))
            return msgspec.structs.replace(call, deliveries=kept)
        case _ as never:
            assert_never(never)
