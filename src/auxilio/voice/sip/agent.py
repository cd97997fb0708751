"""The user agent that call control uses: calls come in, calls go out, and both become legs.

All that call control may ask of SIP can be imported from here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

import msgspec

from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.ids import new_id
from auxilio.voice.sip.call_leg import CallLeg, LegState
from auxilio.voice.sip.dialog import Dialog
from auxilio.voice.sip.dialog_client import DialogClient
from auxilio.voice.sip.digest import Challenger
from auxilio.voice.sip.dispatcher import CallHandler, ClosedFlowHandler, RequestDispatcher
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.flood_guard import FloodGuard
from auxilio.voice.sip.grammar import Malformed, parse_uri
from auxilio.voice.sip.incoming_call import IncomingCall
from auxilio.voice.sip.ingress import Ingress
from auxilio.voice.sip.message import Header
from auxilio.voice.sip.multipart import Part
from auxilio.voice.sip.outgoing_call import Invitation, OutgoingCall
from auxilio.voice.sip.refer import TransferRequest
from auxilio.voice.sip.registrar import ContactBinding, Registrar
from auxilio.voice.sip.registrations import Registrations
from auxilio.voice.sip.serving import ServingState
from auxilio.voice.sip.session import SessionTimer
from auxilio.voice.sip.settings import AgentSettings
from auxilio.voice.sip.transaction import TimerValues
from auxilio.voice.sip.transaction_layer import TimerScheduler, unique_token
from auxilio.voice.sip.transport.base import (
    AdmitConnection,
    MessageSource,
    PeerIdentity,
    Transport,
    TransportName,
)
from auxilio.voice.sip.transport.tcp import TcpTransport
from auxilio.voice.sip.transport.udp import UdpTransport
from auxilio.voice.sip.transport.ws import WebSocketTransport

__all__ = [
    "AgentSettings",
    "CallFailed",
    "CallLeg",
    "ContactBinding",
    "Header",
    "IncomingCall",
    "MessageSource",
    "OutgoingCall",
    "Part",
    "PeerIdentity",
    "Registrar",
    "ServingState",
    "SipAgent",
    "TransferRequest",
]  # fmt: skip

type FindPassword = Callable[[str, str], Awaitable[str | None]]
"""Of a user name in a realm; `None`: nobody of that name."""


def transports_of(settings: AgentSettings, admit: AdmitConnection | None) -> dict[TransportName, Transport]:
    """What the settings ask for."""
    host, wanted = settings.host, list[Transport]()
    if settings.udp_port is not None:
        wanted.append(UdpTransport(host, settings.udp_port))
    if settings.tcp_port is not None:
        wanted.append(TcpTransport(host, settings.tcp_port))
    if settings.tls_port is not None and settings.tls is not None:
        wanted.append(TcpTransport(host, settings.tls_port, tls=settings.tls, client_tls=settings.client_tls))
    if settings.ws_port is not None:
        wanted.append(
            WebSocketTransport(
                host, settings.ws_port, origins=settings.ws_origins, admit=admit, tls=settings.ws_tls
            )
        )
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
        admit: AdmitConnection | None = None,
        password_of: FindPassword | None = None,
        nonce_key: bytes | None = None,
        clock: Clock | None = None,
        timers: TimerScheduler | None = None,
        times: TimerValues = TimerValues(),  # noqa: B008 - frozen
        transports: Mapping[TransportName, Transport] | None = None,
    ) -> None:
        """`nonce_key` signs nonces, the same in every process of a centre; one of this process when not given."""
        self.settings = settings
        self.serving = ServingState.OPEN
        self.guard = FloodGuard(settings.trusted)
        self._clock = clock or SystemClock()
        timers = timers or asyncio.get_running_loop()
        self.transports = transports_of(settings, admit) if transports is None else transports
        self._dispatcher = RequestDispatcher(self, self.guard)
        self._endpoint = Endpoint(settings, self.transports, self._dispatcher, timers=timers, times=times)
        self.registrar = Registrar(timers, self._now_s)
        self._endpoint.flow_of = self._flow_of
        challenger = Challenger(settings.public_host, nonce_key or new_id().bytes + new_id().bytes)
        self._dispatcher.endpoint = self._endpoint
        self._registrations = Registrations(settings, self.registrar, challenger, password_of, self._now_s)
        self._dispatcher.registrations = self._registrations
        self.ingress = Ingress(self, self._endpoint, self.guard, self.registrar, self._now_s)

    def _now_s(self) -> float:
        return self._clock.now().timestamp()

    def set_handlers(
        self,
        on_call: CallHandler | None = None,
        on_closed: ClosedFlowHandler | None = None,
        on_contacts: Callable[[str], None] | None = None,
    ) -> None:
        """Set what is called for a new call, for a connection of a trusted edge that is gone (by what Contact names it:
        `alias=...`), and for an address whose contacts changed. `on_call` runs in a task of its own, once for each call; if it
        raises before an answer, the caller gets 500. Behind an edge the agent answers before this is called.
        """
        self._dispatcher.set_handlers(on_call, on_closed)
        self.registrar.on_change = on_contacts

    async def start(self) -> None:
        """Listen. Raises `OSError` when a port is taken."""
        for transport in self.transports.values():
            await transport.start(self.ingress)

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
        to: str | ContactBinding,
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
        contact = to if isinstance(to, ContactBinding) else self._contact_of(to)
        name, uri = (contact.aor, contact.uri) if contact else (str(to), str(to))
        target, routes = await self._way_to(contact, uri)
        us = from_ or self._endpoint.contact(target)
        dialog = Dialog(
            call_id=f"{unique_token()}@{self.settings.public_host}",
            local_tag=unique_token(),
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
        return OutgoingCall(self._endpoint, invitation, self._dispatcher.replaced)

    def _contact_of(self, to: str) -> ContactBinding | None:
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

    async def _way_to(self, contact: ContactBinding | None, uri: str) -> tuple[MessageSource, list[str]]:
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
        conversation = DialogClient(self._endpoint, kept.dialog, source, pinned=kept.pinned)
        leg = CallLeg(
            kept.id,
            conversation,
            local_sdp=kept.local_sdp,
            remote_sdp=kept.remote_sdp,
            find=self._dispatcher.replaced,
        )
        leg.confirmed()
        leg.start_session_timer(SessionTimer(kept.dialog.session_s, kept.dialog.refresher))
        return leg

    def leg(self, id: str) -> CallLeg | None:
        """A standing leg by its id."""
        return next((leg for leg in self.legs if leg.id == id), None)

    @property
    def legs(self) -> tuple[CallLeg, ...]:
        """All that stand."""
        return self._dispatcher.legs

    def _flow_of(self, uri: str) -> MessageSource | None:
        source = self.registrar.flow_of(uri)
        return source if source is not None and self._endpoint.alive(source) else None
