"""A whole installation behind a page: a real server with its database, its region and its worker, one for each file."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, expect, sync_playwright

from auxilio.app.cli.demo import own_port, running_demo
from auxilio.app.settings import read_settings
from tests.browser.browser_session import (
    ARGUMENTS,
    CHROMIUM,
    DRAWS_MAPS,
    NO_MAPS,
    ROOT,
    defects,
    sign_in,
    violations,
    window,
)
from tests.browser.voice_edge import Edge, edge
from tests.temp_folders import open_folder

__all__ = ["sign_in", "violations"]
RUNNING = "AUXILIO_BROWSER_INSTALLATION"
"""The address of a demo that runs already; for whoever writes a page and wants no minute of waiting."""
RUNNING_ANDORRA = "AUXILIO_BROWSER_ANDORRA"
MADE = "AUXILIO_BROWSER_MADE"
"""A folder for the one centre that every file's installation is a copy of; several runs of pytest share it."""
SHARED = ROOT.parent / "shared"
ANDORRA = SHARED / "geo" / "data" / "andorra.osm.pbf"
DIST = ROOT / "src" / "auxilio" / "console_dist" / "index.html"


@pytest.fixture(autouse=True)
def no_page_breaks() -> Iterator[None]:
    defects.clear()
    yield
    assert defects == []


@contextmanager
def demo(
    running: str,
    *,
    region: Path | None = None,
    radio: bool = False,
    like: Path | None = None,
    keep: Path | None = None,
    mode: str = "",
    environ: Mapping[str, str] = MappingProxyType({}),
    prepare: Callable[[Path], None] = lambda data: None,
) -> Iterator[str]:
    """The address of a seeded centre: embedded PostgreSQL, `serve`, `worker` and `voice` as processes, in a folder of its own.

    All installations of a run of pytest are started by it as `auxilio demo` starts them, and so fork their processes from one that
    imports the code once. `like` is the folder of one that was made before and has stopped; it is copied, with the owner of each
    file; `prepare` is given the copy before it starts. `keep` is where to make one that shall stay. `environ`: settings of its own. `mode`: what the copy is instead of an exercise.
    Its port is never the one that is meant where none is said: the page of settings tells the two apart.
    """
    if address := os.environ.get(running):
        yield address.rstrip("/")
        return
    if not DIST.is_file():
        absent("the console is not built: tools/build_console.py")
    given = read_settings({**os.environ, **environ}, Path.cwd())
    with open_folder() as folder, own_port(given.port + 10_000, "127.0.0.1") as port:
        if like is not None:
            subprocess.run(["cp", "-a", str(like), str(folder / "data")], check=True)
        if mode:
            (folder / "data" / "mode").write_text(f"{mode}\n")
        prepare(folder / "data")
        settings = msgspec.structs.replace(given, data=keep or folder / "data", port=port)
        whole = running_demo(settings, extract=region, lan=False, quiet=True, radio=radio)
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(whole):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def folder_of_made() -> Iterator[Path]:
    """Where the one that was made lies: for all who run beside us, when tools/check.py says so, else our own."""
    if shared := os.environ.get(MADE):
        with (Path(shared) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Path(shared)
        return
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def made() -> Iterator[Path | None]:
    """A centre on the invented town that was made and stopped; None where one runs already."""
    if os.environ.get(RUNNING):
        yield None
        return
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of_made())
        if not (folder / "whole").exists():
            with demo(RUNNING, keep=folder / "data"):
                pass
            (folder / "whole").touch()
        if os.environ.get(MADE):
            stack.close()  # others may look; the folder stays for them
        yield folder / "data"


@pytest.fixture(scope="module")
def installation(made: Path | None) -> Iterator[str]:
    """A centre on the invented town for one file of stories: no other file's cases have its vehicles and desks."""
    with demo(RUNNING, like=made) as address:
        yield address


@pytest.fixture(scope="module", params=["embedded", "edge"])
def behind(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Edge | None]:
    """For stories with a voice, which hold on both set-ups: all in one process, and rtpengine behind Kamailio."""
    if request.param == "embedded":
        yield None
        return
    with edge(tmp_path_factory.mktemp("edge")) as there:
        yield there


@pytest.fixture(scope="session")
def andorra() -> Iterator[str]:
    """A centre on the real Andorra, from OpenStreetMap's extract."""
    if not ANDORRA.is_file():
        pytest.skip(f"the extract is not there: ../shared/{ANDORRA.relative_to(SHARED)}")
    with demo(RUNNING_ANDORRA, region=ANDORRA) as address:
        yield address


@pytest.fixture(scope="package")
def browsers() -> Iterator[Callable[[bool], Browser]]:
    """Debian's Chromium, with maps and without, each started once. For this package only: Playwright's loop may not stay open under asynchronous tests."""
    if CHROMIUM is None:
        absent("Debian's chromium is not installed")
    with sync_playwright() as playwright, ExitStack() as started:

        @cache
        def start(maps: bool) -> Browser:
            more = DRAWS_MAPS if maps else NO_MAPS
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
            started.callback(browser.close)
            return browser

        yield start


@pytest.fixture(scope="module")
def browser(browsers: Callable[[bool], Browser], request: pytest.FixtureRequest) -> Browser:
    """The browser of a file of stories. It draws maps where the file says `MAPS = True`, and for pictures."""
    return browsers(getattr(request.module, "MAPS", False) or bool(os.environ.get("AUXILIO_TOUR")))


def absent(why: str) -> None:
    """What a test needs and is not installed: a skip for a person, a failure on the machine that judges."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
def ona(browser: Browser, installation: str) -> Iterator[Page]:
    """The administrator of the demo on `/admin`."""
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    sign_in(page, "ona")
    page.goto("/admin")
    expect(page.get_by_role("region", name="Personas").get_by_role("option").first).to_be_visible()
    yield page
    context.close()
