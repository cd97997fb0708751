"""A toy capability, who is in the building, as a new one is added: this folder, and one line in `__main__`."""
