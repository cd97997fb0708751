"""What a vehicle sends by an in-band modem stands at the desk that has its call, and its number is read by a recorded look (decision 0400)."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, expect

from auxilio.app.cli.demo import mode_of
from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings, read_settings
from auxilio.app.storage import postgres_of
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.browser.api_actors import AtWork
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.conftest import RUNNING, absent, demo
from tests.browser.text_call_pair import operator_at, stands_ready, takes_the_call
from tests.free_ports import free_port
from tests.interop.test_ecall_fix import EXAMPLE, TRUSTED, with_bits
from tests.voice.sip.test_interop import SIPP
from tests.voice.sip.vehicle import car_scenario

pytestmark = pytest.mark.thorough
CAR = "+34600111222"
SIP_PORT = free_port()
TEXT = "m=text 4000 RTP/AVP 98\na=rtpmap:98 t140/1000"
"""A car that writes, so that a desk without a line may take its call."""
DOUBTED = with_bits(EXAMPLE, {TRUSTED: 0})


class Centre(msgspec.Struct, frozen=True):
    """A running centre: where it answers, and its data."""

    address: str
    data: Path

    def ring(self) -> None:
        """A car's call comes in with a number that the network asserts, as the exchange tells it."""
        asserted = NumberSource.NETWORK_ASSERTED
        call = CallId(new_id())
        self.tell(m.ReceiveCall(call=call, channel=CallChannel.CHAT, phone=CAR, phone_known_by=asserted))

    def tell(self, *told: Command) -> None:
        """What the exchange tells, one after another."""
        settings = read_settings({**os.environ}, Path.cwd())
        settings = msgspec.structs.replace(settings, data=self.data, mode=mode_of(self.data))
        with start_blocking_portal() as portal:
            portal.call(_tell, settings, told)


async def _tell(settings: Settings, told: tuple[Command, ...]) -> None:
    dsn = await postgres_of(settings).start()  # it runs already: it is joined
    async with open_runtime(msgspec.structs.replace(settings, database_url=dsn)) as runtime:
        for command in told:
            await runtime.commands.handle(CommandId(new_id()), command, system_actor(settings.mode))


@pytest.fixture(scope="module")
def centre(made: Path | None) -> Iterator[Centre]:
    if made is None:
        absent("a centre of this test's own is needed: it rings in its database")
    folders: list[Path] = []
    with ExitStack() as open_:
        environ = {"AUXILIO_SIP_PORT": str(SIP_PORT)}
        address = open_.enter_context(demo(RUNNING, like=made, prepare=folders.append, environ=environ))
        yield Centre(address, folders[0])


def modem(address: str) -> httpx.Client:
    """The in-band modem of the line, with an API key that may tell of vehicles and nothing else."""
    ona = AtWork(address, "ona")
    partner = str(uuid4())
    ona.do("partners.register", partner=partner, name="Módem de eCall")
    asked = {
        "key": str(uuid4()),
        "name": "eCall",
        "scopes": [KeyScope.ECALL_WRITE.value],
        "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    token = ona.post(f"/api/admin/partners/{partner}/keys", asked)["token"]
    ona.leave()
    return httpx.Client(base_url=address, headers={"authorization": f"Bearer {token}"}, timeout=40)


def sends(car: httpx.Client, msd: str) -> None:
    reply = car.post("/api/ecall", json={"number": CAR, "msd": msd})
    assert reply.status_code in {200, 201}, reply.text
    assert reply.json()["calls"] == 1, reply.text


def seen_in_every_size(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk's screen and on a telephone's; the page stays as it was."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            assert violations(page) == [], theme
            page.screenshot(path=RESULTS / f"{name}-{theme}-{size['width']}.png")
    page.set_viewport_size(DESK)


@contextmanager
def car_by_sip(
    folder: Path, first: str, second: str, received: tuple[bool, bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """SIPp calls as a vehicle, and sends the second message when it is asked."""
    if SIPP is None:
        absent("missing: sipp (apt-get install sip-tester)")
    (folder / "car.xml").write_text(car_scenario(first, second, received=received, media=TEXT, stays_s=600))
    command = [
        str(SIPP),
        f"127.0.0.1:{SIP_PORT}",
        "-sf",
        "car.xml",
        "-m",
        "1",
        "-i",
        "127.0.0.1",
        "-nostdin",
        "-aa",
    ]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as car:
        try:
            yield car
        finally:
            car.terminate()


def test_the_desk_asks_a_vehicle_that_came_by_sip_for_its_data_again(
    browser: Browser, centre: Centre, tmp_path: Path
) -> None:
    with operator_at(browser, centre.address, "pau", "desk-02") as operator:
        page = operator.page
        stands_ready(operator)
        with car_by_sip(tmp_path, DOUBTED, EXAMPLE, (True, True)) as car:
            takes_the_call(operator)
            line = page.get_by_role("region", name="Vehículo (eCall)")
            expect(line).to_contain_text("posición poco fiable")
            by_bar(page, "Pedir los datos otra vez")
            expect(line).not_to_contain_text("posición poco fiable")
            expect(line.get_by_role("button", name="Pedir los datos otra vez")).to_be_visible()
            seen_in_every_size(page, "ecall-again")
            by_bar(page, "Vehículo (eCall)")
            card = page.get_by_role("dialog", name="Vehículo (eCall)")
            expect(card).to_contain_text("2 mensajes del vehículo")
            page.keyboard.press("Escape")
            # A second question it takes, and sends nothing: SIPp's scenario is at its end.
            by_bar(page, "Pedir los datos otra vez")
            expect(line).to_contain_text("Datos pedidos al vehículo a las")
            seen_in_every_size(page, "ecall-asked")
            expect(line).to_contain_text("El vehículo no ha enviado los datos que se le pidieron")
            seen_in_every_size(page, "ecall-not-sent")
            assert car.poll() is None, "it is still on the line"
            operator.press("Alt+KeyX", "Alt+KeyX")
            expect(line).to_have_count(0)


def test_the_desk_reads_the_vehicle_by_keyboard_and_its_number_by_a_recorded_look(
    browser: Browser, centre: Centre
) -> None:
    with modem(centre.address) as car, operator_at(browser, centre.address, "lucia", "desk-01") as operator:
        page = operator.page
        stands_ready(operator)
        centre.ring()
        takes_the_call(operator)
        sends(car, EXAMPLE)
        line = page.get_by_role("region", name="Vehículo (eCall)")
        expect(line).to_contain_text("Batería de alta tensión")
        expect(line).to_contain_text("Turismo")
        expect(line).to_contain_text("2 cinturones abrochados")
        seen_in_every_size(page, "ecall-line")

        by_bar(page, "Vehículo (eCall)")
        card = page.get_by_role("dialog", name="Vehículo (eCall)")
        expect(card).to_contain_text("Automática: ha llamado el vehículo")
        expect(card).to_contain_text("no cortar ni tocar cables naranjas")
        expect(card).to_contain_text("al este (90° del norte magnético)")
        expect(card).to_contain_text("El vehículo responde de ella")
        expect(card.get_by_role("listitem")).to_have_count(2)
        seen_in_every_size(page, "ecall-card")

        sends(car, DOUBTED)
        expect(card).to_contain_text("2 mensajes del vehículo")
        expect(card).to_contain_text("Poco fiable: puede estar a más de 150 m")
        sends(car, "00")
        expect(card).to_contain_text("El último mensaje no se ha podido leer")
        expect(card).to_contain_text("Batería de alta tensión")

        expect(card).not_to_contain_text("ECALLEXAMPLE02020")
        card.get_by_role("button", name="Leer el número de bastidor").focus()
        page.keyboard.press("Enter")
        expect(card.get_by_role("status")).to_contain_text("ECALLEXAMPLE02020")
        seen_in_every_size(page, "ecall-vin")
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        by_bar(page, "Vehículo (eCall)")
        expect(card).to_contain_text("3 mensajes del vehículo")
        expect(card).not_to_contain_text("ECALLEXAMPLE02020")
        page.keyboard.press("Escape")
