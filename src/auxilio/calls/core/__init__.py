"""The life of a call: desks, parties, text, audio. Pure."""
