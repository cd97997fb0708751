"""Only names of ours are answered, and only proxies of ours tell who asks."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.platform.http.origin import check_origin
from auxilio.platform.http.site import Site, host_named, host_of, is_host, is_origin, networks_of
from auxilio.platform.http.site_guard import SiteGuard

PUBLIC = "https://112.example"
PROXIES = networks_of(["10.0.0.0/24", "2001:db8:1::/64", "127.0.0.1"])


@pytest.mark.parametrize(
    ("header", "host"),
    [
        (b"112.example", "112.example"),
        (b"112.EXAMPLE:443", "112.example"),
        (b"112.example.", "112.example"),
        (b"[2001:db8::7]:8112", "2001:db8::7"),
        (b"", None),
        (b":8112", None),
        (b"112.example:x", None),
        (b"112.example:99999", None),
        (b"112.example/..", None),
        (b"112.example?a", None),
        (b"112.example#a", None),
        (b"user@112.example", None),
        (b"112.example\t", None),
        (b"[::1", None),
        (b"112.example, evil.example", "112.example, evil.example"),
        ("112.éxample".encode(), None),
    ],
)
def test_the_host_of_a_request_is_read_or_there_is_none(header: bytes, host: str | None) -> None:
    assert host_of([(b"accept", b"*/*"), (b"host", header)]) == host


def test_two_hosts_are_none() -> None:
    assert host_of([(b"host", b"112.example"), (b"host", b"evil.example")]) is None
    assert host_of([]) is None


@given(st.binary(max_size=60))
def test_no_bytes_in_a_host_are_a_defect_and_none_but_ours_is_known(header: bytes) -> None:
    host = host_of([(b"host", header)])
    known = Site(public_url=PUBLIC).knows(host, "192.0.2.1")
    assert (
        not known or host in ("112.example", "localhost", "192.0.2.1", "::1") or str(host).startswith("127.")
    )


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("112.example", True),
        ("intranet", True),
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("192.0.2.7", True),
        ("::ffff:192.0.2.7", True),
        ("2001:db8::9", True),
        ("192.0.2.8", False),
        ("evil.example", False),
        ("112.example.evil.example", False),
        ("localhost.evil.example", False),
        (None, False),
    ],
)
def test_ours_are_stated_names_this_machine_and_the_address_that_was_called(
    host: str | None, known: bool
) -> None:
    hosts = frozenset({host_named("Intranet"), host_named("[2001:db8:0::9]")})
    site = Site(public_url=PUBLIC, hosts=hosts)
    assert site.knows(host, "192.0.2.7") is known


@pytest.mark.parametrize(
    ("peer", "told", "client"),
    [
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8::5]:4711"], "2001:db8::5"),
        ("2001:db8:1::1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["a" * 50_000], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.2," * 5_000], "10.0.0.2"),
        ("unix", ["198.51.100.1"], "unix"),
    ],
)
def test_the_client_is_the_last_address_that_no_proxy_of_ours_wrote(
    peer: str, told: list[str], client: str
) -> None:
    assert Site(proxies=PROXIES).client_of(peer, told) == client


def test_without_proxies_no_header_says_who_asks() -> None:
    assert Site().client_of("127.0.0.1", ["198.51.100.1"]) == "127.0.0.1"


@given(st.sampled_from(["10.0.0.1", "203.0.113.5"]), st.lists(st.text(max_size=40), max_size=5))
def test_whatever_is_told_the_client_is_an_address(peer: str, told: list[str]) -> None:
    client = Site(proxies=PROXIES).client_of(peer, told)
    assert is_host(client)
    assert client == peer or peer == "10.0.0.1"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://112.example", True),
        ("http://112.example:8112", True),
        ("https://[2001:db8::7]:8112", True),
        ("https://112.example/", False),
        ("https://112.example:443", False),
        ("https://112.Example", False),
        ("112.example", False),
        ("ftp://112.example", False),
        ("https://", False),
        ("https://a@112.example", False),
        ("https://112.example?x", False),
        ("https://112.éxample", False),
    ],
)
def test_a_public_address_is_the_origin_that_a_browser_writes(text: str, good: bool) -> None:
    assert is_origin(text) is good


class Asked:
    """An application that remembers what it was told of who asks."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def ask(site: Site, method: str = "GET", path: str = "/desk?a=1", **headers: str) -> tuple[Any, Asked]:
    asked = Asked()
    transport = httpx.ASGITransport(SiteGuard(site, asked), client=("127.0.0.1", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://112.example") as client:
        return await client.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        ), asked


async def test_a_foreign_host_gets_a_code_and_nothing_else() -> None:
    answer, asked = await ask(Site(public_url=PUBLIC), host="evil.example")
    assert (answer.status_code, answer.json()["code"]) == (421, "host_not_ours")
    assert asked.scopes == []


async def test_client_and_scheme_are_those_that_a_trusted_proxy_tells() -> None:
    told = {"x_forwarded_for": "198.51.100.1", "x_forwarded_proto": "https"}
    _, asked = await ask(Site(public_url=PUBLIC, proxies=PROXIES), **told)
    assert (asked.scopes[0]["client"], asked.scopes[0]["scheme"]) == (("198.51.100.1", 0), "https")
    _, asked = await ask(Site(public_url=PUBLIC), **told)
    assert (asked.scopes[0]["client"], asked.scopes[0]["scheme"]) == (("127.0.0.1", 5), "http")


async def test_what_came_to_the_proxy_in_the_clear_is_sent_on_or_refused() -> None:
    site = Site(public_url=PUBLIC, proxies=PROXIES)
    answer, asked = await ask(site, x_forwarded_proto="http")
    assert (answer.status_code, answer.headers["location"]) == (308, "https://112.example/desk?a=1")
    for method, path in (("POST", "/api/session"), ("GET", "/api/session"), ("POST", "/desk")):
        answer, _ = await ask(site, method, path, x_forwarded_proto="http")
        assert (answer.status_code, answer.json()["code"]) == (403, "https_only")
    assert asked.scopes == []


@pytest.mark.parametrize(
    ("origin", "host", "public", "ours"),
    [
        (None, "anything", "", True),
        ("http://192.0.2.7:8112", "192.0.2.7:8112", "", True),
        ("https://112.example", "127.0.0.1:8112", PUBLIC, True),
        ("https://112.example", "112.example", PUBLIC, True),
        ("http://112.example", "112.example", PUBLIC, False),
        ("https://evil.example", "112.example", PUBLIC, False),
        ("https://112.example", "127.0.0.1:8112", "", False),
        ("null", "112.example", PUBLIC, False),
        ("null", "", "", False),
        ("", "", "", False),
    ],
)
def test_a_page_of_another_site_or_in_the_clear_is_not_ours(
    origin: str | None, host: str, public: str, ours: bool
) -> None:
    headers = {"host": host} | ({"origin": origin} if origin is not None else {})
    if ours:
        check_origin(headers, public)
        return
    with pytest.raises(Refused, match="origin_not_ours"):
        check_origin(headers, public)
