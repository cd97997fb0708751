"""The small grammars inside SIP headers: URIs, addresses, Via, parameters. Pure.

Ours, and not the library's, because the unusual but lawful URIs and quoted names of RFC 4475 lost their user or their
tag there. Each pattern reads from left to right without going back, so a hostile header costs no more than its length.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache


class Malformed(Exception):
    """A message that cannot be taken. `code` is SIP's answer (400, 505, 513), 0 when nothing can be answered."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code, self.what = code, what


type SipParameters = Mapping[str, str]
"""Names in lower case; a parameter without a value has an empty one."""

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PARAM = re.compile(rf"\s*;\s*(?:([^\s;=\"]+)\s*(?:=\s*({_QUOTED}|[^;\"]*))?)?", re.DOTALL)
_NAME_ADDR = re.compile(rf"({_QUOTED}\s*|[^<\"]*)<([^>]*)>", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_HOST_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)\s*(?::\s*([0-9]{1,5}))?")
_VIA = re.compile(r"\s*SIP\s*/\s*[0-9.]+\s*/\s*([!-.0-~]+)\s+([^;,\s]+(?:\s*:\s*[0-9]+)?)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_CLOSING = {'"': '"', "<": ">"}
PARAMS_MAX = 64
"""Of one header or URI; what stands behind them is not read."""
_READ_KEPT = 128
"""How many headers are kept as they were read: those of one message are asked for a dozen times."""
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


def is_token(text: str) -> bool:
    """Whether `text` is a token of RFC 3261, as methods and option tags are."""
    return _TOKEN.fullmatch(text) is not None


def unquoted(text: str) -> str:
    """A quoted string without its quotes and backslashes; anything else as it is."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return _QUOTED_PAIR.sub(r"\1", text[1:-1])
    return text


def quoted(text: str) -> str:
    """A string in quotes, without control characters."""
    clean = "".join(letter for letter in text if letter.isprintable())
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse_params(text: str) -> dict[str, str]:
    """`;a=b;c` as a mapping. What cannot be read ends the reading: what came before it counts."""
    found: dict[str, str] = {}
    at = 0
    for _ in range(PARAMS_MAX):
        match = _PARAM.match(text, at)
        if match is None or match.end() == at:
            break
        if match[1]:
            found.setdefault(match[1].lower(), unquoted((match[2] or "").strip()))
        at = match.end()
    return found


@dataclass(frozen=True, slots=True)
class Uri:
    """A URI. For `sip:` and `sips:` its parts; for any other scheme (`urn:`, `tel:`) only `text` and `opaque`."""

    text: str
    scheme: str
    user: str = ""
    host: str = ""
    port: int | None = None
    params: SipParameters = field(default_factory=dict)
    headers: str = ""
    """What stands after `?`, undecoded."""
    opaque: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def aor(self) -> str:
        """`sip:user@host` in one spelling, for comparing addresses of record."""
        user = self.user.partition(";")[0]
        return f"sip:{user}@{self.host.lower()}" if user else f"sip:{self.host.lower()}"

    @property
    def bare(self) -> str:
        """Without the headers after `?`: what a request may be sent to."""
        return self.text.partition("?")[0] if self.headers else self.text


@lru_cache(_READ_KEPT)
def parse_uri(text: str) -> Uri:
    """Read a URI. Raises `Malformed(400)`; a scheme we do not know is read, not refused."""
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    if not colon or not _SCHEME.fullmatch(scheme) or re.search(r"[\s<>\"]", text):
        raise Malformed(400, "uri")
    if scheme.lower() not in ("sip", "sips"):
        return Uri(text, scheme.lower(), opaque=rest)
    user = ""
    # A user may hold `;` and `?`, but no `@` of its own: the first one ends it.
    if "@" in rest:
        user, _, rest = rest.partition("@")
    match = _HOST_PORT.match(rest)
    if match is None:
        raise Malformed(400, "uri_host")
    port = int(match[2]) if match[2] else None
    tail, _, headers = rest[match.end() :].partition("?")
    if (tail and not tail.startswith(";")) or (port is not None and port > 65_535):
        raise Malformed(400, "uri_host")
    return Uri(text, scheme.lower(), user, match[1], port, parse_params(tail), headers)


@dataclass(frozen=True, slots=True)
class SipAddress:
    """A name, a URI as it came, and the parameters of the header (not of the URI)."""

    uri_text: str
    name: str = ""
    params: SipParameters = field(default_factory=dict)

    @property
    def uri(self) -> Uri:
        """The URI read. Raises `Malformed(400)`."""
        return parse_uri(self.uri_text)

    @property
    def tag(self) -> str:
        """The dialog tag, empty when there is none."""
        return self.params.get("tag", "")


@lru_cache(_READ_KEPT)
def parse_address(text: str) -> SipAddress:
    """Read `"Name" <uri>;params` or `uri;params`. Raises `Malformed(400)`.

    Without angle brackets what follows a semicolon belongs to the header (RFC 3261, 20.10).
    """
    text = text.strip()
    if (match := _NAME_ADDR.match(text)) is not None:
        tail = text[match.end() :].strip()
        if tail and not tail.startswith(";"):
            raise Malformed(400, "address")
        return SipAddress(match[2].strip(), unquoted(match[1].strip()), parse_params(tail))
    if "<" in text or '"' in text.partition(";")[0]:
        raise Malformed(400, "address")
    uri, _, params = text.partition(";")
    if not uri.strip():
        raise Malformed(400, "address")
    return SipAddress(uri.strip(), "", parse_params(";" + params))


def address_text(uri: str, name: str = "", tag: str = "") -> str:
    """An address as it goes on the wire."""
    before = f"{quoted(name)} " if name else ""
    return f"{before}<{uri}>" + (f";tag={tag}" if tag else "")


@dataclass(frozen=True, slots=True)
class Via:
    """One hop a message took."""

    transport: str
    """Upper case, as on the wire."""
    host: str
    port: int | None
    params: SipParameters

    @property
    def branch(self) -> str:
        """The transaction's name at that hop; empty when an old device gave none."""
        return self.params.get("branch", "")


@lru_cache(_READ_KEPT)
def parse_via(text: str) -> Via:
    """Read one Via value. Raises `Malformed(400)`."""
    match = _VIA.match(text)
    if match is None:
        raise Malformed(400, "via")
    sent_by = _HOST_PORT.fullmatch(match[2].strip())
    tail = text[match.end() :].strip()
    if sent_by is None or (tail and not tail.startswith(";")):
        raise Malformed(400, "via")
    port = int(sent_by[2]) if sent_by[2] and int(sent_by[2]) <= 65_535 else None
    return Via(match[1].upper(), sent_by[1], port, parse_params(tail))


def split_list(text: str) -> list[str]:
    """The values of a comma-separated header, commas in quotes and angle brackets apart."""
    found, begin, closing, at = list[str](), 0, "", 0
    while at < len(text):
        letter = text[at]
        if closing:
            at += letter == "\\" and closing == '"'  # what follows a backslash closes nothing
            closing = "" if letter == closing else closing
        elif letter in _CLOSING:
            closing = _CLOSING[letter]
        elif letter == ",":
            found.append(text[begin:at])
            begin = at + 1
        at += 1
    found.append(text[begin:])
    return [one.strip() for one in found if one.strip()]
