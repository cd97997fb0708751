"""Valhalla's settings. Some of its defaults are wrong for dispatch, and wrong silently (decision 0023)."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from valhalla.config import get_config


def road_config(folder: Path, tile_dir: Path | None = None) -> dict[str, Any]:
    """Settings for the graph in `folder`. `tile_dir` is only for building."""
    config: dict[str, Any] = deepcopy(get_config(tile_extract="", tile_dir=""))
    mjolnir, thor, limits = config["mjolnir"], config["thor"], config["service_limits"]
    mjolnir["tile_dir"] = str(tile_dir) if tile_dir else ""
    mjolnir["tile_extract"] = str(folder / "tiles.tar")
    mjolnir["traffic_extract"] = str(folder / "traffic.tar")
    mjolnir["admin"] = str(folder / "admins.sqlite")
    # The other one is wrong towards one place, up to 70 % and two minutes (decision 0214); the default picks between them.
    thor["source_to_target_algorithm"] = "costmatrix"
    # A way through a dead end is found in the second pass only.
    thor["costmatrix"]["allow_second_pass"] = True
    # After two ends met it looks on for so many steps. The default 2800 doubles the slowest questions and changes no answer;
    # fewer than `min_iterations` (100) does (decision 0214).
    thor["costmatrix"]["max_iterations"] = 300
    # The default 0 makes a matrix ignore closures without a word.
    limits["max_timedep_distance_matrix"] = 500_000
    limits["max_exclude_polygons_length"] = 500_000
    limits["max_exclude_polygons_vertices"] = 5_000
    limits["auto"]["max_matrix_location_pairs"] = 25_000
    limits["allow_hard_exclusions"] = True
    return config


@contextmanager
def config_file(config: dict[str, Any]) -> Iterator[Path]:
    """The settings as a file, for as long as Valhalla reads it: given as a `dict`, it writes one into the temporary folder and
    leaves it there (valhalla 3.6)."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="auxilio-roads-") as file:
        json.dump(config, file)
        file.flush()
        yield Path(file.name)
