"""An upgrade goes back only as long as the new release has written no event, and never over a call."""

import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec
import pytest

from auxilio.app.cli.database_dump import DUMP
from auxilio.app.cli.upgrade import LOG_WENT_ON, alone, interrupted_by_signals
from auxilio.app.cli.upgrading import database as upgrading
from auxilio.app.cli.upgrading.core import UpgradeFacts, UpgradeRecord, WayBack, faults, keeps_copy, way_back
from auxilio.app.cli.upgrading.steps import UpgradeOutcome, UpgradeResult, run_upgrade
from auxilio.app.processes.supervisor import database as open_database
from auxilio.app.settings import Settings
from auxilio.kernel.event import Cursor
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import new_identity
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import migrate
from tests.app.test_backup import centre, opened, ring, run

BEFORE = Cursor(1, 40, 7)
RECORD = UpgradeRecord(at=datetime(2026, 11, 29, tzinfo=UTC), release="2", head=BEFORE, applied=(1, 2))
BRINGING = msgspec.structs.replace(RECORD, bringing_back=True)
FITS = UpgradeFacts(applied=(1, 2), packaged=(1, 2, 3), sessions=0, database_bytes=10**9, free_bytes=10**10)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"applied": (1, 2, 9)}, "database_newer"),
        ({"sessions": 3}, "upgrade_in_use"),
        ({"free_bytes": 10**9}, "upgrade_no_room"),
        ({"free_bytes": 0, "applied": (1, 2, 3)}, None),
    ],
)
def test_an_upgrade_begins_where_nothing_works_the_database_is_known_and_its_copy_fits(
    change: dict[str, object], code: str | None
) -> None:
    found = [fault.code for fault in faults(msgspec.structs.replace(FITS, **change))]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("record", "applied", "head", "way"),
    [
        (RECORD, (1, 2), BEFORE, WayBack.START),
        (RECORD, (1, 2, 3), BEFORE, WayBack.BRING_BACK),
        (RECORD, (1, 2, 3), Cursor(1, 41, 8), "upgrade_log_went_on"),
        (RECORD, (1, 2), Cursor(1, 41, 8), "upgrade_log_went_on"),
        (RECORD, (), None, "upgrade_log_went_on"),
        (BRINGING, (), None, WayBack.BRING_BACK),
        (BRINGING, (1, 2, 3), Cursor(), WayBack.BRING_BACK),
        (BRINGING, (1, 2, 3), BEFORE, WayBack.BRING_BACK),
        (BRINGING, (1, 2), BEFORE, WayBack.START),
        (BRINGING, (1, 2, 3), Cursor(1, 41, 8), "upgrade_log_went_on"),
        (None, (1, 2, 3), BEFORE, "upgrade_unknown"),
    ],
)
def test_the_way_back_ends_with_the_first_event(
    record: UpgradeRecord | None, applied: tuple[int, ...], head: Cursor | None, way: WayBack | str
) -> None:
    if isinstance(way, WayBack):
        assert way_back(record, applied, head) is way
        return
    with pytest.raises(Refused) as refused:
        way_back(record, applied, head)
    assert refused.value.code == way


def test_a_copy_of_an_upgrade_that_was_cut_off_is_kept_until_an_event_follows() -> None:
    assert keeps_copy(RECORD, BEFORE)
    assert keeps_copy(RECORD, None)
    assert not keeps_copy(RECORD, Cursor(1, 41, 8))
    assert not keeps_copy(None, BEFORE)


class Machine:
    """Steps that are written down; those in `failing` are refused, each with its code, or end as it says."""

    def __init__(self, failing: Mapping[str, str | BaseException]) -> None:
        self.failing, self.done = failing, list[str]()

    def _step(self, name: str) -> None:
        self.done.append(name)
        if why := self.failing.get(name):
            raise Refused(why) if isinstance(why, str) else why

    def stop(self) -> None:
        self._step("stop")

    def prepare(self) -> None:
        self._step("prepare")

    def start(self) -> None:
        self._step("start")

    def start_without_waiting(self) -> None:
        self._step("again")

    def bring_back(self) -> None:
        self._step("back")

    def put_previous_in_place(self) -> None:
        self._step("previous")

    def accept(self) -> None:
        self._step("accept")


@pytest.mark.parametrize(
    ("failing", "outcome", "steps"),
    [
        ({}, None, "stop prepare start accept"),
        (
            {"prepare": "upgrade_no_room", "back": "upgrade_unknown"},
            "not_begun",
            "stop prepare back previous again",
        ),
        ({"prepare": "x", "back": "upgrade_log_went_on"}, "stays", "stop prepare back again"),
        ({"stop": "x", "back": "x"}, "not_begun", "stop back previous again"),
        ({"prepare": PermissionError("x")}, "not_begun", "stop prepare back previous again"),
        ({"prepare": KeyboardInterrupt()}, "not_begun", "stop prepare back previous again"),
        ({"start": KeyboardInterrupt()}, "brought_back", "stop prepare start stop back previous again"),
        (
            {"start": "x", "previous": OSError("x")},
            "stays",
            "stop prepare start stop back previous again",
        ),
        ({"start": "not_ready"}, "brought_back", "stop prepare start stop back previous again"),
        (
            {"start": "not_ready", "back": "upgrade_log_went_on"},
            "stays",
            "stop prepare start stop back again",
        ),
        (
            {"start": "not_ready", "previous": "file_missing"},
            "stays",
            "stop prepare start stop back previous again",
        ),
    ],
)
def test_whatever_fails_one_release_is_started(
    failing: Mapping[str, str | BaseException], outcome: str | None, steps: str
) -> None:
    machine = Machine(failing)
    if outcome is None:
        run_upgrade(machine)
    else:
        with pytest.raises(UpgradeResult) as result:
            run_upgrade(machine)
        assert result.value.outcome is UpgradeOutcome(outcome)
    assert machine.done == steps.split()


def test_of_two_upgrades_at_once_the_second_does_nothing(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Refused, match="upgrade_runs"), alone(tmp_path):
        pytest.fail("the second one works")
    with alone(tmp_path):
        pass


def test_who_ends_an_upgrade_is_heard_once_and_a_terminal_that_goes_away_is_not() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with interrupted_by_signals():
        signal.raise_signal(signal.SIGHUP)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def newer_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """This release, and a migration more."""
    more = (9999, "9999_future.sql", "alter table migration add column future integer")
    have = [*migrate.packaged_migrations(), more]
    for module in (migrate, upgrading):
        monkeypatch.setattr(module, "packaged_migrations", lambda: have)


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """As the running system, over an installation that is started for it by the release of before."""
    async with upgrading.open_database(settings) as (dsn, _):
        connection = await asyncpg.connect(dsn)
        yield connection
        await connection.close()


async def _log_and_column(settings: Settings) -> tuple[int, bool]:
    async with connected(settings) as connection:
        count = await connection.fetchval("select count(*) from event")
        column = "select count(*) from information_schema.columns where column_name = 'future'"
        return count, bool(await connection.fetchval(column))


def _ends(*_: object, **__: object) -> None:
    raise KeyError


async def _receive_a_call(settings: Settings) -> None:
    async with open_database(settings) as running:
        assert running.database_url is not None
        async with opened(running.database_url) as database:
            await ring(centre(database))


@pytest.mark.database
@pytest.mark.usefixtures("newer_release")
async def test_the_database_is_as_it_was_after_a_way_back_and_a_call_of_the_new_release_is_never_lost(
    open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUXILIO_DATABASE_URL", raising=False)
    settings = Settings(data=open_tmp_path / "data")
    safe = open_tmp_path / "safe.txt"
    monkeypatch.setenv("AUXILIO_BACKUP_RECIPIENTS", new_identity(safe))
    with monkeypatch.context() as before:
        before.setattr(migrate, "packaged_migrations", lambda: upgrading.packaged_migrations()[:-1])
        await _receive_a_call(settings)
    facts, future = await _log_and_column(settings)
    assert facts
    assert not future

    async with connected(settings):  # a window, or a process on another machine
        with pytest.raises(Refused) as refused:
            await upgrading.prepare(settings, SystemClock())
    assert refused.value.code == "upgrade_in_use"
    assert upgrading.read_record(settings) is None

    step = ("upgrade", "--data", settings.data, "--step")
    assert (await run(*step, "prepare")).exit_code == 0
    assert await _log_and_column(settings) == (facts, True)
    assert (await run(*step, "back")).exit_code == 0
    assert await _log_and_column(settings) == (facts, False)
    assert not (settings.data / upgrading.FOLDER).exists()

    # The machine fails between the old tables and the copy: the next start, and the next upgrade, have the whole log again.
    for finish in (upgrading.finish_way_back, lambda of: upgrading.prepare(of, SystemClock())):
        assert (await run(*step, "prepare")).exit_code == 0
        with monkeypatch.context() as cut_off:
            cut_off.setattr(upgrading, "load_dump", _ends)
            assert isinstance((await run(*step, "back")).exception, KeyError)
        await finish(settings)
        assert (await _log_and_column(settings))[0] == facts

    assert (await run(*step, "prepare")).exit_code == 0
    await _receive_a_call(settings)
    facts, _ = await _log_and_column(settings)
    assert (await run(*step, "back")).exit_code == LOG_WENT_ON
    assert await _log_and_column(settings) == (facts, True)

    assert (await run(*step, "accept")).exit_code == 0
    kept = [path.name for path in (settings.data / upgrading.FOLDER).iterdir()]
    assert kept == [DUMP]
