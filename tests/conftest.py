"""What tests of several capabilities share. Keep it small: a fixture of one capability lives with its tests."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import uvloop
from _pytest.fixtures import reorder_items
from hypothesis import settings

from auxilio.platform.postgres import EmbeddedPostgres, temporary_postgres
from tests.database import Database, fresh_database
from tests.temp_folders import open_folder

VOICE = Path(__file__).parent / "voice"
# No test of ours asserts wall-clock time, and Hypothesis is no exception: a busy machine is not a failure.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def _asyncio_loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Tests run on the event loop that `serve`, `worker`, `voice` and `radio` run on (decision 0230).

    pytest-asyncio's hook for it (`pytest_asyncio_loop_factories`, 1.5) makes the loop a parameter of asynchronous tests alone:
    whenever a synchronous one asks for a fixture of the session, all of them are torn down and made again, the database too.
    """
    return uvloop.new_event_loop


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--share=2/3`: the second of three parts of the tests that are asked for, each of whole files (tools/check.py)."""
    parser.addoption("--share", help="N/COUNT")


COLLECTED = pytest.StashKey[int]()
"""The place of a test in the order of the files."""
_place = count()


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that asks for a server is marked by asking, so that nobody forgets: see tools/check.py for the shares."""
    item.stash[COLLECTED] = next(_place)
    if "postgres_server" in getattr(item, "fixturenames", ()):
        item.add_marker("database")
    if item.path.is_relative_to(Path(__file__).parent / "browser"):
        item.add_marker("browser")
    if item.path.is_relative_to(Path(__file__).parent / "content"):
        item.add_marker("slow")  # every path of every protocol


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the share of what the marks left: the files with most tests first, each to the part that has fewest.

    The random order is made before; tests that share one instance of a fixture with parameters (a proxy, an edge) stand
    together again, so that it starts once. Tests of voice keep the order of their files: those of a file share one centre and
    its telephones.
    """
    told = [item for item in items if item.path.is_relative_to(VOICE)]
    mixed = reorder_items([item for item in items if not item.path.is_relative_to(VOICE)])
    items[:] = mixed + sorted(told, key=lambda item: item.stash[COLLECTED])
    share: str | None = config.getoption("share")
    if share is None:
        return
    number, count = map(int, share.split("/"))
    sizes = Counter(item.path for item in items)
    parts: list[tuple[int, set[Path]]] = [(0, set()) for _ in range(count)]
    for path, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
        least = min(range(count), key=lambda n: parts[n][0])
        parts[least] = (parts[least][0] + size, parts[least][1] | {path})
    kept = parts[number - 1][1]
    config.hook.pytest_deselected(items=[item for item in items if item.path not in kept])
    items[:] = [item for item in items if item.path in kept]


@pytest.fixture
async def database(postgres_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own."""
    async with fresh_database(postgres_server) as fresh:
        yield fresh
