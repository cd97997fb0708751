"""`auxilio upgrade`: the installation to this release, and back as long as this release has written no event (decision 0287)."""

import asyncio
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import click

from auxilio.app.cli.log import settings_for
from auxilio.app.cli.start_checks import hold_data_folder
from auxilio.app.cli.start_words import faults_in_words, until_ready
from auxilio.app.cli.upgrading import database
from auxilio.app.cli.upgrading.steps import UpgradeResult, run_upgrade
from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.i18n import catalogues, reader_language

type DatabaseStep = Literal["prepare", "back", "accept"]
STEPS: tuple[DatabaseStep, ...] = ("prepare", "back", "accept")
LOG_WENT_ON = 3
"""Exit code of `--step back` where the new release has written an event."""
READY_TRIES = 2
"""How often `until_ready`, which takes up to a minute, is tried before the start has failed (ours): telephones ring unanswered
meanwhile."""
LOOK_EVERY_S = 1.0
PROGRAM = Path("bin/python")
"""Within a release: its own Python, which finds its packages beside it."""


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
@click.option(
    "--step",
    type=click.Choice(STEPS),
    help="One step of the database, while nothing runs: prepare (check, copy, migrate), back, accept.",
)
@click.option(
    "--unit", help="The whole upgrade: stop this unit of systemd, prepare, start it, and go back if it fails."
)
@click.option(
    "--current",
    type=click.Path(path_type=Path),
    default=Path("/opt/auxilio/current"),
    help="With --unit: the link to the release that the unit starts.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    default=Path("/opt/auxilio/previous"),
    help="With --unit: the folder of the release of before.",
)
def upgrade(
    data: Path | None, step: DatabaseStep | None, unit: str | None, current: Path, previous: Path
) -> None:
    """Bring an installation to this release. Without --unit: check, copy and migrate; then start, and accept or go back."""
    with faults_in_words():
        settings = settings_for(data)
        if unit:
            _by_unit(UnitSteps(settings, unit, current, previous))
        else:
            _do_step(settings, step or "prepare")


def _by_unit(steps: "UnitSteps") -> None:
    words, language = catalogues(), reader_language()
    try:
        with alone(steps.folder), interrupted_by_signals():
            run_upgrade(steps)
    except UpgradeResult as result:
        why = words.refusal(result.why, language)
        click.echo(words.text(f"upgrade.{result.outcome}", language, why=why), err=True)
        sys.exit(1)
    click.echo(words.text("upgrade.done", language))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other upgrade of this installation: it would start the release of before while the first one migrates."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused("upgrade_runs") from None
    finally:
        os.close(lock)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """A terminal that goes away does not end it; who ends it is answered by the way back, once."""

    def interrupt(*_: object) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _do_step(settings: Settings, step: DatabaseStep) -> None:
    words, language = catalogues(), reader_language()
    if step == "accept":
        database.accept(settings)
        return
    with hold_data_folder(settings, "upgrade"):
        if step == "prepare":
            applied = asyncio.run(database.prepare(settings, SystemClock()))
            click.echo(words.text("upgrade.prepared", language, count=len(applied)))
            return
        try:
            asyncio.run(database.bring_back(settings))
        except Refused as refused:
            if refused.code != "upgrade_log_went_on":
                raise
            click.echo(words.refusal(refused, language), err=True)
            sys.exit(LOG_WENT_ON)
        click.echo(words.text("upgrade.back", language))


class UnitSteps:
    """The steps on a machine whose systemd runs the installation; as root, and those of the database as the account that
    owns the data folder."""

    def __init__(self, settings: Settings, unit: str, current: Path, previous: Path) -> None:
        self._settings, self._unit = settings, unit
        self._current, self._previous = current, previous
        self._release = Path(sys.prefix).resolve()
        self.folder = current.parent
        self._program = [shutil.which("systemctl") or "systemctl"]

    def stop(self) -> None:
        """Returns when all its processes have ended."""
        self._systemctl("stop")

    def prepare(self) -> None:
        """As the account of the data; from then on this release is in place."""
        self._database("prepare")
        self._put_in_place(self._release)

    def bring_back(self) -> None:
        """By this release, which knows the tables that go."""
        self._database("back")

    def accept(self) -> None:
        """Once the pages answer."""
        self._database("accept")

    def start(self) -> None:
        """Wait for the pages. A unit that ends and is started again is not waited for: it will not be better."""
        self._systemctl("start", "--no-block")
        asyncio.run(self._until_ready())

    async def _until_ready(self) -> None:
        waiting = asyncio.create_task(self._wait_for_pages())
        while not (await asyncio.wait([waiting], timeout=LOOK_EVERY_S))[0]:
            if await asyncio.to_thread(self._ended):
                waiting.cancel()
                raise Refused("not_ready", url=self._settings.address)
        await waiting

    async def _wait_for_pages(self) -> None:
        for _ in range(READY_TRIES - 1):
            try:
                await until_ready(self._settings, SystemClock())
            except Refused:
                continue  # a large region takes its time
            return
        await until_ready(self._settings, SystemClock())

    def _ended(self) -> bool:
        """Whether systemd has started the service a second time; a target never ends."""
        show = [*self._program, "show", "--property=NRestarts", "--value", self._unit]
        said = subprocess.run(show, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()  # noqa: S603
        return said.isdigit() and int(said) > 0

    def start_without_waiting(self) -> None:
        """Leave it to systemd, which tries for ever."""
        self._systemctl("start", "--no-block")

    def put_previous_in_place(self) -> None:
        """Refused where the package kept no release of before."""
        if not (self._previous / PROGRAM).exists():
            raise Refused("file_missing", path=str(self._previous / PROGRAM))
        self._put_in_place(self._previous)

    def _put_in_place(self, release: Path) -> None:
        link = self._current.with_name(f"{self._current.name}.new")
        link.unlink(missing_ok=True)
        link.symlink_to(release)
        link.replace(self._current)

    def _systemctl(self, *command: str) -> None:
        _run([*self._program, *command, self._unit], {}, f"systemctl {' '.join(command)} {self._unit}")

    def _database(self, step: DatabaseStep) -> None:
        owner = self._settings.data.stat()
        account = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": list[int]()}
        command = [
            sys.executable,
            "-P",  # as root, but for the account's step: nothing of the folder where this was called
            "-m",
            "auxilio",
            "upgrade",
            "--step",
            step,
            "--data",
            str(self._settings.data),
        ]
        _run(command, account if os.geteuid() == 0 and owner.st_uid else {}, f"auxilio upgrade --step {step}")


def _run(command: Sequence[str], account: dict[str, object], name: str) -> None:
    """Raises `Refused("upgrade_step_failed")` with what the command said."""
    done = subprocess.run(  # noqa: S603  our own programs
        command,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **account,  # type: ignore[call-overload]
    )
    if done.returncode == LOG_WENT_ON and name.endswith("back"):
        raise Refused("upgrade_log_went_on", release=version("auxilio"))
    if done.returncode:
        said = " ".join(done.stderr.split())[-600:]
        raise Refused("upgrade_step_failed", step=name, reason=said or str(done.returncode))
