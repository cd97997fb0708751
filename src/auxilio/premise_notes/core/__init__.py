"""The life of a premise note, and what is shown of one. Pure."""
