"""A client that sends too much, too slowly or too little is ended in time, and never keeps others from being served.

Over real sockets, by uvicorn in a thread of its own, on the loop that `serve` runs on.
"""

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.sync.client import connect

from auxilio.platform.certificate import certificate_for
from auxilio.platform.clock import SystemClock
from auxilio.platform.http.connections import ConnectionLimits, ConnectionPhase, ConnectionRegistry
from auxilio.platform.http.protocol import BoundedHttpProtocol, ProtocolContext
from auxilio.platform.http.websocket_frames import FrameProtocol

FAR_S = 600.0
"""A limit that no test reaches."""
WITHIN_S = 60
USUAL = ConnectionLimits(head_s=FAR_S, body_s=FAR_S, linger_s=FAR_S, stall_s=FAR_S)
SOON_S = 0.1
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
FEW = dict.fromkeys(ConnectionPhase, 4)


def usual(**more: Any) -> ConnectionLimits:
    return msgspec.structs.replace(USUAL, **more)


class Echo:
    """Answers with the length of the body; `/hold` waits until it is let go, `/much` sends what no socket holds."""

    def __init__(self, limits: ConnectionLimits, tls: ssl.SSLContext | None = None) -> None:
        self.edge = ProtocolContext(ConnectionRegistry(limits, lambda peer: peer == "127.0.0.9"), tls)
        self.go, self.ended = threading.Event(), list[str]()
        self.loops, self.schemes = set[str](), set[str]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.loops.add(type(asyncio.get_running_loop()).__module__)
        self.schemes.add(scope["scheme"])
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "text": "hello"})
            return
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.ended.append("disconnect")
                return
            size, more = size + len(message["body"]), message["more_body"]
        if scope["path"] == "/hold":
            await asyncio.to_thread(self.go.wait, WITHIN_S)
        body = b"x" * 50_000_000 if scope["path"] == "/much" else b"%d" % size
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", b"%d" % len(body))],
            }
        )
        await send({"type": "http.response.body", "body": body})
        self.ended.append(scope["path"])


class Running:
    """A server that runs, and its clients."""

    def __init__(self, app: Echo, port: int) -> None:
        self.app, self.port = app, port

    def opened(self, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), WITHIN_S, (source, 0))

    def said(self, *pieces: bytes, source: str = "127.0.0.1") -> bytes:
        """Everything that comes back until the server closes."""
        with self.opened(source) as client:
            for piece in pieces:
                client.sendall(piece)
            return rest(client)

    def served(self, source: str = "127.0.0.1") -> bool:
        """Whether somebody who asks at once is answered."""
        with self.opened(source) as client:
            client.sendall(GET)
            return client.recv(200).startswith(b"HTTP/1.1 200")

    def waiting(self, wait: ConnectionPhase, network: str | None = None) -> int:
        return self.app.edge.connections.count(wait, network)


def rest(client: socket.socket) -> bytes:
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass  # closed with something of ours unread: what came before it counts
    return found


def until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + WITHIN_S
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.01)


@contextmanager
def running(limits: ConnectionLimits, tls: ssl.SSLContext | None = None) -> Iterator[Running]:
    with running_app(Echo(limits, tls)) as server:
        yield server


@contextmanager
def running_app(app: Echo) -> Iterator[Running]:
    config = uvicorn.Config(
        app, http=BoundedHttpProtocol, ws=FrameProtocol, ws_per_message_deflate=False, lifespan="off", proxy_headers=False,
        log_config=None, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0), backlog=2_000) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            until(lambda: server.started)
            yield Running(app, listening.getsockname()[1])
        finally:
            app.go.set()
            server.should_exit = True
            thread.join(WITHIN_S)
    assert app.loops <= {"uvloop"}
    assert app.edge.connections._open == set()
    assert not any(app.edge.connections.count(wait) for wait in ConnectionPhase)


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    told = json.loads(body)
    assert b"application/problem+json" in head
    assert b"connection: close" in head
    assert int(head.split()[1]) == told["status"]
    return told["status"], told["code"]


# --- size -----------------------------------------------------------------------------------------

LONG = b"GET / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"],
        [b"GET /" + b"a" * 1_000] + [b"a" * 1_000] * 30,
        [LONG + b"X-A: " + b"a" * 9_000 + b"\r\n\r\n"],
        [LONG + b"X-A: ", *[b"a" * 4_000] * 8],
        [LONG, *[b"X-%d: %s\r\n" % (n, b"a" * 500) for n in range(60)]],
        [LONG + b"".join(b"X-%d: a\r\n" % n for n in range(150)) + b"\r\n"],
        [LONG + b"X" * 30_000],
        [LONG + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"T: a\r\n" * 200 + b"\r\n"],
        [LONG + b"Upgrade: websocket\r\nConnection: upgrade\r\nX: " + b"a" * 9_000 + b"\r\n\r\n"],
    ],
    ids=[
        "url",
        "url in pieces",
        "header",
        "endless header",
        "headers",
        "count",
        "name",
        "trailers",
        "upgrade",
    ],
)
def test_a_head_without_end_is_refused_by_its_code(pieces: list[bytes]) -> None:
    with running(usual()) as server:
        assert problem(server.said(*pieces)) == (431, "head_too_large")
        assert server.served()


def test_what_is_no_http_is_unreadable() -> None:
    with running(usual()) as server:
        for garbage in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"HELO x\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
        ):
            assert problem(server.said(garbage)) == (400, "request_unreadable")
        assert problem(server.said(b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")) == (
            400,
            "request_unreadable",
        )


def test_what_follows_a_good_request_and_cannot_be_read_takes_no_answer_from_it() -> None:
    with running(usual()) as server:
        for rubbish in (b"\x00\x00\r\n\r\n", LONG + b"X: " + b"a" * 40_000):
            answer = server.said(GET + rubbish)
            assert answer.startswith(b"HTTP/1.1 200")
            assert answer.count(b"HTTP/1.1 200") == 1


def test_requests_without_end_are_not_queued() -> None:
    with running(usual(pipelined_max=4)) as server:
        hold = GET.replace(b"/ ", b"/hold ")
        with server.opened() as client:
            client.sendall(hold + GET * 50)
            until(lambda: server.waiting(ConnectionPhase.HEAD) == 0)
            server.app.go.set()
            assert rest(client).count(b"HTTP/1.1 200") <= 6
        assert server.served()


@given(cuts=st.lists(st.integers(0, 400), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_requests_are_answered_in_order_however_they_are_cut(quiet: Running, cuts: list[int]) -> None:
    post = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    last = GET.replace(b"Host: x", b"Host: x\r\nConnection: close")
    stream = post % (5, b"hello") + chunked + GET + post % (70, b"b" * 70) + last
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    said = quiet.said(*(stream[a:b] for a, b in pairwise(places)))
    bodies = [one.rpartition(b"\r\n\r\n")[2] for one in said.split(b"HTTP/1.1 200 OK")[1:]]
    assert bodies == [b"5", b"3", b"0", b"70", b"0"]


@pytest.fixture(scope="module")
def quiet() -> Iterator[Running]:
    with running(usual()) as server:
        yield server


# --- time -----------------------------------------------------------------------------------------


def test_half_a_head_ends_and_is_told_so() -> None:
    with running(usual(head_s=SOON_S)) as server:
        assert problem(server.said(LONG)) == (408, "too_slow")


def test_a_client_that_says_nothing_or_only_ends_of_lines_is_left() -> None:
    with running(usual(head_s=SOON_S)) as server:
        assert server.said() == b""
        with server.opened() as client:
            client.sendall(GET)
            assert client.recv(200).startswith(b"HTTP/1.1 200")
            gone = False
            while not gone:
                try:
                    client.sendall(b"\r\n")
                    client.settimeout(0.05)
                    gone = client.recv(1) == b""
                except TimeoutError:
                    continue
                except OSError:
                    gone = True


@pytest.mark.parametrize("more", [b"", b"1;" + b"a" * 5_000])
def test_half_a_body_ends_and_the_application_knows(more: bytes) -> None:
    """Also one that sends and sends what is no body."""
    post = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
    with running(usual(body_s=SOON_S, body_bytes_per_s=1_000_000)) as server:
        assert problem(server.said(post + more)) == (408, "too_slow")
        until(lambda: server.app.ended == ["disconnect"])


def test_a_body_buys_the_time_that_it_needs() -> None:
    post = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1001\r\n\r\n" + b"a" * 1_000
    with running(usual(body_s=0.0, body_bytes_per_s=1)) as server, server.opened() as client:
        client.sendall(post)
        time.sleep(1.5)  # several times looked at
        client.sendall(b"a")
        assert rest(client).endswith(b"1001")


def test_a_body_that_nobody_reads_is_not_waited_for() -> None:
    with running(usual(linger_s=SOON_S)) as server, server.opened() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
        assert client.recv(200).startswith(b"HTTP/1.1 200")
    app = Early(usual(linger_s=SOON_S))
    with running_app(app) as server, server.opened() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhello")
        assert rest(client).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
def test_a_client_that_sends_all_of_a_refused_body_before_it_reads_is_told_why(more: bytes) -> None:
    pieces = 40
    app = Early(usual(linger_s=SOON_S, linger_bytes_per_s=100_000))
    with running_app(app) as server, server.opened() as client:
        size = pieces * 100_000
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n" % (more, size))
        for n in range(pieces):
            client.sendall(b"a" * 100_000)
            if n == 0:
                time.sleep(5 * SOON_S)  # it is not the pace of a moment that counts
        assert client.recv(200).startswith(b"HTTP/1.1 413")


def test_a_client_that_never_ends_a_refused_body_is_ended() -> None:
    app = Early(usual(linger_s=SOON_S, linger_bytes_per_s=1, linger_most_s=SOON_S))
    with running_app(app) as server, server.opened() as client:
        client.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000000\r\n\r\n"
        )
        with pytest.raises(OSError, match=r"reset|pipe"):
            send_for_ever(client)


def send_for_ever(client: socket.socket) -> None:
    while True:
        client.sendall(b"a")
        time.sleep(0.01)


class Early(Echo):
    """Answers before the body is there."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


def test_a_client_that_takes_nothing_of_its_answer_is_left() -> None:
    with running(usual(stall_s=SOON_S)) as server, server.opened() as client:
        client.sendall(GET.replace(b"/ ", b"/much "))
        until(lambda: server.waiting(ConnectionPhase.TAKE) == 1)
        until(lambda: server.waiting(ConnectionPhase.TAKE) == 0)
        assert len(rest(client)) < 50_000_000


# --- many -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wait", "half"),
    [
        (ConnectionPhase.HEAD, LONG),
        (ConnectionPhase.HEAD, b""),
        (ConnectionPhase.BODY, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"),
        (ConnectionPhase.IDLE, GET),
        (ConnectionPhase.TAKE, GET.replace(b"/ ", b"/much ")),
    ],
)
def test_one_address_keeps_a_few_waiting_and_the_oldest_gives_way(wait: ConnectionPhase, half: bytes) -> None:
    with running(usual(each_network=FEW)) as server:
        other = server.opened("127.0.0.2")
        other.sendall(half)
        until(lambda: server.waiting(wait, "127.0.0.2") == 1)
        many = []
        for nth in range(20):
            many.append(server.opened())
            many[-1].sendall(half)
            until(lambda nth=nth: server.waiting(wait, "127.0.0.1") >= min(nth + 1, 4))  # type: ignore[misc]
            assert server.waiting(wait, "127.0.0.1") <= 4
            assert server.served(), "who asks at once is served, from that very address"
        assert server.waiting(wait, "127.0.0.2") == 1
        for client in (other, *many):
            client.close()


def test_many_addresses_together_keep_no_more_than_all_may() -> None:
    with running(usual(all_networks=FEW)) as server:
        many = [server.opened(f"127.0.0.{10 + nth}") for nth in range(20)]
        for client in many:
            client.sendall(LONG)
        until(lambda: server.waiting(ConnectionPhase.HEAD) <= 4)
        assert server.served("127.0.0.200")
        for client in many:
            client.close()


def test_a_proxy_of_ours_is_no_single_client() -> None:
    with running(usual(each_network=FEW)) as server:
        many = [server.opened("127.0.0.9") for _ in range(20)]
        for client in many:
            client.sendall(LONG)
        until(lambda: server.waiting(ConnectionPhase.HEAD) == 20)
        for client in many:
            client.close()


# --- WebSockets and TLS ---------------------------------------------------------------------------


def test_a_websocket_is_opened_and_counts_no_more() -> None:
    with running(usual()) as server:
        with connect(f"ws://127.0.0.1:{server.port}/", compression=None) as window:
            assert window.recv() == "hello"
            assert server.app.edge.connections._open == set()
        assert server.served()


UPGRADE = (
    b"Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


@pytest.mark.parametrize(
    "head",
    [
        LONG + UPGRADE.replace(b"AAA==", b"no") + b"\r\n",
        LONG + UPGRADE.replace(b"13", b"7") + b"\r\n",
        LONG + UPGRADE + b"Content-Length: 5\r\n\r\n",
        LONG + UPGRADE + b"Content-Length: 5\r\n\r\nhello",
        LONG + UPGRADE + b"Transfer-Encoding: chunked\r\n\r\n",
        LONG.replace(b"GET", b"POST") + UPGRADE + b"\r\n",
        LONG.replace(b"/ ", b"/\xff ") + UPGRADE + b"\r\n",
        LONG + UPGRADE + b"X: \x7f\r\n\r\n",
    ],
)
def test_an_upgrade_that_is_none_is_answered_and_ended(head: bytes) -> None:
    with running(usual(body_s=SOON_S)) as server:
        assert server.said(head).startswith(b"HTTP/1.1 4")
        assert server.served()


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Ours, and that of a client who trusts us."""
    made = certificate_for(Path(tmp_path_factory.mktemp("tls")), ["127.0.0.1"], SystemClock().now())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    return context, ssl.create_default_context(cafile=made.certificate)


def test_over_tls_the_same_holds_and_the_scheme_is_known(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    ours, theirs = tls
    with running(usual(linger_s=SOON_S), ours) as server:
        for _ in range(5):
            with theirs.wrap_socket(server.opened(), server_hostname="127.0.0.1") as client:
                head = LONG.replace(b"GET", b"POST") + b"Content-Length: 100000\r\nConnection: close\r\n\r\n"
                client.sendall(head + b"a" * 100_000)
                assert rest(client).endswith(b"100000")
        with theirs.wrap_socket(server.opened(), server_hostname="127.0.0.1") as client:
            client.sendall(LONG + b"X: " + b"a" * 20_000)
            assert problem(rest(client)) == (431, "head_too_large")
        with connect(f"wss://127.0.0.1:{server.port}/", compression=None, ssl=theirs) as window:
            assert window.recv() == "hello"
        assert server.app.schemes == {"https", "wss"}


def test_a_handshake_that_is_never_made_ends_and_keeps_nobody_out(
    tls: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    ours, theirs = tls
    with running(usual(head_s=SOON_S), ours) as server:
        assert server.said() == b""
        assert server.said(b"\x16\x03\x01") == b""
        assert b"HTTP" not in server.said(GET)
    with running(usual(each_network=FEW), ours) as server:
        many = [server.opened() for _ in range(20)]
        until(lambda: server.waiting(ConnectionPhase.HEAD) == 4)
        with theirs.wrap_socket(server.opened(), server_hostname="127.0.0.1") as client:
            client.sendall(GET)
            assert client.recv(200).startswith(b"HTTP/1.1 200")
        for client in many:
            client.close()
