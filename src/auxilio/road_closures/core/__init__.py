"""The life of a road closure. Pure."""
