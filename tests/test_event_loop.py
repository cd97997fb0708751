"""Tests run on the loop that ships: SIP over TCP was broken in production for as long as tests ran on another."""

import asyncio

import pytest
import uvloop


async def test_tests_run_on_the_event_loop_that_ships() -> None:
    assert isinstance(asyncio.get_running_loop(), uvloop.Loop)


@pytest.fixture
async def loop_of_a_fixture() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def test_fixtures_share_it(loop_of_a_fixture: asyncio.AbstractEventLoop) -> None:
    assert loop_of_a_fixture is asyncio.get_running_loop()


MADE: list[asyncio.AbstractEventLoop] = []


@pytest.fixture(scope="session")
async def made_once() -> asyncio.AbstractEventLoop:
    MADE.append(asyncio.get_running_loop())
    return MADE[-1]


@pytest.mark.parametrize("n", range(2))
async def test_an_asynchronous_test_shares_what_is_made_once(
    made_once: asyncio.AbstractEventLoop, n: int
) -> None:
    assert isinstance(made_once, uvloop.Loop)
    assert [made_once] == MADE


@pytest.mark.parametrize("n", range(2))
def test_a_synchronous_test_is_given_the_same(made_once: asyncio.AbstractEventLoop, n: int) -> None:
    assert isinstance(made_once, uvloop.Loop)
    assert [made_once] == MADE, "it was made again between a synchronous and an asynchronous test"
