"""The user agent that call control uses: calls come in, calls go out, and both become legs.

All that call control may ask of SIP can be imported from here.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum

import msgspec

from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.ids import new_id
from auxilio.voice.sip.conversation import Conversation
from auxilio.voice.sip.dialog import Dialog
from auxilio.voice.sip.digest import Challenger
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed, parse_uri
from auxilio.voice.sip.guard import Guard
from auxilio.voice.sip.incoming import IncomingCall, is_emergency
from auxilio.voice.sip.layer import ServerTransaction, Timers, token, way_back
from auxilio.voice.sip.leg import CallLeg, LegState
from auxilio.voice.sip.message import Header, Request, Response, respond
from auxilio.voice.sip.multipart import Part
from auxilio.voice.sip.outgoing import Invitation, OutgoingCall
from auxilio.voice.sip.refer import ReferAsked
from auxilio.voice.sip.registrar import Contact, Registrar
from auxilio.voice.sip.registrations import Registrations
from auxilio.voice.sip.session import (
    ALLOWED,
    CAPABILITIES,
    Replaces,
    SessionTimer,
    TooShort,
    accept_timer,
    options_we_lack,
    parse_replaces,
)
from auxilio.voice.sip.settings import AgentSettings
from auxilio.voice.sip.transaction import Times
from auxilio.voice.sip.transport.base import Admit, Identity, Name, Source, Transport, Unreachable
from auxilio.voice.sip.transport.tcp import Tcp
from auxilio.voice.sip.transport.udp import Udp
from auxilio.voice.sip.transport.ws import Ws

__all__ = [
    "AgentSettings", "CallFailed", "CallLeg", "Contact", "Header", "Identity", "IncomingCall", "OutgoingCall", "Part",
    "ReferAsked", "Registrar", "Serving", "SipAgent", "Source",
]  # fmt: skip

log = logging.getLogger(__name__)


class Serving(Enum):
    """Whether this is the process that has the calls. Who keeps us in sight by OPTIONS is answered in any case."""

    OPEN = "open"
    STANDING_BY = "standing_by"
    """Another has them: 503, and an edge asks the next."""
    TAKING_UP = "taking_up"
    """They are becoming ours: no word until they are. Whoever asks by UDP asks again, half a second later."""


type PasswordOf = Callable[[str, str], Awaitable[str | None]]
"""Of a user name in a realm; `None`: nobody of that name."""

CLOSED = "x-auxilio-closed"
"""By this header of an OPTIONS the edge tells that the connection of a page is gone: `address~port`."""
_SERVED_SCHEMES = frozenset({"sip", "sips", "tel", "urn"})


def transports_of(settings: AgentSettings, admit: Admit | None) -> dict[Name, Transport]:
    """What the settings ask for."""
    host, wanted = settings.host, list[Transport]()
    if settings.udp_port is not None:
        wanted.append(Udp(host, settings.udp_port))
    if settings.tcp_port is not None:
        wanted.append(Tcp(host, settings.tcp_port))
    if settings.tls_port is not None and settings.tls is not None:
        wanted.append(Tcp(host, settings.tls_port, tls=settings.tls, client_tls=settings.client_tls))
    if settings.ws_port is not None:
        wanted.append(Ws(host, settings.ws_port, origins=settings.ws_origins, admit=admit, tls=settings.tls))
    return {transport.name: transport for transport in wanted}


class SipAgent:
    """One SIP endpoint on all its transports.

    `admit(path_and_query, headers) -> Identity | None` is asked before a WebSocket opens (None: 403). `password_of`
    lets telephones register by digest. A call never needs a password.
    """

    def __init__(
        self,
        settings: AgentSettings,
        *,
        admit: Admit | None = None,
        password_of: PasswordOf | None = None,
        nonce_key: bytes | None = None,
        clock: Clock | None = None,
        timers: Timers | None = None,
        times: Times = Times(),  # noqa: B008 - frozen
        transports: Mapping[Name, Transport] | None = None,
    ) -> None:
        """`nonce_key` signs nonces, the same in every process of a centre; one of this process when not given."""
        self.settings = settings
        self.on_call: Callable[[IncomingCall], Awaitable[None]] | None = None
        """Each new call, once. Runs in a task of its own; if it raises before an answer, the caller gets 500."""
        self.on_closed: Callable[[str], None] | None = None
        """A trusted edge tells that a connection of its own is gone: what their Contact names it by (`alias=...`)."""
        self.serving = Serving.OPEN
        self.guard = Guard(settings.trusted)
        self._clock = clock or SystemClock()
        timers = timers or asyncio.get_running_loop()
        self.transports = transports_of(settings, admit) if transports is None else transports
        self._endpoint = Endpoint(settings, self.transports, self, timers=timers, times=times)
        self.registrar = Registrar(timers, self._now_s)
        self._endpoint.flow_of = self._flow_of
        challenger = Challenger(settings.public_host, nonce_key or new_id().bytes + new_id().bytes)
        self._registrations = Registrations(settings, self.registrar, challenger, password_of, self._now_s)

    def _now_s(self) -> float:
        return self._clock.now().timestamp()

    async def start(self) -> None:
        """Listen. Raises `OSError` when a port is taken."""
        for transport in self.transports.values():
            await transport.start(self)

    async def stop(self) -> None:
        """Close sockets. Calls that stand are left alone (a standby may adopt them); hang up first if you mean it."""
        self._endpoint.drop_tasks()
        self.registrar.stop()
        for transport in self.transports.values():
            await transport.stop()

    @property
    def ports(self) -> Mapping[str, int]:
        """Where it really listens: `{"udp": 5060, "ws": 8089}`."""
        return {name: transport.port for name, transport in self.transports.items()}

    # --- calls of ours ----------------------------------------------------------------------------

    async def invite(
        self,
        to: str | Contact,
        sdp: bytes,
        *,
        from_: str = "",
        from_name: str = "",
        headers: Sequence[Header] = (),
        parts: Sequence[Part] = (),
        timeout_s: float = 60,
        replaces: CallLeg | None = None,
    ) -> OutgoingCall:
        """Call somebody: a registered contact on its flow, an address of record of ours (its newest contact), any URI.

        Returns when the INVITE is sent; see `OutgoingCall.answered`. Raises `CallFailed(480)` when an address of ours
        has no contact, `(503)` when there is no way to it.
        """
        contact = to if isinstance(to, Contact) else self._contact_of(to)
        name, uri = (contact.aor, contact.uri) if contact else (str(to), str(to))
        target, routes = await self._way_to(contact, uri)
        us = from_ or self._endpoint.contact(target)
        dialog = Dialog(
            call_id=f"{token()}@{self.settings.public_host}",
            local_tag=token(),
            local_uri=us,
            remote_uri=name,
            local_name=from_name,
            remote_target=uri,
            route_set=routes,
            incoming=False,
        )
        more = list(headers)
        if replaces is not None:
            other = replaces.dialog
            names = f"{other.call_id};to-tag={other.remote_tag};from-tag={other.local_tag}"
            more += [("Replaces", names), ("Require", "replaces")]
        invitation = Invitation(target, dialog, sdp, parts, more, timeout_s)
        return OutgoingCall(self._endpoint, invitation, self._replaced)

    def _contact_of(self, to: str) -> Contact | None:
        try:
            uri = parse_uri(to)
        except Malformed:
            raise CallFailed(400) from None
        if uri.scheme not in ("sip", "sips") or not self.settings.is_ours(uri.host):
            return None
        contacts = self.registrar.contacts_of(to)
        if contacts:
            return contacts[0]
        if uri.port is None:
            raise CallFailed(480)
        return None  # a peer on this very machine

    async def _way_to(self, contact: Contact | None, uri: str) -> tuple[Source, list[str]]:
        if contact is not None and self._endpoint.alive(contact.source):
            return contact.source, []
        proxy = self.settings.outbound_proxy
        if contact is None and proxy:
            lr = "" if ";lr" in proxy else ";lr"
            return await self._endpoint.target_of(proxy), [f"<{proxy}{lr}>"]
        return await self._endpoint.target_of(uri), []

    def adopt(self, state: bytes) -> CallLeg:
        """Take over a leg from `CallLeg.state()`, as a standby does. Raises `msgspec.DecodeError`."""
        kept = msgspec.json.decode(state, type=LegState)
        source = replace(kept.source, flow=0)
        conversation = Conversation(self._endpoint, kept.dialog, source, pinned=kept.pinned)
        leg = CallLeg(
            kept.id, conversation, local_sdp=kept.local_sdp, remote_sdp=kept.remote_sdp, find=self._replaced
        )
        leg.confirmed()
        leg.arm(SessionTimer(kept.dialog.session_s, kept.dialog.refresher))
        return leg

    def leg(self, id: str) -> CallLeg | None:
        """A standing leg by its id."""
        return next((leg for leg in self.legs if leg.id == id), None)

    @property
    def legs(self) -> tuple[CallLeg, ...]:
        """All that stand."""
        parties = self._endpoint.parties.values()
        return tuple(one for one in parties if isinstance(one, CallLeg) and not one.gone.is_set())

    def _replaced(self, wanted: Replaces) -> CallLeg | None:
        party = self._endpoint.parties.get((wanted.call_id, wanted.to_tag))
        return party if isinstance(party, CallLeg) and party.remote_tag == wanted.from_tag else None

    def _flow_of(self, uri: str) -> Source | None:
        source = self.registrar.flow_of(uri)
        return source if source is not None and self._endpoint.alive(source) else None

    # --- what the wire brings ---------------------------------------------------------------------

    def admits(self, data: bytes, source: Source) -> bool:
        """Whether to read a message at all."""
        return self.guard.reads(source.host, data, self._now_s())

    def received(self, message: Request | Response, source: Source) -> None:
        """A message that parsed."""
        if self.serving is Serving.TAKING_UP and isinstance(message, Request) and message.method != "OPTIONS":
            return
        if isinstance(message, Response) or self._welcome(message, source):
            self._endpoint.layer.receive(message, source)

    def malformed(self, malformed: Malformed, source: Source) -> None:
        """A message that did not: say so where that can be said, remember nothing."""
        request = getattr(malformed, "request", None)
        log.info("sip_malformed", extra={"reason_code": malformed.what})
        if request is None or request.method == "ACK" or not malformed.code:
            return
        if not self.guard.admits(source.host, emergency=False, now_s=self._now_s()):
            return
        try:
            answer = respond(request, malformed.code, tag=token())
            self._endpoint.wire(bytes(answer), way_back(request, source))
        except (Malformed, Unreachable):
            return  # without a Via that can be read there is no way back

    def closed(self, source: Source) -> None:
        """A connection has gone, or could not be made."""
        self._endpoint.layer.broken(source)
        self.registrar.drop_flow(source)

    def _welcome(self, request: Request, source: Source) -> bool:
        """What belongs to something that stands is; anything new, while its source is no flood."""
        key = (request.call_id, request.to.tag)
        if key in self._endpoint.parties or self._endpoint.layer.knows(request):
            return True
        emergency = request.method == "INVITE" and is_emergency(request, self.settings.emergency_numbers)
        return self.guard.admits(source.host, emergency=emergency, now_s=self._now_s())

    # --- requests ---------------------------------------------------------------------------------

    def on_request(self, transaction: ServerTransaction) -> None:
        """A request that is new."""
        request = transaction.request
        if self.serving is not Serving.OPEN and request.method != "OPTIONS":
            transaction.reply(503)
        elif request.method == "CANCEL":
            self._cancelled(transaction)
        elif request.to.tag:
            party = self._endpoint.parties.get((request.call_id, request.to.tag))
            if party is None or party.remote_tag not in ("", request.from_.tag):
                transaction.reply(481)
            else:
                party.request(transaction)
        elif self._in_order(transaction):
            self._new(transaction)

    def on_ack(self, ack: Request, source: Source) -> None:
        """The ACK of a 2xx."""
        party = self._endpoint.parties.get((ack.call_id, ack.to.tag))
        if party is not None and party.remote_tag == ack.from_.tag:
            party.ack(ack)

    def on_stray(self, response: Response, source: Source) -> None:
        """An answer to nothing we know: too late, or not for us."""

    def _cancelled(self, transaction: ServerTransaction) -> None:
        invite = self._endpoint.layer.invite_of(transaction.request)
        transaction.reply(200 if invite else 481)
        if invite is not None:
            invite.take_back(transaction.request)

    def _in_order(self, transaction: ServerTransaction) -> bool:
        """Whether a request outside any call can be taken; else it is answered. Help is not refused for its form."""
        request = transaction.request
        if request.method == "INVITE" and is_emergency(request, self.settings.emergency_numbers):
            return True
        if request.method not in ALLOWED:
            known = request.method in ("SUBSCRIBE", "PUBLISH")
            transaction.reply(405 if known else 501, headers=CAPABILITIES[:1])
        elif request.cut:
            transaction.reply(400)
        elif request.uri.partition(":")[0].lower() not in _SERVED_SCHEMES:
            transaction.reply(416)
        elif request.method != "CANCEL" and (lacking := options_we_lack(request)):
            transaction.reply(420, headers=(("Unsupported", ", ".join(lacking)),))
        else:
            return True
        return False

    def _new(self, transaction: ServerTransaction) -> None:
        match transaction.request.method:
            case "INVITE":
                self._invited(transaction)
            case "REGISTER":
                self._endpoint.spawn(self._registrations.answer(transaction))
            case "OPTIONS":
                transaction.reply(200, headers=CAPABILITIES)
                self._told(transaction)
            case "BYE" | "UPDATE" | "PRACK" | "INFO" | "NOTIFY":
                transaction.reply(481)
            case _:
                transaction.reply(405, headers=CAPABILITIES[:1])

    def _told(self, transaction: ServerTransaction) -> None:
        flow = transaction.request.get(CLOSED)
        if flow and self.on_closed is not None and self.guard.trusts(transaction.source.host):
            self.on_closed(flow)

    def _invited(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        emergency = is_emergency(request, self.settings.emergency_numbers)
        if any(self._same_call(leg, request) for leg in self.legs):
            transaction.reply(482)
            return
        try:
            accept_timer(
                request,
                min_s=self.settings.session_expires_min_s,
                at_most_s=self.settings.session_expires_s,
            )
        except TooShort:
            if not emergency:
                transaction.reply(422, headers=(("Min-SE", str(self.settings.session_expires_min_s)),))
                return
        taken, replaced = self._replacing(transaction)
        if not taken and not emergency:
            return
        call = IncomingCall(
            self._endpoint,
            transaction,
            trusted=self.guard.trusts(transaction.source.host),
            replaces=replaced,
            find=self._replaced,
        )
        self._endpoint.spawn(self._offer(call))

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
        found = self._replaced(wanted) if wanted else None
        if wanted is None or found is None:
            code = 400 if wanted is None else 481
        elif found.gone.is_set():
            code = 603
        elif wanted.early_only:
            code = 486
        else:
            return True, found
        if not is_emergency(transaction.request, self.settings.emergency_numbers):
            transaction.reply(code)
        return False, None

    async def _offer(self, call: IncomingCall) -> None:
        try:
            if self.on_call is None:
                await call.reject(480)
            else:
                await self.on_call(call)
        except BaseException:
            await call.reject(500)  # a defect of ours must not leave somebody listening to nothing
            raise
