"""The road graph: Valhalla's tiles, the outlines it needs, and an empty sheet of live traffic to write closures on."""

import json
import shutil
from pathlib import Path

from auxilio.geo.build.tools import run
from auxilio.geo.roads.config import road_config


def build_roads(source: Path, folder: Path, log: Path) -> None:
    """Build `folder` (`tiles.tar`, `traffic.tar`) from an extract."""
    folder.mkdir(parents=True)
    config = road_config(folder, tile_dir=folder / "tiles")
    (folder / "tiles").mkdir()
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(config))
    run("valhalla_build_admins", "--config", settings, source, log=log)
    run("valhalla_build_tiles", "--config", settings, source, log=log)
    run("valhalla_build_extract", "--config", settings, "--with-traffic", "--overwrite", log=log)
    # Settings name folders, and a region may be moved: they are made anew when it is opened. The outlines
    # (7 MB) only served the build.
    settings.unlink()
    shutil.rmtree(folder / "tiles")
    (folder / "admins.sqlite").unlink(missing_ok=True)
