"""Failures of sign-ins and places where logins are known, as all processes of an installation share them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from auxilio.identity.core.throttle import (
    ADDRESS_MAX,
    ADDRESS_SPAN,
    KNOWN_FOR,
    REMEMBERED,
    SignInFailures,
    wait_s,
)
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import Connection, Pool


class SignInAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in whose password is being looked at. It counts as failed until `SignInThrottle.forgive`."""

    login: bytes
    """Digest of what was typed: that may be a password."""
    address: str
    places: tuple[str, ...]
    """Where it comes from, the surest first: the browser, then the network."""
    known: str | None
    """The first of these places where this login has signed in lately."""
    counted: int = 0
    """The row by which it counts as failed."""


_LOOK = """
select known.place as known, count(failure.at) as count, max(failure.at) as newest,
       case when known.place is null then
         (select at from sign_in_failure where address = $2 and place is null and at > $6
          order by at desc offset $7 - 1 limit 1)
       end as address_full_since
from (select (select place from sign_in_place where login = $1 and place = any($3::text[]) and at > $4
              order by array_position($3::text[], place) limit 1) as place) as known
left join sign_in_failure as failure
  on failure.login = $1 and failure.place is not distinct from known.place and failure.at > $5
group by known.place
"""


class SignInThrottle:
    """One for each process."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, login: bytes, address: str, places: Sequence[str], at: datetime) -> SignInAttempt:
        """Count an attempt as failed until it proves otherwise.

        Counted before the password is looked at, under a lock, so that a hundred guesses sent together are counted like a
        hundred sent one by one. Raises `Refused("too_many_attempts", retry_after_s=…)`, and then counts nothing.
        """
        attempt = SignInAttempt(login=login, address=address, places=tuple(places), known=None)
        # Of a flood nearly all are refused here, by one question, before anything is locked.
        await self._may(self._pool, attempt, at)
        async with self._pool.acquire() as connection, connection.transaction():
            # Always in this order, so that two attempts never wait for each other.
            await connection.execute(
                "select pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 112))", login
            )
            await connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 113))", address)
            known = await self._may(connection, attempt, at)
            counted = await connection.fetchval(
                """
                with old as (
                  delete from sign_in_failure where id in (
                    select id from sign_in_failure where at <= $5 limit 1000 for update skip locked))
                insert into sign_in_failure (login, address, at, place) values ($1, $2, $3, $4) returning id
                """,
                login,
                address,
                at,
                known,
                at - REMEMBERED,
            )
        return msgspec.structs.replace(attempt, known=known, counted=counted)

    async def _may(self, asked: Pool | Connection, attempt: SignInAttempt, at: datetime) -> str | None:
        """The place where this login is known. Raises `Refused("too_many_attempts")`."""
        row = await asked.fetchrow(
            _LOOK,
            attempt.login,
            attempt.address,
            list(attempt.places),
            at - KNOWN_FOR,
            at - REMEMBERED,
            at - ADDRESS_SPAN,
            ADDRESS_MAX,
        )
        assert row is not None, "a count is always one row"
        known: str | None = row["known"]
        failures = SignInFailures(
            count=row["count"], newest=row["newest"], address_full_since=row["address_full_since"]
        )
        if left_s := wait_s(failures, known=known is not None, at=at):
            raise Refused("too_many_attempts", retry_after_s=left_s)
        return known

    async def take_back(self, attempt: SignInAttempt) -> None:
        """The attempt was not judged, and does not count."""
        await self._pool.execute("delete from sign_in_failure where id = $1", attempt.counted)

    async def forgive(self, attempt: SignInAttempt, at: datetime) -> None:
        """The right password: its slips from here are forgotten, and this login is known here from now on.

        What strangers guessed elsewhere stays counted.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "delete from sign_in_failure where login = $1"
                " and (place = any($3) or (place is null and address = $2))",
                attempt.login,
                attempt.address,
                list(attempt.places),
            )
            await connection.execute(
                """
                with old as (
                  delete from sign_in_place where (login, place) in (
                    select login, place from sign_in_place where at <= $4 limit 1000 for update skip locked))
                insert into sign_in_place (login, place, at) select $1, unnest($2::text[]), $3
                on conflict (login, place) do update set at = excluded.at
                """,
                attempt.login,
                sorted(set(attempt.places)),
                at,
                at - KNOWN_FOR,
            )
