"""Aim: a border that never refuses anybody is a line on paper. Each contract of `.importlinter` is broken on purpose,
in a copy of the source, and must be caught; the copy without the breach must pass."""

import configparser
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "layers": [
        ("kernel/breach.py", "from auxilio.platform import clock"),
        ("platform/breach.py", "from auxilio.identity.core import gate"),
        ("cases/breach.py", "import auxilio.calls.breached"),
        ("dispatch/breach.py", "import auxilio.followup.breached"),
        ("geo/breach.py", "from auxilio.identity.core import gate"),
        ("reporting/breach.py", "import auxilio.realtime.breached"),
        ("a_folder_with_no_place/__init__.py", '"""Nobody said where it belongs."""'),
    ],
    "cycles": [
        ("platform/clock_breach.py", "import auxilio.platform.ids_breach"),
        ("kernel/deep/one.py", "import auxilio.kernel.deep.two"),
    ],
    "pure": [
        ("kernel/breach.py", "import random"),
        ("calls/core/machine.py", "import time"),
        ("calls/core/model.py", "import asyncpg"),
        ("dispatch/recommendation/core/policy.py", "from auxilio.platform.clock import SystemClock"),
        ("dispatch/core/messages.py", "import logging"),
        ("cases/core/boards.py", "import asyncio"),
        ("interop/formats/breach.py", "import socket"),
        ("cases/core/machine.py", "import auxilio.cases.helper"),  # by a detour: helper imports socket
    ],
    "sql": [
        ("calls/service.py", "import asyncpg"),
        ("app/breach.py", "import sqlite3"),
    ],
    "web": [
        ("calls/service.py", "from litestar import get"),
        ("platform/breach.py", "import uvicorn"),
    ],
    "observers": [
        ("workflows/breach.py", "import auxilio.calls.core.machine"),
        ("realtime/breach.py", "import auxilio.cases.store"),
        ("reporting/breach.py", "import auxilio.calls.api"),
        ("interop/breach.py", "import auxilio.cases.store"),
    ],
    "identity": [("calls/breach.py", "import auxilio.identity.breached")],
    "geo": [("dispatch/breach.py", "import auxilio.geo.breached")],
    "stranger": [
        ("simulator/crews.py", "from auxilio.calls import service"),
        ("simulator/breach.py", "import auxilio.platform.database"),
    ],
    "city": [("calls/breach.py", "import simulator.plan"), ("app/breach.py", "from simulator import town")],
    "stories": [("simulator/plan.py", "import time"), ("simulator/mind.py", "from simulator import town")],
    "voice": [
        ("voice/sip/call_leg.py", "from auxilio.voice.control import leg_lifecycle"),
        ("voice/media/breach.py", "from auxilio.voice.sip import call_leg"),
        ("voice/core/media_plan.py", "from auxilio.voice.control import media_switch"),
        ("voice/a_module_with_no_place.py", '"""Its layer is not stated."""'),
    ],
    "invite": [
        ("voice/control/media_switch.py", "from auxilio.voice.control import caller_legs"),
        ("voice/control/call_media_state.py", "from auxilio.voice.control import media_switch"),
        ("voice/control/caller_legs.py", "from auxilio.voice.control import admission"),
        ("voice/control/outbound_dialling.py", "from auxilio.voice.control import exchange"),
        ("voice/control/a_module_with_no_place.py", '"""Its layer is not stated."""'),
    ],
    "sip": [
        ("voice/sip/transaction_layer.py", "from auxilio.voice.sip import dialog_client"),
        ("voice/sip/dialog.py", "from auxilio.voice.sip import call_leg"),
        ("voice/sip/incoming_call.py", "from auxilio.voice.sip import dispatcher"),
    ],
}
TARGETS = {
    "kernel/deep/two.py": "import auxilio.kernel.deep.one",
    "platform/ids_breach.py": "import auxilio.platform.clock_breach",
    "cases/helper.py": "import socket",
    "calls/machine.py": "",
    "calls/api.py": "",
    "cases/store.py": "",
}


@pytest.fixture(scope="module")
def copy_of_source(tmp_path_factory):
    """The source as it is, beside the contracts."""
    place = tmp_path_factory.mktemp("project")
    shutil.copytree(
        ROOT / "src/auxilio",
        place / "auxilio",
        ignore=shutil.ignore_patterns("__pycache__", "console_dist", "*.json", "*.sql"),
    )
    shutil.copytree(ROOT / "simulator", place / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", place)
    return place


def judge(place: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    lint = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as go; go()",
        "--no-cache",
    ]
    chosen = ["--contract", contract] if contract else []
    return subprocess.run(
        [*lint, *chosen], cwd=place, capture_output=True, text=True, env={"PYTHONPATH": str(place)}
    )


def _path(place: Path, where: str) -> Path:
    return place / where if where.startswith("simulator/") else place / "auxilio" / where


def write(place: Path, where: str, line: str) -> Iterator[Callable[[], object]]:
    """Write one module, and the packages above it where they are missing. Gives what undoes each step."""
    path = _path(place, where)
    for folder in reversed(path.relative_to(place).parents[:-1]):
        if not (place / folder / "__init__.py").exists():
            (place / folder).mkdir(exist_ok=True)
            (place / folder / "__init__.py").touch()
            yield partial(shutil.rmtree, place / folder, ignore_errors=True)
    before = path.read_text() if path.exists() else None
    path.write_text(f"{line}\n")
    yield path.unlink if before is None else partial(path.write_text, before)


def test_every_contract_has_a_deliberate_breach() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    contracts = {section.rpartition(":")[2] for section in config.sections() if ":contract:" in section}
    assert contracts == BREACHES.keys()


def test_the_source_itself_keeps_every_contract(copy_of_source: Path) -> None:
    verdict = judge(copy_of_source)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "0 broken" in verdict.stdout


@pytest.mark.parametrize(
    ("contract", "where", "line"),
    [(contract, where, line) for contract, all_of_it in BREACHES.items() for where, line in all_of_it],
)
def test_a_breach_is_caught(copy_of_source: Path, contract: str, where: str, line: str) -> None:
    place = copy_of_source
    wanted = line.rpartition("import ")[2].replace(".", "/").removeprefix("auxilio/") + ".py"
    steps = [(wanted, TARGETS.get(wanted, ""))] if wanted in TARGETS or wanted.endswith("breached.py") else []
    undo = [back for step in [*steps, (where, line)] for back in write(place, *step)]
    try:
        verdict = judge(place, contract)
    finally:
        for back in reversed(undo):
            back()
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert "BROKEN" in verdict.stdout, verdict.stdout + verdict.stderr
    broken = verdict.stdout.partition("Broken contracts")[2]
    path = _path(place, where).relative_to(place).as_posix()
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert module in broken or module.rpartition(".")[2] in broken, broken


def test_nothing_of_the_breaches_is_left_behind(copy_of_source: Path) -> None:
    assert "0 broken" in judge(copy_of_source).stdout
