"""A tanker has overturned: its plate is typed, petrol is put down, the wind is said, and the fire centre sees it. No mouse."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, sign_in, sign_out, violations, window
from tests.browser.centre_hands import take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.test_interviews import begins, talks
from tests.browser.text_call_pair import Operator, call_of, chooses, citizen_at, locates, operator_at
from tests.browser.timeouts import until

MAPS = True


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


@pytest.fixture
def fire(browser: Browser, installation: str) -> Iterator[Page]:
    """The fire centre's desk."""
    context = window(browser, installation)
    page = context.new_page()
    sign_in(page, "biel", "bom-desk-1")
    page.goto("/centre")
    page.get_by_role("region", name="Bandeja").wait_for()
    yield page
    sign_out(page)
    context.close()


def opens_the_plate(operator: Operator) -> None:
    operator.press("Alt+Period")
    expect(operator.page.get_by_label("Arriba (peligro)")).to_be_focused()


def reads(operator: Operator, top: str, bottom: str) -> None:
    operator.type(top)
    operator.press("Tab")
    operator.type(bottom)


def zones(page: Page) -> Locator:
    """What is drawn around the place, as the list of the map says it."""
    lines = page.get_by_role("region", name="Mapa").get_by_role("listitem")
    return lines.filter(has_text=re.compile("Aislamiento|Protección"))


def with_goods(room: RoomSupervisor, citizen: Page, how_many: int) -> dict[str, Any]:
    """The case of this call, once so many substances stand in it."""

    def look() -> dict[str, Any] | None:
        case = room.case_of(call_of(citizen))
        return case if len(case["goods"]) == how_many else None

    return until(look, f"{how_many} substances stand in the case")


def says_the_wind(operator: Operator, typed: str) -> None:
    """The hands stand on the wind when the plate has been put down; typing chooses, Tab and Enter say it."""
    field = operator.page.get_by_label("De dónde sopla el viento")
    expect(field).to_be_focused()
    chooses(field, typed)
    expect(field).to_have_value("NW")
    operator.press("Tab", "Enter")
    expect(operator.page.get_by_role("dialog")).to_have_count(0)


def pictures(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk's screen and on a telephone's."""
    for theme in ("dark", "light"):
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            assert violations(page) == [], f"{theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
        page.set_viewport_size(DESK)
        by_bar(page, "Cambiar entre día y noche")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_tanker_33_1203_from_the_plate_to_the_fire_centre(
    operator: Operator, citizen: Page, room: RoomSupervisor, fire: Page
) -> None:
    page = operator.page
    talks(operator, citizen, "Ha volcado una cisterna y gotea")
    locates(operator, TOWN)
    begins(operator, "mercancías peligrosas", "¿Hay fuga, humo o fuego?")
    expect(page.get_by_role("region", name="Mercancías peligrosas")).to_contain_text("Hay una placa naranja")
    operator.press("F9")
    expect(operator.region("Envío")).to_contain_text("ofrecido")

    opens_the_plate(operator)
    reads(operator, "33", "1203")
    box = page.get_by_role("dialog", name="Mercancías peligrosas")
    for words in (
        "Gasolina",
        "Líquido inflamable · Cifra repetida: peligro mayor",
        "128 · ERG 2016, orientación",
        "aislar 50 m alrededor · proteger a sotavento 300 m",
        "aislar 800 m alrededor",
    ):
        expect(box.get_by_role("status")).to_contain_text(words)
    assert violations(page) == []
    picture(page, "desk-goods-plate-dark-1440")
    operator.press("Enter")
    expect(box.get_by_role("region", name="Anotadas")).to_contain_text("33/1203 Gasolina")
    expect(box.get_by_role("region", name="Anotadas")).to_contain_text("sin viento dicho")
    expect(zones(page)).to_have_text(
        [re.compile("Protección: 300 m a la redonda"), re.compile("Aislamiento: 50 m alrededor")]
    )
    says_the_wind(operator, "noroeste")
    line = page.get_by_role("region", name="Mercancías peligrosas")
    expect(line).to_contain_text("viento del noroeste (NO), hace 0:")
    expect(line).to_contain_text("Protección: 300 m hacia el sudeste (SE)")
    expect(zones(page).filter(has_text="hacia el sudeste (SE)")).to_have_count(1)
    expect(operator.region("Historia")).to_contain_text("MERCANCÍA PELIGROSA: 33/1203 Gasolina")
    expect(operator.region("Historia")).to_contain_text("Viento del noroeste (NO)")

    case = with_goods(room, citizen, 1)
    [goods] = case["goods"]
    assert (goods["top"], goods["bottom"], goods["sheet"]["guide"]) == ("33", "1203", "128")
    assert (goods["sheet"]["edition"], goods["sheet"]["large"]["day_m"]) == ("ERG 2016", 300)

    take_in_hand(fire, str(case["number"]))
    task = fire.get_by_role("region", name="Activación")
    expect(task).to_contain_text("33/1203 Gasolina · clase 3 · guía 128")
    expect(task).to_contain_text("ERG 2016, orientación")
    expect(
        fire.get_by_role("alert").filter(has_text="PELIGRO: mercancías peligrosas: 33/1203").first
    ).to_be_visible()
    expect(zones(fire)).to_have_count(2)  # the circle and the sector
    pictures(page, "desk-goods")
    assert violations(fire) == []
    picture(fire, "centre-goods-dark-1440")
    for each in (page, fire):
        expect(each.get_by_text("dangerous_goods")).to_have_count(0)  # no code is said to a person


@pytest.mark.thorough
def test_a_misread_plate_is_corrected_and_the_old_one_stays_struck(
    operator: Operator, citizen: Page, room: RoomSupervisor
) -> None:
    page = operator.page
    talks(operator, citizen, "Un camión con una placa naranja")
    locates(operator, TOWN)
    opens_the_plate(operator)
    reads(operator, "80", "1203")
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("El número de arriba no casa con la clase del de abajo")
    operator.press("Enter")
    expect(box.get_by_role("region", name="Anotadas")).to_contain_text("80/1203")
    box.get_by_role("button", name="Corregir 80/1203").press("Enter")
    expect(box).to_contain_text("Corrige 80/1203")
    field = page.get_by_label("Arriba (peligro)")
    field.focus()
    operator.press("Control+KeyA")
    operator.type("33")
    expect(box.get_by_role("status")).to_contain_text("Líquido inflamable · Cifra repetida")
    expect(box).not_to_contain_text("no casa con la clase")
    operator.press("Enter")
    expect(box.get_by_role("region", name="Anotadas")).to_contain_text("33/1203")
    operator.press("Escape")
    line = page.get_by_role("region", name="Mercancías peligrosas")
    expect(line.locator("s")).to_have_text("80/1203")
    expect(operator.region("Historia")).to_contain_text(
        "MERCANCÍA CORREGIDA: 33/1203 Gasolina (antes 80/1203)"
    )
    old, new = with_goods(room, citizen, 2)["goods"]
    assert (old["replaced_by"], new["replaced_by"]) == (new["id"], None)


@pytest.mark.thorough
def test_a_plate_that_nobody_can_read_is_found_by_name_and_one_that_is_not_there_goes_on(
    operator: Operator, citizen: Page, room: RoomSupervisor
) -> None:
    page = operator.page
    talks(operator, citizen, "Huele a cloro en la fábrica")
    locates(operator, TOWN)
    opens_the_plate(operator)
    box = page.get_by_role("dialog")
    operator.press("Tab")
    operator.type("9999")
    expect(box).to_contain_text("Ese número ONU no está en la tabla (2019): compruébelo y siga")
    expect(box).to_contain_text("MATERIA DESCONOCIDA: guía general")
    operator.press("Control+KeyA", "Backspace", "Tab")
    operator.type("cloro")
    box.get_by_role("list", name="Materias que pueden ser").get_by_text("UN 1017 Cloro").wait_for()
    operator.press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Derrame grande: las distancias están en la tabla 3")
    operator.press("Enter")
    expect(box.get_by_role("region", name="Anotadas")).to_contain_text("UN 1017 Cloro")
    # A large spill of chlorine stands in a table that is not here: nothing is drawn, and that is said.
    operator.press("Escape")
    expect(page.get_by_role("region", name="Mercancías peligrosas")).to_contain_text(
        "UN 1017: la distancia no consta, no se dibuja"
    )
    expect(zones(page)).to_have_count(0)
