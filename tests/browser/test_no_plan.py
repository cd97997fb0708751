"""A real installation without a response plan: three pages say so, and F9 asks which registered centre."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, expect

from auxilio.app.cli.demo import own_port
from auxilio.app.cli.demo_people import PASSWORD
from auxilio.app.cli.start_words import wait_for_pages
from auxilio.app.composition import standalone_identity
from auxilio.app.processes.supervisor import database, keep_running, processes_of
from auxilio.app.settings import Settings
from auxilio.identity.core.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from tests.browser.browser_session import all_modes, sign_in, violations, window
from tests.browser.text_call_pair import Operator
from tests.temp_folders import open_folder

pytestmark = pytest.mark.thorough

PEOPLE = (
    ("lucia", "Lucía Ferrer", "call_taker", None),
    ("clara", "Clara Riba", "supervisor", None),
    ("ona", "Ona Vila", "administrator", None),
    ("marta", "Marta Soler", "dispatcher", "san"),
)
SEED = Seed(
    agencies=(
        Agency(id="san", service="HEALTH", name="Sanidad"),
        Agency(id="bom", service="FIRE", name="Bomberos", has_console=False),
    ),
    centres=(
        Centre(id="san-9", agency="san", name="Coordinación Sanitaria"),
        Centre(id="bom-9", agency="bom", name="Parque Central"),
    ),
    desks=(
        Desk(id="desk-01", name="Puesto 01"),
        Desk(id="room", name="Sala"),
        Desk(id="san-desk-1", name="Sanidad, puesto 1", centre="san-9"),
    ),
    people=tuple(
        SeedPerson(
            data=PersonData(
                login=login, name=name, roles=(role,), agency=agency, centre=f"{agency}-9" if agency else None
            ),
            password=PASSWORD,
        )
        for login, name, role, agency in PEOPLE
    ),
)
NOTICE = "Sin plan de respuesta: nada se ofrece por sí solo."


@asynccontextmanager
async def running(settings: Settings, seed: Seed = SEED) -> AsyncIterator[None]:
    """As `auxilio up` starts it, with people and places and with nothing else."""
    clock = SystemClock()
    async with database(settings) as started:
        assert started.database_url is not None
        pool = await open_pool(started.database_url, size_max=2)
        await standalone_identity(pool, clock, services=lambda: {"HEALTH", "FIRE"}).seed(seed)
        await pool.close()
        tasks = [
            asyncio.create_task(keep_running([command], started, clock)) for command in processes_of(started)
        ]
        try:
            await wait_for_pages(started, clock, asyncio.Event())
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="module")
def unplanned() -> Iterator[str]:
    with open_folder() as folder, own_port(8112, "127.0.0.1") as port, start_blocking_portal() as portal:
        settings = Settings(data=folder / "data", port=port, voice_port=0, sip_port=0, log_level="WARNING")
        with portal.wrap_async_context_manager(running(settings)):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def page_of(browser: Browser, installation: str, login: str, desk: str | None, path: str) -> Iterator[Page]:
    context = window(browser, installation)
    page = context.new_page()
    sign_in(page, login, desk)
    page.goto(path)
    try:
        yield page
    finally:
        context.close()


@pytest.mark.parametrize(("login", "desk", "path"), [("ona", None, "/admin"), ("clara", "room", "/room")])
def test_administrators_and_the_room_read_that_there_is_no_plan_and_who_cannot_be_reached(
    browser: Browser, unplanned: str, login: str, desk: str | None, path: str
) -> None:
    with page_of(browser, unplanned, login, desk, path) as page:
        expect(page.get_by_text(NOTICE).first).to_be_visible()
        unreachable = "Parque Central (bom-9) no tiene ni consola ni teléfono."
        if path == "/room":
            expect(page.get_by_role("banner")).to_contain_text("SIN PLAN DE RESPUESTA")
            expect(all_modes(page).get_by_text(unreachable)).to_be_visible()
            page.keyboard.press("Escape")
        else:
            expect(page.get_by_text(unreachable).first).to_be_visible()
        assert violations(page) == []


def test_at_a_desk_f9_asks_which_centre_and_the_task_is_in_that_centre_s_inbox(
    browser: Browser, unplanned: str
) -> None:
    with page_of(browser, unplanned, "lucia", "desk-01", "/desk") as page:
        operator = Operator(page)
        expect(page.get_by_text(NOTICE)).to_be_visible()
        operator.press("Alt+KeyN")
        operator.press("F9")
        layer = page.get_by_role("dialog", name="¿A qué centro se pide?")
        expect(layer.get_by_role("button", name="Coordinación Sanitaria")).to_be_focused()
        expect(layer).to_contain_text("sin consola ni teléfono")
        assert violations(page) == []
        operator.press("Digit1")
        expect(layer).to_be_hidden()
        operator.sees("Coordinación Sanitaria", "Envío")
        operator.sees("enviada", "Envío")
        with page_of(browser, unplanned, "marta", "san-desk-1", "/centre") as centre:
            inbox = centre.get_by_role("region", name="Bandeja")
            expect(inbox.get_by_role("option")).to_have_count(1)
            expect(inbox).to_contain_text("P0")
