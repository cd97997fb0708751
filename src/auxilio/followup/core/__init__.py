"""Watches, messages between centres and shift handovers. Pure."""
