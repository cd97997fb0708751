"""Tests of the set-up of an empty installation."""
