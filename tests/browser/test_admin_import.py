"""An administrator brings desks from a spreadsheet: refused by cell, mended, applied as a whole, and taken back."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import DESK, PHONE, by_bar, sign_in, violations, window
from tests.directory_import.files import table

pytestmark = pytest.mark.thorough


@pytest.fixture
def ona(browser: Browser, installation: str) -> Iterator[Page]:
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    sign_in(page, "ona")
    page.goto("/admin")
    expect(page.get_by_role("region", name="Personas").get_by_role("option").first).to_be_visible()
    by_bar(page, "importar")
    expect(page.get_by_role("region", name="Importar")).to_be_visible()
    yield page
    context.close()


def chosen(page: Page, *lines: str) -> None:
    raw = table(*lines)
    file = page.get_by_label("Archivo (CSV o XLSX)")
    file.focus()
    file.set_input_files({"name": "puestos.csv", "mimeType": "text/csv", "buffer": raw})


def desks(installation: str) -> set[str]:
    return {one["id"] for one in httpx.get(f"{installation}/api/desks").json()["desks"]}


def test_a_file_is_refused_by_cell_mended_applied_and_taken_back(ona: Page, installation: str) -> None:
    id = f"import-{uuid4().hex[:8]}"
    head = "Clave;Nombre;Funciones"
    ona.get_by_label("Clase").select_option("desks")
    chosen(ona, head, f"{id};Puesto traído;jefe")
    refused = ona.get_by_role("row").filter(has_text="No existe la función jefe.")
    expect(refused).to_contain_text("2")
    expect(refused).to_contain_text("Funciones")
    expect(ona.get_by_role("button", name="Importar el archivo entero")).to_have_count(0)
    outcome = ona.get_by_role("region", name="Lo que resulta")
    expect(outcome).to_be_focused()
    assert id not in desks(installation)
    for size in (DESK, PHONE):
        ona.set_viewport_size(size)
        assert violations(ona) == []
    ona.set_viewport_size(DESK)

    chosen(ona, head, f"{id};Puesto traído;call_taker")
    expect(ona.get_by_role("status").filter(has_text="1 nuevo")).to_be_visible()
    assert id not in desks(installation), "looking changes nothing"
    assert violations(ona) == []
    ona.get_by_role("button", name="Importar el archivo entero").focus()
    ona.keyboard.press("Enter")
    expect(ona.get_by_text("Importado: 1 nuevo, 0 cambiados.")).to_be_visible()
    expect(outcome).to_be_focused()
    assert id in desks(installation)
    chosen(ona, head, f"{id};Puesto traído;call_taker")
    expect(ona.get_by_role("status").filter(has_text="1 sin cambios")).to_be_visible()

    ona.get_by_role("button", name="Deshacer").first.focus()
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("button", name="Deshacer entera: pulse otra vez")).to_be_focused()
    assert violations(ona) == []
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("row").filter(has_text="puestos.csv").first).to_contain_text("deshecha por")
    assert id not in desks(installation)


def test_a_template_and_an_export_are_files(ona: Page) -> None:
    ona.get_by_label("Clase").select_option("units")
    for name, file in (
        ("Plantilla en XLSX", "units-template.xlsx"),
        ("Exportar lo que hay en CSV", "units.csv"),
    ):
        with ona.expect_download() as download:
            ona.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == file
