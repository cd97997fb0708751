"""A CSV of premise notes is read through with the fault of each row, accepted and undone on the page (decision 0398)."""

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.test_ecall import seen_in_every_size
from tests.browser.test_premise_notes import sits

pytestmark = pytest.mark.thorough
ROWS = (
    "Clase;Dirección;Municipio;Qué hay que saber;Latitud;Longitud",
    "Oxígeno;Calle Mayor, 12;Riudalba;Dos botellas en el dormitorio;;",
    "Gato;Calle Mayor, 14;Riudalba;Gato;;",
    "Perro;Camí de la Font;Riudalba;Perro suelto;41,92;1,90",
)


def csv(*rows: str) -> FilePayload:
    return {"name": "notas.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}


def test_a_file_of_notes_is_read_through_accepted_and_undone(browser: Browser, installation: str) -> None:
    with sits(browser, installation, "marta", "san-desk-1", "/admin?section=premise_notes") as page:
        expect(page.get_by_text("Ninguna nota", exact=True)).to_be_visible()
        chosen = page.get_by_label("Archivo CSV", exact=True)
        chosen.set_input_files(csv(ROWS[0], ROWS[1].replace("Dos", "=Dos")))
        expect(page.get_by_text("La celda es una fórmula: pegue su valor.")).to_be_visible()
        chosen.set_input_files(csv(*ROWS))
        read = page.get_by_role("status").filter(has_text="notas.csv")
        expect(read).to_contain_text("2 notas nuevas, 0 ya estaban, 1 fila con faltas")
        fault = page.get_by_role("row").filter(has_text="no tiene la forma de esta columna")
        expect(fault).to_contain_text("Clase")
        seen_in_every_size(page, "premise-file")
        page.get_by_role("button", name="Guardar 2 notas").press("Enter")
        expect(page.get_by_text("2 notas guardadas de notas.csv.")).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="Camí de la Font")).to_be_visible()
        chosen.set_input_files(csv(*ROWS))
        expect(read).to_contain_text("Ninguna nota nueva, 2 ya estaban")
        page.get_by_role("button", name="Deshacer: retirar estas notas").press("Enter")
        expect(page.get_by_text("Ninguna nota", exact=True)).to_be_visible()
