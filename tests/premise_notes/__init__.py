"""Premise notes."""
