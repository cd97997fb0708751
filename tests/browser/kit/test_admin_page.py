"""The administration over invented rows: what Ctrl+K finds there."""

import pytest
from playwright.sync_api import Browser, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS
from tests.browser.kit import layout_boards as boards
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST, served

pytestmark = pytest.mark.skipif(
    not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
)
PERSON = {
    "id": "p7", "login": "tona", "name": "Tona Prat", "roles": [], "agency": "bom", "centre": None, "languages": ["es"],
    "active": True, "password_given": False,
}  # fmt: skip


def test_the_search_box_finds_a_person_and_opens_their_form(browser: Browser) -> None:
    may = sorted(permissions_of(frozenset({"administrator"})))
    answers: dict[str, tuple[int, object]] = {
        "GET /api/session": (200, scenes.session(may, agency=None, roles=["administrator"], desk=None)),
        "GET /api/directory": (200, boards.directory()),
        "GET /api/admin/people": (200, [PERSON]),
    }
    with served(answers) as (address, _):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-ES")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        scenes.show(page, {})
        page.goto(f"{address}/admin")
        page.get_by_role("option").filter(has_text="Tona Prat").wait_for()
        page.keyboard.press("Control+KeyK")
        layer = page.locator("dialog[open]")
        expect(layer.get_by_role("combobox")).to_be_focused()
        page.keyboard.type("prat to")
        layer.locator('[role="option"][aria-selected="true"]').filter(has_text="Tona Prat").wait_for()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Tona Prat")).to_be_visible()
        context.close()
