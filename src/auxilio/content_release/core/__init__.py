"""The life of a content release: proposed, signed, in force, taken back. Pure."""
