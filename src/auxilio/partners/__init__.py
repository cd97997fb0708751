"""Partners: systems of other organisations and vendors, and the API keys by which they speak to this one.

A key has scopes, an end and a limit; its secret is told once and only a digest of it is kept (decision 0386).
"""
