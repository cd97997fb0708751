"""Aim: a new installation has a first person, who must choose a password of their own first."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.composition import standalone_identity
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from tests.database import Database


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, ["administrator", *arguments])


async def test_the_first_administrator_signs_in_with_what_was_printed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    done = await run("olga", "--name", "Olga Vidal", "--data", str(tmp_path))
    assert done.exit_code == 0, done.output
    login, password = done.output.split()
    assert login == "olga"
    _, session = await standalone_identity(database.pool, SystemClock()).sign_in(login, password)
    assert "identity:people:administer" in session.actor.permissions
    assert session.password_given, "and does nothing before it is another"


async def test_a_login_is_given_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    assert (await run("olga", "--name", "Olga Vidal", "--data", str(tmp_path))).exit_code == 0
    again = await run("olga", "--name", "Otra", "--data", str(tmp_path))
    assert isinstance(again.exception, Refused)
    assert again.exception.code == "login_taken"


async def test_the_machine_lets_an_administrator_in_again_whom_nobody_is_left_to_confirm(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    where = ("--data", str(tmp_path))
    await run("olga", "--name", "Olga Vidal", *where)
    again = await run("Olga", "--again", *where)
    assert again.exit_code == 0, again.output
    _, password = again.output.split()
    _, session = await standalone_identity(database.pool, SystemClock()).sign_in("olga", password)
    assert (session.actor.name, session.password_given) == ("Olga Vidal", True)
    assert "identity:people:administer" in session.actor.permissions
    stranger = await run("nadie", "--again", *where)
    assert isinstance(stranger.exception, Refused)
    assert stranger.exception.code == "unknown_person"
    assert (await run("otra", *where)).exit_code == 2
