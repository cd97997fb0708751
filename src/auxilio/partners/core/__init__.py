"""The life of a partner and of its API keys. Pure."""
