"""Aim: an installation of an older release goes on with this one: its backup, its sealed bundle, what its pages had not sent.

It is made with the code of that release and kept outside the repository, as data and keys of a centre are (decision 0267):
in `../shared/old-installation/RELEASE`, or in the folder that `AUXILIO_OLD_INSTALLATION` names. It holds

    backup/, backup-key.txt    of `db backup`, and the private key that opens it
    case-keys.age, keys/       of `keys backup`, and the masters and the signing key
    sealed-case.zip            of `export`
    boards.json                the rows of every board as that release showed them after a restore of its own
    crew-outbox.json           what a crew's page kept in the browser: commands without an answer
    installation.json          ids of what is asked for below
"""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from auxilio.app.capabilities import tables
from auxilio.app.cli.demo_people import PASSWORD
from auxilio.app.composition import open_runtime
from auxilio.app.processes import worker
from auxilio.app.processes.supervisor import database as open_database
from auxilio.app.settings import Settings
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.realtime.board_catalogue import boards_for
from simulator.board import Board, look
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient, citizen
from tests.app.test_backup import run
from tests.app_process import serving
from tests.free_ports import free_port
from tests.replay.test_golden import differs

SHARED = Path(__file__).parents[2].parent / "shared" / "old-installation" / "0.1"
KEPT = Path(os.environ.get("AUXILIO_OLD_INSTALLATION") or SHARED)
pytestmark = [
    pytest.mark.database,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (KEPT / "installation.json").is_file(),
        reason="../shared/old-installation/0.1 is missing beside the checkout, and AUXILIO_OLD_INSTALLATION names no other",
    ),
]
IDLE_S = 30.0
"""Longer than the slowest job of the worker rests between two looks that can append (`casefile.unit_tracks`)."""
VIEWERS = {
    "desk": ("iria", "desk-05"),
    "room": ("clara", "room"),
    "centre": ("marta", "san-desk-1"),
    "seats": ("clara", "room"),
    "unit": ("serra", "b-21"),
    "preventive": ("jordi", "pc-desk-1"),
    "case": ("iria", "desk-05"),
    "talk": ("pau", "desk-06"),
}
"""Who looks at each board. The caller's own, `call`, is opened with the token that their page had."""


class StandingClock(SystemClock):
    """It shows the moment of the backup, however long ago that is: no promise has come due meanwhile."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def now(self) -> datetime:
        """The moment of the backup."""
        return self._at


@pytest.fixture
def told() -> dict[str, str]:
    """Ids of what is in the installation."""
    found: dict[str, str] = json.loads((KEPT / "installation.json").read_text("utf-8"))
    return found


@pytest.fixture
async def restored(open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty machine to which the steps of docs/operations/backup.md brought the installation back."""
    monkeypatch.delenv("AUXILIO_DATABASE_URL", raising=False)
    data, identity = open_tmp_path / "data", KEPT / "backup-key.txt"
    shutil.copytree(KEPT / "keys", data / "keys")
    for command in (
        ("db", "restore", "--identity", identity, KEPT / "backup"),
        ("keys", "restore", "--identity", identity, KEPT / "case-keys.age"),
    ):
        done = await run(*command, "--data", data)
        assert done.exit_code == 0, (command, done.output, done.exception)
    return Settings(area="demo", data=data, port=free_port(), mode=Mode.EXERCISE, seal_after_s=30.0)


async def test_its_log_is_intact_and_its_states_are_what_this_release_folds(restored: Settings) -> None:
    verified = await run("log", "verify", "--data", restored.data, "--json")
    assert verified.exit_code == 0, verified.output
    report = json.loads(verified.output)
    assert report["intact"]
    assert report["folded"] > 100
    refolded = await run("db", "refold", "--data", restored.data)
    assert (refolded.exit_code, refolded.output) == (0, "")
    assert (await run("db", "check", "--data", restored.data)).exit_code == 0


async def test_the_worker_appends_nothing_at_its_first_start(
    restored: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another name of a reader's cursor would replay the log, and another name of a reaction would do its work twice."""
    async with open_database(restored) as running:
        connection = await asyncpg.connect(running.database_url)
        before = await facts_of(connection)
        at = await connection.fetchval("select max(recorded_at) from event")
        monkeypatch.setattr(worker, "open_runtime", partial(open_runtime, clock=StandingClock(at)))
        cursors = await connection.fetch("select name from reader_cursor order by name")
        working = asyncio.create_task(worker.run_worker_process(running))
        await until_it_leads(connection, working)
        await asyncio.wait([working], timeout=IDLE_S)
        assert not working.done(), working.exception()
        assert await facts_of(connection) == before
        assert await connection.fetch("select name from reader_cursor order by name") == cursors
        assert await connection.fetchval("select count(*) from reader_failure") == 0
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await connection.close()


async def facts_of(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, int]:
    """How many events of each kind there are."""
    rows = await connection.fetch("select kind, count(*) from event group by kind")
    return {row["kind"]: row["count"] for row in rows}


async def until_it_leads(
    connection: "asyncpg.Connection[asyncpg.Record]", working: "asyncio.Task[None]"
) -> None:
    """No leader is in a backup's lease any more; this one takes it."""
    leads = "select exists (select from lease where name = 'worker' and until > now())"
    async with asyncio.timeout(60):
        while not await connection.fetchval(leads):
            assert not working.done(), working.exception()
            await asyncio.sleep(0.2)


async def test_every_board_opens_over_the_socket_and_shows_what_it_showed(
    restored: Settings, told: dict[str, str]
) -> None:
    assert {*VIEWERS, "call"} == {board.name for board in boards_for({}, tables())}
    shown = json.loads((KEPT / "boards.json").read_text("utf-8"))
    assert all(shown.values()), "each board has rows"
    async with open_database(restored) as running:
        with serving(running) as address:
            async with ServerClient(address, Pace(SystemClock())) as client:
                now = await boards_of(client, told)
    assert differs("", shown, now) == []
    assert {at: {name: sorted(rows) for name, rows in tables.items()} for at, tables in now.items()} == {
        at: {name: sorted(rows) for name, rows in tables.items()} for at, tables in shown.items()
    }


async def boards_of(client: ServerClient, told: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The rows of every board, as each viewer sees it, by table."""
    params = {"case": {"case": told["crew_case"]}, "talk": {"call": told["open_call"]}}
    found = {}
    for name, (login, desk) in VIEWERS.items():
        seat = await client.sign_in(login, PASSWORD, desk)
        found[name] = await rows_of(client, seat, name, **params.get(name, {}))
    caller = citizen(told["caller_token"])
    found["call"] = await rows_of(client, caller, "call", call=told["open_call"])
    iria = await client.sign_in("iria", PASSWORD, "desk-05")
    for case in ("sealed", "reserved"):
        found[f"case {case}"] = await rows_of(client, iria, "case", case=told[case])
    return found


async def rows_of(client: ServerClient, seat: Seat, name: str, **params: Any) -> dict[str, Any]:
    """The tables of a board that have rows."""
    async with asyncio.timeout(60), look(client, seat, name, Pace(SystemClock()), **params) as board:
        return {table: rows for table, rows in board.tables.items() if rows}


async def test_what_a_crews_page_had_not_sent_is_delivered_answered_and_done_once(
    restored: Settings, told: dict[str, str]
) -> None:
    kept = json.loads((KEPT / "crew-outbox.json").read_text("utf-8"))
    waiting = json.loads(kept["localStorage"]["auxilio.outbox"])
    assert waiting == [record["waiting"] for record in kept["indexedDB"]]
    async with open_database(restored) as running:
        with serving(running) as address:
            async with ServerClient(address, Pace(SystemClock())) as client:
                crew = await client.sign_in(kept["login"], PASSWORD, kept["desk"])
                assert {one["person"] for one in waiting} == {crew.person}
                answers = [await deliver(client, crew, one) for one in waiting]
                assert [await deliver(client, crew, one) for one in waiting] == answers
                async with look(client, crew, "unit", Pace(SystemClock())) as board:
                    assert_done(board, waiting, told["unit"])
                iria = await client.sign_in(
                    "iria", PASSWORD, "desk-05"
                )  # a fire crew is shown nothing of health
                async with look(client, iria, "case", Pace(SystemClock()), case=told["crew_case"]) as board:
                    assert_recorded(board, waiting, told["unit"])


async def deliver(client: ServerClient, seat: Seat, waiting: dict[str, Any]) -> Any:
    """As `state/command-outbox.svelte.ts` sends what waits. Raises `Refused`."""
    body = json.dumps({"id": waiting["id"], "command": waiting["command"]}).encode()
    answer = await client.ask("POST", "/api/commands", seat, content=body)
    assert UUID(answer["command"]) == UUID(waiting["id"])
    return answer


def assert_done(board: Board, waiting: list[dict[str, Any]], unit: str) -> None:
    """Each command has left what it asked for, at the moment at which it was given."""
    said = [one["command"] for one in waiting]
    row = board.row("units", unit)
    assert row is not None
    last = [one for one in said if one["kind"] == "dispatch.report_status"][-1]
    assert (row["status"], moment(row["status_at"])) == (last["status"], moment(last["at"]))
    assert row["emergency"] is not None
    words = next(one for one in said if one["kind"] == "followup.send_message")
    assert any(one["words"] == words["words"] for one in board.rows("messages"))


def assert_recorded(board: Board, waiting: list[dict[str, Any]], unit: str) -> None:
    """The person whom the crew found is in the case, with what was said of them afterwards."""
    hurt = next(one["command"] for one in waiting if one["command"]["kind"] == "dispatch.record_patient")
    patient = board.row("patients", hurt["patient"])
    assert patient is not None
    assert (patient["triage"], patient["unit"], patient["age"]) == ("yellow", unit, hurt["age"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def altered(file: Path, to: Path) -> Iterator[Path]:
    """A copy in which one byte of what is stored is another."""
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    to.write_bytes(changed)
    yield to


async def test_a_bundle_that_was_sealed_before_is_intact_and_an_altered_one_is_not(tmp_path: Path) -> None:
    bundle = KEPT / "sealed-case.zip"
    (key,) = (KEPT / "keys").glob("public-*.pem")
    done = await run("verify", bundle, "--key", key, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["verdict"] == "intact"
    with altered(bundle, tmp_path / "altered.zip") as other:
        assert (await run("verify", other, "--key", key)).exit_code != 0
