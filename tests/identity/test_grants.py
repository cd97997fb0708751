"""Roles that see into cases are given by two people, by whichever way an administrator could open cases to themselves."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from auxilio.identity.core.grants import SEES_CASES, TWO_PERSON_ROLES
from auxilio.identity.core.permissions import ROLES
from tests.database import Database
from tests.http_client import PASSWORD, client_of, sign_in
from tests.identity.test_api import code_of

OWN = "una frase propia muy larga"
EVA = {"login": "eva", "name": "Eva Font", "roles": ["supervisor", "content_author"], "password": PASSWORD}


async def added(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    await sign_in(client, "administrator")
    answer = await client.post("/api/admin/people", json=EVA | more)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def open_grants(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/api/admin/grants")).json()
    return found


async def confirmed(app: Litestar, by: str = "supervisor") -> None:
    async with client_of(app) as second:
        await sign_in(second, by)
        for grant in await open_grants(second):
            assert (await second.post(f"/api/admin/grants/{grant['id']}/confirm")).status_code == 204


async def roles_of(client: httpx.AsyncClient, login: str) -> set[str]:
    people = (await client.get("/api/admin/people")).json()
    return {role for one in people if one["login"] == login for role in one["roles"]}


def test_every_role_that_opens_a_case_or_a_vehicle_is_given_by_two() -> None:
    assert {"call_taker", "dispatcher", "supervisor", "records_officer", "reviewer", "crew"} <= SEES_CASES
    assert "administrator" in TWO_PERSON_ROLES
    assert TWO_PERSON_ROLES & {"content_author", "operations_director"} == set()
    assert {role for role in ROLES if role in TWO_PERSON_ROLES} == TWO_PERSON_ROLES


async def test_an_administrator_alone_makes_no_supervisor(client: httpx.AsyncClient, app: Litestar) -> None:
    eva = await added(client)
    assert eva["roles"] == ["content_author"], "what needs no second person is given at once"
    assert await roles_of(client, "eva") == {"content_author"}
    [grant] = await open_grants(client)
    assert (grant["name"], grant["roles"]) == ("Eva Font", ["supervisor"])
    assert code_of(await client.post(f"/api/admin/grants/{grant['id']}/confirm")) == (403, "own_grant")
    await confirmed(app)
    assert await roles_of(client, "eva") == {"content_author", "supervisor"}
    assert await open_grants(client) == []


async def test_a_second_administrator_that_one_makes_for_oneself_confirms_nothing(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    await added(client, login="otro", roles=["administrator"])
    assert await roles_of(client, "otro") == set()
    async with client_of(app) as window:
        await sign_in(window, "otro")
        await window.put("/api/session/password", json={"old": PASSWORD, "new": OWN})
        assert code_of(await window.get("/api/admin/grants")) == (403, "not_permitted")


async def test_whoever_gets_a_role_does_not_confirm_it(client: httpx.AsyncClient, app: Litestar) -> None:
    await sign_in(client, "administrator")
    people = (await client.get("/api/admin/people")).json()
    clara = next(one for one in people if one["login"] == "supervisor")
    changed = {key: clara[key] for key in ("login", "name", "agency", "centre")}
    await client.put(
        f"/api/admin/people/{clara['id']}", json=changed | {"roles": ["supervisor", "records_officer"]}
    )
    [grant] = await open_grants(client)
    async with client_of(app) as window:
        await sign_in(window, "supervisor")
        assert code_of(await window.post(f"/api/admin/grants/{grant['id']}/confirm")) == (403, "own_grant")


async def test_a_password_set_for_somebody_else_takes_their_cases_away_until_it_is_confirmed(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    """Else an administrator signs in as a supervisor whose password they have set."""
    await sign_in(client, "administrator")
    people = (await client.get("/api/admin/people")).json()
    nil = next(one for one in people if one["login"] == "records_officer")
    stated = {key: nil[key] for key in ("login", "name", "agency", "centre", "roles")}
    answer = await client.put(f"/api/admin/people/{nil['id']}", json=stated | {"password": PASSWORD + "!"})
    assert answer.json()["roles"] == []
    await confirmed(app)
    assert await roles_of(client, "records_officer") == {"records_officer"}


async def test_of_two_administrators_alone_none_takes_from_the_other_what_nobody_could_confirm(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    """The second would be locked out for good, and the first could never again have anything confirmed."""
    eva = await added(client, roles=["administrator"])
    await confirmed(app)
    people = (await client.get("/api/admin/people")).json()
    clara = next(one for one in people if one["login"] == "supervisor")
    keys = ("login", "name", "agency", "centre", "roles")
    leaves = {key: clara[key] for key in keys} | {"active": False}
    assert (await client.put(f"/api/admin/people/{clara['id']}", json=leaves)).status_code == 200
    stated = {"login": "eva", "name": "Eva Font", "roles": ["administrator"]}
    path = f"/api/admin/people/{eva['id']}"
    answer = await client.put(path, json=stated | {"password": PASSWORD + "!"})
    assert code_of(answer) == (409, "no_second_person")
    assert await roles_of(client, "eva") == {"administrator"}
    assert (await client.put(path, json=stated | {"name": "Eva Font i Mas"})).status_code == 200
    assert (await client.put(path, json=stated | {"active": False})).status_code == 200


async def test_somebody_who_comes_back_waits_for_the_second_person(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    await sign_in(client, "administrator")
    people = (await client.get("/api/admin/people")).json()
    nil = next(one for one in people if one["login"] == "records_officer")
    stated = {key: nil[key] for key in ("login", "name", "agency", "centre", "roles")}
    path = f"/api/admin/people/{nil['id']}"
    assert (await client.put(path, json=stated | {"active": False})).json()["roles"] == ["records_officer"]
    assert (await client.put(path, json=stated | {"active": True})).json()["roles"] == []
    await confirmed(app)
    assert await roles_of(client, "records_officer") == {"records_officer"}


async def test_a_refused_request_gives_nothing_and_a_later_change_withdraws_an_earlier_one(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    eva = await added(client)
    [first] = await open_grants(client)
    stated = {"login": "eva", "name": "Eva Font", "roles": ["call_taker"]}
    await client.put(f"/api/admin/people/{eva['id']}", json=stated)
    [second] = await open_grants(client)
    assert (second["id"] != first["id"], second["roles"]) == (True, ["call_taker"])
    async with client_of(app) as window:
        await sign_in(window, "supervisor")
        assert code_of(await window.post(f"/api/admin/grants/{first['id']}/confirm")) == (409, "grant_over")
        assert (await window.post(f"/api/admin/grants/{second['id']}/refuse")).status_code == 204
        assert code_of(await window.post(f"/api/admin/grants/{second['id']}/confirm")) == (409, "grant_over")
        assert code_of(await window.post(f"/api/admin/grants/{uuid4()}/confirm")) == (404, "unknown_grant")
    assert await roles_of(client, "eva") == set()


async def test_who_finds_a_request_gone_finds_its_roles(
    client: httpx.AsyncClient, app: Litestar, database: Database
) -> None:
    """Another change holds the directory: until it is through, neither the decision nor its roles are there."""
    await added(client)
    waits = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"
    async with database.pool.acquire() as other, asyncio.timeout(20):
        async with other.transaction():
            await other.execute("select pg_advisory_xact_lock(112, 2)")
            confirming = asyncio.create_task(confirmed(app))
            while not await other.fetchval(waits):
                await asyncio.sleep(0.01)
            assert len(await open_grants(client)) == 1
        await confirming
    assert await roles_of(client, "eva") == {"content_author", "supervisor"}


async def test_of_many_decisions_at_once_one_counts(client: httpx.AsyncClient, app: Litestar) -> None:
    await added(client)
    [grant] = await open_grants(client)
    async with client_of(app) as window:
        await sign_in(window, "supervisor")
        path = f"/api/admin/grants/{grant['id']}"
        verbs = ("confirm", "refuse") * 8
        answers = await asyncio.gather(*(window.post(f"{path}/{verb}") for verb in verbs))
    [verb] = [verb for verb, answer in zip(verbs, answers, strict=True) if answer.status_code == 204]
    assert {code_of(answer) for answer in answers if answer.status_code != 204} <= {
        (409, "grant_over"),
        (404, "unknown_grant"),
    }
    assert ("supervisor" in await roles_of(client, "eva")) == (verb == "confirm")


@pytest.mark.parametrize("who", ["call_taker", "dispatcher", "crew", "records_officer"])
async def test_who_is_of_no_second_office_neither_sees_nor_confirms(
    client: httpx.AsyncClient, app: Litestar, who: str
) -> None:
    await added(client)
    [grant] = await open_grants(client)
    async with client_of(app) as window:
        await sign_in(window, who)
        assert code_of(await window.get("/api/admin/grants")) == (403, "not_permitted")
        answer = await window.post(f"/api/admin/grants/{grant['id']}/confirm")
        assert code_of(answer) == (403, "not_permitted")


async def test_what_two_people_did_is_in_the_log_with_both_names(
    client: httpx.AsyncClient, app: Litestar, database: Database
) -> None:
    eva = await added(client)
    await confirmed(app)
    rows = await database.pool.fetch(
        "select body::json->'fields'->'roles' #>> '{}' as roles, body::json->>'by' as by,"
        " body::json->>'confirmed_by' as second from event where stream = $1 and kind = $2 order by version",
        f"account:{eva['id']}",
        "identity.account.changed",
    )
    assert [(row["roles"], row["second"] is not None) for row in rows] == [
        ('["content_author"]', False),
        ('["content_author","supervisor"]', True),
    ]
    assert rows[1]["second"] not in (None, rows[1]["by"])


async def test_a_move_to_another_centre_or_to_the_room_asks_for_the_roles_again(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    eva = await added(client, agency="san", centre="san-1")
    await confirmed(app)
    assert await roles_of(client, "eva") == {"content_author", "supervisor"}
    async with client_of(app) as window:
        await sign_in(window, "eva")
        await sign_in(client, "administrator")
        to_room = EVA | {"agency": None, "centre": None}
        del to_room["password"]
        assert (await client.put(f"/api/admin/people/{eva['id']}", json=to_room)).status_code == 200
        assert await roles_of(client, "eva") == {"content_author"}
        assert (await window.get("/api/session")).status_code == 401, "what opened their cases is over"
    await confirmed(app)
    assert await roles_of(client, "eva") == {"content_author", "supervisor"}
