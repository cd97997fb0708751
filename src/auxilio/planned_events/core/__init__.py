"""Planned events, their areas, times, command posts and lent units. Pure."""
