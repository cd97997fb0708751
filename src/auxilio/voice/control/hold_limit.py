"""Limit how many callers are held waiting, and send the next one elsewhere (decision 0196)."""

from collections.abc import Iterable
from dataclasses import dataclass

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallRejection, CallRejectionReason
from auxilio.kernel.ids import CallId
from auxilio.voice.core.media_plan import MediaStage
from auxilio.voice.sip.agent import IncomingCall

RETRY_AFTER_S = 1
"""A carrier that is answered 503 sends no call at all for this long (RFC 3261, 21.5.4): as short as possible."""
REDIRECT_CODE, FULL_CODE = 302, 503


@dataclass(frozen=True)
class HoldLimit:
    """What was agreed with carriers and neighbours. A `hold_max` of 0 is no limit."""

    hold_max: int = 0
    sent_to: str = ""
    """A SIP URI, or the name of the centre to which the network diverts by itself."""
    redirect: bool = False

    def __post_init__(self) -> None:
        assert self.sent_to or not self.hold_max, "only calls that another centre takes are refused"

    def full(self, stages: Iterable[MediaStage]) -> bool:
        """Whether the limit is reached. A caller whose leg is gone for a moment counts: their place was promised."""
        return 0 < self.hold_max <= sum(stage is MediaStage.WAITING for stage in stages)

    @property
    def refusal(self) -> CallRejection:
        """The reason that is recorded for each refused call."""
        code = REDIRECT_CODE if self.redirect else FULL_CODE
        return CallRejection(reason=CallRejectionReason.HOLD_MAX, code=code, sent_to=self.sent_to)

    async def turn_away(self, incoming: IncomingCall) -> None:
        """Tell the network at once to take the call elsewhere, since the caller waits."""
        if self.redirect:
            await incoming.reject(REDIRECT_CODE, contacts=[self.sent_to])
        else:
            await incoming.reject(FULL_CODE, headers=[("Retry-After", str(RETRY_AFTER_S))])


NO_HOLD_LIMIT = HoldLimit()


def unanswered_command(call: CallId, incoming: IncomingCall) -> m.EndByCaller | m.RejectCall:
    """The command that ends a call which rang and was never answered: its caller gave up, or no media could be agreed on."""
    if incoming.refused is None:
        return m.EndByCaller(call=call, lost=not incoming.cancelled.is_set())
    reason = (
        CallRejectionReason.NO_MEDIA if incoming.refused == FULL_CODE else CallRejectionReason.NOT_UNDERSTOOD
    )
    return m.RejectCall(call=call, reason=reason, code=incoming.refused)
