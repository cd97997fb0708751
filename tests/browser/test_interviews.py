"""Emergencies in which seconds are lost by a wrong question, by keyboard alone: what is proved, what is dictated, and when."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import by_bar, layer_asks, picture, violations
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    chooses,
    citizen_at,
    leaves_the_line,
    locates,
    operator_at,
    stands_ready,
)


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def citizen(browser: Browser, installation: str) -> Iterator[Page]:
    with citizen_at(browser, installation, TOWN) as citizen:
        yield citizen


def talks(operator: Operator, citizen: Page, words: str) -> None:
    stands_ready(operator)
    asks_for_help(citizen, words)
    answers(operator, words)


def begins(operator: Operator, typed: str, first: str) -> None:
    """What it is, and the hand at its first question."""
    operator.press("F3")
    operator.type(typed)
    operator.press("Enter")
    operator.page.get_by_role("group", name=first).wait_for()
    operator.press("F4")


def is_asked(operator: Operator, question: str) -> None:
    operator.page.get_by_role("group", name=question).wait_for()


def dictates(operator: Operator, key: str = "Enviar paso") -> None:
    """One press says or, in writing, sends the sentence that stood there, and opens its card."""
    operator.sees("paso 1 de", "Tarjeta")
    operator.press("F6")
    expect(operator.region("Tarjeta").get_by_role("button", name=key)).to_be_focused()
    operator.press("Space")
    operator.sees("paso 2 de", "Tarjeta")


def priority(operator: Operator, number: int) -> None:
    expect(operator.page.get_by_role("img", name=f"Prioridad {number}").first).to_be_visible()


def test_yes_but_is_no_breathing(operator: Operator, citizen: Page) -> None:
    talks(operator, citizen, "Mi padre se ha caído y hace ruidos raros")
    locates(operator, TOWN)
    begins(operator, "parada", "¿Está despierto? ¿Le contesta?")
    operator.press("Digit9")
    is_asked(operator, "Mírele el pecho: ¿respira con normalidad?")
    answer = operator.page.get_by_role("button", name="Sí, pero")
    key = answer.locator("kbd").first.inner_text()
    operator.press(f"Digit{key}")
    priority(operator, 0)
    expect(operator.region("Tarjeta")).to_contain_text("RCP guiada: adulto")


@pytest.mark.thorough
def test_a_choking_baby_gets_the_babys_card_and_not_the_adults(operator: Operator, citizen: Page) -> None:
    talks(operator, citizen, "El bebé se ha atragantado")
    locates(operator, TOWN)
    begins(operator, "atragant", "¿Está despierto?")
    operator.press("Digit1")
    is_asked(operator, "¿Puede hablar, llorar o toser con fuerza?")
    operator.press("Digit9")
    priority(operator, 0)
    is_asked(operator, "¿Qué edad tiene?")
    operator.press("Digit1")
    operator.sees("Ponga al bebé boca abajo sobre su brazo", "Tarjeta")
    dictates(operator)
    waiting = operator.region("Tarjeta").get_by_role("button", name="Mientras se espera")
    for step in ("Gírelo boca arriba", "Siga: cinco en la espalda"):
        operator.sees(step, "Tarjeta")
        operator.press("Space")
    operator.press("F9")
    operator.sees("Aunque salga", "Tarjeta")
    expect(waiting).to_have_count(0)
    operator.press("F6", "Space")
    operator.sees("Tarjeta terminada", "Tarjeta")
    waiting.press("Enter")
    operator.sees("no se aleje", "Tarjeta")


def test_a_sinking_car_is_instructed_before_anything_is_asked(operator: Operator, citizen: Page) -> None:
    talks(operator, citizen, "El coche se hunde en el río, estoy dentro")
    operator.press("F3")
    operator.type("vehículo en el agua")
    operator.press("Enter")
    operator.sees("Salga ya del coche", "Tarjeta")
    expect(operator.region("Dónde")).not_to_contain_text("CONFIRMADA")
    dictates(operator)
    operator.press("F4", "Digit1")
    priority(operator, 0)


@pytest.mark.thorough
def test_a_silent_caller_answers_by_keys_and_gets_a_patrol(operator: Operator, citizen: Page) -> None:
    talks(operator, citizen, "…")
    begins(operator, "silenciosa", "Operador: ¿qué se oye de fondo?")
    answer = operator.page.get_by_role("button", name="Gritos, golpes")
    operator.press(f"Digit{answer.locator('kbd').first.inner_text()}")
    priority(operator, 0)
    expect(operator.region("Envío")).to_contain_text("Patrulla")


def test_violence_at_home_is_confidential_and_reserved_by_a_person(operator: Operator, citizen: Page) -> None:
    talks(operator, citizen, "mi marido me ha pegado")
    locates(operator, TOWN)
    begins(operator, "violencia de género", "¿Está él cerca ahora? Puede decir solo sí o no.")
    expect(operator.region("Entrevista")).to_contain_text("Confidencial")
    operator.sees("«Violencia de género o familiar» pide escribir antes de llamar", "Llamada")
    assert violations(operator.page) == []
    operator.press("Digit1")
    operator.sees("NO DEVOLVER LA LLAMADA", "Llamada")
    operator.sees("el timbre puede delatar a quien llamó", "Llamada")
    is_asked(operator, "¿Le está pegando o amenazando ahora?")
    operator.press("Digit1")
    priority(operator, 0)
    by_bar(operator.page, "reservar el incidente")
    layer_asks(operator.page)
    operator.type("violencia de género")
    operator.press("Enter")
    operator.sees("INCIDENTE RESERVADO", "Llamada")
    expect(operator.region("Entrevista")).not_to_contain_text("Confidencial")
    leaves_the_line(operator)
    operator.sees("Sin llamada", "Llamada")
    operator.sees("NO DEVOLVER LA LLAMADA", "Llamada")
    operator.sees("el timbre puede delatar a quien llamó", "Llamada")
    operator.sees("NO DEVOLVER LA LLAMADA", "Quién")


def test_a_false_alarm_is_proposed_to_end_as_one_and_a_person_confirms_it(
    operator: Operator, citizen: Page
) -> None:
    talks(operator, citizen, "salta la alarma de incendios")
    locates(operator, TOWN)
    begins(operator, "alarma de incendio", "¿Alguien ve humo o fuego?")
    for question in ("¿Es un detector de gas", "¿Es un hospital", "¿Alguien ha ido a mirar"):
        operator.press("Digit9")
        operator.page.get_by_role("group", name=question).wait_for()
    operator.press("Digit1")
    priority(operator, 4)
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    operator.press("Alt+KeyQ")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Por la entrevista: Falsa alarma (Comprobada y falsa)")
    expect(dialog.get_by_role("button", name="Falsa alarma")).to_be_focused()
    operator.press("Enter")
    expect(dialog).to_be_hidden()
    operator.sees("Sin llamada")


@pytest.mark.thorough
def test_who_speaks_another_language_is_asked_and_told_in_it(operator: Operator, citizen: Page) -> None:
    stands_ready(operator)
    citizen.get_by_role("button", name="Français").tap()
    citizen.get_by_role("button", name="Écrire").tap()
    citizen.get_by_label("Écrire").fill("Ma fille s'est brûlée avec un produit")
    citizen.keyboard.press("Enter")
    citizen.get_by_role("button", name="L’envoyer").tap()
    expect(citizen.get_by_text("Position envoyée")).to_be_visible()
    answers(operator, "Ma fille s'est brûlée")
    expect(operator.region("Quién")).to_contain_text("francés")
    locates(operator, TOWN)

    begins(operator, "quemadura", "Qu'est-ce qui brûle ou a brûlé ?")
    interview = operator.region("Entrevista")
    expect(interview).to_contain_text("¿Qué le quema o le ha quemado?")
    chemical = interview.get_by_role("button", name="Producto químico")
    expect(chemical).to_contain_text("Produit chimique")
    unread = "francés sin revisar"
    expect(interview).to_contain_text(unread)
    picture(operator.page, "desk-foreign-dark-1440")
    assert violations(operator.page) == []
    operator.press(f"Digit{chemical.locator('kbd').first.inner_text()}")
    priority(operator, 1)

    card = operator.region("Tarjeta")
    expect(card).to_contain_text("Mettez la brûlure tout de suite sous le robinet")
    expect(card).to_contain_text("Ponga la quemadura ya bajo el grifo o la ducha")
    expect(card).to_contain_text(unread)
    dictates(operator)

    another_language(operator, "rumano")
    operator.sees("No hay texto en rumano: pida un intérprete.", "Entrevista")
    operator.sees("No hay texto en rumano: pida un intérprete.", "Tarjeta")
    expect(card).to_contain_text("quite la ropa, los zapatos y los anillos")
    # What is said in Spanish is the original.
    expect(card).not_to_contain_text("sin revisar")
    assert violations(operator.page) == []


def another_language(operator: Operator, name: str) -> None:
    by_bar(operator.page, "quién")
    chosen = operator.page.get_by_label("Idioma")
    chosen.focus()
    chooses(chosen, name)
    expect(chosen).to_have_value("ro")
    operator.page.get_by_role("button", name="Guardar").press("Enter")
    expect(operator.region("Quién")).to_contain_text(name)
