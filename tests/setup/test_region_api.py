"""The step of the map over HTTP: pieces are bodies as they are, only administrators send them, and a build is asked for once."""

import errno
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.identity.api import CONTROLLERS, CSRF_HEADER
from auxilio.platform.clock import SystemClock
from auxilio.setup.api import RegionSetupController
from auxilio.setup.core.region_setup import GIB, PIECE_BYTES, RegionBuild, RegionBuildState
from auxilio.setup.region_builds import RegionBuilds
from auxilio.setup.region_extracts import ExtractFolder
from auxilio.setup.region_setup import RegionSetup
from tests.database import Database
from tests.http_client import app_of, client_of, seeded_identity, sign_in
from tests.identity.test_api import code_of
from tests.setup.extracts import EXTRACT

pytestmark = pytest.mark.database
NEW = {"name": "alba.osm.pbf", "size_bytes": len(EXTRACT), "modified_ms": 7}
ROUTE = "/api/setup/region"


async def three() -> int:
    return 3


class Page:
    """An administrator's, over one data folder."""

    def __init__(self, client: httpx.AsyncClient, data: Path) -> None:
        self.client, self.data = client, data
        self.can_build = True

    def setup(self) -> RegionSetup:
        extracts = ExtractFolder(self.data, lambda _: 100 * GIB)
        return RegionSetup(
            self.data, None, SystemClock(), can_build=self.can_build, extracts=extracts, open_calls=three
        )

    async def put(self, id: str, offset: int, piece: bytes) -> httpx.Response:
        return await self.client.put(f"{ROUTE}/uploads/{id}", params={"offset": offset}, content=piece)

    async def sent(self) -> str:
        id = (await self.client.post(f"{ROUTE}/uploads", json=NEW)).json()["id"]
        assert (await self.put(id, 0, EXTRACT)).status_code == 200
        return "alba.osm.pbf"


@pytest.fixture
async def page(database: Database, tmp_path: Path) -> AsyncIterator[Page]:
    identity = await seeded_identity(database.pool)
    given = Provide(lambda: page.setup(), sync_to_thread=False)
    router = Router("/", route_handlers=[RegionSetupController], dependencies={"region_setup": given})
    async with client_of(app_of(identity, (*CONTROLLERS, router))) as client:
        page = Page(client, tmp_path)
        yield page


async def test_a_file_is_sent_in_pieces_and_a_build_asked_for_and_cancelled(page: Page) -> None:
    await sign_in(page.client, "administrator")
    empty = (await page.client.get(ROUTE)).json()
    assert (empty["in_force"], empty["files"], empty["upload"], empty["build"]) == (None, [], None, None)
    begun = (await page.client.post(f"{ROUTE}/uploads", json=NEW)).json()
    half = await page.put(begun["id"], 0, EXTRACT[:100_000])
    assert half.json()["received_bytes"] == 100_000
    assert (await page.client.get(ROUTE)).json()["upload"] == half.json()
    assert code_of(await page.put(begun["id"], 0, EXTRACT[:1])) == (409, "region_upload_offset")
    assert (await page.put(begun["id"], 100_000, EXTRACT[100_000:])).status_code == 200
    asked = await page.client.post(f"{ROUTE}/build", json={"file": "alba.osm.pbf"})
    assert (asked.json()["state"], asked.json()["asked_by"]) == ("waiting", "Persona administrator")
    again = await page.client.post(f"{ROUTE}/build", json={"file": "alba.osm.pbf"})
    assert code_of(again) == (409, "region_build_going_on")
    in_use = [
        await page.client.delete(f"{ROUTE}/files", params={"name": "alba.osm.pbf"}),
        await page.client.post(f"{ROUTE}/uploads", json=NEW),
    ]
    assert [code_of(one) for one in in_use] == [(409, "region_file_in_use")] * 2
    assert (await page.client.post(f"{ROUTE}/build/cancel")).status_code == 204


async def test_what_is_too_large_or_not_there_is_refused(page: Page) -> None:
    await sign_in(page.client, "administrator")
    begun = (await page.client.post(f"{ROUTE}/uploads", json=NEW)).json()
    assert code_of(await page.put(begun["id"], 0, bytes(PIECE_BYTES + 1))) == (413, "too_large")
    for odd in (
        {"size_bytes": 0},
        {"size_bytes": -1},
        {"name": ""},
        {"name": "a" * 200},
        {"modified_ms": -1},
    ):
        assert code_of(await page.client.post(f"{ROUTE}/uploads", json=NEW | odd)) == (422, "malformed")
    huge = await page.client.post(f"{ROUTE}/uploads", json=NEW | {"size_bytes": 2**40})
    assert code_of(huge) == (409, "region_file_too_large")
    assert code_of(await page.client.post(f"{ROUTE}/build", json={"file": "../x.pbf"})) == (
        404,
        "unknown_region_file",
    )
    assert code_of(await page.put(str(uuid4()), 0, b"x")) == (404, "unknown_region_upload")
    assert (await page.client.delete(f"{ROUTE}/uploads/{begun['id']}")).status_code == 204


async def test_a_full_disk_is_said_and_what_had_come_stays(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(page.client, "administrator")
    begun = (await page.client.post(f"{ROUTE}/uploads", json=NEW)).json()
    await page.put(begun["id"], 0, EXTRACT[:100_000])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as injected:
        injected.setattr(os, "fsync", full)
        assert code_of(await page.put(begun["id"], 100_000, EXTRACT[100_000:])) == (503, "disk_full")
    assert (await page.put(begun["id"], 100_000, EXTRACT[100_000:])).json()["received_bytes"] == len(EXTRACT)


async def test_without_a_supervisor_that_builds_nothing_is_asked_for(page: Page) -> None:
    await sign_in(page.client, "administrator")
    name = await page.sent()
    page.can_build = False
    refused = await page.client.post(f"{ROUTE}/build", json={"file": name})
    assert code_of(refused) == (409, "region_builder_missing")
    view = (await page.client.get(ROUTE)).json()
    assert (view["build"], view["can_build"]) == (None, False)


async def test_a_region_that_waits_for_calls_is_put_in_force_by_a_named_person(page: Page) -> None:
    await sign_in(page.client, "administrator")
    assert code_of(await page.client.post(f"{ROUTE}/build/now")) == (409, "no_region_waits")
    builds = RegionBuilds(page.data)
    build = RegionBuild(
        id=uuid4(),
        file="alba.osm.pbf",
        asked_at="",
        asked_by="Olga",
        state=RegionBuildState.BUILT,
        version="v2",
    )
    builds.put(build)
    view = (await page.client.get(ROUTE)).json()
    assert view["open_calls"] == 3
    forced = (await page.client.post(f"{ROUTE}/build/now")).json()
    assert (forced["forced_by"] != "", forced["forced_at"] != "") == (True, True)
    assert builds.latest() == msgspec.structs.replace(
        build, forced_by=forced["forced_by"], forced_at=forced["forced_at"]
    )


async def test_only_an_administrator_and_only_our_page_brings_a_map(page: Page) -> None:
    asks: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", ROUTE, {}),
        ("POST", f"{ROUTE}/uploads", {"json": NEW}),
        ("PUT", f"{ROUTE}/uploads/{uuid4()}?offset=0", {"content": EXTRACT}),
        ("DELETE", f"{ROUTE}/uploads/{uuid4()}", {}),
        ("DELETE", f"{ROUTE}/files?name=alba.osm.pbf", {}),
        ("POST", f"{ROUTE}/build", {"json": {"file": "alba.osm.pbf"}}),
        ("POST", f"{ROUTE}/build/cancel", {}),
        ("POST", f"{ROUTE}/build/now", {}),
    ]
    for method, address, more in asks:
        assert code_of(await page.client.request(method, address, **more)) == (401, "not_signed_in")
    await sign_in(page.client, "supervisor")
    for method, address, more in asks:
        assert code_of(await page.client.request(method, address, **more)) == (403, "not_permitted")
    await sign_in(page.client, "administrator")
    del page.client.headers[CSRF_HEADER]
    for method, address, more in asks[1:]:
        assert code_of(await page.client.request(method, address, **more)) == (403, "csrf_missing")
    assert not list(page.data.iterdir())
