"""Sound that does not get through, in real browsers: the desk is told which way, and goes on with the caller in writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.audio_probe import Ears, somebody, tone
from tests.browser.browser_session import PHONE, picture, violations
from tests.browser.voice_actors import at_desk, calls, takes

pytestmark = pytest.mark.thorough

CALLER, LUCIA = 300, 800
TONES = (CALLER, LUCIA)
CABLE = """
window.lines = []
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...all) { super(...all); window.lines.push(this) }
}
"""
"""Keeps hold of the page's connections, so that a test can pull a wire."""
DUMB = "() => lines.at(-1).getSenders()[0].replaceTrack(null)"
SPEAKS = """async () => {
  const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()
  await lines.at(-1).getSenders()[0].replaceTrack(track)
}"""
DEAF = """() => {
  const line = lines.at(-1)
  line.getStats = async () => new Map([["in", { type: "inbound-rtp", packetsReceived: 1000 }]])
}"""
HEARS = "() => { delete lines.at(-1).getStats }"


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("voices")
    return {hz: tone(folder / f"{hz}.wav", hz) for hz in TONES}


@pytest.fixture
def caller(browser: Browser, installation: str, voices: dict[int, Path]) -> Iterator[Ears]:
    with somebody(browser, installation, voices[CALLER], TONES, size=PHONE) as ears:
        ears.context.add_init_script(CABLE)
        ears.page.goto("/call")
        yield ears


def test_a_desk_sees_which_way_sound_is_dead_and_writes_and_sees_that_it_is_back(
    browser: Browser, installation: str, caller: Ears, voices: dict[int, Path]
) -> None:
    with somebody(browser, installation, voices[LUCIA], TONES) as lucia:
        operator = at_desk(lucia, "lucia", "desk-07")
        calls(caller)
        takes(operator)
        caller.until_hears(LUCIA)
        lucia.until_hears(CALLER)
        panel = operator.region("Llamada")

        caller.page.evaluate(DUMB)
        expect(panel.get_by_role("alert").get_by_text("No se oye al alertante")).to_be_visible()
        expect(caller.page.get_by_role("alert").get_by_text("La voz no llega bien")).to_be_visible()
        for theme in ("dark", "light"):
            for page in (lucia.page, caller.page):
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                assert violations(page) == []
            if theme == "dark":
                picture(lucia.page, "desk-dead-audio-dark-1440")
        picture(caller.page, "call-dead-audio-light-390")
        operator.press("Alt+KeyG")
        expect(panel.get_by_label("Escribir al alertante")).to_be_focused()
        lucia.page.keyboard.type("¿Me lee?")
        lucia.page.keyboard.press("Enter")
        expect(caller.page.get_by_text("¿Me lee?")).to_be_visible()
        caller.page.evaluate(SPEAKS)
        expect(panel.get_by_text("No se oye al alertante")).to_have_count(0)
        lucia.until_hears(CALLER)

        caller.page.evaluate(DEAF)
        expect(panel.get_by_role("alert").get_by_text("El alertante no oye")).to_be_visible()
        caller.page.evaluate(HEARS)
        expect(panel.get_by_text("El alertante no oye")).to_have_count(0)
        operator.press("Alt+KeyX", "Alt+KeyX")
