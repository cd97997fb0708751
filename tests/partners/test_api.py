"""Aim: a key over HTTP, against the real database: what it opens, when it stops, and what is kept of refused ones."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from auxilio.identity.api import COOKIE
from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.ids import CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.partners.authentication import REFUSED_USES
from auxilio.partners.core.machine import REFUSALS_PER_HOUR
from auxilio.partners.core.messages import ChangePartner, ConfirmApiKey, RegisterPartner, RevokeApiKey
from auxilio.partners.core.model import ApiKeyId, KeyState, PartnerId
from auxilio.partners.core.views import NewApiKey
from auxilio.partners.issuing import ApiKeyRequest, ApiKeyRotation
from auxilio.partners.service import API_KEY
from auxilio.partners.store import PartnerStore
from auxilio.partners.tokens import new_secret, token_of
from auxilio.platform.database.log import envelope_of
from auxilio.platform.ids import new_id
from tests.http_client import client_of, sign_in
from tests.partners.conftest import Office, bearer

ROUTE = "/api/for-types"


async def code(client: httpx.AsyncClient, token: str, path: str = ROUTE) -> tuple[int, str]:
    answer = await client.get(path, headers=bearer(token))
    return answer.status_code, answer.json().get("code", "")


async def refusals_recorded(office: Office) -> int:
    count = await office.runtime.pool.fetchval(
        "select count(*) from event where kind = 'partners.api_key.refused'"
    )
    return int(count)


async def rotate(office: Office, key: NewApiKey, secret_version: int = 1, overlap_h: int = 24) -> NewApiKey:
    asked = ApiKeyRotation(
        secret_version=secret_version,
        expires_at=office.clock.now() + timedelta(days=365),
        overlap_h=overlap_h,
        why="anual",
    )
    return await office.issuer.rotate(key.key, asked, office.actor)


async def test_a_key_opens_the_route_of_its_scope_as_its_partner(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    answer = await client.get(ROUTE, headers=bearer(key.token))
    assert answer.json() == {
        "kind": "machine", "name": "Central 061", "agency": "san", "may": ["triage:content:read"]
    }  # fmt: skip
    assert (await client.post(ROUTE, headers=bearer(key.token))).status_code == 200


async def test_a_key_is_refused_on_other_routes_including_public_ones(
    office: Office, client: httpx.AsyncClient
) -> None:
    key, other = await office.key(), await office.key(KeyScope.PROTOCOLS_READ)
    for path in ("/api/for-everybody", "/api/directory", "/api/session", "/api/admin/partners"):
        assert await code(client, key.token, path) == (403, "not_for_keys")
    answer = await client.get(ROUTE, headers=bearer(other.token))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.json()["facts"] == {"scope": "types:read"}
    assert (
        answer.headers["www-authenticate"]
        == 'Bearer realm="auxilio", error="insufficient_scope", scope="types:read"'
    )
    closed = await client.get("/api/directory", headers=bearer(key.token))
    assert closed.headers["www-authenticate"] == 'Bearer realm="auxilio"', "no scope would open it"


async def test_a_wrong_key_is_refused_with_a_challenge_and_tells_nothing(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    wrong = [
        token_of(key.key, new_secret()),
        token_of(ApiKeyId(uuid4()), new_secret()),
        "aux_",
        key.token[:-1],
        key.token + "x",
    ]
    for token in wrong:
        answer = await client.get(ROUTE, headers=bearer(token))
        assert (answer.status_code, answer.json()["code"]) == (401, "key_refused")
        assert answer.headers["www-authenticate"] == 'Bearer realm="auxilio", error="invalid_token"'


async def test_a_key_in_a_query_a_cookie_or_another_header_opens_nothing(
    office: Office, client: httpx.AsyncClient
) -> None:
    token = (await office.key()).token
    asked = [
        {"params": {"key": token, "access_token": token, "authorization": f"Bearer {token}"}},
        {"headers": {"cookie": f"{COOKIE}={token}"}},
        {"headers": {"x-api-key": token}},
        {"headers": {"authorization": f"Basic {token}"}},
        {"headers": {"authorization": token}},
    ]
    for one in asked:
        answer = await client.get(ROUTE, **one)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        assert answer.headers["www-authenticate"] == 'Bearer realm="auxilio", scope="types:read"'
    assert "www-authenticate" not in (await client.get("/api/directory")).headers, "no key opens it"


async def test_a_key_and_a_session_at_once_are_refused(office: Office, client: httpx.AsyncClient) -> None:
    key = await office.key()
    await sign_in(client, "administrator")
    assert await code(client, key.token) == (400, "key_with_session")
    assert await code(client, key.token.upper()) == (400, "key_with_session")
    assert (await office.view(key)).used_at is None


async def test_two_authorization_headers_are_refused(office: Office, client: httpx.AsyncClient) -> None:
    key = f"Bearer {(await office.key()).token}"
    twice = [("authorization", key), ("authorization", key)]
    answer = await client.get(ROUTE, headers=twice)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_an_expired_key_is_refused(office: Office, client: httpx.AsyncClient) -> None:
    key = await office.key(life_d=1)
    assert await code(client, key.token) == (200, "")
    office.clock.ahead_s = 86_400
    assert await code(client, key.token) == (401, "key_expired")
    assert (await office.view(key)).state is KeyState.EXPIRED


async def test_a_revoked_key_is_refused_by_the_next_request_of_every_process(office: Office) -> None:
    key = await office.key()
    async with client_of(office.process()) as one, client_of(office.process()) as other:
        assert await code(one, key.token) == await code(other, key.token) == (200, "")
        await office.send(RevokeApiKey(key=key.key, why="se ha perdido"))
        assert await code(one, key.token) == await code(other, key.token) == (401, "key_revoked")
    seen = await office.view(key)
    assert (seen.state, seen.revoked_by, seen.revoked_why) == (
        KeyState.REVOKED, "Persona administrator", "se ha perdido"
    )  # fmt: skip


async def test_a_rotated_secret_works_for_the_overlap(office: Office, client: httpx.AsyncClient) -> None:
    key = await office.key()
    new = await rotate(office, key, overlap_h=2)
    assert await code(client, key.token) == await code(client, new.token) == (200, "")
    assert (await office.view(key)).previous_until is not None
    office.clock.ahead_s = 2 * 3_600 + 1
    assert await code(client, key.token) == (401, "key_rotated")
    assert await code(client, new.token) == (200, "")
    assert (await office.view(key)).previous_until is None


async def test_of_two_rotations_at_once_one_is_refused_and_its_secret_opens_nothing(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    done = await asyncio.gather(rotate(office, key), rotate(office, key), return_exceptions=True)
    refused = [one for one in done if isinstance(one, Refused)]
    new = [one for one in done if isinstance(one, NewApiKey)]
    assert [one.code for one in refused] == ["key_changed_meanwhile"]
    assert await code(client, new[0].token) == await code(client, key.token) == (200, "")
    assert (await office.view(key)).secret_version == 2


async def test_a_second_rotation_after_a_lost_answer_keeps_the_first_secret_for_its_overlap(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    await rotate(office, key)
    new = await rotate(office, key, secret_version=2)
    assert await code(client, key.token) == await code(client, new.token) == (200, "")
    await rotate(office, key, secret_version=3, overlap_h=0)
    assert await code(client, key.token) == await code(client, new.token) == (401, "key_rotated")


async def test_a_key_that_is_asked_for_again_after_a_lost_answer_is_not_made_twice(office: Office) -> None:
    partner = await office.partner()
    until = office.clock.now() + timedelta(days=365)
    asked = ApiKeyRequest(
        key=ApiKeyId(new_id()), name="lectura", scopes=(KeyScope.TYPES_READ,), expires_at=until
    )
    await office.issuer.issue(partner, asked, office.actor)
    with pytest.raises(Refused, match="api_key_exists"):
        await office.issuer.issue(partner, asked, office.actor)
    (seen,) = (await office.queries.register(office.actor)).partners
    assert [key.id for key in seen.keys] == [asked.key]


async def test_the_reason_of_a_rotation_is_shown(office: Office) -> None:
    key = await office.key()
    assert (await office.view(key)).rotated is None
    await rotate(office, key)
    rotated = (await office.view(key)).rotated
    assert rotated is not None
    assert (rotated.by_name, rotated.why) == ("Persona administrator", "anual")


async def test_only_a_second_person_is_offered_the_confirmation(office: Office) -> None:
    key = await office.key(KeyScope.INTERVIEWS_READ)
    assert not (await office.view(key)).confirmable
    register = await office.queries.register(office.second)
    assert [one.confirmable for one in register.partners[0].keys] == [True]


@pytest.mark.parametrize("taken", ["Central 061", "central  061", "Ｃentral 061"])
async def test_a_name_that_another_partner_has_is_refused(office: Office, taken: str) -> None:
    await office.partner(name="Central 061")
    other = await office.partner(name="Otra")
    with pytest.raises(Refused, match="partner_name_taken"):
        await office.send(RegisterPartner(partner=PartnerId(new_id()), name=taken))
    with pytest.raises(Refused, match="partner_name_taken"):
        await office.send(ChangePartner(partner=other, name=taken, contact=""))


@pytest.mark.parametrize("hidden", ["a\tb", "a\u202eb", "a\u200bb", "a\x1bb", "a\u2028b"])
async def test_hidden_characters_in_names_contacts_and_reasons_are_refused(
    office: Office, hidden: str
) -> None:
    key = await office.key()
    for command in (
        RegisterPartner(partner=PartnerId(new_id()), name=hidden),
        RegisterPartner(partner=PartnerId(new_id()), name="Otra", contact=hidden),
        RevokeApiKey(key=key.key, why=hidden),
    ):
        with pytest.raises(Refused, match="malformed"):
            await office.send(command)


async def test_a_revocation_and_a_rotation_at_once_end_with_a_revoked_key(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    revoke = office.send(RevokeApiKey(key=key.key, why="x"), office.second)
    done = await asyncio.gather(rotate(office, key), revoke, return_exceptions=True)
    assert not isinstance(done[1], BaseException)
    tokens = [key.token, *(one.token for one in done if isinstance(one, NewApiKey))]
    assert {await code(client, token) for token in tokens} == {(401, "key_revoked")}


async def test_a_key_to_cases_works_once_another_person_has_confirmed_it(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key(KeyScope.INTERVIEWS_READ, KeyScope.TYPES_READ)
    assert key.needs_confirmation
    assert await code(client, key.token) == (401, "key_not_confirmed")
    assert (await office.view(key)).waiting_made_by == "Persona administrator"
    confirm = ConfirmApiKey(key=key.key, secret_version=1)
    with pytest.raises(Refused, match="own_key"):
        await office.send(confirm)
    refused = (await office.view(key)).refused
    assert refused is not None
    assert refused.code == "key_not_confirmed"
    await office.send(confirm, office.second)
    assert await code(client, key.token) == (200, "")
    seen = await office.view(key)
    assert (seen.confirmed_by, seen.refused) == ("Segunda", None)


async def test_a_key_over_its_limit_gets_a_retry_after(office: Office, client: httpx.AsyncClient) -> None:
    key, other = await office.key(per_minute=2), await office.key()
    answers = [await client.get(ROUTE, headers=bearer(key.token)) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    assert await code(client, other.token) == (200, "")


async def test_the_limit_of_a_key_holds_over_all_processes(office: Office) -> None:
    key = await office.key(per_minute=2)
    async with client_of(office.process()) as one, client_of(office.process()) as other:
        found = [(await code(it, key.token))[0] for it in (one, other, one, other)]
    assert found == [200, 200, 429, 429]


async def test_a_flood_of_wrong_keys_is_slowed_and_fills_no_log(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    answers = [
        await client.get(ROUTE, headers=bearer(token_of(ApiKeyId(uuid4()), new_secret())))
        for _ in range(REFUSED_USES.count + 5)
    ]
    assert [one.status_code for one in answers] == [401] * REFUSED_USES.count + [429] * 5
    assert answers[-1].json()["code"] == "too_many_attempts"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert await code(client, key.token) == (200, ""), "a valid key of the same network goes on"
    assert await refusals_recorded(office) == REFUSALS_PER_HOUR


async def test_refused_uses_are_shown_at_their_key_and_unknown_keys_apart(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key()
    await client.get(ROUTE, headers=bearer(token_of(key.key, new_secret())))
    seen = await office.view(key)
    assert seen.refused is not None
    assert (seen.refused.code, seen.refused.address) == ("key_refused", "127.0.0.1")
    assert (await office.queries.register(office.actor)).unknown is None
    await client.get(ROUTE, headers=bearer("aux_nothing"))
    assert (await office.queries.register(office.actor)).unknown is not None


async def test_a_valid_key_that_is_only_refused_was_never_used_and_its_refusals_are_recorded(
    office: Office, client: httpx.AsyncClient
) -> None:
    key = await office.key(KeyScope.PROTOCOLS_READ)
    assert await code(client, key.token) == (403, "scope_missing")
    seen = await office.view(key)
    assert (seen.state, seen.used_at) == (KeyState.NEVER_USED, None)
    assert seen.refused is not None
    assert (seen.refused.code, seen.refused.scope) == ("scope_missing", KeyScope.TYPES_READ)
    assert await code(client, key.token, "/api/directory") == (403, "not_for_keys")
    seen = await office.view(key)
    assert seen.refused is not None
    assert (seen.refused.code, seen.refused.scope, seen.refused.full) == ("not_for_keys", None, False)
    for _ in range(REFUSALS_PER_HOUR):
        assert await code(client, key.token) == (403, "scope_missing")
    assert await refusals_recorded(office) == REFUSALS_PER_HOUR
    seen = await office.view(key)
    assert seen.refused is not None
    assert seen.refused.full


async def test_the_last_use_is_written_once_a_minute(office: Office, client: httpx.AsyncClient) -> None:
    key = await office.key()
    assert (await office.view(key)).state is KeyState.NEVER_USED
    await client.get(ROUTE, headers=bearer(key.token))
    first = await office.view(key)
    assert (first.state, first.used_from) == (KeyState.ACTIVE, "127.0.0.1")
    office.clock.ahead_s = 30
    await client.get(ROUTE, headers=bearer(key.token))
    assert (await office.view(key)).used_at == first.used_at
    office.clock.ahead_s = 61
    await client.get(ROUTE, headers=bearer(key.token))
    later = (await office.view(key)).used_at
    assert first.used_at is not None
    assert later is not None
    assert later - first.used_at > timedelta(seconds=60)


async def test_an_administrator_makes_and_rotates_a_key_over_http_and_the_secret_is_told_once(
    office: Office, client: httpx.AsyncClient
) -> None:
    partner = await office.partner()
    until = (office.clock.now() + timedelta(days=365)).isoformat()
    async with client_of(office.process()) as admin:
        await sign_in(admin, "administrator")
        body = {
            "key": str(new_id()),
            "name": "lectura",
            "scopes": ["types:read"],
            "expires_at": until,
            "per_minute": 60,
        }
        made = await admin.post(f"/api/admin/partners/{partner}/keys", json=body)
        assert made.status_code == 201, made.text
        token, key = made.json()["token"], made.json()["key"]
        assert await code(client, token) == (200, "")
        again = {"secret_version": 1, "expires_at": until, "overlap_h": 0, "why": "anual"}
        turned = await admin.post(f"/api/admin/partners/keys/{key}/rotate", json=again)
        assert await code(client, turned.json()["token"]) == (200, "")
        assert await code(client, token) == (401, "key_rotated")
        told = (await admin.get("/api/admin/partners")).text
    whole = await office.runtime.pool.fetch(
        "select body::text as text from event union all select state::text from stream"
    )
    for secret in (token[37:], turned.json()["token"][37:]):
        assert secret not in told
        assert not any(secret in row["text"] for row in whole)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["aml:write"]},
        {"name": ""},
        {"name": "dos\nlíneas"},
        {"name": "con\ttabulador"},
        {"name": "al rev\u202eés"},
        {"name": "invisible\u200b"},
        {"key": "no-uuid"},
        {"per_minute": 0},
        {"per_minute": 6_001},
        {"expires_at": "mañana"},
        {"more": 1},
    ],
)
async def test_a_malformed_key_is_refused_with_its_field(office: Office, wrong: dict[str, object]) -> None:
    partner = await office.partner()
    good = {
        "key": str(new_id()),
        "name": "x",
        "scopes": ["types:read"],
        "expires_at": "2027-12-01T00:00:00Z",
        "per_minute": 1,
    }
    async with client_of(office.process()) as admin:
        await sign_in(admin, "administrator")
        answer = await admin.post(f"/api/admin/partners/{partner}/keys", json={**good, **wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_unknown_objects_and_other_roles_are_refused(office: Office) -> None:
    nowhere = PartnerId(new_id())
    with pytest.raises(Refused, match="not_in_directory"):
        await office.partner(agency="nobody")
    with pytest.raises(Refused, match="unknown_partner"):
        await office.key(partner=nowhere)
    with pytest.raises(Refused, match="unknown_api_key"):
        await rotate(office, NewApiKey(key=ApiKeyId(new_id()), token="", needs_confirmation=False))
    body = {"key": str(new_id()), "name": "x", "scopes": ["types:read"], "expires_at": "2027-12-01T00:00:00Z"}
    async with client_of(office.process()) as other:
        await sign_in(other, "records_officer")
        for answer in (
            await other.get("/api/admin/partners"),
            await other.post(f"/api/admin/partners/{nowhere}/keys", json=body),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


async def test_a_command_that_is_sent_again_happens_once(office: Office) -> None:
    key, id = await office.key(), CommandId(new_id())
    revoke = RevokeApiKey(key=key.key, why="se ha perdido")
    done = [await office.runtime.commands.handle(id, revoke, office.actor) for _ in range(2)]
    assert done[0].versions == done[1].versions
    kept = await office.runtime.pool.fetchval(
        "select count(*) from event where kind = 'partners.api_key.revoked'"
    )
    assert kept == 1


async def test_the_events_of_a_key_fold_to_the_state_that_is_kept(office: Office) -> None:
    key = await office.key(KeyScope.INTERVIEWS_READ)
    await office.send(ConfirmApiKey(key=key.key, secret_version=1), office.second)
    await rotate(office, key)
    await office.send(ConfirmApiKey(key=key.key, secret_version=2), office.second)
    await office.send(RevokeApiKey(key=key.key, why="se ha perdido"))
    stream = stream_id(API_KEY.name, key.key)
    rows = await office.runtime.pool.fetch("select * from event where stream = $1 order by version", stream)
    folded = None
    for row in rows:
        folded = API_KEY.apply(folded, envelope_of(row))
    assert len(rows) == 5
    assert folded == await PartnerStore(office.runtime.pool).key(key.key)


async def test_a_repeated_registration_is_one_partner_and_another_with_its_id_is_refused(
    office: Office,
) -> None:
    partner = await office.partner()
    with pytest.raises(Refused, match="partner_exists"):
        await office.send(RegisterPartner(partner=partner, name="Otro"))
    assert len((await office.queries.register(office.actor)).partners) == 1
