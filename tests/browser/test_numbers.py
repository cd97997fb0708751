"""A number that a page states is shown as said, joins nothing by itself, and is joined with one key by who has the caller."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_actors import Citizen
from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, sign_in, violations, window
from tests.browser.text_call_pair import Operator, operator_at
from tests.browser.timeouts import until

MOBILE = "+34600222333"
SAID = "número dicho, sin comprobar"


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


def is_offered_a_call(operator: Operator) -> None:
    """Somebody waits: whoever is ready is offered their call at once, so readiness itself may never be seen."""
    operator.press("Alt+KeyP")
    expect(operator.page.get_by_role("banner")).to_contain_text("SUENA")


def hangs_up(operator: Operator) -> None:
    """The desk has no call any more: the next person who sits here finds it so."""
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(operator.region("Llamada")).to_contain_text("Sin llamada")


def state_of(room: RoomSupervisor, call: str) -> str | None:
    found = next((row for row in room.rows("room", "calls") if row["id"] == call), None)
    return found["state"] if found else None


def in_both_themes(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk's screen and on a telephone's; the page stays as it was."""
    for theme in ("dark", "light"):
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.wait_for_timeout(400)
            assert violations(page) == [], f"{theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
        page.set_viewport_size(DESK)
        by_bar(page, "Cambiar entre día y noche")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_states_the_number_of_an_unanswered_caller_is_joined_with_them_by_a_key_and_by_nothing_else(
    installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    page = operator.page
    first = Citizen(installation, phone=MOBILE)
    first.hang_up()
    again = Citizen(installation, phone=MOBILE)
    expect(page.get_by_text(f"{MOBILE} (indicado)").first).to_be_visible()
    is_offered_a_call(operator)
    operator.press("Alt+KeyA")
    asks = page.get_by_role("status").filter(has_text="¿La misma persona?")
    expect(asks).to_contain_text(f"llamada {first.number} de las")
    expect(page.get_by_text(SAID).first).to_be_visible()
    in_both_themes(page, "desk-retry")
    page.wait_for_timeout(1_500)
    assert state_of(room, first.call) == "abandoned", "nobody has pressed a key"
    operator.press("Alt+KeyJ")
    until(lambda: True if state_of(room, first.call) is None else None, "nobody is called back for it")
    expect(asks).to_be_hidden()
    assert state_of(room, again.call) == "answered"
    hangs_up(operator)


@pytest.mark.thorough
def test_who_is_somebody_else_is_put_aside_and_still_called_back(
    installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    first = Citizen(installation, phone="+34600222444")
    first.hang_up()
    Citizen(installation, phone="+34600222444")
    is_offered_a_call(operator)
    operator.press("Alt+KeyA")
    asks = operator.page.get_by_role("status").filter(has_text="¿La misma persona?")
    expect(asks).to_be_visible()
    operator.press("Alt+KeyK")
    expect(asks).to_be_hidden()
    assert state_of(room, first.call) == "abandoned"
    hangs_up(operator)


@pytest.mark.thorough
def test_the_room_says_that_no_network_is_trusted_to_state_who_calls(
    browser: Browser, installation: str
) -> None:
    context = window(browser, installation)
    page = context.new_page()
    try:
        sign_in(page, "clara", "room")
        page.goto("/room")
        expect(page.get_by_text("Ninguna red de operador de confianza").first).to_be_visible()
        in_both_themes(page, "room-numbers")
    finally:
        context.close()


@pytest.mark.thorough
def test_an_empty_desk_offers_a_lesson_that_sends_nothing_and_goes_when_a_call_comes(
    installation: str, operator: Operator
) -> None:
    page = operator.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/api/commands" in request.url else None)
    expect(operator.region("Llamada")).to_contain_text("Última hora, hasta las")
    lesson = page.get_by_role("dialog", name="Primera lección")
    page.keyboard.press("F1")
    sheet = page.get_by_role("dialog", name="Ayuda")
    expect(sheet.get_by_role("button", name="Primera lección")).to_be_focused()
    expect(sheet).to_contain_text("Póngase listo: las llamadas suenan en su puesto.")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+KeyI")
    says, where = lesson.get_by_role("status"), lesson.get_by_label("Dónde")
    expect(lesson.get_by_role("listitem")).to_have_count(13)
    expect(lesson.get_by_role("listitem").first).to_have_attribute("aria-current", "step")
    expect(says).to_contain_text("Tecla: Alt A.")
    expect(lesson).to_contain_text("SUENA")
    assert violations(page) == []
    for key in ("Alt+KeyA", "F2", "Digit1"):
        page.keyboard.press(key)
    expect(where).to_be_focused()
    page.keyboard.press("Enter")
    expect(says).to_contain_text("Antes, escriba lo que oye")
    page.keyboard.type("molino 14")
    for key in ("Enter", "Enter"):
        page.keyboard.press(key)
    expect(lesson.get_by_text("✓")).to_have_count(5)
    page.keyboard.press("F9")
    expect(says).to_contain_text("F9 sirve para otra cosa en el puesto: ENVIAR AYUDA. Ahora: F3.")
    page.keyboard.press("F1")
    expect(says).to_contain_text("F3 está en la fila de arriba")
    page.keyboard.press("Escape")
    expect(says, "Esc leaves the help, and not the lesson").not_to_contain_text(
        "F3 está en la fila de arriba"
    )
    page.keyboard.press("F1")
    expect(says).to_contain_text("Esc deja la lección")
    expect(lesson.get_by_text("✓")).to_have_count(5)
    assert violations(page) == []
    picture(page, "desk-lesson")
    page.keyboard.press("F3")
    expect(lesson.get_by_label("Qué", exact=True)).to_be_focused()
    page.keyboard.type("no respira")
    for key in ("Enter", "Digit9", "F9", "F6", "Space", "KeyM", "Alt+KeyX"):
        page.keyboard.press(key)
    expect(says).to_contain_text("Otra vez Alt X")
    page.keyboard.press("Alt+KeyX")
    expect(says).to_contain_text("Hecho: la llamada entera")
    expect(says).to_contain_text("Una tecla equivocada: F9.")
    again = lesson.get_by_role("button", name="Otra vez")
    expect(lesson.get_by_role("button", name="Practicar: salir y entrar en Formación")).to_be_focused()
    page.keyboard.press("Tab")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    expect(says).to_contain_text("Paso 1 de 13")
    assert sent == [], "a lesson is of this page alone"
    page.keyboard.press("Escape")
    expect(lesson).to_have_count(0)
    operator.press("Alt+KeyP")
    pause = operator.region("Llamada").get_by_role("button", name="Hacer una pausa")
    expect(pause).to_contain_text("LISTO")
    operator.press("Alt+KeyP")
    why = page.get_by_role("dialog", name="Pausa: ¿por qué?")
    expect(why).to_be_visible()
    page.keyboard.press("Enter")
    expect(why, "a hasty Enter gives no reason").to_be_visible()
    page.keyboard.press("Escape")
    by_bar(page, "aprender")
    expect(says).to_contain_text("Paso 1 de 13")
    caller = Citizen(installation)
    expect(page.get_by_role("banner")).to_contain_text("SUENA")
    expect(lesson).to_have_count(0)
    operator.press("Alt+KeyA")
    expect(operator.region("Llamada")).to_contain_text(caller.number)
    hangs_up(operator)
