"""The guard, as other capabilities' routes stand behind it, and the WebSocket's."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar, get, post

from auxilio.identity.api import CONTROLLERS, COOKIE, ActorDependency, actor_of_socket
from auxilio.identity.core.gate import CITIZEN, PUBLIC
from auxilio.identity.service import IdentityService
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from tests.database import Database
from tests.http_client import app_of, client_of, open_to_strangers, routes_of, sign_in


@get("/api/who")
async def who(actor: ActorDependency) -> str:
    return str(actor.id)


@post("/api/say", opt=CITIZEN)
async def say(actor: ActorDependency) -> str:
    return str(actor.id)


@get("/api/forgot", opt=PUBLIC)
async def forgot(actor: ActorDependency) -> str:
    return str(actor.id)


@pytest.fixture
def app(identity: IdentityService) -> Litestar:
    return app_of(identity, [*CONTROLLERS, who, say, forgot])


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture
def call() -> CallId:
    return CallId(new_id())


@pytest.fixture
def bearer(identity: IdentityService, clock: SimulatedClock, call: CallId) -> dict[str, str]:
    token = identity.citizen_token(call, clock.now() + timedelta(hours=1))
    return {"authorization": f"Bearer {token}"}


async def test_a_citizen_enters_where_it_says_so_and_nowhere_else(
    client: httpx.AsyncClient, bearer: dict[str, str], call: CallId
) -> None:
    said = await client.post("/api/say", headers=bearer)
    assert (said.status_code, said.text) == (201, str(call))
    for path in ("/api/who", "/api/session", "/api/admin/people", "/api/directory"):
        assert (await client.get(path, headers=bearer)).status_code == 401


async def test_a_citizens_token_ends_with_its_time(
    client: httpx.AsyncClient, bearer: dict[str, str], clock: SimulatedClock
) -> None:
    await clock.advance(3600)
    assert (await client.post("/api/say", headers=bearer)).status_code == 401


async def test_a_token_that_is_shown_is_the_one_that_counts(
    client: httpx.AsyncClient, call: CallId, bearer: dict[str, str]
) -> None:
    me = await sign_in(client, "call_taker")
    assert (await client.post("/api/say", headers=bearer)).text == str(call)
    assert (await client.post("/api/say")).text == me["person"]["id"]
    wrong = {"authorization": "Bearer wrong"}
    assert (await client.post("/api/say", headers=wrong)).status_code == 401


async def test_a_public_route_that_asks_who_is_there_finds_nobody(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/forgot")).status_code == 401


async def test_a_stranger_finds_only_what_is_public(app: Litestar) -> None:
    assert await open_to_strangers(app) == {"POST /api/session", "GET /api/desks"}
    assert ("POST", "/api/say", "citizen") in set(routes_of(app))


def socket(app: Litestar, **headers: str) -> Any:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "websocket",
        "path": "/api/boards",
        "query_string": b"",
        "headers": [(b"host", b"auxilio.test"), *raw],
        "litestar_app": app,
        "state": {},
    }


async def test_a_socket_opens_with_the_cookie_and_ends_with_the_session(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    me = await sign_in(client, "call_taker")
    scope = socket(app, cookie=f"{COOKIE}={client.cookies[COOKIE]}", origin="http://auxilio.test")
    assert str((await actor_of_socket(scope)).id) == me["person"]["id"]
    await client.delete("/api/session")
    with pytest.raises(Refused, match="not_signed_in"):
        await actor_of_socket(scope)


async def test_no_socket_opens_before_a_given_password_is_changed(
    app: Litestar, client: httpx.AsyncClient, database: Database
) -> None:
    await database.pool.execute("update person set password_given = true where login = 'call_taker'")
    await sign_in(client, "call_taker")
    scope = socket(app, cookie=f"{COOKIE}={client.cookies[COOKIE]}", origin="http://auxilio.test")
    with pytest.raises(Refused, match="password_to_change"):
        await actor_of_socket(scope)


async def test_a_socket_of_another_site_is_refused_also_with_the_cookie(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    await sign_in(client, "call_taker")
    scope = socket(app, cookie=f"{COOKIE}={client.cookies[COOKIE]}", origin="https://elsewhere.test")
    with pytest.raises(Refused, match="origin_not_ours"):
        await actor_of_socket(scope)


async def test_a_citizens_page_opens_its_socket_with_its_token(
    app: Litestar, call: CallId, bearer: dict[str, str]
) -> None:
    token = bearer["authorization"].removeprefix("Bearer ")
    scope = socket(app, sec_websocket_protocol=f"auxilio, bearer.{token}")
    assert (await actor_of_socket(scope)).id == call
    with pytest.raises(Refused, match="not_signed_in"):
        await actor_of_socket(socket(app, sec_websocket_protocol="auxilio, bearer.wrong"))
    with pytest.raises(Refused, match="not_signed_in"):
        await actor_of_socket(socket(app))
