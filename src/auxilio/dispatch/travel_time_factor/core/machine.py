"""The life of a factor: put in force as it was reviewed, replaced, dropped. Each is a version, none is changed."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.travel_time_factor.core import messages as m
from auxilio.dispatch.travel_time_factor.core.model import (
    NO_FACTOR,
    FactorVersion,
    LearntFactor,
    TravelTimeFactor,
    travel_time_factor_id,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused

FACTOR_TOLERANCE = 0.005
"""Half of what a person is shown: two decimals."""


def decide(
    pace: TravelTimeFactor | None,
    command: m.TravelTimeFactorCommand,
    learnt: LearntFactor | None,
    actor: Actor,
) -> tuple[Event, ...]:
    """`learnt` is what the runs say now. Raises `Refused`: `too_few_runs`, `pace_differs` with what they say, `no_pace`."""
    version = (pace.versions[-1].version if pace and pace.versions else 0) + 1
    match command:
        case m.AdoptTravelTimeFactor(agency=agency, factor=factor, words=words):
            if learnt is None or learnt.factor is None:
                raise Refused("too_few_runs", agency=agency)
            if abs(factor - learnt.factor) > FACTOR_TOLERANCE:
                # Learnt anew between the review and the command: its current value was not reviewed.
                raise Refused("pace_differs", shown=f"{factor:.2f}", now=f"{learnt.factor:.2f}")
            return (
                m.TravelTimeFactorAdopted(
                    pace=travel_time_factor_id(actor.mode, agency),
                    agency=agency,
                    mode=actor.mode,
                    version=version,
                    factor=learnt.factor,
                    learnt=learnt,
                    by=actor.name,
                    words=words,
                ),
            )
        case m.DropTravelTimeFactor(agency=agency, words=words):
            if pace is None or pace.versions[-1].factor == NO_FACTOR:
                raise Refused("no_pace", agency=agency)
            return (m.TravelTimeFactorDropped(pace=pace.id, version=version, by=actor.name, words=words),)
        case _ as never:
            assert_never(never)


def evolve(pace: TravelTimeFactor | None, event: m.TravelTimeFactorEvent, at: datetime) -> TravelTimeFactor:
    """The factors after this fact."""
    match event:
        case m.TravelTimeFactorAdopted():
            known = pace or TravelTimeFactor(id=event.pace, agency=event.agency, mode=event.mode)
            return _with(known, event, at, event.factor, event.learnt)
        case m.TravelTimeFactorDropped():
            assert pace is not None, "only what is in force is dropped"
            return _with(pace, event, at, NO_FACTOR, None)
        case _ as never:
            assert_never(never)


def _with(
    pace: TravelTimeFactor,
    event: m.TravelTimeFactorEvent,
    at: datetime,
    factor: float,
    learnt: LearntFactor | None,
) -> TravelTimeFactor:
    new = FactorVersion(
        version=event.version, factor=factor, at=at, by=event.by, words=event.words, learnt=learnt
    )
    return msgspec.structs.replace(pace, versions=(*pace.versions, new))
