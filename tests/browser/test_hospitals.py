"""A hospital says by telephone what it can take and whom it turns away, by keyboard; at a centre the proposal changes at once."""

import functools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.browser_session import by_bar, picture, violations
from tests.browser.centre_hands import Hand, free, region, row_of, settles, take_in_hand
from tests.browser.test_road_closures import seat

__all__ = ["seat"]
NEAR = "Hospital Comarcal de l'Alba"
FAR = "Hospital Universitari de la Vall"


def opens(page: Page, name: str) -> None:
    """Ctrl+K, and the hospital that is rung."""
    region(page, "Mapa").wait_for()
    by_bar(page, "hospitales")
    option = page.get_by_role("dialog").get_by_role("option").filter(has_text=name)
    expect(option).to_be_focused()  # by name, and it is the first
    page.keyboard.press("Enter")
    expect(page.get_by_label("Quién lo dice allí")).to_be_focused()


def chooses(page: Page, need: str) -> None:
    """From the patient in turn to the hospitals for them."""
    region(page, "Activación").get_by_role("option").filter(has_text="Paciente 1").wait_for()
    page.keyboard.press("F3")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Color de triaje").wait_for()
    page.keyboard.press("4")
    dialog.get_by_text("Nada especial").wait_for()
    page.keyboard.press(need)
    dialog.get_by_text("Otro, por su nombre").wait_for()


def test_what_a_hospital_says_by_telephone_decides_what_is_proposed_and_a_person_what_is_done(
    installation: str, seat: Callable[..., Page]
) -> None:
    marta, desk = Hand(installation, "marta", "san-desk-1"), Hand(installation, "lucia", "desk-07")
    free(marta)
    case = desk.help_for("SAN-01", 1, ("als",), "calle mayor 4")
    (task,) = settles(
        lambda: (
            [t for t in marta.board("centre", "tasks") if t["case"] == case and t["centre"] == "san-1"]
            or None
        )
    )
    patient = "0198c0de-0000-7000-8000-000000000001"
    marta.do(
        "dispatch.record_patient", patient=patient, case=case, mode=task["mode"], triage="red", age="adult"
    )

    room, centre = seat("clara", "room", "/room"), seat("marta", "san-desk-1", "/centre")
    opens(room, NEAR)
    room.keyboard.type("Dra. Soler")
    room.keyboard.press("Tab")
    room.keyboard.type("2")
    room.keyboard.press("Enter")
    told = room.get_by_role("dialog")
    expect(told).to_contain_text("lo dijo Dra. Soler · anotó Clara Riba")
    expect(told.get_by_text("no se sabe")).to_have_count(2)  # the other two colours: unknown, and not nought
    picture(room, "room-hospital-dark-1440")
    assert violations(room) == []

    take_in_hand(centre, "Calle Mayor, 4")
    chooses(centre, "1")
    answers = centre.get_by_role("dialog").get_by_role("button")
    expect(answers.filter(has_text=NEAR)).to_contain_text(re.compile(r"\d+ min · Rojos 2 "))
    expect(answers.filter(has_text=FAR)).to_contain_text("línea recta")
    centre.keyboard.press("Escape")
    expect(centre.locator("dialog[open]")).to_have_count(0)

    room.get_by_label("Por qué desvía").focus()
    room.keyboard.type("sin quirófano")
    room.keyboard.press("Enter")
    expect(told).to_contain_text("Todo · desviado hasta")
    expect(region(centre, "Mapa")).to_contain_text("Hospitales · 1 con desvío")
    chooses(centre, "1")
    expect(answers.filter(has_text=NEAR)).to_contain_text(re.compile("DESVIADO hasta .*: sin quirófano"))
    picture(centre, "centre-hospitals-dark-1440")
    assert violations(centre) == []
    # A person decides, also against the reason, and what was proposed stays with the choice.
    key = answers.filter(has_text=NEAR).inner_text().strip()[0]
    centre.keyboard.press(key)
    centre.keyboard.press("Enter")
    expect(centre.locator("dialog[open]")).to_have_count(0)
    expect(region(centre, "Activación")).to_contain_text(NEAR)
    known = row_of(marta, "patients", id=patient, hospital__name=NEAR)
    assert known["hospital"]["id"] is not None

    def on_the_way() -> tuple[int, int]:
        at = {"lat": task["place"]["lat"], "lon": task["place"]["lon"], "colour": "red"}
        options = marta.client.get("/api/hospitals/options", params=at).json()
        [aside] = [each for each in options["aside"] if each["name"] == NEAR]
        return aside["room"]["red"]["declared"], aside["room"]["red"]["coming"]

    settles(on_the_way, (2, 1))

    told.get_by_role("button", name="Vuelve a recibir").press("Enter")
    expect(told).to_contain_text("No desvía a nadie.")
    expect(region(centre, "Mapa")).not_to_contain_text("con desvío")


@pytest.mark.thorough
def test_many_victims_are_proposed_to_hospitals_and_a_person_tells_each_of_them(
    installation: str, seat: Callable[..., Page]
) -> None:
    marta, desk = Hand(installation, "marta", "san-desk-1"), Hand(installation, "lucia", "desk-07")
    free(marta)
    case = desk.help_for("SAN-46", 0, ("als",), "calle mayor 8")
    settles(lambda: any(t["case"] == case for t in marta.board("centre", "tasks")) or None)
    near = next(each for each in marta.board("centre", "hospitals") if each["name"] == NEAR)
    before = marta.client.get("/api/hospitals/options").json()
    [known] = [one for one in (*before["proposed"], *before["aside"]) if one["hospital"] == near["id"]]
    said = {
        "red": 2 + known["room"]["red"]["coming"],
        "yellow": 5,
    }  # another story's patient may be on the way
    marta.do("hospitals.declare_capacity", hospital=near["id"], free=said, by_there="Dra. Soler")
    colours = {"red": {"least": 3, "most": 4}, "yellow": {"least": 2, "most": 2}}
    marta.do("major.count_casualties", case=case, how="counted", colours=colours)

    centre = seat("marta", "san-desk-1", "/centre")
    take_in_hand(centre, "Calle Mayor, 8")
    expect(region(centre, "Activación")).to_contain_text("3–4 rojos")
    by_bar(centre, "reparto")
    layer = centre.get_by_role("dialog")
    expect(layer.get_by_text("Rojos: 4 contados, 0 ya avisados")).to_be_visible()
    expect(layer.get_by_role("status").filter(has_text="SIN SITIO: Rojos 2")).to_contain_text(FAR)
    row = layer.get_by_role("row").filter(has_text=NEAR)
    expect(row).to_contain_text("+2")
    expect(row).to_contain_text("caben 5")
    assert violations(centre) == []
    for theme, width in (("dark", 1440), ("light", 1440), ("dark", 390), ("light", 390)):
        centre.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        centre.set_viewport_size({"width": width, "height": 900 if width > 400 else 844})
        picture(centre, f"centre-sharing-{theme}-{width}")
    centre.set_viewport_size({"width": 1440, "height": 900})

    layer.get_by_role("button", name=NEAR).press("Enter")
    layer.get_by_label("Quién lo dice allí").fill("Dra. Soler")
    expect(layer.get_by_label("Rojos")).to_have_value("2")
    layer.get_by_label("Qué se le dijo").press("Enter")
    expect(row).to_contain_text("avisados 2")
    expect(row).to_contain_text("Dra. Soler")
    expect(row).to_contain_text("caben 0")
    expect(layer.get_by_label("Rojos")).to_have_value("2")
    told = {f"hospitals__{near['id']}__share": {"red": 2, "yellow": 2}}
    row_of(marta, "scenes", case=case, **told)


@pytest.mark.thorough
def test_opened_before_the_hospitals_have_come_the_hand_begins_at_the_first_of_them(
    seat: Callable[..., Page],
) -> None:
    room = seat("clara", "room", "/login")
    late: list[Callable[[], None]] = []
    come: list[bool] = []

    def holds(line: WebSocketRoute) -> None:
        def hears(words: str | bytes) -> None:
            if come:
                line.send(words)
            else:
                late.append(functools.partial(line.send, words))

        line.connect_to_server().on_message(hears)

    room.route_web_socket(re.compile("/api/boards"), holds)
    room.goto("/room")
    region(room, "Mapa").wait_for()
    by_bar(room, "hospitales")
    dialog = room.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Cerrar")).to_be_focused()
    expect(dialog.get_by_role("option")).to_have_count(0)
    while late:
        late.pop(0)()
    come.append(True)
    expect(dialog.get_by_role("option").first).to_be_focused()
