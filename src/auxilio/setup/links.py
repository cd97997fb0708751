"""The one-time link to `/setup`: made by `auxilio up` while nobody is registered (decision 0275)."""

import hashlib
import secrets

from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.setup.core.policy import LINK_LIFE
from auxilio.setup.store import SetupLinkStore

SECRET_BYTES = 32


def digest_of(secret: str) -> bytes:
    """As it is stored. The secret has 256 bits of chance in it: a plain hash of it tells nothing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


async def make_setup_link(pool: Pool, clock: Clock) -> str:
    """The secret of a new link, in place of the one before; empty where anybody is registered."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    kept = await SetupLinkStore(pool).replace(digest_of(secret), clock.now() + LINK_LIFE)
    return secret if kept else ""
