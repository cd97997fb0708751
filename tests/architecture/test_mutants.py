"""Aim: a planted defect that a test asserts is killed, one that no test asserts survives and is named."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import mutant_runs  # noqa: E402 - tools is no package: its files are run by their path

RULE = """
LIMIT = 3
__all__ = ["allowed", "price"]


def allowed(number: int) -> bool:
    \"\"\"Whether so many fit.\"\"\"
    assert number > 0, "a number of things"
    return number <= LIMIT


def price(number: int) -> int:
    if number < 0:
        raise ValueError("below nothing")
    return number * 7
"""
TESTS = """
import pytest
from toyhouse.counter.core.rule import allowed, price


@pytest.mark.parametrize(("number", "fits"), [(1, True), (3, True), (4, False)])
def test_limit(number, fits):
    assert allowed(number) is fits


def test_price():
    assert isinstance(price(2), int | float)


def test_that_fails_always():
    assert False
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    core, tests = tmp_path / "src/toyhouse/counter/core", tmp_path / "tests/counter"
    core.mkdir(parents=True)
    tests.mkdir(parents=True)
    for folder in (core, core.parent, core.parents[1]):
        (folder / "__init__.py").touch()
    (core / "rule.py").write_text(RULE)
    (tests / "test_rule.py").write_text(TESTS)
    (tmp_path / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\naddopts = '--import-mode=importlib'\n"
    )
    return tmp_path


def mutate(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/mutate.py", "--root", str(root), "--mutants", "40", *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_mutants_are_killed_or_named(toy: Path) -> None:
    before = sorted((file, file.read_bytes()) for file in toy.rglob("*.py"))
    done = mutate(toy, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1, "the price is not asserted, so too many survive"
    core = found["cores"]["counter"]
    survivors = {(one["before"], one["after"]) for one in core["survivors"]}
    assert ("return number * 7", "return number * 8") in survivors
    assert ("return number * 7", "return number / 7") in survivors
    everywhere = " ".join(before for before, _ in survivors)
    assert "LIMIT" not in everywhere, "both the number, on import, and the comparison are asserted"
    assert "assert" not in everywhere
    assert "below nothing" not in everywhere
    assert core["killed"] == core["drawn"] - len(survivors) > 0
    assert found["failing_unmutated"] == ["tests/counter/test_rule.py::test_that_fails_always"]
    assert before == sorted((file, file.read_bytes()) for file in toy.rglob("*.py")), (
        "the tree is not written"
    )


@pytest.mark.slow
def test_same_seed_same_mutants_and_the_share_decides(toy: Path) -> None:
    first, again = (mutate(toy, "--mutants", "3", "--seed", "5", "--least", "0.1") for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    assert "seed 5" in first.stdout


def test_what_hangs_is_stopped() -> None:
    began = time.monotonic()
    assert mutant_runs.in_child(lambda: time.sleep(600), 0.2) == (False, None)
    assert mutant_runs.in_child(lambda: "through", 600) == (True, "through")
    assert time.monotonic() - began < 300
