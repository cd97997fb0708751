"""How long the link of the set-up opens. Pure."""

from datetime import timedelta

LINK_LIFE = timedelta(hours=24)
"""A day to set up; each start of an empty installation makes a new one (ours)."""
