"""The acceptance of red lines. It stops nothing and starts nothing: it says who knew, and why."""

from datetime import datetime

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.readiness.core import messages as m
from auxilio.readiness.core.model import RiskAcceptance, RiskAcceptanceId

OF_REAL_SERVICE = RiskAcceptanceId(Mode.REAL.value)
"""There is one acceptance: an exercise or a training needs none."""


def decide(known: RiskAcceptance | None, command: m.AcceptRisk, actor: Actor) -> tuple[Event, ...]:
    """A repeated press is nothing new.

    Raises `Refused`: `risk_not_real` in a session of another mode, `risk_reason_missing` for a reason of blanks.
    """
    if actor.mode is not Mode.REAL:
        raise Refused("risk_not_real")
    reason = " ".join(command.reason.split())
    if not reason:
        raise Refused("risk_reason_missing")
    lines = tuple(sorted(set(command.lines)))
    if known is not None and (known.lines, known.reason, known.by_name) == (lines, reason, actor.name):
        return ()
    accepted = m.RiskAccepted(
        acceptance=OF_REAL_SERVICE, mode=actor.mode, lines=lines, reason=reason, by_name=actor.name
    )
    return (accepted,)


def evolve(_known: RiskAcceptance | None, event: m.ReadinessEvent, at: datetime) -> RiskAcceptance:
    """The latest acceptance takes the place of the one before, whole."""
    return RiskAcceptance(
        id=event.acceptance,
        mode=event.mode,
        lines=event.lines,
        reason=event.reason,
        by_name=event.by_name,
        at=at,
    )
