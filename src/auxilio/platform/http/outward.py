"""The one client by which Auxilio makes HTTP requests to others: only to hosts that a setting names, everything bounded.

Each capability that asks something outside is given an `OutwardClient` over its own setting by the composition root.
"""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx
import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.http.site import is_host
from auxilio.platform.ip_address import IpAddress

URL_LENGTH_MAX = 2048
PORT_MAX = 65_535
RETRY_AFTER_DIGITS = 6
"""Of seconds: eleven days."""
ADDRESSES_MAX = 4
"""Addresses of one name that are tried in turn."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for an IPv4 address, their last 32 bits (RFC 6052, 2.1)."""
_PORTS = {"https": 443, "http": 80}
_FLAGS = frozenset({"internal", "http"})

type Resolver = Callable[[str, int], Sequence[str]]
"""Name and port to addresses as text; called in a thread. Raises `OSError` or `UnicodeError` for a name that has none."""


class OutwardHost(msgspec.Struct, frozen=True, kw_only=True):
    """A host that a setting names."""

    name: str
    """In lower case, a name of other scripts as DNS has it (`xn--…`); or an address without brackets."""
    port: int | None = None
    """None: the default port of the scheme alone."""
    internal: bool = False
    """Whether it may lie at an address of this machine or of a private network."""
    plain: bool = False
    """Whether it is also asked by HTTP without TLS."""


class OutwardLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request, and all of a client together, may take."""

    bytes_max: int = 64 * 1024
    """Of the body of an answer."""
    connect_s: float = 3.0
    """Seconds for a connection to one address, and as many for its TLS."""
    whole_s: float = 8.0
    """Seconds for all of it: name, connection, request, answer."""
    at_once: int = 16
    """Requests of the client in progress."""
    host_at_once: int = 4
    """Of these to one host, so that one that hangs leaves room for the others."""


class OutwardRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: GET, or POST where there is `content`."""

    url: str
    accept: str
    """Media types of the answer (RFC 9110, 12.5.1)."""
    content: bytes | None = None
    media_type: str = "application/octet-stream"
    """Of `content`."""
    authorization: str = ""
    """The header of this name (RFC 9110, 11.6.2); empty: none. It goes to the host that was checked, and to no other."""
    headers: Mapping[str, str] = {}
    """Further ones that the protocol of the host asks for, named in lower case. They replace none of ours."""


class OutwardAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, whole. A status of 400 or more is an answer too."""

    status: int
    media_type: str
    """Lower case, without parameters; empty where none was stated."""
    content: bytes
    retry_after_s: float = 0.0
    """How long the host asks us to wait (`Retry-After` in seconds, RFC 9110, 10.2.3); 0: it does not, or says a date."""


def parse_outward_hosts(text: str, setting: str) -> tuple[OutwardHost, ...]:
    """The hosts of a setting: `lis.example, lis.lan:8443;internal;http`, commas between.

    `;internal` allows addresses of this machine and of private networks, `;http` requests without TLS.
    Raises `Refused("settings_malformed")` with the name of the setting.
    """
    return tuple(_host(part.strip(), setting) for part in text.split(",") if part.strip())


def _host(text: str, setting: str) -> OutwardHost:
    authority, *flags = (part.strip() for part in text.split(";"))
    try:
        url = httpx.URL(f"https://{authority}")
    except httpx.InvalidURL:
        raise Refused("settings_malformed", detail=setting) from None
    name, port = _name(url), url.port
    bare = not set("/?#@") & set(authority)
    if not (bare and is_host(name) and (port is None or 0 < port <= PORT_MAX) and _FLAGS.issuperset(flags)):
        raise Refused("settings_malformed", detail=setting)
    return OutwardHost(name=name, port=port, internal="internal" in flags, plain="http" in flags)


def parse_outward_url(text: str, setting: str) -> tuple[str, OutwardHost]:
    """The address of a setting, and its host: `https://sms.example/messages`, or with the flags of `parse_outward_hosts`.

    Raises `Refused("settings_malformed")`.
    """
    address, *flags = text.split(";")
    url = None
    try:
        url = httpx.URL(address)
        well_formed = url.scheme in _PORTS and not url.userinfo and bool(url.host)
    except (httpx.InvalidURL, UnicodeError):  # as in `named_host`
        well_formed = False
    if url is None or not well_formed:
        raise Refused("settings_malformed", detail=setting)
    name = f"[{url.host}]" if ":" in url.host else url.raw_host.decode("ascii")
    return address, _host(";".join([f"{name}:{url.port or _PORTS[url.scheme]}", *flags]), setting)


def named_host(text: str, hosts: Sequence[OutwardHost]) -> tuple[httpx.URL, OutwardHost]:
    """The address, and the one of these hosts that it is of. Read by the parser that also makes the connection.

    Raises `Refused`: `outward_url_malformed`, `outward_host_unnamed`.
    """
    url = None
    try:
        url = httpx.URL(text) if len(text) <= URL_LENGTH_MAX else None
        well_formed = url is not None and url.host and not url.userinfo and url.scheme in _PORTS
    except (
        httpx.InvalidURL,
        UnicodeError,
    ):  # `host` decodes a name of other letters, which may be none (RFC 5891)
        well_formed = False
    if url is None or not well_formed:
        raise Refused("outward_url_malformed")
    name = _name(url)
    usual = _PORTS[url.scheme]
    asked = (name, url.port or usual)
    host = next((one for one in hosts if (one.name, one.port or usual) == asked), None)
    if host is None:
        raise Refused("outward_host_unnamed", host=name)
    return url, host


def authority_of(address: str) -> str:
    """Host, and port where it is not the usual one, of an address that `named_host` took, as a request states them."""
    return httpx.URL(address).netloc.decode("ascii")


def _name(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").rstrip(".")


def resolve_name(name: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which this machine would use them (RFC 6724). Blocks. Raises `OSError`
    or `UnicodeError`."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class OutwardClient:
    """Asks the hosts of one setting, and no other.

    A name is resolved once and the connection made to an address that was checked, so that DNS that changes in between
    leads nowhere else (DNS rebinding). The certificate must be valid for the name. No redirect is followed, no proxy of
    the environment used, no cookie kept, no connection used twice. Answers are asked for without compression and one
    that is compressed is refused: few bytes could become many.
    """

    def __init__(
        self,
        hosts: Sequence[OutwardHost],
        limits: OutwardLimits | None = None,
        *,
        trusted: ssl.SSLContext | None = None,
        resolve: Resolver = resolve_name,
    ) -> None:
        """`trusted`: who signs certificates; by default the authorities that this machine knows."""
        self._hosts = tuple(hosts)
        self._limits = limits or OutwardLimits()
        self._trusted = trusted or ssl.create_default_context()
        assert self._trusted.check_hostname, "a certificate is verified against the name"
        self._resolve = resolve
        # Its own threads: a resolver that hangs holds none that something else of this process waits for.
        self._threads = ThreadPoolExecutor(self._limits.at_once, "outward-names")
        self._in_progress: Counter[str] = Counter()
        self._resolving: Counter[str] = Counter()
        """Threads that look for the addresses of a host, also those for which nobody waits any more."""

    async def ask(self, request: OutwardRequest) -> OutwardAnswer:
        """Send a request and read its whole answer.

        Raises `Refused`: `outward_url_malformed`, `outward_host_unnamed`, `outward_https_only`, `outward_too_many`,
        `outward_name_unknown`, `outward_address_refused`, `outward_unreachable`, `outward_tls_failed`,
        `outward_too_slow`, `outward_redirect`, `outward_compressed`, `outward_too_large`, `outward_answer_unreadable`.
        """
        url, host = named_host(request.url, self._hosts)
        with self._counted(host.name):
            try:
                async with asyncio.timeout(self._limits.whole_s):
                    addresses = await self._addresses(url, host)
                    return await self._ask_in_turn(request, url, addresses)
            except (TimeoutError, httpx.TimeoutException) as late:
                raise Refused("outward_too_slow", host=host.name) from late
            except (httpx.HTTPError, OSError) as broken:
                raise Refused("outward_answer_unreadable", host=host.name) from broken

    @contextmanager
    def _counted(self, name: str) -> Iterator[None]:
        if (
            self._in_progress.total() >= self._limits.at_once
            or self._in_progress[name] >= self._limits.host_at_once
        ):
            raise Refused("outward_too_many", host=name)
        self._in_progress[name] += 1
        try:
            yield
        finally:
            self._in_progress[name] -= 1

    async def _addresses(self, url: httpx.URL, host: OutwardHost) -> list[IpAddress]:
        """The addresses of the name, all of them checked: one that may not be asked refuses the rest with it."""
        port = url.port or _PORTS[url.scheme]
        try:
            texts = await asyncio.wrap_future(self._start_resolving(host.name, port))
            found = [_unmapped(ip_address(text)) for text in texts]
        except (OSError, UnicodeError, ValueError):
            raise Refused("outward_name_unknown", host=host.name) from None
        if not found:
            raise Refused("outward_name_unknown", host=host.name)
        if not all(_may_be_asked(address, host.internal) for address in found):
            raise Refused("outward_address_refused", host=host.name)
        if url.scheme == "http" and not (host.plain or all(one.is_loopback for one in found)):
            raise Refused("outward_https_only", host=host.name)
        return found[:ADDRESSES_MAX]

    def _start_resolving(self, name: str, port: int) -> Future[Sequence[str]]:
        """Look for the addresses in a thread. A name that hangs keeps the threads of its own host, and no more."""
        if self._resolving[name] >= self._limits.host_at_once:
            raise Refused("outward_too_many", host=name)
        loop = asyncio.get_running_loop()
        self._resolving[name] += 1
        found = self._threads.submit(self._resolve, name, port)
        found.add_done_callback(lambda _: loop.call_soon_threadsafe(self._resolving.subtract, [name]))
        return found

    async def _ask_in_turn(
        self, request: OutwardRequest, url: httpx.URL, addresses: Sequence[IpAddress]
    ) -> OutwardAnswer:
        """Ask at the first address that takes a connection."""
        for address in addresses:
            try:
                return await self._ask_at(request, url, address)
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                if _is_of_tls(failed):
                    raise Refused("outward_tls_failed", host=_name(url)) from failed
        raise Refused("outward_unreachable", host=_name(url))

    async def _ask_at(
        self, request: OutwardRequest, url: httpx.URL, address: IpAddress
    ) -> OutwardAnswer:  # fmt: skip
        headers = {
            **request.headers,
            "host": url.netloc.decode("ascii"),
            "accept": request.accept,
            "accept-encoding": "identity",
        }
        headers |= {"user-agent": "Auxilio", "connection": "close"}
        if request.authorization:
            headers["authorization"] = request.authorization
        if request.content is not None:
            headers["content-type"] = request.media_type
        # A client for each request: httpx keeps connections by address, and one of another name is not of this name.
        async with httpx.AsyncClient(
            verify=self._trusted,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.whole_s, connect=self._limits.connect_s),
        ) as client:
            sent = client.build_request(
                "GET" if request.content is None else "POST",
                url.copy_with(host=str(address), fragment=None),
                headers=headers,
                content=request.content,
                extensions={"sni_hostname": _name(url)},  # TLS names, and verifies, this and not the address
            )
            answer = await client.send(sent, stream=True)
            try:
                return await self._read(answer, _name(url))
            finally:
                await answer.aclose()

    async def _read(self, answer: httpx.Response, name: str) -> OutwardAnswer:
        if 300 <= answer.status_code < 400:
            raise Refused("outward_redirect", host=name, status=answer.status_code)
        if answer.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise Refused("outward_compressed", host=name)
        content = bytearray()
        async for chunk in answer.aiter_raw():
            content += chunk
            if len(content) > self._limits.bytes_max:
                raise Refused("outward_too_large", host=name, bytes_max=self._limits.bytes_max)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return OutwardAnswer(
            status=answer.status_code,
            media_type=media_type,
            content=bytes(content),
            retry_after_s=_seconds(answer.headers.get("retry-after", "")),
        )


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdecimal() and len(text) <= RETRY_AFTER_DIGITS else 0.0


def _unmapped(address: IpAddress) -> IpAddress:
    """An IPv4 address that is written as one of IPv6 is judged, and connected to, as what it is."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


_INTERNAL = tuple(
    map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)
"""This machine (RFC 1122, RFC 4291) and private networks (RFC 1918, RFC 4193). Not link-local: there clouds keep their secrets."""


def _may_be_asked(address: IpAddress, internal: bool) -> bool:
    if address.is_multicast or address.is_unspecified:
        return False
    return _is_public(address) or (internal and any(address in network for network in _INTERNAL))


def _is_public(address: IpAddress) -> bool:
    """Whether this is an address of the public network (IANA's registries of special addresses)."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return _is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.sixtofour is not None or address.teredo is not None:
            return (
                False  # they carry an IPv4 address that would have to be judged too; no server has one today
            )
    return address.is_global and not address.is_reserved


def _is_of_tls(failed: BaseException) -> bool:
    """Whether TLS failed, and not the connection below it: httpx tells both as one error, with its cause."""
    cause: BaseException | None = failed
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
