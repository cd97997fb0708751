"""What the page of administrators is told of partners and keys. Never a secret, nor a digest of one."""

import msgspec

from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.instant import Instant
from auxilio.partners.core.model import ApiKeyId, KeyRotation, KeyState, PartnerId


class RefusedKeyUse(msgspec.Struct, frozen=True, kw_only=True):
    """The newest refused use that was recorded: when, from where and why, as the code of the refusal."""

    at: Instant
    address: str
    code: str
    scope: KeyScope | None
    """The scope that the key lacks."""
    full: bool
    """Whether later refused uses of the same hour may be missing: a dozen an hour are recorded."""


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it stands. `secret_version` goes back with a rotation or a confirmation."""

    id: ApiKeyId
    name: str
    scopes: tuple[KeyScope, ...]
    per_minute: int
    state: KeyState
    secret_version: int
    expires_at: Instant
    created_at: Instant
    by_name: str
    waiting_made_by: str | None
    """Who made the secret that a second person must confirm."""
    confirmable: bool
    """Whether the reader is a second person who may confirm it now."""
    previous_until: Instant | None
    """When the last of the previous secrets ends; None where none works."""
    used_at: Instant | None
    used_from: str | None
    refused: RefusedKeyUse | None
    confirmed_by: str | None
    """The second person who confirmed the secret in force."""
    rotated: KeyRotation | None
    revoked_at: Instant | None
    revoked_by: str | None
    revoked_why: str | None


class PartnerView(msgspec.Struct, frozen=True, kw_only=True):
    """A partner and its keys, those in force first."""

    id: PartnerId
    name: str
    agency: AgencyId | None
    contact: str
    keys: tuple[ApiKeyView, ...]


class PartnerRegister(msgspec.Struct, frozen=True, kw_only=True):
    """Every partner by name, and what else the page needs."""

    partners: tuple[PartnerView, ...]
    scopes: tuple[KeyScope, ...]
    """Those that a key can be given."""
    case_scopes: tuple[KeyScope, ...]
    """Those of them that see into cases: such a key needs an agency and a second person."""
    unknown: RefusedKeyUse | None
    """The newest use of a key that there is not."""


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A secret, told this once. `needs_confirmation`: a second person must confirm it before it works."""

    key: ApiKeyId
    token: str
    needs_confirmation: bool
