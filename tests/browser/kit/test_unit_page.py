"""The page of a crew over invented boards, on a telephone: what it says of its position, and how much of the road is seen."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS, PHONE, violations
from tests.browser.kit import layout_boards as boards
from tests.browser.kit import layout_centre_board as centres
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST, served

pytestmark = pytest.mark.skipif(
    not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
)
ROAD = {
    "duration_s": 540, "distance_m": 6200, "by": "car", "line": [{"lat": 42.5, "lon": 1.52}, {"lat": 42.5075, "lon": 1.522}],
}  # fmt: skip
ROOM_PX = 160
"""The least height at which the map shows a road with both its ends: five touch lines."""


def at_work() -> dict[str, Any]:
    """A crew on its way, for which the address was corrected."""
    aboard = {"name": "Lucía Ferrer", "role": "driver", "person": "p1"}
    corrected = centres.change(
        "location_corrected", boards.LONG, old="Carrer de la Grau, 12 · Andorra la Vella"
    )
    mine = centres.unit(
        3, "san-1", status="en_route", crew=[aboard], assignment="a3", task=centres.TASK % 0,
        case=scenes.CASE, assigned_at=scenes.AT % 30, orders=[corrected],
    )  # fmt: skip
    told = boards.task(0, "san-1", "active", id=centres.TASK % 0)
    return {
        "units": {mine["id"]: mine},
        "cases": {f"case:{scenes.CASE}": scenes.case(location=boards.location())},
        "tasks": {f"task:{told['id']}": told},
    }


def test_a_crew_whose_position_is_not_known_reads_no_minutes_and_sees_the_road_under_an_order(
    browser: Browser,
) -> None:
    may = sorted(permissions_of(frozenset({"crew"})))
    answers: dict[str, tuple[int, object]] = {
        "GET /api/session": (200, scenes.session(may, agency="san", roles=["crew"], desk="S-03")),
        "GET /api/directory": (200, boards.directory()),
        "GET /api/geo/route": (200, ROAD),
    }
    with served(answers) as (address, _):
        context = browser.new_context(viewport=PHONE, locale="es-ES", has_touch=True)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        scenes.show(page, {"unit": at_work()})
        with page.expect_response("**/api/geo/route?*"):
            page.goto(f"{address}/unit")
        road = page.locator(".road")
        page.get_by_role("button", name="Compartir posición").tap()  # The browser refuses it.
        expect(road).to_contain_text("Posición desconocida")
        expect(road).not_to_contain_text("9 min")
        expect(page.get_by_role("region", name="Orden")).to_be_visible()
        shown = road.locator(":scope > :not(.line)").last.bounding_box()
        assert shown is not None
        assert shown["height"] >= ROOM_PX
        expect(page.locator(".address")).to_be_in_viewport(ratio=1)
        assert violations(page) == []
        context.grant_permissions(["geolocation"])
        context.set_geolocation({"latitude": 42.5, "longitude": 1.52})
        page.reload()
        expect(road).to_contain_text("9 min")
        expect(road).not_to_contain_text("Posición desconocida")
        context.close()
