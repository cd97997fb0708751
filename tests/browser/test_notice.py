"""Who must be told is told, by keyboard: a person on the track, and the trains are stopped; left undone, it is an alarm of the room
(decision 0355)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import picture, sign_in, sign_out, violations, window
from tests.browser.story_regions import TOWN
from tests.browser.test_follow import is_told, replies
from tests.browser.test_room import rows, turn_to
from tests.browser.text_call_pair import Operator, citizen_at, keeps_the_line, leaves_the_line, operator_at

pytestmark = pytest.mark.thorough

TRAINS = "Detener los trenes"
DOCTOR = "Pasar al médico coordinador"
ON_TRACK = "¿Hay alguien en la vía ahora?"


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def citizen(browser: Browser, installation: str) -> Iterator[Page]:
    with citizen_at(browser, installation, TOWN) as citizen:
        yield citizen


@pytest.fixture
def chief(browser: Browser, installation: str) -> Iterator[Page]:
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    sign_in(page, "clara", "room")
    page.goto("/room")
    yield page
    sign_out(page)
    context.close()


def test_a_person_on_the_track_the_trains_are_stopped_by_one_key_with_what_to_say(
    operator: Operator, citizen: Page
) -> None:
    is_told(operator, citizen, "Hay una persona en las vías", "persona en la vía", ON_TRACK)
    replies(operator, ON_TRACK, "Sí, en la vía")
    line = operator.region("Por avisar")
    expect(line).to_contain_text(TRAINS)
    picture(operator.page, "desk-notice-dark-1440")
    operator.press("Alt+KeyO")
    layer = operator.page.get_by_role("dialog", name=TRAINS)
    script = layer.get_by_role("region", name="Diga")
    expect(script).to_contain_text("Le llamo del 112, incidente")
    expect(script).to_contain_text(TOWN.found)
    expect(script).to_contain_text("Paren ahora los trenes en ese tramo")
    assert violations(operator.page) == []
    picture(operator.page, "desk-notice-script-dark-1440")
    operator.press("Enter")
    expect(layer).to_contain_text("Escriba a quién.")
    # Nobody answers first: that is kept, and it is still to be done.
    operator.type("ADIF, guardia")
    operator.press("Tab", "Tab", "Tab", "Enter")
    expect(layer).to_have_count(0)
    expect(line).to_contain_text("1 llamada sin respuesta")
    operator.press("Alt+KeyO")
    expect(layer).to_contain_text("ADIF, guardia no contesta")
    operator.type("Puesto de mando")
    operator.press("Enter")
    expect(layer).to_have_count(0)
    expect(line).to_have_count(0)
    story = operator.region("Historia")
    expect(story).to_contain_text(f"Avisado: {TRAINS} · Puesto de mando")
    call = operator.region("Llamada")
    # In this window the key says it; the reason stands above it where there is room.
    expect(call.get_by_text("línea abierta", exact=True)).to_be_visible()
    operator.page.set_viewport_size({"width": 1920, "height": 1080})
    expect(call.get_by_text("La línea sigue abierta hasta que llegue la ayuda: ")).to_be_visible()
    keeps_the_line(operator)
    expect(call.get_by_role("button", name="Colgar")).to_be_visible()
    leaves_the_line(operator)
    expect(call).to_contain_text("Sin llamada")


def test_a_caller_is_passed_to_the_doctor_by_number_with_what_to_say_and_who_took_it_is_written(
    operator: Operator, citizen: Page
) -> None:
    is_told(operator, citizen, "Tengo una duda con una medicina", "información", "¿Hay alguien en peligro")
    replies(operator, "¿Hay alguien en peligro", "No")
    replies(operator, "¿Qué necesita saber?", "Una duda de salud")
    line = operator.region("Por avisar")
    expect(line).to_contain_text(DOCTOR)
    operator.press("Alt+KeyO")
    layer = operator.page.get_by_role("dialog", name=DOCTOR)
    expect(layer).to_contain_text("061")
    script = layer.get_by_role("region", name="Diga")
    expect(script).to_contain_text("Le llamo del 112, incidente")
    expect(script).to_contain_text("Le paso a quien llama y sigo en la línea")
    assert violations(operator.page) == []
    picture(operator.page, "desk-transfer-dark-1440")
    operator.press("Enter")
    expect(layer, "nobody took it yet").to_be_visible()
    operator.type("Dra. Soler")
    operator.press("Enter")
    expect(layer).to_have_count(0)
    expect(line).to_have_count(0)
    expect(operator.region("Historia")).to_contain_text(f"Avisado: {DOCTOR} · Dra. Soler", timeout=15_000)
    operator.press("Alt+KeyX", "Alt+KeyX")


def test_left_undone_it_is_an_alarm_of_the_room_that_the_room_can_end(
    operator: Operator, citizen: Page, chief: Page
) -> None:
    is_told(operator, citizen, "Había una persona en las vías", "persona en la vía", ON_TRACK)
    replies(operator, ON_TRACK, "Ya ha salido")
    replies(operator, "¿Está herido o no se mueve?", "No")
    row = rows(chief).filter(has_text=f"Pendiente, {TRAINS}")
    expect(row).to_have_count(1, timeout=90_000)
    turn_to(chief, f"Pendiente, {TRAINS}")
    expect(row).to_contain_text("Dar aviso")
    picture(chief, "room-notice-dark-1440")
    chief.keyboard.press("Enter")
    layer = chief.get_by_role("dialog", name=TRAINS)
    expect(layer).to_contain_text("Paren ahora los trenes")
    chief.keyboard.type("Puesto de mando")
    chief.keyboard.press("Enter")
    expect(layer).to_have_count(0)
    expect(row).to_have_count(0)
    expect(operator.region("Por avisar")).to_have_count(0)
    operator.press("Alt+KeyX", "Alt+KeyX")
