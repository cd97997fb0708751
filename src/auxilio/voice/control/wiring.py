"""Who hears whom: from how a call stands, what is done to its legs. Pure, and the only place that decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auxilio.calls.model import Call, CallState, Ear, PartyId
from auxilio.kernel.ids import DeskId
from auxilio.voice.media.ports import Gains, LegId


class Stage(StrEnum):
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


class Heard(StrEnum):
    """What a parked leg hears."""

    NOTHING = "nothing"
    WAITING = "waiting"
    """That they are heard, and how to go on without a voice."""
    HELD = "held"
    RINGING = "ringing"
    """It rings at the other end."""
    LOST = "lost"
    """A tone: whom they were speaking with is gone, and it is not their fault."""


type Seat = str
"""Whose leg it is: `caller`, a desk, a party."""
CALLER: Seat = "caller"


@dataclass(frozen=True)
class Guest:
    """Somebody who was asked in."""

    party: PartyId
    desk: DeskId | None
    number: str | None
    joined: bool

    @property
    def seat(self) -> Seat:
        """A desk's leg is the desk's, whatever it is asked into."""
        return self.desk or str(self.party)


@dataclass(frozen=True)
class Standing:
    """Where a call is, and with whom."""

    stage: Stage
    desk: DeskId | None = None
    guests: tuple[Guest, ...] = ()
    listeners: tuple[tuple[DeskId, Ear], ...] = ()
    number: str | None = None
    """Who is rung back."""

    @property
    def desks(self) -> frozenset[DeskId]:
        """Desks whose legs belong to this call now. Who is only rung is not among them."""
        asked = {guest.desk for guest in self.guests if guest.joined and guest.desk}
        return frozenset({*asked, *(desk for desk, _ in self.listeners), *([self.desk] if self.desk else [])})


@dataclass(frozen=True)
class Bridge:
    """Two legs hear each other."""

    one: LegId
    other: LegId


@dataclass(frozen=True)
class Park:
    """A leg hears this, and is heard by nobody."""

    leg: LegId
    heard: Heard
    held: bool = True
    """Nothing is expected of it: its silence is no fault."""


@dataclass(frozen=True)
class Mix:
    """More than two, or somebody who listens."""

    gains: Gains


type Step = Bridge | Park | Mix

_STAGES = {
    CallState.RINGING: Stage.WAITING,
    CallState.QUEUED: Stage.WAITING,
    CallState.OFFERED: Stage.WAITING,
    CallState.ANSWERED: Stage.TALKING,
    CallState.HELD: Stage.APART,
    CallState.CONSULTING: Stage.APART,
    CallState.TRANSFERRED: Stage.AWAY,
    CallState.RINGING_BACK: Stage.RINGING,
    CallState.ENDED: Stage.OVER,
    CallState.ABANDONED: Stage.OVER,
    CallState.CALLED_BACK: Stage.OVER,
    CallState.REFUSED: Stage.OVER,
}
assert _STAGES.keys() == set(CallState), "every state of a call can be heard"


def standing_of(call: Call) -> Standing:
    """How this call stands."""
    stage = _STAGES[call.state]
    if stage in {Stage.WAITING, Stage.OVER}:
        return Standing(stage)
    return Standing(
        stage,
        call.desk,
        tuple(Guest(each.id, each.desk, each.number, each.joined_at is not None) for each in call.parties),
        tuple((each.desk, each.way) for each in call.listeners),
        call.phone if stage is Stage.RINGING else None,
    )


def steps(standing: Standing, legs: Mapping[Seat, LegId]) -> tuple[Step, ...]:
    """What to do to the legs that are there. Done twice it changes nothing."""
    guests = [guest.seat for guest in standing.guests if guest.joined]
    joins = [desk for desk, way in standing.listeners if way is Ear.JOIN]
    desk = [standing.desk] if standing.desk else []
    match standing.stage:
        case Stage.WAITING:
            return _park(legs, CALLER, Heard.WAITING, held=False)
        case Stage.TALKING:
            return _together(standing, legs, [CALLER, *desk, *guests, *joins])
        case Stage.APART:
            return (
                *_together(standing, legs, [*desk, *guests, *joins]),
                *_park(legs, CALLER, Heard.HELD),
            )
        case Stage.AWAY if not guests:
            return (
                *_together(standing, legs, joins),
                *_park(legs, CALLER, Heard.HELD, held=False),
            )
        case Stage.AWAY:
            return _together(standing, legs, [CALLER, *guests, *joins])
        case Stage.RINGING | Stage.OVER:
            heard = Heard.RINGING if standing.stage is Stage.RINGING else Heard.NOTHING
            return tuple(step for each in desk for step in _park(legs, each, heard))


def _park(legs: Mapping[Seat, LegId], seat: Seat, heard: Heard, *, held: bool = True) -> tuple[Park, ...]:
    return (Park(legs[seat], heard, held=held),) if seat in legs else ()


def _together(standing: Standing, legs: Mapping[Seat, LegId], seats: Sequence[Seat]) -> tuple[Step, ...]:
    """Who is there of these hear one another; who listens hears them all."""
    there = [legs[seat] for seat in seats if seat in legs]
    ears = [(legs[desk], way) for desk, way in standing.listeners if desk in legs and way is not Ear.JOIN]
    if len(there) < 2:
        alone = [seat for seat in seats if seat in legs]
        quiet = tuple(Park(leg, Heard.NOTHING) for leg, _ in ears)
        return (*quiet, *(step for seat in alone for step in _alone(standing, legs, seat)))
    if len(there) == 2 and not ears:
        return (Bridge(*there),)
    gains = {leg: {other: 1.0 for other in there if other != leg} for leg in there}
    for ear, way in ears:
        gains[ear] = dict.fromkeys(there, 1.0)
        whispered = legs.get(standing.desk or "")
        if way is Ear.WHISPER and whispered in gains:
            gains[whispered][ear] = 1.0
    return (Mix(gains),)


def _alone(standing: Standing, legs: Mapping[Seat, LegId], seat: Seat) -> tuple[Park, ...]:
    if seat == standing.desk:
        rings = standing.stage is Stage.APART and any(not guest.joined for guest in standing.guests)
        return _park(legs, seat, Heard.RINGING if rings else Heard.NOTHING)
    # A caller, or whoever was asked in, whose other end is gone: it is noticed if their own line dies as well.
    return _park(legs, seat, Heard.LOST, held=False)
