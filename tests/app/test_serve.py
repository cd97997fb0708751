"""A `serve` whose start fails ends; it does not stay and answer every request with an error."""

import os
import subprocess
import sys

import pytest

BROKEN = """
import auxilio.app.processes.web_application
from auxilio.app.processes.serve import run_serve
from auxilio.app.settings import read_settings
from pathlib import Path
import msgspec

def broken(settings):
    raise RuntimeError("the start fails")

auxilio.app.processes.web_application.keep = broken
run_serve(msgspec.structs.replace(read_settings(), data=Path({data!r}), port=0))
"""


@pytest.mark.slow
def test_a_serve_whose_start_fails_ends_with_an_error(tmp_path: os.PathLike[str]) -> None:
    code = BROKEN.format(data=str(tmp_path))
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode != 0
    assert "RuntimeError" in ended.stdout + ended.stderr
