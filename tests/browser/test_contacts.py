"""An administrator writes a contact; a centre finds it and reads its number, and a desk finds it too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import (
    DESK,
    PHONE,
    by_bar,
    layer_asks,
    picture,
    sign_in,
    violations,
    window,
)

pytestmark = pytest.mark.thorough

NUMBER = "+34900000031"


@contextmanager
def signed_in(browser: Browser, installation: str, *who: Any) -> Iterator[Page]:
    *person, path = who
    with window(browser, installation, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, *person)
        page.goto(path)
        expect(page.get_by_role("region").first).to_be_visible()
        yield page


def finds(page: Page, words: str) -> None:
    by_bar(page, "contactos")
    field = layer_asks(page)
    field.fill(words)
    rows = page.get_by_role("listbox", name="Contactos").get_by_role("option")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(NUMBER)
    assert violations(page) == []


def former_telephone_is_put_back(page: Page) -> None:
    page.get_by_role("button", name="Cambiar Gas, averías").click()
    page.get_by_role("textbox", name="Teléfono").fill("+34900000039")
    page.get_by_role("textbox", name="Teléfono").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Guardado: Gas, averías")).to_be_visible()
    page.get_by_label("Buscar un contacto").fill("averias gas 39")
    page.get_by_role("button", name="Historial de Gas, averías").click()
    layer = page.get_by_role("dialog", name="Historial de Gas, averías")
    expect(layer.get_by_role("listitem").first).to_contain_text(NUMBER)
    assert violations(page) == []
    layer.get_by_role("button", name="Volver a lo de antes").click()
    expect(page.get_by_role("textbox", name="Teléfono")).to_have_value(NUMBER)
    expect(page.get_by_label("Nombre")).to_be_focused()
    page.get_by_label("Nombre").press("Enter")
    page.get_by_label("Buscar un contacto").fill("")
    expect(page.get_by_role("row").filter(has_text=NUMBER)).to_have_count(1)


def test_a_contact_is_written_copied_found_by_centre_and_desk_and_removed(
    browser: Browser, installation: str
) -> None:
    with signed_in(browser, installation, "ona", "/admin?section=contacts") as ona:
        region = ona.get_by_role("region", name="Contactos", exact=True).first
        expect(region.get_by_text("Ningún contacto")).to_be_visible()
        ona.get_by_label("Nombre").fill("Gas, averías")
        ona.get_by_role("button", name="Guardar").click()
        expect(ona.get_by_role("textbox", name="Teléfono")).to_have_attribute("aria-invalid", "true")
        ona.get_by_role("textbox", name="Teléfono").fill("+34 900 000 031")
        ona.get_by_label("Para qué").fill("Olor a gas, cortar el gas")
        ona.get_by_label("Horario").fill("24 h")
        ona.get_by_label("Horario").press("Enter")
        expect(ona.get_by_role("status").filter(has_text="Guardado: Gas, averías")).to_be_visible()
        row = ona.get_by_role("row").filter(has_text=NUMBER)
        expect(row).to_have_count(1)
        expect(ona.get_by_label("Nombre")).to_be_focused()

        ona.get_by_role("button", name="Copiar Gas, averías").click()
        expect(ona.get_by_label("Nombre")).to_have_value("Gas, averías")
        ona.get_by_label("Nombre").fill("Agua, averías")
        ona.get_by_role("textbox", name="Teléfono").fill("+34900000032")
        ona.get_by_role("combobox", name="Añadir otro idioma").press_sequentially("arabe")
        expect(ona.get_by_role("listbox").get_by_role("option", name="árabe")).to_be_visible()
        ona.keyboard.press("Enter")
        expect(ona.get_by_role("button", name="Quitar: árabe")).to_be_visible()
        ona.get_by_role("textbox", name="Teléfono").press("Enter")
        expect(ona.get_by_role("row").filter(has_text="+34900000032")).to_have_count(1)
        ona.get_by_label("Buscar un contacto").fill("averias gas 31")
        expect(ona.get_by_role("row").filter(has_text="Agua, averías")).to_have_count(0)
        for size, width in ((DESK, 1440), (PHONE, 390)):
            ona.set_viewport_size(size)
            assert violations(ona) == [], width
            picture(ona, f"admin-contacts-{width}")

        former_telephone_is_put_back(ona)

    with signed_in(browser, installation, "marta", "san-desk-1", "/centre") as marta:
        finds(marta, "olor 031")
        picture(marta, "centre-contacts")
    with signed_in(browser, installation, "lucia", "desk-07", "/desk") as lucia:
        finds(lucia, "gas 000031")

    with signed_in(browser, installation, "ona", "/admin?section=contacts") as ona:
        for name in ("Gas, averías", "Agua, averías"):
            ona.get_by_role("button", name=f"Quitar {name}").click()
            ona.get_by_role("button", name="Quitar: pulse otra vez").click()
            expect(ona.get_by_role("status").filter(has_text=f"Quitado: {name}")).to_be_visible()
        expect(ona.get_by_text("Ningún contacto")).to_be_visible()
