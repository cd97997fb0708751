"""A reserved case by keyboard: it closes for others, its owner names and removes people and reads who was refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

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
from tests.browser.centre_hands import take_in_hand
from tests.browser.text_call_pair import Operator, operator_at
from tests.browser.text_call_pair import finds as address
from tests.browser.timeouts import until

pytestmark = pytest.mark.thorough

STREET = "Calle Mayor, 12"


@pytest.fixture
def lucia(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "lucia", "desk-03") as operator:
        yield operator


@pytest.fixture
def iria(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-04") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


@contextmanager
def page_of(browser: Browser, installation: str, login: str, desk: str, path: str) -> Iterator[Page]:
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    sign_in(page, login, desk)
    page.goto(path)
    try:
        yield page
    finally:
        sign_out(page)
        context.close()


def opens_a_case(operator: Operator, room: RoomSupervisor) -> tuple[str, int]:
    """A case with a place and a type, begun without a call; its id and number."""
    known = {row["id"] for row in room.rows("room", "cases")}
    operator.press("Alt+KeyN")
    # Where it is typed at once: what is typed ahead waits for the field.
    address(operator, "C/ Mayor, 12", STREET)
    case = until(
        lambda: next((row for row in room.rows("room", "cases") if row["id"] not in known), None),
        "the case is opened",
    )
    operator.press("F3")
    operator.type("violencia de género")
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Está él cerca ahora?").wait_for()
    warning = operator.page.get_by_text("no la devuelva con timbre")
    assert warning.evaluate("(of) => of.scrollWidth <= of.clientWidth"), "its end is not cut"
    return case["id"], case["number"]


def reserves(operator: Operator) -> None:
    by_bar(operator.page, "reservar el incidente")
    layer_asks(operator.page)
    operator.type("violencia de género")
    operator.press("Enter")
    operator.sees("INCIDENTE RESERVADO")
    # The fact may come before the answer to the command, which closes the layer.
    operator.page.get_by_role("dialog").wait_for(state="detached")


def finds(operator: Operator, number: int) -> Locator:
    """The row of a case in the search for cases."""
    operator.press("Alt+KeyB")
    expect(layer_asks(operator.page)).to_have_value("")
    operator.type(str(number))
    return operator.page.get_by_role("dialog").get_by_role("option").filter(has_text=str(number))


def names(operator: Operator, typed: str) -> Locator:
    """Open the list, type a name, choose; the dialog."""
    by_bar(operator.page, "personas nombradas")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    operator.type(typed)
    dialog.get_by_role("option").first.wait_for()
    operator.press("Enter")
    return dialog


def removes(operator: Operator, dialog: Locator, name: str) -> None:
    """By two presses on its button, which Tab reaches."""
    button = dialog.get_by_role("button", name=f"Quitar a {name}")
    for _ in range(30):
        if button.evaluate("element => element === document.activeElement"):
            break
        operator.press("Tab")
    operator.press("Enter", "Enter")


def test_an_open_window_of_another_desk_loses_the_case_when_it_is_reserved(
    lucia: Operator, iria: Operator, room: RoomSupervisor
) -> None:
    _, number = opens_a_case(lucia, room)
    row = finds(iria, number)
    expect(row).to_contain_text(STREET)
    iria.press("Enter")
    iria.sees(STREET, "Dónde")
    reserves(lucia)
    lucia.sees("abierto a 1 persona")
    iria.sees(f"INCIDENTE {number} RESERVADO: no está abierto para usted.")
    expect(iria.page.get_by_text(STREET)).to_have_count(0)
    expect(iria.region("Dónde")).to_contain_text("RESERVADO")
    # What is known to be refused is not tried: the row says that it is reserved, and its owner hears of nothing.
    row = finds(iria, number)
    expect(row).to_contain_text("RESERVADO")
    expect(row).not_to_contain_text(STREET)
    iria.press("Enter")
    expect(
        iria.page.get_by_role("alert").filter(has_text="lo abren solo las personas nombradas")
    ).to_be_visible()
    expect(lucia.page.get_by_text(re.compile(r"\d+ intentos? rechazad"))).to_have_count(0)


def test_its_owner_reads_who_was_refused_names_them_and_removes_them_again(
    lucia: Operator, browser: Browser, installation: str, room: RoomSupervisor
) -> None:
    case, number = opens_a_case(lucia, room)
    reserves(lucia)
    with page_of(browser, installation, "pau", "desk-06", f"/case/{case}") as pau:
        expect(pau.get_by_text("lo abren solo las personas nombradas")).to_be_visible()
        lucia.sees("1 intento rechazado")
        lucia.sees("el último, Pau Serra: abrirlo")
        lucia.sees("INTENTO RECHAZADO, INCIDENTE RESERVADO: Pau Serra quiso abrirlo", "Historia")

        dialog = names(lucia, "pau se")
        expect(dialog).to_contain_text(f"Incidente reservado {number}: quién lo abre")
        people = dialog.get_by_role("list", name="Personas")
        expect(people.get_by_role("listitem").filter(has_text="Pau Serra")).to_contain_text(
            "nombrada por quien lo lleva"
        )
        expect(people.get_by_role("listitem").filter(has_text="Lucía Ferrer")).to_contain_text("lo lleva")
        expect(dialog.get_by_role("button", name="Quitar a Lucía Ferrer")).to_have_count(0)
        expect(dialog.get_by_role("list", name="Intentos rechazados")).to_contain_text("Pau Serra abrirlo")
        pau.reload()
        expect(pau.get_by_role("heading", name=re.compile(str(number)))).to_be_visible()
        expect(pau.get_by_text(STREET).first).to_be_visible()

        removes(lucia, dialog, "Pau Serra")
        expect(people.get_by_role("listitem").filter(has_text="Pau Serra")).to_have_count(0)
        expect(pau.get_by_text("Este incidente ya no está abierto para usted")).to_be_visible()
        expect(pau.get_by_text(STREET)).to_have_count(0)
        assert violations(pau) == []
        picture(pau, "case-shut-dark-1440")
        # A page that has lost its case does not ask for it again: each attempt would be told to its owner.
        pau.wait_for_timeout(1_000)
        expect(dialog.get_by_role("list", name="Intentos rechazados").get_by_role("listitem")).to_have_count(
            1
        )


def test_the_room_names_somebody_from_the_row_in_turn(
    lucia: Operator, browser: Browser, installation: str, room: RoomSupervisor
) -> None:
    case, number = opens_a_case(lucia, room)
    lucia.press("F9")
    until(lambda: room.tasks(case) or None, "help is asked for")
    reserves(lucia)
    with page_of(browser, installation, "clara", "room", "/room") as page:
        clara = Operator(page)
        rows = page.get_by_role("listbox", name="Activaciones y plazos").get_by_role("option")
        row = rows.filter(has_text=str(number)).first
        row.wait_for()
        clara.press("F6")
        for _ in range(rows.count()):
            if row.evaluate("element => element === document.activeElement"):
                break
            clara.press("ArrowDown")
        expect(row).to_be_focused()
        dialog = names(clara, "iria")
        expect(dialog).to_contain_text(f"Incidente reservado {number}")
        expect(dialog.get_by_role("list", name="Personas")).to_contain_text("Iria Coll")
        clara.press("Escape")
    lucia.sees("RESERVADO, ABIERTO TAMBIÉN A: Iria Coll", "Historia")


def test_a_centre_works_on_a_reserved_task_and_who_is_removed_sees_that_it_is_reserved(
    lucia: Operator, browser: Browser, installation: str, room: RoomSupervisor
) -> None:
    with page_of(browser, installation, "sara", "pol-desk-1", "/centre") as sara:
        expect(sara.get_by_role("region", name="Bandeja")).to_be_visible()
        case, number = opens_a_case(lucia, room)
        lucia.press("F9")
        until(lambda: room.tasks(case).get("pol-1"), "the police is asked")
        reserves(lucia)
        inbox = sara.get_by_role("listbox", name="Bandeja").get_by_role("option").filter(has_text=str(number))
        expect(inbox).to_contain_text(STREET)
        lucia.sees("ABIERTO TAMBIÉN A: Sara Gil", "Historia")
        take_in_hand(sara, str(number))
        expect(sara.get_by_text("INCIDENTE RESERVADO").first).to_be_visible()
        press(sara, "Alt+KeyA")
        until(lambda: room.tasks(case)["pol-1"]["state"] == "accepted", "the task is accepted")

        by_bar(lucia.page, "personas nombradas")
        dialog = lucia.page.get_by_role("dialog")
        expect(dialog.get_by_role("listitem").filter(has_text="Sara Gil")).to_contain_text("Policía 1")
        removes(lucia, dialog, "Sara Gil")
        expect(inbox).to_contain_text("RESERVADO")
        expect(inbox).not_to_contain_text(STREET)
        panel = sara.get_by_role("region", name="Activación")
        expect(panel).to_contain_text("No está abierto para usted")
        for name in ("Dónde", "Qué", "Activación", "Historia", "Mapa"):
            expect(sara.get_by_role("region", name=name).get_by_text(STREET)).to_have_count(0)
        # Nobody is marked to go any more, and no way on the map leads to the place.
        expect(sara.get_by_role("button", name=re.compile("^ALERTAR Incidente reservado"))).to_be_visible()
        assert violations(sara) == []
        for size, width in ((DESK, 1440), (PHONE, 390)):
            sara.set_viewport_size(size)
            for theme in ("dark", "light"):
                sara.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
                assert violations(sara) == [], (theme, width)
                picture(sara, f"centre-shut-{theme}-{width}")


@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)], ids=["desk", "phone"])
def test_the_list_and_a_closed_window_break_no_rule_of_access_in_either_theme(
    lucia: Operator, iria: Operator, room: RoomSupervisor, size, width: int
) -> None:
    _, number = opens_a_case(lucia, room)
    finds(iria, number)
    iria.press("Enter")
    iria.sees(STREET, "Dónde")
    reserves(lucia)
    iria.sees("no está abierto para usted")
    dialog = names(lucia, "nil")
    expect(dialog).to_contain_text("Nil Torres")
    for page in (lucia.page, iria.page):
        page.set_viewport_size(size)
        for theme in ("dark", "light"):
            page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            assert violations(page) == [], theme
            picture(page, f"{'named' if page is lucia.page else 'desk-shut'}-{theme}-{width}")
    lucia.press("Escape")
    for theme in ("dark", "light"):
        lucia.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        assert violations(lucia.page) == [], theme
        picture(lucia.page, f"desk-reserved-{theme}-{width}")
