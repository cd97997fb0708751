"""Which units are recommended, and why. Pure."""
