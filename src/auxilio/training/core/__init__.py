"""The practice session: its state, commands and events, machine and policy. Pure."""
