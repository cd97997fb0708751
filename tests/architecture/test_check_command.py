"""Aim: a run of the checks that is killed leaves nothing behind: no folder in memory, no process."""

import importlib.util
import os
import re
import signal
import subprocess
import sys
import threading
import time
from itertools import chain
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, "tools")
import check
check.MEMORY = Path(sys.argv[1])
check.ROOM = 0
sleeper = "import os, time; print(os.getpid(), file=open(os.environ['TMPDIR'] + '/pid', 'w'), flush=True); time.sleep(600)"
next_one = ["touch", sys.argv[1] + "/begun"]
check.run_lanes([[check.Part("sleeper", [sys.executable, "-c", sleeper])]], [check.Part("next", next_one)])
"""
AS_IN_THE_BACKGROUND = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
"""A shell's `&` starts what it starts with the signal of the keyboard ignored."""


@pytest.fixture
def check() -> Any:
    found = importlib.util.spec_from_file_location("checks_under_test", ROOT / "tools/check.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    try:
        found.loader.exec_module(module)
        yield module
    finally:
        del sys.modules[found.name]


def test_what_a_part_imports_is_compiled_once(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asked = [sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"]
    assert check.call(asked, ROOT).output == "False\n"


LEFT = "import os; os.fork() or (os.setsid(), sum(range(30_000_000)), os._exit(0))"


def test_the_work_of_what_a_command_leaves_behind_is_counted(check: Any) -> None:
    at_once = check.call([sys.executable, "-c", "import os; os.fork()"], ROOT)
    left = check.call([sys.executable, "-c", LEFT], ROOT)
    assert (at_once.code, left.code) == (0, 0)
    assert left.cpu_s > 2 * at_once.cpu_s


def test_a_command_keeps_its_code_and_may_be_one_that_a_signal_ends(check: Any) -> None:
    assert check.call([sys.executable, "-c", "raise SystemExit(5)"], ROOT).code == 5
    assert check.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], ROOT).code == 137


def test_a_warning_before_the_coverage_is_no_part_of_it(check: Any) -> None:
    assert check.last_line("CoverageWarning: no data\n97\n") == "97"


def test_the_second_run_of_failed_tests_counts_for_its_part(
    check: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = iter([check.Ended(1, "", 2.0), check.Ended(0, "", 3.0)])
    monkeypatch.setattr(check, "RESULTS", tmp_path)
    monkeypatch.setattr(check, "call", lambda *_: next(ends))
    monkeypatch.setattr(check, "read_report", lambda _: (0, 1, {}))
    monkeypatch.setenv("AUXILIO_TEST_SEED", "1")
    assert check.run_tests(check.Part("pure", ["pytest"])).cpu_s == 5.0


FAULT = '<testsuite><testcase classname="tests.browser.test_x" name="test_y"><failure message="gone&#10;more"/></testcase></testsuite>'


def test_what_failed_is_named_with_the_first_line_of_why(check: Any, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(FAULT)
    assert check.faults_of(report) == ["tests.browser.test_x::test_y: gone"]
    assert check.faults_of(tmp_path / "none.xml") == []


@pytest.mark.parametrize(
    ("part", "failed", "flaky", "code"),
    [
        ("browser-admin", 3, 3, 0),
        ("browser-admin", 4, 4, 1),
        ("browser-admin", 2, 1, 1),
        ("database-1", 1, 1, 1),
    ],
)
def test_at_most_three_stories_in_a_browser_may_pass_when_run_again(
    check: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    part: str,
    failed: int,
    flaky: int,
    code: int,
) -> None:
    outcome = check.Outcome(
        check.Part(part, [], tests=True), False, "", failed=failed, flaky=flaky, faults=["a story: gone"]
    )
    monkeypatch.setattr(check, "RESULTS", tmp_path)
    monkeypatch.setattr(check, "tree", lambda: "")
    monkeypatch.setattr(check, "run_lanes", lambda *_: [outcome])
    assert check.judge([]) == code
    told = capsys.readouterr().out
    assert "a story: gone" in told
    assert (f"failed: {part}" in told) == bool(code)


def test_stories_of_several_parts_count_together(
    check: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [
        check.Outcome(check.Part(name, [], tests=True), False, "", failed=2, flaky=2)
        for name in ("browser-a", "browser-b")
    ]
    monkeypatch.setattr(check, "RESULTS", tmp_path)
    monkeypatch.setattr(check, "tree", lambda: "")
    monkeypatch.setattr(check, "run_lanes", lambda *_: outcomes)
    assert check.judge([]) == 1


def until(true) -> None:
    """Wait for what others do in their own time."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE_S, "it did not happen"
        time.sleep(0.05)


def test_a_run_that_is_killed_leaves_no_folder_and_no_process(tmp_path: Path) -> None:
    run = subprocess.Popen([*AS_IN_THE_BACKGROUND, sys.executable, "-c", RUN, str(tmp_path)], cwd=ROOT)
    try:
        until(lambda: any(file.read_text().strip() for file in tmp_path.glob("*/pid")))
        (file,) = tmp_path.glob("*/pid")
        sleeper = int(file.read_text())
    finally:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    until(lambda: not psutil.pid_exists(sleeper))
    until(lambda: list(tmp_path.iterdir()) == [])


def test_a_run_that_is_interrupted_begins_no_further_part(tmp_path: Path) -> None:
    within = tmp_path / "within"
    within.mkdir()
    run = subprocess.Popen([sys.executable, "-c", RUN, str(within)], cwd=ROOT)
    until(lambda: any(file.read_text().strip() for file in within.glob("*/pid")))
    (file,) = within.glob("*/pid")
    sleeper = int(file.read_text())
    os.kill(run.pid, signal.SIGINT)
    os.kill(sleeper, signal.SIGINT)  # the keyboard interrupts both
    assert run.wait(PATIENCE_S) != 0
    assert not (within / "begun").exists()


def test_of_a_part_that_prints_without_end_the_first_and_the_last_lines_are_shown() -> None:
    program = "import check; print(check.shortened(chr(10).join(map(str, range(10_000)))))"
    shown = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT / "tools", text=True)
    lines = shown.splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("0", "9999", 401)


def commands(check: Any, what: str) -> str:
    lanes, shared = check.plan(what)
    return "\n".join(
        " ".join(map(str, part.command)) for part in (*chain.from_iterable(lanes), *shared) if part.tests
    )


def test_the_thorough_tests_are_run_before_a_release_alone(check: Any) -> None:
    lanes, shared = check.plan("test")
    parts = [part for part in (*chain.from_iterable(lanes), *shared) if part.tests]
    marks = {part.name: part.command[part.command.index("-m", 3) + 1] for part in parts}
    assert {name for name, told in marks.items() if "thorough" not in told.partition("not")[2]} == set()
    assert "test_town.py" not in commands(check, "test")
    whole = commands(check, "test-all")
    assert "thorough" not in whole
    for file in (ROOT / "tests/browser").rglob("test_*.py"):
        assert str(file) in whole


def test_two_lanes_begin_with_what_computes_and_one_with_stories_in_a_browser(
    check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes, shared = check.plan("test")
    first: dict[int, str] = {}
    begun = threading.Barrier(len(lanes))

    def run(part: Any) -> Any:
        if threading.get_ident() not in first:
            first[threading.get_ident()] = part.name
            begun.wait(PATIENCE_S)
        return check.Outcome(part, True, "")

    monkeypatch.setattr(check, "run", run)
    done = check.run_lanes(lanes, shared)
    assert sorted(outcome.part.name for outcome in done) == sorted(part.name for part in shared)
    kinds = sorted(name.partition("-")[0] for name in first.values())
    assert kinds == ["browser", "database", "database"]


def test_each_page_has_a_story_in_make_test(check: Any) -> None:
    routes = (ROOT / "console/src/shell/routes.ts").read_text("utf-8")
    pages = set(re.findall(r'path: "(/[a-z]+)', routes)) - {"/gallery"}
    told = commands(check, "test")
    read = [file.read_text("utf-8") for file in (ROOT / "tests/browser").rglob("*.py") if str(file) in told]
    assert {page for page in pages if not any(f'"{page}' in text for text in read)} == set()
