"""What is installed can run: the wheel is whole, the units are understood, and no tool for tests goes to a centre."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from auxilio.app.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").iterdir())
DEBIAN = ROOT / "deploy/debian"
CONTAINER = ROOT / "deploy/container"
SCRIPTS = sorted(path for path in DEBIAN.iterdir() if path.read_text().startswith("#!/bin/sh"))


def locked(file: str) -> set[str]:
    """Names of the packages in a lock file."""
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / file).read_text(), re.MULTILINE))


@pytest.mark.slow
def test_the_wheel_holds_console_content_and_words_and_no_test(tmp_path: Path) -> None:
    command = [sys.executable, "tools/package.py", "wheel", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    for wanted in ("console_dist/index.html", "locale/es.json", "platform/database/migrations/0001_log.sql"):
        assert f"auxilio/{wanted}" in names
    protocols = {path.name for path in (ROOT / "content/protocols").glob("*.yaml")}
    assert {
        name.rpartition("/")[2] for name in names if name.startswith("auxilio/content/protocols/")
    } >= protocols
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"auxilio", "simulator"}


def test_no_tool_for_tests_or_for_building_is_among_what_runs() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    tools = {
        re.split(r"[><=\[]", one)[0].lower()
        for group in groups.values()
        for one in group
        if isinstance(one, str)
    }
    runs = locked("requirements.lock")
    assert runs
    assert "pytest" in tools
    assert not runs & tools
    assert not runs & {"pip", "setuptools", "coverage", "pluggy"}


@pytest.mark.slow
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("missing: systemd-analyze (apt-get install systemd)")
    for unit in UNITS:  # the program of a release that is not installed here
        text = unit.read_text().replace("/opt/auxilio/current/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *map(str, tmp_path.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "auxilio" in line]
    assert ours == []


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.stem
)
def test_each_process_has_no_capability_and_writes_its_data_alone(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for wanted in (
        "User=auxilio",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "StateDirectory=auxilio",
        "RestrictNamespaces=yes",
        "SystemCallFilter=@system-service adjtimex",
        "SystemCallFilter=~@privileged",
    ):
        assert wanted in lines
    assert not [line for line in lines if line.startswith("ReadWritePaths")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_each_script_of_the_package_is_understood_by_the_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)


def test_the_settings_that_come_with_the_package_are_settings(tmp_path: Path) -> None:
    text = (DEBIAN / "auxilio.toml").read_text()
    (tmp_path / "auxilio.toml").write_text(text)
    assert read_settings({}, tmp_path) == Settings(data=Path("/var/lib/auxilio"))
    proposed = re.findall(r"^# (\w+) = ", text, re.MULTILINE)
    assert proposed
    assert set(proposed) <= set(Settings.__struct_fields__)


def test_the_container_keeps_the_data_and_publishes_what_is_listened_on() -> None:
    image = (CONTAINER / "Containerfile").read_text()
    service = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"]["auxilio"]
    data = str(read_settings({}, DEBIAN).data)
    assert f"VOLUME {data}" in image
    assert f"data:{data}" in service["volumes"]
    for port in (Settings().port, Settings().voice_port, Settings().sip_port):
        assert f"{port}/tcp" in image
    context = CONTAINER / service["build"]["context"]
    assert (context / service["build"]["dockerfile"]).resolve() == CONTAINER / "Containerfile"
