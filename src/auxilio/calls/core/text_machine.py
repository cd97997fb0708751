"""What is made of text beside a voice or instead of it: half a line is kept, and that the caller can read is known."""

from typing import assert_never

from auxilio.calls.core import guidance_machine
from auxilio.calls.core import messages as m
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.model import Call, CallChannel
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event


def is_page_voice_call(command: m.ReceiveCall | m.LogManualCall, actor: Actor) -> bool:
    """Whether who rings can read what the desk writes beside the voice: the caller's page has both."""
    return (
        isinstance(command, m.ReceiveCall)
        and command.channel == CallChannel.VOICE
        and actor.kind == "citizen"
    )


def decide(
    call: Call,
    command: m.KeepCallerDraft | m.KeepDeskDraft | m.ChooseLanguage | m.OpenText | g.GuidanceCommand,
) -> tuple[Event, ...]:
    """As for every word: taken in every state."""
    match command:
        case m.KeepCallerDraft(line=line, words=words):
            return (m.CallerDraftKept(call=call.id, line=line, words=words),)
        case m.KeepDeskDraft(line=line, words=words):
            return (m.DeskDraftKept(call=call.id, line=line, words=words),)
        case m.ChooseLanguage(language=language):
            return () if call.language == language else (m.CallerIdentified(call=call.id, language=language),)
        case m.OpenText():
            return () if call.text else (m.TextOpened(call=call.id),)
        case g.ReportShown() | g.ProposeAnswer() | g.ReportCallerMark():
            return guidance_machine.decide(call, command)
        case _ as never:
            assert_never(never)
