"""Makes the secrets of keys, and sends their digests as commands. A secret is returned once and kept nowhere."""

import msgspec

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import sees_cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import NotFound
from auxilio.partners.core.messages import IssueApiKey, RotateApiKey
from auxilio.partners.core.model import (
    ApiKeyId,
    KeyReason,
    KeyScopes,
    OverlapHours,
    PartnerId,
    PartnerName,
    RequestsPerMinute,
)
from auxilio.partners.core.views import NewApiKey
from auxilio.partners.store import PartnerStore
from auxilio.partners.tokens import new_secret, secret_digest, token_of
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id


class ApiKeyRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key as an administrator asks for it. `name`: what it is for.

    `key`: its id, made by the client: a request that is sent again after a lost answer makes no second key.
    """

    key: ApiKeyId
    name: PartnerName
    scopes: KeyScopes
    expires_at: Instant
    per_minute: RequestsPerMinute = 60


class ApiKeyRotation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rotation as an administrator asks for it. `secret_version`: the secret that they saw in force."""

    secret_version: int
    expires_at: Instant
    why: KeyReason
    overlap_h: OverlapHours = 24


class KeyIssuer:
    """One for each process."""

    def __init__(self, pool: Pool, commands: CommandPort) -> None:
        self._store, self._commands = PartnerStore(pool), commands

    async def issue(self, partner: PartnerId, asked: ApiKeyRequest, actor: Actor) -> NewApiKey:
        """A new key. Raises `Refused`, as `core.machine.issue`, `not_permitted`, `unknown_partner`."""
        require(actor, Permission.PARTNER_KEY_MANAGE)
        key, secret = asked.key, new_secret()
        command = IssueApiKey(
            partner=partner,
            key=key,
            name=asked.name,
            scopes=asked.scopes,
            per_minute=asked.per_minute,
            expires_at=asked.expires_at,
            digest=secret_digest(secret),
        )
        await self._commands.handle(CommandId(new_id()), command, actor)
        return NewApiKey(key=key, token=token_of(key, secret), needs_confirmation=sees_cases(asked.scopes))

    async def rotate(self, key: ApiKeyId, asked: ApiKeyRotation, actor: Actor) -> NewApiKey:
        """A new secret of a key. Raises `Refused`, as `core.machine.decide`, `not_permitted`, `unknown_api_key`."""
        require(actor, Permission.PARTNER_KEY_MANAGE)
        known = await self._store.key(key)
        if known is None:
            raise NotFound("unknown_api_key", id=str(key))
        secret = new_secret()
        command = RotateApiKey(
            key=key,
            secret_version=asked.secret_version,
            overlap_h=asked.overlap_h,
            expires_at=asked.expires_at,
            digest=secret_digest(secret),
            why=asked.why,
        )
        await self._commands.handle(CommandId(new_id()), command, actor)
        return NewApiKey(key=key, token=token_of(key, secret), needs_confirmation=sees_cases(known.scopes))
