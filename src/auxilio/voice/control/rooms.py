"""What the exchange holds: legs, and one room for each call. No behaviour but letting go."""

import asyncio
from dataclasses import dataclass, field

from auxilio.calls.model import Call, Channel
from auxilio.kernel.ids import DeskId
from auxilio.kernel.words import Language, Mode
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.process.runner import Door
from auxilio.voice.control.bound import NO_BOUND, Bound
from auxilio.voice.control.ports import Calls, Recorder, Recorders, Sounds, Trunk
from auxilio.voice.control.wiring import Seat, Stage, Standing, standing_of
from auxilio.voice.media.ports import LegId, MediaEngine
from auxilio.voice.sip.agent import CallLeg
from auxilio.voice.store import Legs

WAITS = Standing(Stage.WAITING)


@dataclass(frozen=True)
class Leg:
    """One party on the line."""

    id: LegId
    sip: CallLeg


@dataclass
class Room:
    """One call as the exchange holds it."""

    standing: Standing = WAITS
    caller: Leg | None = None
    language: Language | None = None
    mode: Mode = Mode.REAL
    channel: Channel = Channel.VOICE
    outside: dict[Seat, Leg] = field(default_factory=dict)
    """Numbers that were asked in and answered."""
    recorder: Recorder | None = None
    caller_awaited: asyncio.Task[None] | None = None
    desks_awaited: dict[DeskId, asyncio.Task[None]] = field(default_factory=dict)
    """Whose line is gone is given a moment to come back."""
    rings: dict[Seat, asyncio.Task[None]] = field(default_factory=dict)
    """Who is rung now."""
    mixed: bool = False
    """More than two hear one another."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def be(self, call: Call) -> None:
        """As the log has this call."""
        self.standing = standing_of(call)
        self.language, self.mode, self.channel = call.language, call.mode, call.channel

    @property
    def by_voice(self) -> bool:
        """Whether a desk needs its line here: not for a caller who has only text."""
        return self.channel is not Channel.RTT

    def stop_awaiting(self) -> None:
        """Nobody is waited for any more."""
        for task in (self.caller_awaited, *self.desks_awaited.values(), *self.rings.values()):
            if task is not None:
                task.cancel()


@dataclass(frozen=True)
class Parts:
    """What an exchange is made of."""

    media: MediaEngine
    door: Door
    calls: Calls
    sounds: Sounds
    recorders: Recorders
    legs: Legs
    trunk: Trunk
    blobs: Blobs
    clock: Clock
    mode: Mode
    bound: Bound = NO_BOUND
