"""A directory with one agency, over a whole runtime: the services of units and hospitals are those that ship."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.app.composition import directory_imports, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.directory_import.core.model import ImportKind
from auxilio.directory_import.service import AppliedImport, DirectoryImports, ImportPreview
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.platform.postgres import EmbeddedPostgres
from tests.database import fresh_database
from tests.directory_import.files import table
from tests.http_client import PASSWORD, QUICK, seeded_identity


@dataclass
class Office:
    """An administrator at work, and the directory they change."""

    runtime: Runtime
    identity: IdentityService
    imports: DirectoryImports
    actor: Actor

    async def preview(self, kind: ImportKind, raw: bytes) -> ImportPreview:
        return await self.imports.preview(kind, raw, self.actor)

    async def apply(self, kind: ImportKind, raw: bytes) -> AppliedImport:
        return await self.imports.apply(kind, raw, self.actor, file="file.csv", language="es")

    async def export(self, kind: ImportKind) -> bytes:
        return await self.imports.export(kind, "csv", "en", self.actor)

    async def directory(self) -> dict[ImportKind, bytes]:
        """All that is in use, as it is exported."""
        return {kind: await self.export(kind) for kind in ImportKind}

    async def with_places(self) -> None:
        """The agency of the seed takes a service of the catalogue, and has two centres and desks."""
        await self.apply(
            ImportKind.AGENCIES, table("id;service;name;phone", "san;HEALTH;Sanidad;+34900000001")
        )
        await self.apply(
            ImportKind.CENTRES, table("id;agency;name", "san-1;san;Centro 1", "san-2;san;Centro 2")
        )


@pytest.fixture
async def office(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Office]:
    async with (
        fresh_database(postgres_server) as database,
        open_runtime(Settings(database_url=database.dsn, data=tmp_path)) as runtime,
    ):
        identity = await seeded_identity(runtime.pool)
        imports = directory_imports(runtime, identity, lambda: Passwords(QUICK, rest_s=0))
        _, session = await identity.sign_in("administrator", PASSWORD)
        yield Office(runtime, identity, imports, session.actor)


def plain(value: Any) -> Any:
    """A struct as what JSON has."""
    return msgspec.to_builtins(value)
