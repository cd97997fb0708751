"""Review of calls: which are looked at again and why, what a reviewer found, and what the operator says to it."""
