"""Preferences are each person's own: they follow them to another desk, and hold nothing that has no bound."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.identity.api import CONTROLLERS, CSRF_HEADER
from auxilio.identity.preferences.api import OwnPreferences
from auxilio.identity.preferences.model import ALARM_VOLUME_MIN
from auxilio.identity.preferences.store import PreferenceStore
from auxilio.identity.service import IdentityService
from tests.database import Database
from tests.http_client import app_of, client_of, sign_in

PATH = "/api/session/preferences"


@pytest.fixture
async def client(identity: IdentityService, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    provided = {"preference_store": Provide(lambda: PreferenceStore(database.pool), sync_to_thread=False)}
    routes = Router(path="/", route_handlers=[OwnPreferences], dependencies=provided)
    async with client_of(app_of(identity, [*CONTROLLERS, routes])) as client:
        yield client


async def test_preferences_follow_a_person_to_another_desk_and_are_nobody_elses(
    client: httpx.AsyncClient,
) -> None:
    await sign_in(client, "supervisor", desk="desk-1")
    standard = (await client.get(PATH)).json()
    assert (standard["type_size"], standard["palette"], standard["hand"]) == (100, "standard", "right")
    assert standard["imagery"] is False
    chosen = {"type_size": 150, "palette": "deutan", "hand": "left", "imagery": True, "volumes": {"amber": 0}}
    assert (await client.patch(PATH, json=chosen)).status_code == 204

    await sign_in(client, "supervisor")
    kept = (await client.get(PATH)).json()
    assert (kept["type_size"], kept["palette"], kept["hand"], kept["imagery"]) == (
        150,
        "deutan",
        "left",
        True,
    )
    assert (kept["volumes"]["amber"], kept["volumes"]["offered"]) == (0, 100)

    await sign_in(client, "call_taker")
    assert (await client.get(PATH)).json() == standard


@pytest.mark.parametrize(
    "wrong",
    [
        {"type_size": 160},
        {"palette": "grey"},
        {"hand": "both"},
        {"imagery": "yes"},
        {"volumes": {"amber": 101}},
        {"volumes": {"crew_emergency": ALARM_VOLUME_MIN - 1}},
        {"volumes": {"nobody_has_it": 0}},
        {"volumes": {"call_enters": 0}},
        {"volumes": {"offered_p0": 49}},
        {"volumes": {"no_answer": 0}},
        {"volumes": {"siren": 50}},
        {"person": "somebody else"},
    ],
)
async def test_what_is_not_offered_and_silence_of_an_alarm_are_refused(
    client: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    await sign_in(client, "call_taker")
    before = (await client.get(PATH)).json()
    refused = await client.patch(PATH, json=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "malformed")
    assert (await client.get(PATH)).json() == before


async def test_two_desks_change_each_what_it_names(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    assert (await client.patch(PATH, json={"type_size": 150})).status_code == 204
    assert (await client.patch(PATH, json={"palette": "tritan", "volumes": {"tick": 0}})).status_code == 204
    assert (await client.patch(PATH, json={})).status_code == 204
    kept = (await client.get(PATH)).json()
    assert (kept["type_size"], kept["palette"], kept["volumes"]["tick"]) == (150, "tritan", 0)
    # Of the volumes too: two windows of one person change one each.
    assert (await client.patch(PATH, json={"volumes": {"amber": 20}})).status_code == 204
    volumes = (await client.get(PATH)).json()["volumes"]
    assert (volumes["tick"], volumes["amber"]) == (0, 20)


async def test_nothing_is_kept_without_the_token_of_the_page(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    del client.headers[CSRF_HEADER]
    assert (await client.patch(PATH, json={"type_size": 125})).json()["code"] == "csrf_missing"


async def test_preferences_of_another_version_are_read_as_the_standard_ones(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, "call_taker")
    standard = (await client.get(PATH)).json()
    assert (await client.patch(PATH, json={"type_size": 125})).status_code == 204
    async with database.pool.acquire() as connection:
        await connection.execute("update person_preferences set preferences = '{\"type_size\": 400}'")
    assert (await client.get(PATH)).json() == standard
    assert (await client.patch(PATH, json={"hand": "left"})).status_code == 204
    assert (await client.get(PATH)).json() == {**standard, "hand": "left"}
