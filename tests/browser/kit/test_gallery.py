"""The kit as a person meets it: its accessibility in both themes, its keys, and the policy it must live under."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import PALETTES, PATIENCE_MS, violations, violations_in_every_look
from tests.browser.kit.page_server import DIST, served
from tests.browser.kit.sign_forms import BOXES, grey_signs, nearest

MAPS = True

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.skipif(
        not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery is no part of what is shipped: it is built for these tests alone."""
    built = tmp_path_factory.mktemp("gallery")
    made = subprocess.run(
        [sys.executable, ROOT / "tools/build_console.py", "--gallery", built], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    with served(dist=built) as (address, _):
        yield address


def test_what_is_shipped_has_no_gallery() -> None:
    scripts = [file.read_text() for file in (DIST / "assets").glob("*.js")]
    assert any("/room" in script for script in scripts)
    assert not any("/gallery" in script for script in scripts)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es-ES", bypass_csp=False)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/gallery", "/gallery?signs", "/gallery?map=many", "/login", "/call"])
def test_axe_finds_nothing_on_a_page_that_needs_nobody(page: Page, address: str, path: str) -> None:
    """Nobody is signed in whose size of type it could be: 150 % is what the browser makes of it, a smaller window."""
    page.goto(f"{address}{path}")
    page.wait_for_selector("main")
    if path.endswith("many"):
        page.locator(".pin.counted").first.wait_for()
    page.wait_for_timeout(500)
    assert violations_in_every_look(page) == []
    page.set_viewport_size({"width": 960, "height": 600})
    assert violations_in_every_look(page) == []


def test_the_gallery_lives_under_the_policy_the_server_sends(page: Page, address: str) -> None:
    broken: list[str] = []
    page.on(
        "console",
        lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{address}/gallery")
    page.wait_for_selector("canvas.maplibregl-canvas")
    page.wait_for_timeout(1500)
    assert broken == []


def test_an_answer_key_acts_only_while_its_region_has_focus(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    answer = page.get_by_role("button", name="Adulto")
    answer.wait_for()
    page.keyboard.press("Digit3")
    assert answer.get_attribute("aria-pressed") != "true"
    page.get_by_role("button", name="No sabe").focus()
    page.keyboard.press("Numpad3")
    expect(answer).to_have_attribute("aria-pressed", "true")


def test_what_arrives_while_a_hand_is_in_a_list_waits_and_is_counted(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    bandeja = page.get_by_role("listbox", name="Bandeja")
    bandeja.get_by_role("option").first.focus()
    before = bandeja.get_by_role("option").all_inner_texts()
    # A click would take the hand away: the news comes as the network brings it.
    page.evaluate("[...document.querySelectorAll('button')].find(b => b.textContent.trim() === '+1').click()")
    page.get_by_text("1 nuevo", exact=True).wait_for()
    assert bandeja.get_by_role("option").all_inner_texts() == before
    page.keyboard.press("ArrowUp")
    expect(bandeja.get_by_role("option")).to_have_count(len(before) + 1)


def test_escape_closes_a_layer_and_gives_focus_back(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    opener = page.get_by_role("button", name="Layer")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="¿Colgar la llamada?").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.thorough
def test_a_language_is_changed_in_place_and_told_to_the_browser(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Contraseña", exact=True).wait_for()
    page.get_by_text("Français").click()
    page.get_by_label("Mot de passe", exact=True).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


LABELS = """() => {
  const area = document.querySelector(".maplibregl-canvas").getBoundingClientRect()
  const shown = [...document.querySelectorAll("[data-label], .pin.place svg")]
  const text = each => [...each.querySelectorAll(".sum b")].map(b => b.innerText).join(" ") || each.innerText || ""
  return shown.map(each => [each.getBoundingClientRect(), text(each), each.matches(".counted")])
    .map(([box, text, counts]) => ({
      text, counts, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
      seen: box.right > area.left && box.left < area.right && box.bottom > area.top && box.top < area.bottom,
    }))
}"""
"""Each label of the map as the browser has drawn it; those beside the view are drawn too, and count."""


PLACE_ON_MAP = """() => {
  const [map, place] = [".maplibregl-canvas", ".pin.place"].map(each => document.querySelector(each).getBoundingClientRect())
  return [Math.round(place.left - map.left), Math.round(place.top - map.top)]
}"""


def labels(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(LABELS)
    return found


def covered(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of labels of which one covers the other by more than a rounding."""
    return [
        (a["text"], b["text"])
        for n, a in enumerate(found)
        for b in found[n + 1 :]
        if a["left"] < b["right"] - 1
        and b["left"] < a["right"] - 1
        and a["top"] < b["bottom"] - 1
        and b["top"] < a["bottom"] - 1
    ]


@pytest.fixture
def many(page: Page, address: str) -> Page:
    """200 units, 40 incidents and a case in hand, of which five units are."""
    page.goto(f"{address}/gallery?map=many")
    page.locator(".pin.counted").first.wait_for()
    return page


def test_no_label_of_200_units_and_40_incidents_covers_another_at_any_zoom(many: Page) -> None:
    for name, times in (("Alejar", 7), ("Acercar", 14)):
        for _ in range(times):
            found = labels(many)
            assert covered(found) == []
            # Each of the 200 and the 40 stands alone or in a count.
            counts = sum(int(n) for each in found if each["counts"] for n in each["text"].split())
            assert counts + sum(not each["counts"] for each in found) == 240 + 1
            many.get_by_role("button", name=name, exact=True).click()


LOWER = """px => {
  const map = document.querySelector('.map'), high = map.clientHeight
  map.style.flex = 'none'
  map.style.height = `${high - px}px`
}"""


def test_a_notice_under_the_map_moves_nothing_on_it(many: Page) -> None:
    before = many.evaluate(PLACE_ON_MAP)
    many.evaluate(LOWER, 48)
    many.wait_for_timeout(600)  # it is drawn anew
    assert many.evaluate(PLACE_ON_MAP) == pytest.approx(before, abs=1)
    many.evaluate(LOWER, -48)
    many.wait_for_timeout(600)
    assert many.evaluate(PLACE_ON_MAP) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_hint_of_the_map_and_its_credit_are_whole_beside_each_other(
    page: Page, address: str, width: int
) -> None:
    page.goto(f"{address}/gallery")
    hint, credit = page.locator(".map .hint"), page.locator(".maplibregl-ctrl-attrib")
    credit.wait_for()
    page.evaluate("px => { document.querySelector('.map').style.maxWidth = `${px}px` }", width)
    below = "([a, b]) => a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top"
    assert page.evaluate(below, [hint.element_handle(), credit.element_handle()])


OWN_BENEATH = """() => {
  const [tool, own] = ['.tools button', '.pin.own'].map((each) => document.querySelector(each))
  tool.scrollIntoView({ block: 'center', behavior: 'instant' })
  const [to, from] = [tool, own].map((each) => each.getBoundingClientRect())
  own.style.translate = `${to.left - from.left}px ${to.top - from.top}px`
  return tool.contains(document.elementFromPoint(to.left + to.width / 2, to.top + to.height / 2))
}"""


@pytest.mark.thorough
def test_no_label_lies_over_the_buttons_of_the_map(many: Page) -> None:
    many.locator(".pin.own").first.wait_for()
    assert many.evaluate(OWN_BENEATH)


@pytest.mark.thorough
def test_a_count_on_the_map_opens_by_key_and_by_hand(many: Page) -> None:
    many.locator(".maplibregl-canvas").focus()
    many.keyboard.press("Tab")
    count = many.locator(".pin.counted:focus")
    expect(count).to_have_accessible_name(re.compile(r"^Ver uno a uno: .*recursos?"))
    many.keyboard.press("Enter")
    inside = many.get_by_role("region", name="juntos en el mapa").get_by_role("option")
    expect(inside.first).to_be_focused()
    assert violations(many) == []
    many.keyboard.press("Escape")
    expect(inside).to_have_count(0)
    expect(many.locator(".maplibregl-canvas")).to_be_focused()
    many.evaluate("() => document.querySelector('.pin.counted').click()")
    expect(inside.first).to_be_focused()
    before = len(labels(many))
    many.get_by_role("region", name="juntos en el mapa").get_by_role("button", name="Acercar").click()
    expect(inside).to_have_count(0)
    assert len(labels(many)) != before


@pytest.mark.thorough
def test_the_map_keeps_the_place_says_what_left_its_view_and_follows_by_key(many: Page) -> None:
    gone = many.get_by_text("C-43 fuera de la vista: ver")
    expect(gone).to_have_count(0)
    at = many.evaluate(PLACE_ON_MAP)
    many.get_by_role("button", name="C-43 +1").click()
    # A unit of the case drove away: it is said, and the map stands where it stood.
    expect(gone).to_be_visible()
    assert many.evaluate(PLACE_ON_MAP) == at
    many.locator(".maplibregl-canvas").focus()
    many.keyboard.press("v")
    expect(gone).to_have_count(0)
    assert {"C-43"} <= {each["text"].split()[-1] for each in labels(many) if each["seen"] and each["text"]}
    many.keyboard.press("f")
    follows = many.get_by_role("button", name="El mapa sigue a C-03")
    expect(follows).to_be_visible()
    many.keyboard.press("f")
    expect(many.get_by_role("button", name="El mapa sigue a C-43")).to_be_visible()
    many.get_by_role("button", name="C-43 +1").click()
    expect(many.get_by_text("fuera de la vista: ver")).to_be_visible()  # the place, by the key of a person
    many.locator(".maplibregl-canvas").focus()
    many.keyboard.press("Escape")
    expect(many.get_by_text("El mapa sigue a")).to_have_count(0)


def test_priorities_clocks_and_units_are_told_apart_without_any_colour(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    page.wait_for_selector("main .badge")
    # The outlines alone: without fill, stroke or code.
    outlines = {
        f"P{nth}": set(
            page.locator(f'svg.badge[aria-label="Prioridad {nth}"] > :is(polygon, circle)').evaluate_all(
                "all => all.map(e => e.getAttribute('points') ?? e.tagName)"
            )
        )
        for nth in range(5)
    }
    assert all(len(one) == 1 for one in outlines.values()), outlines
    assert len({next(iter(one)) for one in outlines.values()}) == len(outlines)

    faces = page.locator(".clock.row").evaluate_all(
        "all => all.map(e => [e.classList.contains('late') ? 'late' : e.classList.contains('soon') ? 'soon' : 'in_time',"
        " e.innerText, e.querySelector('.bar')?.clientHeight ?? 0])"
    )
    said = {
        face: {
            (bool(re.search("JUSTO", text)), bool(re.search("VENCIDO", text)))
            for at, text, _ in faces
            if at == face
        }
        for face in ("soon", "late")
    }
    assert said == {"soon": {(True, False)}, "late": {(False, True)}}
    assert {height for at, _, height in faces if at == "soon"} == {6}, "a higher bar, with its edges"
    assert {height for at, text, height in faces if at == "in_time" and "–" not in text} <= {0, 4}

    units = page.locator(".unit:has(abbr)").evaluate_all(
        "all => all.map(e => [e.title, [...e.querySelectorAll('path')].map(p => p.getAttribute('d')).join(), e.innerText.trim()])"
    )
    forms = {title: (form, letters) for title, form, letters in units}
    assert len(forms) == 8
    assert len({form for form, _ in forms.values()}) == len({letters for _, letters in forms.values()}) == 8


VISIONS = {"protan": "protanopia", "deutan": "deuteranopia", "tritan": "tritanopia"}
APART = 0.12
"""
Of what is drawn of two signs, the share that differs. Measured in both themes, in each palette: 0.16 at least between two words in
the same chip (a task that was accepted or is active), 0.24 between P0 and P4, 0.25 between units, 0.53 between clocks; a sign and
itself 0.
"""
ONE_INK = """() => {
  for (const name of ['p0', 'p1', 'p2', 'p3', 'p4', 'in-time', 'soon', 'late'])
    document.documentElement.style.setProperty(`--${name}`, 'var(--muted)')
}"""


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_two_signs_of_a_set_are_alike_without_colour_or_to_who_sees_few(
    page: Page, address: str, theme: str
) -> None:
    page.goto(f"{address}/gallery?signs&theme={theme}")
    page.wait_for_selector("[data-signs]")
    page.evaluate("() => document.fonts.ready")
    # What is read aloud tells them apart.
    said = [(each["set"], each["says"]) for each in page.evaluate(BOXES) if each["set"] != "triage"]
    assert len(set(said)) == len(said) == 40
    cdp = page.context.new_cdp_session(page)
    for palette in PALETTES:
        page.evaluate("(palette) => { document.documentElement.dataset.palette = palette }", palette)
        # The standard palette for everybody, each other for whom it was made; and nobody sees any colour at all.
        for vision in ("achromatopsia", *([VISIONS[palette]] if palette in VISIONS else VISIONS.values())):
            cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
            for group, signs in grey_signs(page).items():
                far, *two = nearest(signs)
                assert far > APART, f"{palette}, {vision}: {group} {two} {far:.2f}"
    # Forms and letters alone: every colour that means something is the same grey.
    cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    page.evaluate(ONE_INK)
    for group, signs in grey_signs(page).items():
        far, *two = nearest(signs)
        assert far > APART, f"in one ink: {group} {two} {far:.2f}"
