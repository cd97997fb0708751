"""A hospital is called for a case whose caller has gone: by keyboard, over a trunk with SIPp behind it, heard and kept with the case."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.audio_probe import Ears, somebody, tone
from tests.browser.browser_session import by_bar, layer_asks, picture, press, violations
from tests.browser.centre_hands import take_in_hand
from tests.browser.conftest import RUNNING, absent, demo
from tests.browser.network_actors import running_sipp
from tests.browser.text_call_pair import Operator
from tests.browser.timeouts import until
from tests.browser.voice_actors import at_desk, recording_is_listed, sits_down
from tests.free_ports import free_port

LUCIA, MARTA = 800, 1150
TONES = (LUCIA, MARTA)
ECHO = (Path(__file__).parents[1] / "voice" / "sip" / "callee.xml").read_text()
BUSY = (Path(__file__).parents[1] / "voice" / "sip" / "busy.xml").read_text()
BAND = "Llamada por el incidente"


@dataclass(frozen=True)
class Town:
    """A running centre whose trunk ends at `port`."""

    address: str
    port: int
    folder: Path

    def somebody_answers(self) -> AbstractContextManager[None]:
        """One call is taken, and what is said on it comes back."""
        scenario = ECHO.replace("PORT", "[media_port]").replace("LISTENS_MS", "200").replace("KEY", "5")
        return running_sipp(self.folder / "echo", scenario, "-p", str(self.port), "-rtp_echo")

    def nobody_is_free(self) -> AbstractContextManager[None]:
        """One call is refused: the line is busy."""
        return running_sipp(self.folder / "busy", BUSY, "-p", str(self.port))


@pytest.fixture(scope="module")
def town(made: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    if made is None or os.environ.get(RUNNING):
        absent("a centre of this test's own is needed: its trunk ends here")
    port = free_port()
    environ = {"AUXILIO_SIP_PORT": str(free_port()), "AUXILIO_SIP_TRUNK": f"127.0.0.1:{port}"}
    with demo(RUNNING, like=made, environ=environ) as address:
        yield Town(address, port, tmp_path_factory.mktemp("trunk"))


@pytest.fixture
def lucia(browser: Browser, town: Town, tmp_path: Path) -> Iterator[Ears]:
    with somebody(browser, town.address, tone(tmp_path / "lucia.wav", LUCIA), TONES) as ears:
        yield ears


@pytest.fixture
def marta(browser: Browser, town: Town, tmp_path: Path) -> Iterator[Ears]:
    with somebody(browser, town.address, tone(tmp_path / "marta.wav", MARTA), TONES) as ears:
        yield ears


def chooses(page: Page, *said: str) -> None:
    """Whom to call, in the layer that the command bar opens: a number and whose it is, or words that find a contact."""
    by_bar(page, "llamar por el incidente")
    layer_asks(page)
    for nth, words in enumerate(said):
        if nth > 0:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    expect(page.get_by_role("dialog", name="Contactos").get_by_role("status")).to_have_count(0)
    page.keyboard.press("Enter")


def hangs_up(page: Page) -> None:
    press(page, "Alt+KeyX")
    press(page, "Alt+KeyX")


def in_both_themes(page: Page, name: str) -> None:
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], (name, theme)
        picture(page, f"{name}-{theme}-1440")


def test_a_desk_and_a_centre_call_for_a_case_and_what_was_said_is_kept_with_it(
    town: Town, lucia: Ears, marta: Ears
) -> None:
    page = lucia.page
    operator: Operator = at_desk(lucia, "lucia", "desk-07")
    operator.press("Alt+KeyN")
    page.get_by_role("region", name="Dónde").get_by_role("combobox").wait_for()
    with RoomSupervisor(town.address, "clara", "room") as room:
        case = until(
            lambda: next((each["id"] for each in room.rows("room", "cases")), None), "the case is there"
        )
    band = page.get_by_role("region", name=BAND)

    with town.nobody_is_free():
        chooses(page, "961 00 01 01", "Hermana del paciente")
        expect(band.get_by_text("Hermana del paciente: comunica")).to_be_visible()
    in_both_themes(page, "desk-outgoing-busy")

    chooses(page, "112")
    layer = page.get_by_role("dialog", name="Contactos")
    expect(layer.get_by_text("Ese número no se puede marcar")).to_be_visible()
    page.keyboard.press("Escape")

    with town.somebody_answers():
        band.get_by_role("button", name="Llamar otra vez").press("Enter")
        expect(band.get_by_text("Al habla con Hermana del paciente")).to_be_visible()
        lucia.until_hears(LUCIA)  # the telephone gives back what it hears
        in_both_themes(page, "desk-outgoing")
        press(page, "Alt+KeyM")
        lucia.until_hears()
        press(page, "Alt+KeyM")
        lucia.until_hears(LUCIA)
        hangs_up(page)
        expect(band.get_by_text("Hermana del paciente: colgó el puesto")).to_be_visible()
    story = page.get_by_role("region", name="Historia")
    expect(story.get_by_text("Llamada a Hermana del paciente (+34961000101)").first).to_be_visible()
    press(page, "F9")

    sits_down(marta, "marta", "san-desk-1", "/centre")
    take_in_hand(marta.page, "SIN UBICACIÓN")
    there = marta.page.get_by_role("region", name=BAND)
    with town.somebody_answers():
        chooses(marta.page, "hospital")
        expect(there.get_by_text("Al habla con Hospital del Riu, urgències")).to_be_visible()
        marta.until_hears(MARTA)
        in_both_themes(marta.page, "centre-outgoing")
        hangs_up(marta.page)
        expect(there.get_by_text("colgó el puesto")).to_be_visible()

    recording_is_listed(page, case)
    expect(page.get_by_text("Hermana del paciente").first).to_be_visible()
    page.get_by_role("button", name="Escuchar").first.press("Enter")
    expect(page.locator("audio[controls]")).to_have_count(1)
