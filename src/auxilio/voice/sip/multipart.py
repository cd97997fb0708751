"""The bodies of a message: SDP, location, additional data, eCall MSD, nested in any order (RFC 5621). Pure.

Nothing here is refused: what cannot be taken apart is one part with its raw bytes, because an emergency call is worth
more than the picture that came with it. The standard library's e-mail parser is not used: it decodes what must stay as
it came (a digest is kept of it), and an MSD is binary.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from auxilio.voice.sip.grammar import parse_params
from auxilio.voice.sip.message import Header, MessageBase

DEPTH_MAX = 4
"""Nesting beyond any standard's use; deeper multiparts stay raw."""
PARTS_MAX = 32
"""An emergency call with every block of RFC 7852 has a dozen. Of one with more the whole body is kept as it came."""
PART_HEADERS_MAX = 16
"""Of one part."""
RUNS_IN, TOO_MANY = "headers_run_into_content", "too_many_parts"
"""What can be wrong with a part."""

SDP = "application/sdp"
PIDF = "application/pidf+xml"
MSD = "application/emergencycalldata.ecall.msd"


@dataclass(frozen=True, slots=True)
class Part:
    """One body of a message. `content` is as it came; a body that does not parse is a part with its raw bytes."""

    content_type: str
    """Lower case without parameters: `application/sdp`, `application/pidf+xml`."""
    content_id: str = ""
    """Without angle brackets; a `cid:` reference names it."""
    disposition: str = ""
    """Lower case without parameters: `session`, `render`, `by-reference`; empty when not said."""
    content: bytes = b""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Of the content type."""
    headers: tuple[Header, ...] = ()
    """Other headers of the part as they came, for those who receive it on."""
    flaw: str = ""
    """What is wrong with it; empty: nothing. Then `raw` is what counts as having come."""
    raw: bytes = b""
    """The part with its headers, byte by byte, where it has a flaw."""

    @property
    def as_it_came(self) -> bytes:
        """What is to be kept of it."""
        return self.raw if self.flaw else self.content


def parts_of(message: MessageBase) -> tuple[Part, ...]:
    """All bodies of a message, nested ones flattened, in order. Never raises; without a body there is none."""
    if not message.body:
        return ()
    headers = tuple((name, message.get(name)) for name in _DESCRIBING if message.get(name))
    found = tuple(islice(_flattened(headers, message.body, depth=0), PARTS_MAX + 1))
    if len(found) <= PARTS_MAX:
        return found
    whole = replace(_part(headers, message.body), flaw=TOO_MANY, raw=message.body)
    return (*found[: PARTS_MAX - 1], whole)


def first_body(parts: Iterable[Part], content_type: str) -> bytes:
    """The content of the first part of a type; empty when there is none."""
    return next((part.content for part in parts if part.content_type == content_type), b"")


def resolve(parts: Iterable[Part], reference: str) -> Part | None:
    """The part that a `cid:` URI names (RFC 2392), with or without angle brackets."""
    wanted = reference.strip().removeprefix("<").removesuffix(">").removeprefix("cid:")
    return next((part for part in parts if part.content_id and part.content_id == wanted), None)


def compose(parts: Sequence[Part], boundary: str) -> tuple[str, bytes]:
    """Content type and body of several parts as multipart/mixed; of a single one, the part itself."""
    assert parts, "a body has at least one part"
    if len(parts) == 1 and not parts[0].content_id:
        return _type_text(parts[0]), parts[0].content
    assert all(boundary.encode() not in part.content for part in parts), "a boundary stands in no part"
    body = b"".join(
        f"--{boundary}\r\n{_head_of(part)}\r\n".encode() + part.content + b"\r\n" for part in parts
    )
    return f'multipart/mixed;boundary="{boundary}"', body + f"--{boundary}--\r\n".encode()


_DESCRIBING = (
    "Content-Type",
    "Content-ID",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Transfer-Encoding",
)
_UNFOLD = re.compile(r"\r?\n[ \t]+")
_LINE_END = re.compile(rb"\r?\n")
_HEADER_LINE = re.compile(
    rb"([A-Za-z][A-Za-z0-9-]{0,63})[ \t]*:((?:[^\r\n]|\r?\n[ \t]|\r(?!\n))*)(?:\r?\n|$)"
)
_OF_A_BODY = re.compile(r"content-[a-z-]+|mime-version|[cel]", re.IGNORECASE)
"""Headers that stand before nothing but a body, with the compact names of SIP."""


def _flattened(
    headers: Sequence[Header], content: bytes, depth: int, flaw: str = "", raw: bytes = b""
) -> Iterator[Part]:
    part = replace(_part(headers, content), flaw=flaw, raw=raw)
    boundary = part.parameters.get("boundary", "")
    inner = (
        _split(content, boundary) if part.content_type.startswith("multipart/") and depth < DEPTH_MAX else []
    )
    if not inner:
        yield part
    for one in inner:
        opened, held, wrong = _opened(one)
        yield from _flattened(opened, held, depth + 1, wrong, one if wrong else b"")


def _split(content: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundaries; nothing when there are none. A missing last boundary is forgiven."""
    if not boundary or len(boundary) > 200:
        return []
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r?\n|$)")
    found: list[bytes] = []
    begin: int | None = None
    for match in line.finditer(content):
        if begin is not None:
            found.append(content[begin : match.start()])
        begin = None if match[1] else match.end()
        if match[1] or len(found) > PARTS_MAX:
            break
    if begin is not None and len(found) <= PARTS_MAX:
        found.append(content[begin:])
    return found


def _opened(raw: bytes) -> tuple[list[Header], bytes, str]:
    """Headers and content of one part, and what is wrong with it; `raw` begins with the line end of its boundary.

    Some leave out the empty line after the headers (the conformance suite of Texas A&M does): what is surely a header of
    a body is taken for one, and what follows it for the content.
    """
    raw = _LINE_END.sub(b"", raw, count=1)
    if _LINE_END.match(raw):  # no headers at all
        return [], _LINE_END.sub(b"", raw, count=1), ""
    headers, at, certain = list[Header](), 0, 0
    while (match := _HEADER_LINE.match(raw, at)) is not None and len(headers) < PART_HEADERS_MAX:
        name, value = match[1].decode("ascii"), _UNFOLD.sub(" ", match[2].decode("utf-8", "replace")).strip()
        headers.append((name, value))
        at = match.end()
        if certain == len(headers) - 1 and _OF_A_BODY.fullmatch(name):
            certain = len(headers)
    if (end := _LINE_END.match(raw, at)) is not None:
        return headers, raw[end.end() :], ""
    if at >= len(raw):  # nothing but headers
        return headers, b"", ""
    if not certain:
        return [], raw, ""  # what stands there are no headers: keep every byte
    begin = _after_lines(raw, certain)
    return headers[:certain], raw[begin:], RUNS_IN


def _after_lines(raw: bytes, count: int) -> int:
    at = 0
    for _ in range(count):
        match = _HEADER_LINE.match(raw, at)
        assert match is not None, "counted before"
        at = match.end()
    return at


def _part(headers: Sequence[Header], content: bytes) -> Part:
    said = {name.lower(): value for name, value in reversed(headers)}
    kind, _, parameters = said.get("content-type", said.get("c", "")).partition(";")
    named = (one.lower() for one in _DESCRIBING[:3])
    known = frozenset((*named, "c"))
    return Part(
        content_type=kind.strip().lower(),
        content_id=said.get("content-id", "").strip().removeprefix("<").removesuffix(">"),
        disposition=said.get("content-disposition", "").partition(";")[0].strip().lower(),
        content=content,
        parameters=parse_params(";" + parameters),
        headers=tuple((name, value) for name, value in headers if name.lower() not in known),
    )


def _type_text(part: Part) -> str:
    return part.content_type + "".join(f";{name}={value}" for name, value in part.parameters.items())


def _head_of(part: Part) -> str:
    headers = [("Content-Type", _type_text(part))]
    headers += [("Content-ID", f"<{part.content_id}>")] if part.content_id else []
    headers += [("Content-Disposition", part.disposition)] if part.disposition else []
    return "".join(f"{name}: {value}\r\n" for name, value in (*headers, *part.headers))
