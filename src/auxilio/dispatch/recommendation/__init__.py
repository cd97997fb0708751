"""Recommendation of units."""
