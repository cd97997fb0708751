"""Duties of people on call. Pure."""
