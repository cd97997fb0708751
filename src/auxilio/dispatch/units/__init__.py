"""Units and assignments."""
