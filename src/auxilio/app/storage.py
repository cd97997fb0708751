"""Where this installation keeps things: its database, its region, the blobs of cases and the keys that open them.

Every process and command finds them here, from the settings.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from auxilio.app.settings import Settings
from auxilio.geo.region_versions import find_region
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.database.connection import Pool, may_connect, open_pool, user_of
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.platform.keys.ports import CaseKeyKeeper
from auxilio.platform.postgres import Postgres, postgres_for


def region_folder(settings: Settings) -> Path | None:
    """The region of the settings, else the newest under the data folder; None where there is none. Every process, the
    doctor and the case file ask here, so that none of them speaks of another region."""
    return find_region(settings.region, settings.data / "region")


def imagery_folder(settings: Settings) -> Path:
    """Where the aerial photographs of this installation lie; whoever runs it gives them by `auxilio imagery`."""
    return settings.data / "imagery"


def case_keys_of(settings: Settings, keeper: CaseKeyKeeper) -> FolderCaseKeys:
    """The keys of cases; those that an older release kept among the blobs are moved as they are met."""
    return FolderCaseKeys(settings.case_keys, keeper, before=settings.blobs)


def blobs_of(settings: Settings, keeper: CaseKeyKeeper) -> FolderBlobs:
    """Recordings, photographs, tracks."""
    return FolderBlobs(settings.blobs, case_keys_of(settings, keeper))


def postgres_of(settings: Settings) -> Postgres:
    """The server of the settings: the one they name, or our own."""
    environ = {
        "AUXILIO_DATABASE_URL": settings.database_url or "",
        "AUXILIO_DATABASE_OWNER_URL": settings.database_owner_url or "",
    }
    return postgres_for((settings.data / "postgres").absolute(), environ)


@asynccontextmanager
async def open_database(
    settings: Settings, *, owner: bool = False, migrate: bool = False
) -> AsyncIterator[tuple[str, Pool]]:
    """Its DSN and a small pool, as the running system or as the owner of the tables. One of our own that is stopped is
    started for as long as this lasts; one that runs is joined, and left running. Nothing is migrated unless it is asked
    for: looking must not change what is looked at. Raises `Refused("database_owner_unreachable")`."""
    server = postgres_of(settings)
    dsn = await server.start()
    try:
        if migrate:
            await bring_up_to_date(server, dsn)
        if owner:
            dsn = server.owner_dsn
            await may_connect(dsn)
        pool = await open_pool(dsn, size_max=2)
        try:
            yield dsn, pool
        finally:
            await pool.close()
    finally:
        await server.stop()


async def bring_up_to_date(server: Postgres, dsn: str) -> list[str]:
    """Apply the migrations that are missing to a server that has started, and give the running system its rights."""
    await may_connect(server.owner_dsn)
    pool = await open_pool(server.owner_dsn, size_max=2)
    try:
        return await upgrade(pool, await user_of(dsn))
    finally:
        await pool.close()
