"""The room over invented boards: whom it telephones, what it puts first, what its keys say."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS, violations
from tests.browser.kit import layout_room_board as rooms
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.layout_boards import LiveBoards
from tests.browser.kit.layout_centre_board import UNIT
from tests.browser.kit.page_server import DIST, served

pytestmark = [
    pytest.mark.thorough,
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


def _hands_come_back(page: Page, needs: Locator, boards: dict[str, Any], live: LiveBoards) -> None:
    """What comes back, or closes, gives the hands back to what had them."""
    hand = needs.locator(f'[data-row="{page.locator(":focus").get_attribute("data-row")}"]')
    with page.expect_popup() as own:
        page.keyboard.press("Control+KeyO")
    expect(needs).to_be_focused()
    with own.value.expect_event("close"):
        page.keyboard.press("Control+KeyO")
    expect(hand).to_be_focused()
    for opens in ("preferencias", "llamar"):
        page.keyboard.press("Control+KeyK")
        page.keyboard.type(opens)
        page.get_by_role("dialog").get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").locator("header")).to_be_visible()
        page.keyboard.press("Escape")
        expect(hand).to_be_focused()
    # The row that had them has gone meanwhile: they stay in its region, and from a page that nobody has touched on the page.
    page.keyboard.press("Alt+KeyL")
    expect(page.get_by_role("dialog", name="Llamar")).to_be_visible()
    alarmed = boards["room"]["units"][UNIT % 9]
    live.change("room", "units", alarmed | {"v": 9, "emergency": None})
    hand.wait_for(state="detached")
    page.keyboard.press("Escape")
    expect(needs.locator(":focus")).to_have_count(1)
    page.reload()
    page.get_by_role("banner").wait_for()
    page.keyboard.press("F1")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("main")).to_be_focused()


def test_in_the_room_what_has_just_come_stands_before_what_is_so_every_day_and_one_key_hears_an_alarm(
    browser: Browser,
) -> None:
    may = sorted(permissions_of(frozenset({"supervisor"})))
    session = scenes.session(may, agency=None, roles=["supervisor"], desk="room", password_given=False)
    doubt: dict[str, object] = {
        "unit": UNIT % 0, "verdict": "no_fix", "facts": {}, "point": None, "at": scenes.AT % 1,
        "received_at": scenes.AT % 1, "device": None,
    }  # fmt: skip
    knocking = {"device": "tracker-7", "unit": UNIT % 1, "count": 4, "last_at": scenes.AT % 2}
    alone = [
        {"id": f"pc-{n}", "service": "CIVIL_PROTECTION", "name": f"Protección Civil {n}", "phone": None, "has_console": False}
        for n in range(8)
    ]  # fmt: skip
    answers: dict[str, tuple[int, object]] = {
        "GET /api/session": (200, session),
        "GET /api/directory": (200, rooms.directory() | {"agencies": alone}),
        "GET /api/dispatch/doubts": (200, [doubt]),
        "GET /api/dispatch/knocking": (200, [knocking]),
        "GET /api/dispatch/positions": (200, []),
    }
    with served(answers) as (address, _):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-ES")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        boards = rooms.room(calm=True)
        boards["room"]["watches"] = {
            WATCH: alarm() | {"kind": "process_fault", "about": "telephony", "level": "room"}
        }
        live = LiveBoards(page, boards)
        page.goto(f"{address}/room")
        modes = page.get_by_role("region", name="Modos y novedades").get_by_role("list").first
        # In sight, though not all has room; what is so every day is what is counted.
        expect(modes.get_by_role("listitem").filter(has_text="posición dudosa")).to_be_visible()
        expect(modes.get_by_role("listitem").filter(has_text="Protección Civil")).to_have_count(0)
        modes.get_by_role("button", name="más: ver todo").press("Enter")
        layer = page.get_by_role("dialog", name="Modos y novedades")
        expect(layer.get_by_role("listitem").filter(has_text="Protección Civil")).to_have_count(len(alone))
        told = layer.get_by_role("listitem").all_inner_texts()
        every_day = next(nth for nth, words in enumerate(told) if "Protección Civil" in words)
        for came in ("posición dudosa", "tracker-7", "telephony"):
            assert next(nth for nth, words in enumerate(told) if came in words) < every_day, told
        page.keyboard.press("Escape")

        needs = page.get_by_role("region", name="Me necesita")
        row = needs.get_by_role("option").filter(has_text="Enterado")
        row.first.focus()
        expect(needs.get_by_role("button", name="Enterado")).to_have_count(1)
        expect(needs.get_by_role("button", name="Enterado")).to_have_attribute("aria-keyshortcuts", "Alt+V")

        _hands_come_back(page, needs, boards, live)
        context.close()
