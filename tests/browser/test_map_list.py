"""The map by keyboard and by screen reader: one key opens it as a list on every page, and the list goes on where no map can; another
lays the aerial photographs of the installation under it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from auxilio.geo.imagery.imagery_import import GivenCredit, add_imagery
from tests.browser.browser_session import PHONE, by_bar, picture, violations
from tests.browser.centre_hands import Hand, Json, free, region, settles, take_in_hand
from tests.browser.conftest import RUNNING, demo
from tests.browser.test_road_closures import seat
from tests.browser.timeouts import until
from tests.geo.imagery_files import CREDIT, write_photographs

pytestmark = pytest.mark.thorough

MAPS = True

__all__ = ["seat"]
LIST = "Lo que hay en el mapa"
CORNERS = [(0.002, 0.002), (0.002, 0.003), (0.003, 0.003)]
"""Of a closure, in degrees from the place: beyond the street, to its north-east."""
PHOTOGRAPH = "Fotografía aérea"


def give_photographs(data: Path) -> None:
    """As `auxilio imagery set` does."""
    file = write_photographs(data / "photographs.mbtiles")
    add_imagery(file, data / "imagery", GivenCredit(taken="2024"), datetime.now(UTC))
    file.unlink()


@pytest.fixture(scope="module")
def installation(made: Path | None) -> Iterator[str]:
    """A centre on the invented town that has aerial photographs of it."""
    with demo(RUNNING, like=made, prepare=give_photographs) as address:
        yield address


def opens(page: Page) -> Locator:
    """Alt and the comma: the hands are in the filter, and the list beneath it is whole."""
    page.get_by_role("button", name="Lista del mapa").wait_for()
    page.keyboard.press("Alt+Comma")
    expect(page.get_by_label("Filtrar la lista del mapa")).to_be_focused()
    lines = page.get_by_role("listbox", name=LIST)
    lines.get_by_role("group", name="Hospital", exact=True).wait_for()
    return lines


def metres(lines: Locator, group: str) -> list[float]:
    """How far each line of a group lies, as it is said aloud."""
    rows = lines.get_by_role("group", name=group, exact=True).get_by_role("option")
    rows.first.wait_for()
    said = rows.all_inner_texts()
    far = [re.search(r", (?:([\d,]+) (m|km) al? |aquí)", text.replace("\n", " ")) for text in said]
    assert far, said
    assert all(far), said
    return [
        float((found[1] or "0").replace(",", ".")) * (1000 if found[2] == "km" else 1)
        for found in far
        if found
    ]


def in_the_middle(page: Page, callsign: str) -> bool:
    """Whether this unit's pin stands in the middle of what the list leaves of the map."""
    pin = region(page, "Mapa").locator(".pin.unit", has_text=callsign).bounding_box()
    view = region(page, "Mapa").locator("canvas").bounding_box()
    panel = page.get_by_role("region", name=LIST).bounding_box()
    if not pin or not view or not panel:
        return False
    middle = (panel["x"] + panel["width"] + view["x"] + view["width"]) / 2, view["y"] + view["height"] / 2
    at = pin["x"] + pin["width"] / 2, pin["y"] + pin["height"] / 2
    return abs(at[0] - middle[0]) < 4 and abs(at[1] - middle[1]) < 4


@dataclass(frozen=True)
class Fire:
    """A fire that a centre was asked for, and a flooded street beside it."""

    task: Json
    biel: Hand


@pytest.fixture
def fire(installation: str) -> Iterator[Fire]:
    biel, desk = Hand(installation, "biel", "bom-desk-1"), Hand(installation, "lucia", "desk-07")
    free(biel)
    case = desk.help_for("INC-01", 1, ("pump",), "Calle Mayor 12")
    (task,) = settles(lambda: [t for t in biel.board("centre", "tasks") if t["case"] == case] or None)
    at = task["place"]
    ring = [{"lat": at["lat"] + lat, "lon": at["lon"] + lon} for lat, lon in CORNERS]
    drawn = {"closure": str(uuid4()), "ring": ring, "reason": "flood", "km_h": 0, "words": "El río"}
    biel.do("closures.draw", **drawn, until=(datetime.now(UTC) + timedelta(hours=2)).isoformat())
    yield Fire(task, biel)
    biel.do("closures.lift", closure=drawn["closure"])


@pytest.mark.usefixtures("fire")
def test_everything_that_the_map_tells_can_be_had_as_a_list(seat: Callable[..., Page]) -> None:
    # At a centre: in groups, each with its count, nearest first, each with how far and which way.
    centre = seat("biel", "bom-desk-1", "/centre")
    take_in_hand(centre, "Calle Mayor, 12")
    expect(region(centre, "Mapa").get_by_role("listitem").filter(has_text="El río").first).to_be_attached()
    lines = opens(centre)
    for group in ("Aquí", "Recursos", "Puntos kilométricos", "Hospital", "Desfibrilador", "Hidrante"):
        far = metres(lines, group)
        assert far == sorted(far), group
    expect(lines.get_by_role("option").filter(has_text="Lugar de la emergencia")).to_contain_text("aquí")
    expect(lines.get_by_role("option").filter(has_text="Competente aquí")).to_contain_text("Riudalba")
    expect(lines.get_by_role("group", name="Cortes")).to_contain_text(
        re.compile("El río.* al nordeste", re.S)
    )
    expect(lines.get_by_role("option", name=re.compile("^Disponible.*B-01 Disponible"))).to_have_count(1)
    told = region(centre, LIST)
    expect(told).to_contain_text(re.compile("Auxilio..?CC BY-SA.* datos de"))
    assert violations(centre) == []
    picture(centre, "centre-map-list-dark-1440")

    # Typed from anywhere in it, found; Enter takes the map there and says so; Esc gives the hands back.
    keys = centre.keyboard
    keys.press("ArrowDown")
    expect(lines.get_by_role("option").first).to_be_focused()
    keys.press("PageDown")
    expect(lines.get_by_role("group").nth(1).get_by_role("option").first).to_be_focused()
    keys.type("b-02")
    expect(centre.get_by_label("Filtrar la lista del mapa")).to_have_value("b-02")
    expect(told.get_by_role("status").filter(has_text=re.compile("^[12] líneas?$"))).to_be_attached()
    keys.press("Enter")
    said = region(centre, "Mapa").get_by_role("status").filter(has_text="Mapa en B-02")
    expect(said).to_have_text(re.compile(r"^Mapa en B-02: [\d,]+ k?m al nordeste$"))
    until(lambda: in_the_middle(centre, "B-02"), "the map stands at B-02")
    keys.press("Control+a")
    keys.type("nada de esto")
    expect(told).to_contain_text("Nada con «nada de esto»")
    keys.press("Escape")
    expect(told).to_have_count(0)
    expect(region(centre, "Bandeja").get_by_role("option").first).to_be_focused()


@pytest.mark.usefixtures("fire")
def test_the_same_key_opens_the_list_in_the_room_and_stands_among_the_keys_of_the_page(
    seat: Callable[..., Page],
) -> None:
    room = seat("clara", "room", "/room", color_scheme="light")
    room.evaluate("localStorage.setItem('auxilio.theme', 'light')")
    room.reload()
    lines = opens(room)
    expect(lines.get_by_role("group", name="Incidentes")).to_contain_text("Calle Mayor, 12")
    expect(region(room, LIST)).to_contain_text(re.compile("Distancias desde el centro de"))
    assert metres(lines, "Incidentes")[0] < 20_000
    assert violations(room) == []
    picture(room, "room-map-list-light-1440")
    room.keyboard.press("Escape")
    room.keyboard.press("F1")
    expect(room.get_by_role("dialog").get_by_text("Lista del mapa")).to_be_visible()


@pytest.mark.usefixtures("fire")
def test_a_key_lays_aerial_photographs_under_the_map_and_the_choice_is_the_persons(
    seat: Callable[..., Page],
) -> None:
    centre = seat("biel", "bom-desk-1", "/centre")
    take_in_hand(centre, "Calle Mayor, 12")
    here = region(centre, "Mapa")
    switch = here.get_by_role("button", name=PHOTOGRAPH)
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(here).not_to_contain_text(CREDIT)
    centre.keyboard.press("F7")
    with centre.expect_response(re.compile(r"/api/geo/imagery/\d+/\d+/\d+\?v=")) as tile:
        centre.keyboard.press("i")
    assert tile.value.status == 200
    assert tile.value.headers["content-type"] == "image/png"
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(here).to_contain_text(f"{CREDIT} · 2024")
    expect(here.get_by_role("status").filter(has_text="aérea")).to_have_count(0)
    assert violations(centre) == []
    picture(centre, "centre-imagery-dark-1440")

    # In the other theme too, after a reload, and where the keys are told; another person has the map as it was.
    centre.evaluate("localStorage.setItem('auxilio.theme', 'light')")
    centre.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(here).to_contain_text(CREDIT)
    picture(centre, "centre-imagery-light-1440")
    centre.keyboard.press("F1")
    expect(
        centre.get_by_role("dialog").get_by_text("Ocultar la fotografía aérea del mapa").first
    ).to_be_visible()
    centre.keyboard.press("Escape")
    room = seat("clara", "room", "/room")
    expect(region(room, "Mapa").get_by_role("button", name=PHOTOGRAPH)).to_have_attribute(
        "aria-pressed", "false"
    )

    # What does not come is said, and the drawn ground is there.
    centre.route("**/api/geo/imagery/**", lambda route: route.abort())
    centre.reload()
    expect(
        here.get_by_role("status").filter(has_text="Falta fotografía aérea: se ve el plano")
    ).to_be_visible()
    by_bar(centre, "ortofoto")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(here).not_to_contain_text(CREDIT)


def test_where_no_map_can_be_drawn_the_list_stands_in_its_place(seat: Callable[..., Page]) -> None:
    cut = seat("iria", "desk-05", "/login")
    cut.route("**/api/geo/style.json*", lambda route: route.abort())
    cut.goto("/desk")
    expect(cut.get_by_text("MODO DEGRADADO: sin mapa").first).to_be_visible()
    cut.get_by_role("group", name="Hospital", exact=True).wait_for()
    assert violations(cut) == []
    picture(cut, "desk-map-list-dark-1440")


def test_with_a_crew_the_list_is_a_sheet_and_says_what_it_could_not_ask(
    fire: Fire, seat: Callable[..., Page]
) -> None:
    biel, task = fire.biel, fire.task
    biel.do("dispatch.accept_task", task=task["id"])
    [unit] = [each for each in biel.board("centre", "units") if each["callsign"] == "B-01"]
    biel.do("dispatch.alert_unit", assignment=str(uuid4()), unit=unit["id"], task=task["id"])
    crew = seat("bomba", "b-01", "/login", size=PHONE)
    crew.route("**/api/geo/around*", lambda route: route.abort())
    crew.goto("/unit")
    region_of_map = crew.get_by_role("heading", name="Mapa", exact=True)
    region_of_map.wait_for(state="attached")
    crew.keyboard.press("Alt+Comma")
    sheet = crew.get_by_role("dialog", name=LIST)
    expect(sheet.get_by_label("Filtrar la lista del mapa")).to_be_focused()
    expect(sheet).to_contain_text("No se sabe qué hay alrededor")
    crew.unroute("**/api/geo/around*")
    sheet.get_by_role("button", name="Reintentar").press("Enter")
    sheet.get_by_role("group", name="Hospital", exact=True).wait_for()
    assert violations(crew) == []
    picture(crew, "unit-map-list-light-390")
    sheet.get_by_role("option").filter(has_text="Hospital Comarcal").press("Enter")
    expect(sheet).to_have_count(0)
    expect(crew.get_by_role("status").filter(has_text="Mapa en Hospital Comarcal")).to_be_attached()
