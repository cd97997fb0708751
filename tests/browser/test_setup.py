"""From an empty folder to a named centre with two administrators, in real mode, by keyboard: the link that `auxilio up` prints,
and the steps that say what is missing and where it is done."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from auxilio.app.cli.demo import own_port
from auxilio.geo.town import write_town
from tests.browser.browser_session import DESK, PATIENCE_MS, PHONE, picture, violations, window
from tests.geo.conftest import EXTRACTS
from tests.temp_folders import open_folder

PASSWORD = "una frase larga de prueba"
ANDORRA = EXTRACTS / "andorra.osm.pbf"
BUILD_MS = 240_000
"""For a build beside other tests; alone Andorra takes half a minute."""
CHOSEN = "otra frase larga de prueba"


class Centre:
    """An installation in a folder that was empty, as `auxilio up` runs it there."""

    def __init__(self, address: str, link: str, folder: Path) -> None:
        self.address, self.link, self.file = address, link, folder / "auxilio.toml"
        # Kept outside the repository (ODbL): where it is not there, a map of the invented town is brought the same way.
        self.extract = ANDORRA if ANDORRA.is_file() else folder / "riudalba.osm.pbf"
        if self.extract != ANDORRA:
            write_town(self.extract)


@contextmanager
def started(folder: Path, port: int) -> Iterator[Centre]:
    """`auxilio up` in this folder, until it has said what comes next."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AUXILIO_")}
    # Not of the set-up: other installations on this machine have these ports.
    environ |= {"AUXILIO_VOICE_PORT": "0", "AUXILIO_SIP_PORT": "0", "LC_ALL": "es_ES.UTF-8"}
    running = subprocess.Popen(
        [sys.executable, "-m", "auxilio", "up", "--port", str(port)],
        cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert running.stdout is not None
        link = next(line.strip() for line in running.stdout if "/setup#" in line)
        yield Centre(f"http://127.0.0.1:{port}", link, folder)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    with open_folder() as folder, own_port(8112, "127.0.0.1") as port, started(folder, port) as centre:
        yield centre


def types(page: Page, *texts: str) -> None:
    """Into the field that has the hand, and each next one."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Tab")


def step(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def looked_at(page: Page, name: str) -> None:
    """axe in both themes, on a desk and on a telephone."""
    for size, width in ((DESK, 1440), (PHONE, 390)):
        page.set_viewport_size(size)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            assert violations(page) == [], f"{name} {theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
    page.set_viewport_size(DESK)


def appoints_three(page: Page) -> None:
    """Who writes and who signs, by keyboard. Two are there at once; the medical director waits for the second administrator."""
    own = step(page, "Quien escribe y quien firma")
    expect(own).to_contain_text("No hay nadie para: ")
    own.get_by_role("button", name="Dar de alta a las tres").press("Enter")
    expect(own.get_by_role("alert").filter(has_text="Falta la persona")).to_be_visible()
    for role, name, login in (
        ("content_author", "Joan Mas", "joan"),
        ("medical_director", "Núria Pla", "nuria"),
        ("operations_director", "Marc Font", "marc"),
    ):
        own.locator(f'input[name="{role}-name"]').fill(name)
        own.locator(f'input[name="{role}-login"]').fill(login)
    own.locator('input[name="operations_director-login"]').press("Enter")
    expect(own.locator("dl")).to_contain_text("nuria")
    expect(own.locator("code")).to_have_count(3)
    expect(own).to_contain_text("(Núria Pla) espera a una segunda persona: Olga Vidal lo pidió")
    expect(own).to_contain_text("Pere Roca")
    expect(own).to_contain_text("FALTA")


def brings_the_map(page: Page, extract: Path) -> None:
    """A file that is none is refused; one that is whole is sent and built, and answers without anybody starting anything."""
    own = step(page, "El mapa")
    file = own.get_by_label("Extracto de OpenStreetMap")
    file.set_input_files({"name": "film.osm.pbf", "mimeType": "video/mp4", "buffer": b"no map" * 1000})
    expect(own.get_by_role("alert")).to_contain_text("film.osm.pbf no es un extracto de OpenStreetMap")
    file.set_input_files(extract)
    own.get_by_role("button", name=f"Construir el mapa con {extract.name}").press("Enter")
    expect(own.get_by_role("button", name="Cancelar la construcción")).to_be_visible()
    page.reload()
    own = step(page, "El mapa")
    expect(own).to_contain_text(f"Construido con {extract.name}", timeout=BUILD_MS)
    expect(own).to_contain_text(f"En vigor: {extract.name}", timeout=3 * PATIENCE_MS)
    # The invented town is no map of a real centre.
    expect(own).to_contain_text("HECHO" if extract == ANDORRA else "pueblo inventado")


def test_an_empty_installation_is_set_up_by_its_link(browser: Browser, centre: Centre) -> None:
    with window(browser, centre.address, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(centre.link)
        expect(page.get_by_label("Nombre y apellidos").first).to_be_focused()
        chapter = page.get_by_role("link", name="Manual: este capítulo")
        expect(chapter).to_have_attribute("href", "/manual/es/administrator/first-day")
        looked_at(page, "setup")

        # One who types too short a password is told at the field.
        types(page, "Olga Vidal", "olga", "corta", "corta", "Pere Roca")
        page.keyboard.type("pere")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Contraseña", exact=True)).to_be_focused()
        for _ in range(2):
            page.keyboard.press("Control+A")
            types(page, PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Contraseña de la segunda persona")).to_be_focused()
        handed = page.locator("code").inner_text()
        assert "#" not in page.url
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        # The steps: two administrators are there, the map is not.
        expect(step(page, "Dos personas que administran")).to_contain_text("HECHO")
        expect(step(page, "El mapa")).to_contain_text("FALTA")
        own = step(page, "El centro")
        expect(own).to_contain_text("FALTA")
        looked_at(page, "setup-steps")
        own.get_by_label("Nombre del centro").fill("112 Andorra")
        own.get_by_label("País de los teléfonos").select_option("AD")
        own.get_by_label("Zona horaria").select_option("Europe/Andorra")
        centre.file.write_text("centre_name = ")  # somebody is in the middle of writing it
        own.get_by_label("Nombre del centro").press("Enter")
        # `serve`, `worker` and `voice` start again meanwhile.
        expect(own).to_contain_text("Guardado y en vigor.", timeout=3 * PATIENCE_MS)
        expect(own).to_contain_text("HECHO")

        # What was saved stands on the page of settings, with where it comes from.
        own.get_by_role("link", name="Abrir Ajustes").focus()
        page.keyboard.press("Enter")
        row = page.get_by_role("row").filter(has_text="centre_name")
        expect(row).to_contain_text("112 Andorra")
        expect(row).to_contain_text("Guardado en una página")
        page.goto("/setup")
        expect(step(page, "El centro")).to_contain_text("Se llama 112 Andorra.")
        appoints_three(page)
        brings_the_map(page, centre.extract)
        looked_at(page, "setup-steps-done")

    with window(browser, centre.address) as context:
        page = context.new_page()
        page.goto(centre.link)
        expect(page.get_by_role("alert")).to_contain_text("Este enlace ya no abre")
        page.get_by_role("link", name="Entrar").focus()
        page.keyboard.press("Enter")
        expect(page.locator('input[name="username"]')).to_be_focused()
        types(page, "pere")
        page.keyboard.type(handed)
        page.keyboard.press("Enter")
        expect(page.get_by_label("La de ahora")).to_be_focused()
        types(page, handed, CHOSEN)
        page.keyboard.type(CHOSEN)
        page.keyboard.press("Enter")
        expect(step(page, "Dos personas que administran")).to_contain_text("HECHO")
