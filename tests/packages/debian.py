"""A fresh Debian (mmdebstrap) whose systemd runs as a machine of its own (systemd-nspawn), for packages to be installed in."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

TOOLS = ("mmdebstrap", "systemd-nspawn", "dpkg-deb", "dh")
INSIDE = "systemd,systemd-sysv,dbus,debconf,adduser,python3,procps,curl"
"""What a server of a centre has before: systemd, and what the package depends on, for there is no network inside."""
BOOT_S, ENDS_S = 120, 60
ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


def missing_tools() -> list[str]:
    """What is not installed of what this needs; also when we are not root."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Machine:
    """A Debian that runs."""

    def __init__(self, root: Path, leader: int) -> None:
        self.root, self._leader = root, leader

    def run(self, command: str, *, fails: bool = False) -> str:
        """A command of the shell as root inside; what it printed. `fails`: whether it must not succeed."""
        done = subprocess.run(
            ["nsenter", "-t", str(self._leader), "-m", "-u", "-i", "-n", "-p", "sh", "-c", command],
            env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=600,
        )  # fmt: skip
        assert (done.returncode != 0) is fails, f"{command}: {done.returncode}\n{done.stdout}"
        return done.stdout


def make_root(folder: Path) -> Path:
    """A fresh Debian as a tree of files."""
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={INSIDE}", "trixie", str(folder)]
    subprocess.run(command, check=True, timeout=900)
    return folder


@contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """The tree as a machine without a network, until the block ends."""
    command = [
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--boot",
        "--console=read-only", "-D", str(root),
    ]  # fmt: skip
    with (
        (root.parent / "machine.log").open("wb") as log,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as outer,
    ):
        try:
            yield Machine(root, _leader(outer.pid))
        finally:
            outer.send_signal(signal.SIGTERM)  # nspawn asks the systemd inside to shut down
            try:
                outer.wait(ENDS_S)
            except subprocess.TimeoutExpired:
                outer.kill()


def _leader(outer: int) -> int:
    """The systemd inside, once it has booted."""
    until = time.monotonic() + BOOT_S
    while time.monotonic() < until:
        for child in psutil.Process(outer).children():
            said = subprocess.run(
                ["nsenter", "-t", str(child.pid), "-m", "-u", "-i", "-n", "-p", "systemctl", "is-system-running"],
                env=ENVIRONMENT, capture_output=True, text=True, check=False,
            ).stdout.strip()  # fmt: skip
            if said in ("running", "degraded"):
                return child.pid
        time.sleep(0.2)
    raise AssertionError("the machine did not boot")


def repacked(package: Path, version: str, folder: Path, *, spoiled: bool) -> Path:
    """The same package as version 9.0.N, with a migration for each up to N; `spoiled`: it does not start."""
    tree = folder / version
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    lines = control.read_text().splitlines()
    control.write_text(
        "\n".join(f"Version: {version}" if one.startswith("Version:") else one for one in lines) + "\n"
    )
    (source,) = tree.glob("opt/auxilio/release/lib/python3*/site-packages/auxilio")
    for number in range(1, int(version.rpartition(".")[2]) + 1):
        migration = source / f"platform/database/migrations/9{number}00_later.sql"
        migration.write_text(f"alter table migration add column later_{number} integer;\n")
    if spoiled:
        (source / "app/cli/up.py").write_text("raise SystemExit('spoiled')\n")
        for compiled in (source / "app/cli/__pycache__").glob("up.*"):
            compiled.unlink()  # it does not ask for the time of its source
    target = folder / f"auxilio_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--build", "-Znone", tree, target], check=True)
    shutil.rmtree(tree)
    return target
