"""Who PostgreSQL runs as. It refuses to be root, so as root it is handed to a service account.

We never widen the permissions of a folder we did not make: what the account cannot reach is copied or placed
elsewhere instead. Whether it can reach something is asked by trying, as that account, not by reading modes.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNTS = ("postgres", "auxilio-db")


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """`dropped` says that we are root and the server is not."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def run_as(self) -> dict[str, Any]:
        """Keywords for `subprocess` that make a child this account, away from our folder and environment."""
        keywords: dict[str, Any] = {
            "cwd": "/",
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent"},
        }
        if self.dropped:
            keywords |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return keywords

    def _can(self, argv: list[str | Path]) -> bool:
        try:
            return subprocess.run(argv, capture_output=True, check=False, **self.run_as()).returncode == 0  # noqa: S603
        except PermissionError:
            return False

    def reaches(self, folder: Path) -> bool:
        """Whether this account can enter the folder."""
        return not self.dropped or self._can(["/bin/sh", "-c", 'cd "$0"', folder])

    def runs(self, program: Path) -> bool:
        """Whether this account can start the program."""
        return not self.dropped or self._can([program, "--version"])

    def give(self, *paths: Path) -> None:
        """Make these ours-to-write paths belong to the account."""
        if self.dropped:
            for path in paths:
                os.chown(path, self.uid, self.gid)


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def server_account() -> ServiceAccount:
    """The account for the server: ourselves, or as root `postgres`, or one made for it."""
    me = pwd.getpwuid(os.geteuid())
    if me.pw_uid != 0:
        return ServiceAccount(me.pw_name, me.pw_uid, me.pw_gid, dropped=False)
    entry = next((found for name in ACCOUNTS if (found := _lookup(name))), None)
    if entry is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")):
        name = ACCOUNTS[-1]
        subprocess.run(  # noqa: S603 - fixed words
            [
                useradd,
                "--system",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                name,
            ],
            check=True,
            capture_output=True,
        )
        entry = pwd.getpwnam(name)
    if entry is None:
        entry = pwd.getpwnam("nobody")
    return ServiceAccount(entry.pw_name, entry.pw_uid, entry.pw_gid, dropped=True)


def copy_for(account: ServiceAccount, package: Path, into: Path) -> Path:
    """A copy of a wheel's package, with its bundled libraries beside it, that the account can read.

    Whole or not at all: it is made under another name and renamed. Returns the copied package.
    """
    if not into.exists():
        half = into.with_name(f"{into.name}.half-{os.getpid()}")
        shutil.copytree(
            package,
            half / package.name,
            ignore=shutil.ignore_patterns("include", "__pycache__", "*.a"),
            symlinks=True,
        )
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for folder, _, files in os.walk(half):
            Path(folder).chmod(0o755)
            for file in (Path(folder) / name for name in files):
                if not file.is_symlink():
                    file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
        half.rename(into)
    assert account.runs(into / package.name / "pginstall" / "bin" / "postgres"), (
        "a copy beside the data can be run"
    )
    return into / package.name
