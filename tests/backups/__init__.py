"""Backups that the system makes by itself, and copies of its keys."""
