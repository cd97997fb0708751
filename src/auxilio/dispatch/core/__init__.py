"""Boards and messages of tasks, units, assignments and patients. Pure."""
