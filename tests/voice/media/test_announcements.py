"""Whoever waits hears something."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from auxilio.platform.i18n import LANGUAGES
from auxilio.voice.media import g711
from auxilio.voice.media.announcements.library import Announcements, read_wav, waiting_tone
from auxilio.voice.media.recorder import wav

CONTENT = Path(__file__).parents[3] / "content/announcements"
TOLD = yaml.safe_load((CONTENT / "announcements.yaml").read_text())["announcements"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(TOLD))
def test_every_code_has_words_and_a_voice_in_every_language(code: str, language: str) -> None:
    assert TOLD[code][language]
    sound = Announcements([CONTENT]).sound(code, language)
    assert sound.name == f"{language}/{code}"
    assert 1 < sound.seconds < 12
    loud = np.abs(g711.decode(sound.alaw).astype(int))
    assert 8000 < loud.max() < 20_000
    assert loud[-4000:].max() < 500, "a breath before it is said again"


def test_no_recording_is_without_its_words() -> None:
    assert {path.stem for path in CONTENT.glob("*/*.wav")} == set(TOLD)


def test_a_centres_own_recording_comes_first_and_another_language_before_none(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es/hold.wav").write_bytes(wav.header(1, 400) + b"\x11" * 400)
    library = Announcements([tmp_path, CONTENT])
    assert library.sound("hold", "es").alaw == b"\x11" * 400
    assert library.sound("hold", "ar").alaw == b"\x11" * 400
    assert library.sound("hold", "ca").name == "ca/hold"
    assert not library.has("hold", "ar")
    assert library.has("hold", "ca")


def test_a_code_without_a_recording_is_a_tone_that_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    sound = Announcements([CONTENT]).sound("never_recorded", "es")
    assert sound.name == waiting_tone().name
    assert np.abs(g711.decode(sound.alaw).astype(int)).max() > 1000
    assert "announcement_missing" in caplog.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        wav.header(2, 100) + b"\xd5" * 200,
        b"RIFF\0\0\0\0WAVEdata\xff\xff\xff\xff",
        wav.header(1, 9),
    ],
)
def test_a_file_of_another_form_is_not_played(data: bytes) -> None:
    assert read_wav(data) is None
