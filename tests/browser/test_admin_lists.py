"""Rows of long lists are found by words, agency and state, by keyboard."""

import re
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.admin_hands import saves
from tests.browser.browser_session import DESK, PHONE, by_bar, violations
from tests.browser.counted_keys import CountedKeys

pytestmark = pytest.mark.thorough


def test_a_person_is_found_by_words_without_accents_by_agency_and_by_state(ona: Page) -> None:
    find = ona.get_by_role("searchbox", name="Buscar en la lista")
    rows = ona.locator("[data-row]")
    expect(rows.first).to_be_visible()
    all_of_them = rows.count()
    ona.keyboard.press("Alt+KeyB")
    expect(find).to_be_focused()
    ona.keyboard.type("PRAT serrá")
    expect(rows).to_have_count(1)
    expect(ona.get_by_text(f"1 de {all_of_them}", exact=True)).to_be_visible()
    # Down goes on to the rows, Enter opens the one in turn.
    ona.keyboard.press("ArrowDown")
    expect(rows.first).to_be_focused()
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("heading", name="Tona Prat")).to_be_visible()
    ona.keyboard.press("Alt+KeyB")
    ona.keyboard.type("zzz")
    expect(ona.get_by_text("Nada con esas palabras y ese filtro")).to_be_visible()
    ona.keyboard.press("Escape")
    expect(rows).to_have_count(all_of_them)

    ona.get_by_role("group", name="Filtro").get_by_role("radio", name="Bomberos").focus()
    ona.keyboard.press("Space")
    expect(rows.filter(has_text="Tona Prat")).to_be_visible()
    expect(rows).not_to_have_count(all_of_them)
    by_bar(ona, "agencias")
    ona.get_by_role("radio", name="Sin consola").focus()
    ona.keyboard.press("Space")
    expect(rows.filter(has_not_text="por teléfono")).to_have_count(0)


def test_nine_hundred_units_are_drawn_in_parts_and_walked_through_by_keyboard(ona: Page) -> None:
    def many(route: Route) -> None:
        one = route.fetch().json()[0]
        rows = [{**one, "id": str(uuid4()), "callsign": f"R-{n:03}", "retired": False} for n in range(1, 901)]
        route.fulfill(json=rows)

    ona.route("**/api/admin/units", many)
    ona.goto("/admin?section=units")
    rows = ona.locator("[data-row]")
    expect(rows).to_have_count(100)
    expect(ona.get_by_text("900", exact=True)).to_be_visible()
    rows.first.focus()
    ona.keyboard.press("End")
    expect(rows.nth(99)).to_be_focused()
    ona.keyboard.press("ArrowDown")
    expect(rows.filter(has_text="R-101")).to_be_focused()
    expect(rows).to_have_count(200)
    ona.keyboard.press("Enter")
    expect(ona.get_by_label("Indicativo")).to_have_value("R-101")
    ona.keyboard.press("Alt+KeyB")
    ona.keyboard.type("r-87")
    expect(rows).to_have_count(10)
    for size in (PHONE, DESK):
        ona.set_viewport_size(size)
        assert violations(ona) == []


def test_a_desk_is_copied_and_a_series_is_made_whole_or_not_at_all(ona: Page, installation: str) -> None:
    mark = uuid4().hex[:5]
    by_bar(ona, "puestos")
    rows = ona.locator("[data-row]")
    rows.filter(has_text="Bomberos 2, puesto 1").first.click()
    centre = ona.get_by_role("combobox", name="Centro")
    expect(centre).to_have_value("bom-2")
    by_bar(ona, "copiar en una nueva")
    key = ona.get_by_label("Identificador")
    expect(key).to_be_focused()
    expect(key).to_have_value("")
    expect(centre).to_have_value("bom-2")
    ona.keyboard.type(f"s{mark}-02")
    ona.get_by_label("Nombre").fill(f"Sala {mark} 02")
    saves(ona)

    # One of the series is there already: it is named, and nothing is made.
    by_bar(ona, "hacer una serie")
    layer = ona.get_by_role("dialog", name="Serie como esta ficha")
    expect(layer.get_by_label("Identificador")).to_have_value(f"s{mark}-#")
    layer.get_by_label("Último número").fill("1")
    ona.keyboard.press("Enter")
    expect(layer.get_by_role("list")).to_have_text(f"s{mark}-01")
    layer.get_by_label("Último número").fill("40")
    expect(layer.get_by_role("list")).to_have_count(0)
    ona.keyboard.press("Enter")
    expect(layer.get_by_role("listitem")).to_have_text([f"s{mark}-02 ya existe"])
    expect(layer.get_by_role("button", name="Crear los")).to_have_count(0)
    layer.get_by_label("Primer número").fill("03")
    ona.keyboard.press("Enter")
    layer.get_by_role("button", name="Crear los 38").press("Enter")
    expect(layer.get_by_role("status").filter(has_text="Creados los 38.")).to_be_visible()
    ona.keyboard.press("Escape")
    ona.keyboard.press("Alt+KeyB")
    ona.keyboard.type(mark)
    expect(rows).to_have_count(39)
    desks = {each["id"]: each["name"] for each in httpx.get(f"{installation}/api/desks").json()["desks"]}
    assert desks[f"s{mark}-40"] == f"Sala {mark} 40"


def test_a_unit_by_copy_takes_few_keys_and_what_is_wrong_has_the_focus(ona: Page) -> None:
    hands = CountedKeys(ona)
    hands.by_bar("recursos")
    rows = ona.locator("[data-row]")
    expect(rows.filter(has_text="A-01").first).to_be_visible()
    hands.press("Alt+KeyB")
    expect(ona.get_by_role("searchbox", name="Buscar en la lista")).to_be_focused()
    hands.type("A-01")
    expect(rows).to_have_count(1)
    hands.press("ArrowDown")
    expect(rows.first).to_be_focused()
    hands.press("Enter")
    callsign = ona.get_by_label("Indicativo")
    expect(callsign).to_have_value("A-01")
    hands.by_bar("copiar en una nueva")
    expect(callsign).to_be_focused()
    expect(callsign).to_have_value("")
    hands.press("Enter")
    expect(callsign).to_have_accessible_description(re.compile("Mayúsculas y cifras"))
    expect(callsign).to_be_focused()
    own = f"K-{uuid4().hex[:4].upper()}"
    hands.type(own)
    hands.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Guardado")).to_be_visible()
    assert hands.count <= 12, hands.count
    assert own in [each["callsign"] for each in ona.request.get("/api/admin/units").json()]
