"""Units and hospitals are registered, moved and retired by an administrator, by keyboard."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin_hands import saved, saves
from tests.browser.browser_session import DESK, PHONE, by_bar, violations

pytestmark = pytest.mark.thorough


def test_a_unit_is_registered_based_and_retired_by_keyboard(ona: Page, installation: str) -> None:
    callsign = f"T-{uuid4().hex[:5].upper()}"
    units = ona.get_by_role("radio", name="Recursos")
    units.focus()
    ona.keyboard.press("Space")
    by_bar(ona, "recurso nuevo")
    expect(ona.get_by_label("Indicativo")).to_be_focused()
    ona.keyboard.type("mal puesto")
    ona.keyboard.press("Enter")
    expect(ona.get_by_text("Mayúsculas y cifras, con guion si hace falta: A-12")).to_be_visible()
    ona.get_by_label("Indicativo").fill(callsign)
    ona.get_by_role("combobox", name="Centro").select_option("san-1")
    ona.get_by_role("checkbox", name="Soporte vital básico").focus()
    ona.keyboard.press("Space")
    home = ona.get_by_role("combobox", name="Dónde tiene su base")
    by_bar(ona, "guardar")
    expect(home).to_have_accessible_description("Obligatorio")
    # The list of places leaves the button in sight, on every screen.
    places = ona.get_by_role("listbox", name="Dónde tiene su base")
    for size in (PHONE, DESK):
        ona.set_viewport_size(size)
        home.fill("Calle")
        expect(places.get_by_role("option").first).to_be_visible()
        ona.get_by_role("button", name="Guardar").click(trial=True)
        home.press("Escape")
        expect(places).to_be_hidden()
    home.fill("Calle Mayor 12")
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Calle Mayor, 12")).to_be_visible()
    ona.get_by_role("textbox", name="Teléfono").fill("+34 600 100 299")
    saves(ona)
    row = ona.get_by_role("option").filter(has_text=callsign)
    expect(row).to_contain_text("Soporte vital básico")
    assert callsign.lower() in {each["id"] for each in httpx.get(f"{installation}/api/desks").json()["desks"]}

    # The same name a second time is refused in words, and what was typed stays.
    by_bar(ona, "recurso nuevo")
    ona.get_by_label("Indicativo").fill("A-01")
    ona.get_by_role("combobox", name="Centro").select_option("san-1")
    ona.get_by_role("checkbox", name="Soporte vital básico").check()
    ona.get_by_role("combobox", name="Dónde tiene su base").fill("Calle Mayor 12")
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Calle Mayor, 12")).to_be_visible()
    by_bar(ona, "guardar")
    expect(ona.get_by_role("alert").filter(has_text="A-01 ya es otro recurso")).to_be_visible()
    by_bar(ona, "descartar")

    row.click()
    ona.get_by_role("group", name="De baja").get_by_role("radio", name="Sí").focus()
    ona.keyboard.press("Space")
    saves(ona)
    expect(row).to_contain_text("de baja")


def test_a_hospital_is_added_moved_and_retired_by_keyboard(ona: Page) -> None:
    by_bar(ona, "hospitales")
    expect(ona.get_by_role("option").filter(has_text="Hospital Materno-Infantil")).to_contain_text("Neonatos")
    by_bar(ona, "hospital nuevo")
    expect(ona.get_by_label("Nombre", exact=True)).to_be_focused()
    name = f"Clínica {uuid4().hex[:6]}"
    ona.keyboard.type(name)
    ona.keyboard.press("Enter")
    place = ona.get_by_role("combobox", name="Dónde está")
    expect(place).to_have_accessible_description("Obligatorio")
    expect(place).to_be_focused()
    ona.keyboard.type("Calle Mayor 12")
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Calle Mayor, 12")).to_be_visible()
    ona.get_by_role("checkbox", name="Ictus").focus()
    ona.keyboard.press("Space")
    ona.keyboard.press("Enter")
    saved(ona)
    row = ona.get_by_role("option").filter(has_text=name)
    expect(row).to_contain_text("Ictus")

    def record() -> dict[str, Any]:
        [one] = [
            one for one in ona.request.get("/api/admin/hospitals").json()["hospitals"] if one["name"] == name
        ]
        return one

    before = record()["place"]
    place.fill("Calle Mayor 2")
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Calle Mayor, 2")).to_be_visible()
    ona.get_by_role("textbox", name="Teléfono").fill("+34 999 00 22 99")
    ona.keyboard.press("Enter")
    saved(ona)
    expect(row).to_contain_text("+34999002299")
    assert record()["place"] != before
    # It has a telephone now: that it has none any more is said, an empty field is a slip.
    ona.get_by_role("group", name="Tiene teléfono propio").get_by_role("radio", name="No").focus()
    ona.keyboard.press("Space")
    expect(ona.get_by_role("textbox", name="Teléfono")).to_have_count(0)
    saves(ona)
    expect(row).not_to_contain_text("+34999002299")
    assert record()["phone"] is None
    # Twice, and it leaves the list; the hand is in the list then.
    ona.get_by_role("button", name="Retirar hospital").focus()
    ona.keyboard.press("Enter")
    ona.keyboard.press("Enter")  # without looking: it counts within two seconds only
    expect(row).to_have_count(0)
    expect(ona.get_by_role("listbox", name="Hospitales").get_by_role("option").first).to_be_focused()


def test_a_duty_is_written_changed_and_ended_by_keyboard(ona: Page) -> None:
    by_bar(ona, "guardias")
    expect(ona.get_by_text("No hay ninguna guardia escrita")).to_be_visible()
    uncovered = ona.get_by_text("Sin mando de guardia:", exact=True)
    expect(uncovered).to_be_visible()
    by_bar(ona, "nueva guardia")
    first = ona.get_by_label("De guardia", exact=True)
    expect(first).to_be_focused()
    ona.keyboard.type("Marta Soler")
    ona.keyboard.press("Enter")
    phone = ona.get_by_label("Teléfono · De guardia")
    expect(phone).to_be_focused()
    expect(phone).to_have_accessible_description("De 3 a 15 cifras, con + delante si hace falta.")
    ona.keyboard.type("+34 600 00 00 01")
    ona.get_by_label("Suplente 1", exact=True).fill("Joan Vila")
    ona.get_by_label("Teléfono · Suplente 1").fill("4711")
    ona.keyboard.press("Enter")
    saved(ona)
    row = ona.get_by_role("option").filter(has_text="Mando de guardia · Todo el ámbito")
    expect(row).to_contain_text("Marta Soler, Joan Vila · lun–dom 00:00–00:00")
    expect(uncovered).to_have_count(0)
    ona.get_by_label("Hasta las").fill("20h")
    ona.keyboard.press("Enter")
    saved(ona)
    expect(row).to_contain_text("00:00–20:00")
    expect(uncovered).to_be_visible()
    ona.get_by_role("button", name="Terminar guardia").focus()
    ona.keyboard.press("Enter")
    ona.keyboard.press("Enter")  # without looking: it counts within two seconds only
    expect(ona.get_by_text("No hay ninguna guardia escrita")).to_be_visible()


def test_the_history_of_a_unit_says_before_and_after_and_puts_back_what_was(ona: Page) -> None:
    ona.goto("/admin?section=units")
    row = ona.get_by_role("option").filter(has_text="A-02")
    row.first.click()
    # Its base is told with the name of what is beside it.
    expect(ona.get_by_role("status").filter(has_text="junto a")).to_be_visible()
    group = ona.get_by_label("Grupo de radio")
    expect(group).to_be_visible()
    before = group.input_value()
    for words in ("TMO 7", "TMO 9"):
        group.fill(words)
        saves(ona)
    row.first.focus()
    ona.keyboard.press("KeyH")
    layer = ona.get_by_role("dialog", name="Historial de A-02")
    newest = layer.get_by_role("listitem").first
    expect(newest).to_contain_text("TMO 7")
    expect(newest).to_contain_text("TMO 9")
    expect(newest).to_contain_text("Grupo de radio")
    for size in (PHONE, DESK):
        ona.set_viewport_size(size)
        assert violations(ona) == []
    back = newest.get_by_role("button", name="Volver a lo de antes")
    back.focus()
    ona.keyboard.press("Enter")
    expect(layer).to_be_hidden()
    expect(group).to_have_value("TMO 7")
    saves(ona)
    row.first.focus()
    ona.keyboard.press("KeyH")
    expect(layer.get_by_role("listitem").first).to_contain_text("TMO 9")
    ona.keyboard.press("Escape")
    group.fill(before)
    saves(ona)
