"""An INVITE of ours on its way."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec

from auxilio.voice.sip.call_leg import CallLeg
from auxilio.voice.sip.client_invite import ClientInvite
from auxilio.voice.sip.dialog import Dialog, of_response
from auxilio.voice.sip.dialog_client import DialogClient
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.message import Header, Request, Response
from auxilio.voice.sip.multipart import SDP, Part, compose, first_body, parts_of
from auxilio.voice.sip.session import CAPABILITIES, Replaces, agreed_timer, min_se_of, rseq_of
from auxilio.voice.sip.transaction_layer import ServerTransaction, unique_token
from auxilio.voice.sip.transport.base import MessageSource


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is sent, and where."""

    target: MessageSource
    dialog: Dialog
    sdp: bytes
    parts: Sequence[Part] = ()
    headers: Sequence[Header] = ()
    timeout_s: float = 60


class OutgoingCall:
    """See `answered`."""

    def __init__(
        self, endpoint: Endpoint, invitation: Invitation, find: Callable[[Replaces], CallLeg | None]
    ) -> None:
        self._endpoint, self._invitation, self._find = endpoint, invitation, find
        self._dialog = invitation.dialog
        self.id = unique_token()
        """Ours alone; the leg keeps it."""
        self.call_id = self._dialog.call_id
        self.ringing = asyncio.Event()
        """180 (or any other 18x) has come."""
        self.on_progress: Callable[[int, bytes], Awaitable[None]] | None = None
        """Code and early SDP (may be empty) of each provisional answer."""
        self.leg: CallLeg | None = None
        self._forks: dict[str, DialogClient] = {}
        self._rseqs: dict[str, int] = {}
        self._offer: ClientInvite | None = None
        self._timed_out = False
        self._outcome: asyncio.Future[CallLeg] = asyncio.get_running_loop().create_future()
        self._order = asyncio.Lock()
        endpoint.parties[self._dialog.call_id, self._dialog.local_tag] = self
        self._session_s = endpoint.settings.session_expires_s
        self._send()
        self._impatience = endpoint.timers.call_later(invitation.timeout_s, self._time_out)
        endpoint.spawn(self._run())

    async def answered(self) -> CallLeg:
        """Wait for the answer; may be asked again. Raises `CallFailed` when it is refused, cancelled or times out."""
        return await asyncio.shield(self._outcome)

    async def cancel(self, reason: str = "") -> None:
        """Give up; `reason` is a Reason header. If their answer crosses with it, the call is hung up at once, and
        `answered` raises `CallFailed(487)`."""
        if self._offer is not None:
            self._offer.cancel(reason)

    # --- how it goes ------------------------------------------------------------------------------

    def _send(self, more: tuple[Header, ...] = ()) -> None:
        endpoint, invitation, dialog = self._endpoint, self._invitation, self._dialog
        via, contact = endpoint.via(invitation.target), endpoint.contact(invitation.target)
        timer = (("Session-Expires", str(self._session_s)),) if self._session_s else ()
        headers = (*CAPABILITIES[:2], *timer, *invitation.headers, *more)
        self._request = dialog.request("INVITE", via, contact, headers)
        if invitation.parts:
            kind, body = compose([Part(SDP, content=invitation.sdp), *invitation.parts], unique_token())
            self._request.carry(body, kind)
        else:
            self._request.carry(invitation.sdp, SDP)
        self._offer = ClientInvite(
            endpoint,
            self._request,
            invitation.target,
            self._acknowledge,
            provisional=self._heard,
            second=self._unwanted,
        )

    def _time_out(self) -> None:
        self._timed_out = True
        if self._offer is not None:
            self._offer.cancel()

    async def _run(self) -> None:
        try:
            leg = self._established(await self._final())
        except CallFailed as failed:
            self._endpoint.parties.pop((self._dialog.call_id, self._dialog.local_tag), None)
            told = CallFailed(408) if self._timed_out else failed
            self._outcome.set_exception(told)
            self._outcome.exception()  # nobody may be waiting
        else:
            self._outcome.set_result(leg)
        finally:
            self._impatience.cancel()

    async def _final(self) -> Response:
        tries_left = 3
        while True:
            assert self._offer is not None, "it was sent"
            response = await self._offer.final
            tries_left -= 1
            if response.code < 300:
                return response
            if self._offer.cancelled:
                raise CallFailed(487)
            proof = self._endpoint.authorization(self._request, response)
            if tries_left and proof is not None:
                self._send((proof,))
            elif tries_left and response.code == 422 and min_se_of(response) > self._session_s:
                self._session_s = min_se_of(response)
                self._send((("Min-SE", str(self._session_s)),))
            else:
                raise CallFailed.by(response)

    def _heard(self, response: Response) -> None:
        if response.code == 100:
            return
        self.ringing.set()
        if response.to.tag:
            self._fork(response)
            self._prove(response)
        if self.on_progress is not None:
            self._endpoint.spawn(self._told(response.code, first_body(parts_of(response), SDP)))

    async def _told(self, code: int, sdp: bytes) -> None:
        async with self._order:
            if self.on_progress is not None:
                await self.on_progress(code, sdp)

    def _fork(self, response: Response) -> DialogClient:
        """The dialog of an answer; its early one goes on into the confirmed one, numbers included."""
        tag = response.to.tag
        dialog = of_response(self._dialog, response)
        if (before := self._forks.get(tag)) is not None:
            dialog = msgspec.structs.replace(dialog, local_cseq=before.dialog.local_cseq)
            before.dialog = dialog
            return before
        self._forks[tag] = DialogClient(self._endpoint, dialog, self._invitation.target)
        return self._forks[tag]

    def _prove(self, response: Response) -> None:
        """PRACK, once for each, in their order (RFC 3262, 4)."""
        tag, rseq = response.to.tag, rseq_of(response)
        last = self._rseqs.get(tag, 0)
        if not rseq or (last and rseq != last + 1):
            return
        self._rseqs[tag] = rseq
        number = response.cseq[0]
        self._endpoint.spawn(self._pracked(self._forks[tag], f"{rseq} {number} INVITE"))

    async def _pracked(self, fork: DialogClient, rack: str) -> None:
        try:
            await fork.ask("PRACK", (("RAck", rack),))
        except CallFailed:
            return  # they repeat their 18x or answer anyway

    def _acknowledge(self, response: Response) -> None:
        fork = self._fork(response)
        self._endpoint.spawn(fork.acknowledge(response.cseq[0]))

    def _unwanted(self, response: Response) -> None:
        self._endpoint.spawn(self._fork(response).hang_up())

    def _established(self, response: Response) -> CallLeg:
        leg = CallLeg(
            self.id,
            self._forks[response.to.tag],
            local_sdp=self._invitation.sdp,
            remote_sdp=first_body(parts_of(response), SDP),
            find=self._find,
        )
        leg.confirmed()
        leg.start_session_timer(agreed_timer(response))
        self.leg = leg
        return leg

    # --- what they say before they answer ---------------------------------------------------------

    @property
    def remote_tag(self) -> str:
        """Any fork may speak."""
        return ""

    def request(self, transaction: ServerTransaction) -> None:
        """A request in an early dialog."""
        match transaction.request.method:
            case "INVITE":
                transaction.reply(491)
            case "UPDATE" if not transaction.request.body:
                transaction.reply(200, headers=CAPABILITIES[:2])
            case "OPTIONS" | "INFO":
                transaction.reply(200, headers=CAPABILITIES)
            case _:
                transaction.reply(500, headers=(("Retry-After", "1"),))  # their 200 was overtaken

    def ack(self, ack: Request) -> None:
        """Nothing of ours is to be acknowledged."""
