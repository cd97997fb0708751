"""Calls that desks make for cases, over HTTP."""
