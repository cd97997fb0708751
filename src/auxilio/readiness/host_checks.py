"""What `auxilio doctor` and the readiness of an installation both look at: files, settings and the machine, without a database."""

import ctypes
import shutil
from pathlib import Path

from auxilio.platform.http.site import host_named
from auxilio.readiness.core.model import CheckState, DoctorFinding, Facts
from auxilio.readiness.ports import ReadinessSettings

_CLOCK_UNSYNCHRONISED = 5
"""TIME_ERROR of adjtimex(2)."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def nearest_folder(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def free_disk_gb(settings: ReadinessSettings) -> float:
    """On the disk of the data folder."""
    return round(shutil.disk_usage(nearest_folder(settings.data)).free / 1e9, 1)


def clock_in_step() -> bool:
    """Whether the kernel says that the clock of this machine is synchronised."""
    # A buffer larger than struct timex, all zero: modes = 0 only asks.
    answer: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    return answer >= 0 and answer != _CLOCK_UNSYNCHRONISED  # below: the kernel did not say


def web_finding(settings: ReadinessSettings) -> DoctorFinding:
    """Under which name people come, whether they come over TLS, and whether a proxy is believed about who they are."""
    facts: Facts = {"url": settings.public_url or settings.address, "host": settings.host}
    local = host_named(settings.host) in LOOPBACK
    if not settings.site.https:
        state, code = (CheckState.OK, "web_local") if local else (CheckState.DEGRADED, "web_in_the_clear")
    elif not settings.public_url:
        state, code = CheckState.DEGRADED, "web_no_public_url"
    elif not settings.tls and not settings.site.proxies:
        state, code = CheckState.DEGRADED, "web_proxy_not_trusted"
    else:
        state, code = CheckState.OK, "web_public"
    return DoctorFinding(part="web", state=state, code=code, facts=facts)


def secret_files(settings: ReadinessSettings) -> list[Path]:
    """Private keys of this installation, by name."""
    files = sorted(settings.keys.glob("*")) if settings.keys.is_dir() else []
    return [
        path
        for path in files
        if path.is_file() and path.suffix in (".pem", ".key") and "public" not in path.name
    ]


def open_keys(settings: ReadinessSettings) -> list[tuple[str, str]]:
    """Private keys that others of this machine can read, each with its mode."""
    modes = [(path, path.stat().st_mode & 0o777) for path in secret_files(settings)]
    return [(str(path), f"{mode:04o}") for path, mode in modes if mode & 0o077]
