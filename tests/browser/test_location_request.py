"""A key at the desk asks the network where the caller's telephone is, and the desk sees it asked, refused and found (decision 0401)."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.interop.formats.held import HELD
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.conftest import RUNNING, absent, demo
from tests.browser.test_ecall import CAR, Centre
from tests.browser.text_call_pair import operator_at, stands_ready, takes_the_call

pytestmark = pytest.mark.thorough
PLACE = (Path(__file__).parents[1] / "voice" / "place.xml").read_text()
REFUSED = f'<error xmlns="{HELD}" code="notLocatable"/>'
WITHIN_MS = 20_000


class LocationServer(ThreadingHTTPServer):
    """A location server on loopback: whom it was asked about, and whether it answers with a place."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Held)
        self.asked: list[str] = []
        self.knows = False
        self.answers = Event()
        self.answers.set()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def document(self) -> str:
        if not self.knows:
            return REFUSED
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        document = PLACE.partition("?>")[2].replace("2026-11-24T03:12:40Z", now)
        return f'<locationResponse xmlns="{HELD}">{document}</locationResponse>'


class _Held(BaseHTTPRequestHandler):
    server: LocationServer

    def do_POST(self) -> None:
        self.server.asked.append(self.rfile.read(int(self.headers["content-length"])).decode())
        self.server.answers.wait(5)
        content = self.server.document().encode()
        self.send_response(200)
        self.send_header("content-type", "application/held+xml")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def location_server() -> Iterator[LocationServer]:
    with LocationServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def network() -> Iterator[LocationServer]:
    with location_server() as server:
        yield server


@pytest.fixture(scope="module")
def centre(made: Path | None, network: LocationServer) -> Iterator[Centre]:
    if made is None or os.environ.get(RUNNING):
        absent("a centre of this test's own is needed: it has a location server")
    folders: list[Path] = []
    environ = {
        "AUXILIO_LOCATION_HOSTS": f"{network.host};internal",
        "AUXILIO_LOCATION_SERVER": f"http://{network.host}/held",
    }
    with ExitStack() as open_:
        running = demo(RUNNING, like=made, environ=environ, prepare=folders.append)
        yield Centre(open_.enter_context(running), folders[0])


def seen_in_every_size(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk's screen and on a telephone's; the page stays as it was."""
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            assert violations(page) == [], theme
            page.screenshot(path=RESULTS / f"{name}-{theme}-{size['width']}.png")
    page.set_viewport_size(DESK)


def test_a_desk_asks_where_the_telephone_is_by_its_key_and_sees_what_comes(
    browser: Browser, centre: Centre, network: LocationServer
) -> None:
    with operator_at(browser, centre.address, "lucia", "desk-01") as operator:
        page = operator.page
        stands_ready(operator)
        centre.ring()
        takes_the_call(operator)
        not_obtained = page.get_by_text(f"sin posición de {network.host}")
        expect(not_obtained).to_be_visible(timeout=WITHIN_MS)
        RESULTS.mkdir(parents=True, exist_ok=True)
        assert f"<uri>tel:{CAR}</uri>" in network.asked[0], "asked at ring, before any key"

        network.answers.clear()
        network.knows = True
        page.keyboard.press("Control+KeyU")
        asking = page.get_by_role("list", name="Dónde").get_by_text("pidiendo posición a la red…")
        expect(asking).to_be_visible()
        page.screenshot(path=RESULTS / "location-asked.png")  # one: the client waits for eight seconds
        network.answers.set()
        expect(page.get_by_text("teléfono ±30 m").first).to_be_visible(timeout=WITHIN_MS)
        expect(asking).to_have_count(0)
        expect(not_obtained).to_have_count(0)
        seen_in_every_size(page, "location-found")

        network.knows = False
        by_bar(page, "Pedir posición a la red")
        expect(not_obtained).to_be_visible(timeout=WITHIN_MS)
        by_bar(page, "Posiciones del teléfono")
        layer = page.get_by_role("dialog")
        expect(layer.get_by_role("row").nth(1)).to_contain_text("servidor de localización")
        expect(layer.get_by_role("listitem")).to_contain_text("no da la posición: notLocatable")
        seen_in_every_size(page, "location-refused")
        page.keyboard.press("Escape")
