"""Tests of opening rules."""
