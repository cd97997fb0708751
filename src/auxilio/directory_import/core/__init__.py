"""Tables, their columns, and what a file would change. Pure."""
