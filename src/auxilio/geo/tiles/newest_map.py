"""The newest map among built regions, for what is drawn without an opened region: reports of cases."""

from pathlib import Path

import msgspec

from auxilio.geo.model import CreditedMap, RegionInfo
from auxilio.geo.region_versions import MANIFEST
from auxilio.geo.tiles.store import TileStore


def newest_map(folder: Path) -> CreditedMap | None:
    """The newest map in this folder of a region, or of regions; None where there is none."""
    found = [
        path
        for pattern in ("map.mbtiles", "*/map.mbtiles", "*/*/map.mbtiles")
        for path in folder.glob(pattern)
    ]
    if not found:
        return None
    newest = max(found, key=lambda path: path.stat().st_mtime)
    manifest = newest.parent / MANIFEST
    info = msgspec.json.decode(manifest.read_bytes(), type=RegionInfo) if manifest.is_file() else None
    credit = f"{info.attribution} · {info.data_at[:10]}".removesuffix(" · ") if info else ""
    return CreditedMap(TileStore(newest).tile, credit)
