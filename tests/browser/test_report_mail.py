"""The report of a case is sent by e-mail from its page: the password is shown once, and what became of the mail stands there."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.api_actors import AtWork
from tests.browser.browser_session import by_bar, picture, sign_in, violations, window


@pytest.fixture
def page(browser: Browser, installation: str) -> Iterator[Page]:
    context = window(browser, installation)
    page = context.new_page()
    sign_in(page, "nil")
    yield page
    context.close()


def test_where_there_is_no_mail_server_the_layer_says_so_and_keeps_what_was_typed(
    page: Page, installation: str
) -> None:
    taker, case = AtWork(installation, "lucia", "desk-06"), str(uuid4())
    taker.do("cases.open", case=case, summary="Corte de luz")
    page.goto(f"/case/{case}")
    page.get_by_role("heading", name=re.compile("Incidente|Expediente")).first.wait_for()
    by_bar(page, "Enviar el informe por correo")
    layer = page.get_by_role("dialog", name="Enviar el informe por correo")
    page.keyboard.press("Enter")
    expect(layer).to_contain_text("Escriba la dirección.")
    layer.get_by_label("Dirección de correo").fill("juzgado.3@justicia.example")
    layer.get_by_label("Motivo").fill("Diligencias 214/2026")
    assert violations(page) == []
    picture(page, "report-mail-form")
    page.keyboard.press("Enter")
    expect(layer).to_contain_text("no hay servidor de correo")
    expect(layer.get_by_label("Motivo")).to_have_value("Diligencias 214/2026")
    taker.leave()


def test_a_password_that_comes_late_is_shown_with_its_address_whatever_was_typed_meanwhile(
    page: Page, installation: str
) -> None:
    taker, case = AtWork(installation, "lucia", "desk-06"), str(uuid4())
    taker.do("cases.open", case=case, summary="Corte de luz")
    asked = list[Route]()
    page.route(
        re.compile("/mails$"), lambda route: asked.append(route) if is_order(route) else route.continue_()
    )
    page.goto(f"/case/{case}")
    page.get_by_role("heading", name=re.compile("Incidente|Expediente")).first.wait_for()
    by_bar(page, "Enviar el informe por correo")
    layer = page.get_by_role("dialog", name="Enviar el informe por correo")
    layer.get_by_label("Dirección de correo").fill("juzgado.3@justicia.example")
    layer.get_by_label("Motivo").fill("Diligencias 214/2026")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(layer).to_contain_text("la contraseña se muestra enseguida")
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()
    by_bar(page, "Enviar el informe por correo")
    layer.get_by_label("Dirección de correo").fill("otro@ejemplo.example")
    assert len(asked) == 1
    asked[0].fulfill(json={"mail": str(uuid4()), "password": "1234567890" * 2 + "12345"})
    expect(layer).to_contain_text("está en camino a juzgado.3@justicia.example")
    expect(layer).to_contain_text("67890")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    by_bar(page, "Enviar el informe por correo")
    expect(layer.get_by_label("Dirección de correo")).to_have_value("")
    taker.leave()


def is_order(route: Route) -> bool:
    return route.request.method == "POST"
