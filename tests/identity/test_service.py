"""Signing in, being known, being put out; people and places with their history."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.app.composition import standalone_identity
from auxilio.identity import service
from auxilio.identity.core.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import derived_id, new_id
from tests.database import Database
from tests.http_client import PASSWORD, QUICK, SEED, SERVICES


async def refusal(of: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        await of
    return refused.value


async def actor_named(identity: IdentityService, login: str) -> tuple[str, Actor]:
    token, session = await identity.sign_in(login, PASSWORD, None, "10.0.0.1")
    return token, session.actor


async def test_a_token_is_nowhere_in_the_database(identity: IdentityService, database: Database) -> None:
    token, _ = await actor_named(identity, "call_taker")
    rows = await database.pool.fetch("select session::text as row from session")
    assert len(rows) == 1
    assert token not in rows[0]["row"]
    assert token.encode().hex() not in rows[0]["row"]


async def test_a_session_ends_with_its_time_and_silence_alone_ends_none(
    identity: IdentityService, clock: SimulatedClock
) -> None:
    token, actor = await actor_named(identity, "call_taker")
    await clock.advance(service.SESSION_S - 1)
    assert await identity.actor_of(token) == actor
    await clock.advance(2)
    assert await identity.actor_of(token) is None


async def test_who_a_token_is_was_not_asked_twice_within_two_seconds(
    identity: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    token, actor = await actor_named(identity, "call_taker")
    assert await identity.actor_of(token) == actor
    await database.pool.execute("update session set revoked_at = now()")  # another process
    assert await identity.actor_of(token) == actor
    await clock.advance(service.CACHE_S)
    assert await identity.actor_of(token) is None


async def test_a_session_read_while_it_was_revoked_is_not_remembered(
    identity: IdentityService, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, actor = await actor_named(identity, "call_taker")
    read = identity._store.session

    async def read_then_revoked(*args: Any) -> Any:
        found = await read(*args)
        await identity.revoke_all(actor.id, "put_out")
        return found

    monkeypatch.setattr(identity._store, "session", read_then_revoked)
    await identity.actor_of(token)
    monkeypatch.setattr(identity._store, "session", read)
    assert await identity.actor_of(token) is None


async def test_an_unknown_login_costs_a_whole_password_check(
    identity: IdentityService, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = QUICK.verify

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(QUICK, name)

        def verify(self, kept: str, password: str) -> bool:
            checked.append(kept)
            return verify(kept, password)

    monkeypatch.setattr(identity._passwords, "_hasher", Counting())
    assert (await refusal(identity.sign_in("nobody", "x"))).code == "sign_in_refused"
    assert (await refusal(identity.sign_in("call_taker", "x"))).code == "sign_in_refused"
    assert len(checked) == 2


async def test_nobody_signs_in_with_the_password_of_nobody(identity: IdentityService) -> None:
    assert (await refusal(identity.sign_in("no-such-login", "nobody"))).code == "sign_in_refused"


async def test_a_password_is_the_same_on_every_keyboard() -> None:
    passwords = Passwords(QUICK)
    kept = await passwords.hash("contrasen\u0303a larga")
    assert await passwords.verify(kept, "contraseña larga")


async def test_an_old_hash_is_renewed_by_the_next_sign_in(database: Database, clock: SimulatedClock) -> None:
    quick = Passwords(QUICK, rest_s=0)
    await standalone_identity(database.pool, clock, passwords=quick, services=lambda: SERVICES).seed(SEED)
    stronger = type(QUICK)(time_cost=2, memory_cost=16, parallelism=1)
    await standalone_identity(database.pool, clock, passwords=Passwords(stronger, rest_s=0)).sign_in(
        "call_taker", PASSWORD
    )
    kept = await database.pool.fetchval("select password_hash from person where login = 'call_taker'")
    assert not stronger.check_needs_rehash(kept)


async def test_a_desk_of_another_centre_is_refused(identity: IdentityService) -> None:
    _, administrator = await actor_named(identity, "administrator")
    await identity.put_place(Centre(id="san-2", agency="san", name="Otro"), administrator)
    await identity.put_place(Desk(id="san-2-a", name="Otro 1", centre="san-2"), administrator)
    for login in ("dispatcher", "administrator", "call_taker"):
        refused = await refusal(identity.sign_in(login, PASSWORD, "san-2-a"))
        assert refused.code == "desk_of_other_centre", login
        assert (refused.facts["desk"], refused.facts["centre"]) == ("Otro 1", "Otro"), "names, and no codes"
    await identity.sign_in("dispatcher", PASSWORD, "san-desk")


async def test_who_may_not_sit_there_is_told_where_they_may(identity: IdentityService) -> None:
    refused = await refusal(identity.sign_in("call_taker", PASSWORD, "san-desk"))
    assert refused.facts["seats"] == "Puesto 1"
    for seat in refused.facts["seats"].split(" · "):
        desk = next(one for one in (await identity.directory()).desks if one.name == seat)
        await identity.sign_in("call_taker", PASSWORD, desk.id)
    refused = await refusal(identity.sign_in("dispatcher", PASSWORD, "desk-1"))
    assert refused.facts["seats"] == "Sanidad 1"


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        (("content_author", "medical_director"), "roles_apart"),
        (("administrator", "call_taker"), "roles_apart"),
        (("administrator", "records_officer"), "roles_apart"),
        (("system",), "no_such_role"),
        (("citizen",), "no_such_role"),
        (("emperor",), "no_such_role"),
    ],
)
async def test_roles_that_nobody_may_hold_together_or_at_all(
    identity: IdentityService, roles: tuple[str, ...], code: str
) -> None:
    _, administrator = await actor_named(identity, "administrator")
    data = PersonData(login="new", name="New", roles=roles)
    assert (await refusal(identity.add_person(data, PASSWORD, administrator))).code == code


async def test_an_administrator_cannot_change_their_own_roles_or_leave_nobody(
    identity: IdentityService,
) -> None:
    _, administrator = await actor_named(identity, "administrator")
    id = PersonId(administrator.id)
    as_now = PersonData(login="administrator", name="A", roles=("administrator",))
    other_roles = msgspec.structs.replace(as_now, roles=("supervisor",))
    left = msgspec.structs.replace(as_now, active=False)
    assert (await refusal(identity.change_person(id, other_roles, administrator))).code == "own_roles"
    assert (await refusal(identity.change_person(id, left, administrator))).code == "last_administrator"
    await identity.change_person(id, as_now, administrator)


async def test_other_roles_end_the_sessions_at_once(identity: IdentityService) -> None:
    _, administrator = await actor_named(identity, "administrator")
    token, actor = await actor_named(identity, "call_taker")
    data = PersonData(login="call_taker", name="P", roles=("supervisor",))
    await identity.change_person(PersonId(actor.id), data, administrator)
    assert await identity.actor_of(token) is None


async def test_somebody_who_left_cannot_come_back_in(identity: IdentityService) -> None:
    _, administrator = await actor_named(identity, "administrator")
    token, actor = await actor_named(identity, "call_taker")
    data = PersonData(login="call_taker", name="P", roles=("call_taker",), active=False)
    await identity.change_person(PersonId(actor.id), data, administrator)
    assert await identity.actor_of(token) is None
    assert (await refusal(identity.sign_in("call_taker", PASSWORD))).code == "sign_in_refused"


async def test_every_change_keeps_its_before_and_after_and_no_password(
    identity: IdentityService, database: Database
) -> None:
    _, administrator = await actor_named(identity, "administrator")
    _, actor = await actor_named(identity, "call_taker")
    data = PersonData(login="call_taker", name="New Name", roles=("call_taker",))
    await identity.change_person(PersonId(actor.id), data, administrator, password="otra frase larga")
    row = await database.pool.fetchrow(
        "select before->>'name' as was, after->>'name' as now, after->>'password_changed' as changed,"
        " actor, reference_change::text as whole from reference_change where key = $1 order by id desc limit 1",
        str(actor.id),
    )
    assert row is not None
    assert (row["was"], row["now"], row["changed"]) == ("Persona call_taker", "New Name", "true")
    assert row["actor"] == administrator.id
    assert "argon2" not in row["whole"]


async def test_a_refused_change_leaves_nothing(identity: IdentityService, database: Database) -> None:
    _, administrator = await actor_named(identity, "administrator")
    before = await database.pool.fetchval("select count(*) from reference_change")
    lost = PersonData(login="lost", name="Lost", agency="nowhere")
    assert (await refusal(identity.add_person(lost, PASSWORD, administrator))).code == "not_in_directory"
    unknown = identity.change_person(PersonId(new_id()), lost, administrator)
    assert (await refusal(unknown)).code == "unknown_person"
    assert await database.pool.fetchval("select count(*) from reference_change") == before


async def test_seeding_again_changes_nothing_that_people_changed(
    identity: IdentityService, database: Database
) -> None:
    _, administrator = await actor_named(identity, "administrator")
    renamed = Agency(id="san", service="HEALTH", name="Renamed")
    await identity.put_place(renamed, administrator)
    before = await database.pool.fetch("select * from reference_change")
    assert await identity.seed(SEED) == 0
    assert await database.pool.fetch("select * from reference_change") == before
    assert (await identity.directory()).agencies == (renamed,)


async def test_a_seeded_person_has_the_same_id_in_every_first_start(identity: IdentityService) -> None:
    _, actor = await actor_named(identity, "call_taker")
    assert actor.id == derived_id(UUID(int=0), "person:call_taker")
    nobody = SeedPerson(data=PersonData(login="x", name="X"), password=PASSWORD, id=UUID(int=9))
    await identity.seed(Seed(people=(nobody,)))
    token, session = await identity.sign_in("x", PASSWORD)
    assert session.actor.id == UUID(int=9)
    assert session.actor.permissions == frozenset()
    assert await identity.actor_of(token) == session.actor


async def test_a_token_of_the_wrong_kind_is_nobody(identity: IdentityService) -> None:
    for token in ("", "x", "\udcff", "a" * 100_000):
        assert await identity.actor_of(token) is None
        assert identity.citizen_of(token) is None


async def test_without_a_master_key_there_are_no_citizens(database: Database, clock: SimulatedClock) -> None:
    assert standalone_identity(database.pool, clock).citizen_of("anything") is None
