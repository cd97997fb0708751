"""Fixes that match no call yet: kept half an hour, outside the log, for the next call of their number."""
