"""A trainer plays a cardiac arrest for a call taker in a real installation: by keyboard, scored, and unseen by the real room."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import PHONE, picture, sign_in, violations, window
from tests.browser.conftest import RUNNING, demo
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import Operator, leaves_the_card, locates
from tests.browser.timeouts import until


@pytest.fixture(scope="module")
def real(made: Path | None) -> Iterator[str]:
    """The demo's centre as if it were real."""
    with demo(RUNNING, like=made, mode="real") as address:
        yield address


def enters_training(page: Page, login: str, desk: str) -> None:
    """Sit down in training mode."""
    body = {"login": login, "password": PASSWORD, "desk": desk, "mode": "training"}
    reply = page.request.post("/api/session", data=body)
    assert reply.ok, reply.text()


def command(page: Page, kind: str, **fields: object) -> None:
    """A command of the desk, as its own page sends it."""
    token = page.request.get("/api/session").json()["csrf"]
    id = page.evaluate("crypto.randomUUID()")
    body = {"id": id, "command": {"kind": kind, **fields}}
    reply = page.request.post("/api/commands", data=body, headers={"x-auxilio-csrf": token})
    assert reply.ok, reply.text()


@pytest.mark.thorough
def test_a_trainer_plays_a_scenario_and_the_trainee_reads_their_time(browser: Browser, real: str) -> None:
    with (
        window(browser, real) as one,
        window(browser, real, PHONE) as other,
        Somebody(real, "iria", "desk-03") as at_work,
    ):
        clara, lucia = one.new_page(), other.new_page()
        enters_training(lucia, "lucia", "desk-02")
        lucia.goto("/desk")
        expect(lucia.get_by_role("button", name="Práctica").first).to_be_visible()
        lucia.keyboard.press("Control+j")
        expect(lucia.get_by_text("No hay ninguna sesión de práctica suya")).to_be_visible()
        command(lucia, "calls.stand_ready", languages=["es"])

        enters_training(clara, "clara", "room")
        clara.goto("/training")
        trainee = clara.get_by_label("Lucía Ferrer")
        expect(trainee).to_have_value("operator")
        clara.get_by_role("region", name="Nueva sesión de práctica").get_by_label("Escenario").select_option(
            "arrest"
        )
        clara.get_by_role("button", name="Iniciar").focus()
        clara.keyboard.press("Enter")
        session = clara.get_by_role("region", name="Una parada cardíaca")
        expect(session.get_by_role("button", name="Repetir 1")).to_be_visible()
        expect(session.get_by_text("Incidente 1 · parada cardíaca")).to_be_visible()

        def ringing() -> str | None:
            session = clara.request.get("/api/training").json()["sessions"][0]
            return next((call for incident in session["incidents"] for call in incident["calls"]), None)

        call = until(ringing, "a caller rings")
        until(lambda: answers(lucia, call), "the call is offered and answered")
        expect(lucia.get_by_role("listitem").filter(has_text="Conteste la llamada")).to_contain_text("hecho")
        done = session.get_by_role("listitem").filter(has_text="Lucía Ferrer · respuesta")
        expect(done).to_be_visible()
        clara.get_by_role("textbox", name="Comentar").fill("Bien contestado.")
        clara.get_by_label("Sobre").select_option(index=1)
        clara.get_by_role("button", name="Comentar", exact=True).focus()
        clara.keyboard.press("Enter")
        remark = lucia.get_by_role("listitem").filter(has_text="comentario de Clara Riba: «Bien contestado.»")
        expect(remark).to_be_visible()
        assert at_work.rows("desk", "calls") == [], "nobody at work sees it"
        for page, chapter in ((clara, "trainer"), (lucia, "trainee")):
            assert violations(page) == []
            page.keyboard.press("F1")
            link = page.get_by_role("link", name="Manual: este capítulo")
            expect(link).to_have_attribute("href", f"/manual/es/training/{chapter}")
            page.keyboard.press("Escape")
            expect(link).to_be_hidden()
        clara.get_by_role("button", name="Terminar").focus()
        clara.keyboard.press("Enter")
        expect(session.get_by_text("terminada por quien la llevaba")).to_be_visible()
        expect(session.get_by_text("Se están cerrando")).to_have_count(0)
        assert at_work.rows("desk", "calls") == []
        with clara.expect_download() as saved:
            clara.get_by_role("button", name="Guardar los resultados").click()
        assert "Lucía Ferrer;operator;1" in saved.value.path().read_text("utf-8-sig")
        expect(lucia.get_by_text("Incidente 1 · parada cardíaca")).to_be_visible()


def guides_the_caller(page: Page) -> None:
    """The call of the arrest until the caller presses: each thing that is sent is shown, answered and done."""
    operator = Operator(page)
    log = page.get_by_role("log")
    locates(operator, TOWN)
    operator.press("F3")
    operator.type("parada")
    operator.press("Enter")
    page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    operator.press("F4", "KeyG")
    expect(operator.region("Entrevista").get_by_text(re.compile("^Mostrado "))).to_be_visible()
    expect(log.get_by_text("No, no se despierta")).to_be_visible()
    operator.press("Digit9")
    page.get_by_role("group", name="Mírele el pecho: ¿respira con normalidad?").wait_for()
    operator.press("Digit9")
    operator.press("F9")
    card = operator.region("Tarjeta")
    operator.press("F6")
    for step in ("Túmbele", "Si hay otra", "Arrodíllese", "Ponga la otra", "Empuje"):
        expect(card.locator(".say")).to_contain_text(step)
        page.keyboard.press("Space")
        expect(card.get_by_text(re.compile("^Mostrado "))).to_be_visible()
    expect(log.get_by_text("Ya estoy apretando")).to_be_visible()
    expect(log.get_by_text("Ya están aquí")).to_have_count(0)
    picture(page, "practice-card")
    leaves_the_card(operator)


def test_a_call_taker_practises_alone_from_sign_in_to_the_end_by_keyboard(
    browser: Browser, real: str
) -> None:
    with window(browser, real) as context:
        page = context.new_page()
        sign_in(page, "iria", "desk-04")
        page.goto("/desk")
        expect(page.get_by_role("button", name="Atender").first).to_be_visible()
        page.keyboard.press("Control+k")
        page.keyboard.type("practicar")
        there = page.get_by_role("option", name="salir y entrar en Formación")
        expect(there).to_be_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        name = page.get_by_label("Persona")
        expect(name).to_be_visible()
        expect(page.get_by_role("radio", name="Formación")).to_be_checked()
        name.fill("iria")
        page.get_by_role("textbox", name="Contraseña").fill(PASSWORD)
        page.get_by_role("combobox", name="Puesto").select_option("desk-04")
        page.get_by_role("textbox", name="Contraseña").press("Enter")
        expect(page.get_by_text("Nadie ha abierto una sesión de práctica para usted")).to_be_visible()
        assert violations(page) == []
        picture(page, "training-alone")
        # The line of the practice has its place before one begins: nothing below it moves.
        page.goto("/desk")
        region = page.locator('[data-region="4"]')
        expect(page.get_by_role("status").filter(has_text="Nada de una práctica llega")).to_be_visible()
        before = region.bounding_box()
        page.keyboard.press("Control+e")
        page.wait_for_url("**/desk")
        expect(page.get_by_role("status").filter(has_text="Práctica sin formador")).to_be_visible()
        expect(page.get_by_role("button", name="Atender").first).to_be_enabled()
        assert region.bounding_box() == before
        page.keyboard.press("Alt+a")
        expect(page.get_by_role("button", name="Colgar")).to_be_visible()
        guides_the_caller(page)
        over = page.get_by_role("status").filter(has_text="Llamada de práctica terminada")
        expect(over.get_by_role("button", name="Otra llamada de práctica")).to_be_enabled()
        expect(over.get_by_role("button", name="Resultado de la práctica")).to_contain_text("Ctrl J")
        picture(page, "desk-practice-over")
        page.keyboard.press("Control+j")
        result = page.get_by_role("region", name="Resultados")
        expect(result).to_be_focused()
        expect(result.get_by_text("llamada terminada")).to_be_visible()
        expect(result.get_by_text("objetivo 10 s")).to_be_visible()
        steps = page.get_by_role("region", name="Pasos de la práctica").get_by_role("listitem")
        expect(steps.filter(has_text="Conteste la llamada")).to_contain_text("hecho")
        # Its caller writes, and so do the steps.
        expect(steps.filter(has_text="¿Está usted en el lugar?")).to_contain_text("hecho")
        # The place was set by what the caller wrote first: nothing was asked, and that step is not ticked.
        expect(steps.filter(has_text="Pregunte por escrito")).not_to_contain_text("hecho")
        expect(steps.filter(has_text="el primer paso")).to_contain_text("envíe por escrito")
        assert violations(page) == []
        picture(page, "training-result")
        page.keyboard.press("Control+j")
        page.wait_for_url("**/desk")
        expect(over).to_be_visible()
        page.keyboard.press("Control+e")
        expect(page.get_by_role("button", name="Atender").first).to_be_enabled()
        page.keyboard.press("Control+j")
        shown = page.get_by_label("Sesiones de práctica").locator("option")
        expect(shown.first).to_contain_text("en marcha")
        expect(shown.nth(1)).to_contain_text("terminada")
        expect(result.get_by_text("en marcha")).to_be_visible()
        page.get_by_role("button", name="Terminar la práctica").press("Enter")
        expect(page.get_by_text("terminada por quien practicaba")).to_be_visible()
        expect(page.get_by_text("Incidente 1 · parada cardíaca")).to_be_visible()


def answers(page: Page, call: str) -> bool:
    """Whether the desk has the call: it is answered as soon as it rings."""
    token = page.request.get("/api/session").json()["csrf"]
    body = {"id": page.evaluate("crypto.randomUUID()"), "command": {"kind": "calls.answer", "call": call}}
    return page.request.post("/api/commands", data=body, headers={"x-auxilio-csrf": token}).ok


def test_in_real_mode_the_page_says_how_to_train(browser: Browser, real: str) -> None:
    with window(browser, real) as context:
        page = context.new_page()
        sign_in(page, "clara", "room")
        page.goto("/training")
        expect(page.get_by_text("entre en modo de formación")).to_be_visible()
        expect(page.get_by_role("button", name="Iniciar")).to_have_count(0)
        page.goto("/room")
        expect(page.get_by_role("region").first).to_be_visible()
        page.keyboard.press("F1")
        link = page.get_by_role("link", name="Manual: este capítulo")
        expect(link).to_have_attribute("href", "/manual/es/work/room")
