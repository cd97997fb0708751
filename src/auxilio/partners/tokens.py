"""API keys as systems present them: `aux_<id of the key>_<secret>`, made and read here."""

import hashlib
import re
import secrets
from uuid import UUID

from auxilio.identity.machine_keys import KEY_PREFIX
from auxilio.partners.core.model import ApiKeyId

SECRET_BYTES = 32
_TOKEN = re.compile(re.escape(KEY_PREFIX) + r"([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)


def new_secret() -> str:
    """256 random bits, as 43 characters of base64url."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_digest(secret: str) -> str:
    """SHA-256, as it is stored: a secret of 256 random bits needs no slow hash (decision 0386)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(key: ApiKeyId, secret: str) -> str:
    """The API key that the partner is given."""
    return f"{KEY_PREFIX}{key.hex}_{secret}"


def read_token(token: str) -> tuple[ApiKeyId, str] | None:
    """The id of the key and the digest of the secret; None for any text of another form."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    return ApiKeyId(UUID(found[1])), secret_digest(found[2])
