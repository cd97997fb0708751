"""Readiness of an installation. Pure."""
