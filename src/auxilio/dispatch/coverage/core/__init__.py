"""Which places a free unit reaches in time. Pure."""
