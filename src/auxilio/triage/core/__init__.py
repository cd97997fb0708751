"""Protocols, their runs and the suggestion of a type. Pure."""
