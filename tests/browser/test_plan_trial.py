"""Whoever writes the response plan sees whom it would ask, for one case and for the month, before anybody signs. By keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import PHONE, by_bar, picture, sign_in, violations, window
from tests.browser.test_content import at_content, edits, finds

pytestmark = pytest.mark.thorough

NEEDS, AREA = "plans/needs.yaml", "plans/areas/demo.yaml"
FIRE = '  - {municipalities: ["*"], service: FIRE, centres: [bom-1]}'
NIGHT = f'  - {{municipalities: ["Fontnova"], service: FIRE, centres: [bom-2], hours: "22:00-07:00"}}\n{FIRE}'
TITLE = "De noche, Fontnova es de la Serra"


def try_it(page: Page) -> None:
    by_bar(page, "probar el plan")
    expect(page.get_by_role("region", name="Banco de pruebas")).to_be_visible()
    expect(page.get_by_text("no se pide nada a nadie")).to_be_visible()


def opens_area(page: Page) -> None:
    """The plan of the area has no form among the documents: its text is shown."""
    finds(page, "areas/demo")
    expect(page.get_by_label(AREA)).to_be_focused()


def close_it(page: Page) -> None:
    by_bar(page, "cerrar el banco")
    expect(page.get_by_label("Buscar un documento")).to_be_visible()


def test_a_plan_is_tried_before_anybody_signs(browser: Browser, installation: str) -> None:
    with at_content(browser, installation, "aina") as aina:
        # What stands asks what stands.
        try_it(aina)
        expect(aina.get_by_text("Los dos planes piden lo mismo.")).to_be_visible()

        # An hour without a centre is found before anything is tried.
        by_bar(aina, "escribir una propuesta")
        opens_area(aina)
        edits(aina, AREA, (FIRE, FIRE.replace("centres", 'hours: "07:00-22:00", centres')))
        try_it(aina)
        expect(
            aina.get_by_role("alert").filter(
                has_text="Bomberos (FIRE): desde lunes 00:00 ningún centro responde"
            )
        ).to_be_visible()
        picture(aina, "plan-trial-fault-dark-1440")

        # Mended: at night Fontnova is another centre's, and only there and then.
        close_it(aina)
        opens_area(aina)
        edits(aina, AREA, (FIRE.replace("centres", 'hours: "07:00-22:00", centres'), NIGHT))
        try_it(aina)
        aina.get_by_label("Tipo de incidente").select_option("INC-01")
        expect(aina.get_by_text("Los dos planes piden lo mismo.")).to_be_visible()
        place = aina.get_by_role("combobox", name="Lugar")
        place.focus()
        aina.keyboard.type("Fontnova")
        expect(aina.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        aina.keyboard.press("Enter")
        expect(aina.get_by_text("En Fontnova")).to_be_visible()
        aina.get_by_label("Cuándo").fill("2026-03-04T23:30")
        expect(aina.get_by_text("2 diferencias con el plan en vigor.")).to_be_visible()
        draft = aina.get_by_role("region", name="A prueba")
        expect(draft.get_by_text("Bombers de la Serra")).to_be_visible()
        expect(draft.get_by_text("Ya no se le pediría")).to_be_visible()
        aina.get_by_role("radio", name="2", exact=True).check(force=True)
        expect(draft.get_by_text("Alarma de nivel 2").first).to_be_visible()
        assert violations(aina) == []
        picture(aina, "plan-trial-dark-1440")
        aina.get_by_role("button", name="Probar con los incidentes del último mes").press("Enter")
        expect(
            aina.get_by_role("status").filter(has_text=re.compile(r"\d+ incidentes? desde"))
        ).to_be_visible()

        # Proposed like any content: two offices sign it, and each tries it first.
        close_it(aina)
        by_bar(aina, "comprobar")
        expect(aina.get_by_label("Título")).to_be_visible(timeout=60_000)
        aina.get_by_label("Título").fill(TITLE)
        aina.get_by_label("Motivo y fuentes").fill("Convenio de marzo: la Serra cubre Fontnova de noche.")
        by_bar(aina, "proponer")
        expect(aina.get_by_role("heading", name=TITLE)).to_be_visible()

    context = window(browser, installation, PHONE, color_scheme="light")
    rosa = context.new_page()
    sign_in(rosa, "rosa")
    rosa.goto("/content?theme=light")
    rosa.get_by_role("option").filter(has_text=TITLE).click()
    expect(rosa.get_by_role("heading", name=TITLE)).to_be_visible()
    rosa.get_by_role("button", name="Probar el plan de respuesta").press("Enter")
    expect(rosa.get_by_text("Se compara Propuesta 1 con el plan en vigor.")).to_be_visible()
    rosa.get_by_label("Tipo de incidente").select_option("INC-01")
    rosa.get_by_label("Cuándo").fill("2026-03-04T23:30")
    rosa.get_by_role("combobox", name="Lugar").focus()
    rosa.keyboard.type("Fontnova")
    rosa.keyboard.press("Enter")
    expect(rosa.get_by_text("2 diferencias con el plan en vigor.")).to_be_visible()
    assert violations(rosa) == []
    picture(rosa, "plan-trial-light-390")
    context.close()
