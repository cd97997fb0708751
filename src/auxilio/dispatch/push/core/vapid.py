"""Says to a push service who sends: a token of RFC 8292 (VAPID), a JWT signed with ES256 (RFC 7515, RFC 7518)."""

import base64
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from auxilio.dispatch.push.core.encryption import point_of

VALID_S = 12 * 3600
"""A push service takes at most 24 hours (RFC 8292, 2); clocks differ."""
_HEADER = {"typ": "JWT", "alg": "ES256"}


def base64url(data: bytes) -> str:
    """Without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def vapid_authorization(key: EllipticCurvePrivateKey, origin: str, contact: str, now: datetime) -> str:
    """The header `Authorization` for one push service.

    `origin`: of the endpoint, `https://push.example`; `contact`: an address of ours (`https:` or `mailto:`), empty: none.
    """
    claims: dict[str, str | int] = {"aud": origin, "exp": int(now.timestamp()) + VALID_S}
    if contact:
        claims["sub"] = contact
    signed = ".".join(base64url(msgspec.json.encode(part)) for part in (_HEADER, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ECDSA(SHA256())))
    token = f"{signed}.{base64url(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={base64url(point_of(key.public_key()))}"
