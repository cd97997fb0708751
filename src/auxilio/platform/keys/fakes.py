"""Keys that live as long as a test."""

from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auxilio.kernel.refusal import Refused
from auxilio.platform.keys.public import PublicKeys, key_id_of
from auxilio.platform.keys.wrap import KEY_BYTES, master_id, unwrap, wrap


class MemoryKeys:
    """The port `Keys` in memory. With a `seed` it signs the same way every time."""

    def __init__(self, seed: bytes | None = None) -> None:
        self._signing = Ed25519PrivateKey.from_private_bytes(seed or token_bytes(KEY_BYTES))
        self._master = token_bytes(KEY_BYTES)

    @property
    def key_id(self) -> str:
        """Which key signs."""
        return key_id_of(self._signing.public_key())

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature."""
        return self._signing.sign(message)

    def public_keys(self) -> PublicKeys:
        """The one there is."""
        return PublicKeys([self._signing.public_key()])

    @property
    def master(self) -> bytes:
        """The only one."""
        return master_id(self._master)

    def new_case_key(self, case: UUID) -> bytes:
        """A fresh key, wrapped."""
        return wrap(self._master, case, token_bytes(KEY_BYTES))

    def open_case_key(self, case: UUID, wrapped: bytes) -> bytes:
        """The key of a case."""
        return unwrap(self._master, case, wrapped)

    def rewrap(self, case: UUID, wrapped: bytes) -> bytes:
        """The same key, wrapped anew."""
        return wrap(self._master, case, self.open_case_key(case, wrapped))


class MemoryCaseKeys:
    """The port `CaseKeys` in memory."""

    def __init__(self, keeper: MemoryKeys | None = None) -> None:
        self._keeper, self._wrapped = keeper or MemoryKeys(), dict[UUID, bytes]()

    def key_of(self, case: UUID) -> bytes:
        """The key, made at the first time."""
        self._wrapped.setdefault(case, self._keeper.new_case_key(case))
        return self.open(case)

    def open(self, case: UUID) -> bytes:
        """The key of what was written before."""
        if case not in self._wrapped:
            raise Refused("key_missing", path=str(case))
        return self._keeper.open_case_key(case, self._wrapped[case])

    def open_wrapped(self, case: UUID, wrapped: bytes) -> bytes:
        """One that was laid down beside what it opens."""
        return self._keeper.open_case_key(case, wrapped)

    def remove(self, case: UUID) -> None:
        """Forget it."""
        self._wrapped.pop(case, None)
