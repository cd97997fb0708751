"""What a page shows to open its line: a short signed word of who it is, given by `serve`, read by `voice`.

`base64url(JSON ‖ HMAC-SHA256)`. The key is the centre's, so the two processes need not ask one another, and a line is
opened also while the other is being changed. A token lives for a minute: it opens a connection, and does not keep it.
"""

import base64
import binascii
import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from auxilio.kernel.ids import DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.keys.ports import Signer

TOKEN_LIFE_S = 60.0
_SIGNED_BYTES = sha256().digest_size


class LineClaim(msgspec.Struct, frozen=True, kw_only=True):
    """Whose line it is: a desk's, or that of the person who makes one call."""

    id: UUID
    """The person at the desk, or the citizen's call."""
    desk: DeskId | None = None
    mode: Mode = Mode.REAL

    @property
    def user(self) -> str:
        """The name it has in SIP addresses: of the desk, or of the call."""
        return self.desk or str(self.id)


class _SignedClaim(msgspec.Struct, frozen=True, kw_only=True):
    line: LineClaim
    until: int
    """Seconds since 1970."""


def line_token_master_key(keys: Signer) -> bytes:
    """The secret from which the key of line tokens is derived: the same in every process, and known to no one else."""
    return keys.sign(b"auxilio line tokens 1")  # Ed25519 is deterministic


class LineTokens:
    """Gives out tokens and reads them; keeps nothing."""

    def __init__(self, master_key: bytes) -> None:
        assert len(master_key) >= 32, "a master key has at least 256 bits"
        self._key = HKDF(SHA256(), 32, salt=None, info=b"auxilio line token 1").derive(master_key)

    def give(self, line: LineClaim, until: datetime) -> str:
        """A token for this line until a moment (whole seconds)."""
        plain = msgspec.json.encode(_SignedClaim(line=line, until=int(until.timestamp())))
        return base64.urlsafe_b64encode(self._sign(plain) + plain).decode().rstrip("=")

    def read(self, token: str, at: datetime) -> LineClaim | None:
        """Whose line this is at this moment; None when the token is not ours or its time is over."""
        try:
            raw = base64.b64decode(
                token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True
            )
        except (UnicodeEncodeError, binascii.Error):
            return None
        signature, plain = raw[:_SIGNED_BYTES], raw[_SIGNED_BYTES:]
        if not hmac.compare_digest(self._sign(plain), signature):
            return None
        signed = msgspec.json.decode(plain, type=_SignedClaim)
        return signed.line if at.timestamp() < signed.until else None

    def _sign(self, plain: bytes) -> bytes:
        return hmac.digest(self._key, plain, "sha256")
