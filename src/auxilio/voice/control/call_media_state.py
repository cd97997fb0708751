"""Call state: every call as the exchange holds it, every desk's leg, and whose each leg is. It decides nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from auxilio.calls.core.model import Call, CallChannel
from auxilio.interop.formats.msd import BoundingBox
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.shared_types import Language, Mode
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.voice.control.hold_limit import NO_HOLD_LIMIT, HoldLimit
from auxilio.voice.control.ports import (
    CallReader,
    CallRecorder,
    OutsideServers,
    RecorderFactory,
    SoundSource,
    TrunkDialler,
)
from auxilio.voice.core.media_plan import CALLER, CallRoster, CarriedCall, MediaStage, PartyKey, roster_of
from auxilio.voice.media.ports import LegEvent, LegId, MediaEngine
from auxilio.voice.sip.agent import CallLeg
from auxilio.voice.store import LegRepository

WAITING_ROSTER = CallRoster(MediaStage.WAITING)


@dataclass(frozen=True)
class ConnectedLeg:
    """The leg of one party: its dialog, and its name in the media engine."""

    id: LegId
    sip: CallLeg


@dataclass
class CallMediaState:
    """One call as the exchange holds it."""

    roster: CallRoster = WAITING_ROSTER
    caller: ConnectedLeg | None = None
    language: Language | None = None
    mode: Mode = Mode.REAL
    channel: CallChannel = CallChannel.VOICE
    outside: dict[PartyKey, ConnectedLeg] = field(default_factory=dict)
    """Legs of numbers that were asked in and answered."""
    recorder: CallRecorder | None = None
    caller_awaited: asyncio.Task[None] | None = None
    desks_awaited: dict[DeskId, asyncio.Task[None]] = field(default_factory=dict)
    """Desks whose line is gone, with the task that waits for each to come back."""
    rings: dict[PartyKey, asyncio.Task[None]] = field(default_factory=dict)
    """Parties that ring now."""
    mixed: bool = False
    """More than two hear one another."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def set_call(self, call: CarriedCall) -> None:
        """Bring it to what the log says of this call."""
        self.roster, self.mode = roster_of(call), call.mode
        if isinstance(call, Call):
            self.language, self.channel = call.language, call.channel

    @property
    def has_sound(self) -> bool:
        """Whether a desk needs its line here: not for a caller who has only text."""
        return self.channel is not CallChannel.RTT

    def cancel_timers(self) -> None:
        """Stop waiting for legs, and stop ringing."""
        for task in (self.caller_awaited, *self.desks_awaited.values(), *self.rings.values()):
            if task is not None:
                task.cancel()


@dataclass(frozen=True)
class CallerOwner:
    """The caller of a call."""

    call: CallId


@dataclass(frozen=True)
class DeskOwner:
    """A desk, whatever calls it is in."""

    desk: DeskId


@dataclass(frozen=True)
class GuestOwner:
    """A number outside that was asked into a call."""

    call: CallId
    seat: PartyKey


type LegOwner = CallerOwner | DeskOwner | GuestOwner


class CallStates:
    """All calls and legs of this process."""

    def __init__(self) -> None:
        self.calls = defaultdict[CallId, CallMediaState](CallMediaState)
        self.desks = dict[DeskId, ConnectedLeg]()
        self.owners = dict[LegId, LegOwner]()
        self.listeners = dict[LegId, Callable[[LegEvent], None]]()
        """Who hears what is noticed on legs of no call: those of spoken calls."""

    def state_of(self, call: CarriedCall) -> CallMediaState:
        """The state of a call, brought to what the log says of it."""
        state = self.calls[call.id]
        state.set_call(call)
        return state

    def calls_at(self, desk: DeskId) -> list[CallId]:
        """Calls that this desk's leg belongs to: one, except in the moment in which it changes."""
        return [call for call, state in self.calls.items() if desk in state.roster.desks]

    def calls_of(self, owner: LegOwner) -> list[CallId]:
        """Calls in which the leg of this owner is heard, as far as they are known here."""
        if isinstance(owner, DeskOwner):
            return self.calls_at(owner.desk)
        return [owner.call] if owner.call in self.calls else []

    def legs_of(self, state: CallMediaState) -> dict[PartyKey, ConnectedLeg]:
        """Legs of a call that are there, each under the key of its party."""
        legs = dict(state.outside)
        if state.caller is not None:
            legs[CALLER] = state.caller
        legs.update((desk, self.desks[desk]) for desk in state.roster.desks if desk in self.desks)
        return legs

    def leg_of(self, owner: LegOwner) -> ConnectedLeg | None:
        """The leg that this owner has now."""
        if isinstance(owner, DeskOwner):
            return self.desks.get(owner.desk)
        state = self.calls.get(owner.call)
        if state is None:
            return None
        return state.caller if isinstance(owner, CallerOwner) else state.outside.get(owner.seat)

    def owned_legs(self) -> Iterator[tuple[LegOwner, ConnectedLeg]]:
        """Every owner with its leg, as of the call of this method."""
        for owner in list(self.owners.values()):
            leg = self.leg_of(owner)
            if leg is not None:
                yield owner, leg


@dataclass(frozen=True)
class ExchangeDependencies:
    """What an exchange needs from outside."""

    media: MediaEngine
    commands: CommandPort
    calls: CallReader
    sounds: SoundSource
    recorders: RecorderFactory
    legs: LegRepository
    trunk: TrunkDialler
    location_servers: OutsideServers
    data_servers: OutsideServers
    blobs: Blobs
    clock: Clock
    mode: Mode
    hold_limit: HoldLimit = NO_HOLD_LIMIT
    ecall_area: BoundingBox | None = None
    """Where vehicles of this centre can be; None: a position whose figures are exchanged is not found out."""
