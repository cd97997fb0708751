"""What a caller writes is read by the centre and by the crew under way, word by word, the later sentences too (issue 15)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browser_session import by_bar, picture, press, violations
from tests.browser.centre_hands import centre as sits
from tests.browser.centre_hands import know, region, take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.test_unit import Centre, vehicle
from tests.browser.test_unit import centre as around
from tests.browser.text_call_pair import (
    answers,
    asks_for_help,
    call_of,
    citizen_at,
    operator_at,
    stands_ready,
)
from tests.browser.timeouts import until

pytestmark = pytest.mark.thorough

__all__ = ["around", "sits"]
LONG = (
    "Por favor, mi hijo se ha atragantado con un trozo de manzana que estaba comiendo, se ha puesto azul "
    "y no puede toser ni llorar, tiene 3 años"
)
FIRST, LATER = "Hay mucho humo, C/ Mayor 12", "mis hijos dentro"
OURS = "Salga y no vuelva a entrar"


def read(page: Page) -> Locator:
    return page.get_by_role("region", name="Alertante dice")


def said(page: Page, words: str) -> Locator:
    return read(page).locator("q", has_text=words)


def writes(citizen: Page, words: str) -> None:
    citizen.get_by_label("Escribir").fill(words)
    citizen.keyboard.press("Enter")


def is_seen_whole(of: Locator) -> bool:
    """Nothing cuts it or lies over it, at its beginning and at its end."""
    return bool(
        of.evaluate(
            """of => { const box = of.getBoundingClientRect(), y = (box.top + box.bottom) / 2
            return of.scrollWidth <= of.clientWidth && [box.left + 2, box.right - 2].every(x => {
              const seen = document.elementFromPoint(x, y); return seen !== null && of.contains(seen) }) }"""
        )
    )


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
        operator.do("cases.link_call", call=call, case=case)
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
        # An age stands in sight, whichever part of which line it is in: a long one is cut, an older one scrolls away.
        writes(citizen, LONG)
        writes(citizen, "vengan ya")
        for page in (centre, crew):
            expect(said(page, "vengan ya")).to_be_visible()
            expect(read(page).locator(".ages")).to_have_text("Edad escrita: tiene 3 años")
            assert is_seen_whole(read(page).locator(".ages"))
        # The newest words are in sight on a telephone without a touch, before anything that is said of the call.
        assert is_seen_whole(said(crew, "vengan ya"))
        in_both_themes(centre, "caller-words-centre-1440")
        in_both_themes(crew, "caller-words-unit-390")

        # Known by one key, at either end; without network the words stay.
        know(centre, read(centre).get_by_text("1 nuevo"))
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


def test_the_conversation_has_a_key_counts_what_is_unread_and_takes_the_room_of_no_interview(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "pau", "desk-05") as operator,
    ):
        stands_ready(operator)
        asks_for_help(citizen, FIRST)
        answers(operator, FIRST)
        apart, within = operator.region("Conversación"), operator.region("Llamada")
        field = operator.page.get_by_label("Escribir al alertante")
        expect(apart.get_by_text(FIRST)).to_be_visible()
        expect(apart.get_by_text("nuevo")).to_have_count(0)
        writes(citizen, LATER)
        expect(apart.get_by_text("1 nuevo")).to_be_visible()
        in_both_themes(operator.page, "desk-conversation-1440")
        operator.press("Alt+KeyG")
        expect(field).to_be_focused()
        expect(apart.get_by_text("nuevo")).to_have_count(0)
        # The interview begins; the line under the hands stays where it is until they leave it.
        operator.type("Salgan")
        operator.press("F3")
        operator.type("parada")
        operator.press("Enter")
        operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
        expect(apart).to_have_count(0)
        expect(within.get_by_label("Escribir al alertante")).to_have_value("Salgan")
        operator.press("Alt+KeyG")
        expect(field).to_be_focused()
        operator.press("Enter")
        expect(citizen.get_by_role("log").get_by_text("Salgan")).to_be_visible()
        operator.press("F1")
        help_ = operator.page.get_by_role("dialog")
        for key in ("Alt M", "Alt R"):
            expect(help_.get_by_text(key, exact=True)).to_have_count(1)
        expect(help_.get_by_role("heading", name="Tarjeta, con el foco (F6)")).to_be_visible()
        picture(operator.page, "desk-help-1440")


LISTEN = """() => {
  window.heard = []
  navigator.vibrate = () => window.heard.push("vibrate")
  for (const name of ["AudioContext", "Notification"]) {
    window[name] = class { constructor() { window.heard.push(name) } static requestPermission() { window.heard.push(name) } }
  }
  window.open = () => window.heard.push("open")
  HTMLMediaElement.prototype.play = function () { window.heard.push("play"); return Promise.resolve() }
}"""


def sentences_are_found_by_number(page: Page, leave: Callable[[], None]) -> None:
    """The caller's language beside the operator's, from the line that names it and by the bar; nothing moves by it."""
    line = page.get_by_role("note").filter(has_text="Habla francés")
    before = line.bounding_box()
    line.get_by_role("button", name="Frases por número").click()
    layer = page.get_by_role("dialog", name="Frases por número")
    expect(layer.get_by_label("Idioma")).to_have_value("fr")
    expect(layer.get_by_text("BORRADOR: nadie que hable este idioma lo ha leído")).to_be_visible()
    expect(layer.get_by_role("listitem").filter(has_text="J'envoie de l'aide.")).to_have_count(1)
    picture(page, "desk-sentences-1440")
    field = layer.get_by_label("Número o palabras de la frase")
    expect(field).to_be_focused()
    at = field.bounding_box()
    field.fill("25")
    said = layer.get_by_text("Respire-t-elle normalement ?")
    expect(said).to_be_visible()
    expect(layer.get_by_text("¿Respira con normalidad?")).to_be_visible()
    expect(layer.get_by_text("Respir-tél normalmán?")).to_be_visible()
    assert said.evaluate("it => it.lang") == "fr"
    assert field.bounding_box() == at
    assert violations(page) == []
    leave()
    expect(layer).to_have_count(0)
    assert line.bounding_box() == before
    by_bar(page, "frases")
    layer.get_by_label("Idioma").select_option(label="árabe (Marruecos)")
    expect(layer.get_by_text("واش كيتنفس مزيان؟")).to_be_visible()
    picture(page, "desk-sentences-arabic-1440")
    leave()
    expect(layer).to_have_count(0)


def test_a_call_of_somebody_who_cannot_speak_stays_quiet_and_an_interpreter_is_offered_in_writing(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "iria", "desk-06") as operator,
    ):
        citizen.context.add_init_script(f"({LISTEN})()")
        citizen.reload()
        stands_ready(operator)
        citizen.get_by_role("button", name="Français").tap()
        citizen.get_by_role("button", name="Je ne peux pas parler").tap()
        citizen.get_by_role("button", name="Police").tap()
        answers(operator, "Police")
        # The operator speaks no French: it is said, and so is what is missing, in writing too.
        expect(
            operator.region("Llamada").get_by_text("Habla francés: no está entre sus idiomas")
        ).to_be_visible()
        operator.press("Alt+KeyI")
        layer = operator.page.get_by_role("dialog", name="Intérprete")
        expect(layer.get_by_text("El alertante habla francés.")).to_be_visible()
        expect(layer.get_by_text("Esta llamada es escrita")).to_be_visible()
        picture(operator.page, "desk-interpreter-1440")
        operator.press("Escape")
        sentences_are_found_by_number(operator.page, lambda: operator.press("Escape"))
        operator.press("Alt+KeyG")
        operator.type("Êtes-vous en danger ?")
        operator.press("Enter")
        question = citizen.get_by_role("heading", name="Êtes-vous en danger ?")
        expect(question).to_be_visible()
        assert question.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") <= 16
        assert citizen.evaluate("window.heard") == []
        assert citizen.evaluate("document.activeElement === document.body"), "no keyboard opens by itself"
        picture(citizen, "call-quiet-390")
        citizen.get_by_role("button", name="Masquer").tap()
        expect(question).to_have_count(0)
