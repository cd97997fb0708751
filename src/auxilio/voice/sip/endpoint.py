"""What calls and legs share of the agent: transports, transactions, time, the way to a URI."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.ids import new_id
from auxilio.voice.sip.digest import answer_challenges
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed, parse_uri
from auxilio.voice.sip.message import Request, Response
from auxilio.voice.sip.settings import AgentSettings
from auxilio.voice.sip.transaction import TimerValues
from auxilio.voice.sip.transaction_layer import (
    COOKIE,
    ServerTransaction,
    TimerScheduler,
    TransactionLayer,
    TransactionUser,
    unique_token,
)
from auxilio.voice.sip.transport.base import MessageSource, Transport, TransportName, Unreachable

_DEFAULT_PORTS: Mapping[str, int] = {"udp": 5060, "tcp": 5060, "tls": 5061, "ws": 80, "wss": 443}


class DialogUser(Protocol):
    """Who takes requests within a dialog: a call on its way, or a leg."""

    @property
    def remote_tag(self) -> str:
        """Their tag; empty while any is welcome."""
        ...

    def request(self, transaction: ServerTransaction) -> None:
        """A request within the dialog."""
        ...

    def ack(self, ack: Request) -> None:
        """The ACK of a 2xx of ours."""
        ...


class Endpoint:
    """One SIP endpoint without its calls."""

    def __init__(
        self,
        settings: AgentSettings,
        transports: Mapping[TransportName, Transport],
        user: TransactionUser,
        *,
        timers: TimerScheduler,
        times: TimerValues,
    ) -> None:
        self.settings, self.transports, self.timers, self.times = settings, transports, timers, times
        self.layer = TransactionLayer(self.wire, timers, user, times)
        self.parties: dict[tuple[str, str], DialogUser] = {}
        """By Call-ID and our tag; the party itself looks at theirs."""
        self.flow_of: Callable[[str], MessageSource | None] = lambda uri: None
        """The living flow of a registered contact URI."""
        self._tasks = BackgroundTasks("sip_task")

    # --- time and tasks ---------------------------------------------------------------------------

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it aside. What it raises is a defect, and is reported as a fault of the process."""
        self._tasks.spawn(work)

    def drop_tasks(self) -> None:
        """Stop what is done aside."""
        self._tasks.cancel()

    async def sleep(self, span_s: float) -> None:
        """Wait by our timers."""
        over = asyncio.Event()
        handle = self.timers.call_later(span_s, over.set)
        try:
            await over.wait()
        finally:
            handle.cancel()

    # --- addresses --------------------------------------------------------------------------------

    def wire(self, data: bytes, target: MessageSource) -> None:
        """Send at once, or raise `Unreachable`."""
        transport = self.transports.get(target.transport)
        if transport is None:
            raise Unreachable
        transport.send(data, target)

    def via(self, target: MessageSource) -> str:
        """A new topmost Via for a request to `target`: a new branch."""
        return (
            f"SIP/2.0/{target.transport.upper()} {self._here(target)};branch={COOKIE}{unique_token()};rport"
        )

    def contact(self, target: MessageSource) -> str:
        """Our own URI as `target` reaches it."""
        name = target.transport
        return f"sip:auxilio@{self._here(target)}" + ("" if name == "udp" else f";transport={name}")

    def _here(self, target: MessageSource) -> str:
        transport = self.transports.get(target.transport)
        return f"{_bracket_ipv6(self.settings.public_host)}:{transport.port if transport else 5060}"

    def alive(self, source: MessageSource) -> bool:
        """Whether the connection that something came on still stands."""
        transport = self.transports.get(source.transport)
        return transport is not None and (not source.flow or transport.has(source.flow))

    async def target_of(self, uri_text: str) -> MessageSource:
        """Where a request to this URI goes. Raises `CallFailed(503)`, `(416)`."""
        if (flow := self.flow_of(uri_text)) is not None:
            return flow
        try:
            uri = parse_uri(uri_text)
        except Malformed:
            raise CallFailed(400) from None
        if uri.scheme not in ("sip", "sips"):
            raise CallFailed(416)
        name = _transport(uri.params.get("transport", "").lower(), secure=uri.scheme == "sips")
        if name not in self.transports:
            raise CallFailed(503)
        host = (uri.params.get("maddr") or uri.host).strip("[]")
        port = uri.port or _DEFAULT_PORTS[name]
        return MessageSource(name, await _address(host), port, server_name=host)

    # --- requests ---------------------------------------------------------------------------------

    async def ask(self, request: Request, target: MessageSource) -> Response:
        """Send anything but an INVITE, wait for the final answer. Raises `CallFailed(408)`, `(503)` when none comes."""
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

        def answered(response: Response) -> None:
            if response.code >= 200 and not answer.done():
                answer.set_result(response)

        def given_up(broken: bool) -> None:
            if not answer.done():
                answer.set_exception(CallFailed(503 if broken else 408))

        self.layer.send(request, target, answered, given_up)
        return await answer

    def authorization(self, request: Request, response: Response) -> tuple[str, str] | None:
        """The header that answers a 401 or 407; `None` when we have nothing to say, or have said it."""
        ours = {
            401: ("Authorization", "www-authenticate"),
            407: ("Proxy-Authorization", "proxy-authenticate"),
        }
        if response.code not in ours or not self.settings.username:
            return None
        name, challenge = ours[response.code]
        if request.get(name):
            return None
        value = answer_challenges(
            response.all(challenge),
            username=self.settings.username,
            password=self.settings.password,
            method=request.method,
            uri=request.uri,
            cnonce=new_id().hex,
        )
        return (name, value) if value else None


def _transport(asked: str, *, secure: bool) -> TransportName:
    match asked:
        case "tcp" | "tls" | "ws" | "wss":
            return "tls" if secure and asked == "tcp" else asked
        case _:
            return "tls" if secure else "udp"


def _bracket_ipv6(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


async def _address(host: str) -> str:
    """The address of a host, by the system's resolver; an address is itself. Raises `CallFailed(503)`."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return host
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        raise CallFailed(503) from None
    return str(found[0][4][0])
