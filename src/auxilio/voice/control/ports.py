"""Ports of call control besides SIP and media: sounds, recorder, trunk, servers of networks, calls of the log."""

from typing import Protocol

from auxilio.calls.core.model import CallRecording
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Language
from auxilio.platform.http.outward import OutwardAnswer, OutwardRequest
from auxilio.voice.core.media_plan import CarriedCall, ParkedSound
from auxilio.voice.media.ports import AudioSink, Sound
from auxilio.voice.sip.agent import CallLeg


class CallReader(Protocol):
    """The calls as they stand in the log."""

    async def call(self, id: CallId) -> CarriedCall | None:
        """One call; None when it never rang."""
        ...


class SoundSource(Protocol):
    """Sounds for callers who wait."""

    def sound_of(self, what: ParkedSound, language: Language | None) -> Sound | None:
        """The sound in this language, if it exists in it; None is silence."""
        ...


class CallRecorder(Protocol):
    """Records one call from its first second."""

    def sink_of(self, party: str) -> AudioSink:
        """The channel of one party; the same party again continues its channel."""
        ...

    async def finish(self) -> CallRecording | None:
        """Make it durable. None when no sound was recorded, or when it can only be kept at a later start."""
        ...

    async def settle(self) -> None:
        """The log has the recording: delete its spool."""
        ...


class RecorderFactory(Protocol):
    """Begins a recording for each call."""

    async def begin(self, call: CallId) -> CallRecorder | None:
        """Begin now; None when it fails: a full disk costs the recording, never the call."""
        ...


class OutboundCall(Protocol):
    """A number that is being rung."""

    leg: CallLeg | None

    async def answered(self) -> CallLeg:
        """Wait for the answer. Raises `CallFailed`."""
        ...

    async def cancel(self, reason: str = "") -> None:
        """Stop ringing."""
        ...


class TrunkDialler(Protocol):
    """Dials numbers outside."""

    async def dial(self, number: str, sdp: bytes) -> OutboundCall:
        """Ring a number (E.164). Raises `CallFailed(503)` where there is no way to it."""
        ...


class OutsideServers(Protocol):
    """The servers of networks that a setting names: of locations, and of additional data. `OutwardClient` is one."""

    async def ask(self, request: OutwardRequest) -> OutwardAnswer:
        """Send a request and read its whole answer, both bounded. Raises `Refused` with a code `outward_…`."""
        ...
