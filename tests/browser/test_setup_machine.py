"""What keeps an installation alive, set up by its pages from an empty folder in real mode: backups, copies of keys, the telephone, the
certificate of the pages."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from auxilio.app.cli.demo import own_port
from auxilio.platform.age_encryption import decrypt_with_passphrase
from tests.browser.browser_session import PATIENCE_MS, window
from tests.browser.test_setup import PASSWORD, Centre, looked_at, started, step, types
from tests.temp_folders import open_folder

pytestmark = pytest.mark.thorough

PASSPHRASE = "la frase de la caja fuerte"


class Machine:
    """An installation of its own, and two folders beside it."""

    def __init__(self, centre: Centre, backups: Path, keys: Path) -> None:
        self.centre, self.backups, self.keys = centre, backups, keys


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with ExitStack() as stack:
        folder, backups, keys = (stack.enter_context(open_folder()) for _ in range(3))
        port = stack.enter_context(own_port(8112, "127.0.0.1"))
        yield Machine(stack.enter_context(started(folder, port)), backups, keys)


@contextmanager
def administrator(browser: Browser, centre: Centre) -> Iterator[Page]:
    """The first administrator, at the steps."""
    with window(browser, centre.address, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(centre.link)
        expect(page.get_by_label("Nombre y apellidos").first).to_be_focused()
        types(page, "Olga Vidal", "olga", PASSWORD, PASSWORD, "Pere Roca")
        page.keyboard.type("pere")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Contraseña de la segunda persona")).to_be_focused()
        page.get_by_role("button", name="Seguir").press("Enter")
        expect(step(page, "Copias y claves")).to_contain_text("FALTA")
        yield page


def enters(page: Page, path: str) -> None:
    """The first administrator signs in again, on the way to this page."""
    page.goto(path)
    expect(page.locator('input[name="username"]')).to_be_focused()
    types(page, "olga")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_backups_are_set_up_made_and_their_keys_copied(browser: Browser, machine: Machine) -> None:
    with administrator(browser, machine.centre) as page:
        own = step(page, "Copias y claves")
        # The key: a short passphrase and one that differs are told at their fields.
        own.get_by_label("Frase", exact=True).fill("corta")
        own.get_by_role("button", name="Hacer la clave").press("Enter")
        expect(own.get_by_label("Frase", exact=True)).to_be_focused()
        own.get_by_label("Frase", exact=True).fill(PASSPHRASE)
        own.get_by_label("La frase, otra vez").fill("otra cosa distinta")
        own.get_by_label("La frase, otra vez").press("Enter")
        expect(own.get_by_role("alert").filter(has_text="No es la misma.")).to_be_visible()
        own.get_by_label("La frase, otra vez").fill(PASSPHRASE)
        with page.expect_download() as saved:
            own.get_by_label("La frase, otra vez").press("Enter")
        assert b"AGE-SECRET-KEY-" in decrypt_with_passphrase(Path(saved.value.path()), PASSPHRASE)
        expect(own).to_contain_text("La clave está en auxilio-backup-key.age.")

        # The folders: one that is not there is refused at its field.
        own.get_by_label("Carpeta de las copias").fill("/no/hay")
        own.get_by_label("Carpeta de las copias").press("Enter")
        expect(own.get_by_role("alert").filter(has_text="no está en el servidor")).to_be_visible()
        own.get_by_label("Carpeta de las copias").fill(str(machine.backups))
        own.get_by_label("Carpeta de las claves de los incidentes").fill(str(machine.keys))
        own.get_by_label("Cada cuánto", exact=True).select_option("6")
        own.get_by_label("Carpeta de las copias").press("Enter")
        expect(own).to_contain_text("Guardado y en vigor.")
        # The first one is made by itself, and the step says so without being asked.
        expect(own).to_contain_text("La última copia es de hace menos de una hora", timeout=3 * PATIENCE_MS)

        # Another is made when somebody asks for it, and the page shows it.
        page.goto("/admin?section=backups")
        row = page.get_by_role("row").filter(has_text=str(machine.backups))
        page.get_by_role("button", name="Copiar ahora").press("Enter")
        expect(row.first).to_contain_text("Completa", timeout=3 * PATIENCE_MS)
        assert list(machine.backups.glob("auxilio-*Z/database.dump.age"))
        assert (machine.keys / "auxilio-case-keys.age").exists()
        looked_at(page, "admin-backups")

        # The keys: named, never shown, and copied by hand too.
        page.goto("/admin?section=keys")
        expect(page.get_by_role("row").filter(has_text="master-1.key")).to_contain_text("En uso")
        page.get_by_label("Frase", exact=True).fill(PASSPHRASE)
        page.get_by_label("La frase, otra vez").fill(PASSPHRASE)
        with page.expect_download() as copied:
            page.get_by_label("La frase, otra vez").press("Enter")
        assert copied.value.suggested_filename.startswith("auxilio-case-keys-")
        expect(page.get_by_role("status").filter(has_text="auxilio-case-keys-")).to_be_visible()
        expect(page.get_by_text("Copiadas:")).to_contain_text("Olga Vidal")
        looked_at(page, "admin-keys")

        # What was saved stands among the settings, and readiness has seen both.
        page.goto("/admin?section=settings")
        setting = page.get_by_role("row").filter(has_text="backup_folder")
        expect(setting).to_contain_text(str(machine.backups))
        expect(setting).to_contain_text("Guardado en una página")
        page.goto("/setup/steps")
        page.get_by_role("button", name="Comprobar de nuevo").press("Enter")
        expect(step(page, "Copias y claves")).to_contain_text("La última copia es de hace")


def test_the_line_to_the_network_is_saved_and_says_why_it_is_not_tried(
    browser: Browser, machine: Machine
) -> None:
    with window(browser, machine.centre.address, color_scheme="dark") as context:
        page = context.new_page()
        enters(page, "/setup/steps")
        own = step(page, "Teléfono")
        own.get_by_label("Por dónde se llama fuera").fill("user@host")
        own.get_by_label("Por dónde se llama fuera").press("Enter")
        expect(own.get_by_role("alert").filter(has_text="No es una línea")).to_be_visible()
        own.get_by_label("Por dónde se llama fuera").fill("sip.operadora.example;transport=tcp")
        own.get_by_label("Redes de operadoras").fill("203.0.113.0/24")
        own.get_by_label("Redes de operadoras").press("Enter")
        # `serve` and `worker` start again meanwhile.
        expect(own).to_contain_text("Guardado y en vigor.", timeout=3 * PATIENCE_MS)
        page.goto("/admin?section=telephone")
        expect(page.get_by_label("Redes de operadoras")).to_have_value("203.0.113.0/24")
        expect(page.get_by_role("button", name="Llamar a prueba")).to_have_attribute("aria-disabled", "true")
        expect(page.get_by_text("Todavía no ha entrado ninguna.")).to_be_visible()
        looked_at(page, "admin-telephone")
        page.goto("/admin?section=settings")
        setting = page.get_by_role("row").filter(has_text="sip_trusted")
        expect(setting).to_contain_text("Guardado en una página")


def test_the_pages_are_encrypted_by_a_form_and_a_file_that_is_none_is_refused(
    browser: Browser, machine: Machine
) -> None:
    address = machine.centre.address.replace("http://", "https://")
    with window(browser, machine.centre.address, color_scheme="dark") as context:
        page = context.new_page()
        enters(page, "/setup/steps")
        own = step(page, "Páginas cifradas")
        way = own.get_by_label("Quién cifra")
        way.select_option("files")
        own.get_by_label("Dirección que se escribe").fill(address)
        for label in ("Certificado y su cadena", "Clave privada"):
            file = FilePayload(name="x.pem", mimeType="application/x-pem-file", buffer=b"no")
            own.get_by_label(label).set_input_files(file)
        own.get_by_role("button", name="Guardar el cifrado").press("Enter")
        expect(own.get_by_role("alert").filter(has_text="No es un archivo PEM")).to_be_visible()
        large = FilePayload(name="x.pem", mimeType="application/x-pem-file", buffer=b"x" * 1_000_000)
        own.get_by_label("Certificado y su cadena").set_input_files(large)
        expect(own.get_by_role("alert").filter(has_text="El archivo pasa de 24 kB")).to_be_visible()
        page.goto("/admin?section=tls")
        expect(page.get_by_text("Ahora: sin cifrar.")).to_be_visible()
        page.get_by_label("Quién cifra").select_option("own")
        page.get_by_label("Dirección que se escribe").fill(address)
        looked_at(page, "admin-tls")
        page.get_by_label("Dirección que se escribe").press("Enter")
        expect(page.get_by_text(f"Después abra {address}")).to_be_visible()
    # The processes start again: who connects before they have is let in as soon as they do.
    with httpx.Client(transport=httpx.HTTPTransport(verify=False, retries=8)) as client:
        assert client.get(f"{address}/api/health").status_code == 200
    with window(browser, address, color_scheme="dark", ignore_https_errors=True) as context:
        page = context.new_page()
        enters(page, "/setup/steps")
        expect(step(page, "Páginas cifradas")).to_contain_text("con un certificado propio.")
        page.goto("/admin?section=tls")
        expect(page.get_by_text("Ahora: cifrado, con un certificado propio.")).to_be_visible()
        expect(page.get_by_text("Huella (SHA-256)")).to_be_visible()
        page.goto("/admin?section=settings")
        page.get_by_role("button", name="Historial").press("Enter")
        layer = page.get_by_role("dialog", name="Historial de Ajustes")
        expect(layer.get_by_role("listitem").first).to_contain_text("Dirección pública")
        expect(layer.get_by_role("listitem").first).to_contain_text("Olga Vidal")
