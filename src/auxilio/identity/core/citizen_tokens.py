"""What a citizen's phone holds: a short signed token for one call, and no account (decision 0062).

`base64url(purpose ‖ mode ‖ expiry (4 bytes, seconds since 1970) ‖ call (16 bytes) ‖ HMAC-SHA256)`. It is a bearer
token in `Authorization`, never a cookie, so no other site can make a phone send it. The key is derived from the
centre's master key (HKDF, RFC 5869), so every process of Auxilio reads what another one gave out.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from auxilio.identity.core.gate import citizen_actor
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Mode

_MODES = (Mode.REAL, Mode.EXERCISE, Mode.TRAINING, Mode.TEST)
assert set(_MODES) == set(Mode), "every mode has its byte"
_PLAIN = 22
_SIGNED = _PLAIN + hashlib.sha256().digest_size


class TokenPurpose(StrEnum):
    """Why a token was given out; it is the name under which the log shows what came with it."""

    CALL = "citizen"
    """To the page that made the call."""
    LINK = "citizen_link"
    """Sent by the desk to the caller's phone: position, photo and words into this very call."""


_PURPOSES = (TokenPurpose.CALL, TokenPurpose.LINK)
assert set(_PURPOSES) == set(TokenPurpose), "every purpose has its byte"


class CitizenTokens:
    """Gives out tokens and reads them; keeps nothing."""

    def __init__(self, master_key: bytes) -> None:
        assert len(master_key) >= 32, "a master key has at least 256 bits"
        self._key = HKDF(SHA256(), 32, salt=None, info=b"auxilio citizen token 1").derive(master_key)

    def give(self, call: CallId, expires_at: datetime, *, purpose: TokenPurpose, mode: Mode) -> str:
        """A token for one call until a moment (whole seconds)."""
        seconds = int(expires_at.timestamp())
        plain = (
            bytes([_PURPOSES.index(purpose), _MODES.index(mode)])
            + seconds.to_bytes(4)  # until the year 2106
            + call.bytes
        )
        return base64.urlsafe_b64encode(plain + self._sign(plain)).decode()

    def read(self, token: str, at: datetime) -> Actor | None:
        """The citizen who holds this token at this moment; None when it is not ours or its time is over."""
        try:
            raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return None
        if len(raw) != _SIGNED or not hmac.compare_digest(self._sign(raw[:_PLAIN]), raw[_PLAIN:]):
            return None
        if datetime.fromtimestamp(int.from_bytes(raw[2:6]), UTC) <= at:
            return None
        actor = citizen_actor(UUID(bytes=raw[6:_PLAIN]), _MODES[raw[1]])
        return msgspec.structs.replace(actor, name=_PURPOSES[raw[0]].value)

    def _sign(self, plain: bytes) -> bytes:
        return hmac.digest(self._key, plain, "sha256")
