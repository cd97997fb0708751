"""Contacts are kept by administrators, each change with its before and after, and what was removed is gone."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.app.composition import identity_bus
from auxilio.identity.api import CONTROLLERS
from auxilio.identity.contacts.api import Contacts
from auxilio.identity.contacts.book import ContactBook
from auxilio.identity.row_audit import audit_directory_rows
from auxilio.identity.service import IdentityService
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandExecutor
from tests.database import Database
from tests.http_client import app_of, client_of, sign_in

GAS = {
    "id": "gas",
    "name": "Gas, averías",
    "phone": "+34900000031",
    "organisation": "Compañía de gas",
    "purpose": "Cortar el gas",
    "hours": "24 h",
    "languages": [],
    "agency": None,
}


@pytest.fixture
async def client(
    identity: IdentityService, database: Database, clock: SimulatedClock
) -> AsyncIterator[httpx.AsyncClient]:
    book = ContactBook(database.pool, clock, identity_bus(CommandExecutor(database.pool, clock)))
    provided = {"contact_book": Provide(lambda: book, sync_to_thread=False)}
    routes = Router(path="/", route_handlers=[Contacts], dependencies=provided)
    async with client_of(app_of(identity, [*CONTROLLERS, routes])) as client:
        yield client


async def kept(client: httpx.AsyncClient) -> Any:
    return (await client.get("/api/admin/contacts")).json()


async def test_a_contact_is_kept_changed_and_removed_and_the_log_knows_each(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, "administrator")
    there = "/api/admin/contacts/gas"
    assert (await client.put(there, json=GAS)).status_code == 204
    changed = {**GAS, "phone": "+34900000032", "languages": ["ar", "ber"], "agency": "san"}
    assert (await client.put(there, json=changed)).status_code == 204
    assert await kept(client) == [changed]
    async with database.pool.acquire() as connection:
        assert await audit_directory_rows(connection) == []
        rows = await connection.fetch(
            "select before is null as new, recorded_at is not null as recorded from reference_change"
            " where relation = 'contact' order by id"
        )
    assert [(row["new"], row["recorded"]) for row in rows] == [(True, True), (False, True)]

    assert (await client.delete(there)).status_code == 204
    assert await kept(client) == []
    gone = await client.delete(there)
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown_contact")
    async with database.pool.acquire() as connection:
        assert await audit_directory_rows(connection) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"phone": "900 123"}, "malformed"),
        ({"agency": "nobody"}, "not_in_directory"),
        ({"hours": "x" * 201}, "malformed"),
        ({"name": ""}, "malformed"),
        ({"id": "other"}, "malformed"),
    ],
)
async def test_a_contact_that_cannot_be_dialled_is_refused(
    client: httpx.AsyncClient, wrong: dict[str, Any], code: str
) -> None:
    await sign_in(client, "administrator")
    answer = await client.put("/api/admin/contacts/gas", json={**GAS, **wrong})
    assert (answer.status_code, answer.json()["code"]) == (409 if code == "not_in_directory" else 422, code)
    assert await kept(client) == []


async def test_only_administrators_keep_contacts(client: httpx.AsyncClient) -> None:
    await sign_in(client, "supervisor")
    for answer in (
        await client.get("/api/admin/contacts"),
        await client.put("/api/admin/contacts/gas", json=GAS),
        await client.delete("/api/admin/contacts/gas"),
    ):
        assert answer.status_code == 403


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\u2028b", "a\u202eb"])
async def test_what_is_stated_of_a_person_or_a_place_is_one_line(
    client: httpx.AsyncClient, text: str
) -> None:
    await sign_in(client, "administrator")
    told = await client.put("/api/admin/contacts/gas", json={**GAS, "purpose": text})
    assert (told.json()["code"], told.json()["facts"]["field"]) == ("malformed", "$.purpose")
    agency = {"id": "san", "service": "HEALTH", "name": text}
    assert (await client.put("/api/admin/agencies/san", json=agency)).json()["code"] == "malformed"
    somebody = {"login": "ada", "name": text, "password": "a password of Ada"}
    assert (await client.post("/api/admin/people", json=somebody)).json()["code"] == "malformed"
