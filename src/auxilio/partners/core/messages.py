"""What can be asked of partners and their keys, and what can have happened. Closed: the unions at the end of each part."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.partners.core.model import (
    ApiKeyId,
    KeyReason,
    KeyScopes,
    OverlapHours,
    PartnerId,
    PartnerName,
    RequestsPerMinute,
    SecretDigest,
)

# --- commands that a page sends -------------------------------------------------------------------


class RegisterPartner(Command, frozen=True, kw_only=True, tag="partners.register"):
    """Register another system. `agency`: the agency it acts for; `contact`: whom to call when it fails."""

    permission: ClassVar[str] = Permission.PARTNER_KEY_MANAGE
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    partner: PartnerId
    name: PartnerName
    agency: AgencyId | None = None
    contact: ShortText = ""


class ChangePartner(Command, frozen=True, kw_only=True, tag="partners.change"):
    """Change the name and the contact; both are stated. The agency does not change: register another partner instead."""

    permission: ClassVar[str] = Permission.PARTNER_KEY_MANAGE
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    partner: PartnerId
    name: PartnerName
    contact: ShortText


class ConfirmApiKey(Command, frozen=True, kw_only=True, tag="partners.confirm_key"):
    """A second person confirms the waiting secret of a key that opens cases."""

    permission: ClassVar[str] = Permission.PEOPLE_CONFIRM
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    key: ApiKeyId
    secret_version: int


class RevokeApiKey(Command, frozen=True, kw_only=True, tag="partners.revoke_key"):
    """No secret of the key works any more. It cannot be undone."""

    permission: ClassVar[str] = Permission.PARTNER_KEY_MANAGE
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    key: ApiKeyId
    why: KeyReason


type PartnerCommand = RegisterPartner | ChangePartner | ConfirmApiKey | RevokeApiKey

# --- commands of the routes that make a secret, and of the guard ----------------------------------


class IssueApiKey(Command, frozen=True, kw_only=True, tag="partners.issue_key"):
    """A new key with its first secret. `name`: what it is for."""

    permission: ClassVar[str] = Permission.PARTNER_KEY_MANAGE
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    partner: PartnerId
    key: ApiKeyId
    name: PartnerName
    scopes: KeyScopes
    per_minute: RequestsPerMinute
    expires_at: Instant
    digest: SecretDigest


class RotateApiKey(Command, frozen=True, kw_only=True, tag="partners.rotate_key"):
    """A new secret, while the present one works for `overlap_h` more hours. `secret_version`: the secret that is replaced."""

    permission: ClassVar[str] = Permission.PARTNER_KEY_MANAGE
    object_rule: ClassVar[str] = ObjectRule.PARTNER
    key: ApiKeyId
    secret_version: int
    overlap_h: OverlapHours
    expires_at: Instant
    digest: SecretDigest
    why: KeyReason


class RecordRefusedKey(Command, frozen=True, kw_only=True, tag="partners.record_refused_key"):
    """A request with a key was refused. `about`: the id of the key, or `unknown`; `scope`: the scope that it lacks."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    about: ShortText
    code: ShortText
    address: ShortText
    scope: KeyScope | None = None


type SecretCommand = IssueApiKey | RotateApiKey | RecordRefusedKey

# --- events ---------------------------------------------------------------------------------------


class PartnerRegistered(Event, frozen=True, kw_only=True, tag="partners.partner.registered"):
    """A partner was registered."""

    partner: PartnerId
    mode: Mode
    name: ShortText
    agency: AgencyId | None
    contact: ShortText
    by: PersonId
    by_name: ShortText


class PartnerChanged(Event, frozen=True, kw_only=True, tag="partners.partner.changed"):
    """The name or the contact of a partner was changed."""

    partner: PartnerId
    name: ShortText
    contact: ShortText
    by: PersonId
    by_name: ShortText


type PartnerEvent = PartnerRegistered | PartnerChanged


class ApiKeyIssued(Event, frozen=True, kw_only=True, tag="partners.api_key.issued"):
    """A key was issued. `needs_confirmation`: its secret works once a second person has confirmed it."""

    key: ApiKeyId
    partner: PartnerId
    mode: Mode
    name: ShortText
    scopes: tuple[KeyScope, ...]
    per_minute: int
    expires_at: Instant
    digest: SecretDigest
    needs_confirmation: bool
    by: PersonId
    by_name: ShortText


class ApiKeyRotated(Event, frozen=True, kw_only=True, tag="partners.api_key.rotated"):
    """A key was given another secret; the previous one ends `overlap_h` hours after the new one begins to work."""

    key: ApiKeyId
    expires_at: Instant
    digest: SecretDigest
    overlap_h: int
    needs_confirmation: bool
    why: ShortText
    by: PersonId
    by_name: ShortText


class ApiKeyConfirmed(Event, frozen=True, kw_only=True, tag="partners.api_key.confirmed"):
    """A second person confirmed the waiting secret, which works from now on."""

    key: ApiKeyId
    by: PersonId
    by_name: ShortText


class ApiKeyRevoked(Event, frozen=True, kw_only=True, tag="partners.api_key.revoked"):
    """A key was revoked: none of its secrets works any more."""

    key: ApiKeyId
    why: ShortText
    by: PersonId
    by_name: ShortText


type ApiKeyEvent = ApiKeyIssued | ApiKeyRotated | ApiKeyConfirmed | ApiKeyRevoked


class ApiKeyRefused(Event, frozen=True, kw_only=True, tag="partners.api_key.refused"):
    """A request with a key was refused, from this address. `scope`: the scope that the key lacks."""

    about: ShortText
    mode: Mode
    code: ShortText
    address: ShortText
    scope: KeyScope | None
