"""The map of a region, for what is drawn without an opened region: reports of cases."""

from pathlib import Path

from auxilio.geo.model import CreditedMap
from auxilio.geo.region_versions import read_info
from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.refusal import Refused


def region_map(region: Path) -> CreditedMap | None:
    """The map of the current version of this region; None where it has none that can be read."""
    try:
        folder, info = read_info(region)
        tiles = TileStore(folder / "map.mbtiles")
    except (Refused, ValueError):
        return None
    credit = f"{info.attribution} · {info.data_at[:10]}".removesuffix(" · ")
    return CreditedMap(tiles.tile, credit)
