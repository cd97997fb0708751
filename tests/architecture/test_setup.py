"""The two commands: on a machine that does not fit, the set-up says in one line what to do, and touches nothing."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import check  # noqa: E402 - tools is no package: its files are run by their path

NEEDED = [
    "sh",
    "cat",
    "cut",
    "dirname",
    "grep",
    "head",
    "mkdir",
    "printf",
    "sed",
    "sha256sum",
    "tail",
    "flock",
    "getconf",
    "uname",
    "id",
]


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with only what a test gives it, and a checkout that holds only the set-up."""
    programs, checkout = tmp_path / "bin", tmp_path / "checkout"
    programs.mkdir()
    for name in NEEDED:
        if (found := shutil.which(name)) is not None:
            (programs / name).symlink_to(found)
    shutil.copytree(ROOT / "tools", checkout / "tools", ignore=shutil.ignore_patterns("__pycache__"))

    class Machine:
        folder = checkout

        def has(self, name: str, script: str) -> None:
            (programs / name).unlink(missing_ok=True)
            (programs / name).write_text(f"#!/bin/sh\n{script}\n")
            (programs / name).chmod(0o755)

        def set_up(self) -> subprocess.CompletedProcess[str]:
            surroundings = {"PATH": str(programs), "AUXILIO_PYTHON_PLACES": "", "HOME": str(tmp_path)}
            return subprocess.run(
                [checkout / "tools/setup.sh"], env=surroundings, capture_output=True, text=True, check=False
            )

    it = Machine()
    it.has("id", "echo 1000")
    return it


def test_another_processor_is_told_so(machine) -> None:
    machine.has("uname", "case $1 in -s) echo Linux;; -m) echo riscv64;; esac")
    said = machine.set_up()
    assert said.returncode == 1
    assert said.stderr == "[setup] Auxilio runs on Linux x86-64; this is Linux riscv64.\n"


@pytest.mark.parametrize("library", ["glibc 2.31", "", "musl 1.2"])
def test_an_old_or_another_c_library_is_told_so(machine, library: str) -> None:
    machine.has("getconf", f"echo {library}")
    said = machine.set_up()
    assert said.returncode == 1
    assert "glibc 2.34 or newer is needed" in said.stderr


def test_without_a_python_the_command_that_brings_one_is_named(machine) -> None:
    machine.has("python3", "exit 1")  # Python 3.11, say
    said = machine.set_up()
    assert said.returncode == 1
    assert "apt-get install python3-venv" in said.stderr
    assert not (machine.folder / ".venv").exists()


def test_a_python_that_cannot_make_an_environment_names_its_own_package(machine) -> None:
    # Debian's python3.13 without python3.13-venv; asked who it really is, it says itself.
    machine.has(
        "python3.13",
        f'case "$2" in *ensurepip*) exit 1;; *sys.executable*) echo "$0"; exit;; esac; exec {sys.executable} "$@"',
    )
    said = machine.set_up()
    assert said.returncode == 1
    assert "-venv" in said.stderr
    assert "cannot make an environment. Run: apt-get install python3." in said.stderr


def test_as_root_with_apt_it_installs_what_is_missing_itself(machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", f'echo "$@" >>{machine.folder}/asked; exit 0')
    machine.has("python3", "exit 1")
    said = machine.set_up()
    assert "python3-venv" in (machine.folder / "asked").read_text()
    assert said.returncode == 1  # this apt-get only pretended
    assert "Python 3.12 or newer is needed" in said.stderr


def test_the_set_up_never_breaks_system_packages_and_never_fetches_a_python() -> None:
    text = (ROOT / "tools/setup.sh").read_text()
    assert "break-system-packages" not in text
    assert "UV_PYTHON_DOWNLOADS=never" in text
    assert text.count("--require-hashes") == 2


def test_the_project_s_own_machine_runs_make_test() -> None:
    gate = ROOT / ".ci/run"
    assert os.access(gate, os.X_OK)
    assert gate.read_text().splitlines()[-1] == "exec make test"


@pytest.mark.parametrize(
    "target", ["demo", "test", "check", "generate", "lock", "sbom", "soak", "clean", "help"]
)
def test_make_knows_it(target: str) -> None:
    said = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


# --- the runner of the checks --------------------------------------------------------------------


def outcome(skips: dict[str, int]) -> check.Outcome:
    return check.Outcome(check.Part("database", ["true"], tests=True), True, "", passed=3, skips=skips)


@pytest.mark.parametrize(
    "reason",
    ["missing: chromium (apt-get install chromium)", "kamailio is not installed", "no chromium here"],
)
def test_where_everything_was_to_be_installed_a_skip_for_want_of_it_fails(reason: str) -> None:
    one = outcome({reason: 2})
    check.refuse_skips(one)
    assert not one.ok
    assert one.failed == 2


@pytest.mark.parametrize(
    "reason", ["../shared/geo is missing beside the checkout", "only root can become another account"]
)
def test_a_skip_that_no_installation_mends_stays_a_skip(reason: str) -> None:
    one = outcome({reason: 1})
    check.refuse_skips(one)
    assert one.ok


def test_the_report_of_pytest_is_counted_with_the_reasons_of_its_skips(tmp_path: Path) -> None:
    suite = ET.Element("testsuite")
    for child, message in [
        (None, ""),
        ("failure", "no"),
        ("error", "no"),
        ("skipped", "why"),
        ("skipped", "why"),
    ]:
        case = ET.SubElement(suite, "testcase")
        if child:
            ET.SubElement(case, child, message=message)
    (tmp_path / "some.xml").write_text(ET.tostring(suite, encoding="unicode"))
    assert check.read_report(tmp_path / "some.xml") == (1, 2, {"why": 2})
    assert check.read_report(tmp_path / "none.xml") == (0, 1, {}), "a part that wrote no report did not pass"


@pytest.mark.slow
@pytest.mark.parametrize(("body", "flaky"), [("assert MARK.exists() or MARK.touch()", 1), ("assert 0", 0)])
def test_what_fails_and_then_passes_is_flaky_and_fails_the_run(
    tmp_path: Path, monkeypatch, capsys, body: str, flaky: int
) -> None:
    file = tmp_path / "test_some.py"
    mark = f"from pathlib import Path\nMARK = Path({str(tmp_path / 'mark')!r})\n"
    file.write_text(f"{mark}def test_one(): {body}\ndef test_other(): pass\n")
    monkeypatch.setattr(check, "RESULTS", tmp_path / "results")
    (tmp_path / "results").mkdir()
    monkeypatch.setenv("AUXILIO_TEST_SEED", "7")
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", f"--rootdir={tmp_path}", "-o"]
    part = check.Part("some", [*command, f"cache_dir={tmp_path / 'cache'}", str(file)], tests=True)
    found = check.run(part)
    assert (found.ok, found.passed, found.failed, found.flaky) == (False, 1, 1, flaky)
    assert ("1 flaky: passed when run again" in capsys.readouterr().out) == bool(flaky)


def test_a_part_that_fails_makes_the_whole_fail(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(check, "RESULTS", tmp_path / "results")
    assert check.judge([[check.Part("good", ["true"])], [check.Part("bad", ["false"])]]) == 1
    said = capsys.readouterr().out
    assert "FAIL bad" in said
    assert "1 passed, 1 failed" in said
    assert check.judge([[check.Part("good", ["true"])]]) == 0


def test_what_lanes_share_is_done_once_by_whichever_is_free(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(check, "RESULTS", tmp_path / "results")
    mark = tmp_path / "marks"
    shared = [check.Part(f"shared-{n}", ["sh", "-c", f"echo {n} >>{mark}"]) for n in range(4)]
    assert check.judge([[check.Part("own", ["true"])], []], shared) == 0
    assert sorted(mark.read_text().split()) == ["0", "1", "2", "3"]
    assert "5 passed, 0 failed" in capsys.readouterr().out
