"""How a key stands, and whether a presented secret opens it. Pure."""

from datetime import datetime, timedelta
from hmac import compare_digest

from auxilio.partners.core.model import ApiKey, KeySecret, KeyState

EXPIRING = timedelta(days=30)
"""A key is shown as about to expire this long before its end."""


def refusal_of(key: ApiKey, digest: str, at: datetime) -> str | None:
    """Why a secret with this digest does not open the key at this moment, as a code; None where it does.

    Every stored digest is compared in constant time. A request without a secret of the key is told `key_refused`; with
    one, the reason: `key_revoked`, `key_not_confirmed`, `key_rotated` (the overlap is over), `key_expired`.
    """
    current, waiting = _matches(key.current, digest), _matches(key.waiting, digest)
    previous = [secret for secret in key.previous if _matches(secret, digest)]
    if not (current or previous or waiting):
        return "key_refused"
    if key.revoked_at is not None:
        return "key_revoked"
    if current and key.current is not None:
        return None if at < key.current.expires_at else "key_expired"
    if previous:
        return None if at < previous[0].expires_at else "key_rotated"
    return "key_not_confirmed"


def _matches(secret: KeySecret | None, digest: str) -> bool:
    return secret is not None and compare_digest(secret.digest, digest)


def state_of_key(key: ApiKey, *, used: bool, at: datetime) -> KeyState:
    """How the key stands at this moment."""
    if key.revoked_at is not None:
        return KeyState.REVOKED
    secret = key.current or key.waiting
    if secret is None or secret.expires_at <= at:
        return KeyState.EXPIRED
    if key.current is None:
        return KeyState.WAITING
    if key.current.expires_at - at <= EXPIRING:
        return KeyState.EXPIRING
    return KeyState.ACTIVE if used else KeyState.NEVER_USED
