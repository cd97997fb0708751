"""The desk and the caller's page over invented boards: by keyboard, and looked at by axe in both themes."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS, press, press_again, violations
from tests.browser.kit import layout_boards as layout
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST, served
from tests.browser.kit.shipped_content import shipped_content

MAPS = True

pytestmark = [
    pytest.mark.skipif(
        not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
    ),
]
type Posted = list[tuple[str, object]]


@pytest.fixture(scope="module")
def content() -> object:
    return shipped_content()


@pytest.fixture
def desk(browser: Browser, content: object) -> Iterator[tuple[Page, str, Posted]]:
    answers: dict[str, tuple[int, object]] = {
        "GET /api/session": (200, scenes.session(sorted(permissions_of(frozenset({"call_taker"}))))),
        "GET /api/content": (200, content),
        "POST /api/commands": (200, {"command": "x", "versions": {}, "facts": {}}),
    }
    with served(answers) as (address, posted):
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080}, locale="es-ES", timezone_id="Europe/Madrid"
        )
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page(), address, posted
        context.close()


def commands(posted: Posted) -> list[dict[str, object]]:
    """The commands that the page sent, in order; other POSTs only ask."""
    return [body["command"] for key, body in posted if key == "POST /api/commands" and isinstance(body, dict)]


def sent(posted: Posted) -> list[object]:
    return [command["kind"] for command in commands(posted)]


def until_sent(page: Page, posted: Posted, kinds: list[str]) -> None:
    """These kinds of command, and no other, have come within a minute, in whatever order: each goes a way of its own."""
    for _ in range(300):
        if len(sent(posted)) >= len(kinds):
            break
        page.wait_for_timeout(200)
    page.wait_for_timeout(300)
    assert sorted(map(str, sent(posted))) == sorted(kinds)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_at_a_desk_in_a_call(desk: tuple[Page, str, Posted], theme: str) -> None:
    page, address, _ = desk
    scenes.show(page, scenes.in_call())
    page.goto(f"{address}/desk?theme={theme}")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    page.wait_for_timeout(500)
    assert violations(page) == []


def test_the_call_that_rings_is_answered_with_alt_a(desk: tuple[Page, str, Posted]) -> None:
    page, address, posted = desk
    scenes.show(page, scenes.waiting())
    page.goto(f"{address}/desk")
    expect(page.get_by_role("button", name="Atender")).to_be_enabled()
    page.keyboard.press("Alt+a")
    until_sent(page, posted, ["calls.answer"])


def test_help_is_sent_with_f9_and_the_interview_answered_with_one_key(desk: tuple[Page, str, Posted]) -> None:
    page, address, posted = desk
    scenes.show(page, scenes.in_call())
    page.goto(f"{address}/desk")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    press(page, "F9")
    page.keyboard.press("F4")
    page.keyboard.press("3")
    until_sent(page, posted, ["dispatch.send_help", "triage.answer"])
    (said,) = [command for command in commands(posted) if command["kind"] == "triage.answer"]
    assert said["answer"] == "adult"


def test_the_key_of_the_metronome_pressed_twice_at_once_goes_on_twice(
    desk: tuple[Page, str, Posted], content: dict[str, Any]
) -> None:
    page, address, _ = desk
    boards = scenes.in_call()
    boards["desk"]["calls"][scenes.CALL]["channel"] = "voice"
    digest = content["cards"]["rcp-adulto"]["digest"]
    card = layout.dictation("rcp-adulto", digest, "comprimir") | {"case": scenes.CASE}
    boards["case"]["dictations"] = {layout.CARD: card}
    asked = []

    def take(route: Route) -> None:
        asked.append(route.request.post_data_json["command"].get("mode"))
        kept = {"command": "x", "versions": {f"dictation:{layout.CARD}": 9}, "facts": {}}
        route.fulfill(json=kept)

    page.route("**/api/commands", take)
    scenes.show(page, boards)
    page.goto(f"{address}/desk")
    page.locator('[data-region="6"] .metronome').wait_for()
    page.keyboard.press("F6")
    page.keyboard.press("KeyB")
    page.keyboard.press("KeyB")
    for _ in range(50):
        if len(asked) == 2:
            break
        page.wait_for_timeout(100)
    assert asked == ["both", "off"]


def test_the_card_is_dictated_with_the_space_bar_and_not_from_a_field(desk: tuple[Page, str, Posted]) -> None:
    page, address, posted = desk
    boards = scenes.in_call()
    boards["desk"]["calls"][scenes.CALL]["channel"] = "voice"
    scenes.show(page, boards)
    page.goto(f"{address}/desk")
    page.get_by_text("Ponga el teléfono en altavoz").wait_for()
    page.get_by_label("Notas").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(200)
    assert sent(posted) == []
    page.keyboard.press("F6")
    page.keyboard.press("Space")
    until_sent(page, posted, ["instructions.open_card", "instructions.say_step"])


def test_a_call_is_not_hung_up_by_one_slip(desk: tuple[Page, str, Posted]) -> None:
    page, address, posted = desk
    scenes.show(page, scenes.in_call())
    page.goto(f"{address}/desk")
    page.get_by_role("button", name="Colgar").wait_for()
    press(page, "Alt+x")
    again = page.get_by_text("otra vez para confirmar")
    again.wait_for()
    expect(again).to_have_count(0)  # its two seconds are over
    assert sent(posted) == []
    page.keyboard.press("Alt+x")
    press_again(page, "Alt+x")
    page.get_by_role("dialog", name="La línea debe seguir abierta: PCR: RCP guiada ya. ¿Colgar?").wait_for()
    assert sent(posted) == []
    page.keyboard.press("Digit1")
    until_sent(page, posted, ["calls.hang_up"])


def test_every_key_of_the_desk_stands_in_the_help_sheet(desk: tuple[Page, str, Posted]) -> None:
    page, address, _ = desk
    scenes.show(page, scenes.in_call())
    page.goto(f"{address}/desk")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    page.keyboard.press("F1")
    sheet = page.get_by_role("dialog", name="Ayuda")
    for words in ("Atender", "ENVIAR AYUDA", "Retener", "Colgar", "Avisar al jefe de sala"):
        expect(sheet.get_by_text(words).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").last.fill("colg")
    expect(page.get_by_role("option", name="Colgar")).to_be_visible()


def test_help_begins_with_the_region_of_the_focus_and_says_why_other_keys_are_dashed(
    desk: tuple[Page, str, Posted],
) -> None:
    page, address, _ = desk
    scenes.show(page, scenes.in_call())
    page.goto(f"{address}/desk")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    sheet = page.get_by_role("dialog", name="Ayuda")
    page.keyboard.press("F6")
    page.keyboard.press("F1")
    expect(sheet.get_by_text("Lo siguiente")).to_be_visible()
    expect(sheet.get_by_role("heading", level=3).first).to_have_text("Tiene el foco: Tarjeta (F6)")
    expect(sheet.get_by_text("Antes, F6")).to_have_count(0)
    expect(sheet.get_by_text("Antes, F4")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("F8")
    page.keyboard.press("F1")
    expect(sheet.get_by_role("heading", level=3).first).to_have_text("Tiene el foco: Historia (F8)")
    expect(sheet.get_by_text("Antes, F6")).to_be_visible()
    # What cannot be done now says why beside its key.
    line = sheet.get_by_role("listitem").filter(has_text="Incidente nuevo")
    expect(line).to_contain_text(" · ")
    expect(line.locator("kbd.dashed")).to_have_count(1)
    assert violations(page) == []


def test_a_refusal_stands_where_it_was_pressed(desk: tuple[Page, str, Posted], browser: Browser) -> None:
    page, address, _ = desk
    scenes.show(page, scenes.in_call())
    page.route(
        "**/api/commands",
        lambda route: route.fulfill(status=409, json={"code": "case_not_open", "status": 409, "facts": {}}),
    )
    page.goto(f"{address}/desk")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    press(page, "F9")
    page.get_by_role("alert").filter(has_text="✕").first.wait_for()


def test_a_desk_is_told_that_times_are_by_a_straight_line(desk: tuple[Page, str, Posted]) -> None:
    page, address, _ = desk
    scenes.show(page, scenes.in_call(), without={"roads": "lost"})
    page.goto(f"{address}/desk")
    page.get_by_text("SIN CARRETERAS").wait_for()


@pytest.mark.parametrize(
    ("more", "chip", "note"),
    [
        ({"uncertainty_m": 300}, "teléfono ±300 m", "círculo: teléfono ±300 m"),
        (
            {"uncertainty_m": None},
            "teléfono, margen desconocido",
            "teléfono: margen desconocido, sin círculo",
        ),
        ({"uncertainty_m": 0}, "teléfono, margen desconocido", "teléfono: margen desconocido, sin círculo"),
    ],
)
def test_a_telephones_margin_is_said_or_said_to_be_unknown_and_never_made_up(
    desk: tuple[Page, str, Posted], more: dict[str, object], chip: str, note: str
) -> None:
    page, address, _ = desk
    boards = scenes.in_call()
    for row in boards["desk"]["calls"].values():
        row["position"] |= more
    scenes.show(page, boards)
    page.goto(f"{address}/desk")
    expect(page.get_by_text(chip).first).to_be_visible()
    expect(page.get_by_text(note)).to_be_visible()
    expect(page.get_by_text("±0 m")).to_have_count(0)
    unknown = not more["uncertainty_m"]
    expect(page.locator(".pin.unsure")).to_have_count(1 if unknown else 0)
    if unknown:
        assert violations(page) == []


def test_a_fix_whose_clock_is_ahead_is_as_old_as_its_receipt(desk: tuple[Page, str, Posted]) -> None:
    page, address, _ = desk
    boards = scenes.in_call()
    for row in boards["desk"]["calls"].values():
        row["position"] |= {"at": "2050-01-01T00:00:00Z", "received_at": scenes.AT % 33}
    scenes.show(page, boards)
    page.goto(f"{address}/desk")
    expect(page.get_by_text("teléfono ±300 m · 0:1").first).to_be_visible()


def test_what_cannot_be_confirmed_says_so_and_goes_again_after_a_reload(
    desk: tuple[Page, str, Posted],
) -> None:
    page, address, posted = desk
    scenes.show(page, scenes.in_call())
    page.route("**/api/commands", lambda route: route.abort())
    page.goto(f"{address}/desk")
    page.get_by_text("¿Qué edad tiene?").wait_for()
    press(page, "F9")
    page.get_by_text("SIN CONFIRMAR: avise por teléfono").first.wait_for()
    page.unroute("**/api/commands")
    page.reload()
    page.get_by_text("¿Qué edad tiene?").wait_for()
    until_sent(page, posted, ["dispatch.send_help"])
