"""Sessions and administration as a browser meets them."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar

from auxilio.dispatch.tasks.core.messages import AcknowledgeChange, CancelTask
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.identity.api import CONTROLLERS, COOKIE, CSRF_HEADER, http_parts, in_order_to_choose
from auxilio.identity.core.model import Agency, Desk, PersonData, Seed, SeedPerson
from auxilio.identity.service import PRESENT_S, IdentityService
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from tests.database import Database
from tests.dispatch.factories import call_taker, dispatcher, offer, registered, room_over
from tests.http_client import ORIGIN, PASSWORD, client_of, open_to_strangers, routes_of, sign_in


def code_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:auxilio:refusal:{body['code']}"
    assert body["title"] == body["code"]
    return answer.status_code, body["code"]


async def test_who_signs_in_is_known_with_desk_role_mode_and_language(client: httpx.AsyncClient) -> None:
    body = await sign_in(client, "Call_Taker ", desk="desk-1", mode="training", language="ca")
    assert body["person"]["name"] == "Persona call_taker"
    assert (body["kind"], body["desk"], body["mode"], body["language"]) == (
        "person",
        "desk-1",
        "training",
        "ca",
    )
    assert body["roles"] == ["call_taker"]
    assert "calls:call:answer" in body["permissions"]
    assert (await client.get("/api/session")).json() == body


async def test_whoever_is_signed_in_is_told_the_clock_on_the_wall(identity: IdentityService) -> None:
    app = Litestar(
        CONTROLLERS, openapi_config=None, **http_parts(identity, https=False, zone="Atlantic/Canary")
    )
    async with client_of(app) as client:
        told = await sign_in(client, "call_taker")
    assert told["zone"] == "Atlantic/Canary"


async def test_a_crew_is_a_crew_of_its_centre(client: httpx.AsyncClient) -> None:
    body = await sign_in(client, "crew")
    assert (body["kind"], body["agency"], body["centre"]) == ("crew", "san", "san-1")


async def test_the_cookie_is_for_no_script_no_other_site_and_no_plain_line(app: Litestar) -> None:
    app.state.https = True
    async with client_of(app, https=True) as client:
        answer = await client.post("/api/session", json={"login": "call_taker", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert {"httponly", "samesite=strict", "secure", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert answer.headers["strict-transport-security"]


async def test_nothing_answers_a_stranger_but_the_listed_routes(app: Litestar) -> None:
    assert await open_to_strangers(app) == {"POST /api/session", "GET /api/desks"}
    assert {path for _, path, audience in routes_of(app) if audience == "public"} == {
        "/api/session",
        "/api/desks",
    }


async def test_a_stranger_learns_the_names_of_desks_and_no_more(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/desks")).json() == {
        "mode": "real",
        "desks": [{"id": "desk-1", "name": "Puesto 1"}, {"id": "san-desk", "name": "Sanidad 1"}],
    }


async def test_the_desks_of_the_room_stand_before_those_of_centres_and_vehicles() -> None:
    desks = (
        Desk(id="a-02", name="A-02", centre="san-1"),
        Desk(id="desk-10", name="Puesto 10"),
        Desk(id="san-desk-1", name="Sanidad, puesto 1", centre="san-1"),
        Desk(id="desk-03", name="Puesto 03"),
    )
    assert [desk.id for desk in in_order_to_choose(desks)] == ["desk-03", "desk-10", "a-02", "san-desk-1"]


async def test_wrong_password_and_unknown_login_are_answered_alike(client: httpx.AsyncClient) -> None:
    wrong = await client.post("/api/session", json={"login": "call_taker", "password": "no"})
    unknown = await client.post("/api/session", json={"login": "nobody", "password": "no"})
    assert code_of(wrong) == code_of(unknown) == (401, "sign_in_refused")
    assert wrong.json() == unknown.json()


async def test_after_eight_failures_also_the_right_password_waits(
    client: httpx.AsyncClient, clock: SimulatedClock
) -> None:
    for _ in range(8):
        answer = await client.post("/api/session", json={"login": "call_taker", "password": "no"})
        assert code_of(answer) == (401, "sign_in_refused")
    right = {"login": "call_taker", "password": PASSWORD}
    answer = await client.post("/api/session", json=right)
    assert code_of(answer) == (429, "too_many_attempts")
    wait_s = answer.json()["facts"]["retry_after_s"]
    assert answer.headers["retry-after"] == str(wait_s)
    await clock.advance(wait_s)
    assert (await client.post("/api/session", json=right)).status_code == 200


async def test_signing_out_ends_the_session_at_once(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    kept = client.cookies[COOKIE]
    assert (await client.delete("/api/session")).status_code == 204
    client.cookies.set(COOKIE, kept)
    assert code_of(await client.get("/api/session")) == (401, "not_signed_in")


async def test_a_revoked_session_is_refused_at_once(
    client: httpx.AsyncClient, identity: IdentityService
) -> None:
    session = await sign_in(client, "call_taker")
    assert (await client.get("/api/session")).status_code == 200
    assert await identity.revoke_all(UUID(session["person"]["id"]), "put_out") == 1
    assert code_of(await client.get("/api/session")) == (401, "not_signed_in")


@pytest.mark.parametrize("token", [None, "", "wrong", "ñ"])
async def test_a_change_without_the_csrf_token_is_refused(
    client: httpx.AsyncClient, token: str | None
) -> None:
    await sign_in(client, "call_taker")
    del client.headers[CSRF_HEADER]
    headers = {} if token is None else {CSRF_HEADER: token.encode("latin-1")}
    assert code_of(await client.delete("/api/session", headers=headers)) == (403, "csrf_missing")
    assert (await client.get("/api/session")).status_code == 200


async def test_another_sites_page_changes_nothing(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    for origin in ("https://elsewhere.test", "null", "http://auxilio.test.elsewhere.test"):
        answer = await client.delete("/api/session", headers={"origin": origin})
        assert code_of(answer) == (403, "origin_not_ours")
    assert (await client.delete("/api/session", headers={"origin": ORIGIN})).status_code == 204


async def test_another_sites_page_cannot_sign_somebody_in(client: httpx.AsyncClient) -> None:
    body = {"login": "call_taker", "password": PASSWORD}
    answer = await client.post("/api/session", json=body, headers={"origin": "https://elsewhere.test"})
    assert code_of(answer) == (403, "origin_not_ours")


BAD = [
    (b'{"login": "a", "password": "b", "surprise": 1}', 422, "malformed", "$"),
    (b'{"login": 7, "password": "b"}', 422, "malformed", "$.login"),
    (b'{"login": "a"}', 422, "malformed", "$"),
    (b'{"login": "a", "password": "b", "mode": "war"}', 422, "malformed", "$.mode"),
    (b'{"login": "a", "password": "\xff\xfe"}', 422, "malformed", "$"),
    (b'{"login": "a", ', 422, "malformed", "$"),
    (b"[]", 422, "malformed", "$"),
    (b"", 422, "malformed", "$"),
    (b"\x00" * 10, 422, "malformed", "$"),
    (b'{"login": "' + b"a" * 70_000 + b'"}', 413, "too_large", None),
]


@pytest.mark.parametrize(("body", "status", "code", "field"), BAD, ids=lambda v: str(v)[:40])
async def test_a_body_that_cannot_be_read_is_refused_with_its_field(
    client: httpx.AsyncClient, body: bytes, status: int, code: str, field: str | None
) -> None:
    answer = await client.post("/api/session", content=body, headers={"content-type": "application/json"})
    assert code_of(answer) == (status, code)
    if field is not None:
        assert answer.json()["facts"]["field"] == field


async def test_a_body_that_lies_about_its_length_is_still_cut_off(client: httpx.AsyncClient) -> None:
    async def pieces() -> Any:
        yield b'{"login": "'
        for _ in range(80):
            yield b"a" * 1000
        yield b'"}'

    answer = await client.post("/api/session", content=pieces(), headers={"content-type": "application/json"})
    assert code_of(answer) == (413, "too_large")


async def test_an_unknown_desk_and_another_centres_desk_are_refused(client: httpx.AsyncClient) -> None:
    body = {"login": "call_taker", "password": PASSWORD, "desk": "desk-99"}
    assert code_of(await client.post("/api/session", json=body)) == (404, "unknown_desk")


async def test_only_an_administrator_sees_and_changes_people(client: httpx.AsyncClient) -> None:
    await sign_in(client, "supervisor")
    assert code_of(await client.get("/api/admin/people")) == (403, "not_permitted")
    somebody = {"login": "x", "name": "X", "password": PASSWORD}
    assert code_of(await client.post("/api/admin/people", json=somebody)) == (403, "not_permitted")
    desk = {"id": "desk-2", "name": "Puesto 2"}
    assert code_of(await client.put("/api/admin/desks/desk-2", json=desk)) == (403, "not_permitted")
    assert code_of(await client.get("/api/admin/roles")) == (403, "not_permitted")


async def test_an_administrator_adds_somebody_who_then_signs_in(
    client: httpx.AsyncClient, app: Litestar, database: Database
) -> None:
    await sign_in(client, "administrator")
    somebody = {
        "login": "Nuria",
        "name": "Núria Vidal",
        "password": "una frase muy larga",
        "roles": ["call_taker"],
    }
    answer = await client.post("/api/admin/people", json=somebody)
    assert answer.status_code == 201
    assert "frase" not in answer.text
    async with client_of(app) as other:
        body = {"login": "nuria", "password": "una frase muy larga"}
        assert (await other.post("/api/session", json=body)).status_code == 200
    assert code_of(await client.post("/api/admin/people", json=somebody)) == (409, "login_taken")
    kept = await database.pool.fetch(
        "select after::text as after from reference_change where key = $1", answer.json()["id"]
    )
    assert len(kept) == 1
    assert "Vidal" in kept[0]["after"]
    assert "argon2" not in kept[0]["after"]


async def test_places_are_stated_whole_and_found_in_the_directory(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    agency = {
        "id": "bom",
        "service": "FIRE",
        "name": "Bomberos",
        "has_console": False,
        "phone": "+34900000002",
    }
    centre = {"id": "bom-1", "agency": "bom", "name": "Parque Central"}
    assert (await client.put("/api/admin/agencies/bom", json=agency)).status_code == 204
    assert (await client.put("/api/admin/centres/bom-1", json=centre)).status_code == 204
    assert (
        await client.put("/api/admin/desks/d9", json={"id": "d9", "name": "P 9", "centre": "bom-1"})
    ).status_code == 204
    found = (await client.get("/api/directory")).json()
    assert agency in found["agencies"]
    assert "bom-1" in [one["id"] for one in found["centres"]]
    lost = {"id": "x-1", "agency": "nobody", "name": "X"}
    assert code_of(await client.put("/api/admin/centres/x-1", json=lost)) == (409, "not_in_directory")
    assert code_of(await client.put("/api/admin/agencies/other", json=agency)) == (422, "malformed")


async def test_an_agency_is_of_a_service_of_the_catalogue_and_the_refusal_names_its_field(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, "administrator")
    for service in ("fire", "SORCERY", "CIVIL PROTECTION"):
        agency = {"id": "x", "service": service, "name": "X"}
        answer = await client.put("/api/admin/agencies/x", json=agency)
        assert code_of(answer) == (409, "no_such_service")
        facts = answer.json()["facts"]
        assert (facts["service"], facts["field"]) == (service, "$.service")
        assert {"FIRE", "HEALTH"} <= set(facts["known"].split())
    # One that an earlier version kept in small letters is read as plans name it.
    await database.pool.execute("update agency set service = 'health' where id = 'san'")
    assert (await client.get("/api/directory")).json()["agencies"][0]["service"] == "HEALTH"


async def test_who_works_at_a_centre_is_of_the_agency_of_that_centre(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    fire = {"id": "bom", "service": "FIRE", "name": "Bomberos"}
    assert (await client.put("/api/admin/agencies/bom", json=fire)).status_code == 204
    somebody = {"login": "nuria", "name": "Nuria", "password": PASSWORD, "roles": ["crew"]}
    for agency in ("bom", None):
        body = somebody | {"agency": agency, "centre": "san-1"}
        answer = await client.post("/api/admin/people", json=body)
        assert code_of(answer) == (409, "centre_of_other_agency")
        assert answer.json()["facts"] == {"centre": "san-1", "field": "$.centre"}
    for where, key in (("centre", "bom-9"), ("agency", "nobody")):
        answer = await client.post("/api/admin/people", json=somebody | {"agency": "bom", where: key})
        assert code_of(answer) == (409, "not_in_directory")
        assert answer.json()["facts"] == {"id": key, "field": f"$.{where}"}
    # Who is there and leaves is not held up by where they were.
    made = await client.post("/api/admin/people", json=somebody | {"agency": "san", "centre": "san-1"})
    person = f"/api/admin/people/{made.json()['id']}"
    moved = {key: somebody[key] for key in ("login", "name", "roles")} | {"agency": "bom", "centre": "san-1"}
    assert code_of(await client.put(person, json=moved)) == (409, "centre_of_other_agency")
    assert (await client.put(person, json=moved | {"active": False})).status_code == 200


async def test_a_centre_where_somebody_works_keeps_its_agency(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    fire = {"id": "bom", "service": "FIRE", "name": "Bomberos"}
    assert (await client.put("/api/admin/agencies/bom", json=fire)).status_code == 204
    taken = {"id": "san-1", "agency": "bom", "name": "Centro Coordinador"}
    answer = await client.put("/api/admin/centres/san-1", json=taken)
    assert code_of(answer) == (409, "centre_has_people")
    assert answer.json()["facts"] == {"count": 2, "field": "$.agency"}
    renamed = taken | {"agency": "san", "name": "Otro nombre"}
    assert (await client.put("/api/admin/centres/san-1", json=renamed)).status_code == 204


@pytest.mark.parametrize("what", ["units", "tasks"])
async def test_a_centre_with_units_or_open_tasks_keeps_its_agency(
    client: httpx.AsyncClient, database: Database, what: str
) -> None:
    await sign_in(client, "administrator")
    fire = {"id": "bom", "service": "FIRE", "name": "Bomberos"}
    assert (await client.put("/api/admin/agencies/bom", json=fire)).status_code == 204
    centre = {"id": "san-2", "agency": "san", "name": "Otro"}
    assert (await client.put("/api/admin/centres/san-2", json=centre)).status_code == 204
    room, held = room_over(database), registered(centre=CentreId("san-2"))
    task = offer(centre=CentreId("san-2"))
    await room.do(*((held,) if what == "units" else (task, call_taker())))
    answer = await client.put("/api/admin/centres/san-2", json=centre | {"agency": "bom"})
    assert code_of(answer) == (409, f"centre_has_{what}")
    assert answer.json()["facts"] == {"count": 1, "field": "$.agency"}
    over = (
        msgspec.structs.replace(held, retired=True)
        if what == "units"
        else CancelTask(task=task.task, change=ChangeId(new_id()), reason="no hace falta")
    )
    await room.do(over)
    if isinstance(over, CancelTask):  # until the centre has heard of it
        await room.do(AcknowledgeChange(task=task.task, change=over.change), dispatcher("san-2"))
    assert (await client.put("/api/admin/centres/san-2", json=centre | {"agency": "bom"})).status_code == 204


async def test_a_desk_of_an_unknown_centre_is_refused_at_its_field(client: httpx.AsyncClient) -> None:
    await sign_in(client, "administrator")
    answer = await client.put("/api/admin/desks/d9", json={"id": "d9", "name": "P 9", "centre": "san-9"})
    assert code_of(answer) == (409, "not_in_directory")
    assert answer.json()["facts"] == {"id": "san-9", "field": "$.centre"}


@pytest.mark.parametrize(
    "seed",
    [
        Seed(agencies=(Agency(id="x", service="SORCERY", name="X"),)),
        Seed(agencies=(Agency(id="X Y", service="FIRE", name="X"),)),
        Seed(desks=(Desk(id="d9", name="P 9", centre="san-9"),)),
        Seed(people=(SeedPerson(data=PersonData(login="x", name="X"), password="short"),)),
        Seed(people=(SeedPerson(data=PersonData(login="x y", name="X"), password=PASSWORD),)),
        Seed(people=(SeedPerson(data=PersonData(login="x", name="X", centre="san-1"), password=PASSWORD),)),
    ],
)
async def test_a_seed_brings_nothing_that_the_routes_would_refuse(
    identity: IdentityService, database: Database, seed: Seed
) -> None:
    before = await database.pool.fetchval("select count(*) from reference_change")
    with pytest.raises((Refused, msgspec.ValidationError)):
        await identity.seed(seed)
    assert await database.pool.fetchval("select count(*) from reference_change") == before


async def test_the_database_going_away_is_said_and_not_taken_for_signed_out(
    client: httpx.AsyncClient, database: Database, clock: SimulatedClock
) -> None:
    await sign_in(client, "call_taker")
    await database.pool.close()
    await clock.advance(3)
    answer = await client.get("/api/session")
    assert code_of(answer) == (503, "database_unavailable")
    assert answer.headers["retry-after"] == "1"


async def test_an_administrator_puts_somebody_out_in_every_window(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    await sign_in(client, "administrator")
    async with client_of(app) as one, client_of(app) as other:
        me = await sign_in(one, "call_taker")
        await sign_in(other, "call_taker")
        answer = await client.delete(f"/api/admin/people/{me['person']['id']}/sessions")
        assert answer.json() == {"sessions": 2}
        for window in (one, other):
            assert code_of(await window.get("/api/session")) == (401, "not_signed_in")
    assert code_of(await client.delete(f"/api/admin/people/{uuid4()}/sessions")) == (404, "unknown_person")


async def test_changing_ones_password_needs_the_old_one_and_ends_the_other_sessions(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    await sign_in(client, "call_taker")
    async with client_of(app) as other:
        await sign_in(other, "call_taker")
        wrong = {"old": "not this one", "new": "otra frase muy larga"}
        assert code_of(await client.put("/api/session/password", json=wrong)) == (401, "sign_in_refused")
        short = {"old": PASSWORD, "new": "short"}
        answer = await client.put("/api/session/password", json=short)
        assert (code_of(answer), answer.json()["facts"]["field"]) == ((422, "malformed"), "$.new")
        right = {"old": PASSWORD, "new": "otra frase muy larga"}
        assert (await client.put("/api/session/password", json=right)).status_code == 204
        assert (await client.get("/api/session")).status_code == 200
        assert code_of(await other.get("/api/session")) == (401, "not_signed_in")
        body = {"login": "call_taker", "password": "otra frase muy larga"}
        assert (await other.post("/api/session", json=body)).status_code == 200


async def test_who_was_given_a_password_changes_it_before_they_do_anything_else(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    await sign_in(client, "administrator")
    new = {"login": "eva", "name": "Eva", "roles": ["supervisor"], "password": PASSWORD}
    eva = (await client.post("/api/admin/people", json=new)).json()
    assert eva["password_given"] is True
    async with client_of(app) as second:
        await sign_in(second, "supervisor")
        [grant] = (await second.get("/api/admin/grants")).json()
        assert (await second.post(f"/api/admin/grants/{grant['id']}/confirm")).status_code == 204
    async with client_of(app) as window:
        assert (await sign_in(window, "eva"))["password_given"] is True
        shut = [
            (method, path)
            for method, path, audience in routes_of(app)
            if audience != "public" and not path.startswith("/api/session")
        ]
        assert len(shut) > 5
        for method, path in shut:
            answer = await window.request(method, path, json={} if method != "GET" else None)
            assert code_of(answer) == (403, "password_to_change"), f"{method} {path}"
        same = {"old": PASSWORD, "new": PASSWORD}
        assert code_of(await window.put("/api/session/password", json=same)) == (409, "same_password")
        own = {"old": PASSWORD, "new": "otra frase muy larga"}
        assert (await window.put("/api/session/password", json=own)).status_code == 204
        assert (await window.get("/api/session")).json()["password_given"] is False
        assert (await window.get("/api/present")).status_code == 200

        # An administrator who mends the name gives no password; one who sets a password gives one again.
        renamed = {"login": "eva", "name": "Eva Font", "roles": ["supervisor"]}
        path = f"/api/admin/people/{eva['id']}"
        assert (await client.put(path, json=renamed)).json()["password_given"] is False
        assert (await client.put(path, json=renamed | {"password": PASSWORD})).json()[
            "password_given"
        ] is True


async def test_who_sets_a_password_for_themselves_was_given_none(client: httpx.AsyncClient) -> None:
    me = (await sign_in(client, "administrator"))["person"]["id"]
    own = {
        "login": "administrator",
        "name": "A",
        "roles": ["administrator"],
        "password": "otra frase muy larga",
    }
    assert (await client.put(f"/api/admin/people/{me}", json=own)).json()["password_given"] is False


async def test_in_an_exercise_installation_nobody_signs_in_for_real(app: Litestar) -> None:
    app.state.mode = Mode.EXERCISE
    async with client_of(app) as client:
        for asked, given in (("real", "exercise"), ("exercise", "exercise"), ("training", "training")):
            assert (await sign_in(client, "call_taker", mode=asked))["mode"] == given


async def test_who_sits_where_is_known_until_they_leave(
    client: httpx.AsyncClient, app: Litestar, clock: SimulatedClock
) -> None:
    await sign_in(client, "dispatcher", desk="san-desk")
    async with client_of(app) as other:
        taker = await sign_in(other, "call_taker", desk="desk-1")
        assert code_of(await other.get("/api/present")) == (403, "not_permitted"), (
            "a call taker has the room's board"
        )
        seen = (await client.get("/api/present")).json()
        assert [(one["desk"], one["centre"], one["roles"]) for one in seen] == [
            ("desk-1", None, ["call_taker"]),
            ("san-desk", "san-1", ["dispatcher"]),
        ]
        assert seen[0]["person"] == taker["person"]["id"]
        await other.delete("/api/session")
        await sign_in(other, "call_taker", desk="desk-1", mode="training")
        await other.get("/api/session")
    assert [one["desk"] for one in (await client.get("/api/present")).json()] == ["san-desk"], (
        "who practises is not at work"
    )
    await clock.advance(PRESENT_S * 10)
    assert [one["desk"] for one in (await client.get("/api/present")).json()] == ["san-desk"], (
        "asking is being there"
    )
