"""Runs inside the machine, by the Python of the package: open a case and its call, or say which there are."""

import asyncio
import sys

from auxilio.app.composition import open_runtime
from auxilio.app.settings import read_settings
from auxilio.app.storage import open_database
from auxilio.cases.core.messages import OpenCase
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, CommandId, DeskId
from auxilio.platform.ids import new_id


async def open_case() -> None:
    """As a call taker does; the id of the case."""
    import msgspec

    settings = read_settings()
    roles = frozenset({"call_taker"})
    who = Actor(
        id=new_id(), kind="person", name="Lucía", desk=DeskId("desk-1"), roles=roles,
        permissions=permissions_of(roles),
    )  # fmt: skip
    async with open_database(settings) as (dsn, _):
        case = CaseId(new_id())
        async with open_runtime(msgspec.structs.replace(settings, database_url=dsn)) as runtime:
            await runtime.commands.handle(CommandId(new_id()), OpenCase(case=case), who)
        print(case)


async def list_cases() -> None:
    """The ids of all cases, and the names of the columns of `migration`."""
    async with open_database(read_settings()) as (_, pool):
        rows = await pool.fetch("select distinct case_id::text from event where case_id is not null")
        columns = await pool.fetch(
            "select column_name from information_schema.columns where table_name = 'migration'"
        )
        print(*sorted(row[0] for row in rows), *sorted(row[0] for row in columns))


asyncio.run({"open": open_case, "list": list_cases}[sys.argv[1]]())
