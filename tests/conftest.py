"""What tests of several capabilities share. Keep it small: a fixture of one capability lives with its tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from auxilio.platform.postgres import EmbeddedPostgres, temporary_postgres
from tests.database import Database, fresh_database
from tests.folders import open_folder

# No test of ours asserts wall-clock time, and Hypothesis is no exception: a busy machine is not a failure.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
async def postgres_server() -> AsyncIterator[EmbeddedPostgres]:
    """One embedded PostgreSQL for the session. Make a database of your own in it; leave others' alone."""
    async with temporary_postgres() as server:
        yield server


@pytest.fixture
def open_tmp_path() -> Iterator[Path]:
    """Like `tmp_path`, but another account may enter it: pytest's own is closed to all but us."""
    with open_folder() as folder:
        yield folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a server is marked by asking, so that nobody forgets: see tools/check.py for the shares."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "postgres_server" in fixtures:
            item.add_marker("database")
        if item.path.is_relative_to(Path(__file__).parent / "browser"):
            item.add_marker("browser")
        if item.path.is_relative_to(Path(__file__).parent / "content"):
            item.add_marker("slow")  # every path of every protocol


@pytest.fixture
async def database(postgres_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own."""
    async with fresh_database(postgres_server) as fresh:
        yield fresh
