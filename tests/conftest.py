"""What tests of several capabilities share. Keep it small: a fixture of one capability lives with its tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import uvloop
from _pytest.fixtures import reorder_items
from hypothesis import settings

from auxilio.platform.postgres import EmbeddedPostgres, temporary_postgres
from tests.database import Database, fresh_database
from tests.temp_folders import open_folder

HERE = Path(__file__).parent
VOICE = HERE / "voice"
WHOLE = (HERE / "access", HERE / "input")
"""Folders whose tests share one application: in one share, for each part would start its own."""
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
    if mark := _mark_of_folder(item.path):
        item.add_marker(mark)


@cache
def _mark_of_folder(file: Path) -> str | None:
    """What all tests of the file are marked by, because of where it lies."""
    if file.is_relative_to(HERE / "browser"):
        return "browser"
    return "slow" if file.is_relative_to(HERE / "content") else None  # every path of every protocol


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the random order: tests of a folder stand together again, so that what they share (`scope="package"`: an application with
    everybody signed in) starts once, and so do those that share one instance of a fixture with parameters (a proxy, an edge). Tests
    of voice keep the order of their files: those of a file share one centre and its telephones."""
    told = [item for item in items if item.path.is_relative_to(VOICE)]
    mixed = reorder_items([item for item in items if not item.path.is_relative_to(VOICE)])
    items[:] = by_folder(mixed) + sorted(told, key=lambda item: item.stash[COLLECTED])


def by_folder(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The folders in the order in which each has its first test; within a folder the order stays as it is."""
    first: dict[Path, int] = {}
    for place, item in enumerate(items):
        first.setdefault(item.path.parent, place)
    return sorted(items, key=lambda item: first[item.path.parent])


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of another share is not imported: a third of a share's tests would cost as much to collect as all of them."""
    share: str | None = config.getoption("share")
    return True if share is not None and collection_path in files_of_others(share) else None


@cache
def files_of_others(share: str) -> frozenset[Path]:
    """The files that are of no use to this share: files and whole folders with most tests go first, each to the part that has fewest.

    Which marks they have is not known before they are imported. An asynchronous test counts for ten: most open a database.
    """
    number, count = map(int, share.split("/"))
    texts = {file: file.read_text("utf-8") for file in HERE.rglob("test_*.py")}
    sizes: dict[Path, int] = {}
    for file, text in texts.items():
        one = file.parent if file.parent in WHOLE else file
        sizes[one] = sizes.get(one, 0) + 9 * text.count("async def test_") + text.count("def test_")
    parts: list[tuple[int, set[Path]]] = [(0, set()) for _ in range(count)]
    for one, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
        least = min(range(count), key=lambda n: parts[n][0])
        parts[least] = (parts[least][0] + size, parts[least][1] | {one})
    ours = parts[number - 1][1]
    return frozenset(file for file in texts if not {file, file.parent} & ours)


@pytest.fixture
async def database(postgres_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own."""
    async with fresh_database(postgres_server) as fresh:
        yield fresh
