"""Every function of the desk without a mouse: what an operator does besides the great story (test_story.py)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.platform.ids import new_id
from tests.browser.api_colleagues import RoomSupervisor, Somebody
from tests.browser.browser_session import by_bar, layer_asks, sign_out
from tests.browser.centre_hands import know
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    at_sign_in,
    call_of,
    citizen_at,
    locates,
    operator_at,
    stands_ready,
    takes_the_call,
)
from tests.browser.timeouts import until

COUNTS_TONES = """
window.tones = 0
const { start } = AudioScheduledSourceNode.prototype
AudioScheduledSourceNode.prototype.start = function (...at) {
  if (this.context.state === "running") window.tones += 1
  return start.apply(this, at)
}
"""
"""A browser lets nothing sound before a hand has touched its page: what starts before that is not heard."""


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def citizen(browser: Browser, installation: str) -> Iterator[Page]:
    with citizen_at(browser, installation, TOWN) as citizen:
        yield citizen


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


def talks(operator: Operator, citizen: Page, words: str) -> None:
    """A call that has been answered."""
    stands_ready(operator)
    asks_for_help(citizen, words)
    answers(operator, words)


def call_is(room: RoomSupervisor, citizen: Page, what: str, fits: Callable[[dict[str, Any]], bool]) -> None:
    """Until the room sees the call of this page so."""
    id = call_of(citizen)
    until(lambda: any(row["id"] == id and fits(row) for row in room.rows("room", "calls")), what)


def task_has(room: RoomSupervisor, case: str, centre: str, field: str) -> Any:
    """What a centre's task says there, once it says something."""
    return until(lambda: room.tasks(case).get(centre, {}).get(field), f"{field} of {centre}")


def flooded(operator: Operator) -> None:
    """A type that concerns civil protection, which has no screen. The hand does not wait until it is kept."""
    operator.press("F3")
    operator.type("inundación")
    # An incident nearby may bear the same word, so the code of the type says that it is chosen: F9 does not wait for Enter.
    operator.press("Enter")
    operator.page.get_by_text("PCV-01", exact=True).first.wait_for()


def told_by_telephone(operator: Operator, room: RoomSupervisor, citizen: Page) -> str:
    """Help is sent; the centre without a screen is rung, and reads back what it was told. The case."""
    locates(operator, TOWN)
    flooded(operator)
    operator.press("F9")
    case: str = room.case_of(call_of(citizen))["id"]
    until(lambda: room.tasks(case).get("pc-1"), "civil protection is asked")
    operator.sees("Protección Civil 1", "Envío")  # the centre, not what was proposed
    operator.press("Alt+KeyL")
    dialog = operator.page.get_by_role("dialog")
    layer_asks(operator.page)
    expect(dialog).to_contain_text("Protección Civil 1 · +34999001500")
    expect(dialog).to_contain_text("Calle Mayor, 12")
    operator.type("Jefe de guardia Roig")
    operator.press("Tab")
    operator.type("calle Mayor doce, agua en el sótano")
    operator.press("Enter")
    expect(dialog).to_be_hidden()
    return case


def test_a_prank_ends_in_three_keys(operator: Operator, citizen: Page, room: RoomSupervisor) -> None:
    stands_ready(operator)
    asks_for_help(citizen, "jajaja")
    operator.presses.clear()
    answers(operator, "jajaja")
    operator.press("Alt+KeyQ", "Digit2")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    assert operator.presses == ["Alt+KeyA", "Alt+KeyQ", "Digit2"]
    until(
        lambda: True if not [c for c in room.rows("room", "calls") if c["desk"] == "desk-05"] else None,
        "the desk has no call any more",
    )


def test_a_call_that_enters_is_heard_after_a_reload_and_one_key(operator: Operator, citizen: Page) -> None:
    operator.page.add_init_script(COUNTS_TONES)
    operator.page.reload()
    expect(operator.region("Llamada")).to_be_visible()
    stands_ready(operator)
    asks_for_help(citizen, "humo en la escalera")
    until(lambda: operator.page.evaluate("window.tones") or None, "the call is heard at the desk")


def test_what_happens_is_found_in_anybodys_words_and_what_is_not_is_left_open(
    operator: Operator, citizen: Page
) -> None:
    page = operator.page
    talks(operator, citizen, "no sé qué pasa")
    locates(operator, TOWN)
    operator.press("F3")
    for said, code in (
        ("se ha tirado por el balcón", "SAN-16"),
        ("ha roto aguas", "SAN-20"),
        ("atrag", "SAN-03"),
    ):
        operator.press("Control+KeyA")
        operator.type(said)
        expect(page.get_by_role("option").filter(has_text=code).first).to_be_visible()
    # Without the server only names are found; it is asked again as long as they have nothing.
    page.route("**/api/triage/suggest", lambda route: route.abort())
    operator.press("Control+KeyA")
    operator.type("se ha caído al pozo")
    expect(page.get_by_text("El servidor no responde")).to_be_visible()
    page.unroute("**/api/triage/suggest")
    expect(page.get_by_role("option").first).to_be_visible()
    operator.press("Control+KeyA")
    operator.type("xqzw kjhgf")
    expect(page.get_by_role("option").first).to_contain_text("Sin clasificar")
    expect(page.get_by_role("option").filter(has_text="quizá")).to_have_count(3)
    operator.press("Enter")
    # Nothing was taken: before F9 is pressed the desk says whom it alerts.
    expect(page.get_by_text("Sin tipo, F9 avisa como P0")).to_be_visible()
    operator.press("F3")
    operator.type("SAN-03")
    operator.press("Enter")
    expect(page.get_by_text("SAN-03", exact=True).first).to_be_visible()
    expect(page.get_by_text("Sin tipo, F9 avisa")).to_be_hidden()
    expect(page.get_by_text("F9 avisa como P0 a: ")).to_be_visible()


@pytest.mark.thorough
def test_a_call_is_held_and_taken_up_again_and_help_is_asked_for_in_silence(
    operator: Operator, citizen: Page, room: RoomSupervisor
) -> None:
    talks(operator, citizen, "Hay un hombre en la puerta")
    operator.press("Alt+KeyW")
    operator.sees("RETENIDA", "Llamada")
    call_is(room, citizen, "it is held", lambda row: row["state"] == "held")
    operator.press("Alt+KeyW")
    expect(operator.region("Llamada").get_by_text("RETENIDA")).to_be_hidden()
    operator.press("Alt+KeyH")
    until(
        lambda: next(
            (d for d in room.rows("room", "desks") if d["id"] == "desk-05" and d["help_asked_at"]), None
        ),
        "the room sees who asks",
    )
    until(lambda: room.rows("room", "watches") or None, "and it is a promise that somebody comes")


@pytest.mark.thorough
def test_a_centre_without_a_screen_is_told_by_telephone_and_its_end_is_entered_for_it(
    operator: Operator, citizen: Page, room: RoomSupervisor
) -> None:
    talks(operator, citizen, "Entra agua en el sótano")
    case = told_by_telephone(operator, room, citizen)
    told = task_has(room, case, "pc-1", "told")
    assert (told["to"], told["by_name"]) == ("Jefe de guardia Roig", "Iria Coll")
    assert told["read_back"] == "calle Mayor doce, agua en el sótano"
    operator.sees("por teléfono ✓", "Envío")

    operator.press("Alt+KeyU")
    dialog = operator.page.get_by_role("dialog")
    tasks = dialog.get_by_role("group", name="¿Qué activación?").get_by_role("button")
    key = tasks.filter(has_text="Protección Civil").locator("kbd").first.inner_text()
    operator.press(f"Digit{key}")
    expect(tasks).to_have_count(0)
    operator.press("Digit4")
    dialog.get_by_label("Resultado").wait_for()
    dialog.get_by_role("button", name="Hacerlo constar").click()  # by mouse too
    expect(dialog).to_be_hidden()
    assert task_has(room, case, "pc-1", "outcome") == "attended"


WHOLE = """element => {
  const at = element.getBoundingClientRect(), region = element.closest("[data-region]").getBoundingClientRect()
  const points = [[at.left + 6, at.top + at.height / 2], [at.right - 6, at.top + at.height / 2], [at.left + at.width / 2, at.bottom - 3]]
  return at.right <= region.right && at.bottom <= region.bottom
    && points.every(([x, y]) => element.contains(document.elementFromPoint(x, y)))
}"""
"""Whether it is in sight from edge to edge, and nothing lies over it."""


@pytest.mark.thorough
def test_who_was_asked_for_help_is_never_covered_by_the_interview(
    operator: Operator, citizen: Page, room: RoomSupervisor
) -> None:
    talks(operator, citizen, "Se ha hundido un puente con coches")
    locates(operator, TOWN)
    flooded(operator)
    operator.press("F9")
    case = room.case_of(call_of(citizen))["id"]
    asked = until(lambda: room.tasks(case).get("pc-1"), "civil protection is asked")
    until(lambda: room.tasks(case).get("pol-1"), "and the police, by the same plan")
    neighbours = {"san-2": "HEALTH", "bom-2": "FIRE", "bom-3": "FIRE"}
    for centre, service in neighbours.items():
        room.do(
            "dispatch.offer_task",
            task=str(new_id()),
            case=case,
            mode=asked["mode"],
            centre=centre,
            agency=centre[:3],
            service=service,
            capabilities=[],
            priority=asked["priority"],
            place=asked["place"],
        )
    sent = operator.region("Envío").get_by_role("listitem")
    rest = operator.region("Envío").get_by_role("button", name=re.compile("más: ver todo"))
    for width, height in ((390, 844), (1920, 1080), (1440, 900)):
        operator.page.set_viewport_size({"width": width, "height": height})
        # What two rows do not hold is counted, and one press away; on a telephone there are as many rows as it takes.
        expect(rest).to_have_count(0 if width == 390 else 1)
        for chip in sent.all():
            chip.scroll_into_view_if_needed()
            assert chip.evaluate(WHOLE), f"{chip.text_content()} at {width}"
    rest.press("Enter")
    everybody = operator.page.get_by_role("dialog", name="Envío")
    for name in ("Protección Civil 1", "Sanidad 2", "Bomberos 2", "Bomberos 3", "Policía 1"):
        expect(everybody).to_contain_text(name)
    operator.press("Escape")
    for centre in neighbours:
        task = room.tasks(case)[centre]["id"]
        room.do("dispatch.cancel_task", task=task, change=str(new_id()), reason="Se acabó la historia")


@pytest.mark.thorough
def test_words_go_to_the_centres_and_their_answer_stands_until_it_is_read(
    operator: Operator, citizen: Page, room: RoomSupervisor, installation: str
) -> None:
    talks(operator, citizen, "Entra agua en el sótano")
    case = told_by_telephone(operator, room, citizen)
    operator.press("Alt+KeyG", "Alt+KeyG")
    expect(operator.region("Historia").get_by_label("Mensaje a los centros")).to_be_focused()
    operator.type("Hay una persona en silla de ruedas")
    operator.press("Enter")
    operator.sees("Hay una persona en silla de ruedas", "Historia")
    centre = until(lambda: next(iter(sorted(set(room.tasks(case)) - {"pc-1"})), None), "another is asked")
    login, desk = {
        "san-1": ("marta", "san-desk-1"),
        "bom-1": ("biel", "bom-desk-1"),
        "pol-1": ("sara", "pol-desk-1"),
    }[centre]
    with Somebody(installation, login, desk) as dispatcher:
        message = until(
            lambda: next((m for m in dispatcher.rows("centre", "messages") if m["case"] == case), None),
            "the centre has it",
        )
        dispatcher.do("followup.read_message", message=message["id"])
        dispatcher.do(
            "followup.send_message",
            message=str(new_id()),
            case=case,
            to=[{"desk": "desk-05"}],
            words="Va la escalera",
        )
    operator.sees("«Va la escalera»", "Historia")
    banner = operator.region("Historia").get_by_role("button", name=re.compile("Enterado"))
    expect(banner).to_be_visible()
    know(operator.page, banner)  # promises that are late are known first


def test_a_second_call_joins_a_live_case_and_is_parted_from_it_again(
    operator: Operator, citizen: Page, room: RoomSupervisor, browser: Browser, installation: str
) -> None:
    talks(operator, citizen, "Humo en un tejado")
    locates(operator, TOWN)
    case = room.case_of(call_of(citizen))
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    # Who called stays beside where and what, with the language that a call back would need.
    operator.sees("Sin llamada", "Llamada")
    operator.sees("español", "Quién")
    with citizen_at(browser, installation, TOWN) as neighbour:
        asks_for_help(neighbour, "Sale humo de la casa de enfrente")
        takes_the_call(operator)
        operator.page.get_by_role("log").get_by_text("Sale humo").wait_for()
        near = operator.page.get_by_role("listbox", name="Incidentes cerca")
        row = near.get_by_role("option").filter(has_text=str(case["number"]))
        row.wait_for()
        operator.press("F8")
        near.get_by_role("option").first.focus()
        operator.press("Home")
        for _ in range(near.get_by_role("option").count()):
            if row.get_attribute("aria-selected") == "true":
                break
            operator.press("ArrowDown")
        expect(row).to_have_attribute("aria-selected", "true")
        operator.press("Alt+KeyJ")
        operator.sees("Otras llamadas del incidente", "Llamada")
        expect(operator.region("Historia").get_by_text(re.compile("Unida al incidente"))).not_to_have_count(0)
        assert set(room.case_of(call_of(neighbour))["calls"]) == {call_of(citizen), call_of(neighbour)}

        by_bar(operator.page, "separar")
        expect(operator.region("Llamada").get_by_text("Otras llamadas del incidente")).to_be_hidden()
        call_is(room, neighbour, "it tells of no case", lambda row: row["case"] is None)


@pytest.mark.thorough
def test_a_link_brings_position_and_words_from_another_phone_into_this_very_call(
    operator: Operator, citizen: Page, room: RoomSupervisor, browser: Browser, installation: str
) -> None:
    talks(operator, citizen, "Mi madre se ha caído")
    operator.press("Alt+KeyS")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nadie lo ha enviado")
    link = dialog.get_by_role("textbox").input_value()
    operator.press("Escape")
    expect(operator.page.get_by_role("log").get_by_text("junto a la puerta")).to_have_count(0)
    with citizen_at(browser, installation, TOWN) as other:
        other.goto(link)
        other.get_by_label("Escribir").fill("Está junto a la puerta")
        other.keyboard.press("Enter")
        operator.page.get_by_role("log").get_by_text("Está junto a la puerta").wait_for()
        other.get_by_role("button", name="Enviarla").tap()
        call_is(room, citizen, "a second fix of the same call", lambda row: int(row["fixes"]) >= 2)


@pytest.mark.thorough
def test_a_call_that_nobody_answered_is_rung_back(
    operator: Operator, browser: Browser, installation: str, room: RoomSupervisor
) -> None:
    with citizen_at(browser, installation, TOWN) as lost:
        asks_for_help(lost, "Ayuda")
        id = call_of(lost)
    operator.sees("Sin atender", "Llamada")
    operator.press("Alt+KeyL")
    dialog = operator.page.get_by_role("dialog")
    dialog.get_by_role("button", name="No contesta").wait_for()
    shown = until(
        lambda: next((c for c in room.rows("room", "calls") if c["id"] == id), None), "the room still has it"
    )
    assert shown["state"] == "abandoned"
    operator.press("Digit9")
    expect(dialog).to_be_hidden()
    operator.sees("1 intento", "Llamada")


def test_a_desk_changes_hands_with_what_is_open(
    operator: Operator, citizen: Page, browser: Browser, installation: str, room: RoomSupervisor
) -> None:
    talks(operator, citizen, "Un árbol en la calzada")
    locates(operator, TOWN)
    number = room.case_of(call_of(citizen))["number"]
    operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    operator.page.reload()
    operator.sees("Incidentes de este puesto", "Llamada")
    operator.press("Alt+KeyR")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog).to_contain_text(str(number))
    layer_asks(operator.page)
    operator.type("La grúa llama antes de las siete")
    operator.press("Enter")
    expect(dialog).to_be_hidden()
    given = operator.page.get_by_role("status").filter(has_text="Relevo ofrecido a las")
    expect(given).to_contain_text("Quien se siente después en Puesto 05")
    # The next person asks for the desk, and gets it from who leaves.
    with at_sign_in(browser, installation, "pau", "Puesto 05") as page:
        expect(operator.page.get_by_role("complementary", name="Piden un puesto")).to_contain_text(
            "Pau Serra"
        )
        operator.press("Control+KeyG", "Control+KeyG")
        page.get_by_role("button", name="Listo").first.wait_for()
        next_one = Operator(page)
        next_one.press("Alt+KeyR")
        relay = page.get_by_role("dialog")
        expect(relay).to_contain_text("Iria Coll")
        expect(relay).to_contain_text("La grúa llama antes de las siete")
        # What passes, an item a line: number, place, what waits; one that is not taken is unmarked, and goes back.
        item = relay.locator("label").filter(has_text=str(number))
        expect(item).to_contain_text("Pendiente: ")
        next_one.press("Digit1")
        expect(relay).to_contain_text("Vuelve a Iria Coll")
        next_one.press("Digit1")
        expect(item.get_by_role("checkbox")).to_be_checked()
        # Two keys gave, and two sign.
        next_one.press("Enter")
        expect(relay).to_be_hidden()
        until(
            lambda: (
                True if not [h for h in room.rows("room", "handovers") if h["desk"] == "desk-05"] else None
            ),
            "nobody waits at this desk any more",
        )
        sign_out(page)
