"""Aim: over HTTP a file is sealed once, taken away by those who may, and the key to check it is open to all."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide

from auxilio.archive.api import CaseFileController
from auxilio.archive.bundle import write_bundle
from auxilio.archive.verify import BundleVerdict, verify_bytes
from auxilio.identity.api import CONTROLLERS, http_parts
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.archive.factories import KEYS, case_file
from tests.database import Database
from tests.http_client import client_of, open_to_strangers, seeded_identity, sign_in

CASE = UUID(int=42)


class FakeCaseFiles:
    """The port `CaseFiles` with one case."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.asked: list[tuple[str, UUID, str]] = []

    @property
    def public_key(self) -> bytes:
        return KEYS.public_keys().pem

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> CommandResult:
        require(actor, Permission.CASE_FILE_SEAL)
        self.asked.append(("seal", case, str(command_id)))
        return CommandResult(command=command_id)

    async def bundle(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        require(actor, Permission.CASE_FILE_EXPORT)
        if case != CASE:
            raise Refused("unknown_case", id=str(case))
        write_bundle(case_file(), self._folder / "b.zip", KEYS)
        return "expediente-4821-2026.zip", (self._folder / "b.zip").read_bytes()

    async def report(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        require(actor, Permission.CASE_FILE_READ)
        self.asked.append(("report", case, language))
        return "expediente-4821-2026.pdf", b"%PDF"


@pytest.fixture
def files(tmp_path: Path) -> FakeCaseFiles:
    return FakeCaseFiles(tmp_path)


@pytest.fixture
async def app(database: Database, files: FakeCaseFiles) -> Litestar:
    parts = http_parts(await seeded_identity(database.pool), https=False)
    given = Provide(lambda: files, sync_to_thread=False)
    unread = Provide(lambda: None, sync_to_thread=False)  # the readings of cases have tests of their own
    parts["dependencies"] = {**parts["dependencies"], "case_files": given, "reads_cases": unread}
    return Litestar([*CONTROLLERS, CaseFileController], openapi_config=None, **parts)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


async def test_a_records_officer_takes_a_bundle_that_verifies_with_the_key_given_to_all(
    client: httpx.AsyncClient,
) -> None:
    key = await client.get("/api/case-files/public-key")
    assert key.content == KEYS.public_keys().pem
    await sign_in(client, "records_officer")
    answer = await client.get(f"/api/case-files/{CASE}/bundle")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="expediente-4821-2026.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert verify_bytes(answer.content, KEYS.public_keys()).verdict is BundleVerdict.INTACT


async def test_sealing_carries_the_id_of_the_command(client: httpx.AsyncClient, files: FakeCaseFiles) -> None:
    await sign_in(client, "records_officer")
    command = str(new_id())
    answer = await client.post(f"/api/case-files/{CASE}/seal", headers={"x-auxilio-command": command})
    assert answer.status_code == 200, answer.text
    assert files.asked == [("seal", CASE, command)]
    assert (await client.post(f"/api/case-files/{CASE}/seal")).status_code == 422


async def test_who_may_not_is_refused_and_what_is_not_there_is_unknown(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    answer = await client.get(f"/api/case-files/{CASE}/bundle")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    await sign_in(client, "records_officer")
    answer = await client.get(f"/api/case-files/{UUID(int=1)}/bundle")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_case")


@pytest.mark.parametrize("language", ["", "spanish", "../es", "ES"])
async def test_a_language_that_is_none_stops_at_the_edge(client: httpx.AsyncClient, language: str) -> None:
    await sign_in(client, "records_officer")
    answer = await client.get(f"/api/case-files/{CASE}/report", params={"language": language})
    assert answer.status_code == 422


async def test_a_stranger_gets_nothing_but_the_key(app: Litestar) -> None:
    assert {r for r in await open_to_strangers(app) if "case-files" in r} == {
        "GET /api/case-files/public-key"
    }
