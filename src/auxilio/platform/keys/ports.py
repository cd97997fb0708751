"""What Auxilio asks of its keys. A hardware module can implement the same port."""

from typing import Protocol
from uuid import UUID

from auxilio.platform.keys.public import PublicKeys


class Signer(Protocol):
    """Signs for the centre."""

    @property
    def key_id(self) -> str:
        """Which key signs now; stands beside every signature."""
        ...

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature (RFC 8032) over `message`."""
        ...

    def public_keys(self) -> PublicKeys:
        """The public key of now and those of before, so that old signatures stay checkable."""
        ...


class CaseKeyKeeper(Protocol):
    """Makes and opens the keys of cases. What it gives out wrapped may lie on any disk."""

    @property
    def master(self) -> bytes:
        """The id of the master key that wraps now, also when another process has begun a new one."""
        ...

    def new_case_key(self, case: UUID) -> bytes:
        """A fresh 256-bit key for one case, wrapped by the master of now."""
        ...

    def open_case_key(self, case: UUID, wrapped: bytes) -> bytes:
        """The key itself. Refused (`key_missing`, `key_unwrap_failed`) when it is not ours or not this case's."""
        ...

    def rewrap(self, case: UUID, wrapped: bytes) -> bytes:
        """The same key under the master key of now, after a rotation."""
        ...


class Keys(Signer, CaseKeyKeeper, Protocol):
    """Both."""


class CaseKeys(Protocol):
    """The key of each case, or of each call while it belongs to none, kept apart from what it opens (decision 0235)."""

    def key_of(self, case: UUID) -> bytes:
        """Its key, made at the first time and durable from then on. Refused (`key_destroyed`)."""
        ...

    def open(self, case: UUID) -> bytes:
        """The key of what was written before. Refused (`key_missing`, `key_destroyed`, `key_unwrap_failed`)."""
        ...

    def open_wrapped(self, case: UUID, wrapped: bytes) -> bytes:
        """A key that an older release laid down wrapped beside what it opens. Refused as `CaseKeyKeeper.open_case_key`."""
        ...

    def remove(self, case: UUID) -> None:
        """Forget its key here. What copies hold still opens with the master of now."""
        ...
