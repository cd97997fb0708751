"""No key is lost: what is typed while every command is on its way for three seconds makes the same case (decision 0328)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.story_regions import TOWN, Place
from tests.browser.text_call_pair import (
    Operator,
    asks_for_help,
    call_of,
    citizen_at,
    hangs_up_all_the_same,
    leaves_the_card,
    operator_at,
    stands_ready,
)
from tests.browser.timeouts import until

DELAY_MS = 3_000
SLOW = """({delays_ms, refused}) => {
  const real = window.fetch
  let nth = 0
  window.fetch = async (input, init) => {
    if (!String(input).endsWith("/api/commands")) return real(input, init)
    const mine = nth++
    const wait = () => new Promise((resolve) => setTimeout(resolve, delays_ms[mine % delays_ms.length]))
    const { command } = JSON.parse(init.body)
    if (command.kind === refused) {
      refused = null
      await wait()
      const problem = { type: "about:blank", title: "", status: 409, code: "conflict" }
      return new Response(JSON.stringify(problem), { status: 409, headers: { "content-type": "application/problem+json" } })
    }
    await wait()
    return real(input, init)
  }
}"""
"""Every command reaches the server late; the first of one kind is refused."""
DIARY = """() => {
  window.diary = []
  window.addEventListener("keydown", (event) => {
    const hand = document.activeElement
    const asked = document.querySelector("[data-region='4'] [role=group]")
    window.diary.push([Math.round(performance.now()), event.isTrusted ? "pressed" : "delivered", event.code,
      hand.tagName, hand.closest("[data-region]")?.dataset.region, asked?.getAttribute("aria-label")].join(" "))
  }, true)
}"""
"""Each key, pressed or delivered, with where the hands were and what was asked: it is told when one of them was lost."""
NORTH_M = 1 / 111_195


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "iria", "desk-05") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


def slows(page: Page, *delays_ms: int, refused: str | None = None) -> None:
    """From here on. The page is loaded anew before the next one."""
    page.evaluate(SLOW, {"delays_ms": delays_ms, "refused": refused})


def is_key(key: str) -> bool:
    return key in {"Enter", "Space"} or key[:4] in {"Alt+", "Digi"} or (key[0] == "F" and key[1:].isdigit())


def types(page: Page, *keys: str) -> None:
    """Without looking and without a pause: a key by its name, text as it stands."""
    for key in keys:
        if is_key(key):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def rings(operator: Operator, citizen: Page, words: str) -> None:
    """A call rings at this desk, and its button acts."""
    stands_ready(operator)
    asks_for_help(citizen, words)
    button = operator.region("Llamada").get_by_role("button", name="Atender")
    expect(button).not_to_have_attribute("aria-disabled", "true")


def facts(room: RoomSupervisor, citizen: Page) -> dict[str, Any]:
    """What the case says, as far as keys have made it."""
    it = room.case_of(call_of(citizen))
    board = room.board("case", case=it["id"])
    runs = list(board["runs"].values())
    return {
        "type": it["type"],
        "priority": it["priority"],
        "provisional": it["provisional"],
        "place": (it["location"]["words"], it["location"]["degree"]) if it["location"] else None,
        "answers": [run["answers"] for run in runs],
        "centres": sorted({task["agency"] for task in board["tasks"].values()}),
        "steps": sent_steps(board["story"].values(), call_of(citizen)),
        "calls": len(it["calls"]),
    }


def sent_steps(story: Iterable[Mapping[str, Any]], call: str) -> list[str]:
    """In a chat a step is sent, and not said."""
    sent = [each for each in story if each["kind"] == "calls.call.step_sent" and each["body"]["call"] == call]
    return [each["body"]["step"] for each in sorted(sent, key=lambda each: str(each["recorded_at"]))]


def ends(operator: Operator, citizen: Page, hangs_up: Callable[[Operator], None] | None = None) -> None:
    """With nothing slow any more; no unit is left busy for the next story. `hangs_up`: where it is asked about first."""
    operator.page.reload()
    expect(operator.region("Llamada").get_by_role("button", name="Colgar")).to_be_visible()
    if hangs_up:
        hangs_up(operator)
    else:
        operator.press("Alt+KeyX", "Alt+KeyX")
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()


ARREST = (
    "Alt+A",
    "Digit1",
    "C/ Mayor, 12",
    "Enter",
    "Enter",
    "parada",
    "Enter",
    "Digit9",
    "Digit9",
    "F9",
    "F6",
)


def test_an_arrest_needs_at_most_ten_keys_until_help_is_sent_and_one_for_each_step_of_the_card() -> None:
    until_help = ARREST[: ARREST.index("F9") + 1]
    assert len([key for key in until_help if is_key(key)]) <= 10
    assert ARREST[len(until_help) :] == ("F6",), "and then Space for each step: the story below presses five"


def arrest(operator: Operator, citizen: Page, room: RoomSupervisor, *delays_ms: int) -> dict[str, Any]:
    rings(operator, citizen, "Mi padre no respira")
    slows(operator.page, *delays_ms)
    types(operator.page, *ARREST, *["Space"] * 5)
    room.case_of(call_of(citizen))

    def whole() -> dict[str, Any] | None:
        told = facts(room, citizen)
        proved = told["priority"] == 0 and not told["provisional"]
        return told if proved and told["centres"] and len(told["steps"]) == 5 else None

    return until(whole, "help is asked for and five steps are said")


def test_the_keys_of_an_arrest_make_the_same_case_however_late_the_answers_come(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    told = []
    for delays_ms in ((0,), (DELAY_MS,), (DELAY_MS, 0, 1_500)):
        with citizen_at(browser, installation, TOWN) as citizen:
            told.append(arrest(operator, citizen, room, *delays_ms))
            expect(operator.page.get_by_text("Teclas no usadas")).to_have_count(0)
            ends(operator, citizen, leaves_the_card)
    at_once, late, mixed = told
    assert (at_once["type"], at_once["priority"], at_once["place"]) == (
        "SAN-01",
        0,
        ("Calle Mayor, 12 · Riudalba", "agreed"),
    )
    assert late == at_once
    assert mixed == at_once


def test_a_refusal_takes_no_key_and_keeps_what_was_typed_in_its_field(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    with citizen_at(browser, installation, TOWN) as citizen:
        rings(operator, citizen, "Mi padre no respira")
        slows(operator.page, DELAY_MS, refused="cases.classify")
        types(operator.page, *ARREST)
        operator.sees("Teclas no usadas", None)
        expect(operator.page.get_by_role("status").filter(has_text="Teclas no usadas")).to_contain_text(
            "99 F9"
        )
        told = facts(room, citizen)
        assert (told["type"], told["centres"], told["place"]) == (
            None,
            [],
            ("Calle Mayor, 12 · Riudalba", "agreed"),
        )
        field = operator.region("Qué").get_by_role("combobox")
        expect(field).to_have_value("parada")
        expect(field).to_be_focused()
        types(operator.page, "Enter", "Digit9", "Digit9", "F9")  # seen, and pressed again
        until(lambda: bool(facts(room, citizen)["centres"]), "help is asked for")
        ends(operator, citizen, hangs_up_all_the_same)


@pytest.mark.thorough
def test_two_streets_with_one_name_are_chosen_by_a_key_pressed_after_they_were_seen(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    with citizen_at(browser, installation, TOWN) as citizen:
        rings(operator, citizen, "Hay un incendio")
        slows(operator.page, DELAY_MS)
        types(
            operator.page,
            "Alt+A",
            "F2",
            "carrer de l'esglesia",
            "Enter",
            "Enter",
            "F3",
            "incendio",
            "Enter",
            "F9",
        )
        expect(operator.region("Dónde")).to_contain_text("DOS CALLES CON ESE NOMBRE")
        expect(operator.page.get_by_role("status").filter(has_text="Teclas no usadas")).to_contain_text("F9")
        expect(operator.region("Qué").get_by_role("combobox")).to_have_value("incendio")
        field = operator.region("Dónde").get_by_role("combobox")
        expect(field).to_have_value("carrer de l'esglesia")
        assert [row for row in room.rows("room", "cases") if call_of(citizen) in row["calls"]] == []
        operator.press("F2")
        operator.region("Dónde").get_by_role("option", name="Església · Fontnova").wait_for()
        operator.press("ArrowDown", "Enter")
        until(
            lambda: (facts(room, citizen)["place"] or ("",))[0].endswith("Fontnova"), "the second is chosen"
        )
        ends(operator, citizen)


def accident(
    browser: Browser,
    installation: str,
    operator: Operator,
    room: RoomSupervisor,
    place: Place,
    *delays_ms: int,
) -> dict[str, Any]:
    lat, lon = place.here
    with ExitStack() as people:
        callers = [
            people.enter_context(
                citizen_at(browser, installation, replace(place, here=(lat + metres * NORTH_M, lon)))
            )
            for metres in (0, 40, 60)
        ]
        slows(operator.page, *delays_ms)
        rings(operator, callers[0], "Ha volcado un camión y hay un choque")
        operator.page.evaluate(DIARY)
        types(operator.page, "Alt+A", "Digit1", place.said, "Enter", "Enter")
        types(operator.page, "accidente de tráfico con heridos", "Enter", "Digit1", "Digit2", "F9")
        until(lambda: bool(facts(room, callers[0])["centres"]), "help is asked for")
        try:
            until(lambda: len(facts(room, callers[0])["answers"][0]) == 2, "both answers are kept")
        except AssertionError as lost:
            lost.add_note("\n".join(operator.page.evaluate("window.diary")))
            lost.add_note(operator.page.get_by_role("main").inner_text())
            raise
        ends(operator, callers[0])
        case = room.case_of(call_of(callers[0]))
        for citizen in callers[1:]:
            slows(operator.page, *delays_ms)
            rings(operator, citizen, "Veo un accidente, un camión volcado, un choque")
            types(operator.page, "Alt+A")
            expect(operator.page.get_by_role("status").filter(has_text="¿El mismo suceso?")).to_contain_text(
                f"{case['number']}"
            )
            types(operator.page, "Alt+J", "Digit9", "Digit1", "Digit9", "Alt+X", "Alt+X")
            expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
            operator.page.reload()
            operator.page.get_by_role("button", name="Listo").first.wait_for()
        return facts(room, callers[0])


@pytest.mark.thorough
def test_the_keys_of_an_accident_with_three_callers_make_the_same_case_however_late_the_answers_come(
    browser: Browser, installation: str, operator: Operator, room: RoomSupervisor
) -> None:
    # Two places, three kilometres apart: the second accident is not taken for the first.
    river = replace(TOWN, said="passeig del riu 5", found="Passeig del Riu, 5", here=(41.9177, 1.90134))
    village = replace(TOWN, said="carrer nou 2", found="Carrer Nou, 2", here=(41.93826, 1.92548))
    at_once = accident(browser, installation, operator, room, river, 0)
    late = accident(browser, installation, operator, room, village, DELAY_MS, 0)
    for told, place in ((at_once, river), (late, village)):
        words, degree = told.pop("place")
        assert words.startswith(place.found)
        assert degree == "agreed"
    assert at_once["calls"] == 3
    assert len(at_once["answers"]) == 3
    assert late == at_once
