"""A bus with many hurt, by keyboard alone: a METHANE report by voice, counts, a plan that a rule proposes and a person declares."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import (
    DESK,
    PHONE,
    by_bar,
    layer_asks,
    picture,
    press,
    sign_in,
    sign_out,
    violations,
    window,
)
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    call_of,
    citizen_at,
    locates,
    operator_at,
    stands_ready,
)
from tests.browser.timeouts import until

WORDS = "Ha volcado un autobús, hay mucha gente herida"


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


@contextmanager
def seat(
    browser: Browser, installation: str, login: str, desk: str, path: str, size: ViewportSize = DESK
) -> Iterator[Page]:
    """Somebody at work, in a window of their own."""
    context = window(browser, installation, size)
    page = context.new_page()
    sign_in(page, login, desk)
    page.goto(path)
    try:
        yield page
    finally:
        sign_out(page)
        context.close()


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def in_both_themes(page: Page, name: str, *, layer: bool = False, shown: Locator | None = None) -> None:
    """Axe and a picture, dark and light, wide and on a telephone. A layer stays open: the theme is set behind it."""
    for theme in ("dark", "light"):
        if layer:
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for width, size in (("390", PHONE), ("1440", DESK)):
            page.set_viewport_size(size)
            if layer:
                expect(page.get_by_role("dialog")).to_be_visible()
            if shown is not None and width == "390":
                shown.scroll_into_view_if_needed()
            assert violations(page) == [], f"{name} {theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
        if not layer:
            by_bar(page, "Cambiar entre día y noche")
            expect(page.get_by_role("dialog")).to_have_count(0)
    if layer:
        page.evaluate("() => { document.documentElement.dataset.theme = 'dark' }")


def a_bus(operator: Operator, citizen: Page) -> None:
    """The call is taken, the place read back, the interview of many victims begun and its first answer given: 6 to 20."""
    stands_ready(operator)
    asks_for_help(citizen, WORDS)
    answers(operator, WORDS)
    locates(operator, TOWN)
    operator.press("F3")
    operator.type("múltiples víctimas")
    operator.page.get_by_role("option", name="múltiples víctimas").first.wait_for()
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Cuántas personas heridas calcula?").wait_for()
    operator.press("F4", "Digit2")
    operator.page.get_by_role("group", name="¿Sigue el peligro: fuego, gas, agresor, derrumbe?").wait_for()


def proved(case: dict[str, Any]) -> dict[str, Any] | None:
    return case if case["type"] and not case["provisional"] else None


def reports(page: Page) -> None:
    """The dispatcher takes the report down as the first ambulance gives it by radio, reads it back, and keeps it."""
    region(page, "Activación").wait_for()
    page.keyboard.press("F3")
    page.keyboard.press("KeyM")
    form = page.get_by_role("dialog", name="Informe METHANE")
    expect(form.get_by_role("button", name="Sí, declarado")).to_be_focused()
    # What the case knew already stands there, and says so.
    expect(form.get_by_label("Lugar exacto")).to_have_value("Calle Mayor, 12 · Riudalba")
    expect(form.get_by_text("ya en el incidente").first).to_be_visible()
    # Who was alerted is not there yet.
    expect(form.get_by_label("Servicios presentes")).to_have_value("")
    page.keyboard.press("Digit1")
    expect(form.get_by_label("Lugar exacto")).to_be_focused()
    for words in (
        None,
        None,
        "gasóleo en la calzada",
        "entrada por el norte",
        "20-30",
        "A-01",
        "tres SVA más",
    ):
        if words:
            page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(form.get_by_label("Lo da")).to_be_focused()
    page.keyboard.type("Jefa A-01")
    in_both_themes(page, "centre-methane", layer=True)
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(form.get_by_role("checkbox", name="Leído en este orden y conforme")).to_be_checked()
    form.get_by_label("Lo da").focus()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    told = page.get_by_role("region", name="Informe del lugar")
    expect(told).to_contain_text("20–30 (estimación)")
    expect(told).to_contain_text("Jefa A-01")
    expect(told).to_contain_text("Leído y conforme.")


def counts(page: Page, *numbers: str) -> None:
    page.keyboard.press("F3")
    page.keyboard.press("KeyR")
    form = page.get_by_role("dialog", name="Recuento de víctimas por color")
    expect(form.get_by_label("rojos")).to_be_focused()
    for number in numbers:
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    form.get_by_label("Lo da").focus()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    one_enter_too_many(page)


def one_enter_too_many(page: Page) -> None:
    """Whoever has filled in line after line by Enter presses it once more than there are lines: nothing happens."""
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(page.locator('[data-region="3"]:focus, #page:focus')).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def crew_counts(browser: Browser, installation: str) -> None:
    """The ambulance that was alerted counts again, by touch, on its own page."""
    with seat(browser, installation, "ambulancia", "m-02", "/unit", PHONE) as page:
        page.get_by_role("button", name="Pacientes").click()
        patients = page.get_by_role("dialog", name="Pacientes")
        expect(patients.get_by_role("region", name="Informe del lugar")).to_contain_text("6 rojos")
        picture(page, "unit-scene-light-390")
        assert violations(page) == []
        patients.get_by_role("button", name="Recuento").click()
        form = page.get_by_role("dialog", name="Recuento de víctimas por color")
        form.get_by_label("rojos").fill("9")
        form.get_by_text("contadas", exact=True).click()
        picture(page, "unit-count-light-390")
        assert violations(page) == []
        form.get_by_label("rojos").press("Enter")
        form.get_by_role("button", name="Guardar el recuento").press("Enter")
        expect(form).to_be_hidden()
        one_enter_too_many(page)


def test_many_victims_from_the_first_call_to_a_declared_plan(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        seat(browser, installation, "jordi", "pc-desk-1", "/room") as officer,
        seat(browser, installation, "marta", "san-desk-1", "/centre") as centre,
    ):
        a_bus(operator, citizen)
        case = room.case_of(call_of(citizen))

        # The interview asks for the plan: a rule proposes it, and nobody has declared anything.
        plans = region(officer, "Situaciones de plan")
        expect(plans).to_contain_text("Propuesto: Alerta")
        expect(plans).to_contain_text(f"Incidente {case['number']}: la entrevista pide valorar el plan")
        before = until(
            lambda: proved(room.case_of(call_of(citizen))), "the answer has proved how grave it is"
        )

        operator.press("F9")
        until(lambda: room.tasks(case["id"]).get("san-1"), "health is asked")
        region(centre, "Bandeja").get_by_text("Calle Mayor, 12").first.wait_for()
        press(centre, "Alt+KeyA")
        # Accepted, the hands are led to the proposals: only then do they go elsewhere.
        expect(region(centre, "Propuestas").locator(":focus")).to_have_count(1)
        reports(centre)
        counts(centre, "5-7", "8", "12", "0")
        told = centre.get_by_role("region", name="Informe del lugar")
        expect(told.get_by_role("list", name="Recuento por color")).to_contain_text("5–7 rojos")

        # One patient known by name of none: told beside the count, and never added to it.
        centre.keyboard.press("F3")
        centre.keyboard.press("KeyP")
        centre.get_by_role("dialog").wait_for()
        centre.keyboard.press("Digit3")
        layer_asks(centre)
        centre.keyboard.press("Enter")
        expect(centre.get_by_role("dialog")).to_have_count(0)
        counts(centre, "6", "8")
        expect(told).to_contain_text("6 rojos")
        expect(told).to_contain_text("12 verdes")
        expect(told.locator("s", has_text="5–7")).to_be_visible()
        in_both_themes(centre, "centre-major", shown=told)

        crew_counts(browser, installation)
        expect(told).to_contain_text("9 rojos")

        # The report raised the proposal; the duty officer declares it, with area and act.
        expect(plans).to_contain_text("Propuesto: Emergencia 1")
        expect(plans).to_contain_text("incidente mayor, SÍ")
        officer.keyboard.press("F8")
        in_both_themes(officer, "room-plans", shown=plans)
        officer.keyboard.press("F8")
        officer.keyboard.press("KeyD")
        form = officer.get_by_role("dialog", name="Declarar: Plan territorial")
        form.wait_for()
        officer.keyboard.press("Digit3")
        expect(form.get_by_label("Zona")).to_have_value("Riudalba")
        officer.keyboard.press("Enter")
        officer.keyboard.press("Enter")  # an act there must be
        expect(form.get_by_label("Acto o referencia")).to_be_focused()
        officer.keyboard.type("Orden verbal de la consejera, 14:20")
        officer.keyboard.press("Enter")
        officer.keyboard.type("autobús volcado con decenas de heridos")
        officer.keyboard.press("Enter")
        expect(form).to_be_hidden()
        expect(plans).to_contain_text("Orden verbal de la consejera, 14:20")

        # Everybody knows: at the desk and the centre in the bar, and in the story of the case.
        for page in (operator.page, centre, officer):
            expect(page.get_by_text("Plan territorial: Emergencia 1").first).to_be_visible()
        operator.sees("Emergencia 1 · declarado", "Historia")
        operator.press("F8")
        expect(operator.page.get_by_role("region", name="Informe del lugar")).to_contain_text("20–30")
        in_both_themes(
            operator.page,
            "desk-major",
            shown=operator.page.get_by_role("region", name="Informe del lugar"),
        )
        now = room.case_of(call_of(citizen))
        assert (now["priority"], now["type"]) == (before["priority"], before["type"]), "a plan is neither"
