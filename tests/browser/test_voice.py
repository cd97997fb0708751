"""A voice from a page to a desk, in real browsers: each speaks a tone, and at each ear it is measured who is heard."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from auxilio.platform.ids import new_id
from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.audio_probe import Ears, channels, share, somebody, tone
from tests.browser.browser_session import PHONE, picture, sign_in, violations
from tests.browser.conftest import RUNNING, demo
from tests.browser.text_call_pair import Operator, call_of
from tests.browser.timeouts import until
from tests.browser.voice_actors import at_desk, calls, holds, recording_is_listed, resumes, takes
from tests.browser.voice_edge import Edge, environ_of

CALLER, LUCIA, PAU = 300, 800, 1150
TONES = (CALLER, LUCIA, PAU)
AWAY = "Siguen hablando. La centralita vuelve enseguida; no cuelgue"
HERE = "Puede hablar: le oyen"
APART = "LA VOZ SIGUE, CENTRALITA FUERA"
BUSY_AT_FIRST = """
let busy = true
const ask = MediaDevices.prototype.getUserMedia
MediaDevices.prototype.getUserMedia = async function (wanted) {
  if (!busy) return ask.call(this, wanted)
  busy = false
  throw new DOMException("Could not start audio source", "NotReadableError")
}
"""
"""As when another program has the headset: Chromium's own words."""


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("voices")
    return {hz: tone(folder / f"{hz}.wav", hz) for hz in TONES}


@pytest.fixture(scope="module")
def installation(made: Path | None, behind: Edge | None) -> Iterator[str]:
    with demo(RUNNING, like=made, environ=environ_of(behind)) as address:
        yield address


@pytest.fixture
def caller(browser: Browser, installation: str, voices: dict[int, Path]) -> Iterator[Ears]:
    """A citizen at a computer or a telephone, who can speak."""
    with somebody(browser, installation, voices[CALLER], TONES, size=PHONE) as ears:
        ears.page.goto("/call")
        yield ears


def test_both_hear_each_other_through_hold_and_mute_and_the_recording_has_each_on_a_channel(
    browser: Browser, installation: str, caller: Ears, voices: dict[int, Path]
) -> None:
    with somebody(browser, installation, voices[LUCIA], TONES) as lucia:
        lucia.context.add_init_script(BUSY_AT_FIRST)
        operator = at_desk(lucia, "lucia", "desk-07")
        calls(caller)
        takes(operator)
        caller.until_hears(LUCIA)
        lucia.until_hears(CALLER)
        for theme in ("dark", "light"):
            lucia.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            caller.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            assert violations(lucia.page) == violations(caller.page) == []
            picture(caller.page, f"call-voice-{theme}-390")
            if theme == "dark":
                picture(lucia.page, "desk-voice-dark-1440")  # the map goes by the person's own setting

        hold_and_resume(operator, caller, lucia)
        operator.press("Alt+KeyM")
        caller.until_hears()
        lucia.until_hears(CALLER)
        operator.press("Alt+KeyM")
        caller.until_hears(LUCIA)

        operator.press("Alt+KeyN")
        with RoomSupervisor(installation, "clara", "room") as room:
            case = room.case_of(call_of(caller.page))["id"]
        operator.press("Alt+KeyX", "Alt+KeyX")
        expect(caller.page.get_by_role("heading", name="La conversación ha terminado")).to_be_visible()
        lucia.until_hears()

        _replays(lucia, case)


def _replays(ears: Ears, case: str) -> None:
    """The story plays what was heard: the caller on one channel, the desk on the other, and nobody on both."""
    page = ears.page
    recording_is_listed(page, case)
    with page.expect_request("**/recordings/*") as asked:
        page.get_by_role("button", name="Escuchar").click()
    # The page keeps the bytes for its player; the same person asks for them once more.
    headers = {
        "x-auxilio-csrf": page.request.get("/api/session").json()["csrf"],
        "x-auxilio-command": str(new_id()),
    }
    again = page.request.post(asked.value.url, data={}, headers=headers)
    assert again.ok, again.text()
    left, right = channels(again.body())
    assert share(left, CALLER) > 0.5 > 0.05 > share(left, LUCIA)
    assert share(right, LUCIA) > 0.5 > 0.05 > share(right, CALLER)
    sound = page.locator("audio[controls]")
    sound.evaluate("sound => { sound.currentTime = 1; return sound.play() }")
    until(
        lambda: sound.evaluate("sound => sound.currentTime > 1.2"),
        "it plays, from where it was sought",
    )


@pytest.mark.thorough
def test_when_an_operators_browser_dies_the_caller_is_next_at_another_desk(
    browser: Browser, installation: str, caller: Ears, voices: dict[int, Path]
) -> None:
    with (
        somebody(browser, installation, voices[PAU], TONES) as pau,
        somebody(browser, installation, voices[LUCIA], TONES) as lucia,
    ):
        first = at_desk(lucia, "lucia", "desk-07")
        calls(caller)
        takes(first)
        caller.until_hears(LUCIA)
        second = at_desk(pau, "pau", "desk-08")
        lucia.browser.close()
        takes(second)
        caller.until_hears(PAU)
        pau.until_hears(CALLER)
        caller.page.get_by_text("Más: idioma, terminar").click()
        caller.page.get_by_role("button", name="Terminar la conversación").click()
        caller.page.get_by_role("button", name="Sí, terminar").click()
        pau.until_hears()


@pytest.mark.thorough
@pytest.mark.parametrize("behind", ["embedded"], indirect=True, scope="module")
def test_who_hangs_up_before_an_answer_waits_to_be_called_back(
    browser: Browser, installation: str, caller: Ears, voices: dict[int, Path]
) -> None:
    calls(caller)
    with somebody(browser, installation, voices[LUCIA], TONES) as lucia:
        sign_in(lucia.page, "lucia", "desk-07")
        lucia.page.goto("/desk")
        lucia.page.get_by_text("En cola").first.wait_for()
        caller.page.close()
        lucia.page.get_by_text("Sin atender").first.wait_for(timeout=60_000)


def exchange(behind: Edge) -> psutil.Process:
    """The process of `auxilio voice`: whoever listens where the edge looks for it."""

    def look() -> psutil.Process | None:
        for one in psutil.net_connections("udp4"):
            if one.laddr and one.laddr[1] == behind.ports.voices[0] and one.pid:
                return psutil.Process(one.pid)
        return None

    return until(look, "an exchange listens")


def hold_and_resume(operator: Operator, caller: Ears, lucia: Ears) -> None:
    holds(operator)
    caller.until_hears()
    lucia.until_hears()
    resumes(operator)
    caller.until_hears(LUCIA)
    lucia.until_hears(CALLER)


@pytest.mark.thorough
@pytest.mark.parametrize("behind", ["edge"], indirect=True, scope="module")
def test_voice_goes_on_while_each_part_dies_and_both_pages_say_what_happens(
    browser: Browser, installation: str, behind: Edge, caller: Ears, voices: dict[int, Path]
) -> None:
    with somebody(browser, installation, voices[LUCIA], TONES) as lucia:
        operator = at_desk(lucia, "lucia", "desk-07")
        calls(caller)
        takes(operator)
        caller.until_hears(LUCIA)
        lucia.until_hears(CALLER)

        killed = exchange(behind)
        killed.kill()
        until(lambda: exchange(behind).pid != killed.pid or None, "the next exchange")
        caller.until_hears(LUCIA)
        lucia.until_hears(CALLER)
        expect(caller.page.get_by_text(HERE, exact=True)).to_be_visible()
        hold_and_resume(operator, caller, lucia)

        caller.watch(AWAY)
        lucia.watch(APART)
        behind.program("kamailio").send_signal(signal.SIGTERM)
        caller.until_heard_beside_the_words(LUCIA)
        picture(caller.page, "call-voice-apart-390")
        picture(lucia.page, "desk-voice-apart-1440")
        assert violations(caller.page) == []
        lucia.until_heard_beside_the_words(CALLER)
        expect(caller.page.get_by_text(HERE, exact=True)).to_be_visible()
        expect(lucia.page.get_by_text(APART)).to_be_hidden()
        hold_and_resume(operator, caller, lucia)

        caller.watch()
        lines = (caller.lines_opened(), lucia.lines_opened())
        behind.program("rtpengine").kill()
        caller.until_fell_silent()
        caller.until_hears(LUCIA)
        lucia.until_hears(CALLER)
        # Each page went on with the line it had: the next relay asked it, and was answered.
        assert (caller.lines_opened(), lucia.lines_opened()) == lines
        hold_and_resume(operator, caller, lucia)

        operator.press("Alt+KeyX", "Alt+KeyX")
        expect(caller.page.get_by_role("heading", name="La conversación ha terminado")).to_be_visible()
