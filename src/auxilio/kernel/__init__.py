"""Words that every part of the house shares: ids, instants, positions, severity, actors, refusals.

Standard library and msgspec only; no clock, no chance, no I/O. If a word here is used by one
capability alone, it belongs there.
"""
