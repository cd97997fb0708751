"""A chain collision on a motorway: four callers, one wrong about the carriageway; health, fire and police, and a neighbour.

By keyboard at the page that the story looks at (desk, fire centre, neighbour, a crew's telephone); the others of the
centre work through the API, as their pages do.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import DESK, by_bar, layer_asks, picture, press, violations
from tests.browser.centre_hands import Hand, centre, free, region, settles, take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.test_same_event import hangs_up, line_of, takes
from tests.browser.test_unit import CALLSIGN, Centre, durable, foot, vehicle
from tests.browser.text_call_pair import Operator, call_of, citizen_at, finds, operator_at
from tests.browser.timeouts import until

__all__ = ["centre"]
NORTH, SOUTH = "A-99 km 40 → Fontnova", "A-99 km 40 → Riudalba"
SAID = "Hay un choque en cadena en la autopista, varios coches"
ASKED = ["als", "bls", "pump", "rescue", "rescue", "traffic"]
RECOMMEND = "**/api/dispatch/recommend*"
SILENCE_S = 90
"""Longer than the accept clock of a P1: how long a story waits for Auxilio to say that nobody answered."""


@pytest.fixture
def operator(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "pau", "desk-05") as operator:
        yield operator


@pytest.fixture
def room(installation: str) -> Iterator[RoomSupervisor]:
    with RoomSupervisor(installation, "clara", "room") as room:
        yield room


@pytest.fixture
def health(browser: Browser, installation: str) -> Iterator[Centre]:
    """The health centre and its ambulance."""
    health = Centre(browser, installation)
    health.free()
    yield health
    health.free()
    health.context.close()


def four_callers_tell_of_one(
    operator: Operator, room: RoomSupervisor, on_the_road: Callable[[float], Page]
) -> dict[str, Any]:
    """The first says where, two are joined by a key each, the fourth says the other carriageway."""
    page = operator.page
    first = on_the_road(0)
    takes(operator, first, SAID)
    is_there(operator)
    operator.press("F2")
    expect(operator.region("Dónde").get_by_role("combobox")).to_be_focused()
    finds(operator, "A-99 km 40 sentido Fontnova", NORTH)
    operator.press("F3")
    operator.type("accidente de tráfico con heridos")
    page.get_by_role("option", name="Accidente de tráfico con heridos").first.wait_for()
    operator.press("Enter")
    case = until(lambda: found if (found := room.case_of(call_of(first)))["type"] else None, "it has a type")
    assert case["location"]["heading"] == "Fontnova"
    hangs_up(operator, first)

    for metres in (80, 150):
        witness = on_the_road(metres)
        takes(operator, witness, "Veo un choque de varios coches en la autopista")
        expect(line_of(operator)).to_contain_text(str(case["number"]))
        operator.press("Alt+KeyJ")
        until(partial(joined, room, case, call_of(witness)), "it is joined")
        hangs_up(operator, witness)

    wrong = on_the_road(30)
    takes(operator, wrong, "Un choque de varios coches en la autopista, en sentido Riudalba")
    is_there(operator)
    operator.press("F2")
    expect(operator.region("Dónde").get_by_role("combobox")).to_be_focused()
    operator.type("A-99 km 40 sentido Riudalba")
    operator.press("Enter")
    expect(operator.page.get_by_role("button", name="Leída: sí")).to_be_focused()
    operator.sees(SOUTH, "Dónde")
    expect(line_of(operator)).to_contain_text(str(case["number"]))
    operator.press("Alt+KeyJ")
    # Nobody is sent to the other side by it: the place stands, and the contradiction stays until a person answers it.
    operator.sees("OTRO SENTIDO: dicen → Riudalba, consta → Fontnova", "Dónde")
    operator.sees(NORTH, "Dónde")
    disputed = [{"code": "heading_disputed", "facts": {"said": "Riudalba", "known": "Fontnova"}}]
    until(
        lambda: room.case_of(call_of(first))["location"]["warnings"] == disputed, "the other heading is said"
    )
    picture(page, "desk-heading-dark-1440")
    operator.region("Dónde").get_by_role("button", name="Comprobado").focus()
    operator.press("Enter")
    expect(operator.region("Dónde").get_by_text("OTRO SENTIDO")).to_have_count(0)
    hangs_up(operator, wrong)
    until(partial(joined, room, case, call_of(wrong)), "it is joined")
    told = room.case_of(call_of(first))
    assert (told["location"]["words"].startswith(NORTH), told["location"]["warnings"]) == (True, [])
    assert len(told["calls"]) == 4
    return told


def is_there(operator: Operator) -> None:
    """F2 brings the hands to the question, wherever the call before left them; 1 is yes."""
    question = operator.page.get_by_role("group", name="¿Está usted en el lugar?")
    question.wait_for()
    operator.press("F2")
    expect(question.get_by_role("button").first).to_be_focused()
    operator.press("Digit1")
    expect(question).to_have_count(0)


def joined(room: RoomSupervisor, case: dict[str, Any], call: str) -> bool | None:
    calls = next(row["calls"] for row in room.rows("room", "cases") if row["id"] == case["id"])
    return True if call in calls else None


def tasks_at(room: RoomSupervisor, case: str, at: str) -> list[dict[str, Any]]:
    """The tasks of a centre in a case, oldest first."""
    found = [task for task in room.rows("case", "tasks", case=case) if task["centre"] == at]
    return sorted(found, key=lambda task: task["offered_at"])


def asks_for_a_rescue(page: Page, neighbour: str) -> None:
    """Alt+Y: of whom, by the digit beside the name; what is missing is chosen already; why."""
    press(page, "Alt+y")
    dialog = page.get_by_role("dialog")
    whom = dialog.get_by_role("button", name=neighbour)
    page.keyboard.press(whom.get_attribute("aria-keyshortcuts") or "")
    expect(dialog.get_by_role("button", name="No queda ningún recurso libre")).to_be_focused()
    expect(dialog.get_by_role("combobox")).to_have_value("missing")
    page.keyboard.press("1")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Dos coches con atrapados")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)


def in_both_themes(page: Page, name: str) -> None:
    """Axe and a picture, dark and light; the page stays as it was."""
    for theme in ("dark", "light"):
        page.set_viewport_size(DESK)
        page.wait_for_timeout(400)
        assert violations(page) == [], theme
        picture(page, f"{name}-{theme}-1440")
        by_bar(page, "Cambiar entre día y noche")
        expect(page.locator("dialog[open]")).to_have_count(0)


@contextmanager
def slow_roads(page: Page) -> Iterator[None]:
    """No recommendation comes to this page meanwhile; what it asked for comes afterwards."""
    slow: list[Route] = []

    def hold(route: Route) -> None:
        slow.append(route)

    page.route(RECOMMEND, hold)
    yield
    for each in slow:
        each.continue_()
    page.unroute(RECOMMEND)


def refused(by: Hand, kind: str, **body: Any) -> str:
    """The code with which this command is refused."""
    reply = by.tries(kind, **body)
    assert reply.status_code >= 400, f"{kind} was taken"
    return str(reply.json()["code"])


def a_crew_loses_its_network(browser: Browser, installation: str, health: Centre, case: str) -> None:
    """Three presses, two of them without coverage: they arrive late, in order, each with its own time."""
    with vehicle(browser, installation, health) as (line, phone):
        task = next(
            task for task in health.rows("case", case=case)["tasks"].values() if task["centre"] == "san-1"
        )
        health.dispatcher.do(
            "dispatch.alert_unit", assignment=str(uuid4()), unit=health.unit, task=task["id"]
        )
        phone.get_by_text("A-99 km 40").first.wait_for()
        press(phone, "F9")
        durable(phone, health, "acknowledged")
        line.pull(phone.context)
        phone.get_by_text("SIN RED").first.wait_for()
        press(phone, "F9")
        phone.get_by_text("SIN RED · 1 guardada").wait_for()
        foot(phone, "EN EL LUGAR").click()
        phone.get_by_text("SIN RED · 2 guardadas").wait_for()
        assert health.statuses(case) == ["acknowledged"]
        line.plug(phone.context)
        durable(phone, health, "on_scene")
    assert health.statuses(case) == ["acknowledged", "en_route", "on_scene"]
    presses = [row for row in health.facts(case) if row["kind"] == "dispatch.unit.status_reported"]
    happened = [row["at"] for row in presses]
    assert happened == sorted(happened)
    assert presses[2]["at"] < presses[1]["recorded_at"], "pressed before the network came back"
    assert all(row["kind"] != "dispatch.unit.press_kept" for row in health.facts(case))


def test_a_chain_collision_is_worked_by_three_centres_and_a_neighbour_until_each_part_has_ended(
    browser: Browser,
    installation: str,
    operator: Operator,
    room: RoomSupervisor,
    health: Centre,
    centre: Callable[[str, str], Page],
) -> None:
    biel, sara, tona = (
        Hand(installation, login, desk)
        for login, desk in (("biel", "bom-desk-1"), ("sara", "pol-desk-1"), ("tona", "bom-2-desk-1"))
    )
    for each in (biel, sara, tona):
        free(each)
    road = biel.place("A-99 km 40")
    with ExitStack() as people:

        def on_the_road(metres: float) -> Page:
            at = (road["point"]["lat"] + metres / 111_195, road["point"]["lon"])
            return people.enter_context(citizen_at(browser, installation, replace(TOWN, here=at)))

        told = four_callers_tell_of_one(operator, room, on_the_road)
    case, place = told["id"], told["location"]
    fire, neighbour = centre("biel", "bom-desk-1"), centre("tona", "bom-2-desk-1")

    # Help for three services; each centre answers for its own part.
    desk = Hand(installation, "lucia", "desk-06")
    facts = {"case": case, "mode": desk.me["mode"], "type": told["type"], "priority": 1, "send": ASKED}
    desk.do("dispatch.send_help", **facts, municipality=place["municipality"], place=place["point"])
    until(lambda: set(room.tasks(case)) == {"san-1", "bom-1", "pol-1"}, "three centres are asked")
    sara.do("dispatch.accept_task", task=room.tasks(case)["pol-1"]["id"])
    health.dispatcher.do("dispatch.accept_task", task=room.tasks(case)["san-1"]["id"])
    take_in_hand(fire, "A-99 km 40")
    press(fire, "Alt+a")
    lacks = region(fire, "Propuestas").get_by_text("NO HAY LIBRE")
    expect(lacks).to_contain_text("escate")
    press(fire, "F9")
    expect(region(fire, "Recursos").get_by_role("option").filter(has_text="B-01")).to_contain_text("ALE")

    # Mutual aid: the first neighbour refuses, the next one, by telephone, lets it time out: nobody has it.
    expect(lacks).to_contain_text("escate")
    asks_for_a_rescue(fire, "Bomberos 2, la Serra")
    mine = region(fire, "Activación")
    expect(mine).to_contain_text("Ayuda pedida")
    expect(mine).to_contain_text("Bomberos 2, la Serra · ")
    expect(mine).to_contain_text("Ofrecida")
    expect(lacks).to_have_count(0)
    take_in_hand(neighbour, "A-99 km 40")
    theirs = region(neighbour, "Activación")
    expect(theirs).to_contain_text("Ayuda para")
    expect(theirs).to_contain_text("Bomberos 1 · No queda ningún recurso libre · «Dos coches con atrapados»")
    expect(theirs).to_contain_text("la suya: con recurso")
    press(neighbour, "Alt+k")
    expect(neighbour.get_by_role("dialog").get_by_role("button", name="Sin recurso")).to_be_focused()
    neighbour.keyboard.press("1")
    expect(neighbour.locator("dialog[open]")).to_have_count(0)
    neighbour.keyboard.press("F3")  # while the hand is in the list, what left stays in it (decision 0031)
    expect(region(neighbour, "Bandeja").get_by_role("option")).to_have_count(0)
    expect(mine).to_contain_text("Bomberos 3, el Pla")

    # While the next neighbour is silent, a crew loses coverage.
    a_crew_loses_its_network(browser, installation, health, case)
    alone = until(
        lambda: next((task for task in tasks_at(room, case, "bom-3") if task["nobody_since"]), None),
        "nobody has it",
        SILENCE_S,
    )
    assert alone["state"] == "timed_out"
    expect(mine).to_contain_text("NADIE LA TIENE")
    alarm = until(lambda: room.waiting_for(case, "nobody_has_it") or None, "it is an alarm")
    assert any(party["centre"] == "bom-1" for party in alarm[0]["to"]), "whoever asked hears it too"
    expect(lacks).to_contain_text("escate")
    in_both_themes(
        fire, "centre-aid"
    )  # nobody's clock runs now: to look at a page may take as long as it likes

    # Asked again, the neighbour has a unit now: the alarm ends, and it goes for this case and no other.
    # Nobody is proposed yet when the task is accepted: the hands stay in the list, nowhere near a refusal.
    with slow_roads(neighbour):
        asks_for_a_rescue(fire, "Bomberos 2, la Serra")
        settles(lambda: tasks_at(room, case, "bom-3")[0]["nobody_since"] is None, True)
        take_in_hand(neighbour, "A-99 km 40")
        press(neighbour, "Alt+a")
        expect(region(neighbour, "Activación")).to_contain_text("Aceptada sin recurso")
        expect(region(neighbour, "Bandeja").locator(":focus")).to_contain_text("A-99 km 40")
        neighbour.keyboard.press("F4")
        expect(region(neighbour, "Propuestas").locator("[data-region-start]")).to_be_focused()
        neighbour.keyboard.press("F2")
    proposed = region(neighbour, "Propuestas").get_by_role("option").filter(has_text="B-21")
    expect(proposed).to_be_focused()
    press(neighbour, "F9")
    expect(region(neighbour, "Recursos").get_by_role("option").filter(has_text="B-21")).to_contain_text("ALE")
    expect(mine).to_contain_text("Con recurso")
    neighbour.keyboard.press("F3")  # the row that has left stays while the hand is on it
    expect(region(neighbour, "Propuestas")).to_contain_text("No falta nadie")
    in_both_themes(neighbour, "centre-aid-neighbour")
    aid = until(
        lambda: next((task for task in tasks_at(room, case, "bom-2") if task["state"] == "active"), None),
        "the neighbour is on its way",
    )
    assert (aid["state"], aid["aid_for"], len(aid["assignments"])) == ("active", "bom-1", 1)
    b21 = next(unit for unit in room.rows("room", "units") if unit["callsign"] == "B-21")
    part = room.tasks(case)["bom-1"]["id"]
    body = {"unit": b21["id"], "assignment": str(uuid4())}
    assert refused(tona, "dispatch.alert_unit", **body, task=aid["id"]) == "unit_not_available"
    assert refused(biel, "dispatch.alert_unit", **body, task=part) == "not_your_centre"

    ends(installation, desk, room, health, (biel, sara, tona), case, neighbour)


def ends(
    installation: str,
    desk: Hand,
    room: RoomSupervisor,
    health: Centre,
    centres: tuple[Hand, ...],
    case: str,
    neighbour: Page,
) -> None:
    """Every crew comes home once; the case closes when each part has ended or was released, and not before."""
    biel, sara, tona = centres
    closing: dict[str, Any] = {
        "disposition": "resolved",
        "outcomes": [{"service": one, "result": "attended"} for one in ("HEALTH", "FIRE", "TRAFFIC_POLICE")],
    }
    over: dict[str, Any] = {"kind": "cases.close", "case": case, "closing": closing}
    tasks = room.tasks(case)
    assert refused(desk, **over) == "tasks_open"
    for unit in room.rows("room", "units"):
        who: Any = {"bom-1": biel, "bom-2": tona, "san-1": health.dispatcher}.get(unit["centre"])
        if unit["case"] != case or who is None:
            continue
        for status in ("on_scene", "available"):
            if unit["status"] != status:
                who.do("dispatch.enter_status", unit=unit["id"], status=status, said_by=unit["callsign"])
    until(lambda: all(not task["assignments"] for task in room.tasks(case).values()), "every crew is free")
    biel.do("dispatch.end_task", task=tasks["bom-1"]["id"], outcome="attended")
    health.dispatcher.do("dispatch.end_task", task=tasks["san-1"]["id"], outcome="attended")
    assert refused(desk, **over) == "tasks_open"
    sara.do("dispatch.release_task", task=tasks["pol-1"]["id"], to="Tráfico", reason="Atestado en curso")
    assert refused(desk, **over) == "tasks_open", "what was lent is a part of its own"

    # The neighbour gives its part to its agency, by keyboard.
    press(neighbour, "Alt+t")
    layer_asks(neighbour)
    neighbour.keyboard.type("Bombers de la Serra")
    neighbour.keyboard.press("Enter")
    neighbour.keyboard.type("Retiran los vehículos")
    neighbour.keyboard.press("Enter")
    expect(neighbour.locator("dialog[open]")).to_have_count(0)
    desk.do("cases.close", case=case, closing=closing)

    # Nothing was assigned twice: each unit began once, for this case alone, and every one is free.
    begun = room.rows("case", "assignments", case=case)
    assert set(Counter(row["callsign"] for row in begun).values()) == {1}
    assert {CALLSIGN, "B-01", "B-21"} <= {row["callsign"] for row in begun}
    until(
        lambda: all(unit["assignment"] is None for unit in room.rows("room", "units")), "nobody works on it"
    )
