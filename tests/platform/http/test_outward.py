"""Aim: a request to others reaches a host that a setting names, at an address that was checked, and no answer holds us.

The servers are real ones on loopback, which is why most hosts here are named as internal.
"""

import asyncio
import gzip
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.http.outward import (
    OutwardClient,
    OutwardHost,
    OutwardLimits,
    OutwardRequest,
    parse_outward_hosts,
)
from tests.voice.certificates import certificate

NAME = "lis.example"
PLAIN_ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: Application/PIDF+XML; charset=utf-8\r\ncontent-length: 4\r\n\r\n<p/>"
)
STREAM = b"HTTP/1.1 200 OK\r\n\r\n"

type Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]


def fixed(answer: bytes) -> Serve:
    async def serve(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return serve


def endless(piece: bytes, pause_s: float) -> Serve:
    """A body that ends only when the client hangs up."""

    async def serve(writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return serve


@dataclass
class Server:
    """One server on loopback: what it was asked, and how it answers."""

    port: int = 0
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


class Network:
    """Servers of one test, a name service that answers as it is told, and a client that trusts their certificate."""

    def __init__(self, folder: Path, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._ours, self.trusted = certificate(folder, NAME)
        self.trusted.check_hostname = True
        self.looked_up = list[str]()

    async def serves(
        self, serve: Serve, *, address: str = "127.0.0.1", port: int = 0, tls: bool = True
    ) -> Server:
        server = Server()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                server.heads.append(head.lower())
                length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
                server.bodies.append(await reader.readexactly(int(length or 0)))
                await serve(writer)
            except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                pass  # the client hung up, which is what most tests here want of it
            finally:
                writer.close()

        listening = await asyncio.start_server(accept, address, port, ssl=self._ours if tls else None)
        server.port = listening.sockets[0].getsockname()[1]
        self._stack.callback(listening.close)
        return server

    def client(
        self, port: int, *answers: str, limits: OutwardLimits | None = None, flags: str = ";internal"
    ) -> OutwardClient:
        """`answers`: what the name service says at the first look-up, the second …; the last one from then on."""
        said = list(answers or ("127.0.0.1",))

        def resolve(name: str, _port: int) -> list[str]:
            self.looked_up.append(name)
            return (said.pop(0) if len(said) > 1 else said[0]).split()

        hosts = parse_outward_hosts(f"{NAME}:{port}{flags}", "location_hosts")
        return OutwardClient(hosts, limits, trusted=self.trusted, resolve=resolve)


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[Network]:
    async with AsyncExitStack() as stack:
        yield Network(tmp_path, stack)


def asks(port: int, *, scheme: str = "https", name: str = NAME) -> OutwardRequest:
    return OutwardRequest(url=f"{scheme}://{name}:{port}/loc/1?a=b", accept="application/pidf+xml")


async def refusal(client: OutwardClient, request: OutwardRequest) -> str:
    with pytest.raises(Refused) as refused:
        await client.ask(request)
    return refused.value.code


async def test_a_named_host_is_asked_and_its_answer_comes_whole(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    answer = await network.client(server.port).ask(asks(server.port))
    assert (answer.status, answer.media_type, answer.content) == (200, "application/pidf+xml", b"<p/>")
    (head,) = server.heads
    assert head.startswith("get /loc/1?a=b http/1.1\r\n")
    assert f"host: {NAME}:{server.port}\r\n" in head
    assert "accept: application/pidf+xml\r\n" in head
    assert "accept-encoding: identity\r\n" in head


async def test_content_is_posted_with_its_media_type(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    request = OutwardRequest(
        url=f"https://{NAME}:{server.port}/", accept="*/*", content=b"<r/>", media_type="application/held+xml"
    )
    await network.client(server.port).ask(request)
    assert server.heads[0].startswith("post / ")
    assert "content-type: application/held+xml\r\n" in server.heads[0]
    assert server.bodies == [b"<r/>"]


async def test_an_error_of_the_server_is_an_answer(network: Network) -> None:
    server = await network.serves(fixed(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"))
    assert (await network.client(server.port).ask(asks(server.port))).status == 404


@pytest.mark.parametrize("name", ["other.example", "lis.example.evil.example", "127.0.0.1", "localhost"])
async def test_a_host_that_no_setting_names_is_not_even_looked_up(network: Network, name: str) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    assert await refusal(network.client(server.port), asks(server.port, name=name)) == "outward_host_unnamed"
    assert (network.looked_up, server.heads) == ([], [])


async def test_another_port_of_a_named_host_is_not_asked(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    assert await refusal(network.client(1), asks(server.port)) == "outward_host_unnamed"
    assert server.heads == []


@pytest.mark.parametrize(
    "url",
    ["", "lis.example", "file:///etc/passwd", "ftp://lis.example/", "https://", "https://u:p@lis.example/",
     "https://lis.example\r\nx: y/", "https://[::1/", "https://lis.example/" + "a" * 2048],
)  # fmt: skip
async def test_what_is_no_web_address_is_refused(network: Network, url: str) -> None:
    assert (
        await refusal(network.client(443), OutwardRequest(url=url, accept="*/*")) == "outward_url_malformed"
    )


async def test_a_redirect_is_not_followed(network: Network) -> None:
    aim = await network.serves(fixed(PLAIN_ANSWER))
    there = f"HTTP/1.1 302 Found\r\nlocation: https://{NAME}:{aim.port}/\r\ncontent-length: 0\r\n\r\n"
    server = await network.serves(fixed(there.encode()))
    assert await refusal(network.client(server.port), asks(server.port)) == "outward_redirect"
    assert aim.heads == []


async def test_a_name_that_changes_after_the_check_leads_nowhere_else(network: Network) -> None:
    checked = await network.serves(fixed(PLAIN_ANSWER), address="127.0.0.1")
    other = await network.serves(fixed(PLAIN_ANSWER), address="127.0.0.2", port=checked.port)
    client = network.client(checked.port, "127.0.0.1", "127.0.0.2")
    assert (await client.ask(asks(checked.port))).status == 200
    assert (len(network.looked_up), len(checked.heads), len(other.heads)) == (1, 1, 0)
    await client.ask(asks(checked.port))
    assert len(other.heads) == 1, (
        "the next request looks the name up anew, and the other server would have answered"
    )


@pytest.mark.parametrize(
    "addresses",
    ["127.0.0.1", "::1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "240.0.0.1", "192.0.2.1", "fe80::1", "fd00::1", "::", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5",
     "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "8.8.8.8 10.0.0.5"],
)  # fmt: skip
async def test_a_public_host_may_have_no_internal_address(network: Network, addresses: str) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    client = network.client(server.port, addresses, flags="")
    assert await refusal(client, asks(server.port)) == "outward_address_refused"
    assert server.heads == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
        "169.254.169.254",
        "fe80::1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
    ],
)
async def test_an_internal_host_is_of_a_private_network_and_not_link_local_a_group_or_reserved(
    network: Network, address: str
) -> None:
    assert await refusal(network.client(9, address), asks(9)) == "outward_address_refused"


async def test_a_public_address_is_connected_to_as_it_was_checked(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reaches the public network: the loop is asked for the connection and refuses it."""
    aims = list[str]()

    async def connect(_loop: object, _make: object, host: str, _port: int, **_more: object) -> None:
        aims.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr(type(asyncio.get_running_loop()), "create_connection", connect)
    client = network.client(443, "::ffff:9.9.9.9 2620:fe::fe 64:ff9b::909:909 1.1.1.1 1.0.0.1", flags="")
    assert await refusal(client, asks(443)) == "outward_unreachable"
    assert aims == ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909", "1.1.1.1"], "at most four are tried"


@pytest.mark.parametrize("found", ["", "no-address"])
async def test_a_name_without_an_address_is_refused(network: Network, found: str) -> None:
    assert await refusal(network.client(9, found), asks(9)) == "outward_name_unknown"


async def test_a_name_that_dns_does_not_know_is_refused() -> None:
    def resolve(_name: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    client = OutwardClient(parse_outward_hosts(NAME, "x"), resolve=resolve)
    assert (
        await refusal(client, OutwardRequest(url=f"https://{NAME}/", accept="*/*")) == "outward_name_unknown"
    )


async def test_the_second_address_is_asked_where_the_first_takes_no_connection(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    client = network.client(server.port, "127.0.0.3 127.0.0.1")
    assert (await client.ask(asks(server.port))).status == 200


async def test_a_certificate_of_another_name_is_refused(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    hosts = [OutwardHost(name="other.example", port=server.port, internal=True)]
    client = OutwardClient(hosts, trusted=network.trusted, resolve=lambda _name, _port: ["127.0.0.1"])
    assert await refusal(client, asks(server.port, name="other.example")) == "outward_tls_failed"
    assert server.heads == []


async def test_a_certificate_that_nobody_known_signed_is_refused(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER))
    hosts = parse_outward_hosts(f"{NAME}:{server.port};internal", "x")
    client = OutwardClient(hosts, resolve=lambda _name, _port: ["127.0.0.1"])
    assert await refusal(client, asks(server.port)) == "outward_tls_failed"


async def test_http_without_tls_reaches_loopback_and_where_the_setting_allows_it(network: Network) -> None:
    server = await network.serves(fixed(PLAIN_ANSWER), tls=False)
    plain = asks(server.port, scheme="http")
    assert (await network.client(server.port).ask(plain)).status == 200
    assert await refusal(network.client(server.port, "10.0.0.5"), plain) == "outward_https_only"
    short = OutwardLimits(connect_s=0.1, whole_s=0.3)
    allowed = network.client(9, "127.0.0.1", limits=short, flags=";internal;http")
    assert await refusal(allowed, asks(9, scheme="http")) == "outward_unreachable"


async def test_an_answer_that_never_ends_is_cut_at_its_size(network: Network) -> None:
    server = await network.serves(endless(b"x" * 4096, 0))
    assert await refusal(network.client(server.port), asks(server.port)) == "outward_too_large"


async def test_an_answer_that_states_a_larger_size_is_cut_too(network: Network) -> None:
    body = b"y" * 70_000
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    server = await network.serves(fixed(head + body))
    assert await refusal(network.client(server.port), asks(server.port)) == "outward_too_large"
    enough = network.client(server.port, limits=OutwardLimits(bytes_max=len(body)))
    assert len((await enough.ask(asks(server.port))).content) == len(body)


async def test_an_answer_that_drips_ends_with_the_time_of_the_whole(network: Network) -> None:
    """Each byte comes well within any time between two reads."""
    server = await network.serves(endless(b"z", 0.02))
    client = network.client(server.port, limits=OutwardLimits(whole_s=0.5))
    assert await refusal(client, asks(server.port)) == "outward_too_slow"


async def test_a_server_that_accepts_and_never_answers_is_left(network: Network) -> None:
    async def silent(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3)

    server = await network.serves(silent)
    client = network.client(server.port, limits=OutwardLimits(whole_s=0.5))
    assert await refusal(client, asks(server.port)) == "outward_too_slow"


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip", "x-bomb"])
async def test_a_compressed_bomb_is_not_opened(network: Network, encoding: str) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    head = f"HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {len(bomb)}\r\n\r\n".encode()
    server = await network.serves(fixed(head + bomb))
    assert await refusal(network.client(server.port), asks(server.port)) == "outward_compressed"


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc",
     b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: " + b"a" * 200_000],
    ids=["nothing", "no HTTP", "broken off", "other coding", "endless head"],
)  # fmt: skip
async def test_what_is_no_whole_answer_is_refused(network: Network, answer: bytes) -> None:
    server = await network.serves(fixed(answer))
    assert await refusal(network.client(server.port), asks(server.port)) == "outward_answer_unreadable"


@pytest.mark.parametrize(
    ("at_once", "host_at_once", "other_host"),
    [(3, 2, "outward_address_refused"), (2, 3, "outward_too_many")],
    ids=["of one host", "of the client"],
)
async def test_what_is_beyond_the_count_is_refused_and_does_not_wait(
    network: Network, at_once: int, host_at_once: int, other_host: str
) -> None:
    until, asked = asyncio.Event(), asyncio.Semaphore(0)

    async def held(writer: asyncio.StreamWriter) -> None:
        asked.release()
        await until.wait()
        writer.write(PLAIN_ANSWER)

    server = await network.serves(held)
    hosts = parse_outward_hosts(f"{NAME}:{server.port};internal, other.example", "x")
    limits = OutwardLimits(at_once=at_once, host_at_once=host_at_once)
    client = OutwardClient(hosts, limits, trusted=network.trusted, resolve=lambda _name, _port: ["127.0.0.1"])
    waiting = [asyncio.create_task(client.ask(asks(server.port))) for _ in range(2)]
    for _ in waiting:
        await asked.acquire()
    assert await refusal(client, asks(server.port)) == "outward_too_many"
    assert await refusal(client, asks(443, name="other.example")) == other_host, (
        "refused later where it has room"
    )
    until.set()
    assert [(await one).status for one in waiting] == [200, 200]
    assert (await client.ask(asks(server.port))).status == 200, "what has ended counts no more"


async def test_a_name_service_that_hangs_holds_nobody() -> None:
    until = threading.Event()

    def resolve(_name: str, _port: int) -> list[str]:
        until.wait()
        return []

    client = OutwardClient(parse_outward_hosts(NAME, "x"), OutwardLimits(whole_s=0.2), resolve=resolve)
    try:
        request = OutwardRequest(url=f"https://{NAME}/", accept="*/*")
        assert await refusal(client, request) == "outward_too_slow"
    finally:
        until.set()


async def test_a_name_that_hangs_leaves_threads_for_other_hosts(network: Network) -> None:
    until, server = threading.Event(), await network.serves(fixed(PLAIN_ANSWER))

    def resolve(name: str, _port: int) -> list[str]:
        if name != NAME:
            until.wait()
        return ["127.0.0.1"]

    hosts = parse_outward_hosts(f"{NAME}:{server.port};internal, slow.example", "x")
    limits = OutwardLimits(at_once=3, host_at_once=2)
    slow = OutwardRequest(url="https://slow.example/", accept="*/*")
    client = OutwardClient(hosts, limits, trusted=network.trusted, resolve=resolve)
    try:
        asked = [asyncio.create_task(client.ask(slow)) for _ in range(2)]
        await asyncio.sleep(0)
        for one in asked:
            one.cancel()  # as the end of their time does; their threads go on
        await asyncio.wait(asked)
        assert await refusal(client, slow) == "outward_too_many"
        assert (await client.ask(asks(server.port))).status == 200
    finally:
        until.set()


async def test_no_proxy_of_the_environment_and_no_cookie_is_used(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    kept = PLAIN_ANSWER.replace(b"\r\n\r\n", b"\r\nset-cookie: a=b; Path=/\r\n\r\n")
    server = await network.serves(fixed(kept))
    client = network.client(server.port)
    for _ in range(2):
        assert (await client.ask(asks(server.port))).status == 200
    assert not any("cookie" in head for head in server.heads)


def test_the_hosts_of_a_setting_are_read() -> None:
    found = parse_outward_hosts(
        " LIS.example., lis.lan:8443;internal;http , [fd00::1];internal,españa.example,", "x"
    )
    assert found == (
        OutwardHost(name="lis.example"),
        OutwardHost(name="lis.lan", port=8443, internal=True, plain=True),
        OutwardHost(name="fd00::1", internal=True),
        OutwardHost(name="xn--espaa-rta.example"),
    )
    assert parse_outward_hosts(" ", "x") == ()


@pytest.mark.parametrize(
    "text",
    ["https://lis.example", "lis.example/loc", "lis.example/", "u@lis.example", "lis.example;public", "lis.example:99999",
     "lis.example?a", "lis.example#a", ";internal", "*.example", "lis example", "lis.example:0"],
)  # fmt: skip
def test_what_names_no_host_is_refused_with_its_setting(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_outward_hosts(text, "location_hosts")
    assert (refused.value.code, refused.value.facts) == ("settings_malformed", {"detail": "location_hosts"})
