"""Accounts, seats, grants, permissions and the names of object rules. Pure."""
