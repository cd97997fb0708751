"""Who speaks in a story: a citizen, an operator, a centre, the room; each with a line of their own."""

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.audio_probe import Ears
from tests.browser.browser_session import sign_in
from tests.browser.text_call_pair import Operator, stands_ready, takes_the_call
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
    stands_ready(operator)
    return operator


def recording_is_listed(page: Page, case: str) -> None:
    """The story of the case has its recording: a page is read as it stands, and opened again when it has none yet."""

    def listed() -> bool:
        page.goto(f"/case/{case}")
        page.get_by_role("heading", name="Momento").wait_for()
        try:
            page.get_by_role("button", name="Escuchar").first.wait_for(timeout=5_000)
        except TimeoutError:
            return False
        return True

    until(listed, "the recording is in the story")


def calls(caller: Ears) -> None:
    caller.page.get_by_role("button", name="Hablar por internet").click()
    until(lambda: caller.hears() is not None or None, "the caller has a line")


def takes(operator: Operator) -> None:
    takes_the_call(operator)
    operator.page.get_by_role("meter", name="Alertante").wait_for()
    question = operator.page.get_by_role("group", name="¿Está usted en el lugar?")
    expect(question.get_by_role("button").first).to_be_focused()


def presses(actor: Operator, letter: str, says: str) -> None:
    """Alt and a letter that does another thing each time, when its button says which."""
    buttons = actor.page.locator(f'[aria-keyshortcuts="Alt+{letter}"]').filter(has_text=says)
    buttons.first.wait_for(state="attached")
    actor.press(f"Alt+Key{letter}")


def holds(operator: Operator) -> None:
    presses(operator, "W", "Retener")


def resumes(operator: Operator) -> None:
    presses(operator, "W", "Recuperar")
