"""The configurations of `deploy/proxy`, on the real programs, in front of the really running `serve`."""

import asyncio
import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets import Origin
from websockets.sync.client import connect

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.identity.core.throttle import ADDRESS_MAX
from auxilio.platform.certificate import certificate_for
from auxilio.platform.clock import SystemClock
from tests.free_ports import free_port
from tests.input.conftest import PROXY, PUBLIC_URL, Served

DEPLOY = Path(__file__).parents[2] / "deploy/proxy"
NAME = "112.example"
PROGRAMS = ("nginx", "caddy")


class Proxy:
    """One that runs."""

    def __init__(self, https: int, http: int, trust: ssl.SSLContext) -> None:
        self.https, self.http, self.trust = https, http, trust

    def ask(
        self, method: str, path: str, body: bytes = b"", source: str = "127.0.0.1", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body over TLS, from a loopback address of one's own."""
        with self._line(source) as line:
            line.sendall(request(method, path, body, **headers))
            return answer(line)

    def plain(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """The same in the clear."""
        with socket.create_connection(("127.0.0.1", self.http), 30) as line:
            line.sendall(request("GET", path, b""))
            return answer(line)

    def _line(self, source: str, name: str = NAME) -> ssl.SSLSocket:
        line = socket.create_connection(("127.0.0.1", self.https), 30, (source, 0))
        return self.trust.wrap_socket(line, server_hostname=name)


def request(method: str, path: str, body: bytes, **headers: str) -> bytes:
    lines = {"host": NAME, "connection": "close", "content-length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    said = b""
    while piece := line.recv(65_536):
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    found: dict[str, str] = {}
    for each in lines:
        name, _, value = each.partition(":")
        found[name.lower()] = f"{found.get(name.lower(), '')}\n{value.strip()}".strip()
    if found.get("transfer-encoding") == "chunked":
        body = body.partition(b"\r\n")[2].rpartition(b"\r\n0\r\n")[0]
    return int(first.split()[1]), found, body


def filled(program: str, folder: Path, serve: int, https: int, http: int, voice: int) -> list[str]:
    """The shipped configuration with this machine's names, ports and certificate; the command that runs it."""
    made = certificate_for(folder / "tls", [NAME], SystemClock().now())
    text = (DEPLOY / ("nginx.conf" if program == "nginx" else "Caddyfile")).read_text()
    text = text.replace("/etc/auxilio/tls/fullchain.pem", str(made.certificate))
    text = text.replace("/etc/auxilio/tls/privkey.pem", str(made.key))
    text = text.replace("127.0.0.1:8112", f"127.0.0.1:{serve}").replace("192.0.2.10", "127.0.0.1")
    if program == "nginx":
        text = text.replace("listen 443", f"listen 127.0.0.1:{https}")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{http};")
        text = text.replace("listen 127.0.0.1:8113", f"listen 127.0.0.1:{voice}")
        text = text.replace("/var/log/nginx/auxilio.log", str(folder / "access.log"))
        (folder / "site.conf").write_text(text)
        temp = "".join(
            f"{kind}_temp_path {folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ {temp} include {folder}/site.conf; }}"
        (folder / "nginx.conf").write_text(whole)
        return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "user root;"]
    text = text.replace(
        "{\n", f"{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tdefault_bind 127.0.0.1\n", 1
    )
    text = text.replace(":8113 {", f":{voice} {{")
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


class Relay:
    """Carries a proxy's connections to `serve` from an address that only the proxy has: others here are no proxies."""

    def __init__(self, to: int) -> None:
        self._to, self._loop = to, asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", self._to, local_addr=(PROXY, 0))
        except OSError:
            writer.close()  # the proxy sees that nobody answers, instead of waiting
            raise
        await asyncio.gather(self._pass(reader, back), self._pass(onward, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(65_536):
                writer.write(piece)
                await writer.drain()
        writer.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


@contextmanager
def running(program: str, folder: Path, served: Served) -> Iterator[Proxy]:
    https, http, voice = free_port(), free_port(), free_port()
    relay = Relay(int(served.address.rpartition(":")[2]))
    command = filled(program, folder, relay.port, https, http, voice)
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        command, stdout=log, stderr=log, env={"HOME": str(folder), "PATH": "/usr/bin:/usr/sbin"}
    )
    try:
        for port in (https, http, voice):
            _until_open(port, process, folder / "log")
        yield Proxy(https, http, ssl.create_default_context(cafile=folder / "tls/certificate.pem"))
    finally:
        process.terminate()
        process.wait()
        relay.close()
        log.close()


def _until_open(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end_s = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end_s, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module", params=PROGRAMS)
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, served: Served
) -> Iterator[Proxy]:
    if shutil.which(request.param) is None:
        package = {"nginx": "nginx-light"}.get(request.param, request.param)
        pytest.skip(f"missing: {request.param} (apt-get install {package})")
    with running(request.param, tmp_path_factory.mktemp(request.param), served) as proxy:
        yield proxy


def sign_in(
    proxy: Proxy, login: str = "vera", password: str = PASSWORD, **more: str
) -> tuple[int, dict[str, str], Any]:
    body = json.dumps({"login": login, "password": password}).encode()
    status, headers, said = proxy.ask("POST", "/api/session", body, content_type="application/json", **more)
    return status, headers, json.loads(said)


def test_a_page_is_held_to_https_and_its_cookies_are_secure(proxy: Proxy) -> None:
    status, headers, _ = proxy.ask("GET", "/desk")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert f"wss://{NAME}:" in headers["content-security-policy"]
    status, headers, said = sign_in(proxy, origin=PUBLIC_URL)
    assert (status, said["person"]["name"]) == (200, "Vera Camps")
    assert headers["set-cookie"].lower().count("; secure") == 2
    assert sign_in(proxy, origin="https://evil.example")[2]["code"] == "origin_not_ours"


def test_what_comes_in_the_clear_is_sent_to_https(proxy: Proxy) -> None:
    status, headers, _ = proxy.plain("/desk?x=1")
    assert status == 308
    assert headers["location"].startswith(f"https://{NAME}")
    assert headers["location"].endswith("/desk?x=1")


def test_a_window_of_boards_is_open_through_it(proxy: Proxy) -> None:
    _, headers, _ = sign_in(proxy, origin=PUBLIC_URL)
    cookie = headers["set-cookie"].split("auxilio_session=")[1].split(";")[0]
    line = socket.create_connection(("127.0.0.1", proxy.https), 30)
    with connect(
        f"wss://{NAME}/api/boards",
        sock=line,
        ssl=proxy.trust,
        server_hostname=NAME,
        origin=Origin(PUBLIC_URL),
        additional_headers={"cookie": f"auxilio_session={cookie}"},
        open_timeout=60,
    ) as window:
        assert "beat" in json.loads(window.recv(timeout=30))


ADDRESSES = count(20)
"""The last part of the addresses of a test: no two tests guess from the same."""


def test_limits_count_the_address_behind_it_whatever_a_client_writes(proxy: Proxy) -> None:
    nth = next(ADDRESSES)
    flooding, other = f"127.0.1.{nth}", f"127.0.2.{nth}"

    def guess(login: str, source: str, **more: str) -> str:
        return str(sign_in(proxy, login, "wrong wrong wrong", source=source, **more)[2]["code"])

    for each in range(ADDRESS_MAX):
        assert guess(f"nobody-{nth}-{each}", flooding) == "sign_in_refused"
    assert guess(f"nobody-{nth}", flooding) == "too_many_attempts"
    assert guess(f"nobody-{nth}", flooding, x_forwarded_for=other) == "too_many_attempts"
    assert guess(f"nobody-{nth}", other) == "sign_in_refused"


def test_a_name_that_is_not_ours_ends_at_the_proxy(proxy: Proxy) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        proxy._line("127.0.0.1", name="evil.example").close()
    assert proxy.ask("GET", "/api/health")[0] == 200
