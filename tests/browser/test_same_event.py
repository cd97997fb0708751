"""Three people tell of one accident, and a fourth of another thing beside it: one key each, and nothing without one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, violations
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    asks_for_help,
    call_of,
    citizen_at,
    locates,
    operator_at,
    stands_ready,
    takes_the_call,
)
from tests.browser.timeouts import until

COMMANDS = "**/api/commands"
SLOW_MS = 2_500
"""Longer than hands are kept for what the board brings to an answer that has come."""
NORTH_M = 1 / 111_195


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


@contextmanager
def witness(browser: Browser, installation: str, metres: float) -> Iterator[Page]:
    """Somebody on the street, that far north of the accident."""
    lat, lon = TOWN.here
    with citizen_at(browser, installation, replace(TOWN, here=(lat + metres * NORTH_M, lon))) as page:
        yield page


def takes(operator: Operator, citizen: Page, words: str) -> None:
    """The next call is taken; what it says is on screen."""
    stands_ready(operator)
    asks_for_help(citizen, words)
    takes_the_call(operator)
    operator.page.get_by_role("log").get_by_text(words).wait_for()
    question = operator.page.get_by_role("group", name="¿Está usted en el lugar?")
    expect(question.get_by_role("button").first).to_be_focused()


def call(room: RoomSupervisor, citizen: Page) -> dict[str, Any]:
    """The call of this page as the room sees it."""
    return until(
        lambda: next((row for row in room.rows("room", "calls") if row["id"] == call_of(citizen)), None),
        "the room has the call",
    )


def line_of(operator: Operator) -> Locator:
    return operator.page.get_by_role("status").filter(has_text="¿El mismo suceso?")


def hangs_up(operator: Operator, citizen: Page) -> None:
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    expect(operator.region("Llamada")).to_contain_text("Sin llamada")


@contextmanager
def slow_answers(page: Page) -> Iterator[None]:
    """No command of this page reaches the server meanwhile."""
    held: list[Route] = []
    slow = True

    def hold(route: Route) -> None:
        if slow:
            held.append(route)
        else:
            route.continue_()

    page.route(COMMANDS, hold)
    yield
    slow = False
    for each in held:
        each.continue_()
    page.unroute(COMMANDS, hold)


def accident(operator: Operator, citizen: Page, room: RoomSupervisor) -> dict[str, object]:
    """The first call of it: place and type, as every accident begins."""
    takes(operator, citizen, "Ha volcado un camión y hay un choque")
    locates(operator, TOWN)
    operator.press("F3")
    operator.type("accidente de tráfico con heridos")
    operator.page.get_by_role("option", name="Accidente de tráfico con heridos").first.wait_for()
    with slow_answers(operator.page):
        operator.press("Enter")
        operator.page.wait_for_timeout(SLOW_MS)
    # However late the type is kept, the hands are where it is asked about next.
    expect(operator.page.locator('[data-region="4"]:focus-within')).to_have_count(1)
    case = until(
        lambda: found if (found := room.case_of(call_of(citizen)))["type"] else None, "it has a type"
    )
    # Half a word is left in the field; it is not in front of the next caller.
    operator.press("F3", "Backspace")
    operator.type("robo")
    hangs_up(operator, citizen)
    return case


def parted(room: RoomSupervisor, own: str, joined: str, call: str) -> dict[str, dict[str, Any]] | None:
    """The cases by id once the call stands in its own and no longer in the joined one; each is told by an event of its own."""
    by_id = {row["id"]: row for row in room.rows("room", "cases")}
    there = own in by_id and call in by_id[own]["calls"] and call not in by_id[joined]["calls"]
    return by_id if there else None


def in_both_themes(operator: Operator) -> None:
    """Axe and a picture, dark and light, on a desk's screen and on a telephone's; the page stays as it was."""
    page = operator.page
    for theme in ("dark", "light"):
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.wait_for_timeout(400)  # the map draws its ground anew
            assert violations(page) == [], f"{theme} {width}"
            picture(page, f"desk-same-{theme}-{width}")
        page.set_viewport_size(DESK)
        by_bar(page, "Cambiar entre día y noche")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_three_calls_of_one_accident_are_joined_by_a_key_each_and_a_near_miss_is_not_offered(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    with ExitStack() as people:
        first, second, third, other = (
            people.enter_context(witness(browser, installation, metres)) for metres in (0, 60, 40, 20)
        )
        case = accident(operator, first, room)

        # The second: the line stands there while the address is still asked for, and joins nothing by itself.
        takes(operator, second, "Veo un accidente, un camión en medio de la calle")
        expect(operator.region("Qué").get_by_role("combobox")).to_have_value("")
        line = line_of(operator)
        expect(line).to_contain_text(f"Incidente {case['number']}")
        for reason in ("m", "hace", "Accidente de tráfico con heridos", "«camión»"):
            expect(line).to_contain_text(reason)
        expect(operator.page.get_by_text("SIN UBICACIÓN").first).to_be_visible()
        in_both_themes(operator)
        operator.page.wait_for_timeout(1_500)
        assert call(room, second)["case"] is None, "nobody has pressed a key"
        operator.press("Alt+KeyJ")
        until(lambda: call(room, second)["case"] == case["id"], "the second is joined")
        expect(line).to_be_hidden()
        # They are a caller of their own, beside the first, in the header and among the calls of the case.
        callers = operator.page.get_by_role("list", name="2 alertantes").get_by_role("listitem")
        expect(callers.first).to_have_attribute("aria-current", "true")
        expect(callers.first).to_contain_text("Alertante 2: ")
        expect(callers.last).to_contain_text("Alertante 1: ")
        expect(operator.region("Llamada")).to_contain_text("Alertante 1")
        operator.sees("Unida al incidente · alertante 2", "Historia")

        # Only what is new is asked, in an interview of this very call.
        question = operator.page.get_by_role("group", name="¿Corre peligro usted o alguien con usted?")
        expect(question.get_by_role("button").first).to_be_focused()
        operator.press("Digit9")
        operator.page.get_by_role(
            "group", name="¿Es el mismo sitio y lo mismo que nos han contado?"
        ).wait_for()
        operator.press("Digit1")
        operator.page.get_by_role("group", name="¿Ve más heridos, atrapados, o que empeora?").wait_for()
        operator.press("Digit9")
        operator.sees("No queda nada que preguntar", "Entrevista")
        presses = operator.presses
        answered = len(presses) - 1 - presses[::-1].index("Alt+KeyA")
        joining = presses[answered:]
        assert len(joining) <= 6, f"a further caller is answered, joined and asked in {joining}"
        told = room.case_of(call_of(first))
        assert (told["type"], told["provisional"]) == (case["type"], True), (
            "that nothing is new changes nothing"
        )
        hangs_up(operator, second)

        # The third had begun a case of its own: it is joined with it.
        takes(operator, third, "Un choque, hay un camión volcado")
        expect(line_of(operator)).to_be_visible()
        operator.press("F3")
        operator.type("accidente de tráfico con heridos")
        operator.page.get_by_role("option", name="Accidente de tráfico con heridos").first.wait_for()
        operator.press("Enter")
        own = room.case_of(call_of(third))
        expect(operator.region("Llamada")).to_contain_text(f"incidente {own['number']}")
        operator.region("Entrevista").get_by_role("group").get_by_role("button").first.wait_for()
        expect(line_of(operator)).to_contain_text(str(case["number"]))
        operator.press("Alt+KeyJ")
        until(lambda: call(room, third)["case"] == case["id"], "the third is joined")

        # And parted again: its own case lives on, with what was known of it.
        expect(operator.region("Llamada").get_by_text("Otras llamadas del incidente")).to_be_visible()
        expect(question.get_by_role("button").first).to_be_focused()
        operator.press("Digit9")
        operator.page.get_by_role(
            "group", name="¿Es el mismo sitio y lo mismo que nos han contado?"
        ).wait_for()
        operator.press("Digit9")
        operator.sees("Pide una entrevista completa", "Entrevista")
        by_bar(operator.page, "separar")
        until(lambda: call(room, third)["case"] == own["id"], "it is in its own case")
        by_id = until(lambda: parted(room, own["id"], case["id"], call_of(third)), "both cases say so too")
        assert (by_id[own["id"]]["state"], by_id[own["id"]]["type"]) == ("open", own["type"])
        assert set(by_id[case["id"]]["calls"]) == {call_of(first), call_of(second)}

        # It is another one: said once, it is not asked again for this call.
        expect(line_of(operator)).to_be_visible()
        operator.press("Alt+KeyK")
        expect(line_of(operator)).to_be_hidden()
        operator.page.wait_for_timeout(1_500)
        expect(line_of(operator)).to_be_hidden()
        hangs_up(operator, third)

        # Beside it, at the same moment, somebody has fallen at home: nothing is offered.
        takes(operator, other, "Mi abuela se ha caído en el baño")
        operator.page.wait_for_timeout(2_000)
        expect(line_of(operator)).to_be_hidden()
