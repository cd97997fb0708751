"""How many callers are held waiting, and where the next one goes (decision 0196)."""

from collections.abc import Iterable
from dataclasses import dataclass

from auxilio.calls import messages as m
from auxilio.calls.model import CallRefusalReason, Refusal
from auxilio.kernel.ids import CallId
from auxilio.voice.control.wiring import Stage
from auxilio.voice.sip.agent import IncomingCall

RETRY_AFTER_S = 1
"""Whoever is told 503 sends nothing more for as long (RFC 3261, 21.5.4), and that would be everybody's calls."""
REDIRECTED, FULL = 302, 503


@dataclass(frozen=True)
class Bound:
    """What was agreed with carriers and neighbours. A bound of 0 is none."""

    hold_max: int = 0
    sent_to: str = ""
    """A SIP URI, or the name of whoever the network brings them to by itself."""
    redirect: bool = False

    def __post_init__(self) -> None:
        assert self.sent_to or not self.hold_max, "only what somebody else takes is refused"

    def full(self, stages: Iterable[Stage]) -> bool:
        """Whether nobody more is held. Whoever's leg is gone for a moment counts: they were promised their place."""
        return 0 < self.hold_max <= sum(stage is Stage.WAITING for stage in stages)

    @property
    def refusal(self) -> Refusal:
        """What is written down of each."""
        code = REDIRECTED if self.redirect else FULL
        return Refusal(reason=CallRefusalReason.HOLD_MAX, code=code, sent_to=self.sent_to)

    async def turn_away(self, incoming: IncomingCall) -> None:
        """Tell the network to take it elsewhere, at once: it is the caller who waits."""
        if self.redirect:
            await incoming.reject(REDIRECTED, contacts=[self.sent_to])
        else:
            await incoming.reject(FULL, headers=[("Retry-After", str(RETRY_AFTER_S))])


NO_BOUND = Bound()


def not_taken(call: CallId, incoming: IncomingCall) -> m.Leave | m.Refuse:
    """How a call ended that rang and was never answered: by its caller, or by us, for want of media."""
    if incoming.refused is None:
        return m.Leave(call=call, lost=not incoming.cancelled.is_set())
    reason = CallRefusalReason.NO_MEDIA if incoming.refused == FULL else CallRefusalReason.NOT_UNDERSTOOD
    return m.Refuse(call=call, reason=reason, code=incoming.refused)
