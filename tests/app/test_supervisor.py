"""Aim: whoever starts all the processes clears away what the last ones left unfinished, and lets one that always
fails cost the others nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auxilio.app.processes.supervisor import AGAIN_AFTER_MAX_S, AGAIN_AFTER_S
from auxilio.app.processes.supervisor import database as started
from auxilio.app.settings import Settings
from auxilio.platform.backoff import backoff_s
from tests.database import Database


async def test_what_a_crash_left_half_written_is_swept_before_anybody_writes(
    database: Database, tmp_path: Path
) -> None:
    case = tmp_path / "blobs" / "a-case"
    case.mkdir(parents=True)
    for name in ("0f.partial", "key", "whole.blob"):
        (case / name).write_bytes(b"x")
    async with started(Settings(data=tmp_path, database_url=database.dsn)):
        assert {path.name for path in case.iterdir()} == {"key", "whole.blob"}


async def test_what_is_started_never_learns_how_the_owner_of_the_tables_connects(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a process is forked from has the environment of the supervisor."""
    monkeypatch.setenv("AUXILIO_DATABASE_OWNER_URL", "postgresql://owner@nowhere/auxilio")
    async with started(Settings(data=tmp_path, database_url=database.dsn)) as running:
        assert "AUXILIO_DATABASE_OWNER_URL" not in os.environ
        assert running.database_owner_url is None


def test_who_ran_well_is_back_at_once_and_who_always_fails_is_tried_ever_less() -> None:
    waits = [backoff_s(ends, AGAIN_AFTER_S, AGAIN_AFTER_MAX_S) for ends in range(12)]
    assert waits[:3] == [AGAIN_AFTER_S, AGAIN_AFTER_S, 2 * AGAIN_AFTER_S]
    assert waits == sorted(waits)
    assert waits[-1] == AGAIN_AFTER_MAX_S


def test_each_process_that_serves_speaks_in_lines_that_a_machine_reads() -> None:
    program = (
        "import logging; from auxilio.app.processes.web_application import make_app; make_app();"
        "logging.getLogger('auxilio.somewhere').info('it_speaks')"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    assert [json.loads(line)["event"] for line in said.splitlines()] == ["it_speaks"]
