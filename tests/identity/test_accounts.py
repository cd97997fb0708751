"""Sign-in, refusal, sign-out, changes of people and of the directory are events, once each."""

import httpx
import pytest
from litestar import Litestar

from auxilio.app.composition import identity_bus
from auxilio.identity.core.accounts import REFUSALS_PER_HOUR
from auxilio.identity.event_writer import IdentityEventWriter
from auxilio.identity.service import IdentityService
from auxilio.identity.store import IdentityStore
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from tests.database import Database
from tests.http_client import PASSWORD, client_of, sign_in


async def kinds_of(database: Database, prefix: str) -> list[str]:
    rows = await database.pool.fetch(
        "select kind from event where stream like $1 || '%' order by epoch, tx, seq", prefix
    )
    return [row["kind"] for row in rows]


async def test_a_shift_is_in_the_log_from_sign_in_to_sign_out(
    identity: IdentityService, database: Database
) -> None:
    _, session = await identity.sign_in("call_taker", PASSWORD, "desk-1", "192.0.2.7")
    await identity.sign_out(session)
    stream = f"account:{session.actor.id}"
    assert await kinds_of(database, stream) == [
        "identity.account.changed",
        "identity.account.signed_in",
        "identity.account.signed_out",
    ]
    body = await database.pool.fetchval(
        "select body::text from event where stream = $1 and kind = 'identity.account.signed_in'", stream
    )
    assert '"desk-1"' in body
    assert '"192.0.2.7"' in body


async def test_a_refused_sign_in_is_an_event_that_does_not_say_what_was_typed(
    identity: IdentityService, database: Database
) -> None:
    for login in ("call_taker", "una frase que era mi contrasena"):
        with pytest.raises(Refused, match="sign_in_refused"):
            await identity.sign_in(login, "not the password", None, "192.0.2.7")
    rows = await database.pool.fetch(
        "select body::text as body from event where kind = 'identity.sign_in.refused'"
    )
    assert len(rows) == 2
    assert not any("frase" in row["body"] for row in rows)
    assert sum('"person":null' in row["body"] for row in rows) == 1, "the other one is known by name"


async def test_refusals_of_one_login_are_bounded(
    identity: IdentityService, database: Database, clock: SimulatedClock
) -> None:
    records = IdentityEventWriter(identity_bus(database.work), IdentityStore(database.pool))
    for _ in range(REFUSALS_PER_HOUR + 5):
        await records.sign_in_refused(b"x" * 32, None, "sign_in_refused", "")
    assert len(await kinds_of(database, "sign_ins:")) == REFUSALS_PER_HOUR


async def test_every_change_of_people_and_directory_is_an_event_with_before_and_after(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, "administrator")
    for name in ("Parque Central", "Parque Norte"):
        agency = {"id": "bom", "service": "FIRE", "name": name}
        assert (await client.put("/api/admin/agencies/bom", json=agency)).status_code == 204
    rows = await database.pool.fetch(
        "select body::json->>'before' as before, body::json->>'data' as after from event"
        " where stream = 'directory:agency.bom' order by version"
    )
    assert [("Central" in row["before"], "Norte" in row["after"]) for row in rows] == [
        (False, False),
        (True, True),
    ]


async def test_a_note_whose_process_died_becomes_one_event_later(
    identity: IdentityService, database: Database, clock: SimulatedClock
) -> None:
    """The table and the note are one transaction; the event follows, once, whoever brings it."""
    before = len(await kinds_of(database, "directory:"))
    await database.pool.execute(
        "insert into reference_change (relation, key, before, after, actor, at)"
        " values ('desk', 'desk-9', null, '{\"id\": \"desk-9\"}', $1, now())",
        "00000000-0000-0000-0000-000000000000",
    )
    records = IdentityEventWriter(identity_bus(database.work), IdentityStore(database.pool))
    assert await records.catch_up(clock.now()) == 1
    await database.pool.execute("update reference_change set recorded_at = null where key = 'desk-9'")
    await records.catch_up(clock.now())
    assert len(await kinds_of(database, "directory:")) == before + 1


async def test_who_is_put_out_is_signed_out_in_the_log(
    client: httpx.AsyncClient, app: Litestar, database: Database
) -> None:
    await sign_in(client, "administrator")
    async with client_of(app) as window:
        taker = await sign_in(window, "call_taker", desk="desk-1")
        await client.delete(f"/api/admin/people/{taker['person']['id']}/sessions")
    assert (await kinds_of(database, f"account:{taker['person']['id']}"))[-1] == "identity.account.signed_out"
    assert (await kinds_of(database, "seat:desk-1"))[-1] == "identity.seat.left"
