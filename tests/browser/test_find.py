"""Ctrl+K finds an incident, an address, a unit and a telephone by keyboard, within the rights of who asks (decision 0330)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.api_actors import AtWork
from tests.browser.browser_session import DESK, PHONE, picture, sign_in, violations, window

MAPS = True
PHONE_NUMBER = "612340987"
HERE = {"lat": 41.9197, "lon": 1.8980}


@dataclass
class KnownCase:
    id: str
    number: str
    street: str
    taker: AtWork


@pytest.fixture(scope="module")
def known(installation: str) -> Iterator[KnownCase]:
    """A case of a call that was taken on another line, from a telephone."""
    taker = AtWork(installation, "lucia", "desk-06")
    call, case = str(uuid4()), str(uuid4())
    street = f"Carrer Zafir{case[:6]} 12"
    taker.do("calls.record", call=call, phone=f"+34{PHONE_NUMBER}")
    place = {"degree": "agreed", "point": HERE, "municipality": "Vila", "words": street}
    number = taker.do("cases.open", case=case, call=call, location=place)["number"]
    yield KnownCase(case, str(number), street, taker)
    taker.leave()


def asks(page: Page, words: str) -> Locator:
    """Two keys and the text; the answers to it have come. Returns the lines."""
    page.keyboard.press("Control+KeyK")
    layer = page.locator("dialog[open]")
    expect(layer.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("se queda")
    page.keyboard.press("Control+KeyK")  # pressed again, what is typed next begins anew
    page.keyboard.type(words)
    expect(layer.get_by_role("listbox")).to_have_attribute("aria-busy", "false")
    return layer.get_by_role("option")


def nothing_is_found(page: Page, words: str) -> None:
    expect(asks(page, words)).to_have_count(0)
    expect(page.locator("dialog[open]").get_by_role("status")).to_contain_text("Nada con")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def may_not_be_searched(page: Page, telephone: str) -> None:
    line = asks(page, telephone).first
    expect(line).to_contain_text("Su función no busca teléfonos: pídalo a la jefatura de sala o al archivo")
    expect(line).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_room_finds_by_number_address_unit_and_telephone(
    browser: Browser, installation: str, known: KnownCase
) -> None:
    with window(browser, installation, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, "clara", "room")
        page.goto("/room")
        expect(page.locator(".maplibregl-canvas")).to_be_visible()
        # The map's key leads to what the arrows move, past the buttons of its title.
        page.keyboard.press("F7")
        expect(page.locator(".maplibregl-canvas")).to_be_focused()

        # Esc puts the hands back where they were.
        page.keyboard.press("F4")
        before = page.locator(":focus").evaluate_handle("element => element")
        asks(page, "12%_\\")
        page.keyboard.press("Escape")
        assert page.evaluate("element => document.activeElement === element", before)

        # An address moves the map, and no place of a case.
        lines = asks(page, "Calle Mayor 12")
        expect(lines.first).to_contain_text("lugar")
        picture(page, "find-address-dark-1440")
        assert violations(page) == []
        page.keyboard.press("Enter")
        expect(page.locator(".maplibregl-map, .view")).not_to_have_count(0)
        expect(page.get_by_role("list", name="Leyenda")).to_contain_text("lugar buscado")

        lines = asks(page, "b01")
        expect(lines.first).to_contain_text("B-01")
        page.keyboard.press("Enter")
        expect(page.locator(".map")).to_contain_text("B-01")

        # A telephone is asked for by Enter alone, and who asked is written down.
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        lines = asks(page, PHONE_NUMBER)
        expect(lines.first).to_contain_text("queda registrado")
        # A slow hand's first two figures are the end of a number of a case, and asked for as such.
        assert not [url for url in asked if "by-phone" in url or PHONE_NUMBER in url]
        page.keyboard.press("Enter")
        expect(lines.first).to_contain_text(f"Incidente {known.number}")
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for width, size in (("1440", DESK), ("390", PHONE)):
                page.set_viewport_size(size)
                assert violations(page) == [], f"{theme} {width}"
                picture(page, f"find-phone-{theme}-{width}")
        page.set_viewport_size(DESK)
        page.keyboard.press("Escape")

        lines = asks(page, known.number)
        expect(lines.first).to_contain_text(f"Incidente {known.number} · {known.street}")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{installation}/case/{known.id}")
        # The hands are in the page that was opened.
        expect(page.locator("#page [data-region]:focus")).to_have_count(1)
        page.keyboard.press("Control+KeyK")
        expect(page.locator("dialog[open]").get_by_role("option").first).to_contain_text(
            f"Incidente {known.number}"
        )
        kept = page.evaluate("JSON.stringify(localStorage)")
        assert known.street not in kept
        assert PHONE_NUMBER not in kept


def test_a_number_typed_without_waiting_opens_its_incident_from_wherever_the_focus_is(
    browser: Browser, installation: str, known: KnownCase
) -> None:
    other = str(uuid4())
    street = f"Carrer Turmali{other[:6]} 3"
    place = {"degree": "agreed", "point": HERE, "municipality": "Vila", "words": street}
    number = str(known.taker.do("cases.open", case=other, location=place)["number"])
    with window(browser, installation) as context:
        page = context.new_page()
        sign_in(page, "iria", "desk-05")
        page.goto("/desk")
        expect(page.get_by_role("button", name=re.compile("listo", re.IGNORECASE)).first).to_be_visible()
        # Enter comes before the answer does: the line is taken as soon as it stands.
        for region in ("F2", "F3", "F8", "F4"):
            for typed, where in ((known.number, known.street), (number, street)):
                page.keyboard.press("Control+KeyK")
                page.keyboard.type(typed)
                page.keyboard.press("Enter")
                expect(page.get_by_role("region", name="Dónde")).to_contain_text(where)
                page.keyboard.press(region)


@pytest.mark.thorough
def test_the_desk_opens_what_it_found_by_its_end_and_who_has_no_right_finds_nothing(
    browser: Browser, installation: str, known: KnownCase
) -> None:
    with window(browser, installation) as context:
        page = context.new_page()
        sign_in(page, "iria", "desk-05")
        page.goto("/desk")
        expect(page.get_by_role("region").first).to_be_visible()
        # A call taker may not search telephones, and is told who may; both writings are the same number.
        for typed in (PHONE_NUMBER, f"+34{PHONE_NUMBER}"):
            may_not_be_searched(page, typed)
        for typed in ("tamaño de letra", "volumen", "sonido", "colores", "zurdo"):
            expect(asks(page, typed).first).to_contain_text("Preferencias")
            page.keyboard.press("Escape")
        expect(asks(page, "cerrar sesión").first).to_contain_text("Salir")
        page.keyboard.press("Escape")
        expect(asks(page, "idioma").first).to_contain_text("Ayuda")
        page.keyboard.press("Escape")
        lines = asks(page, known.number[-3:])
        expect(lines.first).to_contain_text(f"Incidente {known.number}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="Dónde")).to_contain_text(known.street)

        # Each line that is offered does something in sight: what is here already, a unit, a place, another tab, a layer.
        said = page.get_by_role("status")
        asks(page, known.number)
        page.keyboard.press("Enter")
        expect(said.filter(has_text=f"En este puesto: Incidente {known.number}")).to_be_attached()
        asks(page, "b01")
        page.keyboard.press("Enter")
        expect(page.locator(".map")).to_contain_text("B-01")
        asks(page, "Calle Mayor 12")
        page.keyboard.press("Enter")
        expect(page.get_by_role("list", name="Leyenda")).to_contain_text("lugar buscado")
        lines = asks(page, "zqzqzq")
        expect(lines.last).to_contain_text("se abre en otra pestaña")
        page.keyboard.press("Enter")
        expect(lines.last).to_have_attribute("aria-selected", "true")
        with context.expect_page() as opened:
            page.keyboard.press("Enter")
        expect(opened.value).to_have_url(f"{installation}/archive?text=zqzqzq")
        expect(said.filter(has_text="Abierto en otra pestaña: Buscar «zqzqzq»")).to_be_attached()
        expect(asks(page, "Clara").filter(has_text="Solo durante una llamada").first).to_have_attribute(
            "aria-disabled", "true"
        )
        page.keyboard.press("Escape")
        asks(page, "volumen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Preferencias")).to_be_visible()
        page.keyboard.press("Escape")

    with window(browser, installation) as context:
        page = context.new_page()
        sign_in(page, "ona")
        page.goto("/admin")
        expect(page.get_by_role("region").first).to_be_visible()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for words in (known.number, "b01"):
            nothing_is_found(page, words)
        may_not_be_searched(page, PHONE_NUMBER)
        assert not [url for url in asked if "/api/archive" in url or "/api/colleagues" in url]

        asks(page, "hospitales")
        page.keyboard.press("Enter")
        region = page.locator("[data-region='2']")
        expect(region).to_contain_text("Hospitales")
        expect(region).to_be_focused()
