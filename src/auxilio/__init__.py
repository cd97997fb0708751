"""Auxilio: the system of a whole emergency call centre."""
