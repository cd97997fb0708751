"""`auxilio administrator`: the first person of a new house, who brings in all others at `/admin`."""

import asyncio
from pathlib import Path

import click

from auxilio.app.cli.log import settings_for
from auxilio.app.reach import reach
from auxilio.app.settings import Settings
from auxilio.identity.model import PersonData
from auxilio.identity.passwords import first_password
from auxilio.identity.permissions import permissions_of
from auxilio.identity.service import Identity
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.migrate import upgrade
from auxilio.process.runner import SYSTEM_ID


@click.command()
@click.argument("login")
@click.option("--name", required=True, help="As colleagues read it.")
@click.option("--data", type=click.Path(path_type=Path), help="Where the house keeps everything (.data).")
def administrator(login: str, name: str, data: Path | None) -> None:
    """Let LOGIN administer people, places and units. Prints a password that holds for one sign-in."""
    password = first_password()
    asyncio.run(
        _add(settings_for(data), PersonData(login=login, name=name, roles=("administrator",)), password)
    )
    click.echo(f"{login}  {password}")


async def _add(settings: Settings, who: PersonData, password: str) -> None:
    async with reach(settings) as (_, pool):
        await upgrade(pool)
        # Whoever runs this has the database in their hands already; that it was done from here stands in the record.
        house = Actor(
            id=SYSTEM_ID,
            kind="system",
            name="auxilio",
            roles=frozenset({"administrator"}),
            permissions=permissions_of(frozenset({"administrator"})),
        )
        await Identity(pool, SystemClock()).add_person(who, password, house)
