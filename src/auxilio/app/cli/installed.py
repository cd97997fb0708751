"""The runtime of an installation for a command of the terminal, whether its processes run or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database


@asynccontextmanager
async def open_installed(settings: Settings) -> AsyncIterator[Runtime]:
    """The runtime over the installation's database, which is started when it does not run."""
    async with (
        open_database(settings) as (dsn, _),
        open_runtime(msgspec.structs.replace(settings, database_url=dsn)) as runtime,
    ):
        yield runtime
