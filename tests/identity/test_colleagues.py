"""People to whom a reserved case can be opened are found by name, by whoever may describe a case."""

import httpx
import pytest
from litestar import Litestar

from auxilio.identity.core.model import Colleague, PersonData, Seed, SeedPerson
from auxilio.identity.core.policy import COLLEAGUES_MAX, find_colleagues
from auxilio.identity.service import IdentityService
from auxilio.kernel.ids import PersonId
from auxilio.platform.ids import new_id
from tests.http_client import PASSWORD, client_of, sign_in

AGUEDA = SeedPerson(
    data=PersonData(login="agueda", name="Águeda Núñez", roles=("call_taker",)), password=PASSWORD
)


def somebody(name: str, desk: str | None = None) -> Colleague:
    return Colleague(id=PersonId(new_id()), name=name, centre=None, desk=desk)


def test_each_word_begins_a_word_of_the_name_whatever_its_accents() -> None:
    people = [somebody("Águeda Núñez"), somebody("Agustín Nadal"), somebody("Pau Serra")]
    assert [one.name for one in find_colleagues(people, "agu nu")] == ["Águeda Núñez"]
    assert [one.name for one in find_colleagues(people, "SER")] == ["Pau Serra"]
    assert find_colleagues(people, "erra") == [], "the middle of a word is no beginning"


def test_those_at_a_desk_come_first_and_nobody_is_found_without_a_name() -> None:
    people = [somebody("Pau Abad"), somebody("Pau Serra", "desk-02")]
    assert [one.name for one in find_colleagues(people, "pau")] == ["Pau Serra", "Pau Abad"]
    assert find_colleagues(people, " ") == []


def test_no_more_are_listed_than_a_list_can_show() -> None:
    assert len(find_colleagues([somebody(f"Pau {n}") for n in range(50)], "pau")) == COLLEAGUES_MAX


async def test_who_may_describe_a_case_finds_people_and_nobody_who_could_not_open_it(
    identity: IdentityService, client: httpx.AsyncClient
) -> None:
    await identity.seed(Seed(people=(AGUEDA,)))
    await sign_in(client, "call_taker", desk="desk-1")
    found = (await client.get("/api/colleagues?text=ague")).json()
    assert [(one["name"], one["desk"]) for one in found] == [("Águeda Núñez", None)]
    names = [one["name"] for one in (await client.get("/api/colleagues?text=persona")).json()]
    assert names[0] == "Persona call_taker", "who sits at a desk comes first"
    assert "Persona dispatcher" in names
    assert "Persona administrator" not in names


@pytest.mark.parametrize("role", ["administrator", "records_officer", "crew"])
async def test_others_find_nobody(app: Litestar, role: str) -> None:
    async with client_of(app) as window:
        await sign_in(window, role)
        answer = await window.get("/api/colleagues?text=persona")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


async def test_a_text_that_is_no_name_is_refused(client: httpx.AsyncClient) -> None:
    await sign_in(client, "call_taker")
    for text in ("", "a" * 61):
        assert (await client.get(f"/api/colleagues?text={text}")).status_code == 422
