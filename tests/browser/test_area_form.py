"""A real installation without a file or a setting: its centres are registered, an author makes the plan of the area by keyboard, two
offices sign it, and F9 proposes by it."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Locator, Page, expect

from auxilio.app.cli.demo import own_port
from auxilio.app.cli.demo_people import PASSWORD
from auxilio.app.settings import Settings
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from tests.browser.browser_session import PHONE, by_bar, picture, sign_in, stands, violations, window
from tests.browser.test_no_plan import page_of, running
from tests.browser.text_call_pair import Operator
from tests.content.faulty_content import Folder
from tests.content.read_translations import READ, all_read
from tests.directory_import.files import table
from tests.temp_folders import open_folder

PEOPLE = (
    ("lucia", "Lucía Ferrer", "call_taker"),
    ("ona", "Ona Vila", "administrator"),
    ("aina", "Aina Coll", "content_author"),
    ("marc", "Marc Rius", "medical_director"),
    ("rosa", "Rosa Font", "operations_director"),
)
SEED = Seed(
    agencies=(),
    centres=(),
    desks=(Desk(id="desk-01", name="Puesto 01"),),
    people=tuple(
        SeedPerson(data=PersonData(login=login, name=name, roles=(role,)), password=PASSWORD)
        for login, name, role in PEOPLE
    ),
)
CENTRES = (
    ("san", "HEALTH", "san-1", "Central Sanitària"),
    ("bom", "FIRE", "bom-1", "Parc Central"),
    ("bom", "FIRE", "bom-2", "Parc Nord"),
    ("pol", "POLICE", "pol-1", "Comissaria"),
    ("pc", "CIVIL_PROTECTION", "pc-1", "Protecció Civil"),
)
TITLE = "El primer plan de la zona"
UNREAD = "Detrás de una puerta cerrada"
"""The one card whose translations nobody has read here."""

LATE_ANSWERS = """() => {
  const ask = window.fetch
  window.fetch = async (path, options) => {
    if (String(path).endsWith("/api/plan/area")) await new Promise((after) => setTimeout(after, 500))
    return ask(path, options)
  }
}"""
"""Longer than the form waits for the hand to rest: the next question comes while one is being answered."""


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    with open_folder() as folder, own_port(8116, "127.0.0.1") as port, start_blocking_portal() as portal:
        content = Folder(folder).path
        (content / READ).write_text(all_read(content, but="puerta"), "utf-8")
        settings = Settings(
            data=folder / "data", port=port, voice_port=0, sip_port=0, log_level="WARNING", content=content
        )
        with portal.wrap_async_context_manager(running(settings, SEED)):
            yield f"http://127.0.0.1:{port}"


def register(page: Page) -> None:
    """Agencies and centres as a program brings them."""
    headers = {"x-auxilio-csrf": page.request.get("/api/session").json()["csrf"]}
    for agency, service, id, name in CENTRES:
        for path, body in (
            (f"agencies/{agency}", {"id": agency, "service": service, "name": agency}),
            (f"centres/{id}", {"id": id, "agency": agency, "name": name}),
        ):
            reply = page.request.put(f"/api/admin/{path}", data=body, headers=headers)
            assert reply.ok, reply.text()


def signs(page: Page, office: str, title: str = TITLE) -> None:
    page.get_by_role("option").filter(has_text=title).press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    by_bar(page, f"firmar por {office}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("otra vez para confirmar")
    for _ in range(2):  # a press of more than two seconds ago counts no more
        if dialog.count():
            page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("definition").filter(has_text="Firmada").first).to_be_visible()


def opens_unsigned(page: Page) -> None:
    """The list of what is in force and not signed, with the focus on its heading."""
    page.get_by_role("button", name="Firmar lo que está en vigor").press("Enter")
    expect(page.get_by_role("heading", name="Lo que está en vigor y no está firmado")).to_be_focused()


def test_a_plan_is_made_of_what_is_registered_and_asked_after_two_signatures(
    browser: Browser, empty: str
) -> None:
    with page_of(browser, empty, "ona", None, "/admin?section=plan") as ona:
        register(ona)
        expect(
            ona.get_by_text("El plan lo hace y lo cambia una persona con la función de autoría")
        ).to_be_visible()

    with page_of(browser, empty, "aina", None, "/content?form=plan") as aina:
        form = aina.get_by_role("region", name="Plan de respuesta de la zona")
        form.get_by_role("button", name="Hacer el plan con lo que está registrado").press("Enter")
        # The button has gone with what it did.
        expect(form.get_by_role("group", name="Plan de respuesta de la zona")).to_be_focused()
        fire = form.get_by_role("region", name="Bomberos")
        order = fire.get_by_role("group", name="Centros, en el orden en que se les pide")
        expect(order.get_by_role("listitem")).to_contain_text(["1. Parc Central", "2. Parc Nord"])

        # By keyboard: the order, a town, and an hour that is none, told beside it.
        up = order.get_by_role("button", name="Subir Parc Nord")
        up.press("Enter")
        expect(order.get_by_role("listitem")).to_contain_text(["1. Parc Nord", "2. Parc Central"])
        expect(up).to_be_focused()
        fire.get_by_role("button", name="Añadir una zona").press("Enter")
        second = fire.get_by_role("group", name="Zona 2")
        town = second.get_by_role("combobox", name="Añadir un municipio")
        town.focus()
        aina.keyboard.type("Ordino")
        aina.keyboard.press("Enter")
        expect(second.get_by_role("button", name="Quitar Ordino")).to_be_visible()
        # The server answers late: what is typed meanwhile is asked about in its turn.
        aina.evaluate(LATE_ANSWERS)
        hours = second.get_by_role("textbox", name="Horas")
        hours.focus()
        with aina.expect_request("**/api/plan/area"):
            aina.keyboard.type("24:00-07:00")
        hours.fill("25:00-07:00")
        expect(second.get_by_role("alert")).to_be_visible()
        hours.fill("22:00-07:00")
        expect(second.get_by_role("alert")).to_have_count(0)
        assert violations(aina) == []
        picture(aina, "area-form-dark-1440")

        # Tried, checked and proposed like any content.
        by_bar(aina, "probar el plan")
        aina.get_by_label("Tipo de incidente").select_option("INC-01")
        draft = aina.get_by_role("region", name="A prueba")
        expect(draft.get_by_text("Parc Nord")).to_be_visible()
        by_bar(aina, "cerrar el banco")
        onward = form.get_by_role("button", name="Comprobar y pasar a la propuesta")
        onward.press("Enter")
        expect(aina.get_by_label("Título")).to_be_focused(timeout=60_000)
        aina.keyboard.type(TITLE)
        aina.get_by_label("Motivo y fuentes").fill("Acta de la comisión de servicios.")
        aina.get_by_role("button", name="Proponer", exact=True).press("Enter")
        expect(aina.get_by_role("heading", name=TITLE)).to_be_focused()

    for login, office in (("marc", "la dirección médica"), ("rosa", "operaciones")):
        with page_of(browser, empty, login, None, "/content") as page:
            signs(page, office)
            expect(page.get_by_role("heading", name=TITLE)).to_be_focused()
            asked = page.get_by_role("region", name="A quién se pide", exact=True)
            zones = asked.get_by_role("region", name="Bomberos").get_by_role("listitem")
            expect(zones).to_contain_text(
                ["el resto de la zona", "1. Parc Nord, 2. Parc Central · 22:00-07:00"]
            )
            # What is told in words is not listed once more as a file.
            expect(page.get_by_role("code").filter(has_text="plans/areas/own.yaml")).to_have_count(0)
            if login == "rosa":
                stands(page, "Propuesta 1")

    # What was installed is signed as it is: the first office chooses, the second signs the same.
    confirm = "Lo que está en vigor"
    with page_of(browser, empty, "marc", None, "/content") as page:
        # Before that the key does nothing yet.
        stands(page, "Propuesta 1")
        opens_unsigned(page)
        unread = page.get_by_role("checkbox", name=UNREAD)
        expect(unread).to_be_disabled()
        expect(page.get_by_text("sin leer: catalán, inglés, francés")).to_have_count(1)
        first = page.get_by_role("group", name="Protocolos").get_by_role("checkbox").first
        expect(first).not_to_be_checked()
        page.get_by_role("button", name="Elegir todos").press("Enter")
        expect(first).to_be_checked()
        expect(unread).not_to_be_checked()
        expect(page.get_by_role("checkbox", name="Plan de respuesta de la zona")).to_have_count(0)
        assert violations(page) == []
        firms = page.get_by_role("button", name="por la dirección médica")
        firms.press("Enter")
        expect(firms).to_contain_text("otra vez para confirmar")
        firms.press("Enter")
        expect(page.get_by_role("heading", name=confirm)).to_be_focused()
        expect(
            page.get_by_role("list", name="Tarjetas").get_by_text("RCP", exact=False).first
        ).to_be_visible()
    with page_of(browser, empty, "rosa", None, "/content") as page:
        signs(page, "operaciones", confirm)
        stands(page, "Propuesta 2")
        opens_unsigned(page)
        expect(page.get_by_role("checkbox")).to_have_count(1)
        expect(page.get_by_role("checkbox", name=UNREAD)).to_be_disabled()

    with page_of(browser, empty, "lucia", "desk-01", "/desk") as page:
        operator = Operator(page)
        expect(page.get_by_role("button", name="Incidente nuevo")).to_be_visible()
        operator.press("Alt+KeyN")
        operator.press("F9")
        operator.sees("Central Sanitària", "Envío")
        operator.sees("Comissaria", "Envío")

    # What stands is the form's next beginning, on a telephone too.
    context = window(browser, empty, PHONE, color_scheme="light")
    again = context.new_page()
    sign_in(again, "aina")
    again.goto("/content?form=plan&theme=light")
    fire = again.get_by_role("region", name="Bomberos")
    expect(fire.get_by_role("button", name="Quitar Ordino")).to_be_visible()
    assert violations(again) == []
    picture(again, "area-form-light-390")
    context.close()


@pytest.mark.thorough
def test_a_radio_plan_is_written_filled_from_a_file_and_proposed(browser: Browser, empty: str) -> None:
    with page_of(browser, empty, "ona", None, "/admin?section=radio") as ona:
        register(ona)
        expect(ona.get_by_text("No hay plan de radio")).to_be_visible()
        expect(ona.get_by_text("en Contenido, «Plan de radio»")).to_be_visible()
        assert violations(ona) == []
        picture(ona, "admin-radio-dark-1440")
    with page_of(browser, empty, "aina", None, "/content?form=radio") as aina:
        form = aina.get_by_role("group", name="Plan de radio de la zona")
        groups = form.get_by_role("region", name="Grupos de radio")
        groups.get_by_role("button", name="Añadir un grupo").press("Enter")
        expect(groups.get_by_label("GSSI")).to_be_focused()
        aina.keyboard.type("600")
        expect(groups.get_by_role("alert").first).to_be_visible()
        groups.get_by_label("GSSI").fill("214-1-6000101")
        groups.get_by_label("Nombre").fill("SAN-1")
        row = groups.get_by_role("group", name="SAN-1")
        row.get_by_label("Agencia").select_option("san")
        expect(groups.get_by_role("alert")).to_have_count(0)

        # A file is refused by row and column, mended, and put into the form as a whole.
        source = form.get_by_role("region", name="Traer grupos de una hoja de cálculo")
        head = "GSSI;Nombre;Uso;Agencia"
        brings(source, table(head, "214-1-6000201;BOM-1;working;nadie"))
        refused = source.get_by_role("row").filter(has_text="nadie")
        expect(refused).to_contain_text("Agencia")
        brings(source, table(head, "214-1-6000201;BOM-1;working;bom", "214-1-6000901;MANDO-1;command;"))
        expect(source.get_by_role("status")).to_contain_text("2 nuevo")
        source.get_by_role("button", name="Poner estos grupos en el formulario").press("Enter")
        expect(groups.get_by_role("group", name="MANDO-1")).to_be_visible()

        groups.get_by_role("button", name="Copiar MANDO-1").press("Enter")
        expect(groups.get_by_role("group", name="MANDO-1")).to_have_count(2)
        groups.get_by_role("button", name="Quitar MANDO-1").last.press("Enter")
        expect(groups.get_by_role("group", name="MANDO-1")).to_have_count(1)
        expect(form).to_be_focused()
        groups.get_by_label("Buscar un grupo").fill("bom 201")
        expect(groups.get_by_label("GSSI")).to_have_count(1)
        groups.get_by_label("Buscar un grupo").fill("")

        codes = form.get_by_role("region", name="Códigos de estado")
        codes.get_by_label("Códigos de otra agencia").select_option("san")
        expect(codes.get_by_label("Código", exact=True)).to_have_value("32769")
        expect(codes.get_by_label("Qué significa")).to_have_value("acknowledged")
        assert violations(aina) == []
        picture(aina, "radio-form-dark-1440")
        aina.set_viewport_size(PHONE)
        assert violations(aina) == []
        picture(aina, "radio-form-dark-390")

        by_bar(aina, "comprobar")
        title = "El primer plan de radio"
        expect(aina.get_by_label("Título")).to_be_visible(timeout=60_000)
        aina.get_by_label("Título").fill(title)
        aina.get_by_label("Motivo y fuentes").fill("Acta de la comisión de radio.")
        by_bar(aina, "proponer")
        expect(aina.get_by_role("heading", name=title)).to_be_visible()


def brings(source: Locator, raw: bytes) -> None:
    source.get_by_label("Archivo (CSV o XLSX)").set_input_files(
        {"name": "grupos.csv", "mimeType": "text/csv", "buffer": raw}
    )
