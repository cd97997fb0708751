"""A bad quarter of an hour as the supervisor lives it, by keyboard: what needs them, the gravest first, and what Enter does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from auxilio.app.cli.demo_seed import _UNITS
from auxilio.platform.ids import derived_id
from tests.browser.api_actors import AtWork, Citizen
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, press, sign_in, violations, window

MAPS = True

PLACE = {"lat": 41.9197, "lon": 1.8980}
FIX = {"point": PLACE, "source": "browser", "uncertainty_m": 300, "at": "2026-11-24T03:12:00Z"}


@dataclass
class Night:
    """Who is at work, and what went wrong."""

    people: dict[str, AtWork] = field(default_factory=dict)
    callers: list[Citizen] = field(default_factory=list)
    case: str = ""
    number: str = ""


WALL = {"width": 1920, "height": 1080}
EMERGENCY = "EMERGENCIA DE DOTACIÓN A-01"


def _unit(callsign: str) -> str:
    """The id of a seeded unit by what it is called on the radio."""
    return str(derived_id(_UNITS, callsign))


@pytest.fixture(scope="module")
def night(installation: str) -> Iterator[Night]:
    now = Night()
    now.people = {
        login: AtWork(installation, login, desk) for login, desk in (("pau", "desk-03"), ("iria", "desk-04"))
    }
    pau, iria = now.people["pau"], now.people["iria"]
    # A P0 of which help was asked and nobody has answered: no centre of the town is awake.
    now.case, call = str(uuid4()), str(uuid4())
    pau.do("calls.record", call=call, phone="+34600111222")
    location = {"degree": "agreed", "words": "Carrer Major, 5", "municipality": "Vall", "point": PLACE}
    opened = pau.do("cases.open", case=now.case, call=call, location=location, type="SAN-01", priority=0)
    now.number = opened["number"]
    pau.do(
        "dispatch.send_help",
        case=now.case,
        mode=pau.mode,
        priority=0,
        type="SAN-01",
        send=["als"],
        place=PLACE,
    )
    pau.do("calls.ask_help")
    iria.do("calls.record", call=(second := str(uuid4())))
    # One gave up while nobody was free, one still waits.
    now.callers = [
        Citizen(installation, phone="+34600222333", position=FIX),
        Citizen(installation, cannot_speak=True, position=FIX),
    ]
    now.callers[0].hang_up()
    yield now
    now.callers[1].hang_up()
    for person, held in ((pau, call), (iria, second)):
        person.do("calls.hang_up", call=held)
        person.do("calls.sign_off")
        person.leave()


@pytest.fixture
def chief(browser: Browser, installation: str, night: Night) -> Iterator[Page]:
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    sign_in(page, "clara", "room")
    page.goto("/room")
    expect(page.get_by_role("region", name="Me necesita").get_by_role("option").first).to_be_visible()
    yield page
    context.close()


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Me necesita").get_by_role("option")


def turn_to(page: Page, words: str) -> Locator:
    """Give a row its turn, by arrows alone. It stands there before the hands are in the list: what comes later waits."""
    expect(rows(page).filter(has_text=words).first).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("Home")
    for _ in range(40):
        current = page.locator('[data-region="2"] [data-row][tabindex="0"]')
        if words in (current.text_content() or ""):
            return current
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no row says {words}")


def asks_whether_they_are_safe(chief: Page) -> None:
    """The emergency is heard; then the crew is asked for, and the words of whoever knows are awaited."""
    turn_to(chief, EMERGENCY)
    chief.keyboard.press("Enter")
    expect(rows(chief).filter(has_text=EMERGENCY)).to_contain_text("La dotación está a salvo")
    turn_to(chief, EMERGENCY)
    chief.keyboard.press("Enter")
    expect(chief.get_by_label("Lo dicho, y por quién")).to_be_focused()


@pytest.mark.thorough
def test_figures_desks_and_tasks_tell_of_the_night(chief: Page, night: Night, installation: str) -> None:
    figures = chief.get_by_role("region", name="Cifras")
    expect(figures.locator(".figure", has_text="P0 abiertos")).to_contain_text(night.number)
    expect(figures.locator(".figure", has_text="Espera mayor")).to_contain_text("VENCIDO")
    expect(figures.locator(".figure", has_text="Puestos listos").locator("b")).to_have_text("0")
    desks = chief.get_by_role("region", name="Puestos")
    expect(desks.get_by_role("button", name="Puesto 03")).to_contain_text("Pau Serra")
    expect(desks.get_by_role("button", name="Puesto 03")).to_contain_text("pide ayuda")
    expect(desks.get_by_role("listitem").filter(has_text="Puesto 09")).to_contain_text("Vacío")
    # Who has signed in and is not ready sits there all the same.
    sits = AtWork(installation, "iria", "desk-10")
    tenth = desks.get_by_role("listitem").filter(has_text="Puesto 10")
    expect(tenth).to_contain_text("Iria Coll", timeout=30_000)
    expect(tenth).to_contain_text("No disponible")
    sits.leave()
    work = chief.get_by_role("region", name="Activaciones y plazos")
    expect(
        work.get_by_role("option").filter(has_text=night.number).filter(has_text="Sanidad").first
    ).to_be_visible()


def test_an_emergency_of_a_crew_stands_above_all_until_they_are_safe(
    chief: Page, installation: str, night: Night
) -> None:
    crew = AtWork(installation, "ambulancia", "a-01")
    crew.do("dispatch.emergency", unit=_unit("A-01"), point=PLACE)
    expect(rows(chief).first).to_contain_text(EMERGENCY)
    expect(chief.get_by_role("alert").filter(has_text=EMERGENCY)).to_be_visible()
    asks_whether_they_are_safe(chief)
    chief.keyboard.press("Enter")
    expect(chief.get_by_text("Escriba algo")).to_be_visible()
    chief.keyboard.type("Policía con ellos, por radio")
    # What was typed is not lost by one Esc: the first says so.
    chief.keyboard.press("Escape")
    expect(chief.get_by_role("alert").filter(has_text="Hay texto sin enviar")).to_be_visible()
    expect(chief.get_by_label("Lo dicho, y por quién")).to_have_value("Policía con ellos, por radio")
    chief.keyboard.press("Enter")
    expect(chief.get_by_role("dialog")).to_be_hidden()
    chief.keyboard.press("F6")
    expect(rows(chief).filter(has_text=EMERGENCY)).to_have_count(0)
    crew.leave()


@pytest.mark.thorough
def test_a_case_that_nobody_has_is_asked_of_another_centre(chief: Page, night: Night) -> None:
    lost = f", nadie ha aceptado: {night.number}"
    expect(rows(chief).filter(has_text=lost).first).to_be_visible(timeout=60_000)
    chosen = f'[data-row="{turn_to(chief, lost).get_attribute("data-row")}"]'
    chief.keyboard.press("Enter")
    dialog = chief.get_by_role("dialog", name="¿A quién se pide?")
    expect(dialog.get_by_role("button", name="Protección Civil 1")).to_be_visible()
    # What is missing is first, with the key 1, though its centre was asked already; the keys follow the list.
    first = dialog.get_by_role("group").get_by_role("button")
    expect(first.first).to_contain_text("mismo servicio · ya se le pidió")
    keys = first.evaluate_all("all => all.map(one => one.getAttribute('aria-keyshortcuts'))")
    assert keys == [str(n) for n in range(1, len(keys) + 1)]
    key = dialog.get_by_role("button", name="Protección Civil 1").get_attribute("aria-keyshortcuts") or ""
    dialog.get_by_role("button").nth(1).focus()
    chief.keyboard.press(key)
    expect(dialog).to_be_hidden()
    chief.keyboard.press("F4")  # out of both lists: what comes to a list with a hand in it waits
    expect(chief.locator('[data-region="2"]').locator(chosen)).to_have_count(0)
    work = chief.get_by_role("region", name="Activaciones y plazos")
    expect(work.get_by_role("option").filter(has_text="Protección Civil").first).to_be_visible()


def test_who_enters_a_case_from_the_room_comes_back_by_a_key(chief: Page, night: Night) -> None:
    turn_to(chief, night.number)
    press(chief, "Alt+KeyC")
    expect(chief).to_have_url(re.compile("/case/"))
    back = chief.get_by_role("button", name="Volver a «Sala»")
    expect(back).to_have_attribute("aria-keyshortcuts", "Alt+B")
    press(chief, "Alt+KeyB")
    expect(chief).to_have_url(re.compile("/room$"))
    expect(chief.locator('[data-region="2"]')).to_be_focused()


def test_a_desk_that_asked_for_help_is_answered_with_one_key_and_its_row_hides_no_new_alarm(
    chief: Page, installation: str, night: Night
) -> None:
    asks = turn_to(chief, "Puesto 03 pide ayuda")
    # Counted by what is sent: the other rows come and go by themselves, as promises run out.
    sent: list[str] = []
    chief.on("request", lambda each: sent.append(each.url) if each.url.endswith("/api/commands") else None)
    chief.keyboard.press("Enter")
    # The row stays under the hand and says that it has left; Enter again does nothing to the next one.
    expect(asks).to_contain_text("ya no está")
    chief.keyboard.press("Enter")
    # And it hides no new alarm: that one stands above it, and the hand is where it was.
    crew = AtWork(installation, "ambulancia", "a-01")
    crew.do("dispatch.emergency", unit=_unit("A-01"), point=PLACE)
    expect(rows(chief).filter(has_text=EMERGENCY)).to_be_in_viewport()
    expect(asks).to_contain_text("ya no está")
    expect(asks).to_be_focused()
    chief.keyboard.press("Enter")
    chief.keyboard.press("F6")
    expect(rows(chief).filter(has_text="Puesto 03 pide ayuda")).to_have_count(0)
    assert len(sent) == 1, sent
    asks_whether_they_are_safe(chief)
    chief.keyboard.type("Falsa alarma, por radio")
    chief.keyboard.press("Enter")
    expect(chief.get_by_role("dialog")).to_be_hidden()
    crew.leave()


@pytest.mark.thorough
def test_an_unanswered_caller_is_rung_and_the_try_is_a_fact(chief: Page, night: Night) -> None:
    number = night.callers[0].number
    back = f"Volver a llamar: llamada {number}"
    expect(rows(chief).filter(has_text=back)).to_be_visible(timeout=90_000)
    turn_to(chief, back)
    chief.keyboard.press("Enter")
    dialog = chief.get_by_role("dialog", name="Volver a llamar")
    expect(dialog).to_contain_text("+34600222333")
    dialog.get_by_role("button", name="Contesta", exact=False).first.focus()
    chief.keyboard.press("1")
    expect(dialog).to_be_hidden()
    chief.keyboard.press("F6")  # out of the list, where a row that has left stays under the hand
    expect(rows(chief).filter(has_text=f"llamada {number}")).to_have_count(0)


def test_surge_is_declared_by_the_command_bar_with_a_reason_and_every_desk_is_told(
    chief: Page, browser: Browser, installation: str, night: Night
) -> None:
    modes = chief.get_by_role("region", name="Modos y novedades")
    # An earthquake, and ten call of it: the protocol says that it is for a surge, and the room is told.
    lucia, quake = AtWork(installation, "lucia", "desk-05"), str(uuid4())
    for nth in range(10):
        lucia.do("calls.record", call=(call := str(uuid4())))
        if nth == 0:
            lucia.do("cases.open", case=quake, call=call, type="PCV-08")
        else:
            expect(modes).not_to_contain_text("en una hora", timeout=1)
            lucia.do("cases.link_call", case=quake, call=call)
        lucia.do("calls.hang_up", call=call)
    expect(modes).to_contain_text("10 llamadas de «Terremoto o maremoto» en una hora")
    expect(modes.get_by_role("button", name="MODO SATURACIÓN: declarar")).to_be_visible()
    picture(chief, "room-surge-proposed-dark-1440")
    lucia.do("cases.close", case=quake, closing={"disposition": "false_alarm"})
    expect(modes).not_to_contain_text("en una hora")
    lucia.leave()
    by_bar(chief, "saturacion declarar")
    expect(chief.get_by_label("Motivo")).to_be_focused()
    chief.keyboard.type("Barranco desbordado")
    chief.keyboard.press("Enter")
    expect(modes).to_contain_text("Barranco desbordado")
    context = window(browser, installation)
    desk = context.new_page()
    sign_in(desk, "lucia", "desk-05")
    desk.goto("/desk")
    expect(desk.get_by_role("status").filter(has_text="MODO SATURACIÓN")).to_be_visible()
    by_bar(chief, "saturacion terminar")
    expect(modes).not_to_contain_text("Barranco desbordado")
    expect(desk.get_by_role("status").filter(has_text="MODO SATURACIÓN")).to_be_hidden()
    context.close()


@pytest.mark.thorough
def test_news_are_one_line_until_they_are_taken_down(chief: Page, night: Night) -> None:
    press(chief, "Alt+KeyG")
    expect(chief.get_by_label("En una línea")).to_be_focused()
    chief.keyboard.type("CS-101 cortada por hielo hasta las 07:00")
    chief.keyboard.press("Enter")
    modes = chief.get_by_role("region", name="Modos y novedades")
    expect(modes).to_contain_text("CS-101 cortada por hielo")
    expect(chief.get_by_role("dialog")).to_have_count(0)  # the board may be quicker than the answer
    modes.get_by_role("button", name="Quitar: CS-101").press("Enter")
    expect(modes).not_to_contain_text("CS-101 cortada por hielo")


def test_the_wall_shows_no_person_and_nothing_can_be_pressed(chief: Page, night: Night) -> None:
    chief.goto("/room?mural=1")
    expect(chief.get_by_text("Sin datos personales")).to_be_visible()
    expect(chief.get_by_role("region", name="Puestos")).to_contain_text("03")
    shown = chief.locator("body").inner_text()
    for personal in ("Pau Serra", "Clara Riba", "+34600", "Carrer Major"):
        assert personal not in shown, personal
    # The map of every page has buttons: on the wall it is inert, so that nothing in it can be reached or pressed.
    pressed = (
        ":is(button, a[href], input, textarea, select, [role=option], [tabindex='0']):not([inert] *, .mural)"
    )
    expect(chief.locator(pressed)).to_have_count(0)
    wall = chief.get_by_role("region", name="Mapa")
    expect(wall).to_contain_text("1 incidente")
    expect(wall).to_contain_text("(1 P0)")
    lines = chief.get_by_role("table")
    expect(lines).to_have_count(2)
    expect(lines.first.get_by_role("caption")).to_contain_text("aún no hay semanas con las que comparar")
    expect(lines.first.get_by_role("row")).to_have_count(25)
    for theme, size, width in (
        ("dark", WALL, 1920),
        ("light", WALL, 1920),
        ("dark", DESK, 1440),
        ("light", PHONE, 390),
    ):
        chief.set_viewport_size(size)
        chief.goto(f"/room?mural=1&theme={theme}")
        expect(chief.locator(".wall-map canvas")).to_be_visible()
        expect(chief.get_by_role("table")).to_have_count(2)
        expect(chief.locator(".wall-map [data-label]").first).to_be_attached()
        picture(chief, f"wall-{theme}-{width}")
        assert violations(chief) == [], f"{theme} {width}"


@pytest.mark.thorough
@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)], ids=["desk", "phone"])
def test_axe_finds_nothing_in_either_theme_and_on_a_phone_the_map_is_a_list(
    chief: Page, night: Night, size, width: int
) -> None:
    chief.set_viewport_size(size)
    chief.wait_for_timeout(1_500)
    for theme in ("dark", "light"):
        chief.goto(f"/room?theme={theme}")
        rows(chief).first.wait_for()
        chief.wait_for_timeout(2_500 if width == 1440 else 500)
        assert violations(chief) == [], theme
        picture(chief, f"room-{theme}-{width}")
    if width == 390:
        expect(chief.get_by_role("region", name="Mapa").locator("canvas")).to_be_hidden()
