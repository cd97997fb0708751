"""The life of an opening rule, and which rule is of a call. Pure."""
