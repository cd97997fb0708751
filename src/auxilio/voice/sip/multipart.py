"""The bodies of a message: SDP, location, additional data, eCall MSD, nested in any order (RFC 5621). Pure.

Nothing here is refused: what cannot be taken apart is one part with its raw bytes, because an emergency call is worth
more than the picture that came with it. The standard library's e-mail parser is not used: it decodes what must stay as
it came (a digest is kept of it), and an MSD is binary.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auxilio.voice.sip.grammar import parse_params
from auxilio.voice.sip.message import Header, Message

DEPTH_MAX = 8
"""Nesting beyond any standard's use; deeper multiparts stay raw."""
PARTS_MAX = 64

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


def parts_of(message: Message) -> tuple[Part, ...]:
    """All bodies of a message, nested ones flattened, in order. Never raises; without a body there is none."""
    if not message.body:
        return ()
    headers = tuple((name, message.get(name)) for name in _DESCRIBING if message.get(name))
    return tuple(_flattened(headers, message.body, depth=0))[:PARTS_MAX]


def first(parts: Iterable[Part], content_type: str) -> bytes:
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


def _flattened(headers: Sequence[Header], content: bytes, depth: int) -> Iterator[Part]:
    part = _part(headers, content)
    boundary = part.parameters.get("boundary", "")
    inner = (
        _split(content, boundary) if part.content_type.startswith("multipart/") and depth < DEPTH_MAX else []
    )
    if not inner:
        yield part
    for one in inner:
        yield from _flattened(*_opened(one), depth=depth + 1)


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
        if match[1] or len(found) >= PARTS_MAX:
            break
    if begin is not None and len(found) < PARTS_MAX:
        found.append(content[begin:])
    return found


def _opened(raw: bytes) -> tuple[list[Header], bytes]:
    """Headers and content of one part; `raw` begins with the line end of its boundary."""
    raw = raw.removeprefix(b"\r\n") if raw.startswith(b"\r\n") else raw.removeprefix(b"\n")
    if raw.startswith((b"\r\n", b"\n")):  # no headers at all
        return [], raw.removeprefix(b"\r\n") if raw.startswith(b"\r\n") else raw.removeprefix(b"\n")
    match = re.search(rb"\r?\n\r?\n", raw)
    head, content = (raw[: match.start()], raw[match.end() :]) if match else (raw, b"")
    lines = [line.partition(":") for line in _UNFOLD.sub(" ", head.decode("utf-8", "replace")).splitlines()]
    if not all(colon and name.strip() for name, colon, _ in lines):
        return [], raw  # what stands there are no headers: keep every byte
    return [(name.strip(), value.strip()) for name, _, value in lines], content


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
