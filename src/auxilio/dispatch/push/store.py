"""Subscriptions in the database (`push_subscription`). One counts while its session does. Raises what the database raises."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.push.core.model import (
    SUBSCRIPTIONS_MAX,
    PushState,
    PushSubscription,
    PushSubscriptionId,
)
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.ids import PersonId, UnitId, stream_id
from auxilio.platform.database import log
from auxilio.platform.database.connection import Connection, Pool

_OPEN = "s.revoked_at is null and s.expires_at > $1 and who.active"
_LIVE = f"""
select p.id, p.unit, p.endpoint, p.p256dh, p.auth, p.state, p.code, s.person, s.desk, s.language
from push_subscription p join session s on s.token_hash = p.session join person who on who.id = s.person
where {_OPEN}
"""  # noqa: S608  constant text
_TIDY = f"""
with gone as (
  delete from push_subscription p using session s, person who
  where s.token_hash = p.session and who.id = s.person and not ({_OPEN}) returning 1
)
select count(*) from gone
"""  # noqa: S608  constant text


class NewSubscription(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a telephone."""

    id: PushSubscriptionId
    session: bytes
    unit: UnitId
    endpoint: str
    p256dh: bytes
    auth: bytes


class PushNote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an administrator reads of a subscription later: no key, and of the endpoint the host alone."""

    unit: UnitId
    host: str
    refused: str = ""
    """The code, where it was not taken or not sent to."""


class PushStore:
    """Questions and changes, each one round trip unless it says otherwise."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def unit(self, unit: UnitId) -> Unit | None:
        """The unit as it stands."""
        found = await log.state_of(self._pool, stream_id("unit", unit))
        return UNIT.read_state(found[1]) if found is not None else None

    async def keep(self, new: NewSubscription, note: PushNote, actor: UUID, at: datetime) -> None:
        """In the place of what this session or this endpoint had; the oldest of too many goes. Several round trips."""
        async with self._pool.acquire() as connection, connection.transaction():
            # One after another: two at once would each delete what they see, and insert the same session or endpoint.
            await connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('push_subscription', 112))"
            )
            await connection.execute(
                "delete from push_subscription where session = $1 or endpoint = $2", new.session, new.endpoint
            )
            await connection.execute(
                "insert into push_subscription (session, id, unit, endpoint, p256dh, auth, added_at, state)"
                " values ($1, $2, $3, $4, $5, $6, $7, 'none')",
                new.session,
                new.id,
                new.unit,
                new.endpoint,
                new.p256dh,
                new.auth,
                at,
            )
            await connection.execute(
                "delete from push_subscription where unit = $1 and id in (select id from push_subscription"
                " where unit = $1 order by added_at desc, id desc offset $2)",
                new.unit,
                SUBSCRIPTIONS_MAX,
            )
            await _note(connection, str(new.id), note, actor, at)

    async def note(self, key: str, note: PushNote, actor: UUID, at: datetime) -> None:
        """Note what was refused."""
        async with self._pool.acquire() as connection:
            await _note(connection, key, note, actor, at)

    async def known(self, session: bytes, endpoint: str, unit: UnitId, p256dh: bytes, auth: bytes) -> bool:
        """Whether exactly this is kept already: a page says it each time that it opens."""
        found: bool = await self._pool.fetchval(
            "select exists (select from push_subscription where session = $1 and endpoint = $2 and unit = $3"
            " and p256dh = $4 and auth = $5)",
            session,
            endpoint,
            unit,
            p256dh,
            auth,
        )
        return found

    async def remove(self, session: bytes) -> None:
        """Of this session, if it had one."""
        await self._pool.execute("delete from push_subscription where session = $1", session)

    async def gone(self, id: PushSubscriptionId) -> None:
        """The push service says that there is none any more."""
        await self._pool.execute("delete from push_subscription where id = $1", id)

    async def of_unit(self, unit: UnitId, now: datetime) -> list[PushSubscription]:
        """Those of a unit that count."""
        rows = await self._pool.fetch(f"{_LIVE} and p.unit = $2 order by p.added_at", now, unit)
        return [_subscription(row) for row in rows]

    async def live(self, id: PushSubscriptionId, now: datetime) -> PushSubscription | None:
        """One, while it counts."""
        row = await self._pool.fetchrow(f"{_LIVE} and p.id = $2", now, id)
        return _subscription(row) if row is not None else None

    async def all(self, now: datetime) -> list[PushSubscription]:
        """Every one that counts."""
        return [_subscription(row) for row in await self._pool.fetch(_LIVE, now)]

    async def told(self, id: PushSubscriptionId, state: PushState, code: str, of: datetime) -> None:
        """What became of a message of that moment; nothing, where a newer one was told of."""
        await self._pool.execute(
            "update push_subscription set state = $2, code = $3, told_of = $4"
            " where id = $1 and (told_of is null or told_of <= $4)",
            id,
            state.value,
            code,
            of,
        )

    async def tidy(self, now: datetime) -> int:
        """Delete those whose session is over; how many."""
        gone: int = await self._pool.fetchval(_TIDY, now)
        return gone


async def _note(connection: Connection, key: str, note: PushNote, actor: UUID, at: datetime) -> None:
    """Who subscribed and what was refused, beside every other change of what is no event (migration 0002)."""
    await connection.execute(
        "insert into reference_change (relation, key, before, after, actor, at)"
        " values ('push_subscription', $1, null, $2::jsonb, $3, $4)",
        key,
        msgspec.json.encode(note).decode(),
        actor,
        at,
    )


def _subscription(row: Any) -> PushSubscription:
    return PushSubscription(
        id=PushSubscriptionId(row["id"]),
        unit=UnitId(row["unit"]),
        endpoint=row["endpoint"],
        p256dh=row["p256dh"],
        auth=row["auth"],
        person=PersonId(row["person"]),
        desk=row["desk"],
        language=row["language"],
        state=PushState(row["state"]),
        code=row["code"],
    )
