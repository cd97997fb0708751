"""Write what pyproj's geodesics say of the shapes that the console draws around dangerous goods (decision 0204).

    python tools/make_zone_vectors.py [--check]

The console has its own few lines of geometry (`console/src/kit/hazmat-zones.ts`); its test reads these answers, and
`tests/hazmat/test_zones.py` sees that they are still pyproj's.
"""

import json
import sys
from pathlib import Path

from pyproj import Geod

VECTORS = Path(__file__).parents[1] / "tests" / "vectors" / "zones.json"
PLACES = ((41.9197, 1.8980), (42.5077, 1.5245), (-33.45, -70.66), (64.15, -21.94), (0.0, 0.0), (28.1, -15.4))
BEARINGS = (0.0, 22.5, 90.0, 135.0, 202.5, 292.5)
METRES = (25.0, 300.0, 1_600.0, 11_000.0)


def vectors() -> list[dict[str, float]]:
    """From each place, that way, so far: where one comes to on the ellipsoid."""
    geod = Geod(ellps="WGS84")
    found = []
    for lat, lon in PLACES:
        for bearing in BEARINGS:
            for metres in METRES:
                to_lon, to_lat, _ = geod.fwd(lon, lat, bearing, metres)
                found.append(
                    {
                        "lat": lat,
                        "lon": lon,
                        "bearing": bearing,
                        "metres": metres,
                        "to_lat": round(to_lat, 8),
                        "to_lon": round(to_lon, 8),
                    }
                )
    return found


if __name__ == "__main__":
    wanted = json.dumps(vectors(), indent=0) + "\n"
    if "--check" in sys.argv[1:]:
        sys.exit(
            0 if VECTORS.read_text("utf-8") == wanted else "tests/vectors/zones.json is not what pyproj says"
        )
    VECTORS.write_text(wanted, "utf-8")
