"""What is made of text beside a voice or instead of it: half a line is kept, and that the caller can read is known."""

from typing import assert_never

from auxilio.calls import messages as m
from auxilio.calls.model import Call, Channel
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event


def speaks_from_a_page(command: m.Ring | m.RecordCall, actor: Actor) -> bool:
    """Whether who rings can read what the desk writes beside the voice: the caller's page has both."""
    return isinstance(command, m.Ring) and command.channel == Channel.VOICE and actor.kind == "citizen"


def decide(call: Call, command: m.KeepCallerTyped | m.KeepDeskTyped | m.OpenText) -> tuple[Event, ...]:
    """As for every word: taken in every state."""
    match command:
        case m.KeepCallerTyped(line=line, words=words):
            return (m.CallerTyped(call=call.id, line=line, words=words),)
        case m.KeepDeskTyped(line=line, words=words):
            return (m.DeskTyped(call=call.id, line=line, words=words),)
        case m.OpenText():
            return () if call.text else (m.TextOpened(call=call.id),)
        case _ as never:
            assert_never(never)
