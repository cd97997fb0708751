"""Public keys: how they are named, written, read and asked. All a stranger needs to check a signature."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from auxilio.kernel.refusal import Refused

_BEGIN, _END = b"-----BEGIN PUBLIC KEY-----", b"-----END PUBLIC KEY-----"


def key_id_of(public: Ed25519PublicKey) -> str:
    """The name of a key: the first 64 bits of the SHA-256 of its 32 bytes, in hexadecimal."""
    return sha256(public.public_bytes_raw()).hexdigest()[:16]


def pem_of(public: Ed25519PublicKey) -> bytes:
    """The key as a PEM block (RFC 7468, SubjectPublicKeyInfo), which `openssl` reads."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class PublicKeys:
    """A few public keys, asked by name."""

    def __init__(self, keys: Iterable[Ed25519PublicKey]) -> None:
        self._keys = {key_id_of(key): key for key in keys}

    @property
    def ids(self) -> tuple[str, ...]:
        """Their names, in the order they were given."""
        return tuple(self._keys)

    @property
    def keys(self) -> tuple[Ed25519PublicKey, ...]:
        """The keys themselves."""
        return tuple(self._keys.values())

    @property
    def pem(self) -> bytes:
        """All of them, as a file to give away."""
        return b"".join(pem_of(key) for key in self._keys.values())

    def __contains__(self, key_id: object) -> bool:
        return key_id in self._keys

    def check(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """Is it the signature of `message` by the key of that name? False also for a key we do not know."""
        key = self._keys.get(key_id)
        if key is None:
            return False
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def parse_public_keys(pem: bytes, *, source: str) -> PublicKeys:
    """Ed25519 keys from one or more PEM blocks; `key_invalid` for anything else, naming `source`."""
    *blocks, rest = (block.strip() for block in pem.split(_END))
    # Nothing but keys: a bundle holds a key too, and must not pass for the centre's word on itself.
    if rest or not all(block.startswith(_BEGIN) for block in blocks):
        raise Refused("key_invalid", path=source)
    keys: list[Ed25519PublicKey] = []
    for block in (block + b"\n" + _END + b"\n" for block in blocks):
        try:
            key = load_pem_public_key(block)
        except (ValueError, UnsupportedAlgorithm) as wrong:
            raise Refused("key_invalid", path=source) from wrong
        if not isinstance(key, Ed25519PublicKey):
            raise Refused("key_invalid", path=source)
        keys.append(key)
    if not keys:
        raise Refused("key_invalid", path=source)
    return PublicKeys(keys)


def read_public_keys(path: Path) -> PublicKeys:
    """The keys of a file somebody was given; `key_missing` or `key_invalid`."""
    try:
        pem = path.read_bytes()
    except OSError as wrong:
        raise Refused("key_missing", path=str(path)) from wrong
    return parse_public_keys(pem, source=str(path))
