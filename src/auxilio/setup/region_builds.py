"""The build of a region that a page asked for: one file in the data folder, which `serve` and `auxilio up` share.

`serve` writes what is asked (`ask`, `cancel`), and `auxilio up` runs it and writes how it goes (app/cli/region_builder.py).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from auxilio.kernel.refusal import Conflict
from auxilio.platform.files import write_durably
from auxilio.setup.core.region_setup import RegionBuild, RegionBuildState

BUILD, CANCEL, LOCK = "build.json", "build-cancel", ".build-asked"


class RegionBuilds:
    """The latest build of one installation. Every call may read or write a disk."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "region"
        self._file, self._cancel = self._folder / BUILD, self._folder / CANCEL

    def latest(self) -> RegionBuild | None:
        """The one that waits, goes on or was the last; None where none was asked for, or the file cannot be read."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=RegionBuild)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None

    def ask(self, build: RegionBuild) -> None:
        """Raises `Conflict("region_build_going_on")`."""
        with self._held():
            latest = self.latest()
            if latest is not None and latest.is_open:
                raise Conflict("region_build_going_on", file=latest.file)
            self._cancel.unlink(missing_ok=True)
            self.put(build)

    def cancel(self) -> None:
        """Ask that it ends. Raises `Conflict("no_region_build")`."""
        with self._held():
            latest = self.latest()
            if latest is None or not latest.is_open:
                raise Conflict("no_region_build")
            write_durably(self._cancel, latest.id.bytes)

    def put_in_force(self, in_force: str, by: str, at: str) -> RegionBuild:
        """Ask that a region that was built is put in force while calls go on. `in_force`: the version that answers now.

        Raises `Conflict("no_region_waits")`.
        """
        with self._held():
            latest = self.latest()
            if latest is None or latest.state is not RegionBuildState.BUILT or latest.version == in_force:
                raise Conflict("no_region_waits")
            if latest.forced_by:
                return latest
            forced = msgspec.structs.replace(latest, forced_by=by, forced_at=at)
            self.put(forced)
            return forced

    def is_cancelled(self, build: RegionBuild) -> bool:
        """Somebody has asked that this one ends."""
        try:
            return self._cancel.read_bytes() == build.id.bytes
        except FileNotFoundError:
            return False

    def put(self, build: RegionBuild) -> None:
        """How it stands now."""
        write_durably(self._file, msgspec.json.encode(build))

    def end_as(self, build: RegionBuild, state: RegionBuildState) -> None:
        """It ended without saying how."""
        latest = self.latest()
        if latest is not None and latest.id == build.id and latest.is_open:
            self.put(msgspec.structs.replace(latest, state=state))

    @contextmanager
    def _held(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
