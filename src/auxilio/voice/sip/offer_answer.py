"""New media within a call: offers of ours, offers of theirs, and what is done when both come at once (RFC 3261, 14)."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Protocol

from auxilio.platform.ids import new_id
from auxilio.voice.sip.client_invite import ClientInvite
from auxilio.voice.sip.dialog_client import DialogClient
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.message import Header, Request, Response
from auxilio.voice.sip.multipart import SDP, first_body, parts_of
from auxilio.voice.sip.session import CAPABILITIES, IntervalTooSmall, SessionTimer, agreed_timer, min_se_of
from auxilio.voice.sip.transaction_layer import ServerTransaction

log = logging.getLogger(__name__)

TRIES_MAX = 4
"""Two sides that meet four times in a row are not meeting by chance."""
_NO_CALL_THERE = frozenset({408, 481})
"""These answers end a dialog (RFC 5057)."""


class OfferAnswerLeg(Protocol):
    """What offering needs of a leg."""

    conversation: DialogClient
    local_sdp: bytes
    remote_sdp: bytes
    acknowledged: asyncio.Event
    gone: asyncio.Event
    on_reinvite: Callable[[bytes], Awaitable[bytes]] | None

    def run_hook(self, work: Awaitable[None]) -> None:
        """Run after what the far side asked before."""
        ...

    def notify_state(self) -> None:
        """Report a change of the dialog to the owner of the state."""
        ...

    def start_session_timer(self, timer: SessionTimer) -> None:
        """A session timer is agreed on."""
        ...

    def timer_for(self, request: Request) -> tuple[Header, ...]:
        """Agree to theirs. Raises `IntervalTooSmall`."""
        ...

    def ok(self, request: Request, sdp: bytes = b"", headers: tuple[Header, ...] = ()) -> Response:
        """A 200."""
        ...

    def accept(self, transaction: ServerTransaction, response: Response) -> None:
        """Send a 2xx until its ACK."""
        ...

    async def end(self, why: str, *, reason: str = "") -> None:
        """The call is over."""
        ...


class OfferAnswer:
    """One offer at a time, in either direction."""

    def __init__(self, leg: OfferAnswerLeg) -> None:
        self._leg = leg
        self._one = asyncio.Lock()
        self._ours = False
        """An offer of ours waits for its answer."""
        self._theirs: ServerTransaction | None = None
        """An offer of theirs that we have not answered."""
        self.awaits_answer = False
        """We offered in a 200; their answer comes with the ACK."""
        self._random = random.Random(new_id().int)  # noqa: S311 - who waits longer is no secret

    # --- ours -------------------------------------------------------------------------------------

    async def make(self, sdp: bytes) -> bytes:
        """Offer, and again after a pause when they were offering too. Raises `CallFailed`."""
        leg = self._leg
        async with self._one:
            await self._either(leg.acknowledged)
            response = await self._once(sdp)
            for _ in range(TRIES_MAX - 1):
                if response.code == 491:
                    await leg.conversation.endpoint.sleep(self._pause_s())
                elif (
                    response.code == 422
                    and (min_s := min_se_of(response)) > leg.conversation.dialog.session_s
                ):
                    leg.conversation.dialog.session_s = min_s
                else:
                    break
                response = await self._once(sdp)
        if response.code >= 300:
            if response.code in _NO_CALL_THERE:
                leg.conversation.endpoint.spawn(leg.end("lost"))
            raise CallFailed.by(response)
        leg.local_sdp = sdp
        leg.remote_sdp = first_body(parts_of(response), SDP) or leg.remote_sdp
        leg.start_session_timer(agreed_timer(response))
        leg.notify_state()
        return leg.remote_sdp

    async def _either(self, event: asyncio.Event) -> None:
        """Until `event`, or the end of the call."""
        waits = [asyncio.ensure_future(one.wait()) for one in (event, self._leg.gone)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _pause_s(self) -> float:
        """RFC 3261, 14.1: who owns the Call-ID waits longer, so that both do not meet again."""
        tenths_ms = self._random.randrange(0, 200) * 10
        return tenths_ms / 1000 if self._leg.conversation.dialog.incoming else 2.1 + tenths_ms * 0.95 / 1000

    async def _once(self, sdp: bytes) -> Response:
        conversation = self._leg.conversation
        if self._leg.gone.is_set():
            raise CallFailed(481)
        if self._theirs is not None:
            return Response(code=491)  # as if they had said so
        self._ours = True
        try:
            response = await self._invited(sdp)
            proof = conversation.endpoint.authorization(self._sent, response)
            return await self._invited(sdp, (proof,)) if proof else response
        except CallFailed as failed:
            if failed.code in _NO_CALL_THERE:
                conversation.endpoint.spawn(self._leg.end("lost"))
            raise
        finally:
            self._ours = False

    async def _invited(self, sdp: bytes, more: tuple[Header, ...] = ()) -> Response:
        conversation = self._leg.conversation
        headers = (*CAPABILITIES[:2], *self.timer_headers(), *more)
        self._sent, target = await conversation.build("INVITE", headers, sdp, SDP)
        number = self._sent.cseq[0]

        def acknowledge(response: Response) -> None:
            conversation.dialog.answered(response)
            conversation.endpoint.spawn(conversation.acknowledge(number))

        return await ClientInvite(conversation.endpoint, self._sent, target, acknowledge).final

    def timer_headers(self) -> tuple[Header, ...]:
        """The session timer in a request of ours: whoever refreshed goes on to."""
        dialog = self._leg.conversation.dialog
        if not dialog.session_s:
            return ()
        refresher = "uac" if dialog.refresher == "us" else "uas"
        return (("Session-Expires", f"{dialog.session_s};refresher={refresher}"),)

    # --- theirs -----------------------------------------------------------------------------------

    def asked(self, transaction: ServerTransaction) -> None:
        """A re-INVITE or UPDATE."""
        request = transaction.request
        if request.method == "UPDATE" and not request.body:
            self._refreshed(transaction)
        elif self._ours:
            transaction.reply(491)
        elif self._theirs is not None:
            transaction.reply(500, headers=(("Retry-After", str(self._random.randrange(1, 10))),))
        else:
            self._theirs = transaction
            transaction.on_cancel = lambda cancel: transaction.reply(487)
            self._leg.run_hook(self._answer(transaction))

    def _refreshed(self, transaction: ServerTransaction) -> None:
        try:
            headers = self._leg.timer_for(transaction.request)
        except IntervalTooSmall:
            self._too_short(transaction)
        else:
            transaction.answer(self._leg.ok(transaction.request, headers=headers))

    def _too_short(self, transaction: ServerTransaction) -> None:
        least_s = self._leg.conversation.endpoint.settings.session_expires_min_s
        transaction.reply(422, headers=(("Min-SE", str(least_s)),))

    async def _answer(self, transaction: ServerTransaction) -> None:
        try:
            await self._settle(transaction)
        except IntervalTooSmall:
            self._too_short(transaction)
        except CallFailed as refused:
            transaction.reply(refused.code, refused.reason)
        finally:
            self._theirs = None
            if not transaction.answered:
                transaction.reply(500)  # the hook raised: a defect of ours, and the call goes on as it was

    async def _settle(self, transaction: ServerTransaction) -> None:
        leg, request = self._leg, transaction.request
        offer = first_body(parts_of(request), SDP)
        headers = leg.timer_for(request)
        again = offer == leg.remote_sdp  # a refresh of what stands (RFC 4028, 7.4)
        answer = leg.local_sdp if again or leg.on_reinvite is None else await leg.on_reinvite(offer)
        if transaction.answered or leg.gone.is_set():
            return  # taken back meanwhile
        leg.local_sdp = answer
        if offer:
            leg.remote_sdp = offer
        response = leg.ok(request, answer, headers)
        if request.method == "INVITE":
            self.awaits_answer = not offer
            leg.accept(transaction, response)
        else:
            transaction.answer(response)
        leg.notify_state()
