"""The life of a task at an operational centre. Pure."""
