"""The content in force: its bundle, versions, wording, coverage and the reviewer's copy."""
