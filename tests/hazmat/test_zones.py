"""Aim: what the console's own geometry is held against (kit/hazmat-zones.test.ts) is what pyproj says today."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_ways_that_the_console_is_tried_on_are_those_of_the_ellipsoid() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_zone_vectors.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
