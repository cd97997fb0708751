"""Reads keys for the guard, and stores when each was last let in. A use is telemetry and no event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from auxilio.kernel.ids import stream_id
from auxilio.kernel.instant import Instant
from auxilio.partners.core.model import ApiKey, ApiKeyId, KeyRefusals, Partner, PartnerId
from auxilio.partners.service import API_KEY, KEY_REFUSALS, PARTNER
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import state_of, states_of

USE_EVERY = timedelta(minutes=1)
"""A use is written at most this often for each key."""


class KeyUse(msgspec.Struct, frozen=True, kw_only=True):
    """The last request that was let in with a key, within `USE_EVERY`."""

    at: Instant
    address: str


class PartnerStore:
    """One for each process."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def key(self, id: ApiKeyId) -> ApiKey | None:
        """A key as it stands now: nothing is cached, so that a revoked one stops with its next request."""
        found = await state_of(self._pool, stream_id(API_KEY.name, id))
        return API_KEY.read_state(found[1]) if found is not None else None

    async def partner(self, id: PartnerId) -> Partner:
        """The partner of a key."""
        found = await state_of(self._pool, stream_id(PARTNER.name, id))
        assert found is not None, "a key is issued to a partner that there is"
        return PARTNER.read_state(found[1])

    async def note_use(self, key: ApiKeyId, address: str, at: datetime) -> None:
        """The key was used; nothing where that was written within `USE_EVERY`."""
        await self._pool.execute(
            "insert into api_key_use (key, at, address) values ($1, $2, $3)"
            " on conflict (key) do update set at = excluded.at, address = excluded.address"
            " where api_key_use.at <= $4",
            key,
            at,
            address,
            at - USE_EVERY,
        )

    async def uses(self) -> dict[ApiKeyId, KeyUse]:
        """The last use of every key that was used."""
        rows = await self._pool.fetch("select key, at, address from api_key_use")
        return {ApiKeyId(row["key"]): KeyUse(at=row["at"], address=row["address"]) for row in rows}

    async def refusals(self, about: Sequence[str]) -> dict[str, KeyRefusals]:
        """Refused uses of these keys, by what they are about."""
        streams = [stream_id(KEY_REFUSALS.name, one) for one in about]
        found = (KEY_REFUSALS.read_state(text) for _, text in (await states_of(self._pool, streams)).values())
        return {one.about: one for one in found}
