"""A mass event: planned by keyboard, a unit lent by its centre, the command post directs it, and at the end all is as before."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.browser_session import by_bar, picture, press, violations
from tests.browser.centre_hands import Hand, region, take_in_hand
from tests.browser.test_archive import in_both_themes
from tests.browser.test_road_closures import seat
from tests.browser.timeouts import until

MAPS = True

__all__ = ["seat"]
CORNERS = ("41.9130, 1.8930", "41.9130, 1.9060", "41.9210, 1.9060", "41.9210, 1.8930")
PLACES = """nombre;tipo;lat;lon;otros
Puerta 4;puerta;41,9165;1,8990;Gate 4
Encuentro norte;punto de encuentro;41,9200;1,9000;
"""
BOW = {
    "type": "Polygon",
    "coordinates": [[[1.89, 41.91], [1.91, 41.93], [1.91, 41.91], [1.89, 41.93], [1.89, 41.91]]],
}
NAME = "Festa Major"


def wall(zone: str, later: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + later).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def is_planned(page: Page, zone: str) -> None:
    """By keyboard: what cannot be meant is said where it is, and nothing typed is lost by it."""
    by_bar(page, "nuevo dispositivo")
    form = page.get_by_role("region", name="Nuevo dispositivo")
    expect(form.get_by_label("Nombre", exact=True)).to_be_focused()
    page.keyboard.type(NAME)
    form.get_by_label("Empieza").fill(wall(zone))
    form.get_by_label("Termina").fill(wall(zone, -timedelta(hours=1)))
    form.get_by_role("button", name="Guardar dispositivo").press("Enter")
    expect(form.get_by_text("El fin debe ser posterior al comienzo.")).to_be_visible()
    expect(form.get_by_text("Marque tres esquinas o más.")).to_be_visible()
    picture(page, "preventive-wrong-dark-1440")
    form.get_by_label("Termina").fill(wall(zone, timedelta(hours=5)))

    form.get_by_text("Leer de un archivo").press("Enter")
    text = form.get_by_label("Texto del archivo")
    text.fill(json.dumps(BOW))
    form.get_by_role("button", name="Leer como zona").press("Enter")
    expect(form.get_by_text("La zona se cruza consigo misma en 41.92, 1.9.")).to_be_visible()
    text.fill(PLACES)
    form.get_by_role("button", name="Leer como lugares").press("Enter")
    expect(form.get_by_text("2 lugares en total")).to_be_visible()
    for nth, corner in enumerate(CORNERS, start=1):
        place = form.get_by_role("combobox", name="Lugar")
        place.focus()
        page.keyboard.type(corner)
        page.keyboard.press("Enter")
        expect(form.get_by_text(f"{nth} esquina", exact=False)).to_be_visible()
    form.get_by_label("Grupo de radio").fill("FESTA-1")
    for agency in ("Sanidad", "Bomberos"):
        form.get_by_role("group", name="También trabajan allí").get_by_label(agency).press("Space")
    picture(page, "preventive-form-dark-1440")
    assert violations(page) == []
    by_bar(page, "guardar dispositivo")
    expect(page.get_by_role("option").filter(has_text=NAME)).to_contain_text("En marcha")


def test_an_event_has_its_own_centre_units_and_gates_for_its_time_and_leaves_nothing(
    installation: str, seat: Callable[..., Page]
) -> None:
    room, crew = Hand(installation, "clara", "room"), Hand(installation, "ambulancia", "a-01")
    planner = seat("jordi", "pc-desk-1", "/preventive")
    expect(planner.get_by_text("No hay dispositivos")).to_be_visible()
    picture(planner, "preventive-empty-dark-1440")
    is_planned(planner, room.me["zone"])
    unit = next(one for one in room.board("room", "units") if one["callsign"] == "A-01")

    detail = planner.get_by_role("region", name=NAME)
    detail.get_by_label("Recurso", exact=True).select_option(unit["id"])
    detail.get_by_role("button", name="Pedir a su centro").press("Enter")
    expect(detail.get_by_text("pedido", exact=True)).to_be_visible()

    health = seat("marta", "san-desk-1", "/centre")
    expect(health.get_by_text("Piden A-01 para Festa Major.")).to_be_visible()
    health.get_by_role("button", name="Contestar").press("Enter")
    health.get_by_role("button", name="Sí, se cede").press("Enter")
    expect(detail.get_by_text("en el dispositivo", exact=True)).to_be_visible()
    health.goto("/centre")
    expect(region(health, "Recursos").get_by_role("option").filter(has_text="A-01")).to_contain_text(
        "Cedida a Festa Major"
    )

    # The one box of the desk knows the gate, and the page says what the place lies in.
    desk = seat("lucia", "desk-07", "/desk")
    desk.get_by_role("button", name="Listo").first.wait_for()
    press(desk, "Alt+KeyN")
    where = region(desk, "Dónde")
    where.get_by_role("combobox").wait_for()
    desk.keyboard.press("F2")
    expect(where.get_by_role("combobox")).to_be_focused()
    # Answers that are lost on the way are asked for again by themselves.
    desk.route("**/api/geo/search*", lambda route: route.abort())
    desk.keyboard.type("puerta cuatro")
    expect(where.get_by_role("paragraph").filter(has_text="La búsqueda no responde")).to_be_visible()
    desk.unroute("**/api/geo/search*")
    desk.get_by_role("option").filter(has_text="Puerta 4 · Festa Major").wait_for()
    desk.keyboard.press("Enter")
    inside = desk.get_by_text("Dentro del dispositivo Festa Major")
    expect(inside).to_be_visible()
    expect(desk.get_by_text("Puerta 4, a 0 m")).to_be_visible()
    press(desk, "F9")
    picture(desk, "desk-preventive-dark-1440")
    assert violations(desk) == []

    post = f"post-{row(room)['id'].replace('-', '')}"
    commander = seat("biel", f"{post}-1", "/centre")
    take_in_hand(commander, "Puerta 4")
    press(commander, "Alt+KeyA")
    proposals = region(commander, "Propuestas")
    expect(proposals.get_by_role("option").first).to_contain_text("A-01")
    picture(commander, "centre-command-post-dark-1440")
    press(commander, "F9")
    until(lambda: state(room, unit["id"])["assignment"], "it is alerted")

    # Elsewhere the same unit stands among those set aside, with its reason and its time.
    operator = Hand(installation, "pau", "desk-05")
    operator.help_for("SAN-05", 1, ("als",), "A-99 km 40")
    take_in_hand(health, "A-99 km 40")
    aside = region(health, "Propuestas")
    expect(aside.get_by_text("Cedida a Festa Major")).to_be_visible()
    picture(health, "centre-lent-dark-1440")
    expect(detail.get_by_text("Incidentes del puesto de mando")).to_be_visible()
    in_both_themes(planner, "preventive")

    by_bar(planner, "terminar ya")
    planner.get_by_label("Motivo").fill("Lluvia")
    planner.keyboard.press("Enter")
    expect(detail.get_by_text("vuelve al acabar su servicio")).to_be_visible()
    expect(detail.get_by_text("No recibe nada nuevo.")).to_be_visible()
    crew.do("dispatch.report_status", unit=unit["id"], status="on_scene")
    crew.do("dispatch.report_status", unit=unit["id"], status="available")
    until(lambda: state(room, unit["id"])["centre"] == "san-1", "it is home")
    task = next(one for one in room.board("room", "tasks") if one["centre"] == post)
    room.do("dispatch.end_task", task=task["id"], outcome="attended")
    expect(planner.get_by_role("option").filter(has_text=NAME)).to_contain_text("Terminado")
    expect(detail.get_by_text("Descargar tabla")).to_be_visible()
    picture(planner, "preventive-over-dark-1440")
    expect(region(health, "Recursos").get_by_text("Cedida a Festa Major")).to_have_count(0)
    expect(inside).to_have_count(0)
    until(lambda: "Puerta 4" not in found_by(room, "puerta 4"), "nobody finds its gates any more")


def found_by(room: Hand, words: str) -> str:
    return json.dumps(room.client.get("/api/geo/search", params={"q": words}).json())


def row(room: Hand) -> dict[str, str]:
    (found,) = room.board("room", "operations")
    return found


def state(room: Hand, unit: str) -> dict[str, str]:
    return next(one for one in room.board("room", "units") if one["id"] == unit)
