"""What changes people and places: one transaction, each change with its before and after."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from auxilio.identity.core.model import Centre, Contact, Desk, Person
from auxilio.identity.core.policy import check_centre
from auxilio.identity.store.rows import (
    AGENCY_OF_CENTRE,
    PERSON_COLUMNS,
    RELATIONS,
    DirectoryPlace,
    contact_of,
    desk_of,
    person_of,
)
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import Connection


class DirectoryTransaction:
    """What can be done inside `IdentityStore.change`; every change leaves its before and after."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put_place(
        self, place: DirectoryPlace, actor: UUID, at: datetime, *, only_new: bool = False
    ) -> None:
        """Keep an agency, a centre, a desk or a contact as stated; `only_new` leaves one that is there alone.

        Raises `Refused` where a centre changes its agency while it is in use: `centre_has_people`, `centre_has_units`,
        `centre_has_tasks`.
        """
        relation = RELATIONS[type(place)]
        row = await self._connection.fetchrow(f"select * from {relation} where id = $1", place.id)  # noqa: S608  a name of ours
        before = dict(row) if row else None
        after = {
            column: list(value) if isinstance(value, tuple) else value
            for column, value in msgspec.structs.asdict(place).items()
        }
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
        """An agency, a centre, a desk or a contact, as this transaction finds it."""
        row = await self._connection.fetchrow(f"select * from {RELATIONS[kind]} where id = $1 for update", id)  # noqa: S608  a name of ours
        if row is None:
            return None
        if kind is Contact:
            return contact_of(row)
        return desk_of(row) if kind is Desk else kind(**dict(row))

    async def remove_place(self, place: DirectoryPlace, actor: UUID, at: datetime) -> None:
        """Remove one that nothing refers to: a contact, or what an import made that is taken back. Raises `Refused("import_in_use")`."""
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
            f"select {PERSON_COLUMNS} from person where id = $1 for update",  # noqa: S608  constant text
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
                f"insert into person ({PERSON_COLUMNS}, password_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",  # noqa: S608  constant text
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
            f"select {PERSON_COLUMNS} from person where id = $1 for update",  # noqa: S608  constant text
            id,
        )
        return person_of(row) if row else None

    async def check_centre(self, person: Person) -> None:
        """Who works at a centre is of its agency. Raises `Refused`: `not_in_directory`, `centre_of_other_agency`."""
        if person.centre is not None:
            owner = await self._connection.fetchval(AGENCY_OF_CENTRE, person.centre)
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


def _plain(person: Person) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(person)
    return plain | {"roles": sorted(person.roles)}
