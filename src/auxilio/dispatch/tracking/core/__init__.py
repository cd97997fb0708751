"""Positions of units and the formats in which they arrive. Pure."""
