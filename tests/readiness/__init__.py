"""Tests of the readiness of an installation."""
