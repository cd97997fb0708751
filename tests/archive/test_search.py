"""Aim: a case is found years later by what somebody still knows of it, each once; and what is reserved stays so."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.di import Provide

from auxilio.access.command_bus import CommandBus
from auxilio.archive import phone_search as searches
from auxilio.archive.api import ArchiveController
from auxilio.archive.core.case_search import CaseQuery, Page, reader_of
from auxilio.archive.store import ArchiveSearch
from auxilio.calls import service as calls
from auxilio.calls.core import messages as call
from auxilio.cases import service as cases
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import ClosingData, Location, LocationCertainty
from auxilio.identity.api import CONTROLLERS, http_parts
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Priority, effective_priority
from auxilio.platform.ids import new_id
from tests.actors import person, system
from tests.database import Database
from tests.http_client import client_of, open_to_strangers, seeded_identity, sign_in

ZONE = "Europe/Madrid"
TAKER, OFFICER, SUPERVISOR = person("call_taker", "desk-1"), person("records_officer"), person("supervisor")


class Archive:
    """Cases made as a desk makes them, and the search over them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.commands = CommandBus(
            (calls.COMMANDS, calls.CallService(database.work).handle),
            (cases.COMMANDS, cases.CaseService(database.work).handle),
            (searches.COMMANDS, searches.PhoneSearchService(database.work).handle),
        )
        self.search = ArchiveSearch(database.pool, ZONE)

    async def do(self, command: Command, actor: Actor = TAKER) -> None:
        await self.commands.handle(new_id(), command, actor)

    async def case(self, words: str = "", municipality: str | None = None, **known: Any) -> CaseId:
        case = CaseId(new_id())
        where = (
            Location(degree=LocationCertainty.SAID, words=words, municipality=municipality) if words else None
        )
        await self.do(m.OpenCase(case=case, location=where, **known))
        return case

    async def find(self, reader: Actor = OFFICER, **wanted: Any) -> Page:
        return await self.search.find(CaseQuery(**wanted), reader_of(reader))

    async def ids(self, reader: Actor = OFFICER, **wanted: Any) -> list[CaseId]:
        return [case.id for case in (await self.find(reader, **wanted)).cases]


@pytest.fixture
async def archive(database: Database) -> Archive:
    return Archive(database)


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("carrer de la unio 5", True),
        ("UNIÓ", True),
        ("c/ unio, 5", True),
        ("villa rio", True),
        ("unio 55", False),  # a figure is meant whole
        ("nio", False),  # a word is meant from its beginning
        ("' | & ! :* \\ unio", True),  # signs of a query language are no words
    ],
)
async def test_words_find_a_place_without_accents_order_or_signs(
    archive: Archive, asked: str, finds: bool
) -> None:
    case = await archive.case("Carrer de la Unió, 5, 2.º 1.ª", "Villa del Río")
    await archive.case("Plaza Mayor 1", "Otra")
    assert await archive.ids(words=asked) == ([case] if finds else [])


async def test_each_thing_known_narrows_the_search(archive: Archive) -> None:
    fire = await archive.case("Calle A 1", type="INC-01", priority=Priority.P1)
    fall = await archive.case("Calle B 2", type="SAN-20", priority=Priority.P3)
    await archive.do(m.CloseCase(case=fall, closing=ClosingData(disposition="resolved")))
    number = (await archive.find(type="INC-01")).cases[0].number
    assert await archive.ids(number=number) == [fire]
    assert await archive.ids(priority=Priority.P3) == [fall]
    assert await archive.ids(state="closed") == [fall]
    assert await archive.ids(state="open") == [fire]
    assert await archive.ids(disposition="resolved") == [fall]
    assert await archive.ids(type="INC-01", state="closed") == []


async def test_a_number_is_found_whole_or_by_its_end_the_whole_one_first(archive: Archive) -> None:
    await archive.database.by_its_administrator(
        "insert into stream (id, noun, version, head, state, live, case_id, mode, changed_at)"
        " select 'case:' || id, 'case', 1, '', jsonb_build_object('id', id, 'number', n, 'mode', 'real', 'state', 'open',"
        "   'opened_at', '2026-01-01T00:00:00Z', 'reserved', false), true, id, 'real', now()"
        " from (select n, gen_random_uuid() as id from unnest(array[821, 4821, 9821, 8214, 21, 1]) n) made"
    )

    async def numbers(ending: str, **more: Any) -> list[int | None]:
        return [case.number for case in (await archive.find(ending=ending, **more)).cases]

    assert (await numbers("821"))[0] == 821
    assert set(await numbers("821")) == {821, 4821, 9821}
    assert await numbers("4821") == [4821]
    assert await numbers("21") == [21]  # too few figures for an end
    assert await numbers("1") == [1]
    assert await numbers("0821") == []
    one = await archive.find(ending="821", limit=1)
    assert ([case.number for case in one.cases], one.next) == ([821], None)


@pytest.mark.parametrize("asked", ["", "%", "_", "12%", "\\", "1" * 10, "\u202e21", "²", "１２", "-1", "1 2"])
async def test_what_is_no_end_of_a_number_is_refused(archive: Archive, asked: str) -> None:
    del archive
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"ending": asked}, CaseQuery, strict=False)


async def test_the_end_of_a_number_tells_nothing_of_a_reserved_case(archive: Archive) -> None:
    case = await archive.case("Calle Secreta 3")
    number = str((await archive.find()).cases[0].number)
    await archive.do(m.ReserveCase(case=case, reason="violencia de género"))
    assert (await archive.find(OFFICER, ending=number)).cases == ()
    assert await archive.ids(SUPERVISOR, ending=number) == [case]


@pytest.mark.parametrize("known", [None, *Priority])
async def test_a_case_has_the_priority_in_the_archive_that_boards_show(
    archive: Archive, known: Priority | None
) -> None:
    case, counts = await archive.case(type="INC-01", priority=known), effective_priority(known)
    [found] = (await archive.find()).cases
    assert (found.priority, found.provisional) == (counts.level, counts.provisional)
    assert await archive.ids(priority=counts.level) == [case]


async def test_days_are_those_of_the_centres_clock_both_included(archive: Archive) -> None:
    case = await archive.case("Calle A 1")
    today = datetime.now(UTC).astimezone(ZoneInfo(ZONE)).date()
    assert await archive.ids(since=today, until=today) == [case]
    day_after = today.replace(year=today.year + 1)
    assert await archive.ids(since=day_after) == []
    assert await archive.ids(until=today.replace(year=today.year - 1)) == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 9), words=st.sampled_from([None, "calle", "calle a"]))
async def test_page_after_page_finds_each_case_once_newest_first(
    archive: Archive, limit: int, words: str | None
) -> None:
    if not (await archive.find(limit=1)).cases:
        for n in range(17):
            await archive.case(f"Calle {'AB'[n % 2]} {n}")
    whole = await archive.ids(words=words, limit=100)
    assert len(whole) == (9 if words == "calle a" else 17)
    found: list[CaseId] = []
    page = await archive.find(words=words, limit=limit)
    while True:
        assert 0 < len(page.cases) <= limit
        found += [case.id for case in page.cases]
        if page.next is None:
            break
        page = await archive.find(words=words, limit=limit, after=page.next)
    assert found == whole
    opened = [case.opened_at for case in (await archive.find(words=words, limit=100)).cases]
    assert opened == sorted(opened, reverse=True)


async def test_a_case_that_comes_meanwhile_moves_no_page(archive: Archive) -> None:
    old = [await archive.case(f"Calle {n}") for n in range(4)]
    first = await archive.find(limit=2)
    await archive.case("Calle nueva")
    second = await archive.find(limit=2, after=first.next)
    assert [case.id for case in (*first.cases, *second.cases)] == old[::-1]


async def test_a_reserved_case_shows_that_it_is_there_and_nothing_else(archive: Archive) -> None:
    case = await archive.case("Calle Secreta 3", "Villa", type="VIO-01", summary="violencia")
    await archive.do(m.ReserveCase(case=case, reason="violencia de género"))
    shown = (await archive.find(OFFICER)).cases[0]
    assert (shown.id, shown.reserved, shown.hidden) == (case, True, True)
    assert {shown.number, shown.type, shown.place, shown.municipality, shown.summary} == {None}
    for reader in (TAKER, SUPERVISOR):  # its owner, and who holds the word
        seen = (await archive.find(reader)).cases[0]
        assert (seen.place, seen.hidden) == ("Calle Secreta 3", False)


async def test_an_agency_finds_the_cases_it_was_asked_in_and_no_other(archive: Archive) -> None:
    case = await archive.case("Calle A 1")
    await archive.case("Calle B 2")
    task = json.dumps({"centre": "san-1", "agency": "san"})
    await archive.database.by_its_administrator(
        "insert into stream values ('task:1', 'task', 1, ''::bytea, $1::jsonb, true, $2, null, 'real', now())",
        task,
        case,
    )
    for whose in ({"centre": "san-1", "agency": "san"}, {"agency": "san"}):
        assert await archive.ids(person("dispatcher", **whose)) == [case]
    assert await archive.ids(person("dispatcher", agency="bom", centre="bom-1")) == []


@pytest.mark.parametrize("asked", [{"words": "secreta"}, {"type": "VIO-01"}])
async def test_nobody_learns_by_trying_what_a_reserved_case_is(
    archive: Archive, asked: dict[str, str]
) -> None:
    case = await archive.case("Calle Secreta 3", type="VIO-01")
    await archive.do(m.ReserveCase(case=case, reason="violencia de género"))
    assert await archive.ids(OFFICER, **asked) == []
    assert await archive.ids(SUPERVISOR, **asked) == [case]


# --- over HTTP ------------------------------------------------------------------------------------


@pytest.fixture
async def app(database: Database, archive: Archive) -> Litestar:
    parts = http_parts(await seeded_identity(database.pool), https=False)
    parts["dependencies"] = {
        **parts["dependencies"],
        "finds": Provide(lambda: archive.search, sync_to_thread=False),
        "commands": Provide(lambda: archive.commands, sync_to_thread=False),
        "reads_cases": Provide(lambda: None, sync_to_thread=False),  # a search reads no case
    }
    return Litestar([*CONTROLLERS, ArchiveController], openapi_config=None, **parts)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


async def called_from(archive: Archive, phone: str) -> CaseId:
    case, made = await archive.case("Calle A 1"), CallId(new_id())
    await archive.do(call.LogManualCall(call=made, phone=phone), person("call_taker", f"desk-{phone[-3:]}"))
    await archive.do(call.JoinCase(call=made, case=case), system())
    return case


async def test_a_search_by_telephone_finds_its_cases_and_is_a_fact(
    archive: Archive, client: httpx.AsyncClient
) -> None:
    case = await called_from(archive, "+34600111222")
    await called_from(archive, "+34600999888")
    await sign_in(client, "records_officer")
    asked = {"phone": "600 111 222"}
    headers = {"x-auxilio-command": str(new_id())}
    for _ in range(2):  # a repeat of the id is a repeat of the answer, and no second search
        answer = await client.post("/api/archive/cases/by-phone", json=asked, headers=headers)
        assert [one["id"] for one in answer.json()["cases"]] == [str(case)], answer.text
    facts = await archive.database.pool.fetch(
        "select body::jsonb ->> 'phone' as phone, actor_name from event where kind = 'archive.search.made'"
    )
    assert [(fact["phone"], fact["actor_name"]) for fact in facts] == [
        ("600 111 222", "Persona records_officer")
    ]


async def test_who_may_not_join_calls_by_telephone_is_refused_and_leaves_no_fact(
    archive: Archive, client: httpx.AsyncClient
) -> None:
    await sign_in(client, "call_taker")
    headers = {"x-auxilio-command": str(new_id())}
    answer = await client.post("/api/archive/cases/by-phone", json={"phone": "600111222"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    assert not await archive.database.pool.fetchval(
        "select count(*) from event where kind = 'archive.search.made'"
    )


@pytest.mark.parametrize(
    ("query", "code", "status"),
    [
        ("wordz=mayor", "malformed", 422),
        ("number=abc", "malformed", 422),
        ("number=-1", "malformed", 422),
        ("limit=0", "malformed", 422),
        ("limit=101", "malformed", 422),
        ("since=yesterday", "malformed", 422),
        ("priority=9", "malformed", 422),
        ("state=burnt", "malformed", 422),
        ("after=7", "malformed", 422),
        (f"words={'a' * 201}", "malformed", 422),
        ("words=mayor%00", "malformed", 422),
        ("words=%C3%28", "words_missing", 409),
        ("words=%20%2C", "words_missing", 409),
        ("since=2026-02-02&until=2026-02-01", "days_reversed", 422),
        ("after=00000000-0000-0000-0000-000000000001", "unknown_case", 404),
    ],
)
async def test_a_question_that_makes_no_sense_gets_a_code(
    client: httpx.AsyncClient, query: str, code: str, status: int
) -> None:
    await sign_in(client, "records_officer")
    answer = await client.get(f"/api/archive/cases?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_stranger_an_administrator_and_a_crew_find_nothing(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    assert not {route for route in await open_to_strangers(app) if "archive" in route}
    for login in ("administrator", "crew"):
        await sign_in(client, login)
        answer = await client.get("/api/archive/cases")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
