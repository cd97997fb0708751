"""Formats and rules of Web Push. Pure."""
