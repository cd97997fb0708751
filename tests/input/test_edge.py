"""Aim: what comes to the really running `serve` before anybody is known: paths, heads, hosts, proxies, nested bodies."""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.app.processes.web_application import DIST, PAGES
from tests.input.conftest import PROXY, PUBLIC_URL, Served
from tests.input.test_routes import JSON, published

DEPTHS = (60, 65, 300, 900, 990, 1_200, 3_000, 9_000, 30_000)
"""On both sides of what is allowed, of Python's limit and of msgspec's."""
KEYS = (
    b"id",
    b"command",
    b"data",
    b"words",
    b"features",
    b"geometry",
    b"locations",
    b"position",
    b"files",
    b"text",
)
ODD = (
    "%00", "%ff", "..%2f..%2fetc%2fpasswd", "a" * 4_000, "%2e%2e", "", "a%0ab", "\\..", "C:", "%F0%9F%9A%91", "//",
    "index.html%00.js", "%ed%a0%80", "con", "a/" * 1_000, "%", "%zz", "*", ";", "?", "'", "{}",
)  # fmt: skip
POST = b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
GET = b"GET /api/health HTTP/1.1\r\nConnection: close\r\n"


def said(served: Served, *pieces: bytes, source: str = "127.0.0.1") -> tuple[int, bytes]:
    """Status and everything that comes back for bytes that no library of ours would send."""
    port = int(served.address.rpartition(":")[2])
    answer = b""
    with socket.create_connection(("127.0.0.1", port), 60, (source, 0)) as client:
        try:
            for piece in pieces:
                client.sendall(piece)
            while more := client.recv(65_536):
                answer += more
        except ConnectionError:
            pass  # it was closed while we still spoke: what came before counts
    return int(answer.split()[1]), answer


def code(answer: bytes) -> Any:
    return json.loads(answer.partition(b"\r\n\r\n")[2])["code"]


# --- paths and bodies -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_no_path_of_pages_or_files_is_a_defect(served: Served, method: str) -> None:
    for folder in ("/", "/assets/", "/case/", "/api/", "/desk/", "/sw.js", "/api/calls/", "/api/geo/tiles/"):
        for odd in ODD:
            head = f"{method} {folder}{odd} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            status, _ = said(served, head.encode())
            assert status < 500, head[:100]


def test_what_is_built_is_served_and_what_is_not_is_unknown(served: Served) -> None:
    for name in ("index.html", *(file.name for file in (DIST / "assets").glob("*.js"))):
        reply = requests.get(f"{served.address}/assets/{name}")
        assert reply.status_code == (404 if name == "index.html" else 200)
        assert requests.head(f"{served.address}/assets/{name}").status_code == reply.status_code
    assert all(requests.get(served.address + page).status_code == 200 for page in PAGES)
    assert requests.get(f"{served.address}/gallery").json()["code"] == "unknown_route"


def nested(depth: int) -> Iterator[bytes]:
    """One array, object, GeoJSON collection and position inside the other, alone and where each route reads something."""
    arrays, objects = b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth
    yield from (arrays, objects)
    for key in KEYS:
        yield b'{"%s":%s}' % (key, arrays)
        yield b'{"%s":%s}' % (key, objects)
    yield b'{"type":"FeatureCollection","features":[' * depth + b"]}" * depth
    yield b'{"type":"GeometryCollection","geometries":[' * depth + b"]}" * depth
    yield b'{"type":"Feature","geometry":{"type":"Point","coordinates":%s},"properties":{}}' % arrays
    yield (
        b'{"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":%s}]}'
        % objects
    )
    yield b'{"device_id":"x","location":{"coords":%s}}' % objects


def test_a_nested_body_is_refused_by_its_code_everywhere(served: Served) -> None:
    for path, methods in published(served)["paths"].items():
        place = served.address + re.sub(r"\{[^}]+\}", "00000000-0000-0000-0000-000000000007", path)
        for method in methods.keys() & {"post", "put"}:
            before = served.accounts.counted()
            for depth in DEPTHS:
                for body in nested(depth):
                    if len(body) > 60_000:
                        continue
                    headers = JSON | {"authorization": "Bearer nobody"}
                    reply = served.seat("clara").request(method, place, data=body, headers=headers)
                    served.judge(reply, before)
                    if reply.status_code < 400 or reply.json()["code"] == "sign_in_refused":
                        before = served.accounts.counted()


def test_a_nested_file_is_refused_by_its_code(served: Served) -> None:
    jordi = served.seat("jordi")
    point = '{"type":"Feature","geometry":{"type":"Point","coordinates":[1.5,42.5]},"properties":{"%s":%s}}'
    for route in ("area", "places"):
        for depth in DEPTHS:
            arrays = "[" * depth + "]" * depth
            texts = [one.decode() for one in nested(depth)]
            texts += [point % (name, arrays) for name in ("name", "nombre", "said", "lat", "tipo")]
            for text in (one for one in texts if len(json.dumps(one)) < 64_000):
                before = served.accounts.counted()
                reply = jordi.post(f"{served.address}/api/preventive/{route}", json={"text": text})
                served.judge(reply, before)
                assert reply.status_code >= 400


# --- heads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pieces",
    [
        [GET[:-2] + b"\r\nHost: 127.0.0.1\r\nX: " + b"a" * 9_000 + b"\r\n\r\n"],
        [GET + b"Host: 127.0.0.1\r\n", *[b"X-%d: %s\r\n" % (n, b"a" * 1_000) for n in range(40)]],
        [b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
        [GET.replace(b"health", b"boards") + b"Upgrade: websocket\r\nX: " + b"a" * 20_000],
    ],
)
def test_a_head_without_end_is_refused(served: Served, pieces: list[bytes]) -> None:
    status, answer = said(served, *pieces)
    assert (status, code(answer)) == (431, "head_too_large")


def test_half_a_body_that_goes_is_no_defect(served: Served) -> None:
    port = int(served.address.rpartition(":")[2])
    for half in (b'Content-Length: 60\r\n\r\n{"login"', b"Transfer-Encoding: chunked\r\n\r\n9\r\n{"):
        with socket.create_connection(("127.0.0.1", port), 60) as client:
            client.sendall(
                POST.replace(b"Connection: close\r\n", b"Content-Type: application/json\r\n") + half
            )
    assert requests.get(f"{served.address}/api/health").json() == {"status": "ok"}


# --- hosts and proxies ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"127.0.0.1", 200), (b"localhost:8112", 200), (b"112.example", 200), (b"112.EXAMPLE:443", 200),
        (b"evil.example", 421), (b"112.example.evil.example", 421), (b"192.0.2.1", 421), (b"", 421),
        (b"a\r\nHost: 127.0.0.1", 421),
    ],
)  # fmt: skip
def test_only_names_of_ours_are_answered(served: Served, host: bytes, status: int) -> None:
    found, answer = said(served, GET + b"Host: " + host + b"\r\n\r\n")
    assert found == status
    if status == 421:
        assert code(answer) == "host_not_ours"
        upgrade = b"Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        boards = (
            b"GET /api/boards HTTP/1.1\r\nConnection: upgrade\r\n" + upgrade + b"Host: " + host + b"\r\n\r\n"
        )
        found, answer = said(served, boards)
        assert (found, code(answer)) == (421, "host_not_ours")


def sign_in(served: Served, source: str, **headers: str) -> tuple[int, bytes]:
    body = json.dumps({"login": "hugo", "password": PASSWORD}).encode()
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"POST /api/session HTTP/1.1\r\n{lines}content-type: application/json\r\nconnection: close\r\n"
    return said(served, f"{head}content-length: {len(body)}\r\n\r\n".encode() + body, source=source)


def test_behind_its_proxy_cookies_are_secure_and_the_name_is_held_to_https(served: Served) -> None:
    told = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https", "origin": PUBLIC_URL}
    status, answer = sign_in(served, PROXY, host="112.example", **told)
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert status == 200, answer
    assert b"; secure" in head
    assert b"samesite=strict" in head
    assert b"strict-transport-security: max-age=31536000" in head
    assert re.search(rb"connect-src 'self' wss://112\.example:\d+;", head)
    assert b"server:" not in head
    status, answer = sign_in(served, PROXY, host="112.example", **told | {"origin": "http://112.example"})
    assert (status, code(answer)) == (403, "origin_not_ours")
    status, answer = sign_in(served, PROXY, host="112.example", **told | {"x_forwarded_proto": "http"})
    assert (status, code(answer)) == (403, "https_only")
    status, answer = said(
        served, b"GET /desk HTTP/1.1\r\nHost: 112.example\r\nX-Forwarded-Proto: http\r\n\r\n", source=PROXY
    )
    assert status == 308
    assert b"location: https://112.example/desk\r\n" in answer


def test_only_the_proxy_says_for_whom_a_limit_counts(served: Served) -> None:
    """A stranger who writes the header is counted as the one address that they have."""

    def guess(source: str, told: str) -> str:
        body = b'{"login": "nobody at all", "password": "wrong wrong wrong"}'
        head = f"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {told}\r\nConnection: close\r\n"
        sent = f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        return str(code(said(served, sent, source=source)[1]))

    many = [guess("127.0.0.4", f"203.0.113.{n}") for n in range(12)]
    assert many.count("too_many_attempts") > 0
    assert guess(PROXY, "203.0.113.200, 198.51.100.9") in ("sign_in_refused", "too_many_attempts")
