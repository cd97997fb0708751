"""Partners and their keys for the page of administrators."""

from collections import defaultdict
from datetime import datetime

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import KeyScope, sees_cases
from auxilio.kernel.actor import Actor
from auxilio.partners.authentication import UNKNOWN
from auxilio.partners.core.machine import is_full
from auxilio.partners.core.model import ApiKey, KeyRefusals, KeyState, Partner, PartnerId
from auxilio.partners.core.policy import state_of_key
from auxilio.partners.core.views import ApiKeyView, PartnerRegister, PartnerView, RefusedKeyUse
from auxilio.partners.service import API_KEY, PARTNER, PARTNERS_MAX
from auxilio.partners.store import KeyUse, PartnerStore
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

KEYS_MAX = 2_000


class PartnerQueries:
    """One for each process."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock, self._store = pool, clock, PartnerStore(pool)

    async def register(self, actor: Actor) -> PartnerRegister:
        """Every partner of the mode of the session, with its keys. For administrators of keys, and for who may confirm one.

        Raises `Refused("not_permitted")`.
        """
        if not holds(actor, Permission.PEOPLE_CONFIRM):
            require(actor, Permission.PARTNER_KEY_MANAGE)
        partners = await live_where(self._pool, PARTNER, PARTNERS_MAX, mode=actor.mode.value)
        keys = await live_where(self._pool, API_KEY, KEYS_MAX, mode=actor.mode.value)
        uses = await self._store.uses()
        refusals = await self._store.refusals([UNKNOWN, *(str(key.id) for key in keys)])
        of_partner, at = defaultdict[PartnerId, list[ApiKeyView]](list), self._clock.now()
        for key in keys:
            seen = key_view(key, uses.get(key.id), refusals.get(str(key.id)), actor, at)
            of_partner[key.partner].append(seen)
        return PartnerRegister(
            partners=tuple(
                _partner_view(one, of_partner[one.id])
                for one in sorted(partners, key=lambda one: (one.name.casefold(), one.id))
            ),
            scopes=tuple(KeyScope),
            case_scopes=tuple(scope for scope in KeyScope if sees_cases((scope,))),
            unknown=_refused(refusals.get(UNKNOWN)),
        )


def _partner_view(partner: Partner, keys: list[ApiKeyView]) -> PartnerView:
    keys = sorted(keys, key=lambda key: (key.state is KeyState.REVOKED, key.name.casefold(), key.id))
    return PartnerView(
        id=partner.id, name=partner.name, agency=partner.agency, contact=partner.contact, keys=tuple(keys)
    )


def key_view(
    key: ApiKey, use: KeyUse | None, refusals: KeyRefusals | None, actor: Actor, at: datetime
) -> ApiKeyView:
    """A key as the page shows it to this reader at a moment."""
    secret = key.current or key.waiting
    assert secret is not None, "a key has a secret, or one that waits"
    revoked = key.revoked_at is not None
    previous = max(
        (one.expires_at for one in key.previous if one.expires_at > at and not revoked), default=None
    )
    waiting = None if revoked else key.waiting
    return ApiKeyView(
        id=key.id,
        name=key.name,
        scopes=key.scopes,
        per_minute=key.per_minute,
        state=state_of_key(key, used=use is not None, at=at),
        secret_version=key.secret_version,
        expires_at=secret.expires_at,
        created_at=key.created_at,
        by_name=key.by_name,
        waiting_made_by=waiting.by_name if waiting else None,
        confirmable=waiting is not None
        and waiting.by != actor.id
        and waiting.expires_at > at
        and holds(actor, Permission.PEOPLE_CONFIRM),
        previous_until=previous,
        used_at=use.at if use else None,
        used_from=use.address if use else None,
        refused=None if refusals is not None and _is_over(refusals, key) else _refused(refusals),
        confirmed_by=key.confirmed_by if key.current is not None else None,
        rotated=key.rotated,
        revoked_at=key.revoked_at,
        revoked_by=key.revoked_by,
        revoked_why=key.revoked_why,
    )


def _is_over(refusals: KeyRefusals, key: ApiKey) -> bool:
    """Whether the newest refusal was of a secret that has been confirmed meanwhile."""
    return refusals.code == "key_not_confirmed" and key.waiting is None


def _refused(refusals: KeyRefusals | None) -> RefusedKeyUse | None:
    if refusals is None:
        return None
    return RefusedKeyUse(
        at=refusals.at,
        address=refusals.address,
        code=refusals.code,
        scope=refusals.scope,
        full=is_full(refusals),
    )
