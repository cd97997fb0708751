"""Drives the transactions: finds the one a message belongs to, starts its timers, sends what it says."""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Protocol

from auxilio.platform.ids import new_id
from auxilio.voice.sip.message import MessageBase, Request, Response, respond
from auxilio.voice.sip.transaction import (
    DeliverMessage,
    MessageReceived,
    ReportFailure,
    ResponseGiven,
    SendAck,
    StartTimer,
    TimerFired,
    TimerValues,
    Transaction,
    TransactionBegan,
    TransactionEvent,
    TransactionState,
    TransactionTimer,
    TransmitMessage,
    TransportFailed,
    client,
    server,
    step,
)
from auxilio.voice.sip.transport.base import MessageSource, Unreachable

log = logging.getLogger(__name__)

COOKIE = "z9hG4bK"
"""Begins a branch that is unique in the world (RFC 3261, 8.1.1.7)."""
TRANSACTIONS_MAX = 100_000
"""About half a gigabyte of them. Beyond it new ones of others are dropped: their senders repeat."""

type TransactionKey = tuple[str, ...]
type SendBytes = Callable[[bytes, MessageSource], None]
"""Sends at once or raises `Unreachable`."""


class TimerHandle(Protocol):
    """A timer that can be stopped."""

    def cancel(self) -> None:
        """Never fire."""
        ...


class TimerScheduler(Protocol):
    """The source of timers: an event loop, or a test that moves the time itself."""

    def call_later(self, delay_s: float, callback: Callable[[], object], /) -> TimerHandle:
        """Call back after `delay_s` seconds."""
        ...


class TransactionUser(Protocol):
    """Whom the layer hands requests to. Nothing here may wait."""

    def on_request(self, transaction: "ServerTransaction") -> None:
        """A request that is new; a repeated one never comes here."""
        ...

    def on_ack(self, ack: Request, source: MessageSource) -> None:
        """The ACK of a 2xx, as often as it comes."""
        ...

    def on_stray(self, response: Response, source: MessageSource) -> None:
        """An answer to nothing we know."""
        ...


def unique_token() -> str:
    """Text that nobody else has made or guesses: tags, branches, Call-IDs."""
    return new_id().hex[12:]


def stamp_received(request: Request, source: MessageSource) -> None:
    """Write into the topmost Via where the request really came from (RFC 3261, 18.2.1; RFC 3581)."""
    vias = request.headers.get("via")
    via = request.via
    text = re.sub(r";\s*(received|rport)\s*(=[^;]*)?(?=;|$)", "", vias[0], flags=re.IGNORECASE)
    if via.host.strip("[]") != source.host or "rport" in via.params:
        text += f";received={source.host}"
    if "rport" in via.params:
        text += f";rport={source.port}"
    vias[0] = text


def response_target(request: Request, source: MessageSource) -> MessageSource:
    """Where an answer goes (RFC 3261, 18.2.2; RFC 3581)."""
    if source.reliable or "rport" in request.via.params:
        return source
    return MessageSource(source.transport, source.host, request.via.port or 5060, identity=source.identity)


class _ActiveTransaction:
    """A transaction with its timers; what client and server have in common."""

    def __init__(
        self, layer: "TransactionLayer", key: TransactionKey, state: Transaction, peer: MessageSource
    ) -> None:
        self._layer, self._key, self.tx, self.peer = layer, key, state, peer
        self._timers: list[TimerHandle] = []

    @property
    def request(self) -> Request:
        """The request it is about."""
        return self.tx.request

    @property
    def over(self) -> bool:
        """Nothing more will come of it."""
        return self.tx.state is TransactionState.TERMINATED

    def happen(self, event: TransactionEvent) -> None:
        """Take an event, do what follows."""
        if self.over:
            return
        self.tx, outputs = step(self.tx, event, self._layer.times)
        for output in outputs:
            match output:
                case TransmitMessage(message):
                    self._send(message)
                case SendAck(response):
                    self._send(ack_of_refusal(self.request, response))
                case StartTimer(timer, after_s):
                    self._timers.append(self._layer.timers.call_later(after_s, partial(self._fire, timer)))
                case DeliverMessage(message):
                    self._deliver(message)
                case ReportFailure(broken):
                    self._give_up(broken)
        if self.over:
            for handle in self._timers:
                handle.cancel()
            self._layer.forget(self._key, self)

    def _fire(self, timer: TransactionTimer) -> None:
        self.happen(TimerFired(timer))

    def _send(self, message: MessageBase) -> None:
        try:
            self._layer.wire(bytes(message), self.peer)
        except Unreachable:
            # After the outputs of this step, or the state it ends in would be overwritten.
            self._timers.append(self._layer.timers.call_later(0.0, lambda: self.happen(TransportFailed())))

    def _deliver(self, message: Request | Response) -> None:
        raise NotImplementedError

    def _give_up(self, broken: bool) -> None:
        raise NotImplementedError


class ClientTransaction(_ActiveTransaction):
    """A request of ours under way."""

    def __init__(
        self,
        layer: "TransactionLayer",
        key: TransactionKey,
        state: Transaction,
        peer: MessageSource,
        on_response: Callable[[Response], None],
        on_give_up: Callable[[bool], None],
    ) -> None:
        super().__init__(layer, key, state, peer)
        self._on_response, self._on_give_up = on_response, on_give_up

    def _deliver(self, message: Request | Response) -> None:
        assert isinstance(message, Response)
        self._on_response(message)

    def _give_up(self, broken: bool) -> None:
        self._on_give_up(broken)


class ServerTransaction(_ActiveTransaction):
    """A request of theirs, to be answered."""

    def __init__(
        self, layer: "TransactionLayer", key: TransactionKey, state: Transaction, source: MessageSource
    ) -> None:
        super().__init__(layer, key, state, response_target(state.request, source))
        self.source = source
        self.on_give_up: Callable[[], None] | None = None
        """No ACK came for a refusal, or there is no way back."""
        self.on_cancel: Callable[[Request], object] | None = None
        """They take an INVITE back; not called once it is answered."""

    @property
    def answered(self) -> bool:
        """A final answer has been given."""
        return self.tx.last is not None and self.tx.last.code >= 200

    def answer(self, response: Response) -> None:
        """Send an answer. After a final one nothing but the same 2xx of an INVITE is sent."""
        self.happen(ResponseGiven(response))

    def reply(
        self, code: int, reason: str = "", *, tag: str = "", headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Answer without a body."""
        self.answer(respond(self.request, code, reason, tag=tag or unique_token(), headers=headers))

    def take_back(self, cancel: Request) -> None:
        """A CANCEL came for it. Answered, it stays answered (RFC 3261, 9.2)."""
        if not self.answered and self.on_cancel is not None:
            self.on_cancel(cancel)

    def _deliver(self, message: Request | Response) -> None:
        self._layer.user.on_request(self)

    def _give_up(self, broken: bool) -> None:
        if self.on_give_up is not None:
            self.on_give_up()


class TransactionLayer:
    """All transactions of an endpoint."""

    def __init__(
        self,
        wire: SendBytes,
        timers: TimerScheduler,
        user: TransactionUser,
        times: TimerValues = TimerValues(),  # noqa: B008 - frozen
    ) -> None:
        self.wire, self.timers, self.user, self.times = wire, timers, user, times
        self._clients: dict[TransactionKey, ClientTransaction] = {}
        self._servers: dict[TransactionKey, ServerTransaction] = {}
        self._merged: dict[TransactionKey, TransactionKey] = {}

    def __len__(self) -> int:
        return len(self._clients) + len(self._servers)

    def send(
        self,
        request: Request,
        target: MessageSource,
        on_response: Callable[[Response], None],
        on_give_up: Callable[[bool], None],
    ) -> ClientTransaction:
        """Begin a transaction. The request's topmost Via has its branch. Callbacks may come before this returns."""
        key = (request.via.branch, request.method)
        state = client(request, reliable=target.reliable)
        running = ClientTransaction(self, key, state, target, on_response, on_give_up)
        self._clients[key] = running
        running.happen(TransactionBegan())
        return running

    def receive(self, message: Request | Response, source: MessageSource) -> None:
        """Take a message from the wire."""
        if isinstance(message, Response):
            waiting = self._clients.get((message.via.branch, message.cseq[1]))
            if waiting is None:
                self.user.on_stray(message, source)
            else:
                waiting.happen(MessageReceived(message))
            return
        standing = self._servers.get(_server_key(message))
        if message.method == "ACK":
            if (
                standing is None or standing.tx.state is TransactionState.ACCEPTED
            ):  # some repeat the INVITE's branch
                self.user.on_ack(message, source)
            else:
                standing.happen(MessageReceived(message))
        elif standing is not None:
            standing.happen(MessageReceived(message))
        else:
            self._begin(message, source)

    def has_transaction_of(self, request: Request) -> bool:
        """Whether a request only repeats (or acknowledges, or cancels) what is here already."""
        return _server_key(request) in self._servers or (
            request.method == "CANCEL" and self.invite_of(request) is not None
        )

    def invite_of(self, cancel: Request) -> ServerTransaction | None:
        """The INVITE that a CANCEL is about (RFC 3261, 9.2)."""
        return self._servers.get(_server_key(cancel, "INVITE"))

    def broken(self, peer: MessageSource) -> None:
        """A connection went, or could not be made: requests of ours that wait for it wait in vain."""
        for running in tuple(self._clients.values()):
            same_flow = running.peer.flow == peer.flow or running.peer.flow == 0
            place = (running.peer.transport, running.peer.host, running.peer.port)
            if same_flow and place == (peer.transport, peer.host, peer.port):
                running.happen(TransportFailed())

    def forget(self, key: TransactionKey, running: _ActiveTransaction) -> None:
        """A transaction has ended."""
        if isinstance(running, ClientTransaction):
            self._clients.pop(key, None)
            return
        self._servers.pop(key, None)
        merged = _merge_key(running.request)
        if self._merged.get(merged) == key:
            del self._merged[merged]

    def _begin(self, request: Request, source: MessageSource) -> None:
        if len(self._servers) >= TRANSACTIONS_MAX:
            log.error("sip_transactions_full", extra={"count": len(self._servers)})
            return
        key = _server_key(request)
        running = ServerTransaction(self, key, server(request, reliable=source.reliable), source)
        self._servers[key] = running
        if self._came_before(request, key):
            running.reply(482)
            return
        if request.method == "INVITE":
            running.answer(respond(request, 100))
        running.happen(TransactionBegan())

    def _came_before(self, request: Request, key: TransactionKey) -> bool:
        """The same request by another way (RFC 3261, 8.2.2.2): it is one call, and this way is told so."""
        if request.method == "CANCEL" or request.to.tag:
            return False
        return self._merged.setdefault(_merge_key(request), key) != key


def _server_key(request: Request, method: str = "") -> TransactionKey:
    """RFC 3261, 17.2.3: by branch and sender, or for devices before it by everything else."""
    via = request.via
    named = method or ("INVITE" if request.method == "ACK" else request.method)
    if via.branch.startswith(COOKIE) and len(via.branch) > len(COOKIE):
        return (via.branch, via.host.lower(), str(via.port or ""), named)
    return (
        "",
        request.call_id,
        request.from_.tag,
        str(request.cseq[0]),
        request.uri,
        request.get("via"),
        named,
    )


def _merge_key(request: Request) -> TransactionKey:
    return (request.call_id, request.from_.tag, str(request.cseq[0]), request.method)


def ack_of_refusal(invite: Request, response: Response) -> Request:
    """The ACK of an answer of 300 and above: hop by hop, of the same transaction (RFC 3261, 17.1.1.3)."""
    ack = Request(method="ACK", uri=invite.uri)
    ack.add([("Via", invite.get("via")), ("Max-Forwards", "70")])
    ack.add((name, invite.get(name)) for name in ("From", "Call-ID"))
    ack.add([("To", response.get("to")), ("CSeq", f"{invite.cseq[0]} ACK")])
    ack.add(("Route", route) for route in invite.all("route"))
    return ack


def cancel_of(invite: Request) -> Request:
    """The CANCEL of a request under way (RFC 3261, 9.1)."""
    cancel = Request(method="CANCEL", uri=invite.uri)
    cancel.add([("Via", invite.get("via")), ("Max-Forwards", "70")])
    cancel.add((name, invite.get(name)) for name in ("From", "To", "Call-ID"))
    cancel.add([("CSeq", f"{invite.cseq[0]} CANCEL")])
    cancel.add(("Route", route) for route in invite.all("route"))
    return cancel
