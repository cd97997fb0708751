"""An INVITE that nobody has answered yet."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from auxilio.voice.sip.call_leg import CallLeg
from auxilio.voice.sip.dialog import of_request
from auxilio.voice.sip.dialog_client import DialogClient, behind_nat
from auxilio.voice.sip.emergency import is_emergency, is_of_trunk, is_test_service, service_urn_of
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed, SipAddress, parse_address, split_list
from auxilio.voice.sip.message import Header, MessageBase, Request, Response, respond
from auxilio.voice.sip.multipart import SDP, Part, compose, first_body, parts_of
from auxilio.voice.sip.retransmission import Retransmitter
from auxilio.voice.sip.session import (
    ALLOWED,
    CAPABILITIES,
    INFO_BYTES_MAX,
    RELIABLE,
    IntervalTooSmall,
    Replaces,
    can_reliable,
    rack_of,
    wants_reliable,
)
from auxilio.voice.sip.transaction_layer import ServerTransaction, unique_token

PRACK_WAIT_S = 4.0
"""How long an answer waits for the PRACK of early media: the standard says for ever, but somebody needs help."""
EARLY_BODIES_MAX = 8
"""Bodies of INFOs that come before the call is answered."""
_OF_DATA = re.compile(r"EmergencyCallData\.(?!eCall\.|Control\b)", re.IGNORECASE)
"""The purposes of RFC 7852; what an eCall's vehicle and centre ask of each other is another thing (RFC 8147)."""


def _additional_data(request: Request) -> tuple[str, ...]:
    return tuple(
        one.uri_text for one in _listed(request, "call-info") if _OF_DATA.match(one.params.get("purpose", ""))
    )


def _listed(message: MessageBase, name: str) -> list[SipAddress]:
    """The values of a header that the library does not take apart; those that cannot be read are left out."""
    found = []
    for value in (one for text in message.all(name) for one in split_list(text)):
        try:
            found.append(parse_address(value))
        except Malformed:
            continue
    return found


def _has_unreadable(message: MessageBase, name: str) -> bool:
    """Whether a value of the header cannot be read."""
    return len(_listed(message, name)) < sum(len(split_list(text)) for text in message.all(name))


class IncomingCall:
    """Exactly one of `answer` and `reject` is final; after `cancelled`, `answer` raises `CallFailed(487)` and the others
    do nothing. A 100 has gone out before anybody sees it, and a retransmission never makes a second one."""

    def __init__(
        self,
        endpoint: Endpoint,
        transaction: ServerTransaction,
        *,
        trusted: bool,
        replaces: CallLeg | None,
        find: Callable[[Replaces], CallLeg | None],
    ) -> None:
        request = transaction.request
        self._endpoint, self._transaction, self._find = endpoint, transaction, find
        self._tag = unique_token()
        self.id = unique_token()
        """Ours alone; the leg keeps it."""
        self.call_id: str = request.call_id
        """SIP's Call-ID: for the record, no key (several forks share it)."""
        self.source = transaction.source
        self.parts: tuple[Part, ...] = parts_of(request)
        """All bodies, nested ones flattened, in order; unknown ones raw."""
        self.sdp: bytes = first_body(self.parts, SDP)
        """The offer; empty when they want us to offer."""
        self.headers: Mapping[str, tuple[str, ...]] = request.as_mapping()  # names in lower case
        self.called = request.uri
        """The Request-URI."""
        self.service_urn = service_urn_of(request)
        self.test_call = is_test_service(self.service_urn)
        """A test (RFC 6881): answered by a machine, kept out of the figures."""
        self.emergency = is_emergency(request, endpoint.settings.emergency_numbers)
        asserted = _listed(request, "p-asserted-identity") if trusted else []
        caller = asserted[0] if asserted else request.from_
        self.caller, self.caller_name = caller.uri_text, caller.name
        """P-Asserted-Identity from a trusted source, else From. Never log it."""
        self.asserted = trusted and (not endpoint.settings.edge or bool(asserted) or is_of_trunk(request))
        """A trusted network states who calls."""
        self.from_uri, self.to_uri = request.from_.uri_text, request.to.uri_text
        self.user_agent = request.get("user-agent")
        self.geolocation = tuple(one.uri_text for one in _listed(request, "geolocation"))
        """`cid:` names a part, others are references (`control.location_references`)."""
        self.geolocation_unreadable = _has_unreadable(request, "geolocation")
        """Whether the network said where the caller is in words that are no reference."""
        self.additional_data = _additional_data(request)
        """Call-Info URIs of RFC 7852: `cid:` names a part, others are references (`control.data_references`)."""
        self.replaces = replaces
        """The leg this call is to take the place of (RFC 3891): `answer` hangs that one up."""
        self.cancelled = asyncio.Event()
        """The caller gave up."""
        self.cancel_cause = ""
        """The Reason header of their CANCEL."""
        self.answered: CallLeg | None = None
        self.early = list[Part]()  # bodies of INFOs and MESSAGEs that came before the answer
        self.refused: int | None = None
        """The code that we refused it with."""
        self._rseq = 0
        self._unproved: Retransmitter | None = None
        self._proved = asyncio.Event()
        self._proved.set()
        transaction.on_give_up = self._no_way_back
        transaction.on_cancel = lambda cancel: self._give_up(cancel.get("reason"))
        endpoint.parties[self.call_id, self._tag] = self

    # --- what we say ------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """A final answer has gone out, or they gave up."""
        return self._transaction.answered or self.cancelled.is_set()

    async def ring(
        self, code: Literal[180, 183] = 180, sdp: bytes = b"", *, headers: Sequence[Header] = ()
    ) -> None:
        """Say it rings, with early media when `sdp` is given: then reliably (PRACK) where they can, else if they must."""
        request = self._transaction.request
        reliable = wants_reliable(request) or (bool(sdp) and can_reliable(request))
        if reliable:
            await self._proof()
        if self.over:
            return
        response = self._response(code, headers)
        response.carry(sdp, SDP)
        if reliable:
            self._stop_repeating()
            self._rseq += 1
            response.add([("Require", RELIABLE), ("RSeq", str(self._rseq))])
            self._proved.clear()
            self._unproved = Retransmitter(
                self._endpoint.timers,
                self._endpoint.times,
                lambda: self._transaction.answer(response),
                self._proved.set,  # the standard would refuse the call (504); we answer it
                longest_s=self._endpoint.times.patience_s,
            )
        self._transaction.answer(response)

    async def answer(
        self, sdp: bytes, *, parts: Sequence[Part] = (), headers: Sequence[Header] = ()
    ) -> CallLeg:
        """200 with our SDP (and more parts). Returns when it is sent, see `CallLeg.acknowledged`. Raises
        `CallFailed(487)` when they gave up."""
        await self._proof()
        if self.over:
            raise CallFailed(487)
        self._stop_repeating()
        request, source = self._transaction.request, self.source
        fallback = f"sip:{source.host}:{source.port};transport={source.transport}"
        dialog = of_request(request, self._tag, fallback)
        dialog.confirmed = True
        conversation = DialogClient(self._endpoint, dialog, source, pinned=behind_nat(request, source))
        leg = CallLeg(self.id, conversation, local_sdp=sdp, remote_sdp=self.sdp, find=self._find)
        if not self.sdp:
            leg.offered()
        response = self._response(200, (*self._timer(leg), *headers))
        bodies = [Part(SDP, content=sdp), *parts]
        kind, body = compose(bodies, unique_token()) if parts else (SDP, sdp)
        response.carry(body, kind)
        self.answered = leg
        leg.accept(self._transaction, response)
        if self.replaces is not None:
            self._endpoint.spawn(self.replaces.end("replaced"))
        return leg

    async def reject(
        self,
        code: int,
        reason: str = "",
        *,
        contacts: Sequence[str] = (),
        headers: Sequence[Header] = (),
        parts: Sequence[Part] = (),
    ) -> None:
        """A final refusal, or a redirection to `contacts` (3xx)."""
        assert code >= 300, "a refusal is a refusal"
        if self.over:
            return
        self.refused = code
        ways = [("Contact", f"<{uri}>") for uri in contacts]
        response = respond(
            self._transaction.request,
            code,
            reason,
            tag=self._tag,
            headers=(*CAPABILITIES[:1], *ways, *headers),
        )
        if parts:
            kind, body = compose(parts, unique_token())
            response.carry(body, kind)
        self._end(response)

    def _timer(self, leg: CallLeg) -> tuple[Header, ...]:
        try:
            return leg.timer_for(self._transaction.request)
        except IntervalTooSmall:
            return ()  # the listener has asked for it; an emergency call is accepted without

    def _response(self, code: int, headers: Sequence[Header]) -> Response:
        contact = self._endpoint.contact(self.source)
        ours = (("Contact", f"<{contact}>"), *CAPABILITIES[:2], *headers)
        return respond(self._transaction.request, code, tag=self._tag, headers=ours)

    async def _proof(self) -> None:
        """Until the last reliable 18x has its PRACK, but not for ever."""
        handle = self._endpoint.timers.call_later(PRACK_WAIT_S, self._proved.set)
        await self._proved.wait()
        handle.cancel()

    def _stop_repeating(self) -> None:
        if self._unproved is not None:
            self._unproved.stop()
        self._proved.set()

    def _end(self, response: Response) -> None:
        self._stop_repeating()
        self._transaction.answer(response)
        self._endpoint.parties.pop((self.call_id, self._tag), None)

    # --- what they say ----------------------------------------------------------------------------

    @property
    def remote_tag(self) -> str:
        """Their tag."""
        return self._transaction.request.from_.tag

    def _give_up(self, cause: str) -> None:
        if self.over:
            return
        self.cancel_cause = cause
        self.cancelled.set()
        self._end(respond(self._transaction.request, 487, tag=self._tag))

    def _no_way_back(self) -> None:
        if self.answered is None and not self.over:
            self.cancelled.set()
            self._stop_repeating()
            self._endpoint.parties.pop((self.call_id, self._tag), None)

    def request(self, transaction: ServerTransaction) -> None:
        """A request within the early dialog."""
        request = transaction.request
        match request.method:
            case "PRACK" if rack_of(request)[0] == self._rseq and not self._proved.is_set():
                self._stop_repeating()
                transaction.reply(200)
            case "PRACK":
                transaction.reply(481)
            case "BYE":
                transaction.reply(200)
                self._give_up(request.get("reason"))
            case "UPDATE" if not request.body:
                transaction.reply(200, headers=CAPABILITIES[:2])
            case "INVITE" | "UPDATE":
                transaction.reply(
                    500, headers=(("Retry-After", "1"),)
                )  # our answer is on its way (RFC 3311, 5.2)
            case "INFO" | "MESSAGE":
                came = parts_of(request)
                kept = len(self.early) + len(came) <= EARLY_BODIES_MAX and len(request.body) <= INFO_BYTES_MAX
                self.early += came if kept else ()
                transaction.reply(200 if kept else 413, headers=CAPABILITIES)
            case "OPTIONS":
                transaction.reply(200, headers=CAPABILITIES)
            case method:
                transaction.reply(405 if method in ALLOWED else 501, headers=CAPABILITIES[:1])

    def ack(self, ack: Request) -> None:
        """Nothing of ours is to be acknowledged yet."""
