"""Somebody new begins, changes their work and leaves, as the administrator does it by keyboard; and no case is seen on the way."""

import re
from uuid import uuid4

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from auxilio.app.settings import Settings
from tests.browser.admin_hands import saved, saves
from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import (
    DESK,
    PHONE,
    ROOT,
    by_bar,
    picture,
    sign_in,
    violations,
    violations_in_every_look,
    window,
)
from tests.manual.console_pages import admin_sections

PASSWORD = "una frase larga de prueba"


def may_sign_in(installation: str, login: str, password: str) -> httpx.Response:
    return httpx.post(f"{installation}/api/session", json={"login": login, "password": password})


def begin(page: Page, name: str, login: str, role: str) -> None:
    """Fill the form of somebody new, by keyboard alone."""
    by_bar(page, "persona nueva")
    name_field = page.get_by_label("Nombre", exact=True)
    expect(name_field).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(login)
    page.get_by_role("checkbox", name=role).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=role)).to_be_checked()


def test_somebody_new_signs_in_changes_roles_and_leaves(ona: Page, installation: str) -> None:
    login = f"eva-{uuid4().hex[:8]}"
    begin(ona, "Eva Font", login, "Operación de llamadas")
    password = ona.get_by_label("Contraseña", exact=True)
    password.focus()
    ona.keyboard.type("corta")
    ona.keyboard.press("Enter")
    expect(ona.get_by_text("Doce caracteres o más", exact=True).last).to_be_visible()
    expect(password).to_be_focused()
    password.fill(PASSWORD)
    ona.keyboard.press("Enter")
    saved(ona)
    row = ona.get_by_role("option").filter(has_text=login)
    expect(row).to_contain_text("espera: Operación de llamadas")
    session = may_sign_in(installation, login, PASSWORD)
    assert session.status_code == 200
    assert session.json()["roles"] == [], "nobody gives alone what sees into cases"
    confirms(installation, login)
    expect(row).not_to_contain_text("espera")
    expect(row).to_contain_text("Operación de llamadas")
    session = may_sign_in(installation, login, PASSWORD)
    assert session.json()["roles"] == ["call_taker"]

    # Their session ends when their work changes; the cookie is worth nothing from then on.
    cookies = {"cookie": session.headers["set-cookie"].split(";")[0]}
    assert httpx.get(f"{installation}/api/session", headers=cookies).status_code == 200
    ona.get_by_role("checkbox", name="Despacho").focus()
    ona.keyboard.press("Space")
    ona.get_by_role("checkbox", name="Operación de llamadas").focus()
    ona.keyboard.press("Space")
    saves(ona)
    expect(ona.get_by_role("option").filter(has_text=login)).to_contain_text("Despacho")
    assert httpx.get(f"{installation}/api/session", headers=cookies).status_code == 401

    ona.get_by_role("radio", name="No", exact=True).focus()
    ona.keyboard.press("Space")
    saves(ona)
    expect(ona.get_by_role("option").filter(has_text=login)).to_contain_text("de baja")
    assert may_sign_in(installation, login, PASSWORD).status_code != 200


def confirms(installation: str, login: str) -> None:
    """The supervisor is the second person."""
    with Somebody(installation, "clara", "room") as clara:
        [grant] = [one for one in clara.get("/api/admin/grants").json() if one["login"] == login]
        clara.post(f"/api/admin/grants/{grant['id']}/confirm")


def choose_password(page: Page, old: str, new: str, again: str) -> None:
    """Three fields and Enter, from where the hands are put."""
    expect(page.get_by_label("La de ahora")).to_be_focused()
    for typed in (old, new, again):
        page.keyboard.press("Control+KeyA")
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.thorough
def test_a_proposed_password_is_shown_once_and_changed_at_the_first_sign_in(
    ona: Page, browser: Browser, installation: str
) -> None:
    login = f"nora-{uuid4().hex[:8]}"
    begin(ona, "Nora Vidal", login, "Archivo y expedientes")
    ona.get_by_role("button", name="Proponer una").focus()
    ona.keyboard.press("Enter")
    expect(ona.get_by_text("Dígala en persona")).to_be_visible()
    proposed = ona.get_by_label("Contraseña", exact=True).input_value()
    saves(ona)
    confirms(installation, login)
    expect(ona.get_by_label("Contraseña", exact=True)).to_have_value("")
    row = ona.get_by_role("option").filter(has_text=login)
    expect(row).to_contain_text("debe cambiar la contraseña")

    context = window(browser, installation, color_scheme="dark")
    nora = context.new_page()
    nora.goto("/login")
    expect(nora.get_by_label("Persona")).to_be_focused()
    nora.keyboard.type(login)
    nora.keyboard.press("Tab")
    nora.keyboard.type(proposed)
    nora.keyboard.press("Enter")
    expect(nora.get_by_role("heading", name="Elija su contraseña")).to_be_visible()
    refused = nora.request.get("/api/directory")
    assert (refused.status, refused.json()["code"]) == (403, "password_to_change")
    assert violations(nora) == []
    choose_password(nora, proposed, PASSWORD, "otra cosa muy distinta")
    expect(nora.get_by_text("No son iguales.")).to_be_visible()
    nora.get_by_label("La de ahora").focus()
    choose_password(nora, proposed, PASSWORD, PASSWORD)
    expect(nora.get_by_role("banner")).to_be_visible()
    expect(nora).to_have_url(re.compile("/archive$"))
    assert nora.request.get("/api/directory").status == 200
    assert may_sign_in(installation, login, proposed).status_code == 401

    # At any later time it is changed from any page, and this window stays in while the others go.
    other = may_sign_in(installation, login, PASSWORD)
    cookies = {"cookie": other.headers["set-cookie"].split(";")[0]}
    by_bar(nora, "cambiar mi contraseña")
    choose_password(nora, PASSWORD, PASSWORD + " más larga", PASSWORD + " más larga")
    expect(nora.get_by_role("status").filter(has_text="Cambiada.")).to_be_visible()
    assert httpx.get(f"{installation}/api/session", headers=cookies).status_code == 401
    assert nora.request.get("/api/session").status == 200
    context.close()


@pytest.mark.thorough
def test_sessions_are_ended_by_two_presses(ona: Page, installation: str) -> None:
    login = f"laia-{uuid4().hex[:8]}"
    begin(ona, "Laia Bosch", login, "Despacho")
    ona.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    ona.keyboard.press("Enter")
    saved(ona)
    session = may_sign_in(installation, login, PASSWORD)
    cookies = {"cookie": session.headers["set-cookie"].split(";")[0]}
    ona.get_by_role("button", name="Cerrar sus sesiones").focus()
    ona.keyboard.press("Enter")
    assert httpx.get(f"{installation}/api/session", headers=cookies).status_code == 200, "once is a slip"
    for _ in range(2):  # a press of more than two seconds ago counts no more
        ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="1 sesión cerrada")).to_be_visible()
    assert httpx.get(f"{installation}/api/session", headers=cookies).status_code == 401


def test_what_the_server_refuses_is_said_in_words_and_nothing_typed_is_lost(ona: Page) -> None:
    begin(ona, "Otra Clara", "clara", "Operación de llamadas")
    ona.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    ona.keyboard.press("Enter")
    login = ona.get_by_label("Acceso", exact=True)
    expect(login).to_have_accessible_description("Ese nombre de acceso ya se usa.")
    expect(login).to_be_focused()
    # What is wrong with something that the form does not show stands at its head.
    unseen = {"type": "", "title": "", "status": 422, "code": "malformed", "facts": {"field": "$.badge"}}

    def refuse(route: Route) -> None:  # the page asks for its people now and then, by the same address
        route.fulfill(status=422, json=unseen) if route.request.method == "POST" else route.fallback()

    ona.route("**/api/admin/people", refuse)
    ona.keyboard.press("Enter")
    form = ona.get_by_role("region", name="Persona nueva")
    expect(form.get_by_role("alert").first).to_contain_text("El servidor no acepta un dato")
    expect(form.get_by_role("alert").first).to_contain_text("badge")
    ona.unroute("**/api/admin/people")
    ona.get_by_role("checkbox", name="Administración").focus()
    ona.keyboard.press("Space")
    by_bar(ona, "guardar")
    expect(ona.get_by_role("group", name="Funciones").get_by_role("alert")).to_contain_text(
        "Administración y Operación de llamadas no pueden ser la misma persona"
    )
    # Another row is looked at, and the draft is still there afterwards.
    ona.get_by_role("option").filter(has_text="Biel Roca").click()
    expect(ona.get_by_label("Nombre", exact=True)).to_have_value("Biel Roca")
    by_bar(ona, "persona nueva")
    expect(ona.get_by_label("Nombre", exact=True)).to_have_value("Otra Clara")
    by_bar(ona, "descartar")
    expect(ona.get_by_text("Elija una fila")).to_be_visible()


def test_a_refusal_stays_though_the_rest_of_the_page_comes_after_it(ona: Page) -> None:
    held: list[Route] = []
    ona.route("**/api/admin/on-call", lambda route: held.append(route), times=1)
    ona.reload()
    expect(ona.get_by_role("region", name="Personas").get_by_role("option").first).to_be_visible()
    begin(ona, "Otra Clara", "clara", "Operación de llamadas")
    ona.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    ona.keyboard.press("Enter")
    login = ona.get_by_label("Acceso", exact=True)
    expect(login).to_have_accessible_description("Ese nombre de acceso ya se usa.")
    with ona.expect_response("**/api/admin/on-call"):
        held[0].continue_()
    ona.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(login).to_have_accessible_description("Ese nombre de acceso ya se usa.")
    by_bar(ona, "descartar")


def test_a_desk_is_made_and_can_be_sat_at(ona: Page, installation: str) -> None:
    desk = f"desk-{uuid4().hex[:6]}"
    ona.get_by_role("radio", name="Puestos").focus()
    ona.keyboard.press("Space")
    by_bar(ona, "puesto nuevo")
    expect(ona.get_by_label("Identificador")).to_be_focused()
    ona.keyboard.type("Puesto Once")
    ona.keyboard.press("Enter")
    expect(ona.get_by_text("Solo minúsculas")).to_be_visible()
    ona.get_by_label("Identificador").fill(desk)
    name = ona.get_by_label("Nombre", exact=True)
    name.fill("Puesto de apoyo")
    ona.keyboard.press("Enter")
    saved(ona)
    expect(name).to_be_focused()
    # Enter says what the button says: with nothing to save it saves nothing.
    sent: list[str] = []
    ona.on("request", lambda asked: sent.append(asked.method) if "/api/admin/desks" in asked.url else None)
    ona.keyboard.press("Enter")
    ona.keyboard.type(" 2")
    button = ona.get_by_role("button", name=re.compile("^Guardar"))
    button.focus()
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("option").filter(has_text="Puesto de apoyo 2")).to_be_visible()
    saved(ona)
    expect(button).to_be_focused()
    assert sent == ["PUT"]
    assert desk in {each["id"] for each in httpx.get(f"{installation}/api/desks").json()["desks"]}


@pytest.mark.thorough
def test_every_service_of_the_catalogue_is_saved_as_an_agency(ona: Page) -> None:
    catalogue = yaml.safe_load((ROOT / "content/data/catalog.yaml").read_text(encoding="utf-8"))["services"]
    agency = f"ag-{uuid4().hex[:6]}"
    by_bar(ona, "agencias")
    by_bar(ona, "agencia nueva")
    expect(ona.get_by_label("Identificador")).to_be_focused()
    ona.keyboard.type(agency)
    ona.get_by_label("Nombre", exact=True).fill("Agencia de todo")
    service = ona.get_by_role("combobox", name="Servicio")
    ona.keyboard.press("Enter")
    expect(service).to_have_accessible_description("Obligatorio")
    row = ona.get_by_role("option").filter(has_text=agency)
    for code in catalogue:
        service.select_option(code)
        saves(ona)
        expect(row).to_contain_text(service.locator("option:checked").inner_text())
        known = ona.request.get("/api/directory").json()["agencies"]
        assert [each["service"] for each in known if each["id"] == agency] == [code]
    assert set(service.locator("option").evaluate_all("all => all.map(one => one.value)")) == {
        "",
        *catalogue,
    }


@pytest.mark.thorough
def test_lists_name_the_agency_the_centre_and_the_roles(ona: Page) -> None:
    expect(ona.get_by_role("option").filter(has_text="Tona Prat")).to_contain_text(
        "Despacho · Bomberos 2, la Serra"
    )
    for section, row, words in (
        ("agencias", "san", "Sanidad"),
        ("centros", "Bomberos 3, el Pla", "Bomberos · "),
        ("puestos", "Bomberos 2, puesto 1", "Bomberos 2, la Serra"),
    ):
        by_bar(ona, section)
        expect(ona.get_by_role("option").filter(has_text=row).first).to_contain_text(words)
    # A person who is put at a centre is of its agency.
    by_bar(ona, "personas")
    by_bar(ona, "persona nueva")
    ona.get_by_role("combobox", name="Centro").select_option("bom-2")
    expect(ona.get_by_role("combobox", name="Agencia")).to_have_value("bom")


@pytest.mark.thorough
def test_roles_and_content_are_read_and_content_says_that_it_is_a_draft(ona: Page) -> None:
    ona.get_by_role("radio", name="Funciones", exact=True).focus()
    ona.keyboard.press("Space")
    table = ona.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Jefatura de sala de turno")).to_be_visible()
    assert "permission." not in table.inner_text()
    lines = table.get_by_role("rowheader").all_inner_texts()
    assert not [line for line in lines if ":" in line.splitlines()[0]], "a permission without words"
    ona.get_by_role("radio", name="Contenido").focus()
    ona.keyboard.press("Space")
    expect(
        ona.get_by_text("CONTENIDO EN BORRADOR: NO USAR EN SERVICIO REAL", exact=True).first
    ).to_be_visible()
    expect(ona.get_by_role("row").filter(has_text="san-pcr")).to_contain_text("no usar en servicio real")


@pytest.mark.thorough
def test_an_administrator_is_shown_no_case_and_no_call(ona: Page) -> None:
    for path in ("/desk", "/room", "/archive", "/centre"):
        ona.goto(path)
        expect(ona.get_by_text("Esta página no es de su función")).to_be_visible()
    for path in ("/api/content", "/api/dispatch/positions"):
        assert ona.request.get(path).status == 403, path


@pytest.mark.thorough
@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)], ids=["desk", "phone"])
def test_axe_finds_nothing_in_any_section_in_either_theme(ona: Page, size, width: int) -> None:
    ona.set_viewport_size(size)
    for theme in ("light", "dark"):
        ona.goto(f"/admin?theme={theme}")
        ona.get_by_role("option").filter(has_text="Clara Riba").click()
        expect(ona.get_by_label("Nombre", exact=True)).to_have_value("Clara Riba")
        picture(ona, f"admin-{theme}-{width}")
    assert violations_in_every_look(ona, ["standard"]) == []
    for section in admin_sections()[1:]:  # people come first
        if size == PHONE:
            ona.get_by_label("Apartado", exact=True).select_option(value=section)
        else:
            ona.locator(f'input[type="radio"][value="{section}"]').check(force=True)
        expect(ona.get_by_text("Cargando…")).to_have_count(0)
        assert violations_in_every_look(ona, ["standard"]) == [], section


@pytest.mark.thorough
def test_f1_leads_to_the_chapter_of_the_section_and_axe_finds_nothing_in_it(
    ona: Page, installation: str
) -> None:
    asked: list[str] = []
    ona.context.on("request", lambda request: asked.append(request.url))
    by_bar(ona, "recursos")
    expect(ona.get_by_role("region", name="Recursos").get_by_role("option").first).to_be_visible()
    ona.keyboard.press("F1")
    link = ona.get_by_role("link", name="Manual: este capítulo")
    link.focus()
    with ona.context.expect_page() as opened:
        ona.keyboard.press("Enter")
    chapter = opened.value
    expect(chapter.get_by_role("heading", name="Recursos", level=1)).to_be_visible()
    shown = chapter.get_by_role("img")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("picture => picture.naturalWidth") > 0
    for size in (DESK, PHONE):
        chapter.set_viewport_size(size)
        for theme in ("dark", "light"):
            chapter.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert violations(chapter) == [], theme
    wide = chapter.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    assert [url for url in asked if not url.startswith((installation, "blob:", "data:"))] == []


@pytest.mark.thorough
def test_f1_leads_to_the_chapter_of_each_section(ona: Page) -> None:
    for section in admin_sections():
        ona.goto(f"/admin?section={section}")
        expect(ona.get_by_role("radio", checked=True).first).to_be_attached()
        ona.keyboard.press("F1")
        chapter = f"/manual/es/administrator/{section}"
        expect(ona.get_by_role("link", name="Manual: este capítulo")).to_have_attribute("href", chapter)
        assert ona.request.get(chapter).ok, section


@pytest.mark.thorough
def test_every_setting_in_force_is_shown_with_where_it_comes_from(ona: Page, installation: str) -> None:
    by_bar(ona, "ajustes")
    shown = ona.get_by_role("region", name="Ajustes")
    port = shown.get_by_role("row", name="Puerto de las páginas port")
    expect(port).to_contain_text(installation.rpartition(":")[2])
    expect(port).to_contain_text("Orden de arranque")
    expect(port).to_contain_text("por defecto: 8112")
    expect(shown.get_by_role("row").filter(has=ona.get_by_role("cell"))).to_have_count(
        len(Settings.__struct_fields__)
    )


@pytest.mark.thorough
def test_the_response_plan_in_force_is_read_in_words(ona: Page) -> None:
    by_bar(ona, "plan de respuesta")
    expect(ona.get_by_role("table", name="A quién se pide")).to_contain_text("Protección Civil")
    usual = ona.get_by_role("table", name="Qué se pide cuando no se sabe más")
    expect(usual.get_by_role("row", name=re.compile("^Sanidad"))).to_contain_text("Soporte vital avanzado")
    assert violations(ona) == []


@pytest.mark.thorough
def test_of_few_runs_nothing_is_learnt_and_it_is_said_how_many_are_missing(ona: Page) -> None:
    by_bar(ona, "velocidad")
    table = ona.get_by_role("table")
    for agency in ("Bomberos", "Sanidad"):
        expect(table.get_by_role("row").filter(has_text=agency)).to_contain_text("pocas: faltan")
    expect(ona.get_by_role("button", name=re.compile("^Poner en vigor"))).to_have_count(0)
    for theme, size, width in (("dark", DESK, 1440), ("light", PHONE, 390)):
        ona.goto(f"/admin?theme={theme}")
        ona.set_viewport_size(size)
        ona.get_by_role("option").filter(has_text="Clara Riba").wait_for()
        by_bar(ona, "velocidad")
        expect(table.get_by_text("pocas: faltan").first).to_be_visible()
        picture(ona, f"admin-pace-{theme}-{width}")


def test_roles_are_confirmed_by_a_second_person_in_the_room_several_at_once(
    ona: Page, browser: Browser, installation: str
) -> None:
    logins = [f"dos-{uuid4().hex[:8]}" for _ in range(2)]
    for login in logins:
        begin(ona, f"Persona {login}", login, "Jefatura de sala")
        ona.get_by_label("Contraseña", exact=True).fill(PASSWORD)
        ona.keyboard.press("Enter")
        expect(ona.get_by_role("status").filter(has_text="Espera a una segunda persona")).to_contain_text(
            "Jefatura de sala"
        )
    # Who asked confirms nothing of it.
    by_bar(ona, "funciones por confirmar")
    mine = ona.get_by_role("listbox", name="Funciones por confirmar").get_by_role("option")
    expect(mine.filter(has_text=logins[0])).to_contain_text("la confirma otra persona")
    expect(ona.get_by_role("button", name=re.compile("^Confirmar"))).to_be_disabled()

    context = window(browser, installation, color_scheme="dark")
    clara = context.new_page()
    sign_in(clara, "clara", "room")
    clara.goto("/room")
    expect(clara.get_by_text(re.compile(r"Funciones por confirmar: \d")).first).to_be_visible()
    by_bar(clara, "funciones por confirmar")
    dialog = clara.get_by_role("dialog")
    rows = dialog.get_by_role("option")
    expect(rows.filter(has_text=logins[1])).to_contain_text("lo pide Ona Vila")
    expect(rows.first).to_be_focused()
    for _ in range(rows.count()):
        if any(login in clara.evaluate("document.activeElement.textContent") for login in logins):
            clara.keyboard.press("Space")
        clara.keyboard.press("ArrowDown")
    assert violations(clara) == []
    picture(clara, "room-grants-dark-1440")
    button = dialog.get_by_role("button", name="Confirmar 2 peticiones", exact=True)
    for _ in range(20):
        if button.evaluate("element => element === document.activeElement"):
            break
        clara.keyboard.press("Tab")
    clara.keyboard.press("Enter")
    for login in logins:
        expect(rows.filter(has_text=login)).to_have_count(0)
        assert may_sign_in(installation, login, PASSWORD).json()["roles"] == ["supervisor"]
    context.close()
    by_bar(ona, "personas")
    expect(ona.get_by_role("option").filter(has_text=logins[0])).not_to_contain_text("espera")


@pytest.mark.thorough
def test_a_new_password_for_who_sees_into_cases_waits_for_a_second_person(
    ona: Page, installation: str
) -> None:
    login = f"rut-{uuid4().hex[:8]}"
    begin(ona, "Rut Sala", login, "Despacho")
    ona.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("status").filter(has_text="Espera a una segunda persona")).to_be_visible()
    confirms(installation, login)
    expect(ona.get_by_role("option").filter(has_text=login)).not_to_contain_text("espera")
    ona.get_by_label("Contraseña", exact=True).fill(PASSWORD + " nueva")
    by_bar(ona, "guardar")
    expect(
        ona.get_by_role("status").filter(has_text="Espera a una segunda persona: Despacho")
    ).to_be_visible()
    expect(ona.get_by_role("option").filter(has_text=login)).to_contain_text("espera")
    signed_in = may_sign_in(installation, login, PASSWORD + " nueva")
    assert signed_in.is_success, signed_in.text
    assert signed_in.json()["roles"] == []
    expect(
        ona.get_by_role("group", name="Funciones").get_by_text("espera a una segunda persona")
    ).to_be_visible()


@pytest.mark.thorough
def test_a_desk_keeps_who_may_sit_at_it(ona: Page, installation: str) -> None:
    by_bar(ona, "puestos")
    ona.get_by_role("option").filter(has_text="Puesto 10").click()
    ona.get_by_role("group", name="Quién puede sentarse en él").get_by_label("Despacho", exact=True).focus()
    ona.keyboard.press("Space")
    saves(ona)
    expect(ona.get_by_role("option").filter(has_text="Puesto 10")).to_contain_text("Despacho")
    ona.get_by_label("Nombre", exact=True).fill("Puesto 10 bis")
    saves(ona)
    expect(ona.get_by_role("option").filter(has_text="Puesto 10 bis")).to_contain_text("Despacho")
