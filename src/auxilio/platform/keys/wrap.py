"""How the key of a case is wrapped by the master key.

    0x01 ‖ master id (8 bytes) ‖ nonce (12) ‖ AES-256-GCM(HKDF-SHA256(master, "auxilio case key 1"), key, aad = case)

The case is authenticated, so that one case's key cannot be laid beside another.
"""

from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from auxilio.kernel.refusal import Refused

KEY_BYTES = 32
_VERSION = b"\x01"
_ID_BYTES, _NONCE_BYTES, _TAG_BYTES = 8, 12, 16
WRAPPED_BYTES = len(_VERSION) + _ID_BYTES + _NONCE_BYTES + KEY_BYTES + _TAG_BYTES


def new_salt() -> bytes:
    """Sixteen bytes that make a derived key one of its own."""
    return token_bytes(16)


def derive(secret: bytes, purpose: bytes, *, salt: bytes | None = None) -> bytes:
    """A 256-bit key for one purpose (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def master_id(master: bytes) -> bytes:
    """Eight bytes that name a master key and tell nothing of it."""
    return sha256(b"auxilio master id 1" + master).digest()[:_ID_BYTES]


def wrap(master: bytes, case: UUID, key: bytes) -> bytes:
    """`key` of `case`, so that only `master` opens it."""
    assert len(key) == KEY_BYTES, "a case key has 256 bits"
    nonce = token_bytes(_NONCE_BYTES)
    sealed = AESGCM(derive(master, b"auxilio case key 1")).encrypt(nonce, key, case.bytes)
    return _VERSION + master_id(master) + nonce + sealed


def master_of(wrapped: bytes) -> bytes:
    """The id of the master key that wrapped this; `key_unwrap_failed` when it is no wrapped key."""
    if len(wrapped) != WRAPPED_BYTES or wrapped[:1] != _VERSION:
        raise Refused("key_unwrap_failed")
    return wrapped[1 : 1 + _ID_BYTES]


def unwrap(master: bytes, case: UUID, wrapped: bytes) -> bytes:
    """The key of `case`; `key_unwrap_failed` when altered, of another case or of another master."""
    master_of(wrapped)
    nonce, sealed = wrapped[1 + _ID_BYTES :][:_NONCE_BYTES], wrapped[1 + _ID_BYTES + _NONCE_BYTES :]
    try:
        return AESGCM(derive(master, b"auxilio case key 1")).decrypt(nonce, sealed, case.bytes)
    except InvalidTag as wrong:
        raise Refused("key_unwrap_failed", case=str(case)) from wrong
