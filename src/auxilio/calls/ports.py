"""What calls need of other capabilities: control over media, and which calls somebody may see.

Media are another process (`auxilio voice`); it drives calls through `calls.service` and is driven
through `CallControl`. What is written, and lines entered by hand, need none.
"""

from datetime import datetime
from typing import Protocol, runtime_checkable

from auxilio.calls.core.earlier_contacts import EarlierContacts, EarlierSummary
from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.model import Call
from auxilio.calls.core.outgoing_model import OutgoingCaseCall
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Mode, Phone


class CallControl(Protocol):
    """Sound, as calls stand. What a desk asks for is a command and a fact; media follow the facts (decision 0180)."""

    async def apply_call(self, call: Call | OutgoingCaseCall) -> None:
        """Let media be as this call stands: who waits, who hears whom, who is rung, who is let go.

        Said twice it changes nothing. What legs do by themselves comes back as commands (`calls.core.messages`).
        """
        ...


class LocationSource(Protocol):
    """A location server of the network that says where a telephone is."""

    @property
    def server(self) -> str:
        """Its host, as people are shown it."""
        ...

    @property
    def at_once(self) -> int:
        """Questions that it takes at the same time."""
        ...

    async def locate(self, phone: Phone) -> LocationAnswer:
        """Where the telephone of this number is now. Returns within seconds, also where the server does not answer."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class VisibleCalls(Protocol):
    """Calls as far as somebody may see them."""

    async def look(self, call: CallId, actor: Actor) -> Call:
        """The call; and that this person looked at its case is a fact before this returns.

        Raises `Refused`: `unknown_call`, `not_permitted`, `case_reserved`, `no_task_here`.
        """
        ...

    async def look_outgoing(self, call: CallId, actor: Actor) -> OutgoingCaseCall:
        """A call for a case; and that this person looked at the case is a fact before this returns.

        Raises `Refused`: `unknown_outgoing_call`, `not_permitted`, `case_reserved`, `no_task_here`.
        """
        ...


@runtime_checkable  # the web framework asks whether it was given one
class EarlierContactQueries(Protocol):
    """Knows earlier calls of a call's number, and earlier cases at the address of its case (`realtime.earlier_contacts`)."""

    async def count(self, call: CallId, actor: Actor) -> EarlierSummary:
        """How many this person may see, and what is offered first. Raises `Refused`: `not_permitted`, `not_your_call`, `session_mode_differs`."""
        ...

    async def listed(self, call: CallId, actor: Actor) -> EarlierContacts:
        """Those, and that this person looked at each case is a fact before this returns. Raises `Refused` as `count` does."""
        ...

    async def of_case(self, case: CaseId, actor: Actor) -> EarlierContacts:
        """The same for a centre that works on a case, of what that centre may open. Raises `Refused`: `not_permitted`, `unknown_case`,
        `case_reserved`, `no_task_here`, `not_your_case`, `session_mode_differs`."""
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

    def call_of(self, token: str) -> CallId | None:
        """The call that this token, or link, speaks for; None when it is not ours or its time is over."""
        ...
