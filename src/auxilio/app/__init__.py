"""Wiring: settings, the processes, the command line. Nothing is decided here."""
