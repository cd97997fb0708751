"""Dangerous goods: what a plate says, and its distances. Pure."""
