"""The life of a case, merging, reservation and duplicate incidents. Pure."""
