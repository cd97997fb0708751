"""Aim: by property over every published route, a key of another system answers only on the routes of its scope, about the
cases of its agency, and about no reserved case; a key that this process revokes is refused by the process that serves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import msgspec
import pytest

from auxilio.app.processes.web_application import controllers
from auxilio.cases.core.model import NamedPerson, NamingReason
from auxilio.cases.core.reservation import PersonsNamed
from auxilio.cases.service import CASE
from auxilio.identity.core.gate import KEY_SCOPE
from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, CommandId, PersonId
from auxilio.partners.core.messages import ConfirmApiKey, RegisterPartner, RevokeApiKey
from auxilio.partners.core.model import ApiKeyId, PartnerId
from auxilio.partners.core.views import NewApiKey
from auxilio.partners.issuing import ApiKeyRequest, KeyIssuer
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.access.app_process import Running
from tests.access.read_observations import objects
from tests.access.read_routes import ELSEWHERE, OF_A_CASE, OF_NO_CASE, Ask, Objects
from tests.access.world import Scenario, World

OPENS: dict[KeyScope, set[str]] = {
    KeyScope.INTERVIEWS_READ: {"GET /api/exchange/cases/{case}/interviews"},
    KeyScope.PROTOCOLS_READ: {"GET /api/exchange/protocols", "GET /api/exchange/protocols/{digest}"},
    KeyScope.SMS_WRITE: {"POST /api/sms", "POST /api/sms/receipts"},
    KeyScope.TYPES_READ: {"GET /api/exchange/types/{code}", "GET /api/exchange/apco/{code}"},
    KeyScope.ECALL_WRITE: {"POST /api/ecall"},
    KeyScope.LOCATION_WRITE: {"POST /api/location"},
}
"""The routes that a key of each scope may ask. Reviewed by hand; the routes name their scopes beside themselves."""
ANSWERED = {"unknown_version"}
"""A good answer to a key: there is no protocol with the digest that is asked for."""
NOBODY = "00000000-0000-7000-8000-000000000000"


@dataclass
class Partner:
    """Another system, and one key of it for each scope."""

    keys: dict[KeyScope, NewApiKey]

    def headers(self, scope: KeyScope) -> dict[str, str]:
        return {
            "authorization": f"Bearer {self.keys[scope].token}",
            "content-type": "application/json",
            "x-auxilio-command": str(new_id()),
        }


async def send(it: Running, command: Command, actor: Actor) -> None:
    await it.runtime.commands.handle(CommandId(new_id()), command, actor)


async def partner_of(it: Running, agency: str) -> Partner:
    """Its keys are made by one administrator and confirmed by another."""
    one, other = system_actor(), replace_id(system_actor())
    partner = PartnerId(new_id())
    await send(it, RegisterPartner(partner=partner, name=f"Sistema {partner}", agency=AgencyId(agency)), one)
    issuer, keys = KeyIssuer(it.runtime.pool, it.runtime.commands), dict[KeyScope, NewApiKey]()
    for scope in KeyScope:
        until = it.runtime.clock.now() + timedelta(days=1)
        asked = ApiKeyRequest(
            key=ApiKeyId(new_id()), name=scope, scopes=(scope,), expires_at=until, per_minute=6_000
        )
        keys[scope] = await issuer.issue(partner, asked, one)
        if keys[scope].needs_confirmation:
            await send(it, ConfirmApiKey(key=keys[scope].key, secret_version=1), other)
    return Partner(keys)


def replace_id(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, id=PersonId(new_id()))


@pytest.fixture(scope="module")
async def partner(it: Running) -> Partner:
    return await partner_of(it, "san")


async def case_of(it: Running, name: str, scenario: Scenario) -> Objects:
    world = World(it.cast[name], scenario, it.known, it.runtime.clock.now())
    return await objects(it, world)


def asks(about: Objects) -> Iterator[tuple[str, Ask]]:
    """Every published route with a request that a person would be answered, where the tables know one."""
    for route, ask in OF_A_CASE.items():
        yield route, ask(about)
    yield from OF_NO_CASE.items()
    for route in ELSEWHERE:
        path = route.split(" ")[1]
        yield route, Ask("/".join(NOBODY if part.startswith("{") else part for part in path.split("/")), {})


async def answer_of(it: Running, route: str, ask: Ask, headers: dict[str, str]) -> httpx.Response:
    method, path = route.split(" ")
    body = None if ask.body is None or method == "GET" else msgspec.json.encode(ask.body)
    return await it.http.request(method, ask.to or path, content=body, headers=headers)


def code_of(answer: httpx.Response) -> str:
    return "200" if answer.is_success else str(answer.json()["code"])


# --- which routes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", KeyScope)
async def test_a_key_answers_only_on_the_routes_of_its_scope(
    it: Running, partner: Partner, scope: KeyScope
) -> None:
    about = await case_of(it, "dispatcher", Scenario.OWN)
    answered, refused = set[str](), dict[str, str]()
    for route, ask in asks(about):
        answer = await answer_of(it, route, ask, partner.headers(scope))
        code = code_of(answer)
        if answer.is_success or code in ANSWERED:
            answered.add(route)
        else:
            refused[route] = f"{answer.status_code} {code}"
    assert answered == OPENS[scope]
    others = {route for routes in OPENS.values() for route in routes} - OPENS[scope]
    assert {route for route, said in refused.items() if said == "403 scope_missing"} == others
    assert {said for route, said in refused.items() if route not in others} == {"403 not_for_keys"}


def test_the_routes_that_name_a_scope_are_those_of_the_table_and_none_is_for_everybody() -> None:
    found: dict[KeyScope, int] = dict.fromkeys(KeyScope, 0)
    for one in controllers():
        handlers = (
            [value for value in vars(one).values() if hasattr(value, "opt")]
            if isinstance(one, type)
            else [one]
        )
        for handler in handlers:
            if (scope := handler.opt.get(KEY_SCOPE)) is not None:
                assert "audience" not in handler.opt
                found[scope] += 1
    assert found == {scope: len(routes) for scope, routes in OPENS.items()}


async def test_no_command_can_be_sent_with_a_key(it: Running, partner: Partner) -> None:
    for scope in KeyScope:
        body = {"id": str(new_id()), "command": {"kind": "identity.look_at_case", "case": NOBODY}}
        answer = await it.http.post("/api/commands", json=body, headers=partner.headers(scope))
        assert (answer.status_code, code_of(answer)) == (403, "not_for_keys")


async def test_no_board_is_opened_with_a_key(it: Running, partner: Partner) -> None:
    token = partner.keys[KeyScope.INTERVIEWS_READ].token
    for headers in (
        {"authorization": f"Bearer {token}"},
        {"sec-websocket-protocol": f"auxilio, bearer.{token}"},
        {"authorization": f"Bearer {token}", **it.headers(it.cast["supervisor"])},
    ):
        answer = await it.http.get(
            "/api/boards",
            headers={
                "connection": "upgrade",
                "upgrade": "websocket",
                "sec-websocket-version": "13",
                "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
                **headers,
            },
        )
        assert answer.status_code in {401, 403}


# --- which cases ----------------------------------------------------------------------------------

INTERVIEWS = "GET /api/exchange/cases/{case}/interviews"


async def read(it: Running, partner: Partner, about: Objects) -> str:
    ask = OF_A_CASE[INTERVIEWS](about)
    return code_of(await answer_of(it, INTERVIEWS, ask, partner.headers(KeyScope.INTERVIEWS_READ)))


@pytest.mark.parametrize(
    ("scenario", "code"),
    [(Scenario.OWN, "200"), (Scenario.NEIGHBOUR, "no_task_here"), (Scenario.RESERVED, "case_reserved")],
)
async def test_a_key_reads_the_cases_of_its_agency_that_are_not_reserved(
    it: Running, partner: Partner, scenario: Scenario, code: str
) -> None:
    assert await read(it, partner, await case_of(it, "dispatcher", scenario)) == code


async def test_a_key_of_another_agency_reads_none_of_them(it: Running) -> None:
    fire = await partner_of(it, "pc")
    about = await case_of(it, "dispatcher", Scenario.OWN)
    assert await read(it, fire, about) == "no_task_here"


async def test_a_key_whose_agency_has_no_task_is_not_told_that_a_case_is_reserved(it: Running) -> None:
    fire = await partner_of(it, "pc")
    about = await case_of(it, "dispatcher", Scenario.RESERVED)
    assert await read(it, fire, about) == "no_task_here"


async def test_a_reserved_case_stays_closed_though_the_key_is_named_in_it(
    it: Running, partner: Partner
) -> None:
    about = await case_of(it, "dispatcher", Scenario.RESERVED)
    key = PersonId(partner.keys[KeyScope.INTERVIEWS_READ].key)
    people = (NamedPerson(person=key, name="Sistema", why=NamingReason.OPERATOR),)
    await it.write([(CASE, about.case, PersonsNamed(case=about.case, people=people, by="Ana"))])
    assert await read(it, partner, about) == "case_reserved"


async def test_each_look_of_a_key_is_a_fact_of_the_case(it: Running, partner: Partner) -> None:
    about = await case_of(it, "dispatcher", Scenario.OWN)
    assert await read(it, partner, about) == "200"
    assert await read(it, partner, about) == "200"
    rows = await it.runtime.pool.fetch(
        "select actor, actor_name from event where kind = 'identity.case.looked_at' and case_id = $1",
        about.case,
    )
    assert [row["actor"] for row in rows] == [partner.keys[KeyScope.INTERVIEWS_READ].key] * 2
    assert all(row["actor_name"].startswith("Sistema ") for row in rows)


# --- when it stops --------------------------------------------------------------------------------


async def test_a_key_that_one_process_revokes_is_refused_by_another_with_its_next_request(
    it: Running,
) -> None:
    partner = await partner_of(it, "san")
    types = "GET /api/exchange/types/{code}"
    headers = partner.headers(KeyScope.TYPES_READ)
    assert code_of(await answer_of(it, types, OF_NO_CASE[types], headers)) == "200"
    key = partner.keys[KeyScope.TYPES_READ].key
    await send(it, RevokeApiKey(key=key, why="se ha perdido"), system_actor())
    answer = await answer_of(it, types, OF_NO_CASE[types], headers)
    assert (answer.status_code, code_of(answer)) == (401, "key_revoked")
