"""What the house asks of its keys. A hardware module answers the same questions."""

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

    def new_case_key(self, case: UUID) -> bytes:
        """A fresh 256-bit key for one case, wrapped."""
        ...

    def open_case_key(self, case: UUID, wrapped: bytes) -> bytes:
        """The key itself. Refused (`key_missing`, `key_unwrap_failed`) when it is not ours or not this case's."""
        ...

    def rewrap(self, case: UUID, wrapped: bytes) -> bytes:
        """The same key under the master key of now, after a rotation."""
        ...


class Keys(Signer, CaseKeyKeeper, Protocol):
    """Both."""
