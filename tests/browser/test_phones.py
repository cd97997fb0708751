"""A phone is given to a vehicle by keyboard, its app's messages move the vehicle on the centre's map, a false one and an
impossible one do not and are seen, silence is told to centre and room, and a lost phone is ended in one step."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browser_session import DESK, PHONE, all_modes, by_bar, picture, sign_in, violations, window
from tests.browser.conftest import RUNNING, demo

pytestmark = pytest.mark.thorough

MAPS = True

SILENT_S = 15
"""How long a free vehicle of this installation may be silent."""
PLAZA = (41.92, 1.90)
STEP_ON = (41.92001, 1.90001)
"""A step, however soon after: what stands is not moved onto a road."""


@pytest.fixture(scope="module")
def installation(made: Path | None) -> Iterator[str]:
    """A centre whose vehicles are missed soon."""
    with demo(RUNNING, like=made, environ={"AUXILIO_SILENT_AFTER": f"available={SILENT_S}"}) as address:
        yield address


@contextmanager
def at(browser: Browser, installation: str, login: str, path: str, desk: str | None = None) -> Iterator[Page]:
    context = window(browser, installation, DESK, color_scheme="dark")
    page = context.new_page()
    sign_in(page, login, desk)
    page.goto(path)
    yield page
    context.close()


def given_phone(admin: Page, callsign: str, name: str, app: str) -> str:
    """The token of a new phone, as it stands on the page this once."""
    tab, choice = (
        admin.get_by_role(role, name=name) for role, name in (("radio", "Recursos"), ("combobox", "Apartado"))
    )
    tab.or_(choice).wait_for(state="attached")
    if choice.count():  # on a telephone
        choice.select_option("units")
    else:
        tab.focus()
        admin.keyboard.press("Space")
    admin.get_by_role("listbox", name="Recursos").get_by_role("option").filter(has_text=callsign).click()
    expect(admin.get_by_role("region", name=callsign)).to_be_visible()
    expect(admin.get_by_text("Se muestra solo ahora")).to_have_count(0)
    admin.get_by_label("Nombre del teléfono").focus()
    admin.keyboard.type(name)
    admin.get_by_role("radio", name=app).focus()
    admin.keyboard.press("Space")
    by_bar(admin, "añadir teléfono")
    expect(admin.get_by_text("Se muestra solo ahora")).to_be_visible()
    token = admin.get_by_label(re.compile("la clave")).input_value()
    assert re.fullmatch(r"([a-z2-9]{4}-){4}[a-z2-9]{4}", token)
    return token


class Phone:
    """What the apps send, from a telephone that is signed in nowhere."""

    def __init__(self, installation: str, token: str) -> None:
        self.token = token
        self._http = httpx.Client(base_url=installation, timeout=20)

    def traccar(self, lat: float, lon: float, **more: str) -> int:
        """Traccar Client 8: an empty POST with everything in its query."""
        says = {
            "id": self.token,
            "timestamp": str(int(time.time())),
            "lat": str(lat),
            "lon": str(lon),
            "speed": "0.0",
            "bearing": "0.0",
            "altitude": "300.0",
            "accuracy": "6.0",
            "batt": "81.0",
        }
        return self._http.post(f"/api/position/traccar?{urlencode(says | more)}").status_code

    def owntracks(self, lat: float, lon: float) -> str:
        """OwnTracks in HTTP mode."""
        message = {
            "_type": "location",
            "lat": lat,
            "lon": lon,
            "tst": int(time.time()),
            "acc": 7,
            "batt": 64,
            "vel": 0,
            "tid": "02",
            "t": "t",
            "conn": "m",
            "topic": "owntracks/a-02/movil",
        }
        headers = {"x-limit-u": "a-02", "x-limit-d": "movil"}
        answer = self._http.post(
            "/api/position/owntracks", json=message, headers=headers, auth=("A-02", self.token)
        )
        assert answer.status_code == 200, answer.text
        return answer.text


def on_map(page: Page, callsign: str) -> Locator:
    """What the map says of a vehicle to whoever cannot see it: its place in degrees."""
    return page.locator(".view li").filter(has_text=callsign)


def row(page: Page, callsign: str) -> Locator:
    return (
        page.get_by_role("region", name="Recursos", exact=True)
        .get_by_role("option")
        .filter(has_text=callsign)
    )


def degrees(lat: float, lon: float) -> str:
    return f"{lat:.5f}, {lon:.5f}"


def test_phones_move_units_and_what_is_false_does_not(browser: Browser, installation: str) -> None:
    with (
        at(browser, installation, "ona", "/admin") as admin,
        at(browser, installation, "marta", "/centre", "san-desk-1") as centre,
        at(browser, installation, "clara", "/room", "room") as room,
    ):
        one = Phone(installation, given_phone(admin, "A-01", "Móvil de cabina", "Traccar Client"))
        expect(admin.get_by_label(re.compile("la clave"))).to_be_focused()
        picture(admin, "admin-phones-dark-1440")
        assert not violations(admin)
        other = Phone(installation, given_phone(admin, "A-02", "Móvil de la doctora", "OwnTracks"))

        # As the apps send them.
        assert one.traccar(*PLAZA) == 200
        assert other.owntracks(41.9215, 1.9035) == "[]"
        expect(on_map(centre, "A-01")).to_contain_text(degrees(*PLAZA))
        expect(on_map(centre, "A-02")).to_contain_text(degrees(41.9215, 1.9035))
        expect(on_map(room, "A-01")).to_contain_text(degrees(*PLAZA))

        # Point zero, and a token that nobody gave: thanked for, refused; neither moves anything, both are seen.
        assert one.traccar(0.0, 0.0) == 200
        assert Phone(installation, "aaaa-bbbb-cccc-dddd-eeee").traccar(41.95, 1.95) == 401
        expect(row(centre, "A-01")).to_contain_text("posición dudosa: punto cero")
        expect(on_map(centre, "A-01")).to_contain_text(degrees(*PLAZA))
        everything = all_modes(room)
        expect(everything.get_by_text("A-01, posición dudosa: punto cero")).to_be_visible()
        expect(everything.get_by_text("1 mensaje de posición con clave falsa")).to_be_visible()
        picture(centre, "centre-phones-dark-1440")
        picture(room, "room-phones-dark-1440")
        room.keyboard.press("Escape")
        assert one.traccar(*STEP_ON) == 200
        expect(on_map(centre, "A-01")).to_contain_text(degrees(*STEP_ON))
        expect(row(centre, "A-01")).not_to_contain_text("dudosa")

        # Nothing is heard any more: both hear of it, and a position is the end of it.
        expect(row(centre, "A-01")).to_contain_text("RECURSO EN SILENCIO")
        expect(room.get_by_text("Recurso en silencio: A-01").first).to_be_visible()
        assert one.traccar(41.9202, 1.9002) == 200
        expect(row(centre, "A-01")).not_to_contain_text("RECURSO EN SILENCIO")

        # Lost: found by its name, ended by two presses, and whoever found it moves nothing.
        expect(admin.get_by_role("option").filter(has_text="Móvil de la doctora")).to_contain_text("64 %")
        by_bar(admin, "revocar teléfono")
        admin.keyboard.press("Enter")  # what throws somebody out asks for a second press
        expect(admin.get_by_role("option").filter(has_text="Móvil de la doctora")).to_contain_text(
            "revocado a las"
        )
        assert other.traccar(41.95, 1.95) == 401
        revoked = "El teléfono revocado «Móvil de la doctora» de A-02 sigue enviando"
        expect(all_modes(room).get_by_text(revoked)).to_be_visible()
        expect(on_map(centre, "A-02")).to_contain_text(degrees(41.9215, 1.9035))


@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)])
def test_a_new_phone_is_readable_on_any_screen_and_in_the_light(
    browser: Browser, installation: str, size: dict[str, int], width: int
) -> None:
    context = window(browser, installation, size, color_scheme="light")
    page = context.new_page()
    sign_in(page, "ona")
    page.goto("/admin?theme=light")
    given_phone(page, "M-02", f"Tableta {width}", "Traccar Client")
    expect(page.get_by_label(re.compile("la clave"))).to_be_focused()
    assert not violations(page)
    picture(page, f"admin-phones-light-{width}")
    context.close()
