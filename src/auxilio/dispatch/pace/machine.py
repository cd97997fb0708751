"""The life of a factor: put in force as it was reviewed, replaced, dropped. Each is a version, none is changed."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.pace import messages as m
from auxilio.dispatch.pace.model import NONE, InForce, Learnt, Pace, pace_id
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused

SAME = 0.005
"""Half of what a person is shown: two decimals."""


def decide(
    pace: Pace | None, command: m.PaceCommand, learnt: Learnt | None, actor: Actor
) -> tuple[Event, ...]:
    """`learnt` is what the runs say now. Raises `Refused`: `too_few_runs`, `pace_differs` with what they say, `no_pace`."""
    version = (pace.versions[-1].version if pace and pace.versions else 0) + 1
    match command:
        case m.AdoptPace(agency=agency, factor=factor, words=words):
            if learnt is None or learnt.factor is None:
                raise Refused("too_few_runs", agency=agency)
            if abs(factor - learnt.factor) > SAME:
                # Learnt anew between the look and the key: nobody reviewed what it is now.
                raise Refused("pace_differs", shown=f"{factor:.2f}", now=f"{learnt.factor:.2f}")
            return (
                m.PaceAdopted(
                    pace=pace_id(actor.mode, agency),
                    agency=agency,
                    mode=actor.mode,
                    version=version,
                    factor=learnt.factor,
                    learnt=learnt,
                    by=actor.name,
                    words=words,
                ),
            )
        case m.DropPace(agency=agency, words=words):
            if pace is None or pace.versions[-1].factor == NONE:
                raise Refused("no_pace", agency=agency)
            return (m.PaceDropped(pace=pace.id, version=version, by=actor.name, words=words),)
        case _ as never:
            assert_never(never)


def evolve(pace: Pace | None, event: m.PaceEvent, at: datetime) -> Pace:
    """The factors after this fact."""
    match event:
        case m.PaceAdopted():
            known = pace or Pace(id=event.pace, agency=event.agency, mode=event.mode)
            return _with(known, event, at, event.factor, event.learnt)
        case m.PaceDropped():
            assert pace is not None, "only what is in force is dropped"
            return _with(pace, event, at, NONE, None)
        case _ as never:
            assert_never(never)


def _with(pace: Pace, event: m.PaceEvent, at: datetime, factor: float, learnt: Learnt | None) -> Pace:
    new = InForce(version=event.version, factor=factor, at=at, by=event.by, words=event.words, learnt=learnt)
    return msgspec.structs.replace(pace, versions=(*pace.versions, new))
