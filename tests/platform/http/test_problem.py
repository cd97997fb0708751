"""Whatever goes wrong leaves in one shape, and tells nobody what it should not."""

import errno
import json
import logging
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar, get, post
from litestar.params import FromPath, JSONBody

from auxilio.kernel.refusal import Refused
from auxilio.platform.http import BODY_BYTES_MAX
from auxilio.platform.http.problem import MEDIA_TYPE, exception_handlers, problem, status_of
from auxilio.platform.http.security_middleware import CONTENT_SECURITY_POLICY, SecurityMiddleware
from auxilio.platform.http.site import Site

SECRET = "Calle Mayor 12"


class Place(msgspec.Struct, forbid_unknown_fields=True):
    lat: float
    names: list[str] = []


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    place: Place


RAISED: dict[str, Exception] = {
    "refused": Refused("unit_not_available", now="busy"),
    "unknown": Refused("unknown_call", id="7"),
    "malformed": msgspec.ValidationError("Expected `int`, got `str` - at `$.command.n`"),
    "connection": asyncpg.ConnectionDoesNotExistError(SECRET),
    "interface": asyncpg.InterfaceError(SECRET),
    "starting": asyncpg.CannotConnectNowError(SECRET),
    "crowded": asyncpg.TooManyConnectionsError(SECRET),
    "cancelled": asyncpg.QueryCanceledError(SECRET),
    "standby": asyncpg.ReadOnlySQLTransactionError(SECRET),
    "refused_connection": ConnectionRefusedError(SECRET),
    "timeout": TimeoutError(SECRET),
    "disk": OSError(errno.ENOSPC, SECRET),
    "database_disk": asyncpg.DiskFullError(SECRET),
    "missing_file": FileNotFoundError(errno.ENOENT, SECRET),
    "wrong_sql": asyncpg.UndefinedTableError(SECRET),
    "bug": ValueError(SECRET),
}
ANSWERS = {
    "refused": (409, "unit_not_available"),
    "unknown": (404, "unknown_call"),
    "malformed": (422, "malformed"),
    "disk": (503, "disk_full"),
    "database_disk": (503, "disk_full"),
    "missing_file": (500, "defect"),
    "wrong_sql": (500, "defect"),
    "bug": (500, "defect"),
}


@get("/raise/{which:str}")
async def raise_it(which: FromPath[str]) -> None:
    raise RAISED[which]


@post("/place")
async def place_it(data: JSONBody[Asked]) -> None:
    return None


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = Litestar(
        [raise_it, place_it],
        exception_handlers=exception_handlers(),
        request_max_body_size=BODY_BYTES_MAX,
        openapi_config=None,
        logging_config=None,
    )
    site = Site(public_url="https://auxilio.test")
    transport = httpx.ASGITransport(SecurityMiddleware(app, site=site), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="https://auxilio.test")


def told(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == MEDIA_TYPE
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("which", RAISED)
async def test_what_is_raised_leaves_as_its_code_and_tells_no_secret(
    client: httpx.AsyncClient, which: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await client.get(f"/raise/{which}")
    assert told(answer) == ANSWERS.get(which, (503, "database_unavailable"))
    assert SECRET not in answer.text
    if answer.status_code == 503:
        assert answer.headers["retry-after"] == "1"
    ours = [record for record in caplog.records if record.name.startswith("auxilio")]
    assert SECRET not in " ".join(record.getMessage() for record in ours)


async def test_a_defect_has_an_id_that_the_log_has_too(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.get("/raise/bug")
    (record,) = [r for r in caplog.records if r.getMessage() == "request_defect"]
    assert answer.json()["facts"]["id"] == record.kind == answer.headers["x-request-id"]


async def test_the_line_of_a_request_has_the_route_and_not_the_path(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "auxilio")
    await client.get("/raise/refused", params={"q": SECRET})
    (record,) = [r for r in caplog.records if r.getMessage() == "request"]
    assert (record.route, record.method, record.status) == ("/raise/{which}", "GET", 409)
    assert SECRET not in json.dumps(vars(record), default=str)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"place": {"lat": "north"}}, "$.place.lat"),
        ({"place": {"lat": 1, "names": ["a", 7]}}, "$.place.names[1]"),
        ({"place": {"lat": 1, "surprise": 1}}, "$.place"),
        ({"place": {}}, "$.place"),
        ({}, "$"),
        ([], "$"),
    ],
)
async def test_a_wrong_field_is_named_by_its_path(client: httpx.AsyncClient, body: Any, field: str) -> None:
    answer = await client.post("/place", json=body)
    assert told(answer) == (422, "malformed")
    assert answer.json()["facts"]["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nowhere", (404, "unknown_route")),
        ("DELETE", "/place", (405, "method_not_allowed")),
    ],
)
async def test_the_frameworks_own_refusals_speak_like_ours(
    client: httpx.AsyncClient, method: str, path: str, expected: tuple[int, str]
) -> None:
    answer = await client.request(method, path)
    assert told(answer) == expected
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


async def test_every_answer_carries_the_headers_that_keep_pages_ours(client: httpx.AsyncClient) -> None:
    for path in ("/raise/refused", "/raise/bug", "/nowhere"):
        headers = (await client.get(path)).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "geolocation=(self)" in headers["permissions-policy"]
        assert "max-age" in headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("centre.example", "'self' wss://centre.example:8113;"),
        ("CENTRE.example:8112", "'self' wss://centre.example:8113;"),
        ("[2001:db8::7]:8112", "'self' ws://[2001:db8::7]:8113;"),
        ("127.0.0.1:8112", "'self' ws://127.0.0.1:8113;"),
        ("evil.example; script-src *", "'self';"),
        ("evil.example,a", "'self';"),
    ],
)
async def test_a_page_may_reach_the_exchange_of_the_very_host_it_came_from(host: str, allowed: str) -> None:
    """Over TLS where the host is public over TLS, though this process itself speaks in the clear behind a proxy."""
    site = Site(public_url="https://centre.example")
    app = SecurityMiddleware(Litestar([], openapi_config=None), site=site, line_port=8113)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://x") as client:
        policy = (await client.get("/nowhere", headers={"host": host})).headers["content-security-policy"]
    assert f"connect-src {allowed}" in policy
    assert "script-src 'self';" in policy


def test_a_code_that_the_table_does_not_know_is_a_conflict_or_not_found() -> None:
    assert status_of("unknown_card") == 404
    assert status_of("case_sealed") == 409


def test_facts_that_json_does_not_know_are_told_as_text() -> None:
    answer = problem("case_sealed", {"why": {1, 2}.__class__, "n": 4})
    assert json.loads(answer.content)["facts"]["n"] == 4
