"""Dispatch: each new request goes to the dialog it belongs to, or becomes a call, a registration, an answer."""

from collections.abc import Awaitable, Callable

from auxilio.voice.sip.call_leg import CallLeg
from auxilio.voice.sip.emergency import is_emergency
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.flood_guard import FloodGuard
from auxilio.voice.sip.incoming_call import IncomingCall
from auxilio.voice.sip.message import Request, Response
from auxilio.voice.sip.registrations import Registrations
from auxilio.voice.sip.serving import Serving, ServingState
from auxilio.voice.sip.session import (
    ALLOWED,
    CAPABILITIES,
    IntervalTooSmall,
    Replaces,
    accept_timer,
    parse_replaces,
    unsupported_options,
)
from auxilio.voice.sip.transaction_layer import ServerTransaction
from auxilio.voice.sip.transport.base import MessageSource

CLOSED_HEADER = "x-auxilio-closed"
"""By this header of an OPTIONS the edge tells that the connection of a page is gone: `address~port`."""
_SERVED_SCHEMES = frozenset({"sip", "sips", "tel", "urn"})


type CallHandler = Callable[[IncomingCall], Awaitable[None]]
type ClosedFlowHandler = Callable[[str], object]


class RequestDispatcher:
    """The `TransactionUser` of an agent. `endpoint` and `registrations` are set before the first message comes."""

    endpoint: Endpoint
    registrations: Registrations

    def __init__(self, agent: Serving, guard: FloodGuard) -> None:
        self._agent, self._guard = agent, guard
        self._on_call: CallHandler | None = None
        self._on_closed: ClosedFlowHandler | None = None

    def set_handlers(self, on_call: CallHandler | None, on_closed: ClosedFlowHandler | None) -> None:
        """See `SipAgent.set_handlers`."""
        self._on_call, self._on_closed = on_call, on_closed

    @property
    def legs(self) -> tuple[CallLeg, ...]:
        """All that stand."""
        parties = self.endpoint.parties.values()
        return tuple(one for one in parties if isinstance(one, CallLeg) and not one.gone.is_set())

    def replaced(self, wanted: Replaces) -> CallLeg | None:
        """The leg whose place a Replaces header asks for (RFC 3891, 3)."""
        party = self.endpoint.parties.get((wanted.call_id, wanted.to_tag))
        return party if isinstance(party, CallLeg) and party.remote_tag == wanted.from_tag else None

    def on_request(self, transaction: ServerTransaction) -> None:
        """A request that is new."""
        request = transaction.request
        if self._agent.serving is not ServingState.OPEN and request.method != "OPTIONS":
            transaction.reply(503)
        elif request.method == "CANCEL":
            self._cancelled(transaction)
        elif request.to.tag:
            party = self.endpoint.parties.get((request.call_id, request.to.tag))
            if party is None or party.remote_tag not in ("", request.from_.tag):
                transaction.reply(481)
            else:
                party.request(transaction)
        elif self._in_order(transaction):
            self._new(transaction)

    def on_ack(self, ack: Request, source: MessageSource) -> None:
        """The ACK of a 2xx."""
        party = self.endpoint.parties.get((ack.call_id, ack.to.tag))
        if party is not None and party.remote_tag == ack.from_.tag:
            party.ack(ack)

    def on_stray(self, response: Response, source: MessageSource) -> None:
        """An answer to nothing we know: too late, or not for us."""

    def _cancelled(self, transaction: ServerTransaction) -> None:
        invite = self.endpoint.layer.invite_of(transaction.request)
        transaction.reply(200 if invite else 481)
        if invite is not None:
            invite.take_back(transaction.request)

    def _in_order(self, transaction: ServerTransaction) -> bool:
        """Whether a request outside any call can be taken; else it is answered. Help is not refused for its form."""
        request = transaction.request
        if request.method == "INVITE" and is_emergency(request, self.endpoint.settings.emergency_numbers):
            return True
        if request.method not in ALLOWED:
            known = request.method in ("SUBSCRIBE", "PUBLISH")
            transaction.reply(405 if known else 501, headers=CAPABILITIES[:1])
        elif request.cut:
            transaction.reply(400)
        elif request.uri.partition(":")[0].lower() not in _SERVED_SCHEMES:
            transaction.reply(416)
        elif request.method != "CANCEL" and (lacking := unsupported_options(request)):
            transaction.reply(420, headers=(("Unsupported", ", ".join(lacking)),))
        else:
            return True
        return False

    def _new(self, transaction: ServerTransaction) -> None:
        match transaction.request.method:
            case "INVITE":
                self._invited(transaction)
            case "REGISTER":
                self.endpoint.spawn(self.registrations.answer(transaction))
            case "OPTIONS":
                transaction.reply(200, headers=CAPABILITIES)
                self._told(transaction)
            case "BYE" | "UPDATE" | "PRACK" | "INFO" | "NOTIFY":
                transaction.reply(481)
            case _:
                transaction.reply(405, headers=CAPABILITIES[:1])

    def _told(self, transaction: ServerTransaction) -> None:
        flow = transaction.request.get(CLOSED_HEADER)
        if flow and self._on_closed is not None and self._guard.trusts(transaction.source.host):
            self._on_closed(flow)

    def _invited(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        emergency = is_emergency(request, self.endpoint.settings.emergency_numbers)
        if any(self._same_call(leg, request) for leg in self.legs):
            transaction.reply(482)
            return
        try:
            accept_timer(
                request,
                min_s=self.endpoint.settings.session_expires_min_s,
                at_most_s=self.endpoint.settings.session_expires_s,
            )
        except IntervalTooSmall:
            if not emergency:
                transaction.reply(
                    422, headers=(("Min-SE", str(self.endpoint.settings.session_expires_min_s)),)
                )
                return
        taken, replaced = self._replacing(transaction)
        if not taken and not emergency:
            return
        call = IncomingCall(
            self.endpoint,
            transaction,
            trusted=self._guard.trusts(transaction.source.host),
            replaces=replaced,
            find=self.replaced,
        )
        self.endpoint.spawn(self._offer(call))

    @staticmethod
    def _same_call(leg: CallLeg, request: Request) -> bool:
        """The INVITE of a call that stands, come again so late that its transaction is over."""
        dialog = leg.dialog
        return dialog.incoming and (dialog.call_id, dialog.remote_tag) == (request.call_id, request.from_.tag)

    def _replacing(self, transaction: ServerTransaction) -> tuple[bool, CallLeg | None]:
        """Whether to go on, and the leg that a Replaces header names (RFC 3891, 3)."""
        header = transaction.request.get("replaces")
        if not header:
            return True, None
        wanted = parse_replaces(header)
        found = self.replaced(wanted) if wanted else None
        if wanted is None or found is None:
            code = 400 if wanted is None else 481
        elif found.gone.is_set():
            code = 603
        elif wanted.early_only:
            code = 486
        else:
            return True, found
        if not is_emergency(transaction.request, self.endpoint.settings.emergency_numbers):
            transaction.reply(code)
        return False, None

    async def _offer(self, call: IncomingCall) -> None:
        try:
            if self._on_call is None:
                await call.reject(480)
            else:
                await self._on_call(call)
        except BaseException:
            await call.reject(500)  # a defect of ours must not leave somebody listening to nothing
            raise
