"""The life of a patient. Pure."""
