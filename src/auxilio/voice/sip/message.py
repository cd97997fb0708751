"""SIP messages: read strictly enough to be safe, leniently enough that a call is not lost for a comma.

A thin layer over the parser of `aiosipua` (start line, folding, compact names, lists, header injection): it adds limits,
typed access, and one kind of error. Only what a transaction and a dialog stand on is demanded of a header; everything
else is read when it is asked for, and a header that cannot be read then counts as absent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiosipua.headers import CaseInsensitiveDict
from aiosipua.message import SipMessage, SipRequest, SipResponse

from auxilio.voice.sip.grammar import (
    Malformed,
    SipAddress,
    Via,
    is_token,
    parse_address,
    parse_via,
    split_list,
)

HEADER_BYTES_MAX = 32 * 1024
"""Above what any phone sends; a location's reference and a long Record-Route fit in a tenth of it."""
BODY_BYTES_MAX = 256 * 1024
"""SDP, PIDF-LO, an MSD and additional-data blocks together take a few tens of kilobytes."""
VALUES_MAX = 1_000
"""Lines and commas of all headers together: ten times what a call has after seventy proxies."""
CSEQ_MAX = 2**31 - 1

type Header = tuple[str, str]
"""Name and value, as they go on the wire."""

_START_REQUEST = re.compile(r"(\S+) (\S+) (SIP/\d+\.\d+)", re.IGNORECASE)
_START_RESPONSE = re.compile(r"(SIP/\d+\.\d+) ([1-6][0-9][0-9]) ?(.*)", re.IGNORECASE)
_CONTENT_LENGTH = re.compile(rb"^(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r\n\r\n|\n\n")
_CSEQ = re.compile(r"0*[0-9]{1,10}\s+[A-Za-z0-9\-.!%*_+`'~]+", re.ASCII)
_ONCE = ("from", "to", "call-id", "cseq", "max-forwards")

REASONS = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
    200: "OK", 202: "Accepted", 300: "Multiple Choices", 301: "Moved Permanently", 302: "Moved Temporarily",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 410: "Gone", 413: "Request Entity Too Large", 415: "Unsupported Media Type",
    416: "Unsupported URI Scheme", 420: "Bad Extension", 421: "Extension Required",
    422: "Session Interval Too Small", 423: "Interval Too Brief", 424: "Bad Location Information",
    480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected",
    483: "Too Many Hops", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
    489: "Bad Event", 491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented",
    503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large",
    600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class MessageBase:
    """Headers and a body. Names are asked for in any case; compact forms are already spelt out."""

    headers: CaseInsensitiveDict = field(default_factory=CaseInsensitiveDict)
    body: bytes = b""

    def __bytes__(self) -> bytes:
        raise NotImplementedError

    def get(self, name: str) -> str:
        """The first value of a header, empty when absent."""
        return self.headers.get_first(name) or ""

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a header, lists taken apart by the parser where SIP allows lists."""
        return tuple(self.headers.get(name))

    def options(self, name: str) -> frozenset[str]:
        """The tokens of `Supported`, `Require`, `Allow`: as they came, for methods are case-sensitive."""
        return frozenset(one for value in self.headers.get(name) for one in split_list(value))

    def add(self, headers: Iterable[Header]) -> None:
        """Append headers. Raises `ValueError` for one that would smuggle in a line."""
        for name, value in headers:
            self.headers.append(name, value)

    def set(self, name: str, value: str) -> None:
        """Set a header to this value alone."""
        self.headers.set_single(name, value)

    def carry(self, content: bytes, content_type: str) -> None:
        """Set the body."""
        self.body = content
        if content:
            self.set("Content-Type", content_type)

    @property
    def from_(self) -> SipAddress:
        """The From header. Checked when the message was parsed."""
        return parse_address(self.get("from"))

    @property
    def to(self) -> SipAddress:
        """The To header. Checked when the message was parsed."""
        return parse_address(self.get("to"))

    @property
    def call_id(self) -> str:
        """The Call-ID header."""
        return self.get("call-id")

    @property
    def cseq(self) -> tuple[int, str]:
        """Number and method. Checked when the message was parsed."""
        number, method = self.get("cseq").split(None, 1)
        # Python refuses numerals of thousands of digits, and noughts before a number are lawful.
        return int(number.lstrip("0") or "0"), method.strip()

    @property
    def via(self) -> Via:
        """The topmost Via. Checked when the message was parsed."""
        return parse_via(self.get("via"))

    @property
    def contact(self) -> SipAddress | None:
        """The first Contact that can be read."""
        return self.address("contact")

    def address(self, name: str) -> SipAddress | None:
        """The first value of a header as an address, `None` when absent or unreadable."""
        try:
            return parse_address(self.get(name)) if self.get(name) else None
        except Malformed:
            return None

    def as_mapping(self) -> dict[str, tuple[str, ...]]:
        """All headers, names in lower case."""
        return {name.lower(): tuple(values) for name, values in self.headers.items()}


@dataclass(slots=True, eq=False)
class Request(MessageBase):
    """A request."""

    method: str = ""
    uri: str = ""
    cut: bool = False
    """Its datagram ended before the Content-Length it promised."""

    def __bytes__(self) -> bytes:
        return bytes(SipRequest(self.headers, self.body, self.method, self.uri))


@dataclass(slots=True, eq=False)
class Response(MessageBase):
    """A response."""

    code: int = 0
    reason: str = ""

    def __bytes__(self) -> bytes:
        return bytes(SipResponse(self.headers, self.body, self.code, self.reason))


class Unanswerable(Malformed):
    """A message that cannot be taken, with enough of a request in it to say so to whoever sent it."""

    def __init__(self, code: int, what: str, request: Request) -> None:
        super().__init__(code, what)
        self.request = request


def content_length_of(head: bytes) -> int | None:
    """What a header block says of its body; `None` when it says nothing. Raises `Malformed(400)`, `(513)`."""
    said = [match[1].strip() for match in _CONTENT_LENGTH.finditer(head)]
    if not said:
        return None
    if len(said) > 1 or not said[0].isdigit() or len(said[0]) > 9:
        raise Malformed(400, "content_length")
    if int(said[0]) > BODY_BYTES_MAX:
        raise Malformed(513, "body_too_large")
    return int(said[0])


def end_of_headers(data: bytes | bytearray) -> tuple[int, int] | None:
    """Where the headers end and where the body begins; `None` while the empty line has not come."""
    match = _END_OF_HEADERS.search(data)
    return (match.start(), match.end()) if match else None


def parse(data: bytes) -> Request | Response:
    """Read one whole message, as a datagram or a frame brings it. Raises `Malformed` and nothing else."""
    data = data.lstrip(b"\r\n")
    end, begin = end_of_headers(data) or (len(data), len(data))
    head = data[:end]
    if not head:
        raise Malformed(0, "empty")
    if len(head) > HEADER_BYTES_MAX or head.count(b"\n") + head.count(b",") > VALUES_MAX:
        raise Malformed(513, "header_too_large")
    raw = _by_library(head)
    start = head.replace(b"\r", b"\n").partition(b"\n")[0].decode("utf-8", "replace")
    if isinstance(raw, SipResponse):
        return _response(raw, start, data[begin:], content_length_of(head))
    return _request(raw, start, head, data[begin:])


def _by_library(head: bytes) -> SipRequest | SipResponse:
    try:
        # Without its length, which is checked here: the library would log about a body that we keep from it.
        return SipMessage.parse(_CONTENT_LENGTH.sub(b"X-Length: 0", head))
    except (ValueError, IndexError):
        raise Malformed(400, "start_line") from None


def _request(raw: SipRequest, start: str, head: bytes, body: bytes) -> Request:
    raw.headers.remove("x-length")
    request = Request(raw.headers, body, raw.method, raw.uri)
    try:
        _check_start(request, start)
        _check(request)
        length = content_length_of(head)
    except Malformed as malformed:
        raise Unanswerable(malformed.code, malformed.what, request) from None
    if len(body) > BODY_BYTES_MAX:
        raise Unanswerable(513, "body_too_large", request)
    if length is not None:
        request.cut = len(body) < length
        request.body = body[:length]
    return request


def _check_start(request: Request, start: str) -> None:
    match = _START_REQUEST.fullmatch(start)
    if match is None or not is_token(match[1]) or match[2].startswith("<"):
        raise Malformed(400, "start_line")
    if match[3].upper() != "SIP/2.0":
        raise Malformed(505, "version")


def _response(raw: SipResponse, start: str, body: bytes, length: int | None) -> Response:
    raw.headers.remove("x-length")
    match = _START_RESPONSE.fullmatch(start)
    if match is None or match[1].upper() != "SIP/2.0":
        raise Malformed(0, "start_line")
    response = Response(raw.headers, body if length is None else body[:length], int(match[2]), match[3])
    try:
        _check(response)
    except Malformed as malformed:
        raise Malformed(0, malformed.what) from None  # a response is never answered
    if len(response.body) > BODY_BYTES_MAX:
        raise Malformed(0, "body_too_large")
    return response


def _check(message: Request | Response) -> None:
    """What a transaction stands on: these headers, once each, and readable."""
    for name in _ONCE:
        count = len(message.headers.get(name))
        if count > 1 or (count == 0 and name != "max-forwards"):
            raise Malformed(400, f"{name.replace('-', '_')}_count")
    if not message.call_id.strip():
        raise Malformed(400, "call_id")
    if not _CSEQ.fullmatch(message.get("cseq")) or message.cseq[0] > CSEQ_MAX:
        raise Malformed(400, "cseq")
    if isinstance(message, Request) and message.cseq[1] != message.method:
        raise Malformed(400, "cseq_method")
    if not message.get("via"):
        raise Malformed(400, "via")
    for text in (message.from_.uri_text, message.to.uri_text):
        if not text or ":" not in text:
            raise Malformed(400, "address")
    _ = message.via


def new_request(method: str, uri: str, headers: Iterable[Header]) -> Request:
    """A request of ours. Raises `ValueError` for a URI or header that would smuggle in a line."""
    if re.search(r"\s", uri):
        raise ValueError("a URI has no white space")
    request = Request(method=method, uri=uri)
    request.add(headers)
    return request


def respond(
    request: Request, code: int, reason: str = "", *, tag: str = "", headers: Iterable[Header] = ()
) -> Response:
    """An answer to `request` (RFC 3261, 8.2.6). `tag` is added to To when it has none."""
    response = Response(code=code, reason=reason or REASONS.get(code, ""))
    response.add(("Via", via) for via in request.headers.get("via"))
    if 100 < code < 300:
        response.add(("Record-Route", route) for route in request.headers.get("record-route"))
    for name in ("From", "To", "Call-ID", "CSeq"):
        if value := request.get(name):
            response.set(name, value)
    to = response.address("to")
    if tag and code > 100 and to is not None and not to.tag:
        response.set("To", f"{response.get('to')};tag={tag}")
    if code == 100 and (stamp := request.get("timestamp")):
        response.set("Timestamp", stamp)
    response.add(headers)
    return response
