"""Tasks of operational centres."""
