"""Aim: from the command line, a hand in the database is named, and a case is taken away as a file that verifies."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.work import seal_rounds
from auxilio.cases import service as cases
from auxilio.cases.messages import NoteCase, OpenCase
from auxilio.kernel.ids import CaseId
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.heads import SealTables
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from tests.database import Database
from tests.people import person


class Kept:
    """What a round of sealing needs of a running house."""

    def __init__(self, database: Database, keys: FolderKeys) -> None:
        self.pool, self.clock, self.keys = database.pool, SystemClock(), keys


@pytest.fixture
async def data(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    keys = FolderKeys.create(tmp_path / "keys")
    service, taker, case = cases.Cases(database.work), person("call_taker", "desk-1"), CaseId(new_id())
    await service.handle(new_id(), OpenCase(case=case, summary="humo"), taker)
    for words in ("uno", "dos", "tres"):
        await service.handle(new_id(), NoteCase(case=case, words=words), taker)
    await seal_rounds(Kept(database, keys))()
    return tmp_path


async def run(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in arguments])


async def test_an_untouched_log_is_intact(data: Path) -> None:
    done = await run("log", "verify", "--data", data, "--language", "es")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("REGISTRO ÍNTEGRO")
    assert "4 hechos" in done.output


@pytest.mark.parametrize(
    ("hand", "kind"),
    [
        ("update event set body = replace(body, 'dos', 'DOS') where version = 3", "changed"),
        ("update event set actor_name = 'otra' where version = 2", "changed"),
        ("delete from event where version = 2", "removed"),
        ("delete from event where version = 4", "removed"),
        (
            "update event set version = 100 where version = 2; update event set version = 2 where version = 3;"
            " update event set version = 3 where version = 100",
            "reordered",
        ),
        ("delete from event", "removed"),
    ],
)
async def test_what_a_hand_did_in_the_database_is_named(
    database: Database, data: Path, hand: str, kind: str
) -> None:
    await database.pool.execute(hand)
    done = await run("log", "verify", "--data", data, "--json")
    assert done.exit_code == 1
    report = json.loads(done.output)
    assert not report["intact"]
    assert report["faults"][0]["kind"] == kind


async def test_a_head_kept_elsewhere_is_still_the_beginning_of_the_log(
    database: Database, data: Path
) -> None:
    head = await SealTables(database.pool).latest()
    assert head is not None
    (data / "head.txt").write_text(head.note)
    assert (await run("log", "verify", "--data", data, "--head", data / "head.txt")).exit_code == 0
    # Whoever owns the database takes its last fact, its leaf and its head away: only the kept head knows.
    await database.pool.execute(
        "delete from event where version = 4; delete from seal_head; delete from seal_leaf where index = 3"
    )
    done = await run("log", "verify", "--data", data, "--head", data / "head.txt", "--json")
    assert done.exit_code == 1
    assert [f["kind"] for f in json.loads(done.output)["faults"]] == ["head_rewritten"]


async def test_the_tail_shows_what_and_when_and_never_what_was_said(data: Path) -> None:
    done = await run("log", "tail", "--data", data)
    assert done.exit_code == 0
    assert done.output.count("cases.case.noted") == 3
    assert "tres" not in done.output
    assert (await run("log", "tail", "--data", data, "--limit", "1", "--json")).output.count("\n") == 1


async def test_a_case_is_exported_by_its_number_and_verifies(database: Database, data: Path) -> None:
    number = await database.pool.fetchval("select (state->>'number') from stream where noun = 'case'")
    out = data / "case.zip"
    asked = ("export", f"{number}/2026", "--out", out, "--data", data, "--language", "en")
    refused = await run(*asked)
    assert (refused.exit_code, out.exists()) == (2, False)
    assert "not sealed" in refused.output
    done = await run(*asked, "--working-copy")
    assert done.exit_code == 0, done.output
    (data / "centre.pem").write_bytes(FolderKeys(data / "keys").public_keys().pem)
    checked = await run("verify", out, "--key", data / "centre.pem", "--language", "en")
    assert checked.exit_code == 0
    assert checked.output.startswith("INTACT, NOT SEALED.")
    out.write_bytes(out.read_bytes().replace(b"tres", b"TRES", 1))
    assert (await run("verify", out)).exit_code == 1


@pytest.mark.parametrize("case", ["999999", "not-a-case", "00000000-0000-7000-8000-000000000000"])
async def test_a_case_that_is_not_there_is_refused_and_nothing_is_written(data: Path, case: str) -> None:
    done = await run("export", case, "--out", data / "case.zip", "--data", data)
    assert done.exit_code == 2
    assert not (data / "case.zip").exists()


async def test_without_keys_it_says_what_is_missing(data: Path) -> None:
    done = await run("log", "verify", "--data", data / "elsewhere", "--language", "en")
    assert done.exit_code == 2
