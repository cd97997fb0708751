"""Types that every package shares: ids, instants, positions, severity, actors, refusals.

Standard library and msgspec only; no clock, no chance, no I/O. A type that one
capability alone uses belongs there.
"""
