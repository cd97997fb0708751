"""Who hears whom: from how a call stands, what is done to its legs. Pure, and the only place that decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auxilio.calls.core.model import Call, CallState, MonitoringMode, PartyId
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.kernel.ids import DeskId
from auxilio.voice.media.ports import Gains, LegId


class MediaStage(StrEnum):
    """How a call stands, as far as ears go."""

    WAITING = "waiting"
    TALKING = "talking"
    APART = "apart"
    """The caller waits; desk and whoever was asked in hear each other."""
    AWAY = "away"
    """No desk has the caller: they are with whom they were handed on to, or wait for them."""
    RINGING = "ringing"
    """The desk waits for the caller to answer."""
    OVER = "over"


class ParkedSound(StrEnum):
    """What a parked leg hears."""

    NOTHING = "nothing"
    WAITING = "waiting"
    """That they are heard, and how to go on without a voice."""
    HELD = "held"
    RINGING = "ringing"
    """It rings at the other end."""
    LOST = "lost"
    """A tone: whom they were speaking with is gone, and it is not their fault."""


type PartyKey = str
"""Whose leg it is: `caller`, a desk, a party."""
CALLER: PartyKey = "caller"


@dataclass(frozen=True)
class InvitedParty:
    """Somebody who was asked in."""

    party: PartyId
    desk: DeskId | None
    number: str | None
    joined: bool

    @property
    def seat(self) -> PartyKey:
        """A desk's leg is the desk's, whatever it is asked into."""
        return self.desk or str(self.party)


@dataclass(frozen=True)
class CallRoster:
    """Where a call is, and with whom."""

    stage: MediaStage
    desk: DeskId | None = None
    guests: tuple[InvitedParty, ...] = ()
    listeners: tuple[tuple[DeskId, MonitoringMode], ...] = ()
    number: str | None = None
    """Who is rung back."""

    @property
    def desks(self) -> frozenset[DeskId]:
        """Desks whose legs belong to this call now. Who is only rung is not among them."""
        asked = {guest.desk for guest in self.guests if guest.joined and guest.desk}
        return frozenset({*asked, *(desk for desk, _ in self.listeners), *([self.desk] if self.desk else [])})


@dataclass(frozen=True)
class BridgeLegs:
    """Two legs hear each other."""

    one: LegId
    other: LegId


@dataclass(frozen=True)
class ParkLeg:
    """A leg hears this, and is heard by nobody."""

    leg: LegId
    heard: ParkedSound
    held: bool = True
    """Nothing is expected of it: its silence is no fault."""


@dataclass(frozen=True)
class MixLegs:
    """More than two, or somebody who listens."""

    gains: Gains


type MediaStep = BridgeLegs | ParkLeg | MixLegs

_STAGES = {
    CallState.RINGING: MediaStage.WAITING,
    CallState.QUEUED: MediaStage.WAITING,
    CallState.OFFERED: MediaStage.WAITING,
    CallState.ANSWERED: MediaStage.TALKING,
    CallState.HELD: MediaStage.APART,
    CallState.CONSULTING: MediaStage.APART,
    CallState.TRANSFERRED: MediaStage.AWAY,
    CallState.RINGING_BACK: MediaStage.RINGING,
    CallState.ENDED: MediaStage.OVER,
    CallState.ABANDONED: MediaStage.OVER,
    CallState.CALLED_BACK: MediaStage.OVER,
    CallState.REFUSED: MediaStage.OVER,
}
assert _STAGES.keys() == set(CallState), "every state of a call can be heard"


type CarriedCall = Call | OutgoingCaseCall
"""What has legs: a caller's call, or one that a desk makes for a case, in whose legs the called one is the caller's."""

_OUTGOING_STAGES = {
    OutgoingState.DIALLING: MediaStage.RINGING,
    OutgoingState.ANSWERED: MediaStage.TALKING,
    OutgoingState.OVER: MediaStage.OVER,
}
assert _OUTGOING_STAGES.keys() == set(OutgoingState), "every state of a call for a case can be heard"


def roster_of(call: CarriedCall) -> CallRoster:
    """How this call stands."""
    if isinstance(call, OutgoingCaseCall):
        stage = _OUTGOING_STAGES[call.state]
        if stage is MediaStage.OVER:
            return CallRoster(stage)
        return CallRoster(stage, call.desk, number=call.number if stage is MediaStage.RINGING else None)
    stage = _STAGES[call.state]
    if stage in {MediaStage.WAITING, MediaStage.OVER}:
        return CallRoster(stage)
    return CallRoster(
        stage,
        call.desk,
        tuple(
            InvitedParty(each.id, each.desk, each.number, each.joined_at is not None) for each in call.parties
        ),
        tuple((each.desk, each.way) for each in call.listeners),
        call.phone if stage is MediaStage.RINGING else None,
    )


def plan_media(standing: CallRoster, legs: Mapping[PartyKey, LegId]) -> tuple[MediaStep, ...]:
    """What to do to the legs that are there. Done twice it changes nothing."""
    guests = [guest.seat for guest in standing.guests if guest.joined]
    joins = [desk for desk, way in standing.listeners if way is MonitoringMode.JOIN]
    desk = [standing.desk] if standing.desk else []
    match standing.stage:
        case MediaStage.WAITING:
            return _park(legs, CALLER, ParkedSound.WAITING, held=False)
        case MediaStage.TALKING:
            return _join_legs(standing, legs, [CALLER, *desk, *guests, *joins])
        case MediaStage.APART:
            return (
                *_join_legs(standing, legs, [*desk, *guests, *joins]),
                *_park(legs, CALLER, ParkedSound.HELD),
            )
        case MediaStage.AWAY if not guests:
            return (
                *_join_legs(standing, legs, joins),
                *_park(legs, CALLER, ParkedSound.HELD, held=False),
            )
        case MediaStage.AWAY:
            return _join_legs(standing, legs, [CALLER, *guests, *joins])
        case MediaStage.RINGING | MediaStage.OVER:
            heard = ParkedSound.RINGING if standing.stage is MediaStage.RINGING else ParkedSound.NOTHING
            return tuple(step for each in desk for step in _park(legs, each, heard))


def _park(
    legs: Mapping[PartyKey, LegId], seat: PartyKey, heard: ParkedSound, *, held: bool = True
) -> tuple[ParkLeg, ...]:
    return (ParkLeg(legs[seat], heard, held=held),) if seat in legs else ()


def _join_legs(
    standing: CallRoster, legs: Mapping[PartyKey, LegId], seats: Sequence[PartyKey]
) -> tuple[MediaStep, ...]:
    """Who is there of these hear one another; who listens hears them all."""
    there = [legs[seat] for seat in seats if seat in legs]
    ears = [
        (legs[desk], way)
        for desk, way in standing.listeners
        if desk in legs and way is not MonitoringMode.JOIN
    ]
    if len(there) < 2:
        alone = [seat for seat in seats if seat in legs]
        quiet = tuple(ParkLeg(leg, ParkedSound.NOTHING) for leg, _ in ears)
        return (*quiet, *(step for seat in alone for step in _park_alone(standing, legs, seat)))
    if len(there) == 2 and not ears:
        return (BridgeLegs(*there),)
    gains = {leg: {other: 1.0 for other in there if other != leg} for leg in there}
    for ear, way in ears:
        gains[ear] = dict.fromkeys(there, 1.0)
        whispered = legs.get(standing.desk or "")
        if way is MonitoringMode.WHISPER and whispered in gains:
            gains[whispered][ear] = 1.0
    return (MixLegs(gains),)


def _park_alone(standing: CallRoster, legs: Mapping[PartyKey, LegId], seat: PartyKey) -> tuple[ParkLeg, ...]:
    if seat == standing.desk:
        rings = standing.stage is MediaStage.APART and any(not guest.joined for guest in standing.guests)
        return _park(legs, seat, ParkedSound.RINGING if rings else ParkedSound.NOTHING)
    # A caller, or whoever was asked in, whose other end is gone: it is noticed if their own line dies as well.
    return _park(legs, seat, ParkedSound.LOST, held=False)
