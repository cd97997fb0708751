"""What a vehicle sends by an in-band modem stands at the desk that has its call, and its number is read by a recorded look (decision 0400)."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
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
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.browser.api_actors import AtWork
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.conftest import RUNNING, absent, demo
from tests.browser.text_call_pair import operator_at, stands_ready, takes_the_call
from tests.interop.test_ecall_fix import EXAMPLE, TRUSTED, with_bits

pytestmark = pytest.mark.thorough
CAR = "+34600111222"
DOUBTED = with_bits(EXAMPLE, {TRUSTED: 0})


class Centre(msgspec.Struct, frozen=True):
    """A running centre: where it answers, and its data."""

    address: str
    data: Path

    def ring(self) -> None:
        """A car's call comes in with a number that the network asserts, as the exchange tells it."""
        settings = read_settings({**os.environ}, Path.cwd())
        settings = msgspec.structs.replace(settings, data=self.data, mode=mode_of(self.data))
        with start_blocking_portal() as portal:
            portal.call(_ring, settings)


async def _ring(settings: Settings) -> None:
    dsn = await postgres_of(settings).start()  # it runs already: it is joined
    async with open_runtime(msgspec.structs.replace(settings, database_url=dsn)) as runtime:
        ring = m.ReceiveCall(
            call=CallId(new_id()),
            channel=CallChannel.CHAT,
            phone=CAR,
            phone_known_by=NumberSource.NETWORK_ASSERTED,
        )
        await runtime.commands.handle(CommandId(new_id()), ring, system_actor(settings.mode))


@pytest.fixture(scope="module")
def centre(made: Path | None) -> Iterator[Centre]:
    if made is None:
        absent("a centre of this test's own is needed: it rings in its database")
    folders: list[Path] = []
    with ExitStack() as open_:
        address = open_.enter_context(demo(RUNNING, like=made, prepare=folders.append))
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
