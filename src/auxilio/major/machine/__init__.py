"""What becomes of a command, and of a scene or a situation after a fact. Pure."""
