"""Guessing is slow from anywhere, and whoever works somewhere is kept from it by nobody's guesses."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.identity.api import BROWSER, COOKIE
from auxilio.identity.core.throttle import (
    ADDRESS_MAX,
    ADDRESS_SPAN,
    FREE,
    KNOWN_FOR,
    KNOWN_MOST_S,
    REMEMBERED,
    STRANGERS_MOST_S,
    SignInFailures,
    delay_s,
    wait_s,
)
from auxilio.identity.passwords import (
    AT_ONCE,
    STRANGERS_AT_ONCE,
    STRANGERS_OF_NETWORK_MAX,
    WAITING_MAX,
    Passwords,
)
from auxilio.identity.random_tokens import new_browser
from auxilio.identity.service import IdentityService
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from tests.database import Database
from tests.http_client import PASSWORD, QUICK, seeded_identity

ROOM, HOME = "10.0.0.1", "198.51.100.20"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def guess(identity: IdentityService, login: str, address: str, **more: Any) -> str:
    """What a wrong password is answered."""
    with pytest.raises(Refused) as refused:
        await identity.sign_in(login, "wrong wrong wrong", None, address, **more)
    return refused.value.code


async def enters(identity: IdentityService, login: str, address: str, **more: Any) -> int:
    """Seconds that the right password is told to wait; 0: it is in."""
    try:
        await identity.sign_in(login, PASSWORD, None, address, **more)
    except Refused as refused:
        if refused.code != "too_many_attempts":
            raise
        return int(refused.facts["retry_after_s"])
    return 0


# --- how long (pure) ------------------------------------------------------------------------------


@pytest.mark.parametrize("most_s", [KNOWN_MOST_S, STRANGERS_MOST_S])
def test_the_delay_begins_after_slips_doubles_and_is_bounded(most_s: int) -> None:
    delays = [delay_s(n, most_s) for n in range(200)]
    assert delays[:FREE] == [0] * FREE
    assert delays[FREE : FREE + 4] == [1, 2, 4, 8]
    assert delays == sorted(delays)
    assert max(delays) == most_s


@given(st.integers(0, 10_000), st.integers(0, 4_000), st.none() | st.integers(0, 1_000), st.booleans())
def test_who_is_told_to_wait_so_long_is_let_in_then(
    count: int, ago_s: int, full_ago_s: int | None, known: bool
) -> None:
    full_since = None if full_ago_s is None else NOW - timedelta(seconds=full_ago_s)
    failures = SignInFailures(
        count=count, newest=NOW - timedelta(seconds=ago_s, microseconds=7), address_full_since=full_since
    )
    wait = wait_s(failures, known=known, at=NOW)
    assert 0 <= wait <= (KNOWN_MOST_S if known else max(STRANGERS_MOST_S, ADDRESS_SPAN.total_seconds()))
    assert wait_s(failures, known=known, at=NOW + timedelta(seconds=wait)) == 0


# --- over the database ----------------------------------------------------------------------------


async def test_one_login_is_guessed_slowly_from_however_many_addresses(
    identity: IdentityService, clock: SimulatedClock
) -> None:
    looked_at = 0
    for nth in range(600):  # two hours of guessing, each guess from an address of its own
        answer = await guess(identity, "call_taker", f"203.0.{nth // 250}.{nth % 250}")
        looked_at += answer == "sign_in_refused"
        await clock.advance(12, settle=0)
    assert FREE < looked_at < 70, "some fifteen an hour"


async def test_what_strangers_guess_slows_nobody_down_where_they_work(
    identity: IdentityService, clock: SimulatedClock
) -> None:
    assert await enters(identity, "call_taker", ROOM) == 0
    for nth in range(200):
        await guess(identity, "call_taker", f"203.0.113.{nth}")
    assert await enters(identity, "call_taker", ROOM) == 0
    assert 0 < await enters(identity, "call_taker", HOME) <= STRANGERS_MOST_S
    await clock.advance(KNOWN_FOR.total_seconds() + 1, settle=0)
    for nth in range(200):
        await guess(identity, "call_taker", f"203.0.113.{nth}")
    assert await enters(identity, "call_taker", ROOM) > 0, "after a month it is a place like any other"


async def test_a_telephone_that_changes_its_address_is_known_by_its_browser(
    identity: IdentityService,
) -> None:
    browser = new_browser()
    assert await enters(identity, "crew", ROOM, browser=browser) == 0
    for nth in range(200):
        await guess(identity, "crew", f"203.0.113.{nth}", browser=new_browser())
    assert await enters(identity, "crew", HOME, browser=browser) == 0
    assert await enters(identity, "call_taker", HOME, browser=browser) == 0, "nobody guesses at this one"
    for nth in range(200):
        await guess(identity, "dispatcher", f"203.0.113.{nth}")
    assert await enters(identity, "dispatcher", "198.51.100.30", browser=browser) > 0, (
        "known to another login"
    )


async def test_who_guesses_from_the_very_room_slows_a_colleague_down_by_seconds_at_most(
    identity: IdentityService, clock: SimulatedClock
) -> None:
    browser = new_browser()
    await enters(identity, "call_taker", ROOM, browser=browser)
    for _ in range(300):
        await guess(identity, "call_taker", ROOM)
        await clock.advance(1, settle=0)
    assert await enters(identity, "call_taker", ROOM) <= KNOWN_MOST_S
    assert await enters(identity, "call_taker", ROOM, browser=browser) == 0, "in their own browser not at all"


async def test_a_ceiling_of_an_address_bars_no_login_that_is_known_there(
    identity: IdentityService, clock: SimulatedClock
) -> None:
    await enters(identity, "call_taker", ROOM)
    answers = [await guess(identity, f"login{nth}", ROOM) for nth in range(ADDRESS_MAX + 20)]
    assert answers.count("sign_in_refused") == ADDRESS_MAX
    assert await enters(identity, "call_taker", ROOM) == 0
    wait = await enters(identity, "dispatcher", ROOM)
    assert 0 < wait <= ADDRESS_SPAN.total_seconds()
    assert await enters(identity, "dispatcher", HOME) == 0, "elsewhere"
    await clock.advance(wait, settle=0)
    assert await enters(identity, "supervisor", ROOM) == 0


async def test_the_right_password_forgives_ones_own_slips_and_no_strangers(identity: IdentityService) -> None:
    for _ in range(FREE - 1):
        await guess(identity, "call_taker", HOME)
    assert await enters(identity, "call_taker", HOME) == 0
    for nth in range(FREE):
        assert await guess(identity, "call_taker", f"203.0.113.{nth}") == "sign_in_refused"
    assert await enters(identity, "call_taker", HOME) == 0
    assert await guess(identity, "call_taker", "203.0.113.99") == "too_many_attempts"


async def test_guesses_sent_together_are_counted_like_guesses_sent_one_by_one(
    identity: IdentityService,
) -> None:
    addresses = [f"203.0.113.{nth}" for nth in range(40)]
    answers = await asyncio.gather(*(guess(identity, "call_taker", one) for one in addresses))
    assert answers.count("sign_in_refused") == FREE
    assert answers.count("too_many_attempts") == 40 - FREE


async def test_what_is_kept_of_attempts_is_short_and_names_nobody(
    identity: IdentityService, database: Database, clock: SimulatedClock
) -> None:
    browser = new_browser()
    await guess(identity, "my-password-by-mistake", HOME)
    await enters(identity, "call_taker", HOME, browser=browser)
    rows = await database.pool.fetch(
        "select f::text as row from sign_in_failure f union all select p::text from sign_in_place p"
    )
    assert len(rows) == 3
    assert not any(word in row["row"] for row in rows for word in ("mistake", "call_taker", browser))
    await clock.advance(KNOWN_FOR.total_seconds() + REMEMBERED.total_seconds(), settle=0)
    await enters(identity, "dispatcher", ROOM)
    kept = await database.pool.fetchval(
        "select (select count(*) from sign_in_failure) + (select count(*) from sign_in_place)"
    )
    assert kept == 1


async def test_a_second_process_counts_with_the_first(database: Database, clock: SimulatedClock) -> None:
    one, other = await seeded_identity(database.pool, clock), await seeded_identity(database.pool, clock)
    for nth in range(FREE):
        await guess(one if nth % 2 else other, "call_taker", f"203.0.113.{nth}")
    assert await guess(other, "call_taker", "203.0.113.77") == "too_many_attempts"


async def test_a_flood_of_strangers_leaves_room_for_those_who_are_known() -> None:
    passwords = Passwords(QUICK, rest_s=0)
    kept = await passwords.hash(PASSWORD)
    networks = WAITING_MAX // STRANGERS_OF_NETWORK_MAX + 3
    flood = [
        asyncio.create_task(passwords.verify(None, "x", stranger=f"203.0.113.{nth % networks}"))
        for nth in range(STRANGERS_OF_NETWORK_MAX * networks)
    ]
    await asyncio.sleep(0)
    assert AT_ONCE > STRANGERS_AT_ONCE
    assert await passwords.verify(kept, PASSWORD)
    answers = await asyncio.gather(*flood, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, Refused)]
    assert {one.code for one in refused} == {"too_busy"}
    assert len(refused) == len(flood) - WAITING_MAX
    assert not any(passwords._waiting.values())


async def test_one_network_of_strangers_does_not_fill_the_places_of_all() -> None:
    passwords = Passwords(QUICK, rest_s=0)
    flood = [asyncio.create_task(passwords.verify(None, "x", stranger="203.0.113.1")) for _ in range(200)]
    await asyncio.sleep(0)
    assert await passwords.verify(await passwords.hash(PASSWORD), PASSWORD, stranger="198.51.100.1")
    answers = await asyncio.gather(*flood, return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in answers) == 200 - STRANGERS_OF_NETWORK_MAX


async def test_between_two_strangers_there_is_a_rest_for_which_nobody_known_waits() -> None:
    passwords, loop = Passwords(QUICK, rest_s=0.2), asyncio.get_running_loop()
    kept, begun = await passwords.hash(PASSWORD), loop.time()
    strangers = [
        asyncio.create_task(passwords.verify(kept, PASSWORD, stranger="198.51.100.1")) for _ in range(3)
    ]
    assert await strangers[0]
    assert await passwords.verify(kept, PASSWORD)
    assert not strangers[2].done()
    assert all(await asyncio.gather(*strangers))
    assert loop.time() - begun >= 0.4


async def test_checks_give_way_to_the_event_loop() -> None:
    passwords = Passwords(QUICK)
    # One thread after the other, as priorities are a thread's own on Linux.
    priority = await passwords._run_in_thread(lambda: os.getpriority(os.PRIO_PROCESS, 0))
    assert priority >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + 1)


async def test_a_browser_keeps_its_token_and_sends_it_with_sign_ins_alone(client: httpx.AsyncClient) -> None:
    body = {"login": "call_taker", "password": PASSWORD}
    first = await client.post("/api/session", json=body)
    cookies = {line.partition("=")[0]: line.lower() for line in first.headers.get_list("set-cookie")}
    assert {COOKIE, BROWSER} == cookies.keys()
    parts = {part.strip() for part in cookies[BROWSER].split(";")}
    assert {"httponly", "samesite=strict", "path=/api/session", "max-age=2592000"} <= parts
    assert "max-age" not in cookies[COOKIE]
    token = client.cookies[BROWSER]
    await client.post("/api/session", json=body)
    assert client.cookies[BROWSER] == token
    client.cookies.set(BROWSER, "x" * 5_000, path="/api/session")
    again = await client.post("/api/session", json=body)
    assert len(again.cookies[BROWSER]) == len(token), "what is none of ours is replaced"
    assert (await client.get("/api/desks")).status_code == 200


@pytest.mark.parametrize(
    ("failures", "known_s", "stranger_s"), [(7, 0, 0), (8, 1, 1), (12, 16, 16), (13, 30, 32), (99, 30, 300)]
)
def test_a_known_place_waits_less_than_the_rest(failures: int, known_s: int, stranger_s: int) -> None:
    at = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
    remembered = SignInFailures(count=failures, newest=at)
    assert [wait_s(remembered, known=known, at=at) for known in (True, False)] == [known_s, stranger_s]


def test_an_address_that_failed_for_many_waits_for_strangers_alone_and_to_the_full_second() -> None:
    at = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
    full = SignInFailures(count=0, address_full_since=at)
    assert wait_s(full, known=True, at=at) == 0
    for waited_s, left_s in ((0, 900), (0.5, 900), (899.5, 1), (900, 0), (901, 0)):
        assert wait_s(full, known=False, at=at + timedelta(seconds=waited_s)) == left_s
