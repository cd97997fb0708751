"""The lives of units, assignments and loans. Pure."""
