"""What a crew may do is recorded by keyboard; the crew, its centre and the room read what it lacks, and nothing is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import (
    DESK,
    PHONE,
    all_modes,
    by_bar,
    picture,
    sign_in,
    sign_out,
    violations,
    window,
)

pytestmark = pytest.mark.thorough

CREW = "Dotación B-21"
ENDED = f"Acabó el 31 ene 2024, de {CREW}: Permiso de conducir C"


@contextmanager
def sits(browser: Browser, installation: str, login: str, desk: str, path: str, size: Any) -> Iterator[Page]:
    with window(browser, installation, size, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, login, desk)
        page.goto(path)
        yield page
        sign_out(page)


@pytest.fixture
def crew(installation: str) -> Iterator[None]:
    """The crew of B-21 signs in by its name; afterwards it is as the demo began it."""
    with Somebody(installation, "tona", "bom-2-desk-1") as tona:
        unit = next(one for one in tona.rows("centre", "units") if one["callsign"] == "B-21")
        names = [{"name": CREW, "role": "firefighter"}]
        tona.do("dispatch.sign_on_crew", unit=unit["id"], crew=names)
        yield
    with Somebody(installation, "tona", "bom-2-desk-1") as tona:
        tona.do("dispatch.sign_on_crew", unit=unit["id"], crew=unit["crew"])


def test_a_licence_that_ended_is_read_by_crew_centre_and_room_until_it_is_renewed(
    ona: Page, browser: Browser, installation: str, crew: None
) -> None:
    by_bar(ona, "habilitaciones")
    person = ona.get_by_role("combobox", name="Persona")
    person.focus()
    ona.keyboard.type("dotacion b-21")
    expect(ona.get_by_role("listbox", name="Persona").get_by_role("option")).to_have_count(1)
    ona.keyboard.press("Enter")
    expect(person).to_have_value(CREW)
    ona.get_by_role("combobox", name="Habilitación").select_option(label="Permiso de conducir C")
    ona.get_by_label("Desde").fill("2019-02-01")
    until = ona.get_by_label("Hasta")
    until.fill("2019-01-31")
    expect(ona.get_by_role("button", name="Anotar")).to_have_accessible_description(
        "El último día es anterior al primero"
    )
    until.fill("2024-01-31")
    until.press("Enter")
    expect(
        ona.get_by_role("status").filter(has_text=f"Anotado: {CREW}, Permiso de conducir C")
    ).to_be_visible()
    ending = ona.get_by_role("table").first.get_by_role("row").filter(has_text=CREW)
    expect(ending).to_contain_text("acabada")
    for size, width in ((DESK, 1440), (PHONE, 390)):
        ona.set_viewport_size(size)
        assert violations(ona) == [], width
        picture(ona, f"admin-qualifications-{width}")
    ona.set_viewport_size(DESK)

    with sits(browser, installation, "serra", "b-21", "/unit", PHONE) as unit:
        lacking = unit.get_by_role("status", name="Habilitaciones de la dotación")
        expect(lacking).to_contain_text(ENDED)
        expect(lacking).to_contain_text("Es un aviso")
        assert violations(unit) == []
        picture(unit, "unit-qualification-390")
    with sits(browser, installation, "tona", "bom-2-desk-1", "/centre", DESK) as centre:
        row = centre.get_by_role("region", name="Recursos").get_by_role("option").filter(has_text="B-21")
        expect(row).to_contain_text("Falta habilitación")
        picture(centre, "centre-qualification-1440")
    with sits(browser, installation, "clara", "room", "/room", DESK) as room:
        expect(all_modes(room).get_by_text(ENDED)).to_be_visible()
        picture(room, "room-qualification-1440")

    ona.get_by_role("button", name=f"Renovar: {CREW}, Permiso de conducir C").press("Enter")
    expect(until).to_have_value("2024-01-31")
    until.fill("")
    until.press("Enter")
    expect(ona.get_by_role("row").filter(has_text=CREW).filter(has_text="vigente")).to_be_visible()
    with sits(browser, installation, "serra", "b-21", "/unit", PHONE) as unit:
        lacking = unit.get_by_role("status", name="Habilitaciones de la dotación")
        expect(lacking).to_contain_text("A la dotación le falta: Riesgo NRBQ")
        expect(lacking).not_to_contain_text("Permiso de conducir C")

    ona.get_by_role("button", name=f"Retirar: {CREW}, Permiso de conducir C").press("Enter")
    ona.get_by_role("button", name="¿Retirar? Pulse otra vez").press("Enter")
    expect(ona.get_by_text("No hay ninguna anotada")).to_be_visible()
