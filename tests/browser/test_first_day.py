"""From an empty folder to a sealed file, in real mode, through pages alone: set up, filled from spreadsheets, and the first call.

No environment variable of Auxilio, no file edited, nothing of the demo. People sign in with the passwords of their letters.
"""

import io
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from auxilio.app.cli.demo import own_port
from tests.browser.browser_session import DESK, PATIENCE_MS, PHONE, by_bar, layer_asks, press, window
from tests.browser.test_setup import ANDORRA, CHOSEN, PASSWORD, Centre, brings_the_map, started, step, types
from tests.browser.text_call_pair import Operator, asks_for_help, finds, takes_the_call
from tests.directory_import.files import table
from tests.temp_folders import open_folder

HERE = {"latitude": 42.5077, "longitude": 1.5245, "accuracy": 25}
"""Where the caller's telephone is: Andorra la Vella."""
STREET, FOUND = "av meritxell 10", "Avinguda Meritxell, 10"
FILES = {
    "agencies": (
        "Clave;Servicio;Nombre;Teléfono;Con consola",
        "sanitat;HEALTH;Servei Urgent Mèdic;+376871112;sí",
        "policia;POLICE;Policia;+376872000;sí",
    ),
    "centres": ("Clave;Agencia;Nombre;Teléfono", "sum-1;sanitat;Central SUM;+376871113", "pol-1;policia;Sala Policia;+376872001"),
    "desks": (
        "Clave;Nombre;Centro;Funciones",
        "desk-01;Puesto 1;;call_taker supervisor",
        "sum-desk-1;SUM 1;sum-1;dispatcher",
    ),
    "people": (
        "Usuario;Nombre;Funciones;Agencia;Centro;Idiomas;Puede entrar",
        "a.font;Anna Font;call_taker;;;ca es;sí",
        "m.soler;Marta Soler;dispatcher;sanitat;sum-1;ca es;sí",
        "j.mas;Jordi Mas;crew;sanitat;sum-1;ca es;sí",
        "n.coll;Neus Coll;records_officer;;;ca es;sí",
    ),
    "units": (
        "Indicativo;Agencia;Centro;Capacidades;Latitud;Longitud",
        "SUM-1;sanitat;sum-1;als bls;42.5105;1.5332",
    ),
    "hospitals": ("Nombre;Latitud;Longitud;Teléfono;Capacidades", "Hospital de Meritxell;42.5105;1.5401;+376871000;trauma"),
}  # fmt: skip
"""A small centre, as its spreadsheets tell of it."""
TO_CONFIRM = 4
"""Of the people above: all see into cases, each in their own way."""


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    if not ANDORRA.is_file():
        pytest.skip("the extract is not there: ../shared/geo/data/andorra.osm.pbf")
    with open_folder() as folder, own_port(8112, "127.0.0.1") as port, started(folder, port) as centre:
        yield centre


@contextmanager
def person(
    browser: Browser, centre: Centre, size: Mapping[str, int] = DESK, **more: object
) -> Iterator[Page]:
    """A window of somebody's own."""
    with window(browser, centre.address, size, color_scheme="dark", **more) as context:
        yield context.new_page()


def signs_in(page: Page, login: str, first: str, desk: str | None = None) -> None:
    """For the first time, with a password that somebody handed over; a password of one's own follows."""
    page.goto("/login")
    expect(page.get_by_label("Persona")).to_be_focused()
    if desk:
        page.get_by_label("Puesto", exact=True).select_option(label=desk)
        page.get_by_label("Persona").focus()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("La de ahora")).to_be_focused()
    types(page, first, CHOSEN)
    page.keyboard.type(CHOSEN)
    page.keyboard.press("Enter")
    expect(page.get_by_label("La de ahora")).to_have_count(0)


def registers_two(page: Page, centre: Centre) -> str:
    """By the link of `auxilio up`. Returns the first password of the second person."""
    page.goto(centre.link)
    expect(page.get_by_label("Nombre y apellidos").first).to_be_focused()
    types(page, "Olga Vidal", "olga", PASSWORD, PASSWORD, "Pere Roca")
    page.keyboard.type("pere")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Contraseña de la segunda persona")).to_be_focused()
    handed = page.locator("code").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    own = step(page, "El centro")
    own.get_by_label("Nombre del centro").fill("112 Andorra")
    own.get_by_label("País de los teléfonos").select_option("AD")
    own.get_by_label("Zona horaria").select_option("Europe/Andorra")
    own.get_by_label("Nombre del centro").press("Enter")
    expect(own).to_contain_text("Guardado y en vigor.", timeout=3 * PATIENCE_MS)
    return handed


def brings_all(page: Page) -> dict[str, str]:
    """The six spreadsheets. Returns the first passwords, as they stand in the letters."""
    page.goto("/admin?section=import")
    letters = b""
    for kind, lines in FILES.items():
        page.get_by_label("Clase").select_option(kind)
        page.get_by_label("Archivo (CSV o XLSX)").set_input_files(
            {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": table(*lines)}
        )
        bring = page.get_by_role("button", name="Importar el archivo entero")
        if kind == "people":
            with page.expect_download() as download:
                bring.press("Enter")
            letters = Path(download.value.path()).read_bytes()
        else:
            bring.press("Enter")
        expect(page.get_by_role("row").filter(has_text=f"{kind}.csv")).to_be_visible()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(letters)).pages]
    found = [re.search(r"Usuario\s+(\S+)\s+Primera contraseña\s+(\S+)", text) for text in pages]
    return {one[1]: one[2] for one in found if one}


def confirms(page: Page) -> None:
    """The second administrator has the roles that wait."""
    page.goto("/admin?section=grants")
    waiting = page.get_by_role("region", name="Funciones por confirmar").get_by_role("option")
    expect(waiting).to_have_count(TO_CONFIRM)
    waiting.first.focus()
    for _ in range(TO_CONFIRM):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name=re.compile("^Confirmar")).press("Enter")
    expect(waiting).to_have_count(0)
    # The keys went with the last request: the focus is on the words above them.
    expect(page.locator("main :focus")).to_contain_text("dos personas")


def answers_and_sends(operator: Operator) -> None:
    """Where, what, two answers, and the centre that F9 asks for: there is no plan yet."""
    operator.press("Alt+KeyP")
    takes_the_call(operator)
    question = operator.page.get_by_role("group", name="¿Está usted en el lugar?")
    expect(question.get_by_role("button").first).to_be_focused()
    # A house number that is typed at once loses no figure, and answers nothing.
    place = operator.region("Dónde").get_by_role("combobox")
    operator.page.keyboard.type("12 calle")
    expect(place).to_have_value("12 calle")
    expect(question).to_be_visible()
    operator.press("Control+KeyA", "Backspace", "F2")
    expect(question.get_by_role("button").first).to_be_focused()
    operator.press("Digit1")
    expect(question).to_have_count(0)
    operator.press("F2")
    expect(place).to_be_focused()
    finds(operator, STREET, FOUND)
    operator.press("F3")
    operator.type("parada")
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    operator.press("F4", "Digit9")
    operator.page.get_by_role("group", name="Mírele el pecho: ¿respira con normalidad?").wait_for()
    operator.press("Digit9")
    expect(operator.page.get_by_role("img", name="Prioridad 0").first).to_be_visible()
    operator.press("F9")
    layer = operator.page.get_by_role("dialog", name="¿A qué centro se pide?")
    expect(layer.get_by_role("button", name="Central SUM")).to_be_focused()
    operator.press("Digit1")
    operator.sees("enviada", "Envío")


def the_centre_sends(page: Page, crew: Page) -> None:
    """The centre accepts and alerts the unit that has just come on duty; the crew goes, arrives and is free again."""
    inbox = page.get_by_role("region", name="Bandeja")
    expect(inbox.get_by_role("option")).to_have_count(1)
    press(page, "Alt+KeyA")
    # The nearest that can do it is marked already.
    unit = page.get_by_role("region", name="Propuestas").get_by_role("option").filter(has_text="SUM-1")
    expect(unit).to_have_attribute("aria-selected", "true")
    press(page, "F9")
    for said in ("ENTERADO", "EN CAMINO", "EN EL LUGAR"):
        crew.get_by_role("button", name=re.compile(f"{said}$")).wait_for()
        press(crew, "F9")
        crew.get_by_role("button", name=re.compile(f"^SUM-1 {said.capitalize()}")).wait_for()
    press(crew, "Alt+KeyU")
    crew.get_by_role("dialog").get_by_role("button", name=re.compile("^Disponible")).press("Enter")
    crew.get_by_role("heading", name="Sin servicio").wait_for()
    press(page, "Alt+KeyQ")
    page.get_by_role("dialog").get_by_role("button", name="Atendido en el lugar").wait_for()
    page.keyboard.press("Digit1")
    expect(inbox.get_by_role("option")).to_have_count(0)


def is_closed(operator: Operator, citizen: Page) -> None:
    """The call ends, and with nothing left open one digit closes the case."""
    expect(
        citizen.get_by_role("heading", name="La ayuda ha llegado").or_(citizen.get_by_text("Recibido")).first
    ).to_be_visible()
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    operator.press("Alt+KeyQ")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Resuelto")).to_be_visible()
    operator.press("Digit1")
    expect(dialog).to_be_hidden()
    operator.sees("Sin llamada")


def is_sealed(page: Page, folder: Path) -> Path:
    """The records officer finds it, seals it unless Auxilio was quicker, and takes it away."""
    page.goto("/archive")
    found = page.get_by_role("listbox", name="Incidentes").get_by_role("option")
    expect(found).to_have_count(1)
    found.first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("^Incidente ")).wait_for()
    if page.get_by_role("button", name="Sellar").count():
        page.keyboard.press("Control+KeyK")
        layer_asks(page)
        page.keyboard.type("Sellar")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    page.get_by_text(re.compile("^SELLADO ")).wait_for(timeout=60_000)
    with page.expect_download() as taken:
        by_bar(page, "Exportar expediente")
    file = folder / "expediente.zip"
    taken.value.save_as(file)
    return file


def test_the_first_day_of_a_centre(browser: Browser, centre: Centre, tmp_path: Path) -> None:
    with person(browser, centre) as olga, person(browser, centre) as pere:
        handed = registers_two(olga, centre)
        brings_the_map(olga, centre.extract)
        letters = brings_all(olga)
        assert set(letters) == {"a.font", "m.soler", "j.mas", "n.coll"}
        signs_in(pere, "pere", handed)
        confirms(pere)
    phone = {"has_touch": True, "geolocation": HERE, "permissions": ["geolocation"]}
    with (
        person(browser, centre, PHONE, is_mobile=True, **phone) as citizen,
        person(browser, centre) as anna,
        person(browser, centre) as marta,
        person(browser, centre, PHONE, **phone) as jordi,
        person(browser, centre) as neus,
    ):
        signs_in(anna, "a.font", letters["a.font"], "Puesto 1")
        signs_in(marta, "m.soler", letters["m.soler"], "SUM 1")
        signs_in(jordi, "j.mas", letters["j.mas"])
        jordi.get_by_role("radio", name=re.compile("SUM-1")).press("Space")
        jordi.get_by_role("button", name="Entrar de servicio").press("Enter")
        jordi.get_by_role("heading", name="Sin servicio").wait_for()
        citizen.goto("/call")
        asks_for_help(citizen, "Mi padre no respira")
        operator = Operator(anna)
        answers_and_sends(operator)
        the_centre_sends(marta, jordi)
        is_closed(operator, citizen)
        signs_in(neus, "n.coll", letters["n.coll"])
        file = is_sealed(neus, tmp_path)
    told = subprocess.run(
        [sys.executable, "-m", "auxilio", "verify", str(file)], capture_output=True, text=True, cwd=tmp_path, check=False
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
