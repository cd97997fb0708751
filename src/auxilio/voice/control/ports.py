"""What call control needs besides SIP and media: sounds, a recorder, a way out, the calls as they stand."""

from typing import Protocol

from auxilio.calls.model import Call, Recording
from auxilio.kernel.ids import CallId
from auxilio.kernel.words import Language
from auxilio.voice.control.wiring import Heard
from auxilio.voice.media.ports import Ear, Sound
from auxilio.voice.sip.agent import CallLeg


class Calls(Protocol):
    """The calls as they stand in the log."""

    async def call(self, id: CallId) -> Call | None:
        """One call; None when it never rang."""
        ...


class Sounds(Protocol):
    """What is played to who waits."""

    def heard(self, what: Heard, language: Language | None) -> Sound | None:
        """The sound, in this language where there is one; None is silence."""
        ...


class Recorder(Protocol):
    """Takes down one call, from the first second."""

    def ear(self, party: str) -> Ear:
        """Hears one party, on a channel of its own; the same party again goes on where it was."""
        ...

    async def finish(self) -> Recording | None:
        """Make it durable. None when nobody was ever heard, or when it cannot be kept now and will be at a later start."""
        ...

    async def settle(self) -> None:
        """The log knows of it: what was kept on the way can go."""
        ...


class Recorders(Protocol):
    """Begins a recording for each call."""

    async def begin(self, call: CallId) -> Recorder | None:
        """From now on; None where it cannot be: a full disk costs sound, never the call."""
        ...


class Going(Protocol):
    """A number that is being rung."""

    leg: CallLeg | None

    async def answered(self) -> CallLeg:
        """Wait for the answer. Raises `CallFailed`."""
        ...

    async def cancel(self, reason: str = "") -> None:
        """Give up."""
        ...


class Trunk(Protocol):
    """The way to numbers outside."""

    async def dial(self, number: str, sdp: bytes) -> Going:
        """Ring a number (E.164). Raises `CallFailed(503)` where there is no way to it."""
        ...
