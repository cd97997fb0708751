"""Scenes, civil plans and their situations. Pure."""
