"""A dialog with the way to its other side: builds requests, finds where they go, answers a trunk's challenge."""

from auxilio.voice.sip.dialog import Dialog
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed, parse_uri
from auxilio.voice.sip.message import Header, Request, Response
from auxilio.voice.sip.transport.base import MessageSource, Unreachable


def behind_nat(request: Request, source: MessageSource) -> bool:
    """Whether a sender named an address of its own that is not where its datagram came from: answer to the latter."""
    contact = request.contact
    if source.transport != "udp" or request.all("record-route") or contact is None:
        return False
    try:
        host = parse_uri(contact.uri_text).host
    except Malformed:
        return True
    return host == request.via.host and host.strip("[]") != source.host


class DialogClient:
    """`source` is where the far side was last heard; a connection is used again while it stands."""

    def __init__(
        self, endpoint: Endpoint, dialog: Dialog, source: MessageSource, *, pinned: bool = False
    ) -> None:
        self.endpoint, self.dialog, self.source, self.pinned = endpoint, dialog, source, pinned

    async def target(self) -> MessageSource:
        """Where the next request goes. Raises `CallFailed(503)`."""
        if not self.dialog.route_set:
            if self.source.flow and self.endpoint.alive(self.source):
                return self.source
            if self.pinned:
                return self.source
        return await self.endpoint.target_of(self.dialog.next_hop())

    async def build(
        self,
        method: str,
        headers: tuple[Header, ...] = (),
        content: bytes = b"",
        content_type: str = "",
        *,
        cseq: int = 0,
    ) -> tuple[Request, MessageSource]:
        """A request and its way. Raises `CallFailed(503)`."""
        target = await self.target()
        via, contact = self.endpoint.via(target), self.endpoint.contact(target)
        request = self.dialog.request(method, via, contact, headers, cseq=cseq)
        request.carry(content, content_type)
        return request, target

    async def ask(
        self, method: str, headers: tuple[Header, ...] = (), content: bytes = b"", content_type: str = ""
    ) -> Response:
        """Send anything but an INVITE and wait. Raises `CallFailed` when no answer comes; refusals are returned."""
        request, target = await self.build(method, headers, content, content_type)
        response = await self.endpoint.ask(request, target)
        if (proof := self.endpoint.authorization(request, response)) is not None:
            request, target = await self.build(method, (*headers, proof), content, content_type)
            response = await self.endpoint.ask(request, target)
        self.dialog.answered(response)
        return response

    async def acknowledge(self, cseq: int) -> None:
        """Send the ACK of a 2xx. When there is no way, their repeated 2xx asks for it again."""
        try:
            ack, target = await self.build("ACK", cseq=cseq)
            self.endpoint.wire(bytes(ack), target)
        except (Unreachable, CallFailed):
            return

    async def hang_up(self, reason: str = "") -> None:
        """Send a BYE; whatever comes of it, the call is over."""
        try:
            await self.ask("BYE", (("Reason", reason),) if reason else ())
        except CallFailed:
            return
