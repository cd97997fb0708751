"""A partner and its API keys as they stand."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText

PartnerId = NewType("PartnerId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
LINE = r"^\S([^\r\n]*\S)?$"
PartnerName = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=LINE)]
KeyReason = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=LINE)]
"""Why a key is rotated or revoked, in one line."""
SecretDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a secret of 256 random bits, in hexadecimal."""
RequestsPerMinute = Annotated[int, msgspec.Meta(ge=1, le=6_000)]
OverlapHours = Annotated[int, msgspec.Meta(ge=0, le=168)]
"""Hours for which the previous secret still works after a rotation: a week at most."""
KeyScopes = Annotated[tuple[KeyScope, ...], msgspec.Meta(min_length=1, max_length=40)]


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """Another organisation's or vendor's system.

    `agency`: the agency it acts for, which does not change; None: it acts for none, and no case is open to it.
    """

    id: PartnerId
    mode: Mode
    name: str
    agency: AgencyId | None
    contact: str
    registered_at: Instant
    by_name: str


class KeySecret(msgspec.Struct, frozen=True, kw_only=True):
    """A secret, by its digest, and when it ends."""

    digest: SecretDigest
    expires_at: Instant


class WaitingSecret(KeySecret, frozen=True, kw_only=True):
    """A secret that a second person must confirm before it works."""

    overlap_h: int
    by: PersonId
    by_name: str


class KeyRotation(msgspec.Struct, frozen=True, kw_only=True):
    """When a key was last rotated, by whom and why."""

    at: Instant
    by_name: str
    why: str


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """An API key of a partner. `secret_version`: how many secrets it has had; a rotation or a confirmation states it."""

    id: ApiKeyId
    partner: PartnerId
    mode: Mode
    name: str
    scopes: tuple[KeyScope, ...]
    per_minute: int
    secret_version: int
    created_at: Instant
    by_name: str
    current: KeySecret | None = None
    previous: tuple[KeySecret, ...] = ()
    """The secrets of before the last rotations, the newest first. Each works until its `expires_at`, the end of its overlap."""
    waiting: WaitingSecret | None = None
    confirmed_by: str | None = None
    """The second person who confirmed the current secret; None where it needed no confirmation."""
    rotated: KeyRotation | None = None
    revoked_at: Instant | None = None
    revoked_by: str | None = None
    revoked_why: str | None = None


class KeyRefusals(msgspec.Struct, frozen=True, kw_only=True):
    """Refused uses of one key, or of all unknown keys together: the newest, and the count in the hour that began `since`."""

    about: ShortText
    mode: Mode
    since: Instant
    count: int
    at: Instant
    code: ShortText
    address: ShortText
    scope: KeyScope | None


class KeyState(StrEnum):
    """How a key stands at a moment."""

    WAITING = "waiting"
    """A second person has not confirmed its first secret."""
    NEVER_USED = "never_used"
    ACTIVE = "active"
    EXPIRING = "expiring"
    """It ends within `policy.EXPIRING`."""
    EXPIRED = "expired"
    REVOKED = "revoked"
