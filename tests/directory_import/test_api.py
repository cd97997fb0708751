"""The routes of imports: a file is the body, and only an administrator sends one."""

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.directory_import.api import Imports
from auxilio.directory_import.core.table import BYTES_MAX
from auxilio.identity.api import CONTROLLERS
from tests.directory_import.conftest import Office
from tests.directory_import.files import table
from tests.http_client import app_of, client_of, sign_in
from tests.identity.test_api import code_of

PEOPLE = table("login;name", "anna;Anna Font")


@pytest.fixture
async def client(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    given = Provide(lambda: office.imports, sync_to_thread=False)
    router = Router("/", route_handlers=[Imports], dependencies={"directory_imports": given})
    async with client_of(app_of(office.identity, (*CONTROLLERS, router))) as client:
        yield client


async def test_a_file_is_looked_at_applied_listed_and_taken_back(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    looked = (await client.post("/api/admin/import/people/preview", content=PEOPLE)).json()
    assert (looked["new"], looked["findings"]) == (1, [])
    query = {"file": "gente.csv", "language": "ca"}
    done = await client.post("/api/admin/import/people", content=PEOPLE, params=query)
    assert done.status_code == 200, done.text
    summary = done.json()["summary"]
    assert (summary["file"], summary["new"]) == ("gente.csv", 1)
    assert base64.b64decode(done.json()["letters"]).startswith(b"%PDF")
    assert [one["id"] for one in (await client.get("/api/admin/imports")).json()] == [summary["id"]]
    exported = await client.get("/api/admin/export/people", params={"language": "en"})
    assert exported.headers["content-disposition"] == 'attachment; filename="people.csv"'
    assert "anna" in exported.text
    back = await client.post(f"/api/admin/imports/{summary['id']}/take-back")
    assert back.json()["taken_back_by"] == "Persona administrator"
    assert (
        code_of(await client.post(f"/api/admin/imports/{summary['id']}/take-back"))[1] == "import_taken_back"
    )


async def test_a_refused_file_names_its_first_row_and_column(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    raw = table("login;name", "anna;Anna", "anna;Otra")
    answer = await client.post("/api/admin/import/people", content=raw, params={"language": "en"})
    assert code_of(answer) == (409, "import_refused")
    assert (answer.json()["facts"]["row"], answer.json()["facts"]["column"]) == (3, "login")


async def test_a_body_that_is_too_large_and_a_kind_that_is_none_are_refused(
    client: httpx.AsyncClient,
) -> None:
    await sign_in(client, "administrator")
    huge = await client.post("/api/admin/import/people/preview", content=b"x" * (BYTES_MAX + 1))
    assert huge.status_code == 413
    assert (await client.get("/api/admin/export/vehicles")).status_code in {400, 404, 422}


async def test_nobody_but_an_administrator_reads_or_writes_the_directory_by_files(
    client: httpx.AsyncClient,
) -> None:
    await sign_in(client, "supervisor")
    for path in ("/api/admin/imports", "/api/admin/export/people", "/api/admin/import/units/template"):
        assert code_of(await client.get(path)) == (403, "not_permitted")
    for path in ("/api/admin/import/people", "/api/admin/import/people/preview"):
        assert code_of(await client.post(path, content=PEOPLE)) == (403, "not_permitted")
