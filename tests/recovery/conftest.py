"""One centre for every test that hurts one: it must be well again after each, so the next finds it well."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.browser_session import ARGUMENTS, CHROMIUM, DRAWS_MAPS
from tests.browser.conftest import DIST, absent
from tests.recovery.demo_centre import Centre, running_centre
from tests.recovery.disk import small_disk
from tests.temp_folders import open_folder


@pytest.fixture(scope="package")
def centre() -> Iterator[Centre]:
    if not DIST.is_file():
        absent("the console is not built: tools/build_console.py")
    with open_folder() as folder, small_disk(folder / "data" / "postgres") as small:
        (folder / "data" / "mode").write_text("exercise\n")
        with running_centre(folder=folder) as running:
            running.small_disk = small
            yield running


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, driven from the test's own loop: the load goes on beside it."""
    if CHROMIUM is None:
        absent("Debian's chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *DRAWS_MAPS])
        yield browser
        await browser.close()
