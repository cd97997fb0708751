"""`auxilio administrator`: the first person of a new installation, who brings in all others at `/admin`."""

import asyncio
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.log import settings_for
from auxilio.app.composition import standalone_identity
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.identity.core.model import PersonData
from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.core.persons import data_of, same_login
from auxilio.identity.passwords import first_password
from auxilio.kernel.actor import SYSTEM_ID, Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock


@click.command()
@click.argument("login")
@click.option("--name", help="As colleagues read it.")
@click.option(
    "--again", is_flag=True, help="LOGIN is registered: another first password, and the role again."
)
@click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
def administrator(login: str, name: str | None, data: Path | None, *, again: bool) -> None:
    """Let LOGIN administer people, places and units. Prints a password that holds for one sign-in."""
    if name is None and not again:
        raise click.UsageError("--name NAME says how colleagues read a new person.")
    password = first_password()
    asyncio.run(_give(settings_for(data), login, name, password, again=again))
    click.echo(f"{login}  {password}")


async def _give(settings: Settings, login: str, name: str | None, password: str, *, again: bool) -> None:
    async with open_database(settings, migrate=True) as (_, pool):
        # The operator of this command has access to the database anyway; the record says that it was done from here.
        installation = Actor(
            id=SYSTEM_ID,
            kind="system",
            name="auxilio",
            roles=frozenset({"administrator"}),
            permissions=permissions_of(frozenset({"administrator"})),
        )
        identity = standalone_identity(pool, SystemClock())
        if not again:
            new = PersonData(login=login, name=name or login, roles=("administrator",))
            await identity.add_person(new, password, installation)
            return
        people = await identity.people(installation)
        known = next((one for one in people if one.login == same_login(login)), None)
        if known is None:
            raise Refused("unknown_person", id=login)
        roles = tuple(sorted({*known.roles, "administrator"}))
        stated = msgspec.structs.replace(data_of(known), name=name or known.name, roles=roles, active=True)
        await identity.change_person(known.id, stated, installation, password=password)
