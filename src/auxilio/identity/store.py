"""Where people, places and sessions are kept. The only part of identity that speaks SQL."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from auxilio.identity.core.grants import SEES_CASES, Grant
from auxilio.identity.core.model import (
    Agency,
    Centre,
    Colleague,
    Desk,
    Directory,
    Person,
    PresentPerson,
    Session,
)
from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.core.policy import check_centre
from auxilio.identity.log_service import GRANT
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Connection, Pool

type DirectoryPlace = Agency | Centre | Desk
RELATIONS: dict[type[DirectoryPlace], str] = {Agency: "agency", Centre: "centre", Desk: "desk"}
_PERSON = "id, login, name, roles, agency, centre, languages, active, password_given, phone, staff_number"
_AGENCY_OF_CENTRE = "select agency from centre where id = $1"


def person_of(row: Any) -> Person:
    """A person from a row."""
    return Person(
        id=PersonId(row["id"]),
        login=row["login"],
        name=row["name"],
        roles=frozenset(row["roles"]),
        agency=row["agency"],
        centre=row["centre"],
        languages=tuple(row["languages"]),
        active=row["active"],
        password_given=row["password_given"],
        phone=row["phone"],
        staff_number=row["staff_number"],
    )


def session_of(row: Any) -> Session:
    """A session from a row of `session` joined with its person."""
    roles = frozenset(row["roles"])
    actor = Actor(
        id=row["person"],
        kind="crew" if "crew" in roles else "person",
        name=row["name"],
        desk=DeskId(row["desk"]) if row["desk"] else None,
        agency=AgencyId(row["agency"]) if row["agency"] else None,
        centre=CentreId(row["centre"]) if row["centre"] else None,
        roles=roles,
        permissions=permissions_of(roles, of_room=row["agency"] is None and row["centre"] is None),
        mode=Mode(row["mode"]),
    )
    return Session(
        token_hash=row["token_hash"],
        csrf=row["csrf"],
        actor=actor,
        language=row["language"],
        expires_at=row["expires_at"],
        password_given=row["password_given"],
        visiting=row["visiting"],
    )


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
            f"select {_PERSON}, password_hash from person where login = $1",  # noqa: S608  constant text
            login,
        )
        return (person_of(row), row["password_hash"]) if row else None

    async def change_hash(self, person: UUID, password_hash: str) -> None:
        """The same password under newer parameters."""
        await self._pool.execute("update person set password_hash = $2 where id = $1", person, password_hash)

    # --- people and places ------------------------------------------------------------------------

    async def people(self) -> list[Person]:
        """Everybody, also those who left, by name."""
        rows = await self._pool.fetch(f"select {_PERSON} from person order by name, id")  # noqa: S608  constant text
        return [person_of(row) for row in rows]

    async def person(self, id: UUID) -> Person | None:
        """One person."""
        row = await self._pool.fetchrow(f"select {_PERSON} from person where id = $1", id)  # noqa: S608  constant text
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
            agencies=tuple(map(_agency_of, agencies)),
            centres=tuple(Centre(**dict(row)) for row in centres),
            desks=tuple(map(_desk_of, desks)),
        )

    async def check_centre(self, centre: CentreId, agency: AgencyId) -> None:
        """Raises `Refused`: `not_in_directory`, `centre_of_other_agency`."""
        check_centre(centre, agency, await self._pool.fetchval(_AGENCY_OF_CENTRE, centre))

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
        return _desk_of(row) if row else None

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
    async def change(self) -> AsyncIterator["DirectoryTransaction"]:
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


class DirectoryTransaction:
    """What can be done inside `IdentityStore.change`; every change leaves its before and after."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put_place(
        self, place: DirectoryPlace, actor: UUID, at: datetime, *, only_new: bool = False
    ) -> None:
        """Keep an agency, a centre or a desk as stated; `only_new` leaves one that is there alone.

        Raises `Refused` where a centre changes its agency while it is in use: `centre_has_people`, `centre_has_units`,
        `centre_has_tasks`.
        """
        relation = RELATIONS[type(place)]
        row = await self._connection.fetchrow(f"select * from {relation} where id = $1", place.id)  # noqa: S608  a name of ours
        before, after = dict(row) if row else None, msgspec.structs.asdict(place)
        if isinstance(place, Desk):
            after["roles"] = list(place.roles)
        if before == after or (before and only_new):
            return
        if isinstance(place, Centre) and before and before["agency"] != place.agency:
            await self._check_unused(place.id)
        columns = list(after)
        await self._connection.execute(
            f"insert into {relation} ({', '.join(columns)})"  # noqa: S608  names of our own fields
            f" values ({', '.join(f'${n}' for n in range(1, len(columns) + 1))})"
            f" on conflict (id) do update set {', '.join(f'{c} = excluded.{c}' for c in columns)}",
            *after.values(),
        )
        await self.note(relation, place.id, before, after, actor, at)

    async def _check_unused(self, centre: str) -> None:
        """Nothing that names a centre together with its agency may be there: people, units, tasks that are not over. Desks name
        their centre alone, and stay with it (decision 0274)."""
        row = await self._connection.fetchrow(
            "select (select count(*) from person where centre = $1 and active) as people,"
            " (select count(*) from stream where noun = 'unit' and $1 in (state->>'centre', state->>'lent_by')"
            " and not coalesce((state->>'retired')::boolean, false)) as units,"
            " (select count(*) from stream where noun = 'task' and live and state->>'centre' = $1) as tasks",
            centre,
        )
        assert row is not None, "counts are one row"
        for what, count in row.items():
            if count:
                raise Refused(f"centre_has_{what}", count=count, field="$.agency")

    async def place(self, kind: type[DirectoryPlace], id: str) -> DirectoryPlace | None:
        """An agency, a centre or a desk, as this transaction finds it."""
        row = await self._connection.fetchrow(f"select * from {RELATIONS[kind]} where id = $1 for update", id)  # noqa: S608  a name of ours
        if row is None:
            return None
        return _desk_of(row) if kind is Desk else kind(**dict(row))

    async def remove_place(self, place: DirectoryPlace, actor: UUID, at: datetime) -> None:
        """Remove one that nothing refers to: an import that made it is taken back. Raises `Refused("import_in_use")`."""
        relation, before = RELATIONS[type(place)], msgspec.to_builtins(place)
        try:
            await self._connection.execute(f"delete from {relation} where id = $1", place.id)  # noqa: S608  a name of ours
        except asyncpg.ForeignKeyViolationError as error:
            raise Refused("import_in_use", key=place.id, by=error.table_name or "") from error
        await self.note(relation, place.id, before, None, actor, at)

    async def put_person(
        self,
        person: Person,
        password_hash: str | None,
        actor: UUID,
        at: datetime,
        *,
        confirmed_by: UUID | None = None,
    ) -> Person | None:
        """Keep a person as stated; a hash is needed for one who is new. What they were before.

        `confirmed_by` is the second person, where two are needed (identity.core.grants).
        """
        row = await self._connection.fetchrow(
            f"select {_PERSON} from person where id = $1 for update",  # noqa: S608  constant text
            person.id,
        )
        before = person_of(row) if row else None
        values = (
            person.id, person.login, person.name, sorted(person.roles), person.agency, person.centre,
            list(person.languages), person.active, person.password_given,
            person.phone, person.staff_number, password_hash,
        )  # fmt: skip
        if before is None:
            await self._connection.execute(
                f"insert into person ({_PERSON}, password_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",  # noqa: S608  constant text
                *values,
            )
        else:
            await self._connection.execute(
                "update person set login = $2, name = $3, roles = $4, agency = $5, centre = $6, languages = $7,"
                " active = $8, phone = $10, staff_number = $11, password_hash = coalesce($12, password_hash),"
                # Who changed their own password meanwhile has not been given one since.
                " password_given = case when $12::text is null then password_given else $9 end where id = $1",
                *values,
            )
        was = _plain(before) if before else None
        now = _plain(person) | ({"password_changed": True} if password_hash else {})
        now |= {"confirmed_by": str(confirmed_by)} if confirmed_by else {}
        await self.note("person", str(person.id), was, now, actor, at)
        return before

    async def person(self, id: UUID) -> Person | None:
        """One person, as this transaction finds them."""
        row = await self._connection.fetchrow(
            f"select {_PERSON} from person where id = $1 for update",  # noqa: S608  constant text
            id,
        )
        return person_of(row) if row else None

    async def check_centre(self, person: Person) -> None:
        """Who works at a centre is of its agency. Raises `Refused`: `not_in_directory`, `centre_of_other_agency`."""
        if person.centre is not None:
            owner = await self._connection.fetchval(_AGENCY_OF_CENTRE, person.centre)
            check_centre(person.centre, person.agency, owner)

    async def anybody(self) -> bool:
        """Whether anybody was ever registered."""
        found: bool = await self._connection.fetchval("select exists (select from person)")
        return found

    async def administrators(self) -> int:
        """How many active administrators this transaction leaves."""
        count: int = await self._connection.fetchval(
            "select count(*) from person where active and 'administrator' = any(roles)"
        )
        return count

    async def note(
        self,
        relation: str,
        key: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        actor: UUID,
        at: datetime,
    ) -> None:
        """Note a change of a table in its own transaction; `after` is None for what is removed."""
        await self._connection.execute(
            "insert into reference_change (relation, key, before, after, actor, at)"
            " values ($1, $2, $3::jsonb, $4::jsonb, $5, $6)",
            relation,
            key,
            msgspec.json.encode(before).decode() if before is not None else None,
            msgspec.json.encode(after).decode() if after is not None else None,
            actor,
            at,
        )


def _missing_key(error: asyncpg.ForeignKeyViolationError) -> dict[str, str]:
    """Which column names what is not there; PostgreSQL says it as `(centre)=(san-9)`, in whatever language."""
    found = re.search(r"\((\w+)\)=\((.*?)\)", error.detail or "")
    return {"id": found[2], "field": f"$.{found[1]}"} if found else {"id": ""}


def _agency_of(row: Any) -> Agency:
    # Earlier versions took a service in small letters only, as no plan writes it.
    return Agency(**{**dict(row), "service": row["service"].upper()})


def _desk_of(row: Any) -> Desk:
    return Desk(**{**dict(row), "roles": tuple(row["roles"])})


def _plain(person: Person) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(person)
    return plain | {"roles": sorted(person.roles)}
