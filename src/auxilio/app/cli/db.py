"""`auxilio db upgrade | check | backup | restore`."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click

from auxilio.app.cli.log import settings_for
from auxilio.app.reach import reach
from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.migrate import applied, raise_epoch, shipped, upgrade
from auxilio.platform.files import PARTIAL
from auxilio.platform.postgres import find_binaries

_data = click.option(
    "--data", type=click.Path(path_type=Path), help="Where the house keeps everything (.data)."
)


@click.group()
def db() -> None:
    """The database: bring it up to date, look at it, save it, bring it back."""


@db.command("upgrade")
@_data
def upgrade_(data: Path | None) -> None:
    """Apply the migrations that are missing, each once."""

    async def run(settings: Settings) -> list[str]:
        async with reach(settings) as (_, pool):
            return await upgrade(pool)

    for name in asyncio.run(run(settings_for(data))):
        click.echo(name)


@db.command()
@_data
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(data: Path | None, as_json: bool) -> None:
    """Say which migrations this database has had and which are missing. Not 0 when one is."""

    async def run(settings: Settings) -> dict[str, list[str]]:
        async with reach(settings) as (_, pool), pool.acquire() as connection:
            had = await applied(connection)
            names = [(number, name) for number, name, _text in shipped()]
            return {
                "applied": [name for number, name in names if number in had],
                "missing": [name for number, name in names if number not in had],
            }

    found = asyncio.run(run(settings_for(data)))
    click.echo(json.dumps(found) if as_json else "\n".join(f"{k}: {len(v)}" for k, v in found.items()))
    sys.exit(1 if found["missing"] else 0)


@db.command()
@_data
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="A folder that does not exist yet."
)
def backup(data: Path | None, out: Path) -> None:
    """Save the database and the blobs. Keys are never in a backup: keep them apart (docs/operations/keys.md)."""
    settings = settings_for(data)
    if out.exists():
        raise Refused("backup_exists", folder=str(out))

    async def run() -> None:
        async with reach(settings) as (dsn, _):
            await asyncio.to_thread(
                _run, "pg_dump", dsn, ["--format=custom", f"--file={out / 'database.dump'}"]
            )

    out.mkdir(parents=True, mode=0o700)
    asyncio.run(run())
    # After the dump: a blob is written before the fact that names it, so none that is named is missing.
    kept = sorted(settings.blobs.glob("*/*.blob"))
    if kept:
        shutil.copytree(settings.blobs, out / "blobs", ignore=shutil.ignore_patterns(f"*{PARTIAL}"))
    blobs = f"{len(kept)} blobs" if kept else "no blobs"
    click.echo(f"{out}: database.dump, {blobs}; no keys")


@db.command()
@_data
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def restore(data: Path | None, folder: Path) -> None:
    """Bring a backup back into an empty house. The log's epoch rises, so that every reader goes on (decision 0003)."""
    settings = settings_for(data)

    async def run() -> None:
        async with reach(settings) as (dsn, pool):
            if await pool.fetchval("select to_regclass('event') is not null"):
                raise Refused("database_not_empty")
            await asyncio.to_thread(
                _run,
                "pg_restore",
                dsn,
                ["--no-owner", "--exit-on-error", "--dbname", dsn, str(folder / "database.dump")],
            )
            await raise_epoch(pool)

    asyncio.run(run())
    if (folder / "blobs").is_dir():
        shutil.copytree(folder / "blobs", settings.blobs, dirs_exist_ok=True)
    click.echo(f"{settings.data}")


def _run(program: str, dsn: str, arguments: list[str]) -> None:
    """PostgreSQL's own tool, of the server's own version. Raises `Refused("database_tool_failed")`."""
    binaries = find_binaries()
    tool = binaries[0].bin / program if binaries else Path(program)
    parts = urlsplit(dsn)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    environ = {**os.environ, "PGHOST": host, "PGDATABASE": parts.path.lstrip("/")}
    target = [] if program == "pg_restore" else ["--dbname", dsn]
    done = subprocess.run(  # noqa: S603  our own arguments
        [str(tool), *arguments, *target], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Refused("database_tool_failed", program=program, said=done.stderr.strip()[-400:])
