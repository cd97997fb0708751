"""The person: what they have set for themselves follows them, and every page can be read with it."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import (
    DESK,
    PHONE,
    by_bar,
    picture,
    sign_in,
    sign_out,
    violations_in_every_look,
    window,
)
from tests.browser.centre_hands import (
    Hand,
    centre,
    desk,
    free,
    region,
    row_of,
    take_in_hand,
    task_of,
)
from tests.browser.timeouts import until

__all__ = ["centre", "desk"]

STANDARD = {"type_size": 100, "palette": "standard", "hand": "right", "volumes": {}}
ADMIN = ("people", "shifts", "units", "plan", "readiness", "settings")
CUT = """() => {
  const wide = (e) => e.scrollWidth > e.clientWidth + 1
  const name = (e) => `${e.tagName}.${e.className} ${e.scrollWidth}>${e.clientWidth} ${e.textContent.trim().slice(0, 40)}`
  const out = wide(document.documentElement) ? [name(document.documentElement)] : []
  for (const e of document.querySelectorAll('header.bar *, main, main *')) {
    const style = getComputedStyle(e)
    if (e.closest('.sr, .cut, [data-map], .maplibregl-map') || e.clientWidth < 2 || e.clientHeight < 2) continue
    const hides = ['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis'
    if (hides && wide(e)) out.push(name(e))
  }
  return out
}"""
"""What is wider than what shows it, where neither a scroll bar nor dots say so."""
TYPE_SIZE = """([person, type_size]) => {
  const others = new BroadcastChannel('auxilio.preferences')
  others.postMessage({ person, change: { type_size } })
  others.close()
}"""
"""As another window of the same person says it (`own-preferences.svelte.ts`): the page is not loaded anew."""


def prefers(page: Page, **stated: object) -> None:
    """As the layer states it, for whoever is signed in here."""
    csrf = page.request.get("/api/session").json()["csrf"]
    reply = page.request.patch("/api/session/preferences", data=stated, headers={"x-auxilio-csrf": csrf})
    assert reply.ok, reply.text()


def faults_of(page: Page, name: str) -> list[str]:
    """What is wrong with a page of somebody signed in, at 150 % and, in the same load, at 100 %: cut, or found by axe in any look.

    A phone's page has the colours of the desk's: there it is asked at 150 %, in both themes of the standard palette.
    """
    picture(page, f"person-150-{name}")
    if page.viewport_size == PHONE:
        told = (*page.evaluate(CUT), *violations_in_every_look(page, ["standard"]))
        return [f"{name}: 150 {fault}" for fault in told]
    found = [f"150 {fault}" for fault in (*page.evaluate(CUT), *violations_in_every_look(page))]
    who = page.request.get("/api/session").json()["person"]["id"]
    page.evaluate(TYPE_SIZE, [who, 100])
    expect(page.locator("html")).not_to_have_attribute("style", "zoom: 1.5;")
    found += [f"100 {fault}" for fault in (*page.evaluate(CUT), *violations_in_every_look(page))]
    page.evaluate(TYPE_SIZE, [who, 150])
    expect(page.locator("html")).to_have_attribute("style", "zoom: 1.5;")
    return [f"{name}: {fault}" for fault in found]


@pytest.fixture
def person(browser: Browser, installation: str) -> Iterator[Callable[..., Page]]:
    """Somebody signed in with type at 150 %, in a window of their own; afterwards as they were."""
    opened: list[Page] = []

    def sit(login: str, at: str | None, path: str, size: ViewportSize = DESK) -> Page:
        page = window(browser, installation, size).new_page()
        opened.append(page)
        sign_in(page, login, at)
        prefers(page, type_size=150)
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("style", "zoom: 1.5;")
        return page

    yield sit
    for page in opened:
        prefers(page, **STANDARD)
        sign_out(page)
        page.context.close()


def test_what_a_person_has_set_holds_at_once_follows_them_and_is_taken_back(
    browser: Browser, installation: str
) -> None:
    first = window(browser, installation, DESK)
    page = first.new_page()
    sign_in(page, "pau", "desk-09")
    page.goto("/desk")
    html = page.locator("html")
    call, card = region(page, "Llamada"), region(page, "Tarjeta")
    call.wait_for()
    by_bar(page, "Preferencias")
    layer = page.get_by_role("dialog", name="Preferencias")
    expect(layer.get_by_role("radio", name="100 %")).to_be_focused()

    # By keyboard: the larger type, a palette, the left hand, and a sound that is lower.
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(html).to_have_attribute("style", "zoom: 1.5;")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(html).to_have_attribute("data-palette", "protan")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(html).to_have_attribute("data-hand", "left")
    alarm = layer.get_by_role("slider", name="Emergencia de dotación")
    alarm.press("Home")
    expect(alarm).to_have_value("50")
    amber = layer.get_by_role("slider", name="Plazo a punto de vencer")
    amber.press("Home")
    expect(amber).to_have_value("0")
    layer.get_by_role("button", name="Deshacer").press("Enter")
    expect(amber).to_have_value("100")
    expect(layer.get_by_role("status")).to_have_text("Guardadas")
    page.keyboard.press("Escape")
    assert left_of(call) > left_of(card)
    sign_out(page)
    first.close()

    # At another desk, in another browser; and who signs in there next finds nothing of it.
    second = window(browser, installation, DESK)
    page = second.new_page()
    sign_in(page, "pau", "desk-08")
    page.goto("/desk")
    html = page.locator("html")
    expect(html).to_have_attribute("style", "zoom: 1.5;")
    expect(html).to_have_attribute("data-palette", "protan")
    by_bar(page, "Preferencias")
    expect(page.get_by_role("slider", name="Emergencia de dotación")).to_have_value("50")
    page.keyboard.press("Escape")
    prefers(page, **STANDARD)
    by_bar(page, "Salir")
    page.get_by_label("Contraseña", exact=True).wait_for()
    expect(html).to_have_attribute("data-palette", "standard")
    expect(html).not_to_have_attribute("style", "zoom: 1.5;")
    second.close()


def left_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["x"]


PAGES = (
    ("clara", "room", "/room", "Me necesita"),
    ("clara", "room", "/room?mural=1", None),
    ("pau", "desk-08", "/desk", "Llamada"),
    ("nil", None, "/archive", None),
    ("aina", None, "/content", None),
    ("clara", "room", "/training", None),
    ("bomba", "b-01", "/unit", None),
    ("vera", None, "/study", None),
    ("pau", "desk-08", "/study", None),
    ("jordi", "pc-desk-1", "/preventive", None),
    ("ona", None, "/setup/steps", None),
    ("ona", None, "/admin", None),
    ("nil", None, "/case/{case}", None),
)
"""Who sits where, and the region that is there when the page is; None: its first heading. A desk in a call and a centre with a task come besides."""


@pytest.mark.thorough
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page_in_any_theme_palette_and_size_of_type(
    installation: str, desk: Hand, person: Callable[..., Page], size: ViewportSize
) -> None:
    """One visit a page: theme, palette and size are changed in it. See `violations_in_every_look` for what is asked again."""
    width = size["width"]
    case = desk.help_for("INC-01", 1, ("pump", "ladder"), "plaza mayor 3")
    page = person("biel", "bom-desk-1", "/centre", size)
    take_in_hand(page, "Plaza Mayor, 3")
    faults = faults_of(page, f"centre-{width}")
    # A crew at the foot of its job reads the most of all.
    biel = Hand(installation, "biel", "bom-desk-1")
    task = task_of(biel, case)
    biel.do("dispatch.accept_task", task=task["id"])
    pump = row_of(biel, "units", callsign="B-01")
    biel.do("dispatch.alert_unit", assignment=str(uuid4()), unit=pump["id"], task=task["id"])
    for login, at, path, there in PAGES:
        page = person(login, at, path.format(case=case), size)
        if there:
            region(page, there).wait_for()
        page.locator("main h2").first.wait_for(state="attached")
        expect(page.get_by_text("Cargando…")).to_have_count(0)
        if path == "/unit":
            page.get_by_text("Plaza Mayor, 3").first.wait_for()
        faults += faults_of(page, f"{path.split('/')[1]}-{login}-{width}")
    free(biel)
    # A call in hand, with its interview and its card.
    page = person("iria", "desk-05", "/desk", size)
    caller = Citizen(installation, words="mi padre no respira", phone="+34600222999")
    sends(page, "calls.stand_ready", languages=["es"])
    until(lambda: sends(page, "calls.answer", call=caller.call), "the call is answered")
    region(page, "Entrevista").wait_for()
    page.get_by_role("button", name="Colgar").wait_for()
    faults += faults_of(page, f"desk-call-{width}")
    caller.hang_up()
    assert not faults, "\n".join(faults)


def sends(page: Page, kind: str, **fields: object) -> bool:
    """A command of the desk, as its own page sends it; whether it was accepted."""
    csrf = page.request.get("/api/session").json()["csrf"]
    body = {"id": str(uuid4()), "command": {"kind": kind, **fields}}
    return page.request.post("/api/commands", data=body, headers={"x-auxilio-csrf": csrf}).ok


@pytest.mark.thorough
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_callers_page_is_read_at_150_percent_in_every_theme_and_palette(
    browser: Browser, installation: str, size: ViewportSize
) -> None:
    context = window(browser, installation, size)
    page = context.new_page()
    # A caller has nothing kept with a person: their page is enlarged as a page is that was loaded anew.
    page.add_init_script("sessionStorage.setItem('auxilio.preferences', '{\"type_size\": 150}')")
    page.goto("/call")
    expect(page.locator("html")).to_have_attribute("style", "zoom: 1.5;")
    page.get_by_role("button").first.wait_for()
    picture(page, f"person-150-call-{size['width']}")
    faults = [*page.evaluate(CUT), *violations_in_every_look(page)]
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.thorough
def test_every_kind_of_section_of_the_administration_is_read_at_150_percent(
    person: Callable[..., Page],
) -> None:
    page = person("ona", None, "/admin", PHONE)
    faults: list[str] = []
    for section in ADMIN:
        page.get_by_label("Apartado", exact=True).select_option(value=section)
        expect(page.get_by_text("Cargando…")).to_have_count(0)
        faults += faults_of(page, f"admin-{section}-390")
    assert not faults, "\n".join(faults)
