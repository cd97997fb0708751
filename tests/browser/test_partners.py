"""An administrator lets another system in: registers it, gives it a key that a second person confirms, rotates and revokes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import (
    DESK,
    PHONE,
    by_bar,
    picture,
    sign_in,
    violations,
    violations_in_every_look,
    window,
)

LATER_MS = 500
"""Longer than a second press counts as a part of the first (`console/src/kit/armed-press.ts`)."""
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")


def answers(installation: str, token: str, path: str = "types/SAN-01") -> str:
    """What a system with this key is answered: `200`, or a code."""
    asked = httpx.get(f"{installation}/api/exchange/{path}", headers={"authorization": f"Bearer {token}"})
    return str(asked.json().get("code", asked.status_code)) if asked.is_error else str(asked.status_code)


def registers(page: Page, name: str) -> None:
    """By keyboard alone."""
    page.get_by_role("button", name="Nuevo sistema").focus()
    page.keyboard.press("Enter")
    layer = page.get_by_role("dialog", name="Nuevo sistema")
    expect(layer.get_by_label("Nombre del sistema")).to_be_focused()
    page.keyboard.press("Enter")
    expect(layer.get_by_text("Obligatorio")).to_be_visible()
    page.keyboard.type(name)
    layer.get_by_label("Actúa en nombre de").select_option("san")
    layer.get_by_label("A quién avisar si falla").fill("Luis Soler, +34 973 000 061")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"«{name}» guardado")).to_be_visible()


def makes_key(page: Page, partner: str, name: str, *opens: str) -> str:
    """The key that the page shows once."""
    page.get_by_role("button", name=f"Nueva clave para «{partner}»").focus()
    page.keyboard.press("Enter")
    layer = page.get_by_role("dialog", name=f"Nueva clave para «{partner}»")
    expect(layer.get_by_label("Para qué es")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(layer.get_by_text("Marque al menos una cosa.")).to_be_visible()
    for words in opens:
        layer.get_by_role("checkbox", name=words).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(layer.get_by_role("alert").filter(has_text="Hay texto sin enviar")).to_be_visible()
    layer.get_by_label("Peticiones por minuto").press("Enter")
    return takes_secret(page, name)


def takes_secret(page: Page, name: str) -> str:
    layer = page.get_by_role("dialog", name=f"Clave de «{name}»")
    expect(layer.get_by_text("Se muestra solo ahora")).to_be_visible()
    token = layer.get_by_label("Clave", exact=True).input_value()
    assert token.startswith("aux_")
    page.keyboard.press("Escape")
    expect(layer.get_by_role("alert").filter(has_text="Aún no la ha copiado")).to_be_visible()
    layer.get_by_role("button", name="Copiar").click()
    expect(layer.get_by_role("status")).not_to_be_empty()
    layer.get_by_label("Clave", exact=True).select_text()
    page.keyboard.press("Control+KeyC")
    expect(layer.get_by_role("status")).to_have_text("Copiada.")
    expect(layer.get_by_role("alert").filter(has_text="Aún no la ha copiado")).to_have_count(0)
    assert violations(page) == []
    layer.get_by_role("button", name="Ya la tengo").click()
    expect(layer).to_be_hidden()
    expect(page.get_by_text(token)).to_have_count(0)
    return token


@contextmanager
def clara(browser: Browser, installation: str) -> Iterator[Page]:
    context = window(browser, installation, color_scheme="light")
    page = context.new_page()
    sign_in(page, "clara", "room")
    yield page
    context.close()


def finds_the_waiting_key(page: Page) -> None:
    """From the room, by its notice; and from another section by the command bar, by what others call it."""
    page.goto("/room")
    modes = page.get_by_role("region", name="Modos y novedades")
    expect(modes.get_by_text("Otros sistemas: 1 por confirmar")).to_be_visible()
    modes.get_by_role("button", name="Ver las claves").press("Enter")
    expect(page.get_by_role("region", name="Otros sistemas: 1 por confirmar")).to_be_visible()
    page.goto("/admin?section=readiness")
    expect(page.get_by_role("radio", name="Otros sistemas: 1 por confirmar")).to_have_count(1)
    by_bar(page, "clave nueva")
    expect(page.get_by_role("region", name="Otros sistemas: 1 por confirmar")).to_be_visible()


def confirms(page: Page) -> None:
    """A second person, by keyboard: Escape and leaving take back the press that arms, and a held key is one press."""
    finds_the_waiting_key(page)
    expect(page.get_by_role("button", name="Nuevo sistema")).to_have_count(0)
    confirm = page.get_by_role("button", name="Confirmar la clave «Entrevistas a su historia»", exact=True)
    armed = page.get_by_role(
        "button", name="Sí, confirmar la clave «Entrevistas a su historia»: pulse otra vez"
    )
    for taken_back_by in ("Escape", "Shift+Tab"):
        confirm.focus()
        page.keyboard.press("Enter")
        expect(armed).to_be_focused()
        page.keyboard.press(taken_back_by)
        expect(armed).to_have_count(0)
    confirm.focus()
    page.keyboard.down("Enter")
    expect(armed).to_be_focused()
    page.wait_for_timeout(LATER_MS)
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(armed).to_be_focused()
    page.keyboard.press("Enter")
    line = page.get_by_role("listitem").filter(has_text="Entrevistas a su historia")
    expect(line.get_by_role("status").filter(has_text="ya sirve")).to_be_visible()
    expect(line).to_be_focused()
    expect(page.get_by_role("radio", name="Otros sistemas", exact=True)).to_have_count(1)
    assert violations(page) == []


def test_another_system_is_given_a_key_that_is_confirmed_rotated_and_revoked(
    browser: Browser, ona: Page, installation: str
) -> None:
    by_bar(ona, "otros sistemas")
    expect(ona.get_by_text("Ningún otro sistema tiene acceso")).to_be_visible()
    registers(ona, "Central 061")
    types = makes_key(ona, "Central 061", "Tipos de incidente", "Leer los tipos de incidente")
    line = ona.get_by_role("listitem").filter(has_text="Tipos de incidente")
    expect(line).to_contain_text("Sin usar")
    assert answers(installation, types) == "200"
    assert answers(installation, types, "protocols") == "scope_missing"
    expect(line).to_contain_text("Activa", timeout=20_000)
    expect(line).to_contain_text("127.0.0.1")

    reads = makes_key(ona, "Central 061", "Entrevistas a su historia", "Leer las entrevistas")
    waiting = ona.get_by_role("listitem").filter(has_text="Entrevistas a su historia")
    expect(waiting).to_contain_text("Por confirmar")
    assert answers(installation, reads) == "key_not_confirmed"
    expect(waiting).to_contain_text("la confirma otra persona")
    expect(waiting.get_by_role("button", name="Confirmar")).to_have_count(0)
    expect(ona.get_by_role("radio", name="Otros sistemas: 1 por confirmar")).to_have_count(1)
    with clara(browser, installation) as second:
        confirms(second)
    assert answers(installation, reads) == "scope_missing"

    ends_now(ona)
    rotates_and_revokes(ona, installation, types)
    assert violations_in_every_look(ona) == []
    for theme in THEMES:
        ona.emulate_media(color_scheme=theme)
        for size in (DESK, PHONE):
            ona.set_viewport_size(size)
            assert violations(ona) == []
            picture(ona, f"partners-{theme}-{size['width']}")


def ends_now(page: Page) -> None:
    """Without an overlap the layer says that the other system is shut out until a second person confirms."""
    page.get_by_role("button", name="Renovar la clave «Entrevistas a su historia»").press("Enter")
    layer = page.get_by_role("dialog", name="Renovar la clave «Entrevistas a su historia»")
    expect(layer.get_by_text("sirve cuando otra persona la confirma")).to_be_visible()
    layer.get_by_label("La actual sirve todavía").select_option("0")
    expect(layer.get_by_text("hasta que otra persona confirme la nueva clave")).to_be_visible()
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()


def rotates_and_revokes(page: Page, installation: str, types: str) -> None:
    page.get_by_role("button", name="Renovar la clave «Tipos de incidente»").click()
    layer = page.get_by_role("dialog", name="Renovar la clave «Tipos de incidente»")
    layer.get_by_label("Por qué").fill("cambio anual")
    page.keyboard.press("Enter")
    new = takes_secret(page, "Tipos de incidente")
    assert answers(installation, types) == answers(installation, new) == "200"
    line = page.get_by_role("listitem").filter(has_text="Tipos de incidente")
    expect(line).to_contain_text("La anterior sirve hasta")

    page.get_by_role("button", name="Revocar la clave «Tipos de incidente»").click()
    layer = page.get_by_role("dialog", name="Revocar la clave «Tipos de incidente»")
    layer.get_by_role("button", name="Revocar para siempre").click()
    expect(layer.get_by_text("Obligatorio")).to_be_visible()
    layer.get_by_label("Por qué").fill("ya no hace falta")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Revocada")).to_be_visible()
    expect(line).to_contain_text("Revocada")
    expect(line.get_by_role("status")).to_contain_text("Revocada")
    expect(line).to_be_focused()
    assert answers(installation, new) == "key_revoked"


@pytest.mark.thorough
def test_a_list_that_is_not_read_says_so_and_comes_when_it_is(ona: Page) -> None:
    ona.route("**/api/admin/partners", lambda route: route.abort())
    by_bar(ona, "otros sistemas")
    expect(ona.get_by_role("alert").filter(has_text="✕")).to_be_visible()
    ona.unroute("**/api/admin/partners")
    expect(ona.get_by_role("button", name="Nuevo sistema")).to_be_visible()
    expect(ona.get_by_role("alert").filter(has_text="✕")).to_have_count(0, timeout=20_000)
