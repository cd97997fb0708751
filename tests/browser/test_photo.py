"""A photo from the caller's phone is at the desk while they are still talking, and opens without a mouse."""

import base64

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browser_session import PHONE, press, press_again, sign_in, violations, window

pytestmark = pytest.mark.thorough

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC"
)


def test_a_photo_from_the_phone_is_seen_at_the_desk(browser: Browser, installation: str) -> None:
    phone, desk = (
        window(browser, installation, PHONE, has_touch=True, is_mobile=True),
        window(browser, installation),
    )
    citizen, operator = phone.new_page(), desk.new_page()
    sign_in(operator, "iria", "desk-05")
    operator.goto("/desk")
    operator.get_by_role("button", name="Listo").first.wait_for()
    press(operator, "Alt+KeyP")
    expect(operator.get_by_role("button", name="Hacer una pausa")).to_be_visible()

    citizen.goto("/call")
    citizen.get_by_role("button", name="Escribir").tap()
    citizen.get_by_label("Escribir").fill("Sale humo del tejado")
    citizen.keyboard.press("Enter")
    press(operator, "Alt+KeyA")
    operator.get_by_role("log").get_by_text("Sale humo del tejado").wait_for()
    citizen.locator("input[type=file]").set_input_files(
        {"name": "tejado.png", "mimeType": "image/png", "buffer": PNG}
    )
    photo = operator.get_by_role("button", name="tejado.png")
    photo.wait_for()
    expect(photo.locator("img")).to_have_js_property("naturalWidth", 8)
    assert violations(operator) == []

    photo.focus()
    operator.keyboard.press("Enter")
    dialog = operator.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="tejado.png")).to_be_visible()
    operator.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    press(operator, "Alt+KeyX")
    press_again(operator, "Alt+KeyX")
    operator.get_by_role("dialog", name="Ha escrito y no se ha abierto ningún incidente. ¿Colgar?").wait_for()
    operator.keyboard.press("Digit1")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    phone.close()
    desk.close()
