"""The closed file: layout of its bundle, search, its map. Pure."""
