"""From states of a row to what changed between them. Pure."""
