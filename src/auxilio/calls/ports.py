"""What calls need of the world: control over media, sources of position, a way to tell somebody.

Media are another process (`auxilio voice`); it drives calls through `calls.service` and is driven
through `CallControl`. What is written, and lines entered by hand, need none.
"""

from datetime import datetime
from typing import Protocol, runtime_checkable

import msgspec

from auxilio.calls.model import Call
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Position
from auxilio.kernel.words import Mode


class CallControl(Protocol):
    """Sound, as calls stand. What a desk asks for is a command and a fact; media follow the facts (decision 0180)."""

    async def stand(self, call: Call) -> None:
        """Let media be as this call stands: who waits, who hears whom, who is rung, who is let go.

        Said twice it changes nothing. What legs do by themselves comes back as commands (`calls.messages`).
        """
        ...


class LocationSource(Protocol):
    """Where positions of a number come from while a call lasts: AML, cell look-up, HELD."""

    async def positions_of(self, phone: str, call: CallId) -> list[Position]:
        """Every fix known now, in no order; empty when there is none."""
        ...


class RawAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that arrived with a call, before anybody tried to read them."""

    call: CallId
    media_type: str
    name: str
    content: bytes


CALLER_CHANNEL = "caller"
"""The outbox channel whose deliverer writes to a caller's telephone, through a `Notifier`. Where a centre has none,
the parcel is tried, given up and told to the room: nobody believes that a message went."""


class CallerMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What is put into the outbox for a caller: the call and a code; number and language stand in the call."""

    call: CallId
    code: str


class Notifier(Protocol):
    """Tells a person outside the console: message to a caller's phone, a guard by telephone."""

    async def tell(self, whom: str, code: str, facts: dict[str, str]) -> None:
        """Deliver, or raise; the outbox tries again."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class SeenCalls(Protocol):
    """Calls as far as somebody may see them."""

    async def look(self, call: CallId, actor: Actor) -> Call:
        """The call; and that this person looked at its case is a fact before this returns.

        Raises `Refused`: `unknown_call`, `not_permitted`, `case_reserved`, `no_task_here`.
        """
        ...


@runtime_checkable  # the web framework asks whether it was given one
class CallerTokens(Protocol):
    """Lets one person's page speak for one call and no other, without signing in."""

    def issue(self, call: CallId, mode: Mode) -> str:
        """A token for this call."""
        ...

    def link(self, call: CallId, mode: Mode, until: datetime) -> str:
        """A token for the link that a desk gives, which ends then."""
        ...
