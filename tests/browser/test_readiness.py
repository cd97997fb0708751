"""A real installation with red lines: an administrator gives the reason for which it goes on, and the room reads who did."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import DESK, PHONE, layer_asks, picture, sign_in, violations, window
from tests.browser.conftest import RUNNING, demo

pytestmark = pytest.mark.thorough

REASON = "El disco de las copias llega el martes"


@pytest.fixture(scope="module")
def real(made: Path | None) -> Iterator[str]:
    """The demo's centre as if it were real: with the invented town's plan, drafts, and no backup."""
    with demo(RUNNING, like=made, mode="real") as address:
        yield address


@pytest.fixture
def ona(browser: Browser, real: str) -> Iterator[Page]:
    context = window(browser, real, color_scheme="dark")
    page = context.new_page()
    sign_in(page, "ona")
    page.goto("/admin?section=readiness")
    expect(page.get_by_role("listitem").filter(has_text="Copia de seguridad")).to_be_visible()
    yield page
    context.close()


def test_a_named_person_says_why_it_goes_on_and_the_room_reads_it(
    ona: Page, browser: Browser, real: str
) -> None:
    backup = ona.get_by_role("listitem").filter(has_text="Copia de seguridad")
    expect(backup).to_contain_text("IMPIDE")
    expect(backup.get_by_role("link", name="Abrir Copias")).to_have_attribute(
        "href", "/admin?section=backups"
    )
    expect(ona.get_by_text("Sin motivo de nadie:")).to_contain_text("Copia de seguridad")
    with window(browser, real) as context:
        room = context.new_page()
        sign_in(room, "clara", "room")
        room.goto("/room")
        modes = room.get_by_role("region", name="Modos")
        expect(modes.get_by_text("Sin motivo de nadie:")).to_contain_text("Plan de respuesta")

        ona.get_by_role("button", name="Seguir con un motivo").focus()
        ona.keyboard.press("Enter")
        layer_asks(ona)
        ona.keyboard.type(REASON)
        ona.keyboard.press("Tab")
        ona.keyboard.press("Enter")
        expect(ona.get_by_text("dijo por qué el")).to_contain_text(REASON)
        expect(ona.get_by_text("Sin motivo de nadie:")).to_have_count(0)

        room.reload()
        expect(modes.get_by_text(REASON)).to_contain_text("Ona")
        assert violations(room) == []


def test_a_line_leads_to_where_it_is_repaired(ona: Page) -> None:
    alone = ona.get_by_role("listitem").filter(has_text=re.compile("^Administración"))
    expect(alone).to_contain_text("Solo una persona")
    alone.get_by_role("link", name="Abrir Personas").focus()
    ona.keyboard.press("Enter")
    expect(ona.get_by_role("region", name="Personas").get_by_role("option").first).to_be_visible()


def new_chief(real: str) -> str:
    """The login of a chief of the room: made by the administrator, confirmed by the supervisor, with a password of their own."""
    login, first = f"cap-{uuid4().hex[:8]}", "una frase larga de prueba"
    with Somebody(real, "ona") as ona:
        person = {"login": login, "name": "Berta Cap", "roles": ["room_chief"], "password": first}
        ona.post("/api/admin/people", json=person)
    with Somebody(real, "clara") as clara:
        [grant] = [one for one in clara.get("/api/admin/grants").json() if one["login"] == login]
        clara.post(f"/api/admin/grants/{grant['id']}/confirm")
    with httpx.Client(base_url=real) as berta:
        session = berta.post("/api/session", json={"login": login, "password": first}).json()
        changed = {"old": first, "new": PASSWORD}
        berta.put(
            "/api/session/password", json=changed, headers={"x-auxilio-csrf": session["csrf"]}
        ).raise_for_status()
    return login


def test_a_chief_of_the_room_comes_for_the_readiness_alone(browser: Browser, real: str) -> None:
    login = new_chief(real)
    with window(browser, real) as context:
        page = context.new_page()
        sign_in(page, login)
        page.goto("/admin")
        expect(page.get_by_role("listitem").filter(has_text="Copia de seguridad")).to_be_visible()
        expect(page.get_by_role("radio", name="Personas")).to_have_count(0)
        expect(page.get_by_role("button", name="Seguir con un motivo")).to_be_visible()


@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)], ids=["desk", "phone"])
def test_axe_finds_nothing_in_either_theme(ona: Page, size, width: int) -> None:
    ona.set_viewport_size(size)
    for theme in ("dark", "light"):
        ona.goto(f"/admin?section=readiness&theme={theme}")
        expect(ona.get_by_role("listitem").filter(has_text="Copia de seguridad")).to_be_visible()
        assert violations(ona) == [], theme
        picture(ona, f"admin-readiness-{theme}-{width}")
