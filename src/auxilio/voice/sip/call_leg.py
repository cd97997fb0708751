"""A call that stands between us and one party, whoever called whom: one dialog, and what happens in it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import msgspec

from auxilio.platform.background_tasks import report_fault
from auxilio.voice.sip.dialog import Dialog
from auxilio.voice.sip.dialog_client import DialogClient
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.leg_timer import LegTimer
from auxilio.voice.sip.message import Header, Request, Response, respond
from auxilio.voice.sip.multipart import SDP, Part, compose, first_body, parts_of
from auxilio.voice.sip.offer_answer import OfferAnswer
from auxilio.voice.sip.refer import TransferRequest, read_refer, refer_to_text, transfer_progress
from auxilio.voice.sip.retransmission import Retransmitter
from auxilio.voice.sip.session import (
    ALLOWED,
    CAPABILITIES,
    INFO_BYTES_MAX,
    Replaces,
    SessionTimer,
    accept_timer,
    agreed_timer,
    key_of,
)
from auxilio.voice.sip.transaction_layer import ServerTransaction, unique_token
from auxilio.voice.sip.transport.base import MessageSource

type InfoHook = Callable[[tuple[Part, ...], Mapping[str, tuple[str, ...]]], Awaitable[None]]


class LegState(msgspec.Struct, kw_only=True):
    """A leg as JSON. It is kept, so a new field has a default."""

    id: str
    dialog: Dialog
    source: MessageSource
    pinned: bool = False
    local_sdp: bytes = b""
    remote_sdp: bytes = b""


class CallLeg:
    """What comes from the far side arrives by the `on_...` hooks, in the order of arrival. A hook that raises is logged
    as a defect and never ends the call. Hooks may be exchanged at any time."""

    def __init__(
        self,
        id: str,
        conversation: DialogClient,
        *,
        local_sdp: bytes,
        remote_sdp: bytes,
        find: Callable[[Replaces], "CallLeg | None"],
    ) -> None:
        self.id = id
        """Ours alone, for maps and logs; names nobody."""
        self.conversation = conversation
        self.local_sdp, self.remote_sdp = local_sdp, remote_sdp
        """The last that each side said; theirs is empty until it is known (it may come with the ACK)."""
        self.acknowledged = asyncio.Event()
        """The 200 of an incoming call has arrived (its ACK came). Set from the start for an outgoing one."""
        self.gone = asyncio.Event()
        """The call has ended, whoever ended it."""
        self.gone_reason = ""
        """`bye` (theirs), `hung_up` (ours), `no_ack`, `session_expired`, `lost` (no answer to an offer), `replaced`."""
        self.gone_cause = ""
        """The Reason header of their BYE (RFC 3326), such as `Q.850;cause=16`."""
        self.on_bye: Callable[[CallLeg], Awaitable[None]] | None = None
        """Once, when the call has ended, also when we hung up."""
        self.on_reinvite: Callable[[bytes], Awaitable[bytes]] | None = None
        """A new offer (re-INVITE or UPDATE); returns the answer. Raise `CallFailed(488)` to refuse. An empty offer asks
        us to offer: their answer comes to `on_answer`. None: the last SDP again. A mere refresh does not come here."""
        self.on_answer: Callable[[bytes], Awaitable[None]] | None = None
        """Their answer to an offer that we made in a 200: it came with the ACK."""
        self.on_info: InfoHook | None = None
        """An INFO or MESSAGE within the call, with its headers (names in lower case)."""
        self.takes_info: Callable[[Sequence[Part]], bool] = lambda parts: True
        """Asked before an INFO or MESSAGE is answered; False refuses it (413): what is not kept is not said to be."""
        self.info_answer: Callable[[Sequence[Part]], tuple[Sequence[Part], Sequence[Header]]] = lambda parts: (
            (),
            (),
        )
        """Bodies and headers of the 200 to an INFO that is taken."""
        self.on_dtmf: Callable[[str, int], Awaitable[None]] | None = None
        """A key by INFO and its milliseconds. (Keys of RFC 4733 arrive with the media.)"""
        self.on_refer: Callable[[TransferRequest[CallLeg]], Awaitable[None]] | None = None
        """They ask to be transferred; accept or reject it before returning. None: refused with 603."""
        self.on_state: Callable[[CallLeg], None] | None = None
        """The dialog changed: keep `state()`."""
        self._find = find
        self._order = asyncio.Lock()
        self._offering = OfferAnswer(self)
        self._refer_told: Callable[[int, bool], None] | None = None
        endpoint = conversation.endpoint
        self._timer = LegTimer(
            endpoint.timers,
            lambda: endpoint.spawn(self._refresh()),
            lambda: endpoint.spawn(self.end("session_expired")),
        )
        self._repeating: dict[int, Retransmitter] = {}
        self._settled = asyncio.Event()
        """Their ACK came or will not: only now may we send a BYE (RFC 3261, 15)."""
        conversation.endpoint.parties[self.dialog.call_id, self.dialog.local_tag] = self

    # --- what it is -------------------------------------------------------------------------------

    @property
    def dialog(self) -> Dialog:
        """What both sides agree on."""
        return self.conversation.dialog

    @property
    def endpoint(self) -> Endpoint:
        """The agent's transports and time."""
        return self.conversation.endpoint

    @property
    def incoming(self) -> bool:
        """They called us."""
        return self.dialog.incoming

    @property
    def source(self) -> MessageSource:
        """Where the far side was last heard."""
        return self.conversation.source

    @property
    def remote_tag(self) -> str:
        """Their tag."""
        return self.dialog.remote_tag

    def state(self) -> bytes:
        """The leg as JSON; `SipAgent.adopt` makes a leg of it elsewhere."""
        kept = LegState(
            id=self.id,
            dialog=self.dialog,
            source=replace(self.source, flow=0),  # another process has not this connection
            pinned=self.conversation.pinned,
            local_sdp=self.local_sdp,
            remote_sdp=self.remote_sdp,
        )
        return msgspec.json.encode(kept)

    # --- what we do -------------------------------------------------------------------------------

    async def bye(self, reason: str = "") -> None:
        """End the call; `reason` is a Reason header. Returns when it is answered or given up; never raises."""
        await self.end("hung_up", reason=reason)

    async def end(self, why: str, *, reason: str = "") -> None:
        """End the call from our side, for a `why` of `gone_reason`."""
        if self._ended(why):
            await self._settled.wait()
            await self.conversation.hang_up(reason)
            self._release()

    async def reinvite(self, sdp: bytes) -> bytes:
        """Offer new media, return their answer. Glare (491) is resolved here. Raises `CallFailed`; the call goes on,
        unless they know of no call any more."""
        return await self._offering.make(sdp)

    async def info(self, content_type: str, content: bytes, *, headers: Sequence[Header] = ()) -> None:
        """Send an INFO within the call. Raises `CallFailed`."""
        await self._ask("INFO", tuple(headers), content, content_type)

    async def message(self, content_type: str, content: bytes) -> None:
        """Send a MESSAGE within the call. Raises `CallFailed`."""
        await self._ask("MESSAGE", (), content, content_type)

    async def refer(
        self,
        to: str,
        *,
        replaces: "CallLeg | None" = None,
        progress: Callable[[int], None] | None = None,
        timeout_s: float = 60,
    ) -> int:
        """Ask them to call `to`, or the far side of our leg `replaces` in its place; returns the code they told last.

        202 when they accepted but told no more within `timeout_s`. Raises `CallFailed` when they refuse.
        """
        over = asyncio.Event()
        codes = [202]

        def heard(code: int, last: bool) -> None:
            if code >= 200:
                codes.append(code)
            if progress is not None and code:
                progress(code)
            if last:
                over.set()

        self._refer_told = heard
        us = self.endpoint.contact(self.source)
        wanted = refer_to_text(to, replaces.dialog if replaces else None)
        answer = await self._ask("REFER", (("Refer-To", wanted), ("Referred-By", f"<{us}>")))
        if answer.get("refer-sub").strip().lower() != "false":
            handle = self.endpoint.timers.call_later(timeout_s, over.set)
            waits = [asyncio.ensure_future(one.wait()) for one in (over, self.gone)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            handle.cancel()
            for wait in waits:
                wait.cancel()
        return codes[-1]

    async def _ask(
        self, method: str, headers: tuple[Header, ...] = (), content: bytes = b"", content_type: str = ""
    ) -> Response:
        if self.gone.is_set():
            raise CallFailed(481)
        response = await self.conversation.ask(method, headers, content, content_type)
        self.notify_state()
        if response.code >= 300:
            raise CallFailed.by(response)
        return response

    # --- what they do -----------------------------------------------------------------------------

    def request(self, transaction: ServerTransaction) -> None:
        """A request of theirs within the dialog."""
        request = transaction.request
        if self.gone.is_set():
            transaction.reply(200 if request.method == "BYE" else 481)
            return
        if not self.dialog.note_cseq(request):
            transaction.reply(500)
            return
        moved = transaction.source != self.conversation.source
        self.conversation.source = transaction.source
        if moved or request.method != "INFO":  # a count each second moves but its own number: worth no write
            self.notify_state()
        match request.method:
            case "BYE":
                transaction.reply(200)
                self._settled.set()
                self._ended("bye", request.get("reason"))
                self._release()
            case "INVITE" | "UPDATE":
                self._offering.asked(transaction)
            case "INFO" | "MESSAGE":
                parts = parts_of(request)
                taken = len(request.body) <= INFO_BYTES_MAX and (key_of(parts) or self.takes_info(parts))
                if taken:
                    self._take_info(transaction, parts)
                else:
                    transaction.reply(413)
            case "REFER":
                self.run_hook(self._referred(transaction))
            case "NOTIFY":
                self._notified(transaction)
            case "PRACK":
                transaction.reply(200)  # late: the call is answered, and a 481 would make some hang up
            case "OPTIONS":
                transaction.reply(200, headers=CAPABILITIES)
            case method:
                transaction.reply(405 if method in ALLOWED else 501, headers=CAPABILITIES[:1])

    def ack(self, ack: Request) -> None:
        """The ACK of a 2xx of ours."""
        repeater = self._repeating.pop(ack.cseq[0], None)
        if repeater is None:
            return
        repeater.stop()
        self._settled.set()
        self.acknowledged.set()
        answer = first_body(parts_of(ack), SDP)
        if answer and self._offering.awaits_answer and not self.gone.is_set():
            self._offering.awaits_answer = False
            self.remote_sdp = answer
            if self.on_answer is not None:
                self.run_hook(self.on_answer(answer))
        self.notify_state()

    def accept(self, transaction: ServerTransaction, response: Response) -> None:
        """Send a 2xx to an INVITE of theirs, again and again until its ACK."""
        number = transaction.request.cseq[0]
        self._repeating[number] = Retransmitter(
            self.endpoint.timers,
            self.endpoint.times,
            partial(transaction.answer, response),
            partial(self._not_acknowledged, number),
        )
        transaction.answer(response)

    def offered(self) -> None:
        """Our 200 made the offer: their answer comes with the ACK."""
        self._offering.awaits_answer = True

    def _not_acknowledged(self, number: int) -> None:
        self._repeating.pop(number, None)
        self._settled.set()
        self.endpoint.spawn(self.end("no_ack"))

    def _take_info(self, transaction: ServerTransaction, parts: tuple[Part, ...]) -> None:
        request = transaction.request
        bodies, headers = self.info_answer(parts)
        response = respond(request, 200, headers=headers)
        if bodies:
            kind, content = compose(bodies, unique_token())
            response.carry(content, kind)
        transaction.answer(response)
        pressed = key_of(parts)
        if pressed is not None and self.on_dtmf is not None:
            self.run_hook(self.on_dtmf(*pressed))
            return
        if self.on_info is not None:
            self.run_hook(self.on_info(parts, request.as_mapping()))

    async def _referred(self, transaction: ServerTransaction) -> None:
        try:
            refer = read_refer(self.conversation, transaction, self._find)
        except Malformed as malformed:
            transaction.reply(malformed.code)
            return
        try:
            if self.on_refer is not None:
                await self.on_refer(refer)
        finally:
            await refer.reject()  # unless it was answered

    def _notified(self, transaction: ServerTransaction) -> None:
        event = transaction.request.get("event") or transaction.request.get("o")
        if event.partition(";")[0].strip().lower() != "refer":
            transaction.reply(489)
            return
        transaction.reply(200)
        if self._refer_told is not None:
            self._refer_told(*transfer_progress(transaction.request))

    # --- what both share --------------------------------------------------------------------------

    def run_hook(self, work: Awaitable[None]) -> None:
        """Run what a hook returned, one after another. It was called already, so it sees this very moment."""
        self.endpoint.spawn(self._in_order(work))

    async def _in_order(self, work: Awaitable[None]) -> None:
        async with self._order:
            await work

    def notify_state(self) -> None:
        """Report a change of the dialog to the owner of the state."""
        if self.on_state is None or self.gone.is_set():
            return
        try:
            self.on_state(self)
        except Exception as defect:  # noqa: BLE001  a defect of whoever keeps it must not leave a request unanswered
            report_fault("sip_state_hook", defect)

    def start_session_timer(self, timer: SessionTimer) -> None:
        """Agree on a session timer."""
        self.dialog.session_s, self.dialog.refresher = timer.session_s, timer.refresher
        self._timer.start_session_timer(timer)

    async def _refresh(self) -> None:
        """By UPDATE where they know it: it moves no media, and meets no offer of theirs."""
        timer = SessionTimer(self.dialog.session_s, self.dialog.refresher)
        try:
            if "UPDATE" in self.dialog.peer_allows:
                answer = await self._ask("UPDATE", (*CAPABILITIES[:2], *self._offering.timer_headers()))
                self.start_session_timer(agreed_timer(answer))
            else:
                await self.reinvite(self.local_sdp)
        except CallFailed:
            if not self.gone.is_set():
                self._timer.refresh_failed(timer)

    def confirmed(self) -> None:
        """An outgoing call is answered, an adopted one stands: nothing is waited for."""
        self.acknowledged.set()
        self._settled.set()

    def timer_for(self, request: Request) -> tuple[Header, ...]:
        """Agree to the session timer that a request of theirs asks for; the headers say so. Raises `IntervalTooSmall`."""
        settings = self.endpoint.settings
        timer, headers = accept_timer(
            request, min_s=settings.session_expires_min_s, at_most_s=settings.session_expires_s
        )
        self.start_session_timer(timer)
        return headers

    def ok(self, request: Request, sdp: bytes = b"", headers: tuple[Header, ...] = ()) -> Response:
        """A 200 to a request that offers."""
        contact = self.endpoint.contact(self.source)
        response = respond(request, 200, headers=(("Contact", f"<{contact}>"), *CAPABILITIES[:2], *headers))
        response.carry(sdp, SDP)
        return response

    def _ended(self, why: str, cause: str = "") -> bool:
        if self.gone.is_set():
            return False
        self.gone_reason, self.gone_cause = why, cause
        self.gone.set()
        self._timer.stop()
        if self.on_bye is not None:
            self.endpoint.spawn(self._tell(self.on_bye))
        return True

    async def _tell(self, on_bye: Callable[["CallLeg"], Awaitable[None]]) -> None:
        await on_bye(self)

    def _release(self) -> None:
        """Nothing more comes for this dialog."""
        for repeater in self._repeating.values():
            repeater.stop()
        self._repeating.clear()
        self.endpoint.parties.pop((self.dialog.call_id, self.dialog.local_tag), None)
