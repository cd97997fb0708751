"""An edit that should not pass is written, shown for what it is, signed by two, in force at its moment, and taken back; and
whoever began an interview before it goes on with the words it began with. By keyboard."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, Route, expect

from auxilio.app.cli.content import content
from tests.browser.browser_session import (
    DESK,
    PHONE,
    PROVED_S,
    by_bar,
    layer_asks,
    picture,
    sign_in,
    stands,
    violations,
    window,
)
from tests.browser.counted_keys import CountedKeys
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    citizen_at,
    locates,
    operator_at,
    stands_ready,
)
from tests.browser.timeouts import until
from tests.content.faulty_content import CONTENT, Folder
from tests.content.read_translations import READ, all_read

DOUBT, NO_DOUBT = "respira: [N, qualified, U]}, priority: P0", "respira: [N, U]}, priority: P0"
OLD, NEW = "¿Está despierto? ¿Le contesta?", "¿Está despierto? ¿Le responde?"
OLD_NEXT, NEW_NEXT = "Mírele el pecho: ¿respira con normalidad?", "Mire el pecho: ¿respira?"
WORDS = {
    "español": "¿Está todo el mundo en la calle?",
    "catalán": "És tothom al carrer?",
    "inglés": "Is everybody out in the street?",
    "francés": "Tout le monde est-il dans la rue ?",
}
TITLE = "Parada: una pregunta más corta"


@contextmanager
def at_content(browser: Browser, installation: str, login: str, theme: str = "dark") -> Iterator[Page]:
    context = window(browser, installation, color_scheme=theme)
    page = context.new_page()
    sign_in(page, login)
    page.goto(f"/content?theme={theme}")
    expect(page.get_by_role("region", name="Propuestas")).to_be_visible()
    expect(page.get_by_text("En vigor:").first).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def aina(browser: Browser, installation: str) -> Iterator[Page]:
    with at_content(browser, installation, "aina") as page:
        yield page


@pytest.fixture
def marc(browser: Browser, installation: str) -> Iterator[Page]:
    with at_content(browser, installation, "marc") as page:
        yield page


@pytest.fixture
def rosa(browser: Browser, installation: str) -> Iterator[Page]:
    with at_content(browser, installation, "rosa", "light") as page:
        yield page


def finds(page: Page, name: str) -> None:
    """Chooses a document of the draft."""
    page.get_by_label("Buscar un documento").focus()
    page.keyboard.press("Control+KeyA")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def holds(page: Page, url: str) -> list[Route]:
    """The next request there goes on when the test says."""
    held: list[Route] = []
    page.route(url, lambda route: held.append(route), times=1)
    return held


def opens(page: Page, name: str, path: str) -> None:
    """Of a document that has a form, its text."""
    finds(page, name)
    expect(page.get_by_label("Buscar en el documento")).to_be_focused()
    page.keyboard.press("Alt+Comma")
    expect(page.get_by_label(path)).to_be_focused()


def edits(page: Page, path: str, *changes: tuple[str, str]) -> None:
    editor = page.get_by_label(path)
    expect(editor).to_have_value(re.compile(re.escape(changes[0][0])))
    text = editor.input_value()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    editor.fill(text)


def begins_an_interview(operator: Operator, citizen: Page, first: str) -> None:
    stands_ready(operator)
    asks_for_help(citizen, f"Mi padre no respira, {TOWN.said}")
    answers(operator, "Mi padre no respira")
    locates(operator, TOWN)
    operator.press("F3")
    operator.type("parada")
    operator.press("Enter")
    operator.page.get_by_role("group", name=first).wait_for()


def signs(page: Page, office: str) -> None:
    page.get_by_role("option").filter(has_text=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("BAJA LA PRIORIDAD:")).to_be_visible()
    by_bar(page, f"firmar por {office}")
    expect(page.get_by_role("dialog")).to_contain_text("otra vez para confirmar")
    for _ in range(2):  # a press of more than two seconds ago counts no more
        if page.get_by_role("dialog").count():
            page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("definition").filter(has_text="Firmada").first).to_be_visible()


def reads_translations(page: Page, place: Path, changes: tuple[tuple[str, str], ...]) -> None:
    """Somebody has read every translation as the draft has it: without that it cannot be signed."""
    folder = Folder(place)
    for old, new in changes[1:]:  # the first mends a slip of the draft
        folder.plant("protocols/san-pcr.yaml", old, new)
    finds(page, READ)
    page.get_by_label(READ).fill(all_read(folder.path))


def test_a_release_from_its_first_word_to_being_taken_back(
    browser: Browser, installation: str, aina: Page, marc: Page, rosa: Page, tmp_path: Path
) -> None:
    with (
        operator_at(browser, installation, "iria", "desk-05") as iria,
        operator_at(browser, installation, "lucia", "desk-06") as lucia,
        citizen_at(browser, installation, TOWN) as one,
        citizen_at(browser, installation, TOWN) as two,
    ):
        begins_an_interview(iria, one, OLD)

        # Written, checked with a fault that is found by its line, mended, and shown for what it is.
        by_bar(aina, "escribir una propuesta")
        opens(aina, "san-pcr", "protocols/san-pcr.yaml")
        edits(aina, "protocols/san-pcr.yaml", ("say: [rcp-adulto]", "say: [rcp-adlto]"))
        by_bar(aina, "comprobar")
        text = (CONTENT / "protocols/san-pcr.yaml").read_text("utf-8").splitlines()
        line = next(n for n, words in enumerate(text, 1) if "say: [rcp-adulto]" in words)
        fault = aina.get_by_role("button", name=f"protocols/san-pcr.yaml, línea {line}")
        expect(fault).to_contain_text("rcp-adlto", timeout=PROVED_S * 1_000)
        picture(aina, "content-fault-dark-1440")
        # What is wrong has the focus after the check, and again when it is pressed.
        expect(aina.get_by_label("protocols/san-pcr.yaml")).to_be_focused()
        fault.press("Enter")
        expect(aina.get_by_label("protocols/san-pcr.yaml")).to_be_focused()
        changes = (("rcp-adlto", "rcp-adulto"), (DOUBT, NO_DOUBT), (OLD, NEW), (OLD_NEXT, NEW_NEXT))
        edits(aina, "protocols/san-pcr.yaml", *changes)
        # What decides otherwise is refused until its specification says so too; the page drafts it, and the author reads it.
        by_bar(aina, "comprobar")
        expect(aina.get_by_text("la especificación dice", exact=False).first).to_be_visible(
            timeout=PROVED_S * 1_000
        )
        by_bar(aina, "redactar la especificación")
        expect(aina.get_by_label("data/protocol_specifications/san-pcr.yaml")).to_be_focused(
            timeout=PROVED_S * 1_000
        )
        reads_translations(aina, tmp_path, changes)
        aina.reload()
        expect(aina.get_by_label("Buscar un documento")).to_be_visible()
        expect(aina.get_by_text("3 documentos cambian")).to_be_visible()
        by_bar(aina, "comprobar")
        expect(aina.get_by_text("Baja la prioridad").first).to_be_visible(timeout=PROVED_S * 1_000)
        expect(aina.get_by_role("listitem").filter(has_text="Sí, pero").first).to_be_visible()
        aina.get_by_label("Título").fill(TITLE)
        aina.get_by_label("Motivo y fuentes").fill("Para preguntar más deprisa; falta la fuente.")
        by_bar(aina, "proponer")
        expect(aina.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(aina.get_by_role("button", name="Firmar por")).to_have_count(0)
        assert violations(aina) == []
        picture(aina, "content-dark-1440")

        whole = aina.get_by_role("link", name="Leer entero (PDF)").get_attribute("href")
        assert whole is not None
        paper = aina.request.get(whole)
        assert (paper.status, paper.body()[:4]) == (200, b"%PDF")

        # Two sign, neither the author.
        signs(marc, "la dirección médica")
        expect(marc.get_by_role("button", name="Firmar por operaciones")).to_have_count(0)
        signs(rosa, "operaciones")
        assert violations(rosa) == []
        picture(rosa, "content-light-1440")
        stands(rosa, "Propuesta 1")

        # Who began before goes on with the old words; who begins now gets the new ones, once the server has proved the release.
        until(
            lambda: NEW in lucia.page.request.get("/api/content").text(),
            "the release is what is asked",
            PROVED_S,
        )
        begins_an_interview(lucia, two, NEW)
        lucia.press("F4", "Digit9")
        lucia.page.get_by_role("group", name=NEW_NEXT).wait_for()
        iria.press("F4", "Digit9")
        iria.page.get_by_role("group", name=OLD_NEXT).wait_for()
        iria.press("Digit2")
        expect(iria.page.get_by_role("img", name="Prioridad 0").first).to_be_visible()

        # Taken back in one step.
        by_bar(rosa, "anular y volver")
        layer_asks(rosa)
        rosa.keyboard.type("La respiración agónica ya no cuenta como parada.")
        rosa.keyboard.press("Enter")
        expect(rosa.get_by_text("el contenido con que se instaló el centro")).to_be_visible()
        expect(rosa.get_by_text("Anulada por Rosa Vidal")).to_be_visible()
        lucia.press("Digit9")
        expect(lucia.page.get_by_role("img", name="Prioridad 0").first).to_be_visible()


def test_what_the_content_covers_is_shown_with_the_numbers_of_the_command(marc: Page) -> None:
    told = json.loads(CliRunner().invoke(content, ["coverage", str(CONTENT), "--json"]).output)
    by_bar(marc, "cobertura")
    expect(marc.get_by_role("heading", name="Qué cubre el contenido en vigor")).to_be_focused()

    def row_of(table: str, name: str) -> Locator:
        rows = marc.get_by_role("table", name=table).get_by_role("row")
        return rows.filter(has=marc.get_by_role("rowheader", name=name))

    for kind in told["kinds"]:
        covered = kind["types"] - len(kind["without"])
        cells = row_of("Tipos de incidente por prioridad inicial", kind["priority"]).get_by_role("cell")
        expect(cells).to_contain_text(
            [str(kind["types"]), str(covered), str(kind["with_card"]), *(kind["without"][:1] or ["Ninguno"])]
        )
    french = next(one for one in told["languages"] if one["language"] == "fr")
    read = row_of("Idiomas y quién los ha leído", "francés").get_by_role("cell")
    counted = [str(french[name]) for name in ("cards", "documents", "read")]
    expect(read).to_contain_text([*counted, "Nadie los ha leído"])
    sources = marc.get_by_role("table", name="Fuentes, con su edición y caducidad")
    expect(sources.get_by_role("row")).to_have_count(len(told["sources"]) + 1)
    first = told["sources"][0]
    expect(sources.get_by_role("row").nth(1)).to_contain_text(first["id"])
    expired = sum(one["expired"] for one in told["sources"])
    expect(marc.get_by_text(f"{expired} han caducado")).to_be_visible()
    expect(sources.get_by_text("Caducó el")).to_have_count(expired)
    assert violations(marc) == []
    picture(marc, "content-coverage-dark-1440")
    link = marc.get_by_role("link", name="Papel para cuando el centro falla (PDF)")
    paper = marc.request.get(urljoin(marc.url, str(link.get_attribute("href"))))
    assert (paper.status, paper.body()[:4]) == (200, b"%PDF")
    by_bar(marc, "cerrar la cobertura")
    expect(marc.get_by_text("Elija una propuesta")).to_be_visible()


def test_translations_are_read_by_keyboard_and_what_is_wrong_reaches_the_author(aina: Page) -> None:
    by_bar(aina, "leer traducciones")
    sentences = aina.get_by_role("listbox", name="Frases: original y traducción")
    rows = aina.get_by_role("listbox", name="Documentos que leer")
    progress = aina.get_by_role("status").filter(has_text="documentos leídos")
    # The first life card that nobody has read is open, with the hands on its first sentence.
    expect(sentences.get_by_role("option").first).to_be_focused()
    expect(progress).to_have_text(re.compile(r"^0 de \d+ documentos leídos en catalán$"))
    expect(rows.get_by_role("group", name="Tarjetas vitales").get_by_role("option").first).to_contain_text(
        "Sin leer"
    )
    first = rows.get_by_role("option", selected=True)
    assert violations(aina) == []
    picture(aina, "content-reading-dark-1440")
    aina.keyboard.press("l")
    expect(progress).to_contain_text("1 de ")
    expect(first).to_contain_text("Aina Puig, Autoría de contenido")
    aina.keyboard.press("d")
    expect(progress).to_contain_text("0 de ")
    aina.keyboard.press("l")
    expect(progress).to_contain_text("1 de ")

    # The next by one key. A sentence of it is wrong: it is not read before that is mended.
    aina.keyboard.press("a")
    expect(sentences.get_by_role("option").first).to_be_focused()
    expect(first).to_contain_text("Sin leer")
    name = (first.get_attribute("data-row") or "").strip()
    aina.keyboard.press("ArrowDown")
    aina.keyboard.press("m")
    layer_asks(aina)
    aina.keyboard.type("En català no es diu així")
    aina.keyboard.press("Enter")
    expect(sentences.get_by_role("option", selected=True)).to_contain_text("Por corregir: En català")
    expect(sentences.get_by_role("option", selected=True)).to_be_focused()
    expect(first).to_contain_text("1 frase por corregir")
    expect(aina.get_by_role("button", name=re.compile("^Leído"))).to_have_attribute("aria-disabled", "true")
    picture(aina, "content-reading-wrong-dark-1440")
    aina.set_viewport_size(PHONE)
    assert violations(aina) == []
    picture(aina, "content-reading-dark-390")

    # Kept in the window, and shown to the author at the words of the document.
    aina.goto("/content?theme=light")
    expect(aina.get_by_label("Buscar un documento")).to_be_visible()
    by_bar(aina, "leer traducciones")
    expect(sentences.get_by_role("option").first).to_be_focused()
    expect(progress).to_contain_text("1 de ")
    picture(aina, "content-reading-light-390")
    aina.set_viewport_size(DESK)
    picture(aina, "content-reading-light-1440")
    by_bar(aina, "escribir una propuesta")
    finds(aina, name)
    noted = aina.get_by_role("listbox", name="Partes del documento").get_by_role("option")
    noted.filter(has_text="1 frase por corregir").press("Enter")
    expect(aina.get_by_text("pide corregir")).to_be_visible()
    expect(aina.get_by_text("catalán · sin leer").first).to_be_visible()

    # It is a change of the draft like any other.
    aina.keyboard.press("Control+Enter")
    expect(aina.get_by_label("Título", exact=True).last).to_be_focused(timeout=PROVED_S * 1_000)
    aina.keyboard.type("Lecturas en catalán")
    aina.get_by_label("Motivo y fuentes").fill("Leídas frase a frase.")
    by_bar(aina, "proponer")
    expect(aina.get_by_role("heading", name="Lecturas en catalán")).to_be_visible()
    expect(aina.get_by_text("data/translations_read.yaml").first).to_be_visible()


@pytest.mark.thorough
def test_one_question_is_changed_in_four_languages_by_keys(aina: Page) -> None:
    hands = CountedKeys(aina)
    hands.by_bar("escribir una propuesta")
    expect(aina.get_by_label("Buscar un documento")).to_be_focused()
    # By words of its title, of another language and of a question; the title stands beside the file.
    for words in ("monóxido de carbono", "carbon monoxide", "todos fuera"):
        aina.get_by_label("Buscar un documento").fill(words)
        found = aina.get_by_role("option", name="protocols/fue-gas.yaml")
        expect(found).to_contain_text("Gas o monóxido de carbono")
    aina.get_by_label("Buscar un documento").fill("")
    hands.type("fue-gas")
    expect(aina.get_by_role("option", name="protocols/fue-gas.yaml")).to_be_visible()
    # What is typed while the form is on its way is for the form.
    held = holds(aina, "**/api/content/form")
    with aina.expect_request("**/api/content/form"):
        hands.press("Enter")
        hands.type("todos fuera")
    expect(aina.get_by_role("status").filter(has_text="Teclas en espera")).to_contain_text("fuera")
    held[0].continue_()
    expect(aina.get_by_label("Buscar en el documento")).to_have_value("todos fuera")
    expect(aina.get_by_label("Buscar un documento")).to_have_value("fue-gas")
    parts = aina.get_by_role("listbox", name="Partes del documento")
    expect(parts.get_by_role("option").first).to_contain_text("¿Están todos fuera?")
    hands.press("Enter")
    for language, words in WORDS.items():
        expect(aina.get_by_label(f"Pregunta: {language}", exact=True)).to_be_focused()
        hands.type(words)
        hands.press("Tab")
    # What is wrong has the focus after the check, and its reason stands beside it.
    expect(aina.get_by_label("Identificador", exact=True)).to_be_focused()
    hands.type("No vale")
    hands.press("Control+Enter")
    expect(aina.get_by_role("button", name="protocols/fue-gas.yaml, línea").first).to_be_visible()
    expect(aina.get_by_label("Identificador", exact=True)).to_be_focused()
    ended = aina.get_by_role("status").filter(has_text=re.compile("error|servidor"))
    expect(ended).to_contain_text("así no se puede proponer")
    expect(ended).to_be_in_viewport(ratio=1)
    preview = aina.get_by_role("region", name="Como lo ve el puesto")
    expect(preview).to_contain_text(WORDS["español"])
    picture(aina, "content-form-fault-dark-1440")
    hands.press("Control+KeyA")
    hands.type("dentro")
    hands.press("Control+Enter")
    expect(aina.get_by_label("Título", exact=True).last).to_be_focused()
    assert hands.count <= 15, hands.count
    expect(ended).to_contain_text("Comprobado, sin errores: 1 documento cambia")
    expect(ended).to_be_in_viewport(ratio=1)
    # What was said in Catalan and French before stood in a file of translations: it was not nothing.
    expect(aina.get_by_text("antes nada")).to_have_count(0)
    # Without network the draft is kept, and the page says so where the hands are.
    aina.context.set_offline(True)
    aina.keyboard.press("Control+Enter")
    expect(ended).to_contain_text("El borrador se conserva en esta ventana")
    expect(ended).to_be_in_viewport(ratio=1)
    aina.context.set_offline(False)
    aina.keyboard.press("Control+Enter")
    expect(ended).to_contain_text("Comprobado, sin errores")

    # What one language denies and the others do not is told at its field, in words; the check says that it checks.
    english = aina.get_by_label("Pregunta: inglés", exact=True)
    english.fill("Is everybody not out in the street?")
    held = holds(aina, "**/api/releases/check")
    with aina.expect_request("**/api/releases/check"):
        aina.keyboard.press("Control+Enter")
    expect(aina.get_by_role("button", name="Comprobar")).to_contain_text("Comprobando…")
    aina.wait_for_timeout(2500)  # a command that is slow to be confirmed says so after two seconds
    expect(aina.get_by_text("SIN CONFIRMAR")).to_have_count(0)
    held[0].continue_()
    told = aina.get_by_text("En inglés sobra la negación «not»").first
    expect(told).to_be_in_viewport(ratio=1)
    expect(english).to_be_focused()
    english.fill(WORDS["inglés"])
    aina.keyboard.press("Control+Enter")
    expect(ended).to_contain_text("Comprobado, sin errores")

    # Its file says the four of them, on the line of the question alone, and keeps the comment of its author.
    aina.get_by_label("Buscar en el documento").press("Alt+Comma")
    file = aina.get_by_label("protocols/fue-gas.yaml")
    expect(file).to_be_focused()
    now = file.input_value()
    [line] = [line for line in now.splitlines() if line.startswith('  - {id: "dentro"')]
    assert all(words in line for words in WORDS.values())
    assert "# For the reviewer: people who feel ill and an explosion were two questions" in now
    hands.press("Alt+Comma")

    # Parts by single keys, and back.
    row = parts.get_by_role("option").filter(has_text=WORDS["español"])
    expect(parts.get_by_role("option", selected=True)).to_be_focused()
    before = parts.get_by_role("option").count()
    row.focus()
    hands.press("KeyC")
    expect(parts.get_by_role("option")).to_have_count(before + 1)
    expect(parts.get_by_role("option").filter(has_text="dentro_2")).to_be_focused()
    hands.press("KeyS", "KeyX")
    expect(parts.get_by_role("option")).to_have_count(before)
    hands.press("KeyN")
    expect(aina.get_by_label("Pregunta: español", exact=True)).to_be_focused()
    hands.press("Escape")
    expect(parts.get_by_role("option", selected=True)).to_be_focused()
    hands.press("KeyZ")
    expect(parts.get_by_role("option")).to_have_count(before)
    hands.press("Enter")
    assert violations(aina) == []
    picture(aina, "content-form-dark-1440")
    aina.set_viewport_size(PHONE)
    picture(aina, "content-form-dark-390")


@pytest.mark.thorough
def test_on_a_telephone_and_with_nothing_proposed(browser: Browser, installation: str) -> None:
    for theme in ("dark", "light"):
        context = window(browser, installation, PHONE, color_scheme=theme)
        page = context.new_page()
        sign_in(page, "marc")
        page.goto(f"/content?theme={theme}")
        expect(page.get_by_text("En vigor:").first).to_be_visible()
        assert violations(page) == []
        picture(page, f"content-{theme}-390")
        context.close()
    context = window(browser, installation, PHONE)
    page = context.new_page()
    sign_in(page, "aina")
    page.goto("/content")
    page.get_by_role("button", name="Escribir una propuesta").click()
    draft = page.get_by_role("region", name="Borrador de propuesta")
    expect(draft).to_be_visible()
    # What was opened begins near the top, and not below the list of releases.
    until(
        lambda: draft.evaluate("it => it.getBoundingClientRect().top < innerHeight / 2"), "the draft is seen"
    )
    context.close()
