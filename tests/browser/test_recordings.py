"""A step of a card is said by a recording: the caller hears it, the record keeps it, and a key cuts it off."""

import hashlib
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from auxilio.platform.ids import new_id
from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.audio_probe import Ears, channels, most, somebody, tone
from tests.browser.browser_session import PHONE, picture, violations
from tests.browser.conftest import RUNNING, demo
from tests.browser.story_regions import TOWN
from tests.browser.test_interviews import dictates
from tests.browser.text_call_pair import call_of, leaves_the_card, locates, proves_a_cardiac_arrest
from tests.browser.timeouts import until
from tests.browser.voice_actors import at_desk, calls, holds, recording_is_listed, resumes, takes
from tests.browser.voice_edge import Edge, environ_of
from tests.content.faulty_content import CONTENT

pytestmark = pytest.mark.thorough

CALLER, LUCIA, RECORDED = TONES = (300, 800, 1150)
RATE = 8_000
PLAYS_S = 29
"""As long as one may be (30 s): it is cut off while it plays, however slow the machine."""
BEAT = 1200
"""The tick of the metronome."""
STEP = "suelo"
"""The second of the card; the first is said to open it."""


def recording(hz: float, seconds: int) -> bytes:
    """A WAV of 16 bits, mono, 8 kHz: a tone where a voice would be."""
    moments = np.arange(RATE * seconds) / RATE
    samples = (np.sin(2 * np.pi * hz * moments) * 0.4 * 32_767).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + struct.pack("<4sI", b"fmt ", len(form)) + form
    body += struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, in which a tone speaks one step."""
    folder = tmp_path_factory.mktemp("recorded") / "content"
    shutil.copytree(CONTENT, folder)
    (folder / "recordings/rcp-adulto" / f"{STEP}.es.wav").write_bytes(recording(RECORDED, PLAYS_S))
    return folder


@pytest.fixture(scope="module")
def installation(made: Path | None, behind: Edge | None, content: Path) -> Iterator[str]:
    environ = {**environ_of(behind), "AUXILIO_CONTENT": str(content)}
    with demo(RUNNING, like=made, environ=environ) as address:
        yield address


def told(room: RoomSupervisor, case: str, kind: str) -> dict[str, Any] | None:
    """The last fact of this kind in the case's story."""
    found = [row for row in room.board("case", case=case)["story"].values() if row["kind"] == kind]
    return max(found, key=lambda row: str(row["at"])) if found else None


def test_a_step_is_said_by_its_recording_kept_and_cut_off(
    browser: Browser, installation: str, tmp_path: Path
) -> None:
    voices = {hz: tone(tmp_path / f"{hz}.wav", hz) for hz in (CALLER, LUCIA)}
    with (
        somebody(browser, installation, voices[CALLER], TONES, size=PHONE) as caller,
        somebody(browser, installation, voices[LUCIA], TONES) as lucia,
        RoomSupervisor(installation, "clara", "room") as room,
    ):
        caller.page.goto("/call")
        operator = at_desk(lucia, "lucia", "desk-07")
        calls(caller)
        takes(operator)
        caller.until_hears(LUCIA)
        operator.press("Alt+KeyN")
        locates(operator, TOWN)
        proves_a_cardiac_arrest(operator)
        dictates(operator, "Dicho")
        case = str(room.case_of(call_of(caller.page))["id"])
        card = operator.region("Tarjeta")
        key = card.get_by_role("button", name="Reproducir")
        expect(key).to_be_enabled()
        expect(card.get_by_role("group", name="DEA más cercano")).to_contain_text("DEA Plaza Mayor")
        _pictures(lucia, "card-recorded")

        # Set to both, the beat of the metronome is in the call; set to off, it is not.
        beat = Ears(caller.browser, caller.context, caller.page, (BEAT,))
        for who in ("Yo", "Ambos"):
            operator.press("KeyB")
            expect(card.get_by_role("radio", name=who)).to_be_checked()
        beat.until_hears(BEAT)
        expect(card).not_to_contain_text("solo lo oye usted")
        operator.press("KeyP")
        caller.until_hears(LUCIA, RECORDED)
        operator.press("KeyP")
        beat.until_hears(BEAT)  # it comes back by itself
        operator.press("KeyB")
        beat.watch()
        beat.until_fell_silent()
        caller.until_hears(LUCIA)

        operator.press("KeyP")
        caller.until_hears(LUCIA, RECORDED)
        lucia.until_hears(CALLER)
        expect(card).to_contain_text("Suena para quien llama")
        operator.press("KeyP")
        caller.until_hears(LUCIA)
        expect(key).to_be_visible()
        until(lambda: told(room, case, "instructions.step.play_stopped"), "that it was cut off is a fact")
        played = until(lambda: told(room, case, "instructions.step.played"), "that it was played is a fact")
        digest = hashlib.sha256(recording(RECORDED, PLAYS_S)).hexdigest()
        assert {"step": STEP, "language": "es", "recording": digest}.items() <= played["body"].items()

        # On hold nobody hears it: it stops by itself, and cannot be begun.
        operator.press("KeyP")
        caller.until_hears(LUCIA, RECORDED)
        expect(card).to_contain_text("Suena para quien llama")
        _pictures(lucia, "card-plays")
        holds(operator)
        caller.until_hears()
        expect(card.get_by_text("Suena para quien llama")).to_be_hidden()
        expect(key).to_be_disabled()
        resumes(operator)
        caller.until_hears(LUCIA)

        leaves_the_card(operator)
        expect(caller.page.get_by_role("heading", name="La conversación ha terminado")).to_be_visible()
        kept = channels(_recorded(lucia, case))
        by_caller, by_desk = kept
        assert most(by_desk, RECORDED) > 0.2 > 0.05 > most(by_caller, RECORDED)


def _pictures(ears: Ears, name: str) -> None:
    for theme in ("dark", "light"):
        ears.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(ears.page) == []
        picture(ears.page, f"{name}-{theme}-1440")


def _recorded(ears: Ears, case: str) -> bytes:
    """What was heard in the call, as the page of its case plays it."""
    page = ears.page
    recording_is_listed(page, case)
    with page.expect_request("**/recordings/*") as asked:
        page.get_by_role("button", name="Escuchar").click()
    headers = {
        "x-auxilio-csrf": page.request.get("/api/session").json()["csrf"],
        "x-auxilio-command": str(new_id()),
    }
    again = page.request.post(asked.value.url, data={}, headers=headers)
    assert again.ok, again.text()
    return again.body()
