"""A cardiac arrest told by somebody who can only write, answered by somebody who uses no mouse (product.md, promise 1 to 3)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hands import PHONE, picture, sign_in, violations, window

HERE = {"latitude": 41.9197, "longitude": 1.8980, "accuracy": 25}
DESK = "desk-07"


@pytest.fixture
def citizen(browser: Browser, house: str) -> Iterator[Page]:
    context = window(
        browser,
        house,
        PHONE,
        has_touch=True,
        is_mobile=True,
        geolocation=HERE,
        permissions=["geolocation"],
        color_scheme="dark",
    )
    page = context.new_page()
    page.goto("/call")
    yield page
    _leave(page)
    context.close()


@pytest.fixture
def operator(browser: Browser, house: str) -> Iterator[Page]:
    context = window(browser, house)
    page = context.new_page()
    sign_in(page, "lucia", DESK)
    page.goto("/desk")
    page.get_by_role("button", name="Listo").first.wait_for()
    yield page
    page.request.delete("/api/session", headers={"x-auxilio-csrf": _csrf(page)})
    context.close()


def _leave(page: Page) -> None:
    """Nobody is left waiting for the next story."""
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('auxilio.caller'))")
    if kept and kept["token"]:
        body = {"id": kept["ring"][:-4] + "0000", "command": {"kind": "calls.leave", "call": kept["call"]}}
        page.request.post("/api/commands", data=body, headers={"authorization": f"Bearer {kept['token']}"})


def _csrf(page: Page) -> str:
    token: str = page.request.get("/api/session").json()["csrf"]
    return token


def in_both_themes(page: Page, name: str, width: int) -> None:
    """Axe and a picture, dark and light; the page stays as it was."""
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        picture(page, f"{name}-{theme}-{width}")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def test_from_the_first_tap_to_help_sent_and_the_case_closed(citizen: Page, operator: Page) -> None:
    in_both_themes(citizen, "call", 390)
    operator.keyboard.press("Alt+KeyP")
    expect(operator.get_by_role("button", name="Listo", pressed=True)).to_be_visible()

    # The citizen: one tap, and a line.
    citizen.get_by_role("button", name="Escribir").tap()
    citizen.get_by_label("Escribir").fill("Mi padre no respira, C/ Mayor 12")
    citizen.keyboard.press("Enter")
    citizen.get_by_role("button", name="Enviarla").tap()
    expect(citizen.get_by_text("Posición enviada")).to_be_visible()
    expect(citizen.get_by_text("Recibido")).to_be_visible()

    # The operator: from here on no mouse.
    expect(operator.get_by_role("region", name="Llamada")).to_contain_text("Llamada", timeout=10_000)
    operator.keyboard.press("Alt+KeyA")
    operator.get_by_role("log").get_by_text("Mi padre no respira").wait_for()
    expect(citizen.get_by_role("heading", name="Le atiende una persona")).to_be_visible()
    _locate(operator)
    _prove(operator)
    expect(operator.get_by_role("img", name="Prioridad 0").first).to_be_visible()
    operator.keyboard.press("F9")
    expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()

    # A card, a line to read with it, and both ends see what is true.
    operator.keyboard.press("F6")
    operator.keyboard.press("Space")
    operator.get_by_role("region", name="Tarjeta").get_by_text("Metrónomo").first.wait_for()
    operator.keyboard.press("Space")
    operator.keyboard.press("Alt+KeyG")
    operator.keyboard.type("Póngalo boca arriba en el suelo")
    operator.keyboard.press("Enter")
    expect(citizen.get_by_role("log").get_by_text("Póngalo boca arriba en el suelo")).to_be_visible()
    in_both_themes(operator, "desk", 1440)
    in_both_themes(citizen, "call-chat", 390)

    citizen.reload()
    expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
    expect(citizen.get_by_role("log").get_by_text("Póngalo boca arriba en el suelo")).to_be_visible()
    expect(citizen.get_by_role("log").get_by_text("Mi padre no respira")).to_be_visible()

    operator.keyboard.press("Alt+KeyX")
    operator.keyboard.press("Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    operator.keyboard.press("Alt+KeyQ")
    operator.get_by_role("dialog").wait_for()


def _locate(operator: Page) -> None:
    """He is there; the address is found, and read back."""
    operator.keyboard.press("Digit1")
    operator.get_by_text("Sí", exact=True).first.wait_for()
    operator.keyboard.press("F2")
    operator.keyboard.type("C/ Mayor, 12")
    operator.get_by_role("listbox", name="Dónde").get_by_role("option").first.wait_for()
    operator.keyboard.press("Enter")
    operator.get_by_role("button", name="Leída: sí").wait_for()
    operator.keyboard.press("Enter")
    operator.get_by_text("LEÍDA ✓", exact=True).wait_for()


def _prove(operator: Page) -> None:
    """What, and the two answers that prove a cardiac arrest: 9 is no."""
    operator.keyboard.press("F3")
    operator.keyboard.type("parada")
    operator.get_by_role("listbox", name="Qué").get_by_role("option").first.wait_for()
    operator.keyboard.press("Enter")
    operator.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    operator.keyboard.press("F4")
    operator.keyboard.press("Digit9")
    operator.get_by_role("group", name="Mírele el pecho: ¿respira con normalidad?").wait_for()
    operator.keyboard.press("Digit9")
    operator.get_by_role("group", name="¿Qué edad tiene?").wait_for()
