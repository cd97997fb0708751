"""What the set-up asks, as data. Pure."""
