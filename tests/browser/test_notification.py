"""The duty officer is told of a case from the desk, by keyboard: from an empty table of people on call, through the message and the
deputy, to the room's alarm and to who knows at last (decision 0410)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.admin_hands import saved
from tests.browser.browser_session import DESK, by_bar, picture, sign_in, sign_out, violations, window
from tests.browser.story_regions import TOWN
from tests.browser.test_follow import is_told, replies
from tests.browser.test_room import rows, turn_to
from tests.browser.text_call_pair import Operator, citizen_at, leaves_the_line, operator_at

pytestmark = pytest.mark.thorough

TITLE = "Avisar al mando de guardia"
TRAINS = "Detener los trenes"
ON_TRACK = "¿Hay alguien en la vía ahora?"
UNANSWERED = "Nadie de guardia responde al aviso"


@contextmanager
def sits(browser: Browser, installation: str, login: str, desk: str | None, path: str) -> Iterator[Page]:
    with window(browser, installation, DESK, color_scheme="dark") as context:
        page = context.new_page()
        sign_in(page, login, desk)
        page.goto(path)
        yield page
        sign_out(page)


def _writes_duty(page: Page, function: str, notice: str | None, *contacts: tuple[str, str]) -> None:
    by_bar(page, "Nueva guardia")
    page.get_by_role("combobox", name="Función").select_option(label=function)
    if notice is not None:
        page.get_by_role("combobox", name="Aviso que recibe").select_option(label=notice)
    for name, (who, phone) in zip(("De guardia", "Suplente 1"), contacts, strict=False):
        page.get_by_label(name, exact=True).fill(who)
        page.get_by_label(f"Teléfono · {name}").fill(phone)
        page.get_by_role("group", name=f"Auxilio le envía mensajes · {name}").get_by_label("SMS").check()


def test_the_duty_officer_is_told_from_the_desk_until_the_room_is_alarmed(
    browser: Browser, installation: str
) -> None:
    with sits(browser, installation, "ona", None, "/admin?section=on_call") as admin:
        expect(admin.get_by_text("No hay ninguna guardia escrita")).to_be_visible()
        _writes_duty(admin, "Mando de guardia", None, ("Marta", "600 000 001"), ("Joan", "+34600000002"))
        by_bar(admin, "guardar")
        expect(admin.get_by_text("Con prefijo internacional: +34…")).to_be_visible()
        admin.get_by_label("Teléfono · De guardia").fill("+34 600 000 001")
        by_bar(admin, "guardar")
        saved(admin)
        assert violations(admin) == []
        picture(admin, "on-call-messages-dark-1440")
        _writes_duty(admin, "Parte externa de un aviso", TRAINS, ("ADIF", "+34600000003"))
        by_bar(admin, "guardar")
        saved(admin)
        expect(admin.get_by_role("option").filter(has_text=f"{TRAINS} · Todo el ámbito")).to_have_count(1)
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "iria", "desk-05") as operator,
        sits(browser, installation, "clara", "room", "/room") as chief,
    ):
        is_told(operator, citizen, "Hay una persona en las vías", "persona en la vía", ON_TRACK)
        replies(operator, ON_TRACK, "Sí, en la vía")
        _notice_by_message(operator)
        _officer_by_message(operator)
        _room_is_alarmed(chief)
        expect(operator.region("Avisos de este incidente")).to_have_count(0)
        leaves_the_line(operator)


def _notice_by_message(operator: Operator) -> None:
    """The railway is sent a message; that they know gives the notice."""
    expect(operator.region("Por avisar")).to_contain_text(TRAINS)
    operator.press("Alt+KeyO")
    layer = operator.page.get_by_role("dialog", name=TRAINS)
    layer.get_by_role("button", name="Mensaje a ADIF").press("Enter")
    progress = layer.get_by_role("region", name=TRAINS)
    expect(progress).to_contain_text("ADIF SMS · ")
    assert violations(operator.page) == []
    picture(operator.page, "desk-notice-message-dark-1440")
    progress.get_by_role("button", name="ADIF lo sabe").press("Enter")
    expect(layer.get_by_role("status").filter(has_text="Avisado")).to_be_visible()
    operator.press("Escape")
    expect(operator.region("Por avisar")).to_have_count(0)


def _officer_by_message(operator: Operator) -> None:
    by_bar(operator.page, TITLE)
    layer = operator.page.get_by_role("dialog", name=TITLE)
    expect(layer).to_contain_text("+34600000001")
    operator.type("dos trenes parados en la estación")
    operator.press("Enter")
    progress = layer.get_by_role("region", name="Mando de guardia")
    expect(progress).to_contain_text("Marta SMS · ")
    assert violations(operator.page) == []
    picture(operator.page, "desk-notification-dark-1440")
    operator.press("Escape")
    # Without a gateway a short message fails at once, and the next follows.
    expect(operator.region("Avisos de este incidente")).to_contain_text(
        re.compile("Avisando a|Nadie ha respondido")
    )
    expect(operator.region("Historia")).to_contain_text("SMS: Marta")


def _room_is_alarmed(chief: Page) -> None:
    """Nobody answers: the deputy, then the room, whose act shows who was told."""
    row = rows(chief).filter(has_text=UNANSWERED)
    expect(row).to_have_count(1, timeout=240_000)
    turn_to(chief, UNANSWERED)
    picture(chief, "room-notification-dark-1440")
    chief.keyboard.press("Enter")
    layer = chief.get_by_role("dialog", name=TITLE)
    expect(layer).to_contain_text("Nadie ha respondido: llame por teléfono")
    expect(layer.get_by_role("listitem").filter(has_text="Joan SMS")).to_have_count(1)
    assert violations(chief) == []
    picture(chief, "room-notification-history-dark-1440")
    again = layer.get_by_role("button", name="Avisar otra vez")
    expect(again).to_be_focused()
    chief.keyboard.press("Enter")
    expect(layer.get_by_role("listitem").filter(has_text="Marta SMS")).to_have_count(2)
    layer.get_by_role("textbox", name="A quién se lo ha dicho").press("Enter")
    expect(layer.get_by_text("Escriba a quién se lo ha dicho.")).to_be_visible()
    chief.keyboard.type("Jefe de guardia, por Bomberos 1")
    chief.keyboard.press("Enter")
    expect(row).to_have_count(0)
    expect(layer.get_by_role("status").filter(has_text="El aviso ha terminado")).to_be_visible()
    chief.keyboard.press("Enter")
    picture(chief, "room-notification-told-dark-1440")
