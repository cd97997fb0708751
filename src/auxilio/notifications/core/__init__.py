"""The life of a notification. Pure."""
