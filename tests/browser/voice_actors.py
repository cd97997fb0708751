"""Who speaks in a story: a citizen, an operator, a centre, the room; each with a line of their own."""

from playwright.sync_api import expect

from tests.browser.audio_probe import Ears
from tests.browser.browser_session import sign_in
from tests.browser.text_call_pair import Operator
from tests.browser.timeouts import until


def sits_down(ears: Ears, login: str, desk: str, page: str) -> Operator:
    """At a desk whose page opens its line by itself."""
    sign_in(ears.page, login, desk)
    ears.page.goto(page)
    try:
        until(lambda: ears.hears() is not None or None, f"{desk} has a line")
    except AssertionError as never:
        never.add_note(f"the page says: {ears.page.locator('body').inner_text()[:2_000]}")
        never.add_note(f"what was said on it: {ears.said}")
        raise
    return Operator(ears.page)


def at_desk(ears: Ears, login: str, desk: str) -> Operator:
    """Sits down, is ready, and has a line."""
    operator = sits_down(ears, login, desk, "/desk")
    ears.page.get_by_role("button", name="Listo").first.wait_for()
    operator.press("Alt+KeyP")
    expect(ears.page.get_by_role("button", name="Listo", pressed=True)).to_be_visible()
    return operator


def calls(caller: Ears) -> None:
    caller.page.get_by_role("button", name="Hablar por internet").click()
    until(lambda: caller.hears() is not None or None, "the caller has a line")


def takes(operator: Operator) -> None:
    operator.region("Llamada").get_by_text("Sin número").wait_for()  # it rings here
    operator.press("Alt+KeyA")
    operator.page.get_by_role("meter", name="Alertante").wait_for()
