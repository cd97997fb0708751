"""Aim: every read route, asked by every role about an own, a neighbour's, a reserved case and in a training session,
answers as the reviewed table `routes.tsv` says: it tells nobody of a case that they may not open.

Here everybody asks everything, but for whole files that are allowed, which `make soak` writes too. The table is written by
`python -m tests.access.observe routes`, and reviewed before it is committed.
"""

from collections.abc import AsyncIterator

import pytest

from auxilio.platform.postgres import EmbeddedPostgres
from tests.access.actors import NAMES
from tests.access.app_process import Running, running
from tests.access.read_observations import SCENARIOS, Key, Reader, quick, read_routes, rows
from tests.access.read_routes import ELSEWHERE, HEAVY, LISTS, OF_A_CASE, OF_A_TALK, OF_NO_CASE
from tests.access.world import Scenario

EXPECTED = read_routes()
BY_OFFICE = {"supervisor", "room_chief"}
ALLOWED = {"200", "200+"}
OTHERWISE_ABOUT_UNITS = {"POST /api/unit/position", "GET /api/dispatch/positions"}
"""A crew says where its vehicle is and a centre sees where its own are, also at work on a reserved case; that no other
centre sees it is shown in test_hidden_units.py."""
BY_NUMBER = {"GET /api/reviews/calls/{number}"}
"""Gives the id of a call for its number, and nothing about it."""
FOR_ITS_CREW = {"GET /api/cases/{case}/premise-notes"}
"""What a crew reads of the reserved case on which its unit works."""
OF_OPERATIONS = {route for route in OF_A_CASE if "/operations/" in route}
"""They tell of a planned operation; of a reserved case in it only the number."""


# --- the table ------------------------------------------------------------------------------------


async def test_every_published_route_is_in_the_table_or_tested_elsewhere(it: Running) -> None:
    answer = await it.http.get("/api/schema/openapi.json", headers=it.headers(it.cast["supervisor"]))
    published = {
        f"{method.upper()} {path}" for path, ways in answer.json()["paths"].items() for method in ways
    }
    listed = [*OF_A_CASE, *OF_NO_CASE, *ELSEWHERE]
    assert sorted(listed) == sorted(published)
    assert OF_A_TALK.keys() | LISTS | HEAVY <= OF_A_CASE.keys()


def test_the_table_has_a_row_for_each_route_and_scenario() -> None:
    assert list(EXPECTED) == rows()
    assert all(tuple(cells) == NAMES for cells in EXPECTED.values())


def test_a_reserved_case_is_told_of_to_its_supervisors_alone() -> None:
    for (route, scenario), cells in EXPECTED.items():
        if scenario != Scenario.RESERVED or route in OTHERWISE_ABOUT_UNITS | BY_NUMBER | OF_OPERATIONS:
            continue
        told = {name for name, code in cells.items() if code == ("200+" if route in LISTS else "200")}
        assert told <= BY_OFFICE | ({"crew"} if route in FOR_ITS_CREW else set()), route


def test_a_training_session_is_told_of_no_real_case() -> None:
    for (route, scenario), cells in EXPECTED.items():
        if scenario == Scenario.MODE and route not in BY_NUMBER | {"GET /api/dispatch/positions"}:
            told = {name for name, code in cells.items() if code == ("200+" if route in LISTS else "200")}
            assert not told, route


def test_a_caller_reads_nothing() -> None:
    allowed = [key for key, cells in EXPECTED.items() if cells["citizen"] in ALLOWED]
    assert allowed == [("POST /api/voice/line", "any")]


def test_no_answer_is_a_defect_or_malformed() -> None:
    codes = {code for cells in EXPECTED.values() for code in cells.values()}
    assert not codes & {"defect", "malformed", "too_busy", "404", "405", "500"}


# --- the running instance -------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def it(
    postgres_server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """One of its own: some answers hold the newest tasks of a centre, and other tests make many."""
    async with running(postgres_server, tmp_path_factory.mktemp("reads")) as made:
        yield made


@pytest.fixture(scope="module")
def reader(it: Running) -> Reader:
    return Reader(it)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_the_answers_are_those_of_the_table(it: Running, reader: Reader, scenario: Scenario) -> None:
    del it
    asked = {key: names for key, names in quick(EXPECTED).items() if key[1] == scenario}
    assert not await differences(reader, asked)


async def test_the_answers_about_no_case_are_those_of_the_table(it: Running, reader: Reader) -> None:
    del it
    asked = {key: NAMES for key in EXPECTED if key[1] == "any"}
    assert not await differences(reader, asked)


@pytest.mark.soak
async def test_whole_files_are_written_for_those_of_the_table(it: Running, reader: Reader) -> None:
    del it
    asked = {key: NAMES for key in EXPECTED if key[0] in HEAVY}
    assert not await differences(reader, asked)


async def differences(reader: Reader, asked: dict[Key, tuple[str, ...]]) -> list[str]:
    wrong = []
    for (route, scenario), names in asked.items():
        found = (
            await reader.of_no_case(route)
            if scenario == "any"
            else await reader.of_a_case(route, Scenario(scenario), names)
        )
        expected = EXPECTED[route, scenario]
        wrong += [
            f"{route} {scenario} {name}: expected {expected[name]}, was {code}"
            for name, code in found.items()
            if code != expected[name]
        ]
    return wrong
