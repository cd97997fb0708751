"""Tokens of chance that a browser keeps, and the digests by which they are known again."""

import hashlib
import secrets

BROWSER_BYTES = 16


def new_browser() -> str:
    """A token by which a browser is known again where its address changes, as a telephone's does."""
    return secrets.token_urlsafe(BROWSER_BYTES)


def digest_of(secret: str) -> bytes:
    """SHA-256, as it is kept (32 bytes). A token has 256 bits of chance in it: a plain hash of it tells nothing. That of a login
    only tells two apart: whoever knows the login finds it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
