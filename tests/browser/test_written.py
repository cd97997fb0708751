"""A chat in Catalan: what the operator asks and tells is on the caller's page, is known as seen only when it is, and goes on without
network."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.browser_session import PHONE, picture, violations, window
from tests.browser.network_proxy import Cable, cable
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    leaves_the_card,
    locates,
    operator_at,
    stands_ready,
)

FIRST = "Està despert? Li contesta?"
SECOND = "Miri-li el pit: respira amb normalitat?"
LATER = "Adult"
"""Answers the question of the age, whose turn is after the two."""
STEPS = (
    "Estiri'l de panxa enlaire a terra, sobre una superfície dura.",
    "Si hi ha una altra persona, que porti un desfibril·lador. Vostè no se'n separi.",
    "Agenolli's al costat del pit. Posi el taló d'una mà al centre del pit.",
)
EASY = (
    "Estiri'l panxa enlaire a terra.",
    "Hi ha algú més? Que porti el desfibril·lador.",
    "Posi una mà al centre del pit.",
)
"""What stands large beside the pictogram; the step's own words stand below."""
FOURTH = "Posi l'altra mà a sobre i estiri els braços."
FOURTH_EASY = "Posi l'altra mà a sobre."
FIFTH = "Premi fort: dues vegades cada segon."


@contextmanager
def catalan_at(browser: Browser, line: Cable) -> Iterator[tuple[Page, BrowserContext]]:
    """A phone whose person reads Catalan, behind a network that can be cut."""
    context = window(browser, line.address, PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    page = context.new_page()
    page.goto("/call")
    page.get_by_role("button", name="Català").tap()
    try:
        yield page, context
    finally:
        context.close()


def reads_english_once_the_network_is_back(citizen: Page, line: Cable, context: BrowserContext) -> None:
    """Chosen without network, a language is said to come later and comes by itself; until then the old one is the chosen one."""
    catalan, english = (citizen.get_by_role("button", name=name) for name in ("Català", "English"))
    line.pull(context)
    english.tap()
    expect(citizen.get_by_text("English: es posarà sol quan torni la connexió.")).to_be_visible()
    expect(catalan).to_have_attribute("aria-pressed", "true")
    line.plug(context)
    expect(citizen.get_by_role("button", name="I cannot speak")).to_be_visible()
    expect(english).to_have_attribute("aria-pressed", "true")
    catalan.tap()


def asks(operator: Operator, citizen: Page, question: str, answer: str) -> None:
    """The question is sent, seen, tapped, and the tap is taken with one key."""
    interview = operator.region("Entrevista")
    expect(citizen.get_by_role("heading", name=question)).to_have_count(0)
    operator.press("F4", "KeyG")
    expect(citizen.get_by_role("heading", name=question)).to_be_visible()
    expect(interview.get_by_text(re.compile("^Mostrado "))).to_be_visible()
    citizen.get_by_role("button", name=answer, exact=True).tap()
    expect(interview.get_by_text("Ha pulsado:")).to_be_visible()
    expect(interview.get_by_role("button", name="Confirmar lo pulsado")).to_be_enabled()
    operator.press("KeyV")
    expect(interview.get_by_text("Ha pulsado:")).to_have_count(0)


def answers_later(operator: Operator, citizen: Page) -> None:
    """The next question is sent and its answer comes while the card has the room: the title of the interview says it."""
    interview = operator.region("Entrevista")
    question = interview.get_by_role("group").get_attribute("aria-label") or ""
    operator.press("F4", "KeyG")
    expect(citizen.get_by_role("heading", name=question)).to_be_visible()
    operator.press("F6")
    citizen.get_by_role("button", name=LATER, exact=True).tap()
    expect(interview.get_by_text("Ha pulsado:")).to_have_count(2)
    expect(operator.region("Tarjeta").get_by_text(f"Ha pulsado: {LATER}")).to_be_visible()
    operator.press("KeyV")
    expect(interview.get_by_text("Ha pulsado:")).to_have_count(0)
    expect(citizen.get_by_text(f"Contestat: {LATER}")).to_be_visible()
    expect(citizen.get_by_role("button", name=LATER, exact=True)).to_have_count(0)


def is_tapped_too_late(operator: Operator, citizen: Page, line: Cable, context: BrowserContext) -> None:
    """Answered at the desk while the phone has no network: the page is told, and another tap of it is put to the operator by key."""
    interview, card = operator.region("Entrevista"), operator.region("Tarjeta")
    operator.press("F4", "KeyG")
    expect(interview.get_by_text(re.compile("^Mostrado "))).to_be_visible()
    line.pull(context)
    citizen.get_by_role("button", name="No ho sé", exact=True).tap()
    operator.press("Digit9")
    operator.press("F6")
    line.plug(context)
    expect(citizen.get_by_text("Contestat: No")).to_be_visible()
    expect(citizen.get_by_role("button", name="No ho sé", exact=True)).to_have_count(0)
    expect(card.get_by_text("Ha pulsado: No ho sap")).to_be_visible()
    operator.press("KeyV")
    expect(card.get_by_text("Ha pulsado:")).to_have_count(0)
    expect(citizen.get_by_text("Contestat: No ho sap")).to_be_visible()


def looks_right(page: Page, name: str, width: int) -> None:
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        picture(page, f"{name}-{theme}-{width}")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def reads_easily(operator: Operator, citizen: Page) -> None:
    """Page and desk switch the easy text of the step, each sees what the other chose, and it fits the narrowest phone."""
    card, switch = operator.region("Tarjeta"), citizen.get_by_role("button", name="Lectura fàcil")
    easy, full = (citizen.get_by_role("heading", name=text) for text in (EASY[-1], STEPS[-1]))
    drawn = citizen.get_by_role("img", name="Mans al centre del pit")
    citizen.set_viewport_size({"width": 320, "height": 568})
    expect(drawn).to_be_visible()
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 320
    assert easy.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 24
    looks_right(citizen, "call-easy", 320)
    citizen.set_viewport_size({"width": 390, "height": 844})

    switch.focus()
    citizen.keyboard.press("Enter")
    expect(full).to_be_visible()
    expect(drawn).to_have_count(0)
    expect(card.get_by_role("button", name="Lectura fácil en su teléfono")).to_be_visible()
    operator.press("F6", "KeyF")
    expect(easy).to_be_visible()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("button", name="Quitar la lectura fácil")).to_be_visible()
    # The key is about what the desk shows: the phone may have it a moment earlier.
    operator.press("KeyF")
    expect(full).to_be_visible()
    expect(card.get_by_role("button", name="Lectura fácil en su teléfono")).to_be_visible()
    operator.press("KeyF")
    expect(easy).to_be_visible()


def goes_on_pushing(citizen: Page) -> None:
    """At the last step, which says what to do if the patient breathes, the order to push still stands above it, with the beat."""
    order = citizen.get_by_text("Continuï prement, sense aturar-se, fins que arribi l'ajuda.")
    citizen.get_by_role("button", name=re.compile("^Ritme")).tap()
    for _ in range(4):
        expect(order).to_have_count(0)
        citizen.get_by_role("button", name="Fet", exact=True).tap()
    expect(order).to_be_in_viewport(ratio=1)
    expect(citizen.get_by_role("heading", name="Si respira amb normalitat")).to_be_visible()
    expect(citizen.get_by_role("button", name="ritme")).to_have_attribute("aria-pressed", "true")
    looks_right(citizen, "call-last-step", 390)


def turns_out_a_baby(operator: Operator, citizen: Page) -> None:
    """The age comes late: the phone says at once that its step gives way, before the desk sends that of the other card."""
    interview, changes = operator.region("Entrevista"), "După ce ați răspuns, se schimbă ce este de făcut."
    expect(citizen.get_by_text(changes)).to_have_count(0)
    operator.press("F4")
    expect(interview.get_by_text("¿Qué edad tiene?").first).to_be_visible()
    key = interview.get_by_role("button", name=re.compile("Menos de 1 año")).locator("kbd").inner_text()
    operator.press(f"Digit{key}")
    expect(citizen.get_by_text(changes)).to_be_visible()
    operator.press("F6")
    expect(operator.region("Tarjeta").get_by_text("en lugar de «RCP guiada: adulto»")).to_be_visible()
    operator.page.keyboard.press("Space")
    expect(citizen.get_by_text(changes)).to_have_count(0)
    expect(citizen.get_by_role("heading", name="Culcați bebelușul")).to_be_visible()


def test_a_chat_in_catalan_shows_questions_and_steps_and_the_card_goes_on_without_network(
    browser: Browser, installation: str
) -> None:
    with (
        cable(installation) as line,
        catalan_at(browser, line) as (citizen, context),
        operator_at(browser, installation, "lucia", "desk-07") as operator,
    ):
        stands_ready(operator)
        reads_english_once_the_network_is_back(citizen, line, context)
        citizen.get_by_role("button", name="Escriure").tap()
        citizen.get_by_label("Escriure").fill("El meu pare no respira")
        citizen.keyboard.press("Enter")
        answers(operator, "El meu pare no respira")
        locates(operator, TOWN)
        operator.press("F3")
        operator.type("parada")
        operator.press("Enter")
        operator.page.get_by_role("group", name=FIRST).wait_for()
        asks(operator, citizen, FIRST, "No respon")
        operator.page.get_by_role("group", name=SECOND).wait_for()
        asks(operator, citizen, SECOND, "No respira")
        expect(operator.page.get_by_role("img", name="Prioridad 0").first).to_be_visible()

        card = operator.region("Tarjeta")
        answers_later(operator, citizen)
        is_tapped_too_late(operator, citizen, line, context)
        for step, easy in zip(STEPS, EASY, strict=True):
            expect(card.locator(".say")).to_have_text(step)
            operator.page.keyboard.press("Space")
            expect(citizen.get_by_role("heading", name=easy)).to_be_visible()
            expect(citizen.get_by_text(step)).to_be_visible()
            expect(card.get_by_text(re.compile("^Mostrado "))).to_be_visible()
        expect(operator.region("Historia").get_by_text(re.compile("^Dicho"))).to_have_count(0)
        expect(citizen.get_by_text("altaveu")).to_have_count(0)
        looks_right(operator.page, "desk-written", 1440)
        looks_right(citizen, "call-written", 390)
        reads_easily(operator, citizen)

        line.pull(context)
        expect(card.locator(".say")).to_have_text(FOURTH)
        operator.page.keyboard.press("Space")
        expect(card.get_by_text("Enviado, aún no mostrado")).to_be_visible()
        away = operator.region("Llamada").get_by_text(re.compile("^Sin conexión desde hace"))
        expect(away).to_be_visible()
        expect(citizen.get_by_text("Està sense connexió")).to_be_visible()
        expect(citizen.get_by_role("link", name="Torni a trucar al 112")).to_be_visible()
        citizen.get_by_role("button", name="Fet").tap()
        expect(citizen.get_by_role("heading", name=FOURTH_EASY)).to_be_visible()
        expect(citizen.get_by_role("img", name="Mans al centre del pit")).to_be_visible()
        citizen.get_by_role("button", name="Fet").tap()
        expect(citizen.get_by_role("heading", name=FIFTH)).to_be_visible()
        citizen.get_by_role("button", name="He començat les compressions").tap()
        expect(citizen.get_by_text("Desat en aquest telèfon")).to_be_visible()
        looks_right(citizen, "call-alone", 390)
        expect(card.get_by_text("Enviado, aún no mostrado")).to_be_visible()
        expect(card.get_by_text("En su teléfono")).to_have_count(0)

        line.plug(context)
        expect(card.get_by_text("En su teléfono: Primera compresión")).to_be_visible()
        expect(card.get_by_text(re.compile("^Mostrado "))).to_be_visible()
        expect(citizen.get_by_text("Està sense connexió")).to_have_count(0)
        expect(away).to_have_count(0)
        rhythm = citizen.get_by_role("button", name="ritme")
        citizen.get_by_role("button", name=re.compile("^Ritme")).tap()
        leaves_the_card(operator)
        # The operator has gone, the compressions have not: step and pace stay, beside when to call again.
        expect(citizen.get_by_role("link", name="Trucar al 112")).to_be_visible()
        expect(citizen.get_by_text("Torni a trucar al 112 si empitjora")).to_be_visible()
        expect(citizen.get_by_role("heading", name=FIFTH)).to_be_in_viewport(ratio=1)
        expect(rhythm).to_be_in_viewport(ratio=1)
        expect(rhythm).to_have_attribute("aria-pressed", "true")
        looks_right(citizen, "call-over-card", 390)
        citizen.reload()
        expect(citizen.get_by_text("La trucada s’ha acabat; continuï amb això")).to_be_visible()
        expect(citizen.get_by_role("heading", name=FIFTH)).to_be_visible()
        goes_on_pushing(citizen)


def test_a_chat_in_romanian_is_asked_and_told_in_it_beside_the_operators_words_and_says_that_nobody_read_it(
    browser: Browser, installation: str
) -> None:
    phone = window(browser, installation, PHONE, has_touch=True, is_mobile=True, locale="ro-RO")
    citizen = phone.new_page()
    citizen.goto("/call")
    # A phone in Romanian opens the page in it; Galician is one tap away.
    expect(citizen.get_by_role("button", name=re.compile("^Scrieți"))).to_be_visible()
    citizen.get_by_role("button", name="Galego").tap()
    expect(citizen.get_by_role("button", name="Non podo falar")).to_be_visible()
    assert violations(citizen) == []
    citizen.set_viewport_size({"width": 320, "height": 568})
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 320
    citizen.set_viewport_size({"width": 390, "height": 844})
    citizen.get_by_role("button", name="Română").tap()
    with operator_at(browser, installation, "lucia", "desk-07") as operator:
        stands_ready(operator)
        citizen.get_by_role("button", name=re.compile("^Scrieți")).tap()
        expect(citizen.get_by_text("Apelul dumneavoastră a ajuns")).to_be_visible()
        assert citizen.evaluate("document.documentElement.lang") == "ro"
        citizen.get_by_label("Scrieți", exact=True).fill("Tata nu respiră")
        citizen.keyboard.press("Enter")
        answers(operator, "Tata nu respiră")
        expect(citizen.get_by_text("V-a răspuns o persoană")).to_be_visible()
        locates(operator, TOWN)
        operator.press("F3")
        operator.type("parada")
        operator.press("Enter")
        interview, card = operator.region("Entrevista"), operator.region("Tarjeta")
        operator.page.get_by_role("group", name="Este treaz? Vă răspunde?").wait_for()
        expect(interview.get_by_text("¿Está despierto? ¿Le contesta?")).to_be_visible()
        expect(interview.get_by_text("rumano sin revisar")).to_be_visible()
        asks(operator, citizen, "Este treaz? Vă răspunde?", "Nu răspunde")
        asks(operator, citizen, "Uitați-vă la pieptul lui: respiră normal?", "Nu respiră")
        expect(card.locator(".say")).to_have_text("Culcați-l cu fața în sus pe jos, pe ceva tare.")
        expect(card.get_by_text("Túmbele boca arriba en el suelo, sobre algo duro.")).to_be_visible()
        expect(card.get_by_text("rumano sin revisar")).to_be_visible()
        operator.press("F6")
        operator.page.keyboard.press("Space")
        expect(citizen.get_by_role("heading", name="Culcați-l cu fața în sus")).to_be_visible()
        expect(citizen.get_by_text("Există numai în")).to_have_count(0)
        turns_out_a_baby(operator, citizen)
        looks_right(operator.page, "desk-romanian", 1440)
        looks_right(citizen, "call-romanian", 390)
        citizen.get_by_text("Mai mult: limba, încheiere").tap()
        citizen.get_by_role("button", name="Galego").tap()
        expect(citizen.get_by_text("Só está en ")).to_be_visible()
        leaves_the_card(operator)
        expect(citizen.get_by_role("link", name="Chamar ao 112")).to_be_visible()
    phone.close()
