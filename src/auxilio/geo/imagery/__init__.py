"""Aerial photographs of one's own under the map: `raster_tiles` reads the head of a tile, `imagery_import` checks a file whole and
keeps it (`store`: the files), `imagery_folder` says what is kept and serves it, `imagery_style` lays it under the streets of a style (decision 0343)."""
