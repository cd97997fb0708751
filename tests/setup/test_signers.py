"""Who writes content and who signs it: three people in one step, all of them or nobody, and no role past a second person."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.identity.api import CONTROLLERS
from auxilio.identity.core.model import PersonData
from auxilio.identity.service import IdentityService
from auxilio.setup.api import Signers
from auxilio.setup.signers import SignerAppointments
from tests.database import Database
from tests.http_client import app_of, client_of, seeded_identity, sign_in
from tests.identity.test_api import code_of

pytestmark = pytest.mark.database
THREE: dict[str, Any] = {
    "content_author": {"login": "Joan", "name": "Joan Mas"},
    "medical_director": {"login": "nuria", "name": "Núria Pla"},
    "operations_director": {"login": "marc", "name": "Marc Font"},
    "language": "ca",
}


@pytest.fixture
async def identity(database: Database) -> IdentityService:
    return await seeded_identity(database.pool)


@pytest.fixture
async def client(identity: IdentityService) -> AsyncIterator[httpx.AsyncClient]:
    given = Provide(lambda: SignerAppointments(identity), sync_to_thread=False)
    router = Router("/", route_handlers=[Signers], dependencies={"signer_appointments": given})
    async with client_of(app_of(identity, (*CONTROLLERS, router))) as client:
        yield client


async def people(client: httpx.AsyncClient) -> dict[str, Any]:
    return {one["login"]: one for one in (await client.get("/api/admin/people")).json()}


async def test_three_new_people_have_their_roles_and_the_medical_director_waits(
    client: httpx.AsyncClient, identity: IdentityService
) -> None:
    await sign_in(client, "administrator")
    answer = await client.post("/api/setup/signers", json=THREE)
    assert answer.status_code == 200, answer.text
    assert [one["login"] for one in answer.json()] == ["joan", "nuria", "marc"]
    there = await people(client)
    assert (there["joan"]["roles"], there["joan"]["languages"]) == (["content_author"], ["ca"])
    assert (there["nuria"]["roles"], there["marc"]["roles"]) == ([], ["operations_director"])
    (asked,) = (await client.get("/api/admin/grants")).json()
    assert (asked["login"], asked["roles"]) == ("nuria", ["medical_director"])
    assert code_of(await client.post(f"/api/admin/grants/{asked['id']}/confirm")) == (403, "own_grant")
    session, _ = await identity.sign_in("joan", answer.json()[0]["password"])
    assert session

    # Repeated with those who are there now, nothing changes: neither the request nor who asked.
    chosen = {
        role: {"person": there[login]["id"]}
        for role, login in zip(THREE, ("joan", "nuria", "marc"), strict=False)
    }
    again = await client.post("/api/setup/signers", json=chosen | {"language": "ca"})
    assert (again.status_code, again.json()) == (200, [])
    assert (await client.get("/api/admin/grants")).json() == [asked]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"operations_director": {"login": "JOAN", "name": "Joan Mas"}}, "signers_apart"),
        ({"operations_director": {"login": "marc"}}, "signer_missing"),
        ({"operations_director": {}}, "signer_missing"),
        ({"operations_director": {"login": "Supervisor", "name": "Otra"}}, "login_taken"),
        ({"operations_director": {"person": "00000000-0000-7000-8000-000000000007"}}, "unknown_person"),
    ],
)
async def test_what_cannot_be_is_told_at_its_role_and_nobody_is_registered(
    client: httpx.AsyncClient, wrong: dict[str, Any], code: str
) -> None:
    await sign_in(client, "administrator")
    before = await people(client)
    answer = await client.post("/api/setup/signers", json=THREE | wrong)
    assert code_of(answer)[1] == code
    assert answer.json()["facts"]["field"] == "$.operations_director"
    assert await people(client) == before
    assert (await client.get("/api/admin/grants")).json() == []


async def test_an_office_is_given_to_who_is_there_and_nobody_gives_it_to_themselves(
    client: httpx.AsyncClient,
) -> None:
    await sign_in(client, "administrator")
    there = await people(client)
    own = THREE | {"operations_director": {"person": there["administrator"]["id"]}}
    assert code_of(await client.post("/api/setup/signers", json=own)) == (409, "own_roles")
    assert "joan" not in await people(client), "all of them or nobody"
    chosen = THREE | {"operations_director": {"person": there["supervisor"]["id"]}}
    answer = await client.post("/api/setup/signers", json=chosen)
    assert [one["login"] for one in answer.json()] == ["joan", "nuria"]
    assert set((await people(client))["supervisor"]["roles"]) == {"operations_director", "supervisor"}


async def test_who_is_there_keeps_everything_else_that_is_known_of_them(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    before = (await people(client))["supervisor"]
    stated = {name: value for name, value in before.items() if name in PersonData.__struct_fields__}
    known = stated | {"phone": "+34600111222", "staff_number": "S-17"}
    saved = await client.put(f"/api/admin/people/{before['id']}", json=known)
    assert saved.status_code == 200, saved.text
    before = (await people(client))["supervisor"]
    chosen = THREE | {"operations_director": {"person": before["id"]}}
    assert (await client.post("/api/setup/signers", json=chosen)).status_code == 200
    after = (await people(client))["supervisor"]
    assert set(after.pop("roles")) == {*before.pop("roles"), "operations_director"}
    assert after == before


async def test_only_an_administrator_names_them(client: httpx.AsyncClient) -> None:
    assert code_of(await client.post("/api/setup/signers", json=THREE)) == (401, "not_signed_in")
    await sign_in(client, "supervisor")
    assert code_of(await client.post("/api/setup/signers", json=THREE)) == (403, "not_permitted")
