"""Reviews of calls: sampling, scores, agreement. Pure."""
