"""A plugin of pytest that keeps the log of every database of a test before it is dropped: material for a golden log.

What to run, and with which setting: docs/how-to/change-an-event.md.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

import tests.database
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres

_fresh = tests.database.fresh_database
_WHERE = Path(os.environ["AUXILIO_CAPTURE"])
_LOG = """
select stream, version, kind, schema, happened_at, actor_name, body from event
where body is not null order by stream, version
"""


@asynccontextmanager
async def _kept(server: EmbeddedPostgres) -> AsyncIterator[tests.database.Database]:
    async with _fresh(server) as database:
        yield database
        rows = await database.pool.fetch(_LOG)
        if rows:
            lines = [msgspec.json.encode(dict(row)) for row in rows]
            (_WHERE / f"{new_id().hex}.jsonl").write_bytes(b"\n".join(lines) + b"\n")


tests.database.fresh_database = _kept
