"""`auxilio import` and `auxilio export KIND`: an administrator brings the directory without a browser."""

import asyncio
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.composition import standalone_identity
from auxilio.platform.clock import SystemClock
from tests.database import Database
from tests.directory_import.files import table

AGENCIES = table("id;service;name", "san;HEALTH;Sanidad", "fire;FIRE;Bomberos")
PEOPLE = table("login;name;roles", "anna;Anna Font;call_taker")


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, arguments)


async def test_a_directory_is_looked_at_brought_listed_taken_back_and_exported(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    monkeypatch.setenv("AUXILIO_MODE", "training")
    data, file = ("--data", str(tmp_path / "data")), tmp_path / "agencies.csv"
    file.write_bytes(AGENCIES)
    looked = await run("import", "agencies", str(file), "--dry-run", "--json", *data)
    assert looked.exit_code == 0, looked.output
    assert json.loads(looked.stdout)["new"] == 2
    identity = standalone_identity(database.pool, SystemClock())
    assert (await identity.directory()).agencies == ()

    done = await run("import", "agencies", str(file), "--json", *data)
    assert done.exit_code == 0, done.output
    assert [one.id for one in (await identity.directory()).agencies] == ["fire", "san"]
    out = tmp_path / "out.xlsx"
    assert (await run("export", "agencies", str(out), *data)).exit_code == 0
    again = await run("import", "agencies", str(out), "--dry-run", "--json", *data)
    assert (json.loads(again.stdout)["new"], json.loads(again.stdout)["unchanged"]) == (0, 2)

    id = json.loads(done.stdout)["summary"]["id"]
    listed = (await run("import", "list", "--language", "en", *data)).stdout
    assert id in listed
    assert f"agencies.csv ({hashlib.sha256(AGENCIES).hexdigest()[:12]})" in listed
    assert "TRAINING" in listed, "what is not real says so"
    assert (await run("import", "take-back", id, *data)).exit_code == 0
    assert (await identity.directory()).agencies == ()


async def test_people_come_with_letters_and_wait_for_a_second_person(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    file, letters = tmp_path / "people.csv", tmp_path / "letters.pdf"
    file.write_bytes(PEOPLE)
    done = await run(
        "import", "people", str(file), "--letters", str(letters), "--data", str(tmp_path / "data")
    )
    assert done.exit_code == 0, done.output
    assert letters.read_bytes().startswith(b"%PDF")
    assert letters.stat().st_mode & 0o077 == 0, "for its owner alone"
    waiting = await database.pool.fetchval("select count(*) from stream where noun = 'grant' and live")
    assert waiting == 1


async def test_nobody_is_brought_where_their_letters_could_not_be_kept(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    file, letters = tmp_path / "people.csv", tmp_path / "no-such-folder" / "letters.pdf"
    file.write_bytes(PEOPLE)
    done = await run(
        "import", "people", str(file), "--letters", str(letters), "--data", str(tmp_path / "data")
    )
    assert done.exit_code == 2
    assert str(letters) in done.stderr
    assert await database.pool.fetchval("select count(*) from person where login = 'anna'") == 0


async def test_a_spoiled_file_ends_with_its_row_and_column(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    file = tmp_path / "agencies.csv"
    file.write_bytes(table("id;service;name", "san;CIRCUS;Sanidad"))
    done = await run("import", "agencies", str(file), "--language", "en", "--data", str(tmp_path / "data"))
    assert done.exit_code == 1
    assert "row 2, column service: The service CIRCUS is not in the catalogue." in done.stderr


async def test_a_template_is_written_by_the_name_of_its_file(tmp_path: Path) -> None:
    for name in ("units.csv", "units.xlsx"):
        done = await run("import", "template", "units", str(tmp_path / name), "--language", "ca")
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).stat().st_size > 100
    assert (await run("import", "template", "units", str(tmp_path / "units.txt"))).exit_code == 2
