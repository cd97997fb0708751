"""Finding a place by what people say, and saying what is at a point."""
