"""The life of a partner and of a key.

| command | refuses |
|---|---|
| register | partner_exists, partner_name_taken, malformed, words_missing |
| change | partner_name_taken, malformed, words_missing |
| issue | malformed, words_missing, api_key_exists, key_needs_agency, key_expiry_past, key_expiry_too_far |
| rotate | malformed, key_revoked_already, key_changed_meanwhile, key_expiry_past, key_expiry_too_far |
| confirm | key_revoked_already, key_changed_meanwhile, nothing_to_confirm, own_key, key_expiry_past |
| revoke | malformed; a revoked key stays as it is |
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from auxilio.identity.core.scopes import sees_cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import iso_us, seconds_between
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.kernel.written_words import must_have_no_hidden_characters, must_say_something
from auxilio.partners.core import messages as m
from auxilio.partners.core.model import ApiKey, KeyRefusals, KeyRotation, KeySecret, Partner, WaitingSecret

LIFE_MAX = timedelta(days=731)
"""The longest life of a secret: two years, counted by days (UTC)."""
PREVIOUS_SECRETS_MAX = 3
"""Earlier secrets of a key that are kept for their overlap."""
REFUSALS_PER_HOUR = 12
"""Refused uses of one key, and of all unknown keys together, that are kept in an hour."""
_HOUR_S = 3600.0
_change = msgspec.structs.replace


# --- partners -------------------------------------------------------------------------------------


def register(
    known: Partner | None, others: Iterable[Partner], command: m.RegisterPartner, actor: Actor
) -> tuple[Event, ...]:
    """The first event of a partner. `others`: the partners of the same mode. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("partner_exists")
    _check_words(command, others)
    return (
        m.PartnerRegistered(
            partner=command.partner,
            mode=actor.mode,
            name=command.name,
            agency=command.agency,
            contact=command.contact.strip(),
            by=PersonId(actor.id),
            by_name=actor.name,
        ),
    )


def change(
    partner: Partner, others: Iterable[Partner], command: m.ChangePartner, actor: Actor
) -> tuple[Event, ...]:
    """Another name or contact; none where both are as before. Raises `Refused` (table above)."""
    contact = command.contact.strip()
    _check_words(command, others)
    if (partner.name, partner.contact) == (command.name, contact):
        return ()
    return (
        m.PartnerChanged(
            partner=partner.id,
            name=command.name,
            contact=contact,
            by=PersonId(actor.id),
            by_name=actor.name,
        ),
    )


def _check_words(command: m.RegisterPartner | m.ChangePartner, others: Iterable[Partner]) -> None:
    must_have_no_hidden_characters(name=command.name, contact=command.contact)
    must_say_something(command.name)
    name = comparable_name(command.name)
    if any(one.id != command.partner and comparable_name(one.name) == name for one in others):
        raise Refused("partner_name_taken", name=command.name, field="$.name")


def comparable_name(name: str) -> str:
    """The name without what a reader does not tell apart: case, width, accents written in two ways, repeated blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def evolve_partner(partner: Partner | None, event: m.PartnerEvent, at: datetime) -> Partner:
    """The partner after this event."""
    match event:
        case m.PartnerRegistered():
            assert partner is None, "a partner is registered once"
            return Partner(
                id=event.partner,
                mode=event.mode,
                name=event.name,
                agency=event.agency,
                contact=event.contact,
                registered_at=at,
                by_name=event.by_name,
            )
        case m.PartnerChanged():
            assert partner is not None, "a partner begins by being registered"
            return _change(partner, name=event.name, contact=event.contact)
        case _ as never:
            assert_never(never)


# --- keys -----------------------------------------------------------------------------------------


def issue(
    known: ApiKey | None, partner: Partner, command: m.IssueApiKey, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """The first event of a key. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("api_key_exists")
    must_have_no_hidden_characters(name=command.name)
    must_say_something(command.name)
    scopes = tuple(sorted(set(command.scopes)))
    if sees_cases(scopes) and partner.agency is None:
        raise Refused("key_needs_agency", partner=partner.name)
    _require_bounded_life(command.expires_at, at)
    return (
        m.ApiKeyIssued(
            key=command.key,
            partner=partner.id,
            mode=partner.mode,
            name=command.name,
            scopes=scopes,
            per_minute=command.per_minute,
            expires_at=command.expires_at,
            digest=command.digest,
            needs_confirmation=sees_cases(scopes),
            by=PersonId(actor.id),
            by_name=actor.name,
        ),
    )


def decide(
    key: ApiKey, command: m.RotateApiKey | m.ConfirmApiKey | m.RevokeApiKey, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """What happens to a key that was issued. Raises `Refused` (table above)."""
    by, name = PersonId(actor.id), actor.name
    if not isinstance(command, m.ConfirmApiKey):
        must_have_no_hidden_characters(why=command.why)
    match command:
        case m.RotateApiKey():
            _require_current(key, command.secret_version)
            _require_bounded_life(command.expires_at, at)
            rotated = m.ApiKeyRotated(
                key=key.id,
                expires_at=command.expires_at,
                digest=command.digest,
                overlap_h=command.overlap_h,
                needs_confirmation=sees_cases(key.scopes),
                why=command.why,
                by=by,
                by_name=name,
            )
            return (rotated,)
        case m.ConfirmApiKey():
            _require_current(key, command.secret_version)
            if key.waiting is None:
                raise Refused("nothing_to_confirm")
            if key.waiting.by == actor.id:
                raise Forbidden("own_key")
            if key.waiting.expires_at <= at:
                raise Refused("key_expiry_past", until=iso_us(key.waiting.expires_at))
            return (m.ApiKeyConfirmed(key=key.id, by=by, by_name=name),)
        case m.RevokeApiKey():
            if key.revoked_at is not None:
                return ()
            return (m.ApiKeyRevoked(key=key.id, why=command.why, by=by, by_name=name),)
        case _ as never:
            assert_never(never)


def _require_current(key: ApiKey, secret_version: int) -> None:
    if key.revoked_at is not None:
        raise Refused("key_revoked_already", by=key.revoked_by or "")
    if secret_version != key.secret_version:
        raise Refused("key_changed_meanwhile")


def _require_bounded_life(expires_at: datetime, at: datetime) -> None:
    if expires_at <= at:
        raise Refused("key_expiry_past", until=iso_us(expires_at))
    if expires_at.date() - at.date() > LIFE_MAX:
        raise Refused("key_expiry_too_far", most_days=LIFE_MAX.days)


def evolve(key: ApiKey | None, event: m.ApiKeyEvent, at: datetime) -> ApiKey:
    """The key after this event."""
    if isinstance(event, m.ApiKeyIssued):
        assert key is None, "a key is issued once"
        new = ApiKey(
            id=event.key,
            partner=event.partner,
            mode=event.mode,
            name=event.name,
            scopes=event.scopes,
            per_minute=event.per_minute,
            secret_version=1,
            created_at=at,
            by_name=event.by_name,
        )
        return _with_secret(new, _secret_of(event, 0), at, needs_confirmation=event.needs_confirmation)
    assert key is not None, "a key begins by being issued"
    match event:
        case m.ApiKeyRotated():
            another = _change(
                key,
                secret_version=key.secret_version + 1,
                rotated=KeyRotation(at=at, by_name=event.by_name, why=event.why),
            )
            return _with_secret(
                another, _secret_of(event, event.overlap_h), at, needs_confirmation=event.needs_confirmation
            )
        case m.ApiKeyConfirmed():
            assert key.waiting is not None, "only a secret that waits is confirmed"
            confirmed = _change(key, confirmed_by=event.by_name)
            return _with_secret(confirmed, key.waiting, at, needs_confirmation=False)
        case m.ApiKeyRevoked():
            return _change(key, revoked_at=at, revoked_by=event.by_name, revoked_why=event.why)
        case _ as never:
            assert_never(never)


def _secret_of(event: m.ApiKeyIssued | m.ApiKeyRotated, overlap_h: int) -> WaitingSecret:
    return WaitingSecret(
        digest=event.digest,
        expires_at=event.expires_at,
        overlap_h=overlap_h,
        by=event.by,
        by_name=event.by_name,
    )


def _with_secret(key: ApiKey, secret: WaitingSecret, at: datetime, *, needs_confirmation: bool) -> ApiKey:
    """The key with another secret: it waits, or replaces the current one, which then works for the overlap.

    Without an overlap the current one ends at once, also where the new one waits.
    """
    if needs_confirmation and secret.overlap_h > 0:
        return _change(key, waiting=secret)
    overlap_ends = at + timedelta(hours=secret.overlap_h)
    earlier = key.previous if key.current is None else (key.current, *key.previous)
    previous = tuple(
        _change(one, expires_at=min(one.expires_at, overlap_ends)) for one in earlier[:PREVIOUS_SECRETS_MAX]
    )
    if needs_confirmation:
        return _change(key, current=None, previous=previous, waiting=secret)
    current = KeySecret(digest=secret.digest, expires_at=secret.expires_at)
    return _change(key, current=current, previous=previous, waiting=None)


# --- refused uses ---------------------------------------------------------------------------------


def record_refused(
    known: KeyRefusals | None, command: m.RecordRefusedKey, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """One more refused use; none once the hour is full."""
    if known is not None and is_full(known) and seconds_between(known.since, at) < _HOUR_S:
        return ()
    refused = m.ApiKeyRefused(
        about=command.about,
        mode=actor.mode,
        code=command.code,
        address=command.address,
        scope=command.scope,
    )
    return (refused,)


def is_full(known: KeyRefusals) -> bool:
    """Whether refused uses of that hour may have gone unrecorded."""
    return known.count >= REFUSALS_PER_HOUR


def evolve_refusals(known: KeyRefusals | None, event: m.ApiKeyRefused, at: datetime) -> KeyRefusals:
    """The newest refusal, and the count of the hour that began with the first."""
    again = known is not None and seconds_between(known.since, at) < _HOUR_S
    return KeyRefusals(
        about=event.about,
        mode=event.mode,
        since=known.since if known is not None and again else at,
        count=known.count + 1 if known is not None and again else 1,
        at=at,
        code=event.code,
        address=event.address,
        scope=event.scope,
    )
