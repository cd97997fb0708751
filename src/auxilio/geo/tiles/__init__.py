"""The map's tiles, read from the region's MBTiles file."""
