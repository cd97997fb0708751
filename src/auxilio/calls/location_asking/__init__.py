"""Where the telephones of calls in progress are asked for: the reader of these calls (decision 0401)."""
