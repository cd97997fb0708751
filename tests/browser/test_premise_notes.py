"""A premise note that a centre enters by its page reaches the desk, the centre and the crew of the next case there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import DESK, PHONE, picture, sign_in, sign_out, violations, window
from tests.browser.test_unit import Centre, vehicle
from tests.browser.test_unit import centre as around

pytestmark = pytest.mark.thorough
centre = around

WORDS = "Perro suelto en el patio: llamar antes"


@contextmanager
def sits(browser: Browser, installation: str, login: str, desk: str, path: str) -> Iterator[Page]:
    with window(browser, installation, DESK, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, login, desk)
        page.goto(path)
        yield page
        sign_out(page)


def enters(page: Page) -> None:
    """By keyboard: kind, address, words."""
    expect(page.get_by_text("Ninguna nota")).to_be_visible()
    page.get_by_role("button", name="Guardar").press("Enter")
    expect(page.get_by_text("Elija una dirección de la lista.")).to_be_visible()
    page.get_by_role("combobox", name="Clase").select_option(label="Perro")
    address = page.get_by_role("combobox", name="Dirección")
    address.fill("Calle Mayor 12")
    expect(page.get_by_role("listbox", name="Dirección").get_by_role("option").first).to_be_visible()
    address.press("Enter")
    page.get_by_label("Qué hay que saber").fill(WORDS)
    page.get_by_role("button", name="Guardar").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Guardada la nota de")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Perro")).to_contain_text("Calle Mayor, 12")
    for size, width in ((DESK, 1440), (PHONE, 390)):
        page.set_viewport_size(size)
        assert violations(page) == [], width
        picture(page, f"premise-notes-{width}")
    page.set_viewport_size(DESK)


def changed_by_another(colleague: Somebody, text: str) -> None:
    """The only note is changed by somebody else of the agency, while the page's form is open."""
    [listed] = colleague.get("/api/premise-notes").json()["notes"]
    read = colleague.get(f"/api/premise-notes/{listed['id']}").json()
    place = {field: read[field] for field in ("address", "municipality", "point", "detail", "radius_m")}
    stated = {"read_version": read["version"], "note_kind": read["kind"], "text": text}
    colleague.do("premise_notes.change", note=read["id"], **place, **stated)


def changes_renews_and_withdraws(page: Page, colleague: Somebody) -> None:
    row = page.get_by_role("row").filter(has_text="Perro")
    row.get_by_role("button", name="Cambiar la nota de").click()
    words = page.get_by_label("Qué hay que saber")
    expect(words).to_have_value(WORDS)
    words.fill("Tres perros")
    changed_by_another(colleague, "Dos perros")
    page.get_by_role("button", name="Guardar", exact=True).click()
    theirs = page.get_by_role("region", name="Como está ahora la nota")
    expect(theirs).to_contain_text("Dos perros")
    expect(words).to_have_value("Tres perros")
    expect(page.get_by_role("alert").filter(has_text="entretanto")).to_be_visible()
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        picture(page, f"premise-note-changed-meanwhile-{theme}-1440")
    theirs.get_by_role("button", name="Quedarme con la suya").press("Enter")
    expect(words).to_have_value("Dos perros")
    words.fill("Tres perros")
    changed_by_another(colleague, "Cuatro perros")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(theirs).to_contain_text("Cuatro perros")
    theirs.get_by_role("button", name="Guardar lo mío en su lugar").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Guardada la nota de")).to_be_visible()
    row.get_by_role("button", name="Renovar un año").click()
    expect(page.get_by_role("status").filter(has_text="Renovada un año")).to_be_visible()
    page.get_by_label("Buscar por dirección").fill("ninguna parte")
    expect(page.get_by_text("Ninguna nota en esa dirección")).to_be_visible()
    page.get_by_label("Buscar por dirección").fill("")
    row.get_by_role("button", name="Retirar la nota de").click()
    row.get_by_role("button", name="Sí, retirar").press("Escape")
    row.get_by_role("button", name="Retirar la nota de").click()
    row.get_by_role("button", name="Sí, retirar").click()
    expect(page.get_by_text("Ninguna nota")).to_be_visible()


def test_a_note_entered_by_page_reaches_desk_centre_and_crew(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with sits(browser, installation, "marta", "san-desk-1", "/admin?section=premise_notes") as page:
        enters(page)
    with vehicle(browser, installation, centre) as (_, crew):
        centre.alert()
        notes: Any = crew.get_by_role("region", name="Notas del lugar")
        expect(notes).to_contain_text(WORDS)
        expect(notes).not_to_contain_text("Marta")
        assert violations(crew) == []
        picture(crew, "unit-premise-note-390")
        with sits(browser, installation, "marta", "san-desk-1", "/centre") as page:
            expect(page.get_by_role("region", name="Notas del lugar")).to_contain_text(WORDS)
            picture(page, "centre-premise-note-1440")
        with sits(browser, installation, "iria", "desk-07", "/desk") as page:
            page.get_by_role("button", name="Calle Mayor, 12").click()
            expect(page.get_by_text(WORDS).first).to_be_visible()
            assert violations(page) == []
            picture(page, "desk-premise-note-1440")
    with (
        sits(browser, installation, "marta", "san-desk-1", "/admin?section=premise_notes") as page,
        Somebody(installation, "lia") as colleague,
    ):
        changes_renews_and_withdraws(page, colleague)
