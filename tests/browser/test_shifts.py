"""A shift is planned by keyboard; who has it asks a colleague to take it, the colleague accepts, the chief of the room confirms: each is
told on the page that they look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, sign_in, sign_out, violations, window

SHIFT = "08:00–20:00"


@contextmanager
def sits(browser: Browser, installation: str, login: str, desk: str, path: str) -> Iterator[Page]:
    with window(browser, installation, DESK, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, login, desk)
        page.goto(path)
        yield page
        sign_out(page)


@pytest.fixture
def monday(installation: str) -> Iterator[date]:
    """Of next week, by the clock of the installation; afterwards the roster of the room is empty in it and in the one after it."""
    with Somebody(installation, "ona") as ona:
        first = date.fromisoformat(ona.get("/api/rosters/week").json()["first"]) + timedelta(days=7)
        yield first
        for day in (first, first + timedelta(days=7)):
            for one in ona.get(f"/api/rosters/week?day={day}").json()["shifts"]:
                shift = one["shift"]
                ona.do("rosters.remove_shift", person=one["person"], day=shift["day"], starts=shift["starts"])


def plan(ona: Page) -> None:
    ona.goto("/admin?section=shifts")
    expect(ona.get_by_role("heading", name="Planificar un turno")).to_be_visible()
    ona.get_by_role("button", name="Semana siguiente").press("Enter")
    expect(ona.get_by_text("Sin turnos esta semana")).to_be_visible()
    person = ona.get_by_role("combobox", name="Persona")
    person.focus()
    ona.keyboard.type("lucia")
    expect(ona.get_by_role("listbox", name="Persona").get_by_role("option")).to_have_count(1)
    ona.keyboard.press("Enter")
    expect(person).to_have_value("Lucía Ferrer")
    until = ona.get_by_label("A", exact=True)
    until.fill("25:00")
    button = ona.get_by_role("button", name="Planificar")
    expect(button).to_have_accessible_description("Las horas se escriben HH:MM")
    until.fill("20:00")
    until.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Planificado: Lucía Ferrer")).to_be_visible()


@pytest.mark.thorough
def test_a_shift_is_changed_in_its_place_and_the_week_of_it_is_shown(ona: Page, monday: date) -> None:
    plan(ona)
    rows = ona.get_by_role("table").get_by_role("row")
    ona.get_by_role("button", name="Cambiar el turno de Lucía Ferrer").press("Enter")
    expect(ona.get_by_role("heading", name="Cambiar el turno de Lucía Ferrer")).to_be_visible()
    expect(ona.get_by_role("combobox", name="Persona")).to_be_focused()
    ona.get_by_label("De", exact=True).fill("21:00")
    ona.get_by_label("A", exact=True).fill("07:00")
    ona.get_by_label("Día", exact=True).fill(str(monday + timedelta(days=7)))
    ona.get_by_label("A", exact=True).press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Cambiado: Lucía Ferrer")).to_be_visible()
    expect(rows.filter(has_text="21:00–07:00")).to_be_visible()
    expect(ona.get_by_role("heading", name="Planificar un turno")).to_be_visible()
    ona.get_by_role("button", name="Semana anterior", exact=True).press("Enter")
    expect(ona.get_by_text("Sin turnos esta semana")).to_be_visible()
    ona.get_by_role("button", name="Semana siguiente").press("Enter")
    remove = ona.get_by_role("button", name="Quitar el turno de Lucía Ferrer")
    remove.press("Enter")
    ona.get_by_role("button", name="¿Quitar?").press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Quitado: Lucía Ferrer")).to_be_visible()
    expect(ona.get_by_role("combobox", name="Persona")).to_be_focused()


def test_a_planned_shift_is_swapped_by_two_and_confirmed_by_a_third(
    ona: Page, browser: Browser, installation: str, monday: date
) -> None:
    plan(ona)
    rows = ona.get_by_role("table").get_by_role("row")
    expect(rows.filter(has_text="Lucía Ferrer").filter(has_text=SHIFT)).to_be_visible()
    for size, width in ((DESK, 1440), (PHONE, 390)):
        ona.set_viewport_size(size)
        assert violations(ona) == [], width
        picture(ona, f"admin-shifts-{width}")
    with sits(browser, installation, "lucia", "desk-05", "/desk") as lucia:
        expect(lucia.get_by_role("region", name="Historia")).to_be_visible()
        by_bar(lucia, "mis turnos")
        layer = lucia.get_by_role("dialog", name="Mis turnos")
        layer.get_by_role("button", name="Pedir cambio").press("Enter")
        layer.get_by_role("combobox", name="A quién").select_option(label="Pau Serra")
        layer.get_by_role("button", name="Pedir", exact=True).press("Enter")
        expect(layer.get_by_text("Espera a Pau Serra.")).to_be_visible()
        assert violations(lucia) == []
        picture(lucia, "own-shifts-1440")
    with sits(browser, installation, "pau", "desk-05", "/desk") as pau:
        told = pau.get_by_role("complementary", name="Cambios de turno")
        expect(told).to_contain_text("Lucía Ferrer pide a Pau Serra que haga su turno")
        told.get_by_role("button", name="Mis turnos").press("Enter")
        layer = pau.get_by_role("dialog", name="Mis turnos")
        layer.get_by_role("button", name="Aceptar", exact=True).press("Enter")
        expect(layer.get_by_text("Pau Serra acepta; falta confirmarlo.")).to_be_visible()
    with sits(browser, installation, "clara", "room", "/room") as clara:
        told = clara.get_by_role("complementary", name="Cambios de turno")
        expect(told).to_contain_text("Cambios de turno por confirmar: 1.")
        told.get_by_role("button", name="Turnos").press("Enter")
        clara.get_by_role("button", name="Confirmar").press("Enter")
        expect(clara.get_by_text("Confirmado: el cuadrante ha cambiado.")).to_be_visible()
        picture(clara, "admin-shifts-chief-1440")
    ona.get_by_role("button", name="Esta semana").press("Enter")
    ona.get_by_role("button", name="Semana siguiente").press("Enter")
    expect(rows.filter(has_text="Pau Serra").filter(has_text=SHIFT)).to_be_visible()
    expect(rows.filter(has_text="Lucía Ferrer")).to_have_count(0)
