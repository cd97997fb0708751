"""Imports and exports of the directory: files, columns, what they change, and taking it back."""
