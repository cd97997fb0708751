"""Encrypts what a browser decrypts: RFC 8291 (Web Push), by RFC 8188 (`aes128gcm`) with one record."""

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PLAINTEXT_MAX = 3_993
"""Bytes: a push service takes 4096 of the whole (RFC 8030, 7.2), and header, delimiter and tag take the rest."""
RECORD_SIZE = 4_096
PADDED_BYTES = 512
"""Every message of ours has this length (RFC 8188, 2): its size would tell a push service an order from an alert."""
SALT_BYTES = 16
_LAST_RECORD = b"\x02"


def public_key_of(point: bytes) -> EllipticCurvePublicKey:
    """The key of an uncompressed point of P-256. Raises `ValueError` for what is none."""
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """The key as an uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    plaintext: bytes,
    p256dh: bytes,
    auth: bytes,
    ephemeral: EllipticCurvePrivateKey,
    salt: bytes,
    padded_bytes: int = PADDED_BYTES,
) -> bytes:
    """The body of a push message. `ephemeral` and `salt` are used for one message. Raises `ValueError` for a wrong key."""
    assert len(plaintext) <= PLAINTEXT_MAX, "what we send is short"
    assert len(salt) == SALT_BYTES, "RFC 8188, 2.1"
    ours = point_of(ephemeral.public_key())
    shared = ephemeral.exchange(ECDH(), public_key_of(p256dh))
    secret = _hkdf(auth, b"WebPush: info\x00" + p256dh + ours, 32, shared)
    key = _hkdf(salt, b"Content-Encoding: aes128gcm\x00", 16, secret)
    nonce = _hkdf(salt, b"Content-Encoding: nonce\x00", 12, secret)
    header = salt + RECORD_SIZE.to_bytes(4) + bytes([len(ours)]) + ours
    padding = bytes(max(0, padded_bytes - len(plaintext)))
    return header + AESGCM(key).encrypt(nonce, plaintext + _LAST_RECORD + padding, None)


def _hkdf(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
