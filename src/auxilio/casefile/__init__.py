"""A case file: assembled, exported, exchanged and verified."""
