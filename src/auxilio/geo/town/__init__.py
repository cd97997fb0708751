"""Riudalba: an invented town, written by a seeded generator as an ordinary `.osm.pbf`.

So that the demo and every test run anywhere, with no download and no licence question. Nothing in it comes
from OpenStreetMap; no street, person or number of it exists (decision 0020). It is drawn where the map has
room, in metres around `shapes.ORIGIN`, by modules that each know one thing: `names`, `terrain`, `streets`,
`houses`, `places`; `network` gives the lines their shared nodes and `writer` writes the file.
"""

from auxilio.geo.town.writer import DEFAULT_SEED, write_town

__all__ = ["DEFAULT_SEED", "write_town"]
