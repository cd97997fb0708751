"""A dialog: what two user agents agree on while a call stands (RFC 3261, 12). Pure, and JSON through and through.

Everything a standby needs to go on with a call is in here and nowhere else: whoever has the JSON can hang it up.
"""

from typing import Literal

import msgspec

from auxilio.voice.sip.grammar import Malformed, address_text, parse_address, parse_uri
from auxilio.voice.sip.message import Header, Request, Response, new_request

type Refresher = Literal["", "us", "them"]

TARGET_REFRESH = frozenset({"INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"})
"""Requests whose Contact moves the far side (RFC 3261, 12.2; RFC 3311; RFC 6665)."""


class Dialog(msgspec.Struct, kw_only=True):
    """One dialog from our side. Numbers of 0 mean: none yet."""

    call_id: str
    local_tag: str
    remote_tag: str = ""
    """Empty until an answer with a tag has come."""
    local_uri: str
    remote_uri: str
    local_name: str = ""
    remote_target: str
    """Where requests go: their Contact."""
    route_set: list[str] = []
    local_cseq: int = 0
    remote_cseq: int = 0
    confirmed: bool = False
    incoming: bool
    """They called us. It also says who owns the Call-ID when two re-INVITEs meet."""
    session_s: int = 0
    """The session timer agreed on (RFC 4028); 0: none."""
    refresher: Refresher = ""
    peer_allows: list[str] = []
    peer_supports: list[str] = []

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one in the world: Call-ID and both tags. The Call-ID alone is shared by forks."""
        return (self.call_id, self.local_tag, self.remote_tag)

    def request(
        self, method: str, via: str, contact: str, headers: tuple[Header, ...] = (), *, cseq: int = 0
    ) -> Request:
        """A request within the dialog. ACK and CANCEL give the `cseq` of their INVITE; others take the next."""
        if not cseq:
            self.local_cseq += 1
        uri, routes = self._ways()
        request = new_request(method, uri, [("Via", via), ("Max-Forwards", "70")])
        request.add(("Route", route) for route in routes)
        request.add(
            [
                ("From", address_text(self.local_uri, self.local_name, self.local_tag)),
                ("To", address_text(self.remote_uri, "", self.remote_tag)),
                ("Call-ID", self.call_id),
                ("CSeq", f"{cseq or self.local_cseq} {method}"),
                ("Contact", f"<{contact}>"),
                *headers,
            ]
        )
        return request

    def next_hop(self) -> str:
        """The URI whose host is sent to: the first route, or the far side itself."""
        uri, routes = self._ways()
        return parse_address(routes[0]).uri_text if routes and not self._strict() else uri

    def _strict(self) -> bool:
        """Whether the first route is a strict router of RFC 2543, which wants its own URI in the first line."""
        return bool(self.route_set) and "lr" not in parse_address(self.route_set[0]).uri.params

    def _ways(self) -> tuple[str, list[str]]:
        if not self._strict():
            return self.remote_target, self.route_set
        first = parse_address(self.route_set[0]).uri_text
        return first, [*self.route_set[1:], f"<{self.remote_target}>"]

    def note_cseq(self, request: Request) -> bool:
        """Note a request of theirs; false when it is older than one that came before (answer it 500)."""
        number = request.cseq[0]
        if number < self.remote_cseq and request.method not in ("ACK", "CANCEL"):
            return False
        self.remote_cseq = max(self.remote_cseq, number)
        if request.method in TARGET_REFRESH:
            self._moved(request)
        return True

    def answered(self, response: Response) -> None:
        """Note an answer to a request of ours that can move the far side."""
        if 200 <= response.code < 300 and response.cseq[1] in TARGET_REFRESH:
            self._moved(response)

    def _moved(self, message: Request | Response) -> None:
        if target := contact_of(message):
            self.remote_target = target
        if message.all("allow"):
            self.peer_allows = sorted(message.options("allow"))


def contact_of(message: Request | Response) -> str:
    """Their Contact as a `sip:` URI; empty when there is none to be read."""
    contact = message.contact
    if contact is None:
        return ""
    try:
        uri = parse_uri(contact.uri_text)
    except Malformed:
        return ""
    return uri.bare if uri.scheme in ("sip", "sips") else ""


def of_request(request: Request, local_tag: str, fallback_target: str) -> Dialog:
    """The dialog that an answer to `request` makes (12.1.1). `fallback_target`: where it came from.

    A Contact is demanded by the standard; a call is not refused for the want of one.
    """
    return Dialog(
        call_id=request.call_id,
        local_tag=local_tag,
        remote_tag=request.from_.tag,
        local_uri=request.to.uri_text,
        remote_uri=request.from_.uri_text,
        remote_target=contact_of(request) or fallback_target,
        route_set=readable_routes(request),
        remote_cseq=request.cseq[0],
        incoming=True,
        peer_allows=sorted(request.options("allow")),
        peer_supports=sorted(request.options("supported")),
    )


def of_response(dialog: Dialog, response: Response) -> Dialog:
    """The dialog that an answer to our INVITE makes (12.1.2): each To tag is another one."""
    return msgspec.structs.replace(
        dialog,
        remote_tag=response.to.tag,
        remote_target=contact_of(response) or dialog.remote_target,
        route_set=readable_routes(response)[::-1],
        confirmed=response.code >= 200,
        peer_allows=sorted(response.options("allow")),
        peer_supports=sorted(response.options("supported")),
    )


def readable_routes(message: Request | Response) -> list[str]:
    """The Record-Route values that can be read; one that cannot would cost every later request."""
    routes = []
    for route in message.all("record-route"):
        try:
            _ = parse_address(route).uri
        except Malformed:
            continue
        routes.append(route)
    return routes
