"""What the lock files of a postmaster say, and the two ways in which they lie.

A postmaster that was killed leaves `postmaster.pid` saying "ready", so "ready" counts only with the right pid.
Where nobody reaps it (PID 1 of many containers) it stays a zombie, signal 0 still finds it, and PostgreSQL
refuses to start over its lock files. We remove them only when no live process works in the data folder.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postmaster:
    """One line of truth from `postmaster.pid`: `status` is `starting`, `ready`, `stopping` or `standby`."""

    pid: int
    status: str


def _state_letter(pid: int) -> str | None:
    """`R`, `S`, `Z`, … of proc(5); None where there is no such process."""
    try:
        # The name in brackets may itself hold brackets and spaces: cut at the last one.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _works_in(pid: int, cluster: Path) -> bool:
    """Whether this process has the data folder as its own. In doubt it has."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == cluster
    except (FileNotFoundError, ProcessLookupError):
        return False
    except PermissionError:  # root in a container without CAP_SYS_PTRACE: the kernel does not tell
        if not _may_own(pid, cluster):
            return False  # the server of somebody else on this machine
        return _command(pid).startswith(b"postgres: ") or os.fsencode(cluster) in _command(pid)


def _may_own(pid: int, cluster: Path) -> bool:
    """Whether a process is of the account whose data folder this is: PostgreSQL opens no other's. Root's may be anybody's."""
    try:
        return os.stat(f"/proc/{pid}").st_uid in (0, cluster.stat().st_uid)
    except (FileNotFoundError, ProcessLookupError):
        return False


def read(cluster: Path) -> Postmaster | None:
    """The live postmaster of this folder, if there is one; a recycled pid of another program is not."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    if _state_letter(pid) in (None, "Z", "X") or os.fsencode(cluster) not in _command(pid).split(b"\0"):
        return None
    return Postmaster(pid, lines[7].strip() if len(lines) > 7 else "starting")


def has_running_process(cluster: Path) -> bool:
    """Whether some process still works in this data folder (backends outlive a killed postmaster a moment)."""
    if not cluster.exists():
        return False
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return any(_works_in(pid, cluster) for pid in pids if pid != os.getpid())


def clear_stale_locks(cluster: Path, socket_lock: Path) -> None:
    """Remove lock files whose pid is a zombie, or now belongs to another program (pids start low in a container).

    Call it only as the owner of the folder and when `has_running_process` says no: PostgreSQL's own check is then already made.
    Where there is no such process at all, PostgreSQL clears its files itself.
    """
    for lock in (socket_lock, cluster / "postmaster.pid"):
        try:
            pid = int(lock.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            continue
        if _state_letter(pid) is not None:
            lock.unlink(missing_ok=True)
