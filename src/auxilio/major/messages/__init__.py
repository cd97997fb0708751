"""What can be asked of a scene and of a situation, and what can have happened to one."""
