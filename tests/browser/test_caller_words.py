"""What a caller writes is read by the centre and by the crew under way, word by word, the later sentences too (issue 15)."""

from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browser_session import picture, press, violations
from tests.browser.centre_hands import centre as sits
from tests.browser.centre_hands import region, take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.test_unit import Centre, vehicle
from tests.browser.test_unit import centre as around
from tests.browser.text_call_pair import asks_for_help, call_of, citizen_at
from tests.browser.timeouts import until

__all__ = ["around", "sits"]
FIRST, LATER = "Hay mucho humo, C/ Mayor 12", "mis hijos dentro"
OURS = "Salga y no vuelva a entrar"


def read(page: Page) -> Locator:
    return page.get_by_role("region", name="Alertante dice")


def said(page: Page, words: str) -> Locator:
    return read(page).locator("q", has_text=words)


def writes(citizen: Page, words: str) -> None:
    citizen.get_by_label("Escribir").fill(words)
    citizen.keyboard.press("Enter")


def in_both_themes(page: Page, name: str) -> None:
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        picture(page, f"{name}-{theme}")


def test_the_first_and_the_later_sentences_of_a_chat_are_at_the_centre_and_with_the_crew(
    browser: Browser, installation: str, around: Centre, sits: Callable[[str, str], Page]
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        vehicle(browser, installation, around) as (line, crew),
    ):
        asks_for_help(citizen, FIRST)
        call, operator = call_of(citizen), around.operator
        operator.do("calls.stand_ready")
        until(lambda: around.rows("room")["calls"][f"call:{call}"]["offered_to"], "it rings")
        operator.do("calls.answer", call=call)
        case = around.alert()
        operator.do("calls.join_case", call=call, case=case)
        centre = sits("marta", "san-desk-1")
        take_in_hand(centre, "Parada")
        # The crew was sent before the call was joined: to it also the first sentence is news.
        expect(said(crew, FIRST)).to_be_visible()
        press(crew, "Alt+KeyV")
        for page in (centre, crew):
            expect(said(page, FIRST)).to_be_visible()
            expect(read(page).get_by_text("nuevo")).to_have_count(0)
        next_step = crew.get_by_role("button", name="ENTERADO").bounding_box()

        operator.do("calls.write", call=call, words=OURS)
        writes(citizen, LATER)
        for page in (centre, crew):
            expect(said(page, LATER)).to_be_visible()
            expect(read(page).get_by_text("1 nuevo")).to_be_visible()
            expect(page.get_by_role("status").filter(has_text=LATER)).to_have_count(1)
            expect(said(page, OURS)).to_have_count(0)
        moved = crew.get_by_role("button", name="ENTERADO").bounding_box()
        assert moved == next_step, "nothing moved under a hand"
        in_both_themes(centre, "caller-words-centre-1440")
        in_both_themes(crew, "caller-words-unit-390")

        # Known by one key, at either end; without network the words stay.
        press(centre, "Alt+KeyV")
        press(crew, "Alt+KeyV")
        for page in (centre, crew):
            expect(read(page).get_by_text("1 nuevo")).to_have_count(0)
        line.pull(crew.context)
        crew.get_by_text("SIN RED").first.wait_for()
        crew.reload()
        expect(said(crew, LATER)).to_be_visible()
        expect(read(crew).get_by_text("nuevo")).to_have_count(0)
        line.plug(crew.context)
        expect(region(centre, "Activación").locator("q", has_text=LATER)).to_be_visible()
