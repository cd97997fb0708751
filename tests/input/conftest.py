"""The real application as a process of its own over a real database and a real region, and a strict accountant of both."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import requests

from auxilio.app.cli.demo import seed
from auxilio.app.cli.demo_people import PASSWORD
from auxilio.app.composition import standalone_identity
from auxilio.app.settings import Settings
from auxilio.identity.api import COOKIE, CSRF_HEADER
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from auxilio.platform.http.problem import MEDIA_TYPE, status_of
from auxilio.platform.postgres import EmbeddedPostgres
from tests.app_process import serving
from tests.database import Database, fresh_database
from tests.free_ports import free_port
from tests.geo.conftest import town, town_file

__all__ = ["town", "town_file"]
SOAK = bool(os.environ.get("AUXILIO_SOAK"))
PUBLIC_URL, PROXY = "https://112.example", "127.0.0.3"
PEOPLE = {
    "lucia": "desk-01",
    "pau": "desk-02",
    "clara": "room",
    "marta": "san-desk-1",
    "ambulancia": "a-01",
    "jordi": "pc-desk-1",
    "nil": None,
    "ona": None,
}
"""One of each role, at a desk of theirs."""
_COUNT = """select (select count(*) from event) as facts, (select count(*) from command) as commands,
  (select count(*) from stream) as aggregates, (select count(*) from outbox) as parcels,
  (select count(*) from reference_change) as changes, (select count(*) from person) as people,
  (select count(*) from agency) + (select count(*) from centre) + (select count(*) from desk) as places"""


class Accounts:
    """What stands in the database, counted from a loop of its own: tests of this folder are not asynchronous."""

    def __init__(self, dsn: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection = self._run(asyncpg.connect(dsn))

    def _run(self, awaited: Any) -> Any:
        return self._loop.run_until_complete(awaited)

    def counted(self) -> dict[str, int]:
        """Everything that a command can leave behind."""
        return dict(self._run(self._connection.fetchrow(_COUNT)))

    def rows(self, query: str, *values: Any) -> list[Any]:
        found: list[Any] = self._run(self._connection.fetch(query, *values))
        return found

    def session(self, dsn: str, login: str, desk: str | None) -> tuple[str, str]:
        """A session made without the web, whose throttle the test wears out: its token and its proof against CSRF."""

        async def sign_in() -> tuple[str, str]:
            pool = await open_pool(dsn, size_max=1)
            try:
                keyless = standalone_identity(pool, SystemClock())
                token, session = await keyless.sign_in(login, PASSWORD, desk, f"seat of {login}")
                return token, session.csrf
            finally:
                await pool.close()

        made: tuple[str, str] = self._run(sign_in())
        return made

    def close(self) -> None:
        self._run(self._connection.close())
        self._loop.close()


class Served:
    """The address, the people who are signed in, and the accounts."""

    def __init__(self, address: str, dsn: str) -> None:
        self.address, self.dsn, self.accounts = address, dsn, Accounts(dsn)
        self._sat: dict[str, requests.Session] = {}

    def seat(self, login: str) -> requests.Session:
        """This person's browser; signed in again when a test has signed them out."""
        sat = self._sat.get(login)
        if sat is None:
            token, csrf = self.accounts.session(self.dsn, login, PEOPLE[login])
            sat = self._sat[login] = requests.Session()
            sat.cookies.set(COOKIE, token)
            sat.headers[CSRF_HEADER] = csrf
        return sat

    def judge(self, reply: requests.Response, before: dict[str, int]) -> None:
        """Whatever was sent: no defect, and what is refused is a problem with a code that left nothing behind."""
        asked = f"{reply.request.method} {reply.request.url} {str(reply.request.body)[:2_000]}\n{reply.text[:500]}"
        assert reply.status_code < 500, asked
        if reply.status_code == 204 and reply.request.method == "DELETE":
            sent = str(reply.request.headers.get("cookie"))
            self._sat = {login: sat for login, sat in self._sat.items() if sat.cookies[COOKIE] not in sent}
        if reply.status_code < 400:
            return
        assert reply.headers["content-type"] == MEDIA_TYPE, asked
        problem = reply.json()
        assert problem["status"] == reply.status_code == status_of(problem["code"]), asked
        assert problem["type"] == f"urn:auxilio:refusal:{problem['code']}", asked
        after = self.accounts.counted()
        if problem["code"] == "sign_in_refused":  # whose refusal is a fact, in a stream of its own
            after |= {name: before[name] for name in ("facts", "commands", "aggregates")}
        assert after == before, f"half done: {asked}"


@pytest.fixture(scope="package")
async def served_database(postgres_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    async with fresh_database(postgres_server) as fresh:
        yield fresh


@pytest.fixture(scope="package")
async def seeded(served_database: Database, town: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demo's people, places and units. No worker runs: what is counted is what was asked for."""
    settings = Settings(
        area="demo",
        data=tmp_path_factory.mktemp("served"),
        database_url=served_database.dsn,
        region=town,
        port=free_port(),
        log_format="json",
        public_url=PUBLIC_URL,
        trusted_proxies=PROXY,
    )
    await seed(settings)
    return settings


@pytest.fixture(scope="package")
def served(seeded: Settings) -> Iterator[Served]:
    with serving(seeded) as address:
        running = Served(address, str(seeded.database_url))
        try:
            yield running
        finally:
            running.accounts.close()
