"""Protocols, their runs and the ranking of incident types. Pure."""
