"""The response plan and what it lacks. Pure."""
