"""Coverage by keyboard: snow on a road leaves a town out of reach, a move is proposed, declined, then ordered, and its crew goes back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser_session import PHONE, picture, violations
from tests.browser.centre_hands import Hand, free, region
from tests.browser.test_map_list import LIST
from tests.browser.test_road_closures import seat

pytestmark = pytest.mark.thorough

MAPS = True

__all__ = ["seat"]
BETWEEN_THE_TOWNS = [(41.930, 1.905), (41.930, 1.945), (41.934, 1.925)]
LADDER = "ladder"
"""One unit has one, and it stands in Fontnova."""


def covers(page: Page) -> None:
    """F7 and C: the layer, and beneath the map what it says, of the ladders."""
    panel = region(page, "Cobertura")
    expect(region(page, "Mapa").get_by_role("button", name="Cobertura")).to_be_visible()
    page.keyboard.press("F7")
    page.keyboard.press("c")
    panel.get_by_label("Capacidad").focus()
    panel.get_by_label("Capacidad").select_option(LADDER)
    expect(panel).to_contain_text("1 recurso libre")


def test_who_can_be_where_in_time_is_seen_and_a_person_decides_who_waits_elsewhere(
    installation: str, seat: Callable[..., Page]
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    snow = {"closure": str(uuid4()), "reason": "snow", "km_h": 5, "words": "Hielo"}
    ring = [{"lat": lat, "lon": lon} for lat, lon in BETWEEN_THE_TOWNS]

    centre = seat("biel", "bom-desk-1", "/centre")
    region(centre, "Bandeja").wait_for()
    covers(centre)
    panel = region(centre, "Cobertura")
    expect(panel).to_contain_text("Ningún traslado compensa ahora.")
    expect(panel.get_by_role("list", name="Leyenda")).to_contain_text(re.compile(r"[89]\d(,\d)? % en 8 min"))

    # The road is slow from now on: the layer knows without being asked, and says what would pay.
    biel.do("closures.draw", ring=ring, **snow, until=(datetime.now(UTC) + timedelta(hours=2)).isoformat())
    move = panel.get_by_role("listitem").filter(has_text=re.compile(r"^B-02 a "))
    expect(move).to_contain_text(re.compile(r"del \d+(,\d)? % al \d+(,\d)? % en 12 min"))
    expect(move).to_contain_text(re.compile(r"gana \d+ direcciones, deja \d+; tarda \d+ min"))
    expect(panel).to_contain_text("Carrer de la Unió · Riudalba")
    assert violations(centre) == []
    picture(centre, "centre-coverage-dark-1440")

    # The list of the map tells the same.
    centre.keyboard.press("Alt+Comma")
    told = region(centre, LIST).get_by_role("group", name="Cobertura")
    expect(told).to_contain_text(re.compile("% de las direcciones en 8 min"))
    expect(told).to_contain_text("Nadie llega en 12 min: Carrer de la Unió")
    centre.keyboard.press("Escape")

    # Declined with a reason, it is proposed no more here; opened anew it is, and then ordered.
    move.get_by_role("button", name="No hacerlo").press("Enter")
    centre.get_by_label("Por qué no").focus()
    centre.keyboard.type("Hace falta en Fontnova")
    centre.keyboard.press("Enter")
    expect(panel).to_contain_text("Ningún traslado compensa ahora.")
    centre.reload()
    region(centre, "Bandeja").wait_for()
    covers(centre)
    move.get_by_role("button", name="Ordenar retén").press("Enter")
    expect(panel).to_contain_text(re.compile("B-02 en .*, por Biel Roca"))
    expect(panel).to_contain_text("Ningún traslado compensa ahora.")

    # The room sees it too, of all centres or of one.
    room = seat("clara", "room", "/room")
    room.evaluate("localStorage.setItem('auxilio.theme', 'light')")
    room.reload()
    region(room, "Mapa").wait_for()
    covers(room)
    expect(region(room, "Cobertura")).to_contain_text(re.compile("B-02 en "))
    assert violations(room) == []
    picture(room, "room-coverage-light-1440")

    # The crew is interrupted, knows, waits, and says when it goes back.
    crew = seat("bomba", "b-02", "/unit", size=PHONE)
    expect(crew.get_by_role("alert").filter(has_text="ACUDA Y ESPERE")).to_be_visible()
    crew.get_by_role("button", name="Seguir con la dotación de ahora").press("Enter")
    assert violations(crew) == []
    picture(crew, "unit-stand-by-light-390")
    crew.get_by_role("button", name="Enterado", exact=False).first.press("Enter")
    expect(crew.get_by_role("alert").filter(has_text="ACUDA Y ESPERE")).to_have_count(0)
    expect(crew.get_by_role("heading", name=re.compile("^En retén: "))).to_be_visible()
    crew.get_by_role("button", name="Vuelvo a la base").press("Enter")
    expect(crew.get_by_role("heading", name=re.compile("^En retén: "))).to_have_count(0)
    expect(panel).not_to_contain_text("B-02 en ")
    expect(move.get_by_role("button", name="Ordenar retén")).to_be_visible()
    biel.do("closures.lift", closure=snow["closure"])
