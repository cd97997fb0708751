"""The room over invented boards: whom it telephones."""

import pytest
from playwright.sync_api import Browser, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS, violations
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST, served

pytestmark = [
    pytest.mark.skipif(
        not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
    ),
]
WATCH = "0195a000-0000-7000-8000-000000000011"


def alarm() -> dict[str, object]:
    """A gateway that is lost, of the centre san-1, which nobody in the room has answered."""
    return {
        "id": WATCH, "kind": "radio_lost", "state": "escalated", "mode": "real", "subject": "gateway:tetra-1",
        "about": None, "case": None, "call": None, "priority": None, "to": [{"centre": "san-1"}], "level": "guard",
        "set_at": scenes.AT % 1, "amber_at": None, "red_at": None, "fired_at": scenes.AT % 2, "fired": 1,
        "duty_officer_calls": 0, "answered_at": None, "answered_by_name": None, "words": None, "over_at": None,
        "over_by": None,
    }  # fmt: skip


def contact(name: str, phone: str, deputy: int) -> dict[str, object]:
    return {"name": name, "phone": phone, "deputy": deputy, "until": scenes.AT % 59}


def test_an_alarm_that_climbed_names_who_is_on_call_for_its_centre_and_their_deputies(
    browser: Browser,
) -> None:
    on_call = [contact("Marta Soler", "+34600000001", 0), contact("Joan Vila", "4711", 1)]
    answers: dict[str, tuple[int, object]] = {
        "GET /api/session": (
            200,
            scenes.session(
                sorted(permissions_of(frozenset({"supervisor"}))), agency=None, roles=["supervisor"]
            ),
        ),
        "GET /api/on-call": (200, {"function": "duty_officer", "contacts": on_call}),
        "GET /api/directory": (200, {"agencies": [], "centres": [], "desks": []}),
        "POST /api/commands": (200, {"command": "x", "versions": {}, "facts": {}}),
    }
    with served(answers) as (address, posted):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-ES")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        scenes.show(page, {"room": {"watches": {WATCH: alarm()}}})
        page.goto(f"{address}/room")
        page.get_by_role("option").filter(has_text="mando de guardia").focus()
        with page.expect_request("**/api/on-call?function=duty_officer&centre=san-1"):
            page.keyboard.press("Enter")
        layer = page.get_by_role("dialog", name="Llame al mando de guardia")
        expect(layer).to_contain_text("Marta Soler, marque +34600000001")
        expect(layer.get_by_role("listitem")).to_have_text(["Joan Vila 4711"])
        assert violations(page) == []
        page.keyboard.press("1")
        expect(layer).to_be_hidden()
        assert [body for key, body in posted if key == "POST /api/commands"]
        context.close()
