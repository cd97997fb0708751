"""`auxilio administrator`: the first person of a new installation, who brings in all others at `/admin`."""

import asyncio
from pathlib import Path

import click

from auxilio.app.cli.log import settings_for
from auxilio.app.composition import standalone_identity
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.identity.core.model import PersonData
from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.passwords import first_password
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import SystemClock
from auxilio.workflows.runner import SYSTEM_ID


@click.command()
@click.argument("login")
@click.option("--name", required=True, help="As colleagues read it.")
@click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
def administrator(login: str, name: str, data: Path | None) -> None:
    """Let LOGIN administer people, places and units. Prints a password that holds for one sign-in."""
    password = first_password()
    asyncio.run(
        _add(settings_for(data), PersonData(login=login, name=name, roles=("administrator",)), password)
    )
    click.echo(f"{login}  {password}")


async def _add(settings: Settings, who: PersonData, password: str) -> None:
    async with open_database(settings, migrate=True) as (_, pool):
        # The operator of this command has access to the database anyway; the record says that it was done from here.
        installation = Actor(
            id=SYSTEM_ID,
            kind="system",
            name="auxilio",
            roles=frozenset({"administrator"}),
            permissions=permissions_of(frozenset({"administrator"})),
        )
        await standalone_identity(pool, SystemClock()).add_person(who, password, installation)
