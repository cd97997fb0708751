"""The database as one encrypted file, and back; for `db backup`, `db restore`, `db verify` and `upgrade`."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from auxilio.platform.age_encryption import decrypt_file, encrypt_file
from auxilio.platform.postgres.probe import server_major
from auxilio.platform.postgres.tools import run_tool

DUMP, PLAIN = "database.dump.age", "database.dump"
"""As it is saved, and as releases of before decision 0236 saved it."""
DUMPED = (
    "--format=custom",
    "--no-owner",
    "--exclude-table-data=session",
    "--exclude-table-data=sign_in_failure",
)
RESTORED = ("--no-owner", "--single-transaction", "--dbname", "service=auxilio")
WITHOUT_RIGHTS = "--no-privileges"
"""They are given anew at each start (platform.database.privileges), and name roles that another server may lack."""


def ask_passphrase() -> str:
    """Of a private key or a copy that a page made; asked on the terminal, and shown nowhere."""
    answer: str = click.prompt("Passphrase", hide_input=True, err=True)
    return answer


async def dump_database(dsn: str, file: Path, recipients: Sequence[str], *, rights: bool = False) -> None:
    """The database that its owner reaches by `dsn`, encrypted as it is written; with the rights of its roles if asked."""
    major = await server_major(dsn)
    arguments = DUMPED if rights else (*DUMPED, WITHOUT_RIGHTS)

    def run() -> None:
        with run_tool("pg_dump", major, dsn, arguments, gives=True) as dump:
            encrypt_file(file, dump.output, recipients, dump.end)

    await asyncio.to_thread(run)


def load_dump(folder: Path, dsn: str, major: int, identity: Path | None, *, rights: bool = False) -> None:
    """The dump in `folder` into an empty database; with the rights of its roles if asked."""
    arguments = RESTORED if rights else (*RESTORED, WITHOUT_RIGHTS)
    with run_tool("pg_restore", major, dsn, arguments, gives=False) as restoring:
        try:
            if identity is not None and (folder / DUMP).exists():
                decrypt_file(folder / DUMP, restoring.input, identity, ask_passphrase)
            else:
                with (folder / PLAIN).open("rb") as plain:
                    shutil.copyfileobj(plain, restoring.input)
        except BrokenPipeError:
            restoring.end()
        restoring.end()
