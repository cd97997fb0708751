"""Where people, places and sessions are kept. The only part of identity that speaks SQL."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from auxilio.identity.core.grants import SEES_CASES, Grant
from auxilio.identity.core.model import (
    Centre,
    Colleague,
    Contact,
    Desk,
    Directory,
    Person,
    PresentPerson,
    Session,
)
from auxilio.identity.core.policy import check_centre
from auxilio.identity.log_service import GRANT
from auxilio.identity.store.directory_transaction import DirectoryTransaction
from auxilio.identity.store.rows import (
    AGENCY_OF_CENTRE,
    PERSON_COLUMNS,
    RELATIONS,
    agency_of,
    contact_of,
    desk_of,
    person_of,
    session_of,
)
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool


class ChangeNote(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a table of identity, noted in the same transaction. `after` is JSON; None for what was removed."""

    id: int
    relation: str
    key: str
    after: str | None
    actor: UUID


IMPORTED, TAKEN_BACK = "import", "import_taken_back"
"""Notes of an import as a whole, beside those of what it changed (identity.core.imports)."""
RECORDED = ("person", *RELATIONS.values(), IMPORTED, TAKEN_BACK)
"""Relations whose notes become events (identity.core.accounts)."""


class IdentityStore:
    """Questions and changes, each one round trip unless it says otherwise."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._one_change = asyncio.Lock()

    # --- sessions ---------------------------------------------------------------------------------

    async def session(self, token_hash: bytes, at: datetime) -> Session | None:
        """The session of a token, if it lives; `seen_at` moves at most every 15 seconds."""
        row = await self._pool.fetchrow(
            """
            with seen as (
              update session set seen_at = $2
              where token_hash = $1 and seen_at < $2::timestamptz - interval '15 seconds' and revoked_at is null
            )
            select s.token_hash, s.person, s.desk, s.csrf, s.mode, s.language, s.expires_at,
                   p.name, p.roles, p.agency, p.centre, p.password_given,
                   s.desk is not null and d.id is null as visiting
            from session s join person p on p.id = s.person left join desk d on d.id = s.desk
            where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and p.active
            """,
            token_hash,
            at,
        )
        return session_of(row) if row else None

    async def open_session(self, session: Session, at: datetime) -> None:
        """Keep a new session, and forget those that ended long ago."""
        await self._pool.execute(
            """
            with gone as (delete from session where expires_at < $8::timestamptz - interval '30 days')
            insert into session (token_hash, person, desk, csrf, mode, language, expires_at, created_at, seen_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            """,
            session.token_hash,
            session.actor.id,
            session.actor.desk,
            session.csrf,
            session.actor.mode.value,
            session.language,
            session.expires_at,
            at,
        )

    async def revoke(self, token_hash: bytes, at: datetime) -> None:
        """End one session."""
        await self._pool.execute(
            "update session set revoked_at = $2 where token_hash = $1 and revoked_at is null", token_hash, at
        )

    async def revoke_all(
        self, person: UUID, at: datetime, *, but: bytes = b""
    ) -> list[tuple[str, DeskId | None]]:
        """End every session of a person, except the one with the token `but`; their name and the desk of each."""
        rows = await self._pool.fetch(
            "update session s set revoked_at = $2 from person p where p.id = s.person"
            " and s.person = $1 and s.revoked_at is null and s.token_hash <> $3 returning p.name, s.desk",
            person,
            at,
            but,
        )
        return [(row["name"], row["desk"]) for row in rows]

    async def present(self, since: datetime, at: datetime, mode: Mode | None = None) -> list[PresentPerson]:
        """Who was seen at a desk since then, once for each desk and person; in sessions of this mode, or of any."""
        rows = await self._pool.fetch(
            """
            select distinct on (s.desk, s.person)
                   s.desk, coalesce(d.centre, p.centre) as centre, s.person, p.name, p.roles
            from session s join person p on p.id = s.person left join desk d on d.id = s.desk
            where s.seen_at >= $1 and s.expires_at > $2 and s.revoked_at is null and s.desk is not null and p.active
              and ($3::text is null or s.mode = $3)
            order by s.desk, s.person
            """,
            since,
            at,
            mode,
        )
        return [PresentPerson(**dict(row) | {"roles": tuple(sorted(row["roles"]))}) for row in rows]

    # --- signing in -------------------------------------------------------------------------------

    async def credentials(self, login: str) -> tuple[Person, str] | None:
        """A person and the hash of their password."""
        row = await self._pool.fetchrow(
            f"select {PERSON_COLUMNS}, password_hash from person where login = $1",  # noqa: S608  constant text
            login,
        )
        return (person_of(row), row["password_hash"]) if row else None

    async def change_hash(self, person: UUID, password_hash: str) -> None:
        """The same password under newer parameters."""
        await self._pool.execute("update person set password_hash = $2 where id = $1", person, password_hash)

    # --- people and places ------------------------------------------------------------------------

    async def people(self) -> list[Person]:
        """Everybody, also those who left, by name."""
        rows = await self._pool.fetch(f"select {PERSON_COLUMNS} from person order by name, id")  # noqa: S608  constant text
        return [person_of(row) for row in rows]

    async def person(self, id: UUID) -> Person | None:
        """One person."""
        row = await self._pool.fetchrow(f"select {PERSON_COLUMNS} from person where id = $1", id)  # noqa: S608  constant text
        return person_of(row) if row else None

    async def case_person_name(self, id: UUID) -> str | None:
        """The name of an active person to whom a case can be opened (`identity.core.grants.SEES_CASES`); None for others."""
        name: str | None = await self._pool.fetchval(
            "select name from person where id = $1 and active and roles && $2::text[]", id, sorted(SEES_CASES)
        )
        return name

    async def active_person_name(self, id: UUID) -> str | None:
        """The name of an active person; None for others."""
        name: str | None = await self._pool.fetchval("select name from person where id = $1 and active", id)
        return name

    async def case_people(self, since: datetime, at: datetime) -> list[Colleague]:
        """Active people to whom a case can be opened, each with a desk at which a window of theirs spoke since then."""
        rows = await self._pool.fetch(
            """
            select p.id, p.name, p.centre, max(s.desk) as desk
            from person p left join session s on s.person = p.id and s.seen_at >= $1 and s.expires_at > $2
                 and s.revoked_at is null
            where p.active and p.roles && $3::text[]
            group by p.id, p.name, p.centre
            """,
            since,
            at,
            sorted(SEES_CASES),
        )
        return [Colleague(**dict(row)) for row in rows]

    async def logins(self) -> set[str]:
        """Every login that is taken."""
        return {row["login"] for row in await self._pool.fetch("select login from person")}

    async def directory(self) -> Directory:
        """Agencies, centres and desks, each by id."""
        agencies = await self._pool.fetch(
            "select id, service, name, phone, has_console from agency order by id"
        )
        centres = await self._pool.fetch("select id, agency, name, phone, zone from centre order by id")
        desks = await self._pool.fetch("select id, centre, name, roles from desk order by id")
        return Directory(
            agencies=tuple(map(agency_of, agencies)),
            centres=tuple(Centre(**dict(row)) for row in centres),
            desks=tuple(map(desk_of, desks)),
        )

    async def contacts(self) -> tuple[Contact, ...]:
        """Every contact, by name."""
        rows = await self._pool.fetch(
            "select id, name, phone, organisation, purpose, hours, languages, agency from contact order by name, id"
        )
        return tuple(map(contact_of, rows))

    async def check_centre(self, centre: CentreId, agency: AgencyId) -> None:
        """Raises `Refused`: `not_in_directory`, `centre_of_other_agency`."""
        check_centre(centre, agency, await self._pool.fetchval(AGENCY_OF_CENTRE, centre))

    async def check_scope(self, agency: AgencyId | None, centre: CentreId | None) -> None:
        """Whether an agency and a centre are registered; None is everything. Raises `Refused("not_in_directory")`."""
        known = "select exists (select from agency where id = $1)"
        if agency is not None and not await self._pool.fetchval(known, agency):
            raise Refused("not_in_directory", id=agency, field="$.agency")
        if centre is not None and await self._pool.fetchval(AGENCY_OF_CENTRE, centre) is None:
            raise Refused("not_in_directory", id=centre, field="$.centre")

    async def last_change(self) -> int:
        """The number of the last change of people or places; 0 when there was none."""
        number: int = await self._pool.fetchval("select coalesce(max(id), 0) from reference_change")
        return number

    async def agencies(self) -> frozenset[AgencyId]:
        """The ids of all."""
        return frozenset(AgencyId(row["id"]) for row in await self._pool.fetch("select id from agency"))

    async def desk(self, id: str) -> Desk | None:
        """One desk."""
        row = await self._pool.fetchrow("select id, centre, name, roles from desk where id = $1", id)
        return desk_of(row) if row else None

    async def at_desk(self, desk: str, since: datetime, at: datetime) -> list[PersonId]:
        """Whose windows at this desk have spoken since then."""
        rows = await self._pool.fetch(
            "select distinct person from session"
            " where desk = $1 and seen_at >= $2 and expires_at > $3 and revoked_at is null",
            desk,
            since,
            at,
        )
        return [PersonId(row["person"]) for row in rows]

    async def revoke_at_desk(self, person: UUID, desk: str, at: datetime) -> list[bytes]:
        """End the sessions of a person at a desk; the digests of their tokens."""
        rows = await self._pool.fetch(
            "update session set revoked_at = $3 where person = $1 and desk = $2 and revoked_at is null"
            " returning token_hash",
            person,
            desk,
            at,
        )
        return [row["token_hash"] for row in rows]

    async def open_grants(self) -> list[Grant]:
        """Requests for roles that wait for a second person, the oldest first."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = $1 and live order by id", GRANT.name
        )
        return [GRANT.read_state(row["state"]) for row in rows]

    # --- notes that become events -----------------------------------------------------------------

    async def unrecorded(self, limit: int = 500) -> list[ChangeNote]:
        """Notes about people and places that are no events yet, the oldest first."""
        rows = await self._pool.fetch(
            "select id, relation, key, after::text as after, actor from reference_change"
            " where recorded_at is null and relation = any($1::text[]) order by id limit $2",
            list(RECORDED),
            limit,
        )
        return [ChangeNote(**dict(row)) for row in rows]

    async def recorded(self, notes: Sequence[int], at: datetime) -> None:
        """These notes are events now."""
        await self._pool.execute(
            "update reference_change set recorded_at = $2 where id = any($1::bigint[])", list(notes), at
        )

    @asynccontextmanager
    async def change(self) -> AsyncIterator[DirectoryTransaction]:
        """A transaction in which people and places change, one administrator at a time.

        In this process the next one waits without a connection: a command inside a transaction needs a second one.
        Raises `Refused("not_in_directory")` when it names an agency or centre that is not there; `login_taken`.
        """
        try:
            async with self._one_change, self._pool.acquire() as connection, connection.transaction():
                await connection.execute("select pg_advisory_xact_lock(112, 2)")
                yield DirectoryTransaction(connection)
        except asyncpg.ForeignKeyViolationError as error:
            raise Refused("not_in_directory", **_missing_key(error)) from error
        except asyncpg.UniqueViolationError as error:
            raise Refused("login_taken", field="$.login") from error


def _missing_key(error: asyncpg.ForeignKeyViolationError) -> dict[str, str]:
    """Which column names what is not there; PostgreSQL says it as `(centre)=(san-9)`, in whatever language."""
    found = re.search(r"\((\w+)\)=\((.*?)\)", error.detail or "")
    return {"id": found[2], "field": f"$.{found[1]}"} if found else {"id": ""}
