"""What a protocol and a card say beside questions and steps, by keyboard: where answers lead, what protects crews, what the
card says to the operator, and what its check and a refusal change (decision 0351)."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import layer_asks, picture, press, violations
from tests.browser.centre_hands import centre, region, take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    call_of,
    citizen_at,
    leaves_the_line,
    locates,
    operator_at,
    stands_ready,
)

__all__ = ["centre"]
FOLLOW = "Seguir con «Parada cardiorrespiratoria»"


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def citizen(browser: Browser, installation: str) -> Iterator[Page]:
    with citizen_at(browser, installation, TOWN) as citizen:
        yield citizen


def is_told(operator: Operator, citizen: Page, words: str, type_: str, first: str) -> None:
    """A call with a place and a type; the hand is at the first question."""
    stands_ready(operator)
    asks_for_help(citizen, words)
    answers(operator, words)
    locates(operator, TOWN)
    operator.press("F3")
    operator.type(type_)
    operator.press("Enter")
    operator.page.get_by_role("group", name=first).wait_for()
    operator.press("F4")


def replies(operator: Operator, question: str, answer: str) -> None:
    """By the key that stands on the answer."""
    group = operator.page.get_by_role("group", name=question)
    key = group.get_by_role("button", name=re.compile(f"^{answer}")).first.locator("kbd").first.inner_text()
    operator.press(f"Digit{key}")
    group.wait_for(state="detached")


def test_answers_lead_to_another_protocol_by_one_key_and_its_safety_reaches_the_case(
    operator: Operator, citizen: Page, installation: str
) -> None:
    is_told(operator, citizen, "Hay una pelea con navajas", "pelea", "¿Sigue la pelea o la agresión?")
    replies(operator, "¿Sigue la pelea", "Sí")
    replies(operator, "¿Hay armas", "Sí")
    replies(operator, "¿Cómo está el que está peor?", "No responde")
    replies(operator, "mírele el pecho", "No")
    button = operator.region("Entrevista").get_by_role("button", name=FOLLOW)
    expect(button).to_be_visible()
    assert violations(operator.page) == []
    picture(operator.page, "desk-follow-dark-1440")
    operator.press("KeyS")
    replies(operator, "¿Está despierto?", "No")
    ages = operator.page.get_by_role("group", name="¿Qué edad tiene?")
    ages.wait_for()
    # With the hands in the card each answer can be read, and how many there are is said.
    operator.page.set_viewport_size({"width": 1920, "height": 1080})
    operator.press("F6")
    expect(operator.region("Entrevista")).to_contain_text(re.compile(r"pregunta \d+ de \d+ · 4 respuestas"))
    for answer in ages.get_by_role("button").all():
        expect(answer).to_be_in_viewport(ratio=1)
    picture(operator.page, "desk-answers-beside-card-dark-1920")
    operator.page.set_viewport_size({"width": 1440, "height": 900})
    operator.press("F4")
    replies(operator, "¿Qué edad tiene?", "Adult")
    with RoomSupervisor(installation, "clara", "room") as room:
        hazards = room.case_of(call_of(citizen))["hazards"]
    assert [one["code"] for one in hazards] == ["wait_for_police"]
    leaves_the_line(operator)


def test_the_desk_says_how_a_call_begins_what_to_write_down_and_where_a_type_is_chosen(
    operator: Operator, citizen: Page
) -> None:
    interview, call = operator.region("Entrevista"), operator.region("Llamada")
    stands_ready(operator)
    asks_for_help(citizen, "Una moto ha chocado")
    answers(operator, "Una moto ha chocado")
    expect(interview).to_contain_text("«Emergencias 112, ¿dónde está la emergencia?»")
    locates(operator, TOWN)
    operator.press("F3")
    operator.type("choque")
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Hay fuego, derrame").wait_for()
    expect(interview).not_to_contain_text("«Emergencias 112")
    # What is known already (the place, read back) is not asked for again.
    expect(call).to_contain_text("Pregunte y anote: carretera, punto kilométrico, sentido.")
    assert violations(operator.page) == []
    picture(operator.page, "desk-to-take-dark-1440")
    operator.press("F3", "Backspace")
    operator.type("parada")
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    operator.press("F4")
    replies(operator, "¿Está despierto?", "Sí")
    expect(interview.get_by_role("button", name="Elegir el tipo por lo que pasa")).to_be_visible()
    picture(operator.page, "desk-choose-dark-1440")
    operator.press("KeyS")
    expect(operator.region("Qué").get_by_role("combobox")).to_be_focused()
    operator.press("Escape")
    operator.press("Alt+KeyX", "Alt+KeyX")


@pytest.mark.thorough
def test_the_note_of_a_card_stands_there_and_its_check_leads_on_when_the_patient_is_worse(
    operator: Operator, citizen: Page
) -> None:
    is_told(operator, citizen, "Le duele mucho el pecho", "dolor en el pecho", "¿Está despierto y habla?")
    replies(operator, "¿Está despierto y habla?", "Sí")
    replies(operator, "¿Le cuesta respirar", "Sí")
    operator.press("F6", "Space")
    card = operator.region("Tarjeta")
    expect(card).to_contain_text("Para usted:")
    expect(card).to_contain_text("Adiro es aspirina")
    expect(card).to_contain_text("Aflójele la ropa")
    operator.press("Space")
    expect(card).to_contain_text("Si se desmaya o respira raro")
    worse = card.get_by_role("button", name="Ha empeorado: abrir Parada cardiorrespiratoria")
    expect(worse).to_be_visible()
    picture(operator.page, "desk-card-worse-dark-1440")
    operator.press("KeyE")
    # They were awake: that is asked anew.
    operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    replies(operator, "¿Está despierto?", "No")
    replies(operator, "Mírele el pecho", "No")
    expect(card).to_contain_text("RCP guiada")
    operator.press("Alt+KeyX", "Alt+KeyX")


def test_aspirin_is_told_once_the_doctor_of_the_health_centre_has_authorised_it(
    operator: Operator, citizen: Page, centre: Callable[[str, str], Page]
) -> None:
    is_told(operator, citizen, "Le aprieta el pecho", "dolor en el pecho", "¿Está despierto y habla?")
    replies(operator, "¿Está despierto y habla?", "Sí")
    replies(operator, "¿Le cuesta respirar", "Sí")
    operator.press("F9")
    operator.sees("asignado", "Envío")
    began = operator.region("Entrevista").get_by_role("textbox")
    began.press_sequentially("10:05")
    began.press("Enter")
    for question in (
        "¿Es alérgico",
        "¿Ha sangrado",
        "¿Algún médico",
        "¿Tiene menos de 18",
        "¿El dolor empezó",
    ):
        operator.page.get_by_role("group", name=question).wait_for()
        operator.press("F4")
        replies(operator, question, "No")
    card = operator.region("Tarjeta")
    operator.press("F6", "Space")
    waits = card.get_by_role("status", name="Medicamento")
    expect(waits).to_contain_text("lo autoriza un médico")
    assert violations(operator.page) == []
    picture(operator.page, "desk-medicine-dark-1440")
    operator.press("KeyA")
    expect(waits).to_contain_text("Pedido al médico por Iria")

    doctor = centre("lia", "san-desk-1")
    take_in_hand(doctor, "Piden autorizar un medicamento")
    asked = region(doctor, "Activación").get_by_role("region", name="Piden autorizar un medicamento")
    expect(asked).to_contain_text("Que mastique y trague una de 300")
    expect(asked).to_contain_text("¿Es alérgico a la aspirina? No")
    expect(asked).to_contain_text("¿Está despierto y habla? Sí")
    for key in ("Autorizar", "No autorizar"):
        expect(
            region(doctor, "Activación").get_by_role("button", name=key, exact=False).last
        ).to_be_in_viewport()
    assert violations(doctor) == []
    picture(doctor, "centre-medicine-dark-1440")
    press(doctor, "F3")
    press(doctor, "n")
    layer_asks(doctor)
    doctor.keyboard.type("lleva anticoagulantes")
    doctor.keyboard.press("Enter")
    expect(waits).to_contain_text("No se da. Lia Fons")
    expect(waits).to_contain_text("lleva anticoagulantes")
    expect(asked).to_have_count(0)

    # It was another patient's list of medicines: asked for anew, and authorised.
    operator.press("F6", "KeyA")
    expect(asked).to_contain_text("Antes no se autorizó (Lia Fons")
    expect(asked).to_contain_text("lleva anticoagulantes")
    picture(doctor, "centre-medicine-again-dark-1440")
    press(doctor, "F3")
    press(doctor, "a")
    # The dose is read before the second press.
    expect(doctor.get_by_role("status").filter(has_text="Pulse otra vez")).to_contain_text(
        "Que mastique y trague una de 300"
    )
    expect(waits).to_contain_text("Pedido al médico")
    press(doctor, "a")
    expect(waits).to_contain_text("Autorizado por el médico")
    expect(asked).to_have_count(0)
    operator.press("F6", "Space")
    expect(card.locator(".say")).to_contain_text("Que mastique y trague una de 300")
    picture(operator.page, "desk-medicine-authorised-dark-1440")
    operator.press("Space")
    expect(citizen.get_by_text("Que mastique y trague una de 300").first).to_be_visible()
    expect(waits).to_have_count(0)
    story = region(doctor, "Historia")
    expect(story).to_contain_text("No autorizado por Lia Fons")
    expect(story).to_contain_text("Autorizado por Lia Fons")
    expect(story).to_contain_text("AVISO: PIDEN AUTORIZAR UN MEDICAMENTO")
    expect(story).not_to_contain_text("VENCE UN PLAZO: PIDEN AUTORIZAR")
    operator.press("Alt+KeyX", "Alt+KeyX")


@pytest.mark.thorough
def test_steps_that_the_caller_will_not_do_are_left_out_by_a_key_pressed_twice(
    operator: Operator, citizen: Page
) -> None:
    is_told(operator, citizen, "Mi hijo no respira", "parada", "¿Está despierto? ¿Le contesta?")
    replies(operator, "¿Está despierto?", "No")
    replies(operator, "Mírele el pecho", "No")
    replies(operator, "¿Qué edad tiene?", "1 año")
    operator.press("F6", "Space")
    card = operator.region("Tarjeta")
    expect(card).to_contain_text("paso 2 de 10")
    operator.press("KeyN")
    expect(card).to_contain_text("paso 2 de 10")
    operator.press("KeyN")
    expect(card).to_contain_text("paso 2 de 7")  # without those by which breaths are given
    operator.press("Alt+KeyX", "Alt+KeyX")


def test_a_choking_baby_who_stops_responding_gets_the_compressions_of_a_baby_by_one_key(
    operator: Operator, citizen: Page
) -> None:
    is_told(operator, citizen, "El bebé se ha atragantado", "atragant", "¿Está despierto?")
    replies(operator, "¿Está despierto?", "Sí")
    replies(operator, "¿Puede hablar, llorar o toser con fuerza?", "No")
    replies(operator, "¿Qué edad tiene?", "Menos de 1")
    card = operator.region("Tarjeta")
    expect(card).to_contain_text("Ponga al bebé boca abajo sobre su brazo")
    operator.press("F6", "Space")  # from the first step on: a baby goes limp when it does
    expect(card.get_by_role("button", name="Ha empeorado: abrir Parada cardiorrespiratoria")).to_be_visible()
    operator.press("KeyE")
    operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    replies(operator, "¿Está despierto?", "No")
    replies(operator, "Mírele el pecho", "No")
    # How old it is was asked before, and is not asked again.
    expect(card).to_contain_text("La cabeza recta, mirando al techo")
    expect(card).not_to_contain_text("Gírelo boca arriba")
    picture(operator.page, "desk-baby-arrest-dark-1440")
    operator.press("F6", "Space")
    expect(citizen.get_by_text("La cabeza recta, mirando al techo").first).to_be_visible()
    expect(citizen.get_by_role("button", name="He dado el primer soplo").first).to_be_visible()
    expect(citizen.get_by_text("debe verle un médico")).to_have_count(0)
    operator.press("Alt+KeyX", "Alt+KeyX")


def test_a_diabetic_who_cannot_swallow_is_given_nothing_by_mouth(operator: Operator, citizen: Page) -> None:
    is_told(operator, citizen, "Mi madre es diabética y está rara", "diab", "¿Está despierto?")
    replies(operator, "¿Está despierto?", "Sí")
    replies(operator, "¿Puede tragar y sostener un vaso?", "No")
    replies(operator, "¿Le han medido el azúcar?", "Baja")
    card = operator.region("Tarjeta")
    expect(card).to_contain_text("No le dé nada por la boca")
    operator.press("F6", "Space")
    expect(citizen.get_by_text("No le dé nada por la boca").first).to_be_visible()
    expect(card).to_contain_text("Si se duerme o deja de contestarle")
    for page in (operator.page, citizen):
        expect(page.get_by_text("cucharaditas")).to_have_count(0)
        expect(page.get_by_text("zumo")).to_have_count(0)
    operator.press("Alt+KeyX", "Alt+KeyX")
